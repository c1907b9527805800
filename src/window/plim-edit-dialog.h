/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-bus-client.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** PlimEditDialog: an account's name, settings, server address and interval. */
#define PLIM_TYPE_EDIT_DIALOG (plim_edit_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PlimEditDialog, plim_edit_dialog, PLIM, EDIT_DIALOG, AdwWindow)

/** plim_edit_dialog_new: (nullable): %NULL when the account is gone or of an unknown provider */
PlimEditDialog *plim_edit_dialog_new (GtkApplication *application,
                                      GtkWindow *parent,
                                      PlimBusClient *client,
                                      const char *account_id);

G_END_DECLS
