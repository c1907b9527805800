/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-quiet-watch.h"

#include "plim-test-bus.h"
#include "plim-test-wait.h"

#define XFCE_PATH "/org/xfce/Xfconf"
#define SERVER_PATH "/org/freedesktop/Notifications"

static const char xml[] =
    "<node><interface name='org.freedesktop.Notifications'>"
    "<method name='GetCapabilities'><arg type='as' direction='out'/></method>"
    "<property name='Inhibited' type='b' access='read'/></interface>"
    "<interface name='org.xfce.Xfconf'><method name='GetProperty'><arg type='s' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='v' direction='out'/></method></interface></node>";

typedef struct {
  GTestDBus *bus;
  GDBusConnection *desktop;
  GDBusConnection *session;
  GDBusNodeInfo *info;
  PlimQuietWatch *watch;
  const char *capabilities;
  gboolean is_inhibited;
  gboolean is_xfce_quiet;
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

  if (g_str_equal (method, "GetCapabilities"))
    g_dbus_method_invocation_return_value (invocation, g_variant_new_parsed (self->capabilities));
  else
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(v)", g_variant_new_boolean (
                                                                     self->is_xfce_quiet)));
}

static GVariant *
on_get (GDBusConnection *connection,
        const char *sender,
        const char *path,
        const char *interface,
        const char *property,
        GError **error,
        gpointer user_data)
{
  return g_variant_new_boolean (((Fixture *) user_data)->is_inhibited);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_call, .get_property = on_get };

  self->capabilities = "(['body', 'actions'],)";
  self->bus = plim_test_bus_new ();
  self->desktop = plim_test_bus_connect (self->bus);
  self->session = plim_test_bus_connect (self->bus);
  self->info = g_dbus_node_info_new_for_xml (xml, NULL);
  g_dbus_connection_register_object (self->desktop, SERVER_PATH, self->info->interfaces[0], &vtable,
                                     self, NULL, NULL);
  g_dbus_connection_register_object (self->desktop, XFCE_PATH, self->info->interfaces[1], &vtable,
                                     self, NULL, NULL);
  self->watch = plim_quiet_watch_new (self->session, "XFCE");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->watch);
  plim_test_settle ();
  g_dbus_node_info_unref (self->info);
  plim_test_bus_disconnect (&self->session);
  plim_test_bus_disconnect (&self->desktop);
  g_test_dbus_down (self->bus);
  g_clear_object (&self->bus);
}

static guint
own (Fixture *self, const char *name)
{
  return g_bus_own_name_on_connection (self->desktop, name, 0, NULL, NULL, NULL, NULL);
}

static void
wait_until_quiet (Fixture *self, gboolean is_quiet)
{
  plim_test_wait (plim_quiet_watch_is_quiet (self->watch) == is_quiet);
}

static void
test_inhibited (Fixture *self, gconstpointer data)
{
  guint id;

  g_assert_false (plim_quiet_watch_is_quiet (self->watch));
  self->is_inhibited = TRUE;
  id = own (self, "org.freedesktop.Notifications");
  wait_until_quiet (self, TRUE);
  self->is_inhibited = FALSE;
  g_dbus_connection_emit_signal (
      self->desktop, NULL, SERVER_PATH, "org.freedesktop.DBus.Properties", "PropertiesChanged",
      g_variant_new_parsed ("('org.freedesktop.Notifications', {'Inhibited': <false>}, @as [])"),
      NULL);
  wait_until_quiet (self, FALSE);
  self->is_inhibited = TRUE;
  g_dbus_connection_emit_signal (self->desktop, NULL, SERVER_PATH,
                                 "org.freedesktop.DBus.Properties", "PropertiesChanged",
                                 g_variant_new_parsed (
                                     "('org.freedesktop.Notifications', @a{sv} {}, ['Inhibited'])"),
                                 NULL);
  wait_until_quiet (self, TRUE);
  /* Who is gone inhibits nothing. */
  g_bus_unown_name (id);
  wait_until_quiet (self, FALSE);
}

static void
test_xfce (Fixture *self, gconstpointer data)
{
  guint id = own (self, "org.xfce.Xfconf");

  self->is_xfce_quiet = TRUE;
  g_dbus_connection_emit_signal (self->desktop, NULL, XFCE_PATH, "org.xfce.Xfconf",
                                 "PropertyChanged",
                                 g_variant_new_parsed (
                                     "('xfce4-notifyd', '/do-not-disturb', <true>)"),
                                 NULL);
  wait_until_quiet (self, TRUE);
  self->is_xfce_quiet = FALSE;
  g_dbus_connection_emit_signal (self->desktop, NULL, XFCE_PATH, "org.xfce.Xfconf",
                                 "PropertyRemoved",
                                 g_variant_new_parsed ("('xfce4-notifyd', '/do-not-disturb')"),
                                 NULL);
  wait_until_quiet (self, FALSE);
  g_bus_unown_name (id);
}

static void
test_buttons (Fixture *self, gconstpointer data)
{
  guint id;

  g_assert_true (plim_quiet_watch_can_act (self->watch));
  self->capabilities = "(['body'],)";
  id = own (self, "org.freedesktop.Notifications");
  plim_test_wait (!plim_quiet_watch_can_act (self->watch));
  g_bus_unown_name (id);
  plim_test_wait (plim_quiet_watch_can_act (self->watch));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
#define ADD(name, test)                                                                            \
  g_test_add ("/service/quiet-watch/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("inhibited-notifications-are-quiet", test_inhibited);
  ADD ("xfces-setting-is-quiet", test_xfce);
  ADD ("buttons-are-known", test_buttons);
  return g_test_run ();
}
