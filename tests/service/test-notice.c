/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Notices on their whole way: to org.freedesktop.Notifications and back as an action. */
#include "plim-notifier.h"

#include "plim-settings.h"
#include "plim-test-bus.h"
#include "plim-test-notifier.h"
#include "plim-test-wait.h"

#define NOW 1795176000
#define ID "11111111-2222-4333-8444-555555555555"

typedef struct {
  GDBusConnection *daemon;
  guint object_id;
  guint name_id;
  GPtrArray *notes; /* GVariant: the parameters of Notify */
  guint n_closed;
  GApplication *application;
  char *opened;
  char *snoozed;
  char *signed_in;
  PlimTestNotifier base;
  PlimAccount *account;
} Fixture;

static const char daemon_xml[] =
    "<node><interface name='org.freedesktop.Notifications'>"
    "<method name='Notify'><arg type='s'/><arg type='u'/><arg type='s'/><arg type='s'/>"
    "<arg type='s'/><arg type='as'/><arg type='a{sv}'/><arg type='i'/>"
    "<arg type='u' direction='out'/></method>"
    "<method name='CloseNotification'><arg type='u'/></method>"
    "<method name='GetCapabilities'><arg type='as' direction='out'/></method>"
    "<signal name='ActionInvoked'><arg type='u'/><arg type='s'/></signal>"
    "</interface></node>";

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

  if (g_str_equal (method, "Notify")) {
    g_ptr_array_add (self->notes, g_variant_ref (parameters));
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", self->notes->len));
  } else if (g_str_equal (method, "CloseNotification")) {
    self->n_closed++;
    g_dbus_method_invocation_return_value (invocation, NULL);
  } else {
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new_parsed ("(['actions', 'body'],)"));
  }
}

/* The application knows the answer to Notify only a round trip later. */
static void
wait_for_note (Fixture *self, guint n_notes)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GVariant) reply = NULL;

  plim_test_wait (self->notes->len == n_notes);
  g_dbus_connection_call (g_application_get_dbus_connection (self->application),
                          "org.freedesktop.Notifications", "/org/freedesktop/Notifications",
                          "org.freedesktop.Notifications", "GetCapabilities", NULL, NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  reply = g_dbus_connection_call_finish (g_application_get_dbus_connection (self->application),
                                         result, NULL);
  g_assert_nonnull (reply);
}

static void
start_daemon (Fixture *self, GTestDBus *bus)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_call };
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (daemon_xml, NULL);
  g_autoptr (GError) error = NULL;

  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  self->daemon = plim_test_bus_connect (bus);
  self->object_id =
      g_dbus_connection_register_object (self->daemon, "/org/freedesktop/Notifications",
                                         info->interfaces[0], &vtable, self, NULL, &error);
  g_assert_no_error (error);
  self->name_id = plim_test_bus_own_name (self->daemon, "org.freedesktop.Notifications");
}

static void
on_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  char **place = user_data;

  g_free (*place);
  *place = g_variant_dup_string (parameter, NULL);
}

static void
add_action (Fixture *self, const char *name, char **place)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, G_VARIANT_TYPE_STRING);

  g_signal_connect (action, "activate", G_CALLBACK (on_action), place);
  g_action_map_add_action (G_ACTION_MAP (self->application), G_ACTION (action));
}

