/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `plimsoll status` and `plimsoll accounts`. */
#include "plim-account-json.h"
#include "plim-cli-service.h"
#include "plim-cli-text.h"
#include "plim-cli-command.h"
#include "plim-report.h"
#include "plim-snapshot-json.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

/* Counts up when a member changes its meaning or goes away, not when one is added. */
#define SCHEMA 1

static gboolean
has_problem (PlimCliService *service)
{
  for (guint i = 0; i < service->accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (service->accounts, i);

    if (plim_account_get_enabled (account) && plim_account_get_status (account) != PLIM_STATUS_OK)
      return TRUE;
  }
  return FALSE;
}

static void
begin_json (JsonBuilder *builder, gint64 now)
{
  g_autofree char *text = plim_time_to_iso8601 (now);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "schema");
  json_builder_add_int_value (builder, SCHEMA);
  json_builder_set_member_name (builder, "now");
  json_builder_add_string_value (builder, text);
}

static void
add_accounts (PlimCliService *service, JsonBuilder *builder, gint64 now)
{
  PlimThresholds thresholds;
  PlimFormat format;

  plim_report_read_preferences (&format, &thresholds);
  json_builder_set_member_name (builder, "accounts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < service->accounts->len; i++) {
    json_builder_begin_object (builder);
    plim_account_add_to_json (g_ptr_array_index (service->accounts, i), builder, now,
                              format.privacy);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
end_json (JsonBuilder *builder)
{
  g_autofree char *text = NULL;

  json_builder_end_object (builder);
  text = plim_json_builder_to_string (builder, TRUE);
  /* JSON is UTF-8, whatever the locale's encoding is. */
  fputs (text, stdout);
  fputc ('\n', stdout);
}

static int
run_status (int argc, char **argv, GError **error)
{
  gboolean is_json = FALSE;
  const GOptionEntry options[] = { { "json", 0, 0, G_OPTION_ARG_NONE, &is_json,
                                     N_ ("Write JSON, for other programs"), NULL },
                                   { NULL } };
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (PlimCliService) service = NULL;
  g_autoptr (GVariant) manager = NULL;

  if (!plim_command_parse (&plim_command_status, options, 0, 0, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  service = plim_cli_service_open (TRUE, error);
  if (service != NULL)
    manager = plim_cli_service_get_manager (service, error);
  if (manager == NULL)
    return PLIM_EXIT_NO_SERVICE;
  if (is_json) {
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    begin_json (builder, now);
    plim_report_add_headline (manager, builder);
    add_accounts (service, builder, now);
    end_json (builder);
  } else {
    plim_report_print_status (service->accounts, manager, now);
  }
  return has_problem (service) ? PLIM_EXIT_PROBLEM : PLIM_EXIT_OK;
}

const PlimCommand plim_command_status = {
  .name = "status",
  .arguments = N_ ("[--json]"),
  .summary = N_ ("Show how much of every limit is used"),
  .details =
      N_ ("Starts the service when it does not run. Ends with 1 when an account has a problem."),
  .run = run_status,
};

static int
run_accounts (int argc, char **argv, GError **error)
{
  gboolean is_json = FALSE;
  const GOptionEntry options[] = { { "json", 0, 0, G_OPTION_ARG_NONE, &is_json,
                                     N_ ("Write JSON, for other programs"), NULL },
                                   { NULL } };
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (PlimCliService) service = NULL;

  if (!plim_command_parse (&plim_command_accounts, options, 0, 0, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  service = plim_cli_service_open (TRUE, error);
  if (service == NULL)
    return PLIM_EXIT_NO_SERVICE;
  if (is_json) {
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    begin_json (builder, now);
    add_accounts (service, builder, now);
    end_json (builder);
  } else {
    plim_report_print_accounts (service->accounts, now);
  }
  return PLIM_EXIT_OK;
}

const PlimCommand plim_command_accounts = {
  .name = "accounts",
  .arguments = N_ ("[--json]"),
  .summary = N_ ("List the accounts with their ids"),
  .run = run_accounts,
};
