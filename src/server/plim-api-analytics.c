/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was used, summed up by time, by limit and by provider. */
#include "plim-api-time-series.h"
#include "plim-api-usage.h"
#include "plim-json-text.h"
#include "plim-json-write.h"

#include <string.h>

#define DAY_S (24 * 3600)
#define MAX_BUCKETS 200000

enum { GROUP_BY_SERVICE, GROUP_BY_PROVIDER, GROUP_BY_METRIC };

/* The document, part by part. */

typedef enum { PART_POINTS, PART_QUOTAS, PART_SUMMARY } Part;

typedef struct {
  Part part;
  PlimApiTimeSeries *series;
  GPtrArray *consumed; /* of PlimApiLine, the largest first */
  guint n_done;        /* elements of the part */
  guint n_written;
} Analytics;

static void
analytics_free (gpointer data)
{
  Analytics *analytics = data;

  plim_api_time_series_free (analytics->series);
  g_ptr_array_unref (analytics->consumed);
  g_free (analytics);
}

static int
compare_consumed (gconstpointer a, gconstpointer b)
{
  const PlimApiLine *first = *(const PlimApiLine *const *) a,
                    *second = *(const PlimApiLine *const *) b;
  double difference = second->series->rises * second->factor - first->series->rises * first->factor;

  return difference > 0 ? 1 : difference < 0 ? -1 : 0;
}

static gpointer
begin_analytics (PlimApiUsage *usage)
{
  Analytics *analytics = g_new0 (Analytics, 1);

  analytics->series = plim_api_time_series_new (usage, usage->group_by == GROUP_BY_METRIC);
  analytics->consumed = g_ptr_array_new ();
  for (guint i = 0; i < usage->lines->len; i++) {
    PlimApiLine *line = &g_array_index (usage->lines, PlimApiLine, i);

    if (line->series->n_rows > 0)
      g_ptr_array_add (analytics->consumed, line);
  }
  g_ptr_array_sort (analytics->consumed, compare_consumed);
  return analytics;
}

static void
begin_object (Analytics *analytics,
              const PlimApiUsage *usage,
              const PlimApiLine *line,
              GString *text)
{
  g_string_append (text, analytics->n_written++ > 0 ? ",{" : "{");
  plim_api_usage_append_whose (text, usage, line);
}

static void
write_quota (Analytics *analytics,
             const PlimApiUsage *usage,
             const PlimApiLine *line,
             GString *text)
{
  if (line->type == NULL)
    return;
  begin_object (analytics, usage, line, text);
  plim_json_text_add_number (text, "limit", line->limit);
  plim_json_text_add_number (text, "used", line->used);
  g_string_append_printf (text, ",\"type\":\"%s\"}", line->type);
}

static void
write_sums (Analytics *analytics, const PlimApiUsage *usage, const PlimApiLine *line, GString *text)
{
  const PlimUsageSeries *series = line->series;

  begin_object (analytics, usage, line, text);
  plim_json_text_add_number (text, "min_value", series->minimum * line->factor);
  plim_json_text_add_number (text, "max_value", series->maximum * line->factor);
  plim_json_text_add_number (text, "avg_value", series->average * line->factor);
  plim_json_text_add_number (text, "total_consumed", series->rises * line->factor);
  plim_json_text_add_integer (text, "first_record_ts", series->first_row_at);
  plim_json_text_add_integer (text, "last_record_ts", series->last_row_at);
  plim_json_text_add_integer (text, "active_days", series->n_days);
  g_string_append_c (text, '}');
}

/* Writes one element of the part; returns whether there was one. */
static gboolean
write_element (Analytics *analytics, const PlimApiUsage *usage, GString *text)
{
  guint i = analytics->n_done++;

  switch (analytics->part) {
  case PART_POINTS:
    return plim_api_time_series_write (analytics->series, text);
  case PART_QUOTAS:
    if (i == usage->lines->len)
      return FALSE;
    write_quota (analytics, usage, &g_array_index (usage->lines, PlimApiLine, i), text);
    return TRUE;
  case PART_SUMMARY:
  default:
    if (i == analytics->consumed->len)
      return FALSE;
    write_sums (analytics, usage, g_ptr_array_index (analytics->consumed, i), text);
    return TRUE;
  }
}

static gboolean
write_analytics (PlimApiUsage *usage, gpointer progress, GString *text)
{
  static const char *const ends[] = { "],\"quotas\":[", "],\"summary\":[", "]" };
  Analytics *analytics = progress;

  if (text->len == 0)
    g_string_append (text, "{\"timeSeries\":[");
  if (write_element (analytics, usage, text))
    return TRUE;
  g_string_append (text, ends[analytics->part]);
  analytics->n_done = analytics->n_written = 0;
  if (analytics->part++ != PART_SUMMARY)
    return TRUE;
  plim_json_text_add_integer (text, "days", usage->days);
  plim_json_text_add_integer (text, "generatedAt", usage->view.now);
  g_string_append_c (text, '}');
  return FALSE;
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

static gboolean
write_providers (PlimApiUsage *usage, gpointer progress, GString *text)
{
  g_autoptr (GArray) providers = list_providers (usage->lines);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "providers");
  json_builder_begin_array (builder);
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
  plim_json_add_integer (builder, "days", usage->days);
  plim_json_add_integer (builder, "generatedAt", usage->view.now);
  json_builder_end_object (builder);
  plim_api_usage_append_builder (text, builder);
  return FALSE;
}

static gpointer
begin_providers (PlimApiUsage *usage)
{
  return NULL;
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
  usage->begin = begin_analytics;
  usage->write = write_analytics;
  usage->end = analytics_free;
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
  usage->begin = begin_providers;
  usage->write = write_providers;
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