static void
start_application (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->application = g_application_new ("io.github.plimsoll.Test", G_APPLICATION_DEFAULT_FLAGS);
  add_action (self, "open-account", &self->opened);
  add_action (self, "snooze", &self->snoozed);
  add_action (self, "sign-in", &self->signed_in);
  g_application_register (self->application, NULL, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  start_daemon (self, (GTestDBus *) data);
  start_application (self);
  plim_test_notifier_begin (&self->base, self->application, NOW, NULL, NULL);
  self->account = plim_account_new (ID, "alpha");
  plim_account_set_label (self->account, "work");
  plim_database_save_account_async (self->base.database, self->account, NULL, NULL, NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  plim_test_notifier_end (&self->base);
  g_assert_finalize_object (self->account);
  g_clear_object (&self->application);
  g_bus_unown_name (self->name_id);
  g_dbus_connection_unregister_object (self->daemon, self->object_id);
  plim_test_bus_disconnect (&self->daemon);
  g_ptr_array_unref (self->notes);
  g_free (self->opened);
  g_free (self->snoozed);
  g_free (self->signed_in);
}

static void
poll (Fixture *self, double percent)
{
  g_autoptr (PlimSnapshot) snapshot = NULL;
  PlimUsageWindow *window;
  gint64 now;

  plim_test_clock_advance (self->base.clock, 60);
  now = plim_clock_get_now (PLIM_CLOCK (self->base.clock));
  snapshot = plim_snapshot_new (now);
  window = plim_snapshot_add_window (snapshot, "session", PLIM_WINDOW_ROLLING);
  window->title = g_strdup ("Session (5 h)");
  window->used_percent = percent;
  plim_snapshot_seal (snapshot);
  plim_account_update (self->account, snapshot, NULL, now);
  plim_notifier_observe (self->base.notifier, self->account);
  plim_test_clock_advance (self->base.clock, 5);
}

static void
fail (Fixture *self)
{
  g_autoptr (GError) error =
      plim_error_new (PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, 0, "refused");

  plim_account_update (self->account, NULL, error,
                       plim_clock_get_now (PLIM_CLOCK (self->base.clock)));
  plim_notifier_observe (self->base.notifier, self->account);
  plim_test_clock_advance (self->base.clock, 5);
}

/* Presses the button of that label on the last notice. */
static void
press (Fixture *self, const char *label)
{
  GVariant *note = g_ptr_array_index (self->notes, self->notes->len - 1);
  g_autoptr (GVariant) actions = g_variant_get_child_value (note, 5);
  g_autofree const char **texts = g_variant_get_strv (actions, NULL);

  for (guint i = 0; texts[i] != NULL; i += 2) {
    if (!g_str_equal (texts[i + 1], label))
      continue;
    g_dbus_connection_emit_signal (self->daemon, NULL, "/org/freedesktop/Notifications",
                                   "org.freedesktop.Notifications", "ActionInvoked",
                                   g_variant_new ("(us)", self->notes->len, texts[i]), NULL);
    return;
  }
  g_error ("There is no button “%s”", label);
}

static void
assert_text (Fixture *self, gsize child, const char *expected)
{
  g_autofree char *text = NULL;

  g_variant_get_child (g_ptr_array_index (self->notes, self->notes->len - 1), child, "s", &text);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_snooze (Fixture *self, gconstpointer data)
{
  poll (self, 10);
  poll (self, 76);
  wait_for_note (self, 1);
  assert_text (self, 4, "Alpha (work)");
  press (self, "Snooze until reset");
  plim_test_wait (self->snoozed != NULL);
  g_assert_cmpstr (self->snoozed, ==, ID);
}

static void
test_open (Fixture *self, gconstpointer data)
{
  poll (self, 10);
  poll (self, 76);
  wait_for_note (self, 1);
  press (self, "Open");
  plim_test_wait (self->opened != NULL);
  g_assert_cmpstr (self->opened, ==, ID);
}

static void
test_sign_in (Fixture *self, gconstpointer data)
{
  poll (self, 10);
  fail (self);
  wait_for_note (self, 1);
  press (self, "Sign in again");
  plim_test_wait (self->signed_in != NULL);
  g_assert_cmpstr (self->signed_in, ==, ID);
}

/* A server without buttons may make a dialog of each notice that has some. */
static void
test_no_buttons (Fixture *self, gconstpointer data)
{
  g_autoptr (GVariant) actions = NULL;
  g_autofree const char **texts = NULL;

  plim_notifier_set_can_act (self->base.notifier, FALSE);
  poll (self, 10);
  poll (self, 76);
  wait_for_note (self, 1);
  actions = g_variant_get_child_value (g_ptr_array_index (self->notes, 0), 5);
  texts = g_variant_get_strv (actions, NULL);
  g_assert_false (g_strv_contains (texts, "Open"));
  g_assert_false (g_strv_contains (texts, "Snooze until reset"));
  assert_text (self, 4, "Alpha (work)");
  poll (self, 3);
  plim_test_wait (self->n_closed == 1);
}

static void
test_withdrawn (Fixture *self, gconstpointer data)
{
  poll (self, 10);
  poll (self, 76);
  wait_for_note (self, 1);
  g_assert_cmpuint (self->n_closed, ==, 0);
  poll (self, 3);
  plim_test_wait (self->n_closed == 1);
  fail (self);
  wait_for_note (self, 2);
  poll (self, 3);
  plim_test_wait (self->n_closed == 2);
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *name;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "snooze-comes-back", test_snooze },
    { "open-comes-back", test_open },
    { "sign-in-comes-back", test_sign_in },
    { "no-buttons-where-none-are-shown", test_no_buttons },
    { "withdrawn-when-no-longer-true", test_withdrawn },
  };
  g_autoptr (GTestDBus) bus = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  /* One for all: GIO keeps its connection to the session bus. */
  bus = plim_test_bus_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/service/notice/", tests[i].name, NULL);

    g_test_add (path, Fixture, bus, set_up, tests[i].test, tear_down);
  }
  status = g_test_run ();
  g_test_dbus_stop (bus);
  return status;
}
