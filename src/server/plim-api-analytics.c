/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was used, summed up by time, by limit and by provider. */
#include "plim-api-usage.h"
#include "plim-json-write.h"
#include "plim-json.h"

#include <string.h>

#define DAY_S (24 * 3600)
#define MAX_BUCKETS 200000

enum { GROUP_BY_SERVICE, GROUP_BY_PROVIDER, GROUP_BY_METRIC };

static void
add_whose (JsonBuilder *builder, const PlimApiUsage *usage, const PlimApiLine *line)
{
  plim_api_usage_add_name (usage, builder, line->account);
  plim_json_add_text (builder, "provider", plim_api_get_provider (line->account));
  plim_json_add_text (builder, "serviceId", plim_account_get_id (line->account));
  plim_json_add_text (builder, "metric", line->metric);
}

static void
begin_array (JsonBuilder *builder, const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
}

static void
add_range (JsonBuilder *builder, const PlimApiUsage *usage)
{
  plim_json_add_integer (builder, "days", usage->days);
  plim_json_add_integer (builder, "generatedAt", usage->view.now);
}

/* The time series. */

typedef struct {
  gint64 at;
  const PlimApiLine *line; /* the first of its group */
  double weighted;         /* averages times rows */
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
    const PlimApiLine *line = &g_array_index (lines, PlimApiLine, i);

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

/* The members that all points of a line have. */
static char *
dup_whose (const PlimApiUsage *usage, const PlimApiLine *line)
{
  gboolean is_all = usage->group_by == GROUP_BY_METRIC;
  g_autofree char *name = plim_format_label (usage->view.format, line->account);
  GString *text = g_string_new ("\"service_name\":");

  plim_json_append_string (text, is_all ? "All Services" : name);
  g_string_append (text, ",\"provider\":");
  plim_json_append_string (text, is_all ? "all" : plim_api_get_provider (line->account));
  g_string_append (text, ",\"serviceId\":");
  plim_json_append_string (text, is_all ? "all" : plim_account_get_id (line->account));
  g_string_append (text, ",\"metric\":");
  plim_json_append_string (text, line->metric);
  return g_string_free (text, FALSE);
}

static void
append_time_series (GString *text, const PlimApiUsage *usage, GArray *lines)
{
  g_autoptr (GArray) points = list_points (lines);
  /* Line → text */
  g_autoptr (GHashTable) whose = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  for (guint i = 0; i < lines->len; i++) {
    PlimApiLine *line = &g_array_index (lines, PlimApiLine, i);

    g_hash_table_insert (whose, line, dup_whose (usage, line));
  }
  if (usage->group_by == GROUP_BY_METRIC)
    merge_services (points);
  g_string_append (text, "\"timeSeries\":[");
  for (guint i = 0; i < points->len; i++) {
    const Point *point = &g_array_index (points, Point, i);

    g_string_append (text, i > 0 ? ",{" : "{");
    g_string_append (text, g_hash_table_lookup (whose, point->line));
    plim_api_usage_append_integer (text, "ts", point->at);
    plim_api_usage_append_number (text, "avg_value", point->weighted / point->n_rows);
    plim_api_usage_append_number (text, "min_value", point->minimum);
    plim_api_usage_append_number (text, "max_value", point->maximum);
    plim_api_usage_append_integer (text, "data_points", point->n_rows);
    g_string_append_c (text, '}');
  }
  g_string_append_c (text, ']');
}

/* The rest of the analytics. */

static void
add_current (JsonBuilder *builder, const PlimApiUsage *usage, GArray *lines)
{
  begin_array (builder, "quotas");
  for (guint i = 0; i < lines->len; i++) {
    const PlimApiLine *line = &g_array_index (lines, PlimApiLine, i);
    g_autoptr (GArray) quotas = plim_api_list_quotas (line->account);

    for (guint j = 0; j < quotas->len; j++) {
      const PlimApiQuota *quota = &g_array_index (quotas, PlimApiQuota, j);
      gboolean as_percent = usage->view.format->privacy;

      if (strcmp (quota->window->id, line->series->window_id) != 0)
        continue;
      json_builder_begin_object (builder);
      plim_json_add_text (builder, "serviceId", plim_account_get_id (line->account));
      plim_json_add_text (builder, "metric", quota->metric);
      plim_json_add_number (builder, "limit", as_percent ? 100 : quota->limit);
      plim_json_add_number (builder, "used",
                            as_percent ? quota->window->used_percent : quota->used);
      plim_json_add_text (builder, "type", plim_api_get_quota_type (quota->window->kind));
      plim_api_usage_add_name (usage, builder, line->account);
      plim_json_add_text (builder, "provider", plim_api_get_provider (line->account));
      json_builder_end_object (builder);
    }
  }
  json_builder_end_array (builder);
}

static int
compare_consumed (gconstpointer a, gconstpointer b)
{
  const PlimApiLine *first = *(const PlimApiLine *const *) a,
                    *second = *(const PlimApiLine *const *) b;
  double difference = second->series->rises * second->factor - first->series->rises * first->factor;

  return difference > 0 ? 1 : difference < 0 ? -1 : 0;
}

static void
add_summary (JsonBuilder *builder, const PlimApiUsage *usage, GArray *lines)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; i < lines->len; i++) {
    PlimApiLine *line = &g_array_index (lines, PlimApiLine, i);

    if (line->series->n_rows > 0)
      g_ptr_array_add (sorted, line);
  }
  g_ptr_array_sort (sorted, compare_consumed);
  begin_array (builder, "summary");
  for (guint i = 0; i < sorted->len; i++) {
    const PlimApiLine *line = g_ptr_array_index (sorted, i);
    const PlimUsageSeries *series = line->series;

    json_builder_begin_object (builder);
    add_whose (builder, usage, line);
    plim_json_add_number (builder, "min_value", series->minimum * line->factor);
    plim_json_add_number (builder, "max_value", series->maximum * line->factor);
    plim_json_add_number (builder, "avg_value", series->average * line->factor);
    plim_json_add_number (builder, "total_consumed", series->rises * line->factor);
    plim_json_add_integer (builder, "first_record_ts", series->first_row_at);
    plim_json_add_integer (builder, "last_record_ts", series->last_row_at);
    plim_json_add_integer (builder, "active_days", series->n_days);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
answer_analytics (const PlimApiUsage *usage, GArray *lines, GString *text)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  gsize start;

  json_builder_begin_object (builder);
  add_current (builder, usage, lines);
  add_summary (builder, usage, lines);
  add_range (builder, usage);
  json_builder_end_object (builder);
  g_string_append_c (text, '{');
  append_time_series (text, usage, lines);
  start = text->len;
  plim_api_usage_append_builder (text, builder);
  /* The rest of the same object. */
  text->str[start] = ',';
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
    const PlimApiLine *line = &g_array_index (lines, PlimApiLine, i);
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
answer_providers (const PlimApiUsage *usage, GArray *lines, GString *text)
{
  g_autoptr (GArray) providers = list_providers (lines);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  begin_array (builder, "providers");
  for (guint i = 0; i < providers->len; i++) {
    const Provider *provider = &g_array_index (providers, Provider, i);

    json_builder_begin_object (builder);
    plim_json_add_text (builder, "provider", provider->provider);
    plim_json_add_integer (builder, "service_count", g_hash_table_size (provider->accounts));
    plim_json_add_integer (builder, "metric_count", g_hash_table_size (provider->metrics));
    plim_json_add_number (builder, "total_usage", provider->sum);
    plim_json_add_number (builder, "avg_usage", provider->weighted / (double) provider->n_rows);
    plim_json_add_number (builder, "peak_usage", provider->peak);
    plim_json_add_integer (builder, "data_points", (gint64) provider->n_rows);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  add_range (builder, usage);
  json_builder_end_object (builder);
  plim_api_usage_append_builder (text, builder);
}

/* Asking. */

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
  PlimApiUsage *usage;
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
  usage = plim_api_usage_new (self, call, &view);
  usage->days = days;
  usage->group_by = group_by;
  usage->answer = answer_analytics;
  plim_api_usage_start (usage, account_id, (gint64) days * DAY_S, interval_s, FALSE);
}

static void
on_providers (PlimCall *call, gpointer user_data)
{
  PlimApi *self = user_data;
  g_autoptr (GError) error = NULL;
  PlimApiView view;
  g_autoptr (PlimApiQuery) query = plim_api_begin (self, call, &view);
  PlimApiUsage *usage;
  guint days;

  if (query == NULL)
    return;
  if (!plim_api_query_get_number (query, "days", 1, 365, 30, &days, &error)) {
    plim_api_answer_gerror (call, error);
    return;
  }
  usage = plim_api_usage_new (self, call, &view);
  usage->days = days;
  usage->answer = answer_providers;
  plim_api_usage_start (usage, NULL, (gint64) days * DAY_S, 0, FALSE);
}

void
plim_api_add_analytics_routes (PlimApi *self)
{
  static const PlimRoute routes[] = {
    { "GET", "/api/usage/analytics", PLIM_ACCESS_READ, PLIM_ROUTE_PLAIN, on_analytics },
    { "GET", "/api/usage/analytics/providers", PLIM_ACCESS_READ, PLIM_ROUTE_PLAIN, on_providers },
  };

  plim_router_add (self->router, routes, G_N_ELEMENTS (routes), self);
}
