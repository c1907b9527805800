/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The commands on an account that is there: `remove`, `enable`, `disable`, `refresh`,
 * `inspect`. */
#include "plim-advice.h"
#include "plim-bus-codec.h"
#include "plim-cli-service.h"
#include "plim-cli-command.h"
#include "plim-report.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

/* (transfer full) (nullable): the service, and in @account the one that @argv names */
static PlimCliService *
open_account (char **argv, PlimAccount **account, GError **error)
{
  g_autoptr (PlimCliService) service = plim_cli_service_open (TRUE, error);

  if (service == NULL)
    return NULL;
  *account = plim_cli_service_find (service, argv[1], error);
  return *account != NULL ? g_steal_pointer (&service) : NULL;
}

/* Only a person at a terminal can be asked; a script says that it is sure. */
static gboolean
confirm_removal (PlimAccount *account, GError **error)
{
  g_autofree char *label = plim_report_dup_label (account);
  char answer[16] = "";

  if (!isatty (STDIN_FILENO) || !isatty (STDERR_FILENO)) {
    g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                 /* Translators: %s is an account */
                 _ ("%s would be removed with its history and its sign-in. Say --yes to do so "
                    "without being asked."),
                 label);
    return FALSE;
  }
  /* Translators: %s is an account; y and N are typed as they are */
  g_printerr (_ ("Remove %s with its history and its sign-in? [y/N] "), label);
  return fgets (answer, sizeof answer, stdin) != NULL && (answer[0] == 'y' || answer[0] == 'Y');
}

