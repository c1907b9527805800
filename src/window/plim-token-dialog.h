/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PlimTokenDialog:
 *
 * Asks what a new token is for. Signal: `chosen (const char *name, gboolean may_change)`.
 */
#define PLIM_TYPE_TOKEN_DIALOG (plim_token_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PlimTokenDialog, plim_token_dialog, PLIM, TOKEN_DIALOG, AdwMessageDialog)

PlimTokenDialog *plim_token_dialog_new (GtkWindow *parent);

/** plim_token_dialog_show_token: a dialog of its own that shows @token this once, to be copied. */
void plim_token_dialog_show_token (GtkWindow *parent, const char *token);

G_END_DECLS
