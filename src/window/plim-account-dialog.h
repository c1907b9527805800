/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-bus-client.h"
#include "plim-presentation.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** PlimAccountDialog: all there is to know about one account: its limits and where their numbers
 * come from, when it was and will be read, what is wrong, and where its provider says more. */
#define PLIM_TYPE_ACCOUNT_DIALOG (plim_account_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PlimAccountDialog, plim_account_dialog, PLIM, ACCOUNT_DIALOG, AdwWindow)

/**
 * plim_account_dialog_new:
 * @parent: has the actions `win.account-…`
 *
 * Returns: (nullable): %NULL when there is no such account
 */
PlimAccountDialog *plim_account_dialog_new (GtkWindow *parent,
                                            PlimPresentation *presentation,
                                            PlimBusClient *client,
                                            const char *account_id);

G_END_DECLS
