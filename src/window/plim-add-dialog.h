/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-provider.h"
#include "plim-service-link.h"
#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PlimAddDialog:
 *
 * Adds an account: choose a provider, fill in its fields, have them checked live. Nothing is saved
 * unless the check succeeds. Signal: `added (const char *name)`, then it closes.
 */
#define PLIM_TYPE_ADD_DIALOG (plim_add_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PlimAddDialog, plim_add_dialog, PLIM, ADD_DIALOG, AdwWindow)

PlimAddDialog *
plim_add_dialog_new (GtkApplication *application, GtkWindow *parent, PlimServiceLink *link);

/** plim_add_dialog_choose: goes on to the fields of @provider. */
void plim_add_dialog_choose (PlimAddDialog *self, const PlimProvider *provider);

G_END_DECLS
