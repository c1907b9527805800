/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `plimsoll log`. */
#include "plim-bus-codec.h"
#include "plim-cli-command.h"
#include "plim-cli-service.h"
#include "plim-cli-text.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

typedef struct {
  GDBusConnection *connection;
  GMainLoop *loop;
  guint64 after;
  gboolean has_reader;
} Follow;

/* Whether all was written; the serial of the last line goes into @after. */
static gboolean
print_lines (GVariant *reply, guint64 *after)
{
  g_autoptr (GVariant) lines = g_variant_get_child_value (reply, 0);
  GVariantIter iter;
  const char *level, *text;
  gint64 at;

  g_variant_iter_init (&iter, lines);
  while (g_variant_iter_loop (&iter, "(tx&s&s)", after, &at, &level, &text)) {
    g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (at);
    g_autofree char *clock = time != NULL ? g_date_time_format (time, "%F %T") : NULL;
    g_autofree char *printable = plim_text_dup_printable (text);

    if (printf ("%s %-8s %s\n", clock != NULL ? clock : "?", level, printable) < 0)
      return FALSE;
  }
  return fflush (stdout) == 0;
}

static void ask_for_more (Follow *follow);

static void
on_lines (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Follow *follow = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply == NULL)
    g_debug ("The log is no longer read: %s", error->message);
  else
    follow->has_reader = print_lines (reply, &follow->after);
  if (reply == NULL || !follow->has_reader)
    g_main_loop_quit (follow->loop);
  else
    ask_for_more (follow);
}

static void
ask_for_more (Follow *follow)
{
  g_dbus_connection_call (follow->connection, PLIM_BUS_NAME, PLIM_BUS_PATH,
                          PLIM_BUS_NAME ".Manager1", "GetLog",
                          g_variant_new ("(tb)", follow->after, TRUE), G_VARIANT_TYPE ("(a(txss))"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, G_MAXINT, NULL, on_lines, follow);
}

static gboolean
on_reader_gone (int fd, GIOCondition condition, gpointer user_data)
{
  Follow *follow = user_data;

  follow->has_reader = FALSE;
  g_main_loop_quit (follow->loop);
  return G_SOURCE_CONTINUE;
}

/* Its last answer may be lost while it ends. */
static void
on_name_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
  g_main_loop_quit (((Follow *) user_data)->loop);
}

static int
follow_log (PlimCliService *service, guint64 after, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Follow follow = {
    .connection = service->connection, .loop = loop, .after = after, .has_reader = TRUE
  };
  guint reader_id =
      g_unix_fd_add (STDOUT_FILENO, (GIOCondition) (G_IO_ERR | G_IO_HUP), on_reader_gone, &follow);
  guint watch_id = g_bus_watch_name_on_connection (service->connection, PLIM_BUS_NAME,
                                                   G_BUS_NAME_WATCHER_FLAGS_NONE, NULL,
                                                   on_name_vanished, &follow, NULL);

  ask_for_more (&follow);
  g_main_loop_run (loop);
  g_source_remove (reader_id);
  g_bus_unwatch_name (watch_id);
  if (!follow.has_reader)
    return PLIM_EXIT_OK;
  g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_NO_SERVICE, _ ("The service has ended."));
  return PLIM_EXIT_NO_SERVICE;
}

static int
run_log (int argc, char **argv, GError **error)
{
  gboolean is_following = FALSE;
  const GOptionEntry options[] = { { "follow", 'f', 0, G_OPTION_ARG_NONE, &is_following,
                                     N_ ("Go on and write each line as it comes"), NULL },
                                   { NULL } };
  g_autoptr (PlimCliService) service = NULL;
  g_autoptr (GVariant) reply = NULL;
  guint64 after = 0;

  if (!plim_command_parse (&plim_command_log, options, 0, 0, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  /* Writing to nobody is an end like any other. */
  signal (SIGPIPE, SIG_IGN);
  service = plim_cli_service_open (FALSE, error);
  if (service != NULL)
    reply = plim_cli_service_call (service, "GetLog", g_variant_new ("(tb)", after, FALSE), error);
  if (reply == NULL)
    return PLIM_EXIT_NO_SERVICE;
  if (!print_lines (reply, &after) || !is_following)
    return PLIM_EXIT_OK;
  return follow_log (service, after, error);
}

const PlimCommand plim_command_log = {
  .name = "log",
  .arguments = N_ ("[--follow]"),
  .summary = N_ ("Show what the service noted since it started"),
  .details = N_ ("The last few hundred lines, without names and secrets. Does not start the "
                 "service."),
  .run = run_log,
};
