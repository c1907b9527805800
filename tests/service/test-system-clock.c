/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-clock.h"

#include "plim-test-bus.h"
#include "plim-test-wait.h"

static void
count (PlimClock *clock, guint *n_signals)
{
  (*n_signals)++;
}

static PlimClock *
make_clock (guint *n_alarms, guint *n_jumps)
{
  PlimClock *clock = plim_system_clock_new ();

  *n_alarms = *n_jumps = 0;
  g_signal_connect (clock, "alarm", G_CALLBACK (count), n_alarms);
  g_signal_connect (clock, "jumped", G_CALLBACK (count), n_jumps);
  return clock;
}

static void
test_passed (void)
{
  guint n_alarms, n_jumps;
  PlimClock *clock = make_clock (&n_alarms, &n_jumps);

  plim_clock_set_alarm (clock, plim_clock_get_now (clock) - 100);
  g_assert_cmpuint (n_alarms, ==, 0); /* only from the main loop */
  plim_test_wait (n_alarms == 1);
  plim_test_settle ();
  g_assert_cmpuint (n_alarms, ==, 1);
  g_assert_cmpuint (n_jumps, ==, 0);
  g_assert_finalize_object (clock);
}

static void
test_ahead (void)
{
  guint n_alarms, n_jumps;
  PlimClock *clock = make_clock (&n_alarms, &n_jumps);
  gint64 at = plim_clock_get_now (clock) + 1;

  plim_clock_set_alarm (clock, at + 3600);
  plim_clock_set_alarm (clock, at); /* takes the other's place */
  plim_test_wait (n_alarms == 1);
  g_assert_cmpint (plim_clock_get_now (clock), >=, at);
  g_assert_finalize_object (clock);
}

static void
test_taken_back (void)
{
  guint n_alarms, n_jumps, n_other_alarms, n_other_jumps;
  PlimClock *clock = make_clock (&n_alarms, &n_jumps);
  PlimClock *other = make_clock (&n_other_alarms, &n_other_jumps);

  plim_clock_set_alarm (clock, plim_clock_get_now (clock) - 1);
  plim_clock_set_alarm (clock, 0);
  plim_clock_set_alarm (other, plim_clock_get_now (clock) - 1);
  plim_test_wait (n_other_alarms == 1);
  plim_test_settle ();
  g_assert_cmpuint (n_alarms, ==, 0);
  g_assert_finalize_object (clock);
  g_assert_finalize_object (other);
}

static void
emit_sleep (GDBusConnection *connection, gboolean is_before)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (connection, NULL, "/org/freedesktop/login1",
                                 "org.freedesktop.login1.Manager", "PrepareForSleep",
                                 g_variant_new ("(b)", is_before), &error);
  g_assert_no_error (error);
}

/* Whether the bus knows of a match for the signal is told by no call: a call and its answer after
 * the subscription was made, on the same connection, stand behind it. */
static void
flush (GDBusConnection *connection)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GVariant) reply = NULL;

  g_dbus_connection_call (connection, "org.freedesktop.DBus", "/", "org.freedesktop.DBus.Peer",
                          "Ping", NULL, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                          plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  reply = g_dbus_connection_call_finish (connection, result, NULL);
}

/* The clock finds the bus in a thread of its own, and when it listens is not to be seen: so it is
 * told until it hears. Each round waits for the bus, which has passed on all that came before. */
static void
tell_until_heard (GDBusConnection *shared, GDBusConnection *logind, const guint *n_jumps)
{
  while (*n_jumps == 0) {
    emit_sleep (logind, FALSE);
    flush (logind);
    flush (shared);
  }
}

static void
test_wake (void)
{
  g_autoptr (GTestDBus) bus = plim_test_bus_new ();
  g_autoptr (GDBusConnection) shared = NULL;
  g_autoptr (GDBusConnection) logind = NULL;
  g_autoptr (GError) error = NULL;
  guint n_alarms, n_jumps, name_id, n_before;
  PlimClock *clock;

  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_test_dbus_get_bus_address (bus), TRUE);
  logind = plim_test_bus_connect (bus);
  name_id = plim_test_bus_own_name (logind, "org.freedesktop.login1");
  clock = make_clock (&n_alarms, &n_jumps);
  shared = g_bus_get_sync (G_BUS_TYPE_SYSTEM, NULL, &error);
  g_assert_no_error (error);
  tell_until_heard (shared, logind, &n_jumps);
  flush (logind);
  flush (shared);
  plim_test_settle ();
  n_before = n_jumps;
  emit_sleep (logind, TRUE);
  emit_sleep (logind, FALSE);
  plim_test_wait (n_jumps > n_before);
  flush (shared);
  plim_test_settle ();
  g_assert_cmpuint (n_jumps, ==, n_before + 1);
  g_assert_finalize_object (clock);
  g_bus_unown_name (name_id);
  g_assert_false (g_dbus_connection_get_exit_on_close (shared));
  g_dbus_connection_close_sync (logind, NULL, NULL);
  g_dbus_connection_close_sync (shared, NULL, NULL);
  g_test_dbus_stop (bus);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* No system bus is nothing to speak of. */
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  plim_test_start_watchdog ();
  g_test_add_func ("/service/system-clock/passed-alarm-rings-from-the-loop", test_passed);
  g_test_add_func ("/service/system-clock/alarm-rings-when-it-is-time", test_ahead);
  g_test_add_func ("/service/system-clock/alarm-taken-back-does-not-ring", test_taken_back);
  g_test_add_func ("/service/system-clock/waking-up-is-a-jump", test_wake);
  return g_test_run ();
}
