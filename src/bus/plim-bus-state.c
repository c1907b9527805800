/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GDBus makes a GVariant of every single value in a message, a hundred of each account; of an array
 * of bytes it makes one. */
#include "plim-bus-state.h"

GVariant *
plim_bus_state_pack (GVariant *state)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (state);
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (sunk);

  g_return_val_if_fail (g_variant_is_of_type (sunk, PLIM_BUS_STATE_TYPE), NULL);

  return g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, bytes, TRUE);
}

GVariant *
plim_bus_state_unpack (GVariant *reply)
{
  g_autoptr (GVariant) packed = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!g_variant_is_of_type (reply, G_VARIANT_TYPE ("(ay)")))
    return NULL;
  packed = g_variant_get_child_value (reply, 0);
  bytes = g_variant_get_data_as_bytes (packed);
  return g_variant_ref_sink (g_variant_new_from_bytes (PLIM_BUS_STATE_TYPE, bytes, FALSE));
}
