/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-desktop-watch.h"

#include "plim-test-bus.h"
#include "plim-test-network.h"
#include "plim-test-wait.h"

#define UPOWER "org.freedesktop.UPower"
#define LOGIND "org.freedesktop.login1"
#define MUTTER "org.gnome.Mutter.IdleMonitor"
#define SAVER "org.freedesktop.ScreenSaver"
#define SESSION_PATH "/org/freedesktop/login1/session/_32"

static const char interfaces[] =
    "<node>"
    "<interface name='" UPOWER "'><property name='OnBattery' type='b' access='read'/></interface>"
    "<interface name='" LOGIND ".User'>"
    "<property name='Display' type='(so)' access='read'/></interface>"
    "<interface name='" LOGIND ".Session'>"
    "<property name='IdleHint' type='b' access='read'/>"
    "<property name='LockedHint' type='b' access='read'/></interface>"
    "<interface name='" MUTTER "'>"
    "<method name='AddIdleWatch'><arg type='t' direction='in'/><arg type='u' direction='out'/>"
    "</method>"
    "<method name='AddUserActiveWatch'><arg type='u' direction='out'/></method>"
    "<signal name='WatchFired'><arg type='u'/></signal></interface>"
    "<interface name='" SAVER "'><signal name='ActiveChanged'><arg type='b'/></signal></interface>"
    "</node>";

typedef struct {
  GTestDBus *bus;
  GDBusConnection *client;
  GDBusConnection *desktop;
  GDBusNodeInfo *info;
  GHashTable *values; /* property → GVariant */
  guint64 idle_ms;
  guint n_watches;
  guint n_changes;
  PlimTestNetwork *network;
  PlimDesktopWatch *watch;
} Fixture;

static GVariant *
on_get (GDBusConnection *connection,
        const char *sender,
        const char *path,
        const char *interface,
        const char *name,
        GError **error,
        gpointer user_data)
{
  Fixture *self = user_data;

  return g_variant_ref (g_hash_table_lookup (self->values, name));
}

static void
on_call (GDBusConnection *connection,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *arguments,
         GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  Fixture *self = user_data;

  if (g_str_equal (method, "AddIdleWatch"))
    g_variant_get (arguments, "(t)", &self->idle_ms);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", ++self->n_watches));
}

static void export(Fixture *self, const char *path, const char *interface)
{
  static const GDBusInterfaceVTable functions = { .method_call = on_call, .get_property = on_get };
  g_autoptr (GError) error = NULL;

  g_dbus_connection_register_object (self->desktop, path,
                                     g_dbus_node_info_lookup_interface (self->info, interface),
                                     &functions, self, NULL, &error);
  g_assert_no_error (error);
}

static void
on_changed (Fixture *self)
{
  self->n_changes++;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->bus = plim_test_bus_new ();
  self->client = plim_test_bus_connect (self->bus);
  self->desktop = plim_test_bus_connect (self->bus);
  self->info = g_dbus_node_info_new_for_xml (interfaces, NULL);
  self->values =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_variant_unref);
  g_hash_table_insert (self->values, (char *) "OnBattery",
                       g_variant_ref_sink (g_variant_new_boolean (FALSE)));
  g_hash_table_insert (self->values, (char *) "IdleHint",
                       g_variant_ref_sink (g_variant_new_boolean (FALSE)));
  g_hash_table_insert (self->values, (char *) "LockedHint",
                       g_variant_ref_sink (g_variant_new_boolean (FALSE)));
  g_hash_table_insert (self->values, (char *) "Display",
                       g_variant_ref_sink (g_variant_new ("(so)", "2", SESSION_PATH)));
  export(self, "/org/freedesktop/UPower", UPOWER);
  export(self, "/org/freedesktop/login1/user/self", LOGIND ".User");
  export(self, SESSION_PATH, LOGIND ".Session");
  export(self, "/org/gnome/Mutter/IdleMonitor/Core", MUTTER);
  export(self, "/org/freedesktop/ScreenSaver", SAVER);
  self->network = plim_test_network_new ();
  self->watch = plim_desktop_watch_new (G_NETWORK_MONITOR (self->network), NULL);
  g_signal_connect_swapped (self->watch, "changed", G_CALLBACK (on_changed), self);
  plim_desktop_watch_start (self->watch, self->client, self->client);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->watch);
  plim_test_settle ();
  g_object_unref (self->network);
  plim_test_bus_disconnect (&self->client);
  plim_test_bus_disconnect (&self->desktop);
  g_test_dbus_down (self->bus);
  g_object_unref (self->bus);
  g_dbus_node_info_unref (self->info);
  g_hash_table_unref (self->values);
}

static void
call_bus (Fixture *self, const char *method, GVariant *arguments)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  g_dbus_connection_call (self->desktop, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", method, arguments, NULL, G_DBUS_CALL_FLAGS_NONE,
                          -1, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  reply = g_dbus_connection_call_finish (self->desktop, result, &error);
  g_assert_no_error (error);
}

static void
own (Fixture *self, const char *name)
{
  call_bus (self, "RequestName", g_variant_new ("(su)", name, 0));
}

static void
disown (Fixture *self, const char *name)
{
  call_bus (self, "ReleaseName", g_variant_new ("(s)", name));
}

