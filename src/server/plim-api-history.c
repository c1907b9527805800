/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * History and analytics. The database knows used percents and amounts; on the wire a value is what
 * a quota's `used` was, so percents become amounts where the window has amounts now. */
#include "plim-api-private.h"

#include "plim-api-names.h"
#include "plim-database-analytics.h"

#include <math.h>
#include <string.h>

#define DAY_S (24 * 3600)
#define MAX_BUCKETS 200000

typedef enum { GROUP_BY_SERVICE, GROUP_BY_PROVIDER, GROUP_BY_METRIC } GroupBy;

typedef struct {
  PlimApi *self;
  PlimCall *call;
  PlimApiView view;
  char *metric; /* (nullable) */
  GroupBy group_by;
  guint days;
  void (*answer) (gpointer request, GPtrArray *set, JsonBuilder *builder);
} Request;

static void
request_free (Request *request)
{
  g_object_unref (request->self);
  plim_call_unref (request->call);
  g_free (request->metric);
  g_free (request);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

/* A series as the wire has it. */
typedef struct {
  const PlimUsageSeries *series;
  PlimAccount *account;
  char *metric;
  double factor; /* from the database's value to a quota's `used` */
} Line;

static void
line_clear (gpointer data)
{
  Line *line = data;

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
init_line (Line *line, PlimAccount *account, const PlimUsageSeries *series, const PlimApiView *view)
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
    }
  }
  if (line->metric == NULL)
    line->metric = dup_former_metric (plim_account_get_provider_id (account), series->window_id);
  return TRUE;
}

/* (transfer full): the lines of the accounts that are shown */
static GArray *
make_lines (Request *request, GPtrArray *set)
{
  GArray *lines = g_array_new (FALSE, TRUE, sizeof (Line));
  g_autoptr (GPtrArray) shown = plim_api_list (request->self, request->call, &request->view);

  g_array_set_clear_func (lines, line_clear);
  for (guint i = 0; i < set->len; i++) {
    const PlimUsageSeries *series = g_ptr_array_index (set, i);
    PlimAccount *account = plim_account_list_find (request->self->accounts, series->account_id);
    Line line = { 0 };

    if (account == NULL || !g_ptr_array_find (shown, account, NULL) ||
        !init_line (&line, account, series, &request->view))
      continue;
    if (request->metric == NULL || strcmp (request->metric, line.metric) == 0)
      g_array_append_val (lines, line);
    else
      line_clear (&line);
  }
  return lines;
}

/* Members. */

