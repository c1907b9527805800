/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `plimsoll history`. */
#include "plim-cli-command.h"
#include "plim-cli-history.h"
#include "plim-cli-text.h"
#include "plim-report.h"
#include "plim-snapshot-json.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>

typedef struct {
  gboolean is_json;
  gboolean is_csv;
  char *since; /* (nullable) */
} Request;

static void
request_clear (Request *self)
{
  g_free (self->since);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Request, request_clear)

static void
print_json (GPtrArray *series, gint64 from, gint64 to)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *from_text = plim_time_to_iso8601 (from);
  g_autofree char *to_text = plim_time_to_iso8601 (to);
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "schema");
  json_builder_add_int_value (builder, 1);
  json_builder_set_member_name (builder, "from");
  json_builder_add_string_value (builder, from_text);
  json_builder_set_member_name (builder, "to");
  json_builder_add_string_value (builder, to_text);
  json_builder_set_member_name (builder, "history");
  plim_cli_history_add_json (series, builder);
  json_builder_end_object (builder);
  text = plim_json_builder_to_string (builder, TRUE);
  printf ("%s\n", text);
}

static char *
dup_local_time (gint64 at)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (at);

  return time != NULL ? g_date_time_format (time, "%F %R") : NULL;
}

static char *
dup_value (const PlimFormat *format, const char *unit, const PlimCliSample *sample)
{
  if (isfinite (sample->used_percent))
    return plim_format_percent_words (format, sample->used_percent);
  return isfinite (sample->value) ? plim_format_amount (format, sample->value, unit)
                                  : g_strdup ("–");
}

/* A limit that is no longer reported has only its id. */
static char *
dup_heading (const PlimUsageWindow *window, const char *window_id)
{
  g_autofree char *title = window != NULL ? plim_format_window_title (window) : NULL;

  return title != NULL ? g_strdup_printf ("%s (%s)", title, window_id) : g_strdup (window_id);
}

static void
add_series (PlimTable *table, const PlimCliSeries *series, const PlimFormat *format)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (series->account);
  const PlimUsageWindow *window =
      snapshot != NULL ? plim_snapshot_find_window (snapshot, series->window_id) : NULL;
  g_autofree char *heading = dup_heading (window, series->window_id);

  plim_table_add_line (table, heading, PLIM_INK_HEADING);
  if (g_variant_n_children (series->samples) == 0)
    plim_table_add_line (table, _ ("  nothing was read in this time"), PLIM_INK_FAINT);
  for (gsize i = 0; i < g_variant_n_children (series->samples); i++) {
    PlimCliSample sample = plim_cli_series_get (series, i);

    plim_table_take_cell (table, dup_local_time (sample.at), PLIM_INK_FAINT);
    plim_table_take_cell (table, dup_value (format, window != NULL ? window->unit : NULL, &sample),
                          PLIM_INK_PLAIN);
  }
}

static void
print_text (GPtrArray *series, const PlimFormat *format)
{
  g_autoptr (PlimTable) table = plim_table_new (2);
  g_autofree char *text = NULL;

  if (series->len == 0)
    plim_table_add_line (table, _ ("Nothing was read of this account yet."), PLIM_INK_FAINT);
  for (guint i = 0; i < series->len; i++)
    add_series (table, g_ptr_array_index (series, i), format);
  text = plim_table_to_string (table, plim_text_has_colour ());
  g_print ("%s", text);
}

static gboolean
read_request (Request *self, int *argc, char ***argv, GError **error)
{
  const GOptionEntry options[] = {
    { "since", 's', 0, G_OPTION_ARG_STRING, &self->since,
      N_ ("From when on: 30m, 12h, 7d, 4w, or a date; 7d without it"),
      /* Translators: stands for the value of an option */
      N_ ("WHEN") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->is_json, N_ ("Write JSON, for other programs"),
      NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &self->is_csv, N_ ("Write a table, for spreadsheets"), NULL },
    { NULL }
  };

  if (!plim_command_parse (&plim_command_history, options, 1, 1, argc, argv, error))
    return FALSE;
  if (self->is_json && self->is_csv)
    g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                         _ ("--json and --csv do not go together."));
  return !(self->is_json && self->is_csv);
}

static void
print (const Request *self, GPtrArray *series, gint64 from, gint64 to)
{
  PlimThresholds thresholds;
  PlimFormat format;
  g_autofree char *csv = NULL;

  plim_report_read_preferences (&format, &thresholds);
  if (self->is_json)
    print_json (series, from, to);
  else if (self->is_csv)
    fputs (csv = plim_cli_history_dup_csv (series, &format), stdout);
  else
    print_text (series, &format);
}

static int
run_history (int argc, char **argv, GError **error)
{
  gint64 to = g_get_real_time () / G_USEC_PER_SEC;
  g_auto (Request) request = { 0 };
  g_autoptr (PlimCliService) service = NULL;
  g_autoptr (GPtrArray) series = plim_cli_history_new_list ();
  PlimAccount *account;
  gint64 from;

  if (!read_request (&request, &argc, &argv, error) ||
      !plim_cli_history_parse_since (request.since != NULL ? request.since : "7d", to, &from,
                                     error))
    return PLIM_EXIT_USAGE;
  service = plim_cli_service_open (TRUE, error);
  if (service == NULL)
    return PLIM_EXIT_NO_SERVICE;
  account = plim_cli_service_find (service, argv[1], error);
  if (account == NULL)
    return PLIM_EXIT_USAGE;
  if (!plim_cli_history_load (service, account, argc > 2 ? argv[2] : NULL, from, to, series, error))
    return PLIM_EXIT_PROBLEM;
  print (&request, series, from, to);
  return PLIM_EXIT_OK;
}

const PlimCommand plim_command_history = {
  .name = "history",
  .arguments = N_ ("ACCOUNT [LIMIT]"),
  .summary = N_ ("Show how an account’s limits went"),
  .details = N_ ("Only changes are kept: a number holds until the next one, and the first one may "
                 "be older than what was asked for. LIMIT is a limit’s id, as “status --json” "
                 "writes it."),
  .run = run_history,
};
