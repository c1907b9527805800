/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-bus-client.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** PlimSignInDialog: takes a new credential for an account and has it checked live; the old one
 * stays unless the check succeeds. Closes when it did. */
#define PLIM_TYPE_SIGN_IN_DIALOG (plim_sign_in_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PlimSignInDialog, plim_sign_in_dialog, PLIM, SIGN_IN_DIALOG, AdwWindow)

/** plim_sign_in_dialog_new: (nullable): %NULL when the provider takes no secret, or the account is
 * gone */
PlimSignInDialog *plim_sign_in_dialog_new (GtkApplication *application,
                                           GtkWindow *parent,
                                           PlimBusClient *client,
                                           const char *account_id);

G_END_DECLS
