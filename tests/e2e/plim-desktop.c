/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-desktop.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <signal.h>
#include <unistd.h>

#define BUS_NAME "io.github.plimsoll.Plimsoll"
#define BUS_PATH "/io/github/plimsoll/Plimsoll"
/* The whole walk takes about 20 s; under sanitizers several times that. */
#define WATCHDOG_S 120

static const char notifications_xml[] =
    "<node><interface name='org.freedesktop.Notifications'>"
    "<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='as' direction='in'/><arg type='a{sv}' direction='in'/><arg type='i' "
    "direction='in'/>"
    "<arg type='u' direction='out'/></method>"
    "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
    "<method name='GetCapabilities'><arg type='as' direction='out'/></method>"
    "<method name='GetServerInformation'><arg type='s' direction='out'/><arg type='s' "
    "direction='out'/>"
    "<arg type='s' direction='out'/><arg type='s' direction='out'/></method>"
    "</interface></node>";

static void
free_notice (gpointer data)
{
  PlimNotice *notice = data;

  g_free (notice->title);
  g_free (notice->body);
  g_strfreev (notice->actions);
  g_free (notice);
}

static guint
take_notice (PlimDesktop *self, GVariant *parameters)
{
  PlimNotice *notice;
  guint replaces;

  g_variant_get_child (parameters, 1, "u", &replaces);
  notice = g_new0 (PlimNotice, 1);
  notice->id = replaces != 0 ? replaces : self->notices->len + 1;
  g_variant_get_child (parameters, 3, "s", &notice->title);
  g_variant_get_child (parameters, 4, "s", &notice->body);
  g_variant_get_child (parameters, 5, "^as", &notice->actions);
  g_test_message ("notice: %s | %s", notice->title, notice->body);
  g_ptr_array_add (self->notices, notice);
  return notice->id;
}

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
  PlimDesktop *self = user_data;

  if (g_str_equal (method, "Notify")) {
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(u)", take_notice (self, parameters)));
  } else if (g_str_equal (method, "CloseNotification")) {
    guint id;

    g_variant_get (parameters, "(u)", &id);
    for (guint i = 0; i < self->notices->len; i++) {
      PlimNotice *notice = g_ptr_array_index (self->notices, i);

      notice->is_closed = notice->is_closed || notice->id == id;
    }
    g_dbus_method_invocation_return_value (invocation, NULL);
  } else if (g_str_equal (method, "GetCapabilities")) {
    const char *capabilities[] = { "actions", "body", NULL };

    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(^as)", capabilities));
  } else {
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(ssss)", "test", "test", "1", "1.2"));
  }
}

static void
start_notifications (PlimDesktop *self)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_notifications_call };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (notifications_xml, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (node);
  self->notices_object_id =
      g_dbus_connection_register_object (self->connection, "/org/freedesktop/Notifications",
                                         node->interfaces[0], &vtable, self, NULL, &error);
  g_assert_no_error (error);
  self->notices_name_id =
      g_bus_own_name_on_connection (self->connection, "org.freedesktop.Notifications",
                                    G_BUS_NAME_OWNER_FLAGS_REPLACE, NULL, NULL, NULL, NULL);
}

