/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli-silence.h"

#include "plim-bus-codec.h"
#include "plim-cli-command.h"

#include <glib/gi18n-lib.h>

#define BUS_TIMEOUT_MS 5000

/* 0: the service is not there. */
static guint
get_process (GDBusConnection *connection)
{
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                   "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                                   g_variant_new ("(s)", PLIM_BUS_NAME), G_VARIANT_TYPE ("(u)"),
                                   G_DBUS_CALL_FLAGS_NO_AUTO_START, BUS_TIMEOUT_MS, NULL, NULL);
  guint process = 0;

  if (reply != NULL)
    g_variant_get (reply, "(u)", &process);
  return process;
}

char *
plim_cli_silence_dup_advice (GDBusConnection *connection)
{
  guint process = get_process (connection);
  g_autofree char *command = NULL;

  if (process == 0)
    return NULL;
  /* In a sandbox the number is another's. */
  command = g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS)
                ? g_strdup ("flatpak kill " PLIM_BUS_NAME)
                : g_strdup_printf ("kill -KILL %u", process);
  /* Translators: %s is a command for the shell */
  return g_strdup_printf (_ ("“%s” ends it, and the next command starts it again; nothing that was "
                             "read is lost."),
                          command);
}

gboolean
plim_cli_silence_is_there (void)
{
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  return connection != NULL && get_process (connection) != 0;
}

static void
replace (GError **error, const char *sentence)
{
  g_clear_error (error);
  g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_NO_SERVICE, sentence);
}

void
plim_cli_silence_explain (GDBusConnection *connection, guint waited_s, GError **error)
{
  if (g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ||
      g_error_matches (*error, G_DBUS_ERROR, G_DBUS_ERROR_TIMEOUT)) {
    g_autofree char *advice = plim_cli_silence_dup_advice (connection);
    /* Translators: %u is a number of seconds */
    g_autofree char *happened = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE,
                     "The service has not answered for %u second: it hangs or was stopped.",
                     "The service has not answered for %u seconds: it hangs or was stopped.",
                     waited_s),
        waited_s);
    g_autofree char *sentences = g_strjoin (" ", happened, advice, NULL);

    replace (error, sentences);
  } else if (g_error_matches (*error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY)) {
    replace (error, _ ("The service ended before it had answered. The next command starts it "
                       "again."));
  }
}
