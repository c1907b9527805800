/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PlimAddressDialog:
 *
 * Asks for an address to post to, which is a secret, and takes only one that Plimsoll would post
 * to; warns of plain HTTP. Signal `chosen (const char *address)`.
 */
#define PLIM_TYPE_ADDRESS_DIALOG (plim_address_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
    PlimAddressDialog, plim_address_dialog, PLIM, ADDRESS_DIALOG, AdwMessageDialog)

PlimAddressDialog *plim_address_dialog_new (GtkWindow *parent);

G_END_DECLS