static gboolean
on_watchdog (gpointer user_data)
{
  g_error ("the test waited longer than %d s", WATCHDOG_S);
  return G_SOURCE_REMOVE;
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
plim_desktop_wait (PlimDesktop *self, PlimCondition condition, gconstpointer data)
{
  /* What other processes show has no event in this one: it is looked at ten times a second. */
  guint tick_id = g_timeout_add (100, on_tick, NULL);

  while (!condition (self, data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick_id);
}

static gboolean
has_port (PlimDesktop *self, gconstpointer port_file)
{
  g_autofree char *port = NULL;

  if (!g_file_get_contents (port_file, &port, NULL, NULL) || port[0] == '\0')
    return FALSE;
  self->mock_url = g_strconcat ("http://127.0.0.1:", g_strstrip (port), NULL);
  return TRUE;
}

static void
start_mock (PlimDesktop *self)
{
  g_autofree char *folder = g_dir_make_tmp ("plimsoll-e2e-XXXXXX", NULL);
  g_autofree char *port_file = g_build_filename (folder, "port", NULL);
  g_autofree char *fixtures = g_test_build_filename (G_TEST_DIST, "fixtures", NULL);
  g_autoptr (GError) error = NULL;

  self->mock = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, self->mock_program,
                                 "--port-file", port_file, "--fixtures", fixtures, NULL);
  g_assert_no_error (error);
  plim_desktop_wait (self, has_port, port_file);
  g_remove (port_file);
  g_rmdir (folder);
}

PlimDesktop *
plim_desktop_new (void)
{
  PlimDesktop *self = g_new0 (PlimDesktop, 1);
  g_autoptr (GError) error = NULL;

  self->connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  self->program = g_strdup (g_getenv ("PLIMSOLL"));
  self->mock_program = g_strdup (g_getenv ("PLIMSOLL_MOCK_PROVIDER"));
  g_assert_nonnull (self->program);
  g_assert_nonnull (self->mock_program);
  self->notices = g_ptr_array_new_with_free_func (free_notice);
  self->watchdog_id = g_timeout_add_seconds (WATCHDOG_S, on_watchdog, NULL);
  start_notifications (self);
  start_mock (self);
  return self;
}

static gboolean
has_log_ended (PlimDesktop *self, gconstpointer data)
{
  return !self->is_log_open;
}

void
plim_desktop_free (PlimDesktop *self)
{
  if (self->service != NULL)
    g_subprocess_force_exit (self->service);
  plim_desktop_wait (self, has_log_ended, NULL);
  if (self->log != NULL)
    g_string_free (self->log, TRUE);
  g_clear_object (&self->service);
  g_subprocess_force_exit (self->mock);
  g_clear_object (&self->mock);
  g_bus_unown_name (self->notices_name_id);
  g_dbus_connection_unregister_object (self->connection, self->notices_object_id);
  g_source_remove (self->watchdog_id);
  g_ptr_array_unref (self->notices);
  g_clear_object (&self->connection);
  g_free (self->program);
  g_free (self->mock_program);
  g_free (self->mock_url);
  g_free (self);
}

typedef struct {
  gboolean is_done;
  char *output;
} Run;

static void
on_run_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &run->output, NULL, &error);
  g_assert_no_error (error);
  run->is_done = TRUE;
}

static gboolean
is_run_done (PlimDesktop *self, gconstpointer data)
{
  return ((const Run *) data)->is_done;
}

char *
plim_desktop_run_strv (PlimDesktop *self,
                       const char *input,
                       int *exit_status,
                       const char *const *arguments)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  Run run = { 0 };

  g_ptr_array_add (all, self->program);
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (all, (char *) arguments[i]);
  g_ptr_array_add (all, NULL);
  process =
      g_subprocess_newv ((const char *const *) all->pdata,
                         G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (process, input, NULL, on_run_done, &run);
  plim_desktop_wait (self, is_run_done, &run);
  if (exit_status != NULL)
    *exit_status = g_subprocess_get_exit_status (process);
  else
    g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  return run.output;
}

char *
plim_desktop_run (PlimDesktop *self, const char *input, int *exit_status, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  va_list list;

  va_start (list, exit_status);
  do
    g_ptr_array_add (arguments, va_arg (list, char *));
  while (g_ptr_array_index (arguments, arguments->len - 1) != NULL);
  va_end (list);
  return plim_desktop_run_strv (self, input, exit_status, (const char *const *) arguments->pdata);
}

gboolean
plim_desktop_has_name (PlimDesktop *self, const char *name)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  gboolean owned;

  reply =
      g_dbus_connection_call_sync (self->connection, "org.freedesktop.DBus",
                                   "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner",
                                   g_variant_new ("(s)", name), G_VARIANT_TYPE ("(b)"),
                                   G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  g_variant_get (reply, "(b)", &owned);
  return owned;
}

static gboolean
has_owner (PlimDesktop *self, gconstpointer data)
{
  return plim_desktop_has_name (self, data);
}

static gboolean
has_no_owner (PlimDesktop *self, gconstpointer data)
{
  return !has_owner (self, data);
}

static gboolean
is_serving (PlimDesktop *self, gconstpointer name)
{
  if (g_subprocess_get_identifier (self->service) == NULL)
    g_error ("the service ended at once");
  return has_owner (self, name);
}

void
plim_desktop_keep_log (PlimDesktop *self)
{
  self->log = g_string_new (NULL);
}

static void
on_line (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlimDesktop *self = user_data;
  GDataInputStream *stream = G_DATA_INPUT_STREAM (source);
  g_autofree char *line = g_data_input_stream_read_line_finish (stream, result, NULL, NULL);

  self->is_log_open = line != NULL;
  if (line == NULL)
    return;
  g_test_message ("service: %s", line);
  g_string_append_printf (self->log, "%s\n", line);
  g_data_input_stream_read_line_async (stream, G_PRIORITY_DEFAULT, NULL, on_line, self);
}

static void
follow_log (PlimDesktop *self)
{
  GInputStream *pipe = g_subprocess_get_stdout_pipe (self->service);
  g_autoptr (GDataInputStream) stream = g_data_input_stream_new (pipe);

  self->is_log_open = TRUE;
  g_data_input_stream_read_line_async (stream, G_PRIORITY_DEFAULT, NULL, on_line, self);
}

