/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** PlimRenameDialog: asks what to call an account. Signal: `renamed (const char *label)`. */
#define PLIM_TYPE_RENAME_DIALOG (plim_rename_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PlimRenameDialog, plim_rename_dialog, PLIM, RENAME_DIALOG, AdwMessageDialog)

PlimRenameDialog *plim_rename_dialog_new (GtkWindow *parent, PlimAccount *account);

const char *plim_rename_dialog_get_account_id (PlimRenameDialog *self);

G_END_DECLS
