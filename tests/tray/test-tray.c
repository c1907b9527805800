/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The item as a host sees it over D-Bus: a watcher of our own on a private bus, read through a
 * second connection. */

#include "plim-test-bus.h"
#include "plim-test-wait.h"
#include "plim-tray.h"

#include <dlfcn.h>

#define WATCHER "org.kde.StatusNotifierWatcher"
#define ITEM_INTERFACE "org.kde.StatusNotifierItem"

static const char watcher_xml[] =
    "<node><interface name='" WATCHER "'>"
    "<method name='RegisterStatusNotifierItem'><arg type='s' direction='in'/></method>"
    "<property name='IsStatusNotifierHostRegistered' type='b' access='read'/>"
    "<signal name='StatusNotifierHostRegistered'/>"
    "</interface></node>";

typedef struct {
  GTestDBus *bus;
  GDBusConnection *host; /* the panel's */
  guint watcher_id;
  guint name_id;
  char *name; /* (nullable): the registered item */
  char *path; /* (nullable) */
  GMenu *menu;
  GMenu *lines;
  GSimpleActionGroup *actions;
  GSimpleAction *refresh;
  char *activated; /* (nullable): the last action that ran, with its target */
  guint n_new_icon;
  guint signal_id;
  PlimTray *tray;
  GPtrArray *events; /* what the tray's signals said, as text */
} Fixture;

/* Where the library's own connection is late: what g_bus_get () answers comes only after as many
 * round trips as the library needs to hear of the watcher. */

#define N_ROUND_TRIPS 5

typedef struct {
  GAsyncReadyCallback callback;
  gpointer user_data;
  GAsyncResult *result;
  guint n_left;
} LateAnswer;

static gboolean is_connection_late;

static void
on_round_trip (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LateAnswer *late = user_data;

  g_variant_unref (g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL));
  if (--late->n_left > 0) {
    g_dbus_connection_call (G_DBUS_CONNECTION (source), "org.freedesktop.DBus",
                            "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetId", NULL, NULL,
                            G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_round_trip, late);
    return;
  }
  late->callback (NULL, late->result, late->user_data);
  g_object_unref (late->result);
  g_free (late);
}

static void
on_bus_gotten (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  LateAnswer *late = user_data;

  late->result = g_object_ref (result);
  g_dbus_connection_call (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", "GetId", NULL, NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                          NULL, on_round_trip, late);
}

/* The program's definition comes before GIO's for the indicator library. */
void
g_bus_get (GBusType type, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  void (*get) (GBusType, GCancellable *, GAsyncReadyCallback, gpointer) =
      dlsym (RTLD_NEXT, "g_bus_get");
  LateAnswer *late;

  /* The menu's has a cancellable. */
  if (!is_connection_late || cancellable != NULL) {
    get (type, cancellable, callback, data);
    return;
  }
  late = g_new0 (LateAnswer, 1);
  late->callback = callback;
  late->user_data = data;
  late->n_left = N_ROUND_TRIPS;
  get (type, cancellable, on_bus_gotten, late);
}

static void
on_watcher_call (GDBusConnection *connection,
                 const char *sender,
                 const char *path,
                 const char *interface,
                 const char *method,
                 GVariant *parameters,
                 GDBusMethodInvocation *invocation,
                 gpointer user_data)
{
  Fixture *fixture = user_data;

  g_clear_pointer (&fixture->name, g_free);
  g_clear_pointer (&fixture->path, g_free);
  g_variant_get (parameters, "(s)", &fixture->path);
  fixture->name = g_strdup (sender);
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static GVariant *
on_watcher_property (GDBusConnection *connection,
                     const char *sender,
                     const char *path,
                     const char *interface,
                     const char *property,
                     GError **error,
                     gpointer user_data)
{
  return g_variant_new_boolean (TRUE);
}

static void
start_host (Fixture *fixture)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_watcher_call,
                                               .get_property = on_watcher_property };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (watcher_xml, NULL);

  fixture->watcher_id =
      g_dbus_connection_register_object (fixture->host, "/StatusNotifierWatcher",
                                         node->interfaces[0], &vtable, fixture, NULL, NULL);
  g_assert_cmpuint (fixture->watcher_id, !=, 0);
  fixture->name_id =
      g_bus_own_name_on_connection (fixture->host, WATCHER, G_BUS_NAME_OWNER_FLAGS_NONE, NULL, NULL,
                                    NULL, NULL);
}

