/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-application.h"
#include "plim-bus-codec.h"
#include "plim-cli-output.h"
#include "plim-cli-start.h"
#include "plim-cli.h"
#include "plim-core-dumps.h"
#include "plim-hand-over.h"
#include "plim-host-zone.h"
#include "plim-text-domain.h"

#include <glib/gi18n.h>

/* About an hour of twenty accounts, and 60 kB. */
#define LOG_LINES 500

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GMainLoop *loop = user_data;
  g_autoptr (GError) error = NULL;

  if (!plim_application_load_finish (PLIM_APPLICATION (source), result, &error))
    g_message ("Starting failed: %s", error->message);
  g_main_loop_quit (loop);
}

/* Whether another process is the service; then this one only hands over what it was asked. */
static gboolean
is_running (GDBusConnection *connection)
{
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                   "org.freedesktop.DBus", "NameHasOwner",
                                   g_variant_new ("(s)", PLIM_BUS_NAME), G_VARIANT_TYPE ("(b)"),
                                   G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL);
  gboolean has_owner = FALSE;

  if (reply != NULL)
    g_variant_get (reply, "(b)", &has_owner);
  return has_owner;
}

static void
load (PlimApplication *application)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  plim_application_load_async (application, on_loaded, loop);
  g_main_loop_run (loop);
}

int
main (int argc, char **argv)
{
  g_autofree char *token = plim_hand_over_take_token ();
  g_autoptr (PlimApplication) application = NULL;
  g_autoptr (PlimLogRing) log = NULL;
  g_autoptr (GDBusConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  plim_cli_output_open_streams ();
  plim_core_dumps_forbid ();
  plim_text_domain_set_up ();
  plim_host_zone_begin (PLIM_HOST_ZONE_FILE);
  connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  if (connection == NULL) {
    g_printerr ("plimsoll: ");
    /* Translators: %s is a technical reason */
    g_printerr (_ ("There is no session bus: %s"), error->message);
    g_printerr ("\n");
    return PLIM_EXIT_NO_SERVICE;
  }
  if (argc == 1 && plim_hand_over (connection, plim_cli_is_installed (), token))
    return PLIM_EXIT_OK;
  log = plim_log_ring_new (LOG_LINES);
  plim_log_ring_install (log);
  application = plim_application_new (token, log);
  if (is_running (connection))
    g_application_set_flags (G_APPLICATION (application), G_APPLICATION_IS_LAUNCHER);
  else
    load (application);
  status = g_application_run (G_APPLICATION (application), argc, argv);
  return status != 0 ? status : plim_application_get_exit_status (application);
}
