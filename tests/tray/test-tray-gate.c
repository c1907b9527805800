/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-test-wait.h"
#include "plim-tray-gate.h"

#define NAME "org.example.Watcher"

typedef struct {
  GMutex mutex;
  guint32 last_serial;
  gboolean is_in_order;
} Serials;

/* In GDBus' worker thread, as messages are written. */
static GDBusMessage *
watch_serial (GDBusConnection *connection,
              GDBusMessage *message,
              gboolean incoming,
              gpointer user_data)
{
  Serials *serials = user_data;
  guint32 serial = g_dbus_message_get_serial (message);

  if (incoming)
    return message;
  g_mutex_lock (&serials->mutex);
  serials->is_in_order = serials->is_in_order && serial > serials->last_serial;
  serials->last_serial = serial;
  g_mutex_unlock (&serials->mutex);
  return message;
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GVariant **answer = user_data;
  g_autoptr (GError) error = NULL;

  *answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_assert_no_error (error);
}

static void
ask (GDBusConnection *connection, const char *method, GVariant *parameters, GVariant **answer)
{
  g_dbus_connection_call (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", method, parameters, NULL, G_DBUS_CALL_FLAGS_NONE,
                          -1, NULL, on_answer, answer);
}

/* A sandbox's proxy closes a connection whose serials do not grow. */
static void
test_withholds_answer_and_keeps_order (void)
{
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autoptr (GDBusConnection) connection = NULL;
  g_autoptr (GVariant) owner = NULL;
  g_autoptr (GVariant) other = NULL;
  g_autoptr (GVariant) last = NULL;
  g_autoptr (GError) error = NULL;
  Serials serials = { .is_in_order = TRUE };
  PlimTrayGate *gate;
  const char *name;
  guint name_id;

  g_test_dbus_up (bus);
  connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  name_id = g_bus_own_name_on_connection (connection, NAME, G_BUS_NAME_OWNER_FLAGS_NONE, NULL, NULL,
                                          NULL, NULL);
  g_mutex_init (&serials.mutex);
  gate = plim_tray_gate_new (connection, NAME);
  g_dbus_connection_add_filter (connection, watch_serial, &serials, NULL);

  plim_tray_gate_close (gate);
  ask (connection, "GetNameOwner", g_variant_new ("(s)", NAME), &owner);
  ask (connection, "GetId", NULL, &other);
  plim_test_wait (other != NULL);
  g_assert_null (owner);

  plim_tray_gate_open (gate);
  plim_test_wait (owner != NULL);
  g_variant_get (owner, "(&s)", &name);
  g_assert_cmpstr (name, ==, g_dbus_connection_get_unique_name (connection));
  ask (connection, "GetNameOwner", g_variant_new ("(s)", NAME), &last);
  plim_test_wait (last != NULL);
  g_assert_true (serials.is_in_order);

  plim_tray_gate_free (gate);
  g_bus_unown_name (name_id);
  g_dbus_connection_close_sync (connection, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&connection);
  g_test_dbus_stop (bus);
  g_mutex_clear (&serials.mutex);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  g_test_add_func ("/tray/gate/withholds-answer-and-keeps-order",
                   test_withholds_answer_and_keeps_order);
  return g_test_run ();
}
