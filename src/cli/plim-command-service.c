/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The commands on the service as a whole: `unlock`, `quit`. */
#include "plim-bus-codec.h"
#include "plim-cli-service.h"
#include "plim-cli-command.h"
#include "plim-error.h"
#include "plim-secrets.h"

#include <glib/gi18n-lib.h>

#define QUIT_TIMEOUT_S 30

/* The service tells a poll's cause; what to do about a keyring is said in one place. */
static void
set_unlock_failure (GError **error, const GError *failure)
{
  g_autoptr (GError) status = plim_bus_error_to_status (failure);

  if (status == NULL)
    g_propagate_error (error, g_error_copy (failure));
  else if (plim_error_get_cause (status) == PLIM_CAUSE_KEYRING_MISSING)
    g_set_error_literal (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_MISSING, status->message);
  else if (plim_error_get_cause (status) == PLIM_CAUSE_KEYRING_CANCELLED)
    g_set_error_literal (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_CANCELLED, status->message);
  else
    g_set_error_literal (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_FAILED, status->message);
}

static int
run_unlock (int argc, char **argv, GError **error)
{
  g_autoptr (PlimCliService) service = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) failure = NULL;

  if (!plim_command_parse (&plim_command_unlock, NULL, 0, 0, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  service = plim_cli_service_open (TRUE, error);
  if (service == NULL)
    return PLIM_EXIT_PROBLEM;
  reply = plim_cli_service_call (service, "UnlockKeyring", NULL, &failure);
  if (reply != NULL)
    return PLIM_EXIT_OK;
  set_unlock_failure (error, failure);
  return PLIM_EXIT_PROBLEM;
}

const PlimCommand plim_command_unlock = {
  .name = "unlock",
  .summary = N_ ("Ask for the keyring's password, then go on where it was missing"),
  .run = run_unlock,
};

typedef struct {
  GMainLoop *loop;
  gboolean is_gone;
} Quit;

static void
on_name_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
  Quit *quit = user_data;

  quit->is_gone = TRUE;
  g_main_loop_quit (quit->loop);
}

static gboolean
on_timeout (gpointer user_data)
{
  Quit *quit = user_data;

  g_main_loop_quit (quit->loop);
  return G_SOURCE_CONTINUE;
}

/* A script that starts it anew right afterwards must find the name free. */
static gboolean
wait_for_end (GDBusConnection *connection)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Quit quit = { loop, FALSE };
  guint watch_id =
      g_bus_watch_name_on_connection (connection, PLIM_BUS_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                      NULL, on_name_vanished, &quit, NULL);
  guint timeout_id = g_timeout_add_seconds (QUIT_TIMEOUT_S, on_timeout, &quit);

  g_main_loop_run (loop);
  g_bus_unwatch_name (watch_id);
  g_source_remove (timeout_id);
  return quit.is_gone;
}

static int
run_quit (int argc, char **argv, GError **error)
{
  g_autoptr (PlimCliService) service = NULL;
  g_autoptr (GVariant) reply = NULL;

  if (!plim_command_parse (&plim_command_quit, NULL, 0, 0, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  service = plim_cli_service_open (FALSE, error);
  if (service != NULL)
    reply = plim_cli_service_call (service, "Quit", NULL, error);
  if (reply == NULL)
    return PLIM_EXIT_NO_SERVICE;
  if (wait_for_end (service->connection))
    return PLIM_EXIT_OK;
  g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_PROBLEM,
                       _ ("The service was asked to end, but has not ended yet."));
  return PLIM_EXIT_PROBLEM;
}

const PlimCommand plim_command_quit = {
  .name = "quit",
  .summary = N_ ("End the service"),
  .run = run_quit,
};
