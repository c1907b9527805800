/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli-start.h"

#include "plim-bus-codec.h"
#include "plim-cli-command.h"

#include <glib/gi18n-lib.h>
#include <errno.h>
#include <unistd.h>

#define START_TIMEOUT_S 30

typedef struct {
  GMainLoop *loop;
  gboolean is_there;
} Start;

static void
on_name_appeared (GDBusConnection *connection,
                  const char *name,
                  const char *owner,
                  gpointer user_data)
{
  Start *start = user_data;

  start->is_there = TRUE;
  g_main_loop_quit (start->loop);
}

static void
on_ended (GPid pid, int status, gpointer user_data)
{
  Start *start = user_data;

  g_spawn_close_pid (pid);
  g_main_loop_quit (start->loop);
}

static gboolean
on_timeout (gpointer user_data)
{
  Start *start = user_data;

  g_main_loop_quit (start->loop);
  return G_SOURCE_CONTINUE;
}

/* Between fork and exec: the service does not end with this terminal. Nor does it keep its output
 * open, for which a script that reads it would wait. */
static void
leave_session (gpointer user_data)
{
  setsid ();
}

static gboolean
wait_for_service (GDBusConnection *connection, GPid pid)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Start start = { loop, FALSE };
  guint watch_id =
      g_bus_watch_name_on_connection (connection, PLIM_BUS_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                      on_name_appeared, NULL, &start, NULL);
  guint child_id = g_child_watch_add (pid, on_ended, &start);
  guint timeout_id = g_timeout_add_seconds (START_TIMEOUT_S, on_timeout, &start);

  g_main_loop_run (loop);
  g_bus_unwatch_name (watch_id);
  g_source_remove (timeout_id);
  /* Gone by itself when the child has ended. */
  if (g_main_context_find_source_by_id (NULL, child_id) != NULL)
    g_source_remove (child_id);
  return start.is_there;
}

static gboolean
spawn (GDBusConnection *connection, const char *program, GError **error)
{
  const char *arguments[] = { program, "--background", NULL };
  GPid pid;

  if (!g_spawn_async (NULL, (char **) arguments, NULL,
                      G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL |
                          G_SPAWN_STDERR_TO_DEV_NULL,
                      leave_session, NULL, &pid, error))
    return FALSE;
  if (wait_for_service (connection, pid))
    return TRUE;
  g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_NO_SERVICE,
                       _ ("The service was started, but did not come up. “plimsoll --background” "
                          "tells why."));
  return FALSE;
}

static gboolean
activate (GDBusConnection *connection, GError **error)
{
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                   "org.freedesktop.DBus", "StartServiceByName",
                                   g_variant_new ("(su)", PLIM_BUS_NAME, 0), NULL,
                                   G_DBUS_CALL_FLAGS_NONE, START_TIMEOUT_S * 1000, NULL, error);

  return reply != NULL;
}

/* (nullable) */
static char *
find_folder (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return program != NULL ? g_path_get_dirname (program) : NULL;
}

gboolean
plim_cli_is_installed (void)
{
  g_autofree char *folder = find_folder ();

  return folder == NULL || g_str_equal (folder, PLIM_BINDIR) ||
         g_str_equal (folder, PLIM_LIBEXECDIR);
}

char *
plim_cli_find_program (const char *name)
{
  g_autofree char *folder = find_folder ();
  g_autofree char *sibling = folder != NULL ? g_build_filename (folder, name, NULL) : NULL;

  if (!plim_cli_is_installed () && g_file_test (sibling, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&sibling);
  return g_build_filename (PLIM_LIBEXECDIR, name, NULL);
}

int
plim_cli_become_service (char **argv)
{
  g_autofree char *program = plim_cli_find_program ("plimsoll-service");

  execv (program, argv);
  g_printerr ("plimsoll: %s: %s\n", program, g_strerror (errno));
  return PLIM_EXIT_NO_SERVICE;
}

gboolean
plim_cli_start_service (GDBusConnection *connection, GError **error)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GError) failure = NULL;

  if (plim_cli_is_installed ()) {
    if (activate (connection, &failure))
      return TRUE;
    g_debug ("Not activatable, so it is started here: %s", failure->message);
  }
  return spawn (connection, program != NULL ? program : PLIM_BINDIR "/plimsoll", error);
}
