/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs on a bus without a Secret Service (with-keyring --bare), where it is one that hangs. */
#include "await.h"
#include "plim-secrets.h"

#include <unistd.h>

/* In GDBus's thread. What is asked of the service is neither answered nor handed on, but its
 * properties, for which libsecret would wait as long again. */
static GDBusMessage *
swallow (GDBusConnection *connection, GDBusMessage *message, gboolean is_incoming, gpointer data)
{
  const char *path = g_dbus_message_get_path (message);

  if (is_incoming && g_dbus_message_get_message_type (message) == G_DBUS_MESSAGE_TYPE_METHOD_CALL &&
      g_strcmp0 (path, "/org/freedesktop/secrets") == 0 &&
      g_strcmp0 (g_dbus_message_get_member (message), "GetAll") != 0)
    g_clear_object (&message);
  return message;
}

static void
test_a_keyring_that_hangs_is_not_missing (void)
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) failure = NULL;
  GError *error = NULL;
  guint filter_id;

  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  filter_id = g_dbus_connection_add_filter (bus, swallow, NULL, NULL);
  reply = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", "org.freedesktop.secrets", 0), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  plim_secrets_list_async (NULL, on_done, &result);
  g_assert_null (plim_secrets_list_finish (await (&result), &failure));
  g_assert_error (failure, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_SILENT);
  g_dbus_connection_remove_filter (bus, filter_id);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  alarm (WATCHDOG_S);
  g_test_add_func ("/secrets/silent/a-keyring-that-hangs-is-not-missing",
                   test_a_keyring_that_hangs_is_not_missing);
  return g_test_run ();
}
