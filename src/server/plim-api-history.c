/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was used within the last days, sample by sample. */
#include "plim-api-usage.h"
#include "plim-json-write.h"

#include <string.h>

typedef struct {
  const PlimApiLine *line;
  const PlimUsageRow *row;
} HistoryRow;

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const HistoryRow *first = a, *second = b;

  if (first->row->at != second->row->at)
    return first->row->at > second->row->at ? -1 : 1;
  return strcmp (first->line->metric, second->line->metric);
}

static void
answer_history (const PlimApiUsage *usage, GArray *lines, JsonBuilder *builder)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (HistoryRow));

  for (guint i = 0; i < lines->len; i++) {
    const PlimApiLine *line = &g_array_index (lines, PlimApiLine, i);

    for (guint j = 0; j < line->series->rows->len; j++) {
      HistoryRow row = { line, &g_array_index (line->series->rows, PlimUsageRow, j) };

      g_array_append_val (rows, row);
    }
  }
  g_array_sort (rows, compare_newest_first);
  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++) {
    const HistoryRow *row = &g_array_index (rows, HistoryRow, i);

    json_builder_begin_object (builder);
    plim_json_add_text (builder, "serviceId", plim_account_get_id (row->line->account));
    plim_json_add_text (builder, "metric", row->line->metric);
    plim_json_add_number (builder, "value", row->row->value * row->line->factor);
    plim_json_add_integer (builder, "ts", row->row->at);
    plim_api_usage_add_name (usage, builder, row->line->account);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
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