static void
stop_host (Fixture *fixture)
{
  g_clear_handle_id (&fixture->name_id, g_bus_unown_name);
  g_dbus_connection_unregister_object (fixture->host, fixture->watcher_id);
  g_clear_pointer (&fixture->name, g_free);
  g_clear_pointer (&fixture->path, g_free);
}

static void
on_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_free (fixture->activated);
  fixture->activated =
      g_strconcat (g_action_get_name (G_ACTION (action)), parameter != NULL ? " " : "",
                   parameter != NULL ? g_variant_get_string (parameter, NULL) : "", NULL);
}

static void
on_activated (PlimTray *tray, int x, int y, gpointer user_data)
{
  Fixture *fixture = user_data;
  const char *token = plim_tray_get_activation_token (tray);

  g_ptr_array_add (fixture->events,
                   g_strdup_printf ("activated %d %d %s", x, y, token != NULL ? token : "-"));
}

static void
on_secondary (PlimTray *tray, gpointer user_data)
{
  g_ptr_array_add (((Fixture *) user_data)->events, g_strdup ("secondary"));
}

static void
on_scrolled (PlimTray *tray, int direction, gpointer user_data)
{
  g_ptr_array_add (((Fixture *) user_data)->events, g_strdup_printf ("scrolled %d", direction));
}

static void
on_menu_opening (PlimTray *tray, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_ptr_array_add (fixture->events, g_strdup ("opening"));
  g_menu_remove (fixture->lines, 0);
  g_menu_insert (fixture->lines, 0, "one, now", "app.open-account::1");
}

static void
on_new_icon (GDBusConnection *connection,
             const char *sender,
             const char *path,
             const char *interface,
             const char *signal,
             GVariant *parameters,
             gpointer user_data)
{
  ((Fixture *) user_data)->n_new_icon++;
}

static void
make_menu (Fixture *fixture)
{
  static const GActionEntry entries[] = {
    { .name = "open", .activate = on_action },
    { .name = "open-account", .activate = on_action, .parameter_type = "s" },
    { .name = "refresh", .activate = on_action },
  };

  fixture->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (fixture->actions), entries, G_N_ELEMENTS (entries),
                                   fixture);
  fixture->refresh =
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (fixture->actions), "refresh"));
  fixture->menu = g_menu_new ();
  fixture->lines = g_menu_new ();
  g_menu_append (fixture->menu, "Open", "app.open");
  g_menu_append (fixture->lines, "one", "app.open-account::1");
  g_menu_append (fixture->lines, "two", "app.open-account::2");
  g_menu_append_section (fixture->menu, NULL, G_MENU_MODEL (fixture->lines));
  g_menu_append (fixture->menu, "Refresh", "app.refresh");
}

static void
make_tray (Fixture *fixture)
{
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  fixture->tray = plim_tray_new (connection, G_MENU_MODEL (fixture->menu),
                                 G_ACTION_GROUP (fixture->actions), NULL);
  g_signal_connect (fixture->tray, "activated", G_CALLBACK (on_activated), fixture);
  g_signal_connect (fixture->tray, "secondary-activated", G_CALLBACK (on_secondary), fixture);
  g_signal_connect (fixture->tray, "scrolled", G_CALLBACK (on_scrolled), fixture);
  g_signal_connect (fixture->tray, "menu-opening", G_CALLBACK (on_menu_opening), fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->bus = plim_test_bus_new ();
  fixture->host = plim_test_bus_connect (fixture->bus);
  fixture->events = g_ptr_array_new_with_free_func (g_free);
  make_menu (fixture);
  /* Before the item registers, so that the bus knows of it by then. */
  fixture->signal_id =
      g_dbus_connection_signal_subscribe (fixture->host, NULL, ITEM_INTERFACE, "NewIcon", NULL,
                                          NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_new_icon, fixture,
                                          NULL);
  if (data == NULL)
    start_host (fixture);
  make_tray (fixture);
  if (data == NULL)
    plim_test_wait (fixture->path != NULL && plim_tray_has_host (fixture->tray));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_dbus_connection_signal_unsubscribe (fixture->host, fixture->signal_id);
  g_assert_finalize_object (fixture->tray);
  stop_host (fixture);
  g_clear_object (&fixture->menu);
  g_clear_object (&fixture->lines);
  g_clear_object (&fixture->actions);
  g_free (fixture->activated);
  g_ptr_array_unref (fixture->events);
  plim_test_settle ();
  plim_test_bus_disconnect (&fixture->host);
  g_test_dbus_stop (fixture->bus);
  g_clear_object (&fixture->bus);
}

static GVariant *
call (Fixture *fixture, const char *interface, const char *method, GVariant *parameters)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GVariant *reply;

  g_dbus_connection_call (fixture->host, fixture->name, fixture->path, interface, method,
                          parameters, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, plim_test_keep_result,
                          &result);
  plim_test_wait (result != NULL);
  reply = g_dbus_connection_call_finish (fixture->host, result, &error);
  g_assert_no_error (error);
  return reply;
}

