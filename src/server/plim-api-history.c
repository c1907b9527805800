/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was used within the last days, sample by sample. */
#include "plim-api-usage.h"
#include "plim-json.h"

#include <string.h>

typedef struct {
  const PlimApiLine *line;
  const PlimUsageRow *row;
  const char *whose; /* the members that all rows of the line have */
} HistoryRow;

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const HistoryRow *first = a, *second = b;

  if (first->row->at != second->row->at)
    return first->row->at > second->row->at ? -1 : 1;
  return strcmp (first->line->metric, second->line->metric);
}

static char *
dup_whose (const PlimApiUsage *usage, const PlimApiLine *line)
{
  g_autofree char *name = plim_format_label (usage->view.format, line->account);
  GString *text = g_string_new ("\"serviceId\":");

  plim_json_append_string (text, plim_account_get_id (line->account));
  g_string_append (text, ",\"metric\":");
  plim_json_append_string (text, line->metric);
  g_string_append (text, ",\"service_name\":");
  plim_json_append_string (text, name);
  return g_string_free (text, FALSE);
}

static void
answer_history (const PlimApiUsage *usage, GArray *lines, GString *text)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (HistoryRow));
  g_autoptr (GPtrArray) whose = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < lines->len; i++) {
    const PlimApiLine *line = &g_array_index (lines, PlimApiLine, i);
    char *members = dup_whose (usage, line);

    g_ptr_array_add (whose, members);
    for (guint j = 0; j < line->series->rows->len; j++) {
      HistoryRow row = { line, &g_array_index (line->series->rows, PlimUsageRow, j), members };

      g_array_append_val (rows, row);
    }
  }
  g_array_sort (rows, compare_newest_first);
  g_string_append_c (text, '[');
  for (guint i = 0; i < rows->len; i++) {
    const HistoryRow *row = &g_array_index (rows, HistoryRow, i);

    g_string_append (text, i > 0 ? ",{" : "{");
    g_string_append (text, row->whose);
    plim_api_usage_append_number (text, "value", row->row->value * row->line->factor);
    plim_api_usage_append_integer (text, "ts", row->row->at);
    g_string_append_c (text, '}');
  }
  g_string_append_c (text, ']');
}

static void
on_history (PlimCall *call, gpointer user_data)
{
  PlimApi *self = user_data;
  g_autoptr (GError) error = NULL;
  PlimApiView view;
  g_autoptr (PlimApiQuery) query = plim_api_begin (self, call, &view);
  const char *account_id, *metric;
  PlimApiUsage *usage;
  guint hours;

  if (query == NULL)
    return;
  if (!plim_api_query_get_number (query, "hours", 1, 168, 24, &hours, &error) ||
      !plim_api_query_get_text (query, "serviceId", &account_id, &error) ||
      !plim_api_query_get_text (query, "metric", &metric, &error)) {
    plim_api_answer_gerror (call, error);
    return;
  }
  usage = plim_api_usage_new (self, call, &view);
  usage->metric = g_strdup (metric);
  usage->answer = answer_history;
  plim_api_usage_start (usage, account_id, (gint64) hours * 3600, 0, TRUE);
}

void
plim_api_add_history_routes (PlimApi *self)
{
  static const PlimRoute routes[] = {
    { "GET", "/api/usage/history", PLIM_ACCESS_READ, PLIM_ROUTE_PLAIN, on_history },
  };

  plim_router_add (self->router, routes, G_N_ELEMENTS (routes), self);
}
