/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the service begins and ends with a session: as a process, on a bus that can activate it. */
#include "plim-test-bus.h"
#include "plim-test-wait.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/prctl.h>

#define BUS_NAME "io.github.plimsoll.Plimsoll"
#define BUS_PATH "/io/github/plimsoll/Plimsoll"
#define MANAGER_NAME "org.gnome.SessionManager"
#define CLIENT_PATH "/org/gnome/SessionManager/Client7"
#define EXIT_NO_SERVICE 3

static const char manager_xml[] =
    "<node><interface name='org.gnome.SessionManager'>"
    "<method name='RegisterClient'><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='o' direction='out'/></method>"
    "<method name='UnregisterClient'><arg type='o' direction='in'/></method>"
    "</interface>"
    "<interface name='org.gnome.SessionManager.ClientPrivate'>"
    "<method name='EndSessionResponse'><arg type='b' direction='in'/><arg type='s' "
    "direction='in'/></method>"
    "</interface></node>";

static const char notifications_xml[] =
    "<node><interface name='org.freedesktop.Notifications'>"
    "<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='as' direction='in'/><arg type='a{sv}' direction='in'/>"
    "<arg type='i' direction='in'/><arg type='u' direction='out'/></method>"
    "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
    "<method name='GetCapabilities'><arg type='as' direction='out'/></method>"
    "</interface></node>";

typedef struct {
  GTestDBus *bus;
  char *folder; /* of the bus's service files */
  GDBusConnection *connection;
  GSubprocess *service;
  char *client;      /* (nullable): who registered with the session manager, and as what */
  guint n_responses; /* to whether the session may end */
  gboolean is_unregistered;
  guint n_notices;
} Fixture;

static void
end_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static GSubprocess *
start (void)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  GError *error = NULL;
  GSubprocess *process;

  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  process =
      g_subprocess_launcher_spawn (launcher, &error, g_getenv ("PLIMSOLL"), "--background", NULL);
  g_assert_no_error (error);
  return process;
}