static GVariant *
get_property (Fixture *fixture, const char *property)
{
  g_autoptr (GVariant) reply = call (fixture, "org.freedesktop.DBus.Properties", "Get",
                                     g_variant_new ("(ss)", ITEM_INTERFACE, property));
  GVariant *value;

  g_variant_get (reply, "(v)", &value);
  return value;
}

static void
assert_string (Fixture *fixture, const char *property, const char *expected)
{
  g_autoptr (GVariant) value = get_property (fixture, property);

  g_assert_cmpstr (g_variant_get_string (value, NULL), ==, expected);
}

static void
call_and_drop (Fixture *fixture, const char *interface, const char *method, GVariant *parameters)
{
  g_variant_unref (call (fixture, interface, method, parameters));
}

/* The labels of the menu as hosts read it, one a line; "-" is a separator. */
static char *
read_menu (Fixture *fixture)
{
  const char *no_names[] = { NULL };
  g_autoptr (GVariant) reply = call (fixture, "com.canonical.dbusmenu", "GetLayout",
                                     g_variant_new ("(ii^as)", 0, -1, no_names));
  g_autoptr (GVariant) root = g_variant_get_child_value (reply, 1);
  g_autoptr (GVariant) children = g_variant_get_child_value (root, 2);
  GString *labels = g_string_new (NULL);

  for (gsize i = 0; i < g_variant_n_children (children); i++) {
    g_autoptr (GVariant) boxed = g_variant_get_child_value (children, i);
    g_autoptr (GVariant) child = g_variant_get_variant (boxed);
    g_autoptr (GVariant) properties = g_variant_get_child_value (child, 1);
    const char *label = "-";
    gboolean is_enabled = TRUE;

    g_variant_lookup (properties, "label", "&s", &label);
    g_variant_lookup (properties, "enabled", "b", &is_enabled);
    g_string_append_printf (labels, "%s%s\n", label, is_enabled ? "" : " (off)");
  }
  return g_string_free (labels, FALSE);
}

/* Clicks on the item at @position as a host does. */
static void
click (Fixture *fixture, guint position)
{
  const char *no_names[] = { NULL };
  g_autoptr (GVariant) reply = call (fixture, "com.canonical.dbusmenu", "GetLayout",
                                     g_variant_new ("(ii^as)", 0, -1, no_names));
  g_autoptr (GVariant) root = g_variant_get_child_value (reply, 1);
  g_autoptr (GVariant) children = g_variant_get_child_value (root, 2);
  g_autoptr (GVariant) boxed = g_variant_get_child_value (children, position);
  g_autoptr (GVariant) child = g_variant_get_variant (boxed);
  int id;

  g_variant_get_child (child, 0, "i", &id);
  g_clear_pointer (&fixture->activated, g_free);
  call_and_drop (fixture, "com.canonical.dbusmenu", "Event",
                 g_variant_new ("(isvu)", id, "clicked", g_variant_new_int32 (0), 0));
  plim_test_wait (fixture->activated != NULL);
}

static PlimTrayState
make_state (const char *icon, const char *label)
{
  PlimTrayState state = { (char *) icon, (char *) label, "title", "description" };

  return state;
}

