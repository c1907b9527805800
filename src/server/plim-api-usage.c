/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-api-usage.h"

#include "plim-api-names.h"
#include "plim-json-text.h"
#include "plim-snapshot-json.h"

#include <math.h>
#include <string.h>

#define DAY_S (24 * 3600)

static void
plim_api_usage_free (PlimApiUsage *self)
{
  if (self->progress != NULL)
    self->end (self->progress);
  g_clear_pointer (&self->lines, g_array_unref);
  g_clear_pointer (&self->set, g_ptr_array_unref);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  g_clear_object (&self->accounts);
  g_clear_object (&self->api);
  plim_call_unref (self->call);
  g_free (self->metric);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimApiUsage, plim_api_usage_free)

static void
line_clear (gpointer data)
{
  PlimApiLine *line = data;

  g_object_unref (line->account);
  g_free (line->metric);
}

/* What a window that is no longer reported was called. */
static char *
dup_former_metric (const char *provider_id, const char *window_id)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (1);
  g_auto (GStrv) metrics = NULL;
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, window_id, PLIM_WINDOW_FIXED);

  if (g_str_has_prefix (window_id, "session"))
    window->length_s = 5 * 3600;
  else if (g_str_has_prefix (window_id, "weekly"))
    window->length_s = 7 * DAY_S;
  metrics = plim_api_names_dup_metrics (provider_id, snapshot);
  return g_strdup (metrics[0]);
}

static double
get_factor (const PlimUsageSeries *series, const PlimApiQuota *quota, gboolean is_private)
{
  if (series->is_percent)
    return is_private ? 1 : quota->limit / 100;
  /* Of a balance nothing is "used"; of anything else the amount is what was used. */
  return quota->window->kind != PLIM_WINDOW_BALANCE && !isfinite (quota->window->remaining) ? 1 : 0;
}

static gboolean
init_line (PlimApiLine *line,
           PlimAccount *account,
           const PlimUsageSeries *series,
           const PlimApiView *view)
{
  g_autoptr (GArray) quotas = plim_api_list_quotas (account);

  if (!series->is_percent && view->format->privacy)
    return FALSE; /* an amount */
  line->series = series;
  line->account = g_object_ref (account);
  line->factor = 1;
  for (guint i = 0; i < quotas->len; i++) {
    const PlimApiQuota *quota = &g_array_index (quotas, PlimApiQuota, i);

    if (strcmp (quota->window->id, series->window_id) == 0) {
      line->metric = g_strdup (quota->metric);
      line->factor = get_factor (series, quota, view->format->privacy);
      line->type = plim_api_get_quota_type (quota->window->kind);
      line->limit = view->format->privacy ? 100 : quota->limit;
      line->used = view->format->privacy ? quota->window->used_percent : quota->used;
    }
  }
  if (line->metric == NULL)
    line->metric = dup_former_metric (plim_account_get_provider_id (account), series->window_id);
  return TRUE;
}

/* When the account is shown. */
static void
add_line (PlimApiUsage *self, const PlimUsageSeries *series)
{
  PlimAccount *account = plim_account_list_find (self->accounts, series->account_id);
  PlimApiLine line = { 0 };

  if (account == NULL || !g_ptr_array_find (self->shown, account, NULL) ||
      !init_line (&line, account, series, &self->view))
    return;
  if (self->metric == NULL || strcmp (self->metric, line.metric) == 0)
    g_array_append_val (self->lines, line);
  else
    line_clear (&line);
}

int
plim_api_line_compare (gconstpointer a, gconstpointer b)
{
  const PlimApiLine *first = a, *second = b;
  int order = strcmp (first->metric, second->metric);

  return order != 0
             ? order
             : strcmp (plim_account_get_id (first->account), plim_account_get_id (second->account));
}

void
plim_api_usage_append_whose (GString *text, const PlimApiUsage *self, const PlimApiLine *line)
{
  g_autofree char *name = plim_format_label (self->view.format, line->account);

  plim_json_text_add_string (text, "service_name", name);
  plim_json_text_add_string (text, "provider", plim_api_get_provider (line->account));
  plim_json_text_add_string (text, "serviceId", plim_account_get_id (line->account));
  plim_json_text_add_string (text, "metric", line->metric);
}

void
plim_api_usage_append_builder (GString *text, JsonBuilder *builder)
{
  g_autofree char *document = plim_json_builder_to_string (builder, FALSE);

  g_string_append (text, document);
}

static void
answer_problem (PlimCall *call, const GError *error)
{
  if (g_error_matches (error, PLIM_DATABASE_ERROR, PLIM_DATABASE_ERROR_TOO_MUCH))
    plim_call_answer_error (call, SOUP_STATUS_BAD_REQUEST,
                            "these are more than 100000 numbers: ask for less time, a longer "
                            "interval or one serviceId");
  else
    plim_api_answer_gerror (call, error);
}

static gboolean
write_some (GString *text, gpointer user_data)
{
  PlimApiUsage *self = user_data;

  if (self->n_seen < self->set->len) {
    add_line (self, g_ptr_array_index (self->set, self->n_seen++));
    return TRUE;
  }
  if (!self->is_begun)
    self->progress = self->begin (self);
  self->is_begun = TRUE;
  return self->write (self, self->progress, text);
}

static void
on_series_set (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlimApiUsage) self = user_data;
  g_autoptr (PlimApi) api = NULL;
  g_autoptr (GError) error = NULL;

  self->set = plim_database_get_usage_finish (PLIM_DATABASE (source), result, &error);
  if (self->set == NULL) {
    answer_problem (self->call, error);
    return;
  }
  if (plim_call_is_answered (self->call))
    return; /* the client is gone */
  self->lines = g_array_new (FALSE, TRUE, sizeof (PlimApiLine));
  g_array_set_clear_func (self->lines, line_clear);
  self->shown = plim_api_list (self->api, self->call, &self->view);
  self->accounts = g_object_ref (self->api->accounts);
  /* From here on the API has it, and not the other way round. */
  api = g_steal_pointer (&self->api);
  plim_api_slices_answer (api->slices, self->call, PLIM_CALL_JSON, write_some, self,
                          (GDestroyNotify) plim_api_usage_free);
  g_steal_pointer (&self);
}

PlimApiUsage *
plim_api_usage_new (PlimApi *api, PlimCall *call, const PlimApiView *view)
{
  PlimApiUsage *self = g_new0 (PlimApiUsage, 1);

  self->api = g_object_ref (api);
  self->call = plim_call_ref (call);
  self->view = *view;
  return self;
}

void
plim_api_usage_start (PlimApiUsage *self,
                      const char *account_id,
                      gint64 length_s,
                      gint64 interval_s,
                      gboolean with_rows)
{
  gint64 now = self->view.now;

  plim_database_get_usage_async (self->api->database, account_id, now - length_s, now, interval_s,
                                 with_rows, self->api->cancellable, on_series_set, self);
}
