/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was used within the last days, sample by sample. */
#include "plim-api-merge.h"
#include "plim-api-usage.h"
#include "plim-json-text.h"

/* How far the document is. */
typedef struct {
  PlimApiMerge *merge;
  GPtrArray *whose; /* by line: the members that all rows of it have */
  gboolean is_begun;
} History;

static void
history_free (gpointer data)
{
  History *history = data;

  plim_api_merge_free (history->merge);
  g_ptr_array_unref (history->whose);
  g_free (history);
}

static char *
dup_whose (const PlimApiUsage *usage, const PlimApiLine *line)
{
  g_autofree char *name = plim_format_label (usage->view.format, line->account);
  GString *text = g_string_new (NULL);

  plim_json_text_add_string (text, "serviceId", plim_account_get_id (line->account));
  plim_json_text_add_string (text, "metric", line->metric);
  plim_json_text_add_string (text, "service_name", name);
  return g_string_free (text, FALSE);
}

static gpointer
begin_history (PlimApiUsage *usage)
{
  History *history = g_new0 (History, 1);

  history->merge = plim_api_merge_new (TRUE);
  history->whose = g_ptr_array_new_with_free_func (g_free);
  g_array_sort (usage->lines, plim_api_line_compare);
  for (guint i = 0; i < usage->lines->len; i++) {
    const PlimApiLine *line = &g_array_index (usage->lines, PlimApiLine, i);

    g_ptr_array_add (history->whose, dup_whose (usage, line));
    plim_api_merge_add (history->merge, line->series->rows);
  }
  return history;
}

static gboolean
write_history (PlimApiUsage *usage, gpointer progress, GString *text)
{
  History *history = progress;
  guint i;
  const PlimUsageRow *row = plim_api_merge_next (history->merge, &i);

  if (!history->is_begun)
    g_string_append_c (text, '[');
  if (row == NULL) {
    g_string_append_c (text, ']');
    return FALSE;
  }
  g_string_append (text, history->is_begun ? ",{" : "{");
  history->is_begun = TRUE;
  g_string_append (text, g_ptr_array_index (history->whose, i));
  plim_json_text_add_number (text, "value",
                             row->value * g_array_index (usage->lines, PlimApiLine, i).factor);
  plim_json_text_add_integer (text, "ts", row->at);
  g_string_append_c (text, '}');
  return TRUE;
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
  usage->begin = begin_history;
  usage->write = write_history;
  usage->end = history_free;
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