static void
test_state_is_shown (Fixture *fixture, gconstpointer data)
{
  PlimTrayState state = make_state ("io.github.plimsoll.Plimsoll-060-symbolic", "62 %");

  plim_tray_set_state (fixture->tray, &state);
  assert_string (fixture, "IconName", "io.github.plimsoll.Plimsoll-060-symbolic");
  assert_string (fixture, "XAyatanaLabel", "62 %");
  assert_string (fixture, "Title", "Plimsoll");
  assert_string (fixture, "Id", "plimsoll");
  assert_string (fixture, "Status", "Active");
}

static void
test_only_differences_are_sent (Fixture *fixture, gconstpointer data)
{
  PlimTrayState state = make_state ("io.github.plimsoll.Plimsoll-060-symbolic", "62 %");
  PlimTrayState other = make_state ("io.github.plimsoll.Plimsoll-060-symbolic", "63 %");
  guint n_before = fixture->n_new_icon;
  guint n_sent;

  plim_tray_set_state (fixture->tray, &state);
  assert_string (fixture, "XAyatanaLabel", "62 %");
  n_sent = fixture->n_new_icon;
  g_assert_cmpuint (n_sent, >, n_before);
  plim_tray_set_state (fixture->tray, &state);
  plim_tray_set_state (fixture->tray, &other);
  /* Signals and replies keep their order, so what was sent has come. */
  assert_string (fixture, "XAyatanaLabel", "63 %");
  g_assert_cmpuint (fixture->n_new_icon, ==, n_sent);
}

static void
test_menu_is_read_by_hosts (Fixture *fixture, gconstpointer data)
{
  g_autofree char *menu = read_menu (fixture);

  g_assert_cmpstr (menu, ==, "Open\n-\none\ntwo\nRefresh\n");
  click (fixture, 3);
  g_assert_cmpstr (fixture->activated, ==, "open-account 2");
  click (fixture, 0);
  g_assert_cmpstr (fixture->activated, ==, "open");
}

static void
test_menu_follows (Fixture *fixture, gconstpointer data)
{
  g_autofree char *changed = NULL;
  g_autofree char *shorter = NULL;

  g_menu_append (fixture->lines, "three", "app.open-account::3");
  g_simple_action_set_enabled (fixture->refresh, FALSE);
  plim_test_settle ();
  changed = read_menu (fixture);
  g_assert_cmpstr (changed, ==, "Open\n-\none\ntwo\nthree\nRefresh (off)\n");
  click (fixture, 4);
  g_assert_cmpstr (fixture->activated, ==, "open-account 3");

  g_menu_remove_all (fixture->lines);
  plim_test_settle ();
  shorter = read_menu (fixture);
  g_assert_cmpstr (shorter, ==, "Open\nRefresh (off)\n");
}

static void
test_countdowns_are_made_when_it_opens (Fixture *fixture, gconstpointer data)
{
  g_autofree char *menu = NULL;

  call_and_drop (fixture, "com.canonical.dbusmenu", "AboutToShow", g_variant_new ("(i)", 0));
  g_assert_cmpuint (fixture->events->len, ==, 1);
  menu = read_menu (fixture);
  g_assert_nonnull (strstr (menu, "one, now"));
}

static void
test_gtk_menu_stands_beside_it (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GVariant) reply = call (fixture, "org.gtk.Actions", "List", NULL);
  g_autofree char *text = g_variant_print (reply, FALSE);

  g_assert_nonnull (strstr (text, "open-account"));
  g_assert_nonnull (strstr (text, "refresh"));
}

static void
test_left_click_activates (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GVariant) is_menu = get_property (fixture, "ItemIsMenu");
  g_autoptr (GVariant) all = call (fixture, "org.freedesktop.DBus.Properties", "GetAll",
                                   g_variant_new ("(s)", ITEM_INTERFACE));
  g_autoptr (GVariant) properties = g_variant_get_child_value (all, 0);
  gboolean value = TRUE;

  g_assert_false (g_variant_get_boolean (is_menu));
  g_assert_true (g_variant_lookup (properties, "ItemIsMenu", "b", &value));
  g_assert_false (value);
  g_assert_true (g_variant_lookup (properties, "IconName", "s", NULL));

  call_and_drop (fixture, ITEM_INTERFACE, "Activate", g_variant_new ("(ii)", 12, 34));
  g_assert_cmpuint (fixture->events->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (fixture->events, 0), ==, "activated 12 34 -");
}

