/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-hand-over.h"

#include "plim-bus-codec.h"

#define TIMEOUT_MS (30 * 1000)

gboolean
plim_hand_over (GDBusConnection *connection, gboolean may_start, const char *token)
{
  GVariantBuilder platform = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;

  if (token != NULL)
    g_variant_builder_add (&platform, "{sv}", "activation-token", g_variant_new_string (token));
  reply = g_dbus_connection_call_sync (connection, PLIM_BUS_NAME, PLIM_BUS_PATH,
                                       "org.freedesktop.Application", "Activate",
                                       g_variant_new ("(a{sv})", &platform), NULL,
                                       may_start ? G_DBUS_CALL_FLAGS_NONE
                                                 : G_DBUS_CALL_FLAGS_NO_AUTO_START,
                                       TIMEOUT_MS, NULL, &error);
  if (reply == NULL)
    g_debug ("No service takes over: %s", error->message);
  return reply != NULL;
}

char *
plim_hand_over_take_token (void)
{
  char *token = g_strdup (g_getenv ("XDG_ACTIVATION_TOKEN"));

  if (token == NULL)
    token = g_strdup (g_getenv ("DESKTOP_STARTUP_ID"));
  g_unsetenv ("XDG_ACTIVATION_TOKEN");
  g_unsetenv ("DESKTOP_STARTUP_ID");
  return token;
}