void
plim_desktop_start_service (PlimDesktop *self)
{
  GSubprocessFlags flags = self->log != NULL
                               ? G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE
                               : G_SUBPROCESS_FLAGS_NONE;
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->service);
  self->service = g_subprocess_new (flags, &error, self->program, "--background", NULL);
  g_assert_no_error (error);
  if (self->log != NULL)
    follow_log (self);
  plim_desktop_wait (self, is_serving, BUS_NAME);
}

void
plim_desktop_wait_for_service_end (PlimDesktop *self)
{
  g_assert_nonnull (self->service);
  plim_desktop_wait (self, has_log_ended, NULL);
  g_subprocess_wait (self->service, NULL, NULL);
  g_clear_object (&self->service);
  plim_desktop_wait (self, has_no_owner, BUS_NAME);
}

static char *
ask_mock (PlimDesktop *self, const char *method, const char *path, const char *json)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree char *url = g_strconcat (self->mock_url, "/control", path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;

  if (json != NULL) {
    g_autoptr (GBytes) request = g_bytes_new (json, strlen (json));

    soup_message_set_request_body_from_bytes (message, "application/json", request);
  }
  body = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), ==, 200);
  return g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}

void
plim_desktop_set_provider (PlimDesktop *self, const char *json)
{
  g_free (ask_mock (self, "POST", "", json));
}

void
plim_desktop_forget_requests (PlimDesktop *self)
{
  g_free (ask_mock (self, "DELETE", "", NULL));
}

char *
plim_desktop_dup_requests (PlimDesktop *self, const char *provider)
{
  g_autofree char *path = g_strconcat ("/", provider, NULL);

  return ask_mock (self, "GET", path, NULL);
}

guint
plim_desktop_count_requests (PlimDesktop *self)
{
  g_autofree char *answer = ask_mock (self, "GET", "", NULL);
  g_autoptr (JsonNode) root = json_from_string (answer, NULL);
  JsonObject *counts;

  g_assert_nonnull (root);
  counts = json_object_get_object_member (json_node_get_object (root), "requests");
  return (guint) json_object_get_int_member_with_default (counts, "claude-web", 0);
}

GVariant *
plim_desktop_call (PlimDesktop *self,
                   const char *name,
                   const char *path,
                   const char *interface,
                   const char *method,
                   GVariant *parameters,
                   GError **error)
{
  return g_dbus_connection_call_sync (self->connection, name, path, interface, method, parameters,
                                      NULL, G_DBUS_CALL_FLAGS_NONE, 60 * 1000, NULL, error);
}

static char *
dup_first_account (PlimDesktop *self)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) objects = NULL;
  g_autoptr (GError) error = NULL;
  char *path = NULL;

  reply = plim_desktop_call (self, BUS_NAME, BUS_PATH, "org.freedesktop.DBus.ObjectManager",
                             "GetManagedObjects", NULL, &error);
  g_assert_no_error (error);
  objects = g_variant_get_child_value (reply, 0);
  for (gsize i = 0; i < g_variant_n_children (objects) && path == NULL; i++) {
    g_autoptr (GVariant) object = g_variant_get_child_value (objects, i);
    g_autofree char *candidate = NULL;

    g_variant_get_child (object, 0, "o", &candidate);
    if (strstr (candidate, "/account/") != NULL)
      path = g_steal_pointer (&candidate);
  }
  g_assert_nonnull (path);
  return path;
}

char *
plim_desktop_check (PlimDesktop *self)
{
  g_autofree char *path = dup_first_account (self);
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  reply = plim_desktop_call (self, BUS_NAME, path, BUS_NAME ".Account1", "CheckCredential", NULL,
                             &error);
  return reply == NULL ? g_dbus_error_get_remote_error (error) : NULL;
}

void
plim_desktop_wait_until_written (PlimDesktop *self)
{
  g_autofree char *path = dup_first_account (self);
  g_autoptr (GVariant) id = NULL;
  g_autoptr (GVariant) text = NULL;
  g_autoptr (GVariant) history = NULL;
  g_autoptr (GError) error = NULL;

  id = plim_desktop_call (self, BUS_NAME, path, "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", BUS_NAME ".Account1", "Id"), &error);
  g_assert_no_error (error);
  g_variant_get (id, "(v)", &text);
  history = plim_desktop_call (self, BUS_NAME, BUS_PATH, BUS_NAME ".Manager1", "GetHistory",
                               g_variant_new ("(ssxx)", g_variant_get_string (text, NULL),
                                              "session", (gint64) 0, G_MAXINT64),
                               &error);
  g_assert_no_error (error);
}

void
plim_desktop_begin_check (PlimDesktop *self)
{
  g_autofree char *path = dup_first_account (self);

  g_dbus_connection_call (self->connection, BUS_NAME, path, BUS_NAME ".Account1", "CheckCredential",
                          NULL, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}