static void
test_token_is_used_once (Fixture *fixture, gconstpointer data)
{
  call_and_drop (fixture, ITEM_INTERFACE, "ProvideXdgActivationToken",
                 g_variant_new ("(s)", "tok"));
  call_and_drop (fixture, ITEM_INTERFACE, "Activate", g_variant_new ("(ii)", 1, 2));
  call_and_drop (fixture, ITEM_INTERFACE, "Activate", g_variant_new ("(ii)", 1, 2));
  g_assert_cmpstr (g_ptr_array_index (fixture->events, 0), ==, "activated 1 2 tok");
  g_assert_cmpstr (g_ptr_array_index (fixture->events, 1), ==, "activated 1 2 -");
}

static void
test_middle_click_and_wheel_arrive (Fixture *fixture, gconstpointer data)
{
  call_and_drop (fixture, ITEM_INTERFACE, "SecondaryActivate", g_variant_new ("(ii)", 1, 2));
  call_and_drop (fixture, ITEM_INTERFACE, "Scroll", g_variant_new ("(is)", 120, "vertical"));
  call_and_drop (fixture, ITEM_INTERFACE, "Scroll", g_variant_new ("(is)", -1, "vertical"));
  g_assert_cmpuint (fixture->events->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (fixture->events, 0), ==, "secondary");
  g_assert_cmpstr (g_ptr_array_index (fixture->events, 1), ==, "scrolled 1");
  g_assert_cmpstr (g_ptr_array_index (fixture->events, 2), ==, "scrolled -1");
}

static void
test_restarted_host_gets_the_item_again (Fixture *fixture, gconstpointer data)
{
  stop_host (fixture);
  plim_test_wait (!plim_tray_has_host (fixture->tray));
  start_host (fixture);
  plim_test_wait (fixture->path != NULL && plim_tray_has_host (fixture->tray));
  assert_string (fixture, "Id", "plimsoll");
}

static void
test_late_host_gets_the_item (Fixture *fixture, gconstpointer data)
{
  g_assert_false (plim_tray_has_host (fixture->tray));
  start_host (fixture);
  plim_test_wait (fixture->path != NULL && plim_tray_has_host (fixture->tray));
  g_assert_cmpstr (fixture->path, ==, "/org/ayatana/appindicator/plimsoll");
}

static void
set_up_late (Fixture *fixture, gconstpointer data)
{
  is_connection_late = TRUE;
  set_up (fixture, data);
}

static void
tear_down_late (Fixture *fixture, gconstpointer data)
{
  tear_down (fixture, data);
  is_connection_late = FALSE;
}

static void
test_late_connection_registers_at_once (Fixture *fixture, gconstpointer data)
{
  g_autofree char *menu = read_menu (fixture);

  assert_string (fixture, "Id", "plimsoll");
  g_assert_cmpstr (menu, ==, "Open\n-\none\ntwo\nRefresh\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
#define ADD(name, test) g_test_add ("/tray/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("state-is-shown", test_state_is_shown);
  ADD ("only-differences-are-sent", test_only_differences_are_sent);
  ADD ("menu-is-read-by-hosts", test_menu_is_read_by_hosts);
  ADD ("menu-follows", test_menu_follows);
  ADD ("countdowns-are-made-when-it-opens", test_countdowns_are_made_when_it_opens);
  ADD ("gtk-menu-stands-beside-it", test_gtk_menu_stands_beside_it);
  ADD ("left-click-activates", test_left_click_activates);
  ADD ("token-is-used-once", test_token_is_used_once);
  ADD ("middle-click-and-wheel-arrive", test_middle_click_and_wheel_arrive);
  ADD ("restarted-host-gets-the-item-again", test_restarted_host_gets_the_item_again);
  g_test_add ("/tray/late-host-gets-the-item", Fixture, "no host", set_up,
              test_late_host_gets_the_item, tear_down);
  g_test_add ("/tray/late-connection-registers-at-once", Fixture, NULL, set_up_late,
              test_late_connection_registers_at_once, tear_down_late);
  return g_test_run ();
}
