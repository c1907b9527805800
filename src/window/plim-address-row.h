/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PlimAddressRow:
 *
 * Says whether the keyring holds an address to post to, and sets or removes it. Property `stored`
 * (read only, notifies): whether it does, as far as it is known. Signal `changed`: it was set or
 * removed here.
 */
#define PLIM_TYPE_ADDRESS_ROW (plim_address_row_get_type ())
G_DECLARE_FINAL_TYPE (PlimAddressRow, plim_address_row, PLIM, ADDRESS_ROW, AdwActionRow)

/** plim_address_row_set_up: @name: static: %PLIM_POST_HOOKS or %PLIM_POST_FORWARD; @description:
 * static: what the keyring's manager shows; to be called once */
void plim_address_row_set_up (PlimAddressRow *self, const char *name, const char *description);

gboolean plim_address_row_is_stored (PlimAddressRow *self);

G_END_DECLS
