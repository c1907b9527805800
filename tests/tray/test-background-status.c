/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a portal is told, one played here. */
#include "plim-background-status.h"

#include "plim-test-bus.h"
#include "plim-test-clock.h"
#include "plim-test-wait.h"

#include <string.h>

#define NOW ((gint64) 1784000000)

static const char xml[] = "<node><interface name='org.freedesktop.portal.Background'>"
                          "<method name='SetStatus'><arg type='a{sv}' direction='in'/></method>"
                          "</interface></node>";

typedef struct {
  GTestDBus *bus;
  GDBusConnection *portal;
  GDBusConnection *session;
  GDBusNodeInfo *info;
  PlimTestClock *clock;
  PlimBackgroundStatus *status;
  GPtrArray *told;
} Fixture;

static void
on_call (GDBusConnection *connection,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  Fixture *self = user_data;
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 0);
  char *message = NULL;

  g_assert_true (g_variant_lookup (options, "message", "s", &message));
  g_ptr_array_add (self->told, message);
  g_dbus_method_invocation_return_value (invocation, NULL);
}

/* @data: whether the desktop has the portal */
static void
set_up (Fixture *self, gconstpointer data)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_call };

  self->told = g_ptr_array_new_with_free_func (g_free);
  self->bus = plim_test_bus_new ();
  self->portal = plim_test_bus_connect (self->bus);
  self->session = plim_test_bus_connect (self->bus);
  self->info = g_dbus_node_info_new_for_xml (xml, NULL);
  if (GPOINTER_TO_INT (data))
    g_dbus_connection_register_object (self->portal, "/org/freedesktop/portal/desktop",
                                       self->info->interfaces[0], &vtable, self, NULL, NULL);
  self->clock = plim_test_clock_new (NOW);
  self->status = plim_background_status_new (self->session, PLIM_CLOCK (self->clock));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->status);
  plim_test_settle ();
  g_assert_finalize_object (self->clock);
  g_dbus_node_info_unref (self->info);
  plim_test_bus_disconnect (&self->session);
  plim_test_bus_disconnect (&self->portal);
  g_test_dbus_down (self->bus);
  g_clear_object (&self->bus);
  g_ptr_array_unref (self->told);
}

static void
own_name (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_sync (self->portal, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                   "org.freedesktop.DBus", "RequestName",
                                   g_variant_new ("(su)", "org.freedesktop.portal.Desktop", 0u),
                                   NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (reply);
}

static const char *
wait_for (Fixture *self, guint n_told)
{
  plim_test_wait (self->told->len >= n_told);
  g_assert_cmpuint (self->told->len, ==, n_told);
  return g_ptr_array_index (self->told, n_told - 1);
}

static void
test_a_change_is_told_once_a_minute (Fixture *self, gconstpointer data)
{
  own_name (self);
  plim_background_status_set (self->status, "Claude: 57 % used");
  g_assert_cmpstr (wait_for (self, 1), ==, "Claude: 57 % used");

  plim_background_status_set (self->status, "Claude: 57 % used");
  g_assert_cmpint (plim_test_clock_get_alarm (self->clock), ==, 0);
  plim_test_clock_advance (self->clock, 20);
  plim_background_status_set (self->status, "Claude: 58 % used");
  plim_background_status_set (self->status, "Claude: 59 % used");
  g_assert_cmpint (plim_test_clock_get_alarm (self->clock), ==, NOW + 60);
  plim_test_clock_ring (self->clock);
  g_assert_cmpstr (wait_for (self, 2), ==, "Claude: 59 % used");

  plim_test_clock_advance (self->clock, 3600);
  plim_background_status_set (self->status, "Claude: 60 % used");
  g_assert_cmpstr (wait_for (self, 3), ==, "Claude: 60 % used");
}

static void
test_a_change_taken_back_is_not_told (Fixture *self, gconstpointer data)
{
  own_name (self);
  plim_background_status_set (self->status, "one");
  wait_for (self, 1);
  plim_background_status_set (self->status, "two");
  plim_background_status_set (self->status, "one");
  plim_test_clock_ring (self->clock);
  plim_background_status_set (self->status, "three");
  g_assert_cmpstr (wait_for (self, 2), ==, "three");
}

static void
test_a_clock_set_back_does_not_hold_it (Fixture *self, gconstpointer data)
{
  own_name (self);
  plim_background_status_set (self->status, "one");
  wait_for (self, 1);
  plim_background_status_set (self->status, "two");
  plim_test_clock_jump (self->clock, NOW - 86400);
  g_assert_cmpstr (wait_for (self, 2), ==, "two");
}

static void
test_long_texts_are_one_line_of_96_characters (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("ä\n");
  const char *told;

  own_name (self);
  for (guint i = 0; i < 200; i++)
    g_string_append (text, "ä");
  plim_background_status_set (self->status, text->str);
  told = wait_for (self, 1);
  g_assert_cmpint (g_utf8_strlen (told, -1), ==, 96);
  g_assert_true (g_str_has_prefix (told, "ä ä"));
  g_assert_true (g_str_has_suffix (told, "ä…"));
}

/* Runs in GDBus' own thread. */
static GDBusMessage *
count_calls (GDBusConnection *connection,
             GDBusMessage *message,
             gboolean is_incoming,
             gpointer user_data)
{
  if (g_strcmp0 (g_dbus_message_get_member (message), "SetStatus") == 0)
    g_atomic_int_inc ((int *) user_data);
  return message;
}

/* The bus answers this after all that was sent before, and so did the connection's thread. */
static void
wait_for_answers (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_sync (self->session, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                   "org.freedesktop.DBus.Peer", "Ping", NULL, NULL,
                                   G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (reply);
  plim_test_settle ();
}

static void
test_a_desktop_without_it_is_asked_once (Fixture *self, gconstpointer data)
{
  int n_calls = 0;
  guint filter_id = g_dbus_connection_add_filter (self->session, count_calls, &n_calls, NULL);

  plim_background_status_set (self->status, "one");
  wait_for_answers (self);
  g_assert_cmpint (g_atomic_int_get (&n_calls), ==, 1);
  plim_test_clock_advance (self->clock, 3600);
  plim_background_status_set (self->status, "two");
  wait_for_answers (self);
  g_assert_cmpint (g_atomic_int_get (&n_calls), ==, 1);
  g_dbus_connection_remove_filter (self->session, filter_id);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
#define ADD(name, has_portal, test)                                                                \
  g_test_add ("/background-status/" name, Fixture, GINT_TO_POINTER (has_portal), set_up, test,     \
              tear_down)
  ADD ("a-change-is-told-once-a-minute", TRUE, test_a_change_is_told_once_a_minute);
  ADD ("a-change-taken-back-is-not-told", TRUE, test_a_change_taken_back_is_not_told);
  ADD ("a-clock-set-back-does-not-hold-it", TRUE, test_a_clock_set_back_does_not_hold_it);
  ADD ("long-texts-are-one-line-of-96-characters", TRUE,
       test_long_texts_are_one_line_of_96_characters);
  ADD ("a-desktop-without-it-is-asked-once", FALSE, test_a_desktop_without_it_is_asked_once);
  return g_test_run ();
}