static int
wait_for_end (GSubprocess *process)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  g_subprocess_wait_async (process, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  g_assert_true (g_subprocess_wait_finish (process, result, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

/* The real thing, but for where the program is. */
static void
write_service_file (Fixture *self)
{
  g_autofree char *text = NULL;
  g_autofree char *path = g_build_filename (self->folder, BUS_NAME ".service", NULL);
  g_autoptr (GString) content = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (g_getenv ("PLIMSOLL_SERVICE_FILE"), &text, NULL, &error);
  g_assert_no_error (error);
  content = g_string_new (text);
  g_string_replace (content, g_getenv ("PLIMSOLL_INSTALLED"), g_getenv ("PLIMSOLL"), 1);
  g_assert_nonnull (strstr (content->str, g_getenv ("PLIMSOLL")));
  g_file_set_contents (path, content->str, -1, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  GError *error = NULL;

  self->folder = g_dir_make_tmp ("plim-session-XXXXXX", &error);
  g_assert_no_error (error);
  write_service_file (self);
  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_add_service_dir (self->bus, self->folder);
  g_test_dbus_up (self->bus);
  self->connection = plim_test_bus_connect (self->bus);
  g_dbus_connection_set_exit_on_close (self->connection, FALSE);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, BUS_NAME ".service", NULL);

  g_clear_object (&self->service);
  g_clear_object (&self->connection);
  if (self->bus != NULL)
    g_test_dbus_stop (self->bus);
  g_clear_object (&self->bus);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->client);
}

static GVariant *
ask_bus (Fixture *self, const char *method, GVariant *parameters)
{
  return g_dbus_connection_call_sync (self->connection, "org.freedesktop.DBus",
                                      "/org/freedesktop/DBus", "org.freedesktop.DBus", method,
                                      parameters, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
}

/* 0 when nobody is the service */
static guint
get_service_pid (Fixture *self)
{
  g_autoptr (GVariant) reply =
      ask_bus (self, "GetConnectionUnixProcessID", g_variant_new ("(s)", BUS_NAME));
  guint pid = 0;

  if (reply != NULL)
    g_variant_get (reply, "(u)", &pid);
  return pid;
}

static void
on_name (GDBusConnection *connection, const char *name, const char *owner, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

/* Anything that is asked of it starts it, also after a crash. */
static guint
activate (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GVariant) reply = NULL;
  GError *error = NULL;

  g_dbus_connection_call (self->connection, BUS_NAME, BUS_PATH,
                          "org.freedesktop.DBus.ObjectManager", "GetManagedObjects", NULL, NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  reply = g_dbus_connection_call_finish (self->connection, result, &error);
  g_assert_no_error (error);
  return get_service_pid (self);
}

static void
start_service (Fixture *self)
{
  gboolean is_there = FALSE;
  guint watch_id =
      g_bus_watch_name_on_connection (self->connection, BUS_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                      on_name, NULL, &is_there, NULL);

  self->service = start ();
  plim_test_wait (is_there);
  g_bus_unwatch_name (watch_id);
  /* It has its name before it is ready, and answers when it is. */
  g_assert_cmpuint (activate (self), >, 0);
}

static guint
get_own_pid (Fixture *self)
{
  return (guint) g_ascii_strtoull (g_subprocess_get_identifier (self->service), NULL, 10);
}

static void
test_single (Fixture *self, gconstpointer data)
{
  g_autoptr (GSubprocess) second = NULL;

  start_service (self);
  second = start ();
  g_assert_cmpint (wait_for_end (second), ==, 0);
  g_assert_cmpuint (get_service_pid (self), ==, get_own_pid (self));
  g_subprocess_send_signal (self->service, SIGTERM);
  g_assert_cmpint (wait_for_end (self->service), ==, 0);
}

static void
test_signal (Fixture *self, gconstpointer data)
{
  start_service (self);
  g_subprocess_send_signal (self->service, GPOINTER_TO_INT (data));
  g_assert_cmpint (wait_for_end (self->service), ==, 0);
  g_assert_cmpuint (get_service_pid (self), ==, 0);
}

static void
test_bus_gone (Fixture *self, gconstpointer data)
{
  start_service (self);
  g_test_dbus_stop (self->bus);
  g_clear_object (&self->bus);
  g_assert_cmpint (wait_for_end (self->service), ==, EXIT_NO_SERVICE);
}

static void
on_name_lost (GDBusConnection *connection, const char *name, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
end_activated (Fixture *self, guint pid, int signal_number)
{
  gboolean is_gone = FALSE;
  guint watch_id =
      g_bus_watch_name_on_connection (self->connection, BUS_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                      NULL, on_name_lost, &is_gone, NULL);

  g_assert_cmpint (kill ((pid_t) pid, signal_number), ==, 0);
  plim_test_wait (is_gone);
  g_bus_unwatch_name (watch_id);
}

static void
test_activation (Fixture *self, gconstpointer data)
{
  guint first = activate (self);
  guint second;

  g_assert_cmpuint (first, >, 0);
  end_activated (self, first, SIGKILL);
  g_assert_cmpuint (get_service_pid (self), ==, 0);
  second = activate (self);
  g_assert_cmpuint (second, >, 0);
  g_assert_cmpuint (second, !=, first);
  end_activated (self, second, SIGTERM);
}

/* A session manager. */

static void
on_manager_call (GDBusConnection *connection,
                 const char *sender,
                 const char *path,
                 const char *interface,
                 const char *method,
                 GVariant *parameters,
                 GDBusMethodInvocation *invocation,
                 gpointer user_data)
{
  Fixture *self = user_data;
  gboolean is_ok;

  if (g_str_equal (method, "RegisterClient")) {
    g_free (self->client);
    g_variant_get (parameters, "(ss)", &self->client, NULL);
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", CLIENT_PATH));
    return;
  }
  if (g_str_equal (method, "UnregisterClient")) {
    self->is_unregistered = TRUE;
  } else {
    g_variant_get (parameters, "(bs)", &is_ok, NULL);
    g_assert_true (is_ok);
    self->n_responses++;
  }
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
start_manager (Fixture *self)
{
  static const GDBusInterfaceVTable vtable = { on_manager_call };
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (manager_xml, NULL);
  g_autoptr (GVariant) reply = NULL;
  GError *error = NULL;

  g_dbus_connection_register_object (self->connection, "/org/gnome/SessionManager",
                                     info->interfaces[0], &vtable, self, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (self->connection, CLIENT_PATH, info->interfaces[1], &vtable,
                                     self, NULL, &error);
  g_assert_no_error (error);
  reply = ask_bus (self, "RequestName", g_variant_new ("(su)", MANAGER_NAME, 0));
  g_assert_nonnull (reply);
}

static void
emit (Fixture *self, const char *signal_name, GVariant *parameters)
{
  GError *error = NULL;

  g_dbus_connection_emit_signal (self->connection, NULL, CLIENT_PATH, MANAGER_NAME ".ClientPrivate",
                                 signal_name, parameters, &error);
  g_assert_no_error (error);
}

static void
test_session_end (Fixture *self, gconstpointer data)
{
  start_manager (self);
  start_service (self);
  plim_test_wait (self->client != NULL);
  g_assert_cmpstr (self->client, ==, BUS_NAME);
  /* It listens to its client's signals once it has read the answer to this call. */
  activate (self);

  emit (self, "QueryEndSession", g_variant_new ("(u)", 0));
  plim_test_wait (self->n_responses == 1);
  emit (self, "CancelEndSession", NULL);
  g_assert_cmpuint (activate (self), ==, get_own_pid (self));

  emit (self, "EndSession", g_variant_new ("(u)", 0));
  g_assert_cmpint (wait_for_end (self->service), ==, 0);
  plim_test_wait (self->n_responses == 2 && self->is_unregistered);
}

static void
test_session_stop (Fixture *self, gconstpointer data)
{
  start_manager (self);
  start_service (self);
  plim_test_wait (self->client != NULL);
  activate (self);
  emit (self, "Stop", NULL);
  g_assert_cmpint (wait_for_end (self->service), ==, 0);
}

/* A notification server. */

static void
on_notifications_call (GDBusConnection *connection,
                       const char *sender,
                       const char *path,
                       const char *interface,
                       const char *method,
                       GVariant *parameters,
                       GDBusMethodInvocation *invocation,
                       gpointer user_data)
{
  Fixture *self = user_data;

  if (g_str_equal (method, "Notify"))
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", ++self->n_notices));
  else if (g_str_equal (method, "GetCapabilities"))
    g_dbus_method_invocation_return_value (invocation, g_variant_new_parsed ("(['actions'],)"));
  else
    g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
start_notifications (Fixture *self)
{
  static const GDBusInterfaceVTable vtable = { on_notifications_call };
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (notifications_xml, NULL);
  GError *error = NULL;

  g_dbus_connection_register_object (self->connection, "/org/freedesktop/Notifications",
                                     info->interfaces[0], &vtable, self, NULL, &error);
  g_assert_no_error (error);
  plim_test_bus_own_name (self->connection, "org.freedesktop.Notifications");
}

static char *
build_data_path (const char *name)
{
  return g_build_filename (g_get_user_data_dir (), "plimsoll", name, NULL);
}

/* Of which the service tells when it starts. */
static void
damage_database (void)
{
  g_autofree char *folder = build_data_path (NULL);
  g_autofree char *path = build_data_path ("plimsoll.db");
  g_autofree char *content = g_strnfill (8192, 'x');
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, content, -1, &error);
  g_assert_no_error (error);
}

static void
test_end_with_open_notice (Fixture *self, gconstpointer data)
{
  damage_database ();
  start_notifications (self);
  start_service (self);
  plim_test_wait (self->n_notices > 0);
  /* The service has the server's answer by the time it answers this. */
  activate (self);
  if (data == NULL)
    g_subprocess_send_signal (self->service, SIGTERM);
  else
    g_dbus_connection_call (self->connection, BUS_NAME, BUS_PATH, BUS_NAME ".Manager1", data, NULL,
                            NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
  g_assert_cmpint (wait_for_end (self->service), ==, 0);
}

/* Who closes the database has written what was queued: the log goes into it and away. Until then
 * nobody else may be the service. */
static void
test_database_is_closed (Fixture *self, gconstpointer data)
{
  g_autofree char *path = build_data_path ("plimsoll.db");
  g_autofree char *log = build_data_path ("plimsoll.db-wal");

  start_service (self);
  g_assert_true (g_file_test (log, G_FILE_TEST_EXISTS));
  end_activated (self, get_own_pid (self), SIGTERM);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  g_assert_cmpint (wait_for_end (self->service), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();

#define add(path, data, test) g_test_add (path, Fixture, data, set_up, test, tear_down)
  add ("/session/a-second-start-leaves-the-first-alone", NULL, test_single);
  add ("/session/sigterm-is-a-clean-end", GINT_TO_POINTER (SIGTERM), test_signal);
  add ("/session/sigint-is-a-clean-end", GINT_TO_POINTER (SIGINT), test_signal);
  add ("/session/the-database-is-closed-in-the-end", NULL, test_database_is_closed);
  add ("/session/sigterm-with-an-open-notice-is-a-clean-end", NULL, test_end_with_open_notice);
  add ("/session/quit-with-an-open-notice-is-a-clean-end", "Quit", test_end_with_open_notice);
  add ("/session/ends-with-the-bus", NULL, test_bus_gone);
  add ("/session/is-activated-anew-after-a-crash", NULL, test_activation);
  add ("/session/ends-when-the-session-manager-says-so", NULL, test_session_end);
  add ("/session/stops-when-the-session-manager-says-so", NULL, test_session_stop);
  return g_test_run ();
}