static void
add_text (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_integer (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_number (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, isfinite (value) ? value : 0);
}

static void
add_name (JsonBuilder *builder, PlimAccount *account, const PlimApiView *view)
{
  g_autofree char *name = plim_format_label (view->format, account);

  add_text (builder, "service_name", name);
}

static void
add_whose (JsonBuilder *builder, const Line *line, const PlimApiView *view)
{
  add_name (builder, line->account, view);
  add_text (builder, "provider", plim_api_get_provider (line->account));
  add_text (builder, "serviceId", plim_account_get_id (line->account));
  add_text (builder, "metric", line->metric);
}

static void
begin_array (JsonBuilder *builder, const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
}

static void
add_range (JsonBuilder *builder, const Request *request)
{
  add_integer (builder, "days", request->days);
  add_integer (builder, "generatedAt", request->view.now);
}

/* History. */

typedef struct {
  const Line *line;
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
answer_history (gpointer data, GPtrArray *set, JsonBuilder *builder)
{
  Request *request = data;
  g_autoptr (GArray) lines = make_lines (request, set);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (HistoryRow));

  for (guint i = 0; i < lines->len; i++) {
    const Line *line = &g_array_index (lines, Line, i);

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
    add_text (builder, "serviceId", plim_account_get_id (row->line->account));
    add_text (builder, "metric", row->line->metric);
    add_number (builder, "value", row->row->value * row->line->factor);
    add_integer (builder, "ts", row->row->at);
    add_name (builder, row->line->account, &request->view);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

/* The time series. */

typedef struct {
  gint64 at;
  const Line *line; /* the first of its group */
  double weighted;  /* averages times rows */
  double minimum;
  double maximum;
  guint n_rows;
} Point;

static int
compare_points (gconstpointer a, gconstpointer b)
{
  const Point *first = a, *second = b;
  int order;

  if (first->at != second->at)
    return first->at < second->at ? -1 : 1;
  order = strcmp (first->line->metric, second->line->metric);
  return order != 0 ? order
                    : strcmp (plim_account_get_id (first->line->account),
                              plim_account_get_id (second->line->account));
}

static GArray *
list_points (GArray *lines)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (Point));

  for (guint i = 0; i < lines->len; i++) {
    const Line *line = &g_array_index (lines, Line, i);

    for (guint j = 0; j < line->series->buckets->len; j++) {
      const PlimUsageBucket *bucket = &g_array_index (line->series->buckets, PlimUsageBucket, j);
      Point point = { bucket->at,
                      line,
                      bucket->average * line->factor * bucket->n_rows,
                      bucket->minimum * line->factor,
                      bucket->maximum * line->factor,
                      bucket->n_rows };

      g_array_append_val (points, point);
    }
  }
  g_array_sort (points, compare_points);
  return points;
}

/* All services together: points are sorted by time and metric, so what belongs together is side by
 * side. */
static void
merge_services (GArray *points)
{
  guint n_kept = 0;

  for (guint i = 0; i < points->len; i++) {
    const Point *point = &g_array_index (points, Point, i);
    Point *last = n_kept > 0 ? &g_array_index (points, Point, n_kept - 1) : NULL;

    if (last != NULL && last->at == point->at &&
        strcmp (last->line->metric, point->line->metric) == 0) {
      last->weighted += point->weighted;
      last->minimum = MIN (last->minimum, point->minimum);
      last->maximum = MAX (last->maximum, point->maximum);
      last->n_rows += point->n_rows;
    } else {
      g_array_index (points, Point, n_kept++) = *point;
    }
  }
  g_array_set_size (points, n_kept);
}

static void
add_time_series (JsonBuilder *builder, const Request *request, GArray *lines)
{
  g_autoptr (GArray) points = list_points (lines);

  if (request->group_by == GROUP_BY_METRIC)
    merge_services (points);
  begin_array (builder, "timeSeries");
  for (guint i = 0; i < points->len; i++) {
    const Point *point = &g_array_index (points, Point, i);

    json_builder_begin_object (builder);
    if (request->group_by == GROUP_BY_METRIC) {
      add_text (builder, "service_name", "All Services");
      add_text (builder, "provider", "all");
      add_text (builder, "serviceId", "all");
      add_text (builder, "metric", point->line->metric);
    } else {
      add_whose (builder, point->line, &request->view);
    }
    add_integer (builder, "ts", point->at);
    add_number (builder, "avg_value", point->weighted / point->n_rows);
    add_number (builder, "min_value", point->minimum);
    add_number (builder, "max_value", point->maximum);
    add_integer (builder, "data_points", point->n_rows);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

/* The rest of the analytics. */

static void
add_current (JsonBuilder *builder, const Request *request, GArray *lines)
{
  begin_array (builder, "quotas");
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = &g_array_index (lines, Line, i);
    g_autoptr (GArray) quotas = plim_api_list_quotas (line->account);

    for (guint j = 0; j < quotas->len; j++) {
      const PlimApiQuota *quota = &g_array_index (quotas, PlimApiQuota, j);
      gboolean as_percent = request->view.format->privacy;

      if (strcmp (quota->window->id, line->series->window_id) != 0)
        continue;
      json_builder_begin_object (builder);
      add_text (builder, "serviceId", plim_account_get_id (line->account));
      add_text (builder, "metric", quota->metric);
      add_number (builder, "limit", as_percent ? 100 : quota->limit);
      add_number (builder, "used", as_percent ? quota->window->used_percent : quota->used);
      add_text (builder, "type", plim_api_get_quota_type (quota->window->kind));
      add_name (builder, line->account, &request->view);
      add_text (builder, "provider", plim_api_get_provider (line->account));
      json_builder_end_object (builder);
    }
  }
  json_builder_end_array (builder);
}

static int
compare_consumed (gconstpointer a, gconstpointer b)
{
  const Line *first = *(const Line *const *) a, *second = *(const Line *const *) b;
  double difference = second->series->rises * second->factor - first->series->rises * first->factor;

  return difference > 0 ? 1 : difference < 0 ? -1 : 0;
}

static void
add_summary (JsonBuilder *builder, const Request *request, GArray *lines)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; i < lines->len; i++) {
    Line *line = &g_array_index (lines, Line, i);

    if (line->series->n_rows > 0)
      g_ptr_array_add (sorted, line);
  }
  g_ptr_array_sort (sorted, compare_consumed);
  begin_array (builder, "summary");
  for (guint i = 0; i < sorted->len; i++) {
    const Line *line = g_ptr_array_index (sorted, i);
    const PlimUsageSeries *series = line->series;

    json_builder_begin_object (builder);
    add_whose (builder, line, &request->view);
    add_number (builder, "min_value", series->minimum * line->factor);
    add_number (builder, "max_value", series->maximum * line->factor);
    add_number (builder, "avg_value", series->average * line->factor);
    add_number (builder, "total_consumed", series->rises * line->factor);
    add_integer (builder, "first_record_ts", series->first_row_at);
    add_integer (builder, "last_record_ts", series->last_row_at);
    add_integer (builder, "active_days", series->n_days);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
answer_analytics (gpointer data, GPtrArray *set, JsonBuilder *builder)
{
  Request *request = data;
  g_autoptr (GArray) lines = make_lines (request, set);

  json_builder_begin_object (builder);
  add_time_series (builder, request, lines);
  add_current (builder, request, lines);
  add_summary (builder, request, lines);
  add_range (builder, request);
  json_builder_end_object (builder);
}

/* By provider. */

typedef struct {
  const char *provider;
  GHashTable *accounts;
  GHashTable *metrics;
  double sum;
  double weighted;
  double peak;
  guint64 n_rows;
} Provider;

static void
provider_clear (gpointer data)
{
  Provider *provider = data;

  g_hash_table_unref (provider->accounts);
  g_hash_table_unref (provider->metrics);
}

static Provider *
find_provider (GArray *providers, const char *name)
{
  Provider new = { .provider = name };

  for (guint i = 0; i < providers->len; i++) {
    Provider *provider = &g_array_index (providers, Provider, i);

    if (strcmp (provider->provider, name) == 0)
      return provider;
  }
  new.accounts = g_hash_table_new (NULL, NULL);
  new.metrics = g_hash_table_new (g_str_hash, g_str_equal);
  g_array_append_val (providers, new);
  return &g_array_index (providers, Provider, providers->len - 1);
}

static int
compare_providers (gconstpointer a, gconstpointer b)
{
  const Provider *first = a, *second = b;

  return first->sum < second->sum ? 1 : first->sum > second->sum ? -1 : 0;
}

static GArray *
list_providers (GArray *lines)
{
  GArray *providers = g_array_new (FALSE, FALSE, sizeof (Provider));

  g_array_set_clear_func (providers, provider_clear);
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = &g_array_index (lines, Line, i);
    const PlimUsageSeries *series = line->series;
    Provider *provider;

    if (series->n_rows == 0)
      continue;
    provider = find_provider (providers, plim_api_get_provider (line->account));
    g_hash_table_add (provider->accounts, line->account);
    g_hash_table_add (provider->metrics, line->metric);
    provider->sum += series->sum * line->factor;
    provider->weighted += series->average * line->factor * series->n_rows;
    provider->peak = MAX (provider->peak, series->maximum * line->factor);
    provider->n_rows += series->n_rows;
  }
  g_array_sort (providers, compare_providers);
  return providers;
}

static void
answer_providers (gpointer data, GPtrArray *set, JsonBuilder *builder)
{
  Request *request = data;
  g_autoptr (GArray) lines = make_lines (request, set);
  g_autoptr (GArray) providers = list_providers (lines);

  json_builder_begin_object (builder);
  begin_array (builder, "providers");
  for (guint i = 0; i < providers->len; i++) {
    const Provider *provider = &g_array_index (providers, Provider, i);

    json_builder_begin_object (builder);
    add_text (builder, "provider", provider->provider);
    add_integer (builder, "service_count", g_hash_table_size (provider->accounts));
    add_integer (builder, "metric_count", g_hash_table_size (provider->metrics));
    add_number (builder, "total_usage", provider->sum);
    add_number (builder, "avg_usage", provider->weighted / (double) provider->n_rows);
    add_number (builder, "peak_usage", provider->peak);
    add_integer (builder, "data_points", (gint64) provider->n_rows);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  add_range (builder, request);
  json_builder_end_object (builder);
}

/* Asking. */

static void
on_series_set (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (GPtrArray) set =
      plim_database_get_usage_finish (PLIM_DATABASE (source), result, &error);

  if (set == NULL) {
    plim_api_answer_gerror (request->call, error);
    return;
  }
  builder = json_builder_new ();
  request->answer (request, set, builder);
  plim_call_answer_json (request->call, SOUP_STATUS_OK, builder);
}

static Request *
request_new (PlimApi *self, PlimCall *call, const PlimApiView *view)
{
  Request *request = g_new0 (Request, 1);

  request->self = g_object_ref (self);
  request->call = plim_call_ref (call);
  request->view = *view;
  return request;
}

static void
start (Request *request, const char *account_id, gint64 length_s, gint64 interval_s, gboolean rows)
{
  gint64 now = request->view.now;

  plim_database_get_usage_async (request->self->database, account_id, now - length_s, now,
                                 interval_s, rows, request->self->cancellable, on_series_set,
                                 request);
}

static void
on_history (PlimCall *call, gpointer user_data)
{
  PlimApi *self = user_data;
  g_autoptr (GError) error = NULL;
  PlimApiView view;
  g_autoptr (PlimApiQuery) query = plim_api_begin (self, call, &view);
  const char *account_id, *metric;
  Request *request;
  guint hours;

  if (query == NULL)
    return;
  if (!plim_api_query_get_number (query, "hours", 1, 168, 24, &hours, &error) ||
      !plim_api_query_get_text (query, "serviceId", &account_id, &error) ||
      !plim_api_query_get_text (query, "metric", &metric, &error)) {
    plim_api_answer_gerror (call, error);
    return;
  }
  request = request_new (self, call, &view);
  request->metric = g_strdup (metric);
  request->answer = answer_history;
  start (request, account_id, (gint64) hours * 3600, 0, TRUE);
}

static gboolean
check_interval (gint64 interval_s, guint days, GError **error)
{
  if ((gint64) days * DAY_S / interval_s <= MAX_BUCKETS)
    return TRUE;
  g_set_error_literal (error, PLIM_API_ERROR, SOUP_STATUS_BAD_REQUEST,
                       "interval is too short for so many days");
  return FALSE;
}

static void
on_analytics (PlimCall *call, gpointer user_data)
{
  static const char *const groups[] = { "service", "provider", "metric", NULL };
  PlimApi *self = user_data;
  g_autoptr (GError) error = NULL;
  PlimApiView view;
  g_autoptr (PlimApiQuery) query = plim_api_begin (self, call, &view);
  const char *account_id;
  Request *request;
  gint64 interval_s;
  guint days, group_by;

  if (query == NULL)
    return;
  if (!plim_api_query_get_number (query, "days", 1, 365, 30, &days, &error) ||
      !plim_api_query_get_interval (query, &interval_s, &error) ||
      !plim_api_query_get_text (query, "serviceId", &account_id, &error) ||
      !plim_api_query_get_choice (query, "groupBy", groups, &group_by, &error) ||
      !check_interval (interval_s, days, &error)) {
    plim_api_answer_gerror (call, error);
    return;
  }
  request = request_new (self, call, &view);
  request->days = days;
  request->group_by = (GroupBy) group_by;
  request->answer = answer_analytics;
  start (request, account_id, (gint64) days * DAY_S, interval_s, FALSE);
}

static void
on_providers (PlimCall *call, gpointer user_data)
{
  PlimApi *self = user_data;
  g_autoptr (GError) error = NULL;
  PlimApiView view;
  g_autoptr (PlimApiQuery) query = plim_api_begin (self, call, &view);
  Request *request;
  guint days;

  if (query == NULL)
    return;
  if (!plim_api_query_get_number (query, "days", 1, 365, 30, &days, &error)) {
    plim_api_answer_gerror (call, error);
    return;
  }
  request = request_new (self, call, &view);
  request->days = days;
  request->answer = answer_providers;
  start (request, NULL, (gint64) days * DAY_S, 0, FALSE);
}

void
plim_api_add_history_routes (PlimApi *self)
{
  static const PlimRoute routes[] = {
    { "GET", "/api/usage/history", PLIM_ACCESS_READ, PLIM_ROUTE_PLAIN, on_history },
    { "GET", "/api/usage/analytics", PLIM_ACCESS_READ, PLIM_ROUTE_PLAIN, on_analytics },
    { "GET", "/api/usage/analytics/providers", PLIM_ACCESS_READ, PLIM_ROUTE_PLAIN, on_providers },
  };

  plim_router_add (self->router, routes, G_N_ELEMENTS (routes), self);
}