static void
send (Fixture *self, const char *path, const char *interface, const char *signal, GVariant *what)
{
  g_dbus_connection_emit_signal (self->desktop, NULL, path, interface, signal, what, NULL);
}

static void
set_property (
    Fixture *self, const char *path, const char *interface, const char *name, gboolean value)
{
  GVariantBuilder changed = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  g_variant_builder_add (&changed, "{sv}", name, g_variant_new_boolean (value));
  g_hash_table_insert (self->values, (char *) name,
                       g_variant_ref_sink (g_variant_new_boolean (value)));
  send (self, path, "org.freedesktop.DBus.Properties", "PropertiesChanged",
        g_variant_new ("(sa{sv}as)", interface, &changed, NULL));
}

static const PlimDesktopState *
get_state (Fixture *self)
{
  return plim_desktop_watch_get_state (self->watch);
}

static void
test_nobody (Fixture *self, gconstpointer data)
{
  plim_test_settle ();
  g_assert_false (get_state (self)->is_away);
  g_assert_false (get_state (self)->is_locked);
  g_assert_false (get_state (self)->is_on_battery);
  g_assert_cmpuint (self->n_changes, ==, 0);
}

static void
test_mains (Fixture *self, gconstpointer data)
{
  g_hash_table_insert (self->values, (char *) "OnBattery",
                       g_variant_ref_sink (g_variant_new_boolean (TRUE)));
  own (self, UPOWER);
  plim_test_wait (get_state (self)->is_on_battery);
  set_property (self, "/org/freedesktop/UPower", UPOWER, "OnBattery", FALSE);
  plim_test_wait (!get_state (self)->is_on_battery);
  g_assert_cmpuint (self->n_changes, ==, 2);
  set_property (self, "/org/freedesktop/UPower", UPOWER, "OnBattery", TRUE);
  plim_test_wait (get_state (self)->is_on_battery);
  disown (self, UPOWER); /* without it nothing is known */
  plim_test_wait (!get_state (self)->is_on_battery);
}

static void
test_session (Fixture *self, gconstpointer data)
{
  g_hash_table_insert (self->values, (char *) "LockedHint",
                       g_variant_ref_sink (g_variant_new_boolean (TRUE)));
  own (self, LOGIND);
  plim_test_wait (get_state (self)->is_locked);
  g_assert_false (get_state (self)->is_away);
  set_property (self, SESSION_PATH, LOGIND ".Session", "LockedHint", FALSE);
  set_property (self, SESSION_PATH, LOGIND ".Session", "IdleHint", TRUE);
  plim_test_wait (get_state (self)->is_away);
  g_assert_false (get_state (self)->is_locked);
  set_property (self, SESSION_PATH, LOGIND ".Session", "IdleHint", FALSE);
  plim_test_wait (!get_state (self)->is_away);
}

static void
fire (Fixture *self, guint watch)
{
  send (self, "/org/gnome/Mutter/IdleMonitor/Core", MUTTER, "WatchFired",
        g_variant_new ("(u)", watch));
}

static void
test_idle (Fixture *self, gconstpointer data)
{
  own (self, MUTTER);
  plim_test_wait (self->n_watches == 1);
  g_assert_cmpuint (self->idle_ms, ==, 300000);
  fire (self, 7); /* another program's */
  fire (self, 1);
  plim_test_wait (get_state (self)->is_away);
  plim_test_wait (self->n_watches == 2);
  fire (self, 2);
  plim_test_wait (!get_state (self)->is_away);
  fire (self, 1); /* it stands */
  plim_test_wait (get_state (self)->is_away);
  disown (self, MUTTER);
  plim_test_wait (!get_state (self)->is_away);
}

static void
test_saver (Fixture *self, gconstpointer data)
{
  own (self, SAVER);
  /* What comes before the proxy has asked for its properties is not heard. */
  while (!get_state (self)->is_locked) {
    send (self, "/org/freedesktop/ScreenSaver", SAVER, "ActiveChanged",
          g_variant_new ("(b)", TRUE));
    g_main_context_iteration (NULL, TRUE);
  }
  send (self, "/org/freedesktop/ScreenSaver", SAVER, "ActiveChanged", g_variant_new ("(b)", FALSE));
  plim_test_wait (!get_state (self)->is_locked);
}

static void
test_metered (Fixture *self, gconstpointer data)
{
  plim_test_network_set_metered (self->network, TRUE);
  g_assert_true (get_state (self)->is_metered);
  plim_test_network_set_metered (self->network, FALSE);
  g_assert_false (get_state (self)->is_metered);
  g_assert_cmpuint (self->n_changes, ==, 2);
}

/* With all the questions on their way. */
static void
test_gone_at_once (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->watch);
  plim_test_settle ();
  self->watch = plim_desktop_watch_new (NULL, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
#define ADD(path, test)                                                                            \
  g_test_add ("/service/desktop-watch/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("tells-nothing-without-services", test_nobody);
  ADD ("sees-mains-and-battery", test_mains);
  ADD ("sees-the-session-with-the-display", test_session);
  ADD ("sees-who-is-away-and-back", test_idle);
  ADD ("sees-the-screen-saver", test_saver);
  ADD ("sees-what-costs", test_metered);
  ADD ("may-be-gone-at-once", test_gone_at_once);
  return g_test_run ();
}