static int
run_remove (int argc, char **argv, GError **error)
{
  gboolean is_sure = FALSE;
  const GOptionEntry options[] = {
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &is_sure, N_ ("Do not ask"), NULL }, { NULL }
  };
  g_autoptr (PlimCliService) service = NULL;
  g_autoptr (GVariant) reply = NULL;
  PlimAccount *account;

  if (!plim_command_parse (&plim_command_remove, options, 1, 0, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  service = open_account (argv, &account, error);
  if (service == NULL)
    return PLIM_EXIT_USAGE;
  if (!is_sure && !confirm_removal (account, error))
    return PLIM_EXIT_PROBLEM;
  reply = plim_cli_service_call_account (service, account, "Remove", NULL, error);
  return reply != NULL ? PLIM_EXIT_OK : PLIM_EXIT_PROBLEM;
}

const PlimCommand plim_command_remove = {
  .name = "remove",
  .arguments = N_ ("ACCOUNT"),
  .summary = N_ ("Remove an account, its history and its sign-in"),
  .run = run_remove,
};

static int
set_enabled (const PlimCommand *command, int argc, char **argv, gboolean enabled, GError **error)
{
  g_autoptr (PlimCliService) service = NULL;
  g_autoptr (GVariant) reply = NULL;
  PlimAccount *account;

  if (!plim_command_parse (command, NULL, 1, 0, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  service = open_account (argv, &account, error);
  if (service != NULL)
    reply = plim_cli_service_call_account (service, account, "SetEnabled",
                                           g_variant_new ("(b)", enabled), error);
  return reply != NULL ? PLIM_EXIT_OK : PLIM_EXIT_PROBLEM;
}

static int
run_enable (int argc, char **argv, GError **error)
{
  return set_enabled (&plim_command_enable, argc, argv, TRUE, error);
}

const PlimCommand plim_command_enable = {
  .name = "enable",
  .arguments = N_ ("ACCOUNT"),
  .summary = N_ ("Ask the provider about an account again"),
  .run = run_enable,
};

static int
run_disable (int argc, char **argv, GError **error)
{
  return set_enabled (&plim_command_disable, argc, argv, FALSE, error);
}

const PlimCommand plim_command_disable = {
  .name = "disable",
  .arguments = N_ ("ACCOUNT"),
  .summary = N_ ("Keep an account, but no longer ask about it"),
  .run = run_disable,
};

/* Refreshing: every account at the same time, each answer printed when it comes. */

typedef struct {
  GMainLoop *loop;
  guint n_pending;
  PlimExit status;
  GError *error; /* (nullable): the service went away */
} Refresh;

typedef struct {
  Refresh *refresh;
  PlimAccount *account;
} RefreshCall;

static void
report (PlimAccount *account, const char *nick)
{
  g_autofree char *label = plim_report_dup_label (account);
  g_autofree char *name = NULL;
  int status;

  if (!plim_enum_from_nick (PLIM_TYPE_STATUS, nick, &status))
    status = PLIM_STATUS_INVALID_RESPONSE;
  name = plim_status_dup_name ((PlimStatus) status);
  /* Translators: an account, then how it is: "Claude (work): Up to date" */
  g_print (_ ("%s: %s\n"), label, name);
}

static void
on_refreshed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree RefreshCall *call = user_data;
  Refresh *refresh = call->refresh;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  const char *nick = "ok";

  if (reply != NULL) {
    g_variant_get (reply, "(&s)", &nick);
    report (call->account, nick);
    if (!g_str_equal (nick, "ok"))
      refresh->status = PLIM_EXIT_PROBLEM;
  } else if (refresh->error == NULL) {
    refresh->error = g_steal_pointer (&error);
  }
  if (--refresh->n_pending == 0)
    g_main_loop_quit (refresh->loop);
}

static void
begin_refresh (PlimCliService *service, PlimAccount *account, Refresh *refresh)
{
  RefreshCall *call = g_new (RefreshCall, 1);
  g_autofree char *path = plim_bus_dup_account_path (plim_account_get_id (account));

  call->refresh = refresh;
  call->account = account;
  refresh->n_pending++;
  g_dbus_connection_call (service->connection, PLIM_BUS_NAME, path, PLIM_BUS_NAME ".Account1",
                          "Refresh", NULL, G_VARIANT_TYPE ("(s)"), G_DBUS_CALL_FLAGS_NO_AUTO_START,
                          PLIM_CLI_CALL_TIMEOUT_MS, NULL, on_refreshed, call);
}

static int
run_refresh (int argc, char **argv, GError **error)
{
  g_autoptr (PlimCliService) service = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Refresh refresh = { .loop = loop, .status = PLIM_EXIT_OK };
  PlimAccount *only = NULL;

  if (!plim_command_parse (&plim_command_refresh, NULL, 0, 1, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  service = argc > 1 ? open_account (argv, &only, error) : plim_cli_service_open (TRUE, error);
  if (service == NULL)
    return PLIM_EXIT_USAGE;
  if (only != NULL && !plim_account_get_enabled (only)) {
    g_autofree char *label = plim_report_dup_label (only);

    g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_PROBLEM,
                 /* Translators: both %s are an account */
                 _ ("%s is disabled; “plimsoll enable %s” asks about it again."), label, argv[1]);
    return PLIM_EXIT_PROBLEM;
  }
  for (guint i = 0; i < service->accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (service->accounts, i);

    if (only != NULL ? account == only : plim_account_get_enabled (account))
      begin_refresh (service, account, &refresh);
  }
  if (refresh.n_pending > 0)
    g_main_loop_run (loop);
  if (refresh.error != NULL)
    g_propagate_error (error, refresh.error);
  return (int) refresh.status;
}

const PlimCommand plim_command_refresh = {
  .name = "refresh",
  .arguments = N_ ("[ACCOUNT]"),
  .summary = N_ ("Ask the providers now, and wait for what they say"),
  .details = N_ ("An account that was asked a moment ago is not asked again."),
  .run = run_refresh,
};

static int
run_inspect (int argc, char **argv, GError **error)
{
  g_autoptr (PlimCliService) service = NULL;
  g_autoptr (GVariant) reply = NULL;
  PlimAccount *account;
  const char *report;

  if (!plim_command_parse (&plim_command_inspect, NULL, 1, 0, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  service = open_account (argv, &account, error);
  if (service == NULL)
    return PLIM_EXIT_USAGE;
  reply = plim_cli_service_call_account (service, account, "Inspect", NULL, error);
  if (reply == NULL)
    return PLIM_EXIT_PROBLEM;
  g_variant_get (reply, "(&s)", &report);
  g_print ("%s\n", report);
  return PLIM_EXIT_OK;
}

const PlimCommand plim_command_inspect = {
  .name = "inspect",
  .arguments = N_ ("ACCOUNT"),
  .summary = N_ ("Show the last answers, masked, and what was understood"),
  .details = N_ ("Prints JSON for a bug report: the last requests and answers with names, "
                 "addresses, ids and secrets masked, and beside them what Plimsoll made of them. "
                 "It is kept in memory alone, until the service ends."),
  .run = run_inspect,
};
