/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-bus-reply.h"

#include "plim-bus-codec.h"

void
plim_bus_reply_error (GDBusMethodInvocation *invocation, const GError *error)
{
  g_autoptr (GError) translated = NULL;

  if (error->domain == PLIM_BUS_ERROR)
    translated = g_error_copy (error);
  else if (error->domain == PLIM_ERROR)
    translated = plim_bus_error_from_status (error);
  else
    translated = g_error_new_literal (PLIM_BUS_ERROR, PLIM_BUS_ERROR_FAILED, error->message);
  g_dbus_method_invocation_return_gerror (invocation, translated);
}

void
plim_bus_reply (GDBusMethodInvocation *invocation, GVariant *value, const GError *error)
{
  if (value != NULL)
    g_dbus_method_invocation_return_value (invocation, g_variant_new_tuple (&value, 1));
  else
    plim_bus_reply_error (invocation, error);
}
