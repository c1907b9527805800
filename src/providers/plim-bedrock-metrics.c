/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CloudWatch's GetMetricData. A series without traffic is empty, which means 0; a minute without
 * traffic has no point.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 * and https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring.html, read 2026-11. */
#include "plim-bedrock-metrics.h"

#include "plim-bedrock-model.h"
#include "plim-error.h"
#include "plim-json.h"
#include "plim-provider-parts.h"

#include <math.h>
#include <string.h>

#define MINUTE_S ((gint64) 60)
#define SPAN_S (15 * MINUTE_S)

static void
usage_free (gpointer data)
{
  PlimBedrockUsage *usage = data;

  g_clear_pointer (&usage->minutes, g_hash_table_unref);
  g_free (usage);
}

GPtrArray *
plim_bedrock_usage_new (guint n_models)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (usage_free);

  for (guint i = 0; i < n_models; i++) {
    PlimBedrockUsage *usage = g_new0 (PlimBedrockUsage, 1);

    usage->highest = NAN;
    usage->today = NAN;
    usage->is_idle = TRUE;
    g_ptr_array_add (all, usage);
  }
  return all;
}

/* Asking. */

static gint64
get_midnight (gint64 now)
{
  return now - now % PLIM_DAY_S;
}

static gint64
get_start (PlimBedrockMetric metric, gint64 now)
{
  gint64 quarter = now - now % MINUTE_S - SPAN_S;

  if (metric == PLIM_BEDROCK_MINUTES)
    return quarter;
  return metric == PLIM_BEDROCK_DAY ? get_midnight (now) : MIN (quarter, get_midnight (now));
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
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
add_metric (JsonBuilder *builder, const char *name, const char *model_id)
{
  json_builder_set_member_name (builder, "Metric");
  json_builder_begin_object (builder);
  add_string (builder, "Namespace", "AWS/Bedrock");
  add_string (builder, "MetricName", name);
  json_builder_set_member_name (builder, "Dimensions");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  add_string (builder, "Name", "ModelId");
  add_string (builder, "Value", model_id);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_query (
    JsonBuilder *builder, char letter, guint index, const char *name, const char *id, gint64 period)
{
  g_autofree char *query_id = g_strdup_printf ("%c%u", letter, index);

  json_builder_begin_object (builder);
  add_string (builder, "Id", query_id);
  json_builder_set_member_name (builder, "ReturnData");
  json_builder_add_boolean_value (builder, TRUE);
  json_builder_set_member_name (builder, "MetricStat");
  json_builder_begin_object (builder);
  add_metric (builder, name, id);
  add_integer (builder, "Period", period);
  add_string (builder, "Stat", "Sum");
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static void
add_queries (JsonBuilder *builder,
             PlimBedrockMetric metric,
             guint index,
             const PlimBedrockModel *model)
{
  switch (metric) {
  case PLIM_BEDROCK_DAY:
    if (!isnan (model->per_day.value))
      add_query (builder, 'd', index, "EstimatedTPMQuotaUsage", model->id, PLIM_HOUR_S);
    return;
  case PLIM_BEDROCK_COUNTS:
    add_query (builder, 'i', index, "InputTokenCount", model->id, MINUTE_S);
    add_query (builder, 'o', index, "OutputTokenCount", model->id, MINUTE_S);
    return;
  case PLIM_BEDROCK_MINUTES:
  default:
    add_query (builder, 'm', index, "EstimatedTPMQuotaUsage", model->id, MINUTE_S);
  }
}

char *
plim_bedrock_metrics_dup_body (PlimBedrockMetric metric,
                               GPtrArray *models,
                               gint64 now,
                               const char *page)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_integer (builder, "StartTime", get_start (metric, now));
  add_integer (builder, "EndTime", now);
  add_string (builder, "ScanBy", "TimestampDescending");
  if (page != NULL)
    add_string (builder, "NextToken", page);
  json_builder_set_member_name (builder, "MetricDataQueries");
  json_builder_begin_array (builder);
  for (guint i = 0; i < models->len; i++)
    add_queries (builder, metric, i, g_ptr_array_index (models, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* Reading. */

static void
raise_to (double *value, double other)
{
  if (isnan (*value) || other > *value)
    *value = other;
}

static void
increase (double *value, double by)
{
  *value = isnan (*value) ? by : *value + by;
}

/* Tokens in and out of one minute come as two series. */
static void
count (PlimBedrockUsage *usage, gint64 at, double tokens, gint64 now)
{
  double *minute;

  if (usage->minutes == NULL)
    usage->minutes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  minute = g_hash_table_lookup (usage->minutes, &at);
  if (minute == NULL) {
    minute = g_new0 (double, 1);
    g_hash_table_insert (usage->minutes, g_memdup2 (&at, sizeof at), minute);
  }
  *minute += tokens;
  if (at >= get_start (PLIM_BEDROCK_MINUTES, now))
    raise_to (&usage->highest, *minute);
  if (at >= get_midnight (now))
    increase (&usage->today, tokens);
}

static void
read_point (
    PlimBedrockUsage *usage, PlimBedrockMetric metric, JsonNode *at, double tokens, gint64 now)
{
  if (isnan (tokens) || tokens < 0)
    return;
  usage->is_idle = FALSE;
  if (metric == PLIM_BEDROCK_MINUTES)
    raise_to (&usage->highest, tokens);
  else if (metric == PLIM_BEDROCK_DAY)
    increase (&usage->today, tokens);
  else
    count (usage, plim_time_from_json (at), tokens, now);
}

/* (nullable): whose series it is */
static PlimBedrockUsage *
find_usage (PlimBedrockMetric metric, GPtrArray *all, const char *id)
{
  static const char *const letters[] = {
    [PLIM_BEDROCK_MINUTES] = "m",
    [PLIM_BEDROCK_DAY] = "d",
    [PLIM_BEDROCK_COUNTS] = "io",
  };
  guint64 index;

  if (id == NULL || id[0] == '\0' || strchr (letters[metric], id[0]) == NULL ||
      !g_ascii_string_to_unsigned (id + 1, 10, 0, G_MAXUINT, &index, NULL) || index >= all->len)
    return NULL;
  return g_ptr_array_index (all, (guint) index);
}

/* Returns whether it is well-formed and of one of the models. */
static gboolean
read_series (PlimBedrockMetric metric, GPtrArray *all, JsonObject *series, gint64 now)
{
  PlimBedrockUsage *usage = find_usage (metric, all, plim_json_get_string (series, "Id"));
  const char *code = plim_json_get_string (series, "StatusCode");
  JsonArray *times = plim_json_get_array (series, "Timestamps");
  JsonArray *values = plim_json_get_array (series, "Values");

  if (usage == NULL || times == NULL || values == NULL ||
      json_array_get_length (times) != json_array_get_length (values) ||
      g_strcmp0 (code, "InternalError") == 0 || g_strcmp0 (code, "Forbidden") == 0)
    return FALSE;
  if (metric != PLIM_BEDROCK_DAY)
    raise_to (&usage->highest, 0);
  if (metric != PLIM_BEDROCK_MINUTES)
    increase (&usage->today, 0);
  for (guint i = 0; i < json_array_get_length (values); i++)
    read_point (usage, metric, json_array_get_element (times, i),
                plim_number_from_json (json_array_get_element (values, i)), now);
  return TRUE;
}

static gboolean
is_forbidden (JsonArray *results)
{
  for (guint i = 0; i < json_array_get_length (results); i++) {
    JsonObject *series = plim_json_get_element_object (results, i);

    if (g_strcmp0 (plim_json_get_string (series, "StatusCode"), "Forbidden") == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
read_all (PlimBedrockMetric metric, GPtrArray *all, JsonArray *results, gint64 now, GError **error)
{
  guint n_results = json_array_get_length (results);
  guint n_read = 0;

  for (guint i = 0; i < n_results; i++)
    n_read += read_series (metric, all, plim_json_get_element_object (results, i), now);
  if (n_read > 0 || n_results == 0)
    return TRUE;
  if (is_forbidden (results))
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_MISSING_PERMISSION,
                    "the metrics may not be read with this key");
  else
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "no element of “MetricDataResults” can be understood");
  return FALSE;
}

gboolean
plim_bedrock_metrics_read (PlimBedrockMetric metric,
                           GPtrArray *usage,
                           const PlimAnswer *answer,
                           gint64 now,
                           char **next,
                           GError **error)
{
  g_autoptr (JsonObject) root = plim_json_parse_object (answer->body, error);
  JsonArray *results = plim_json_get_array (root, "MetricDataResults");
  JsonArray *messages = plim_json_get_array (root, "Messages");
  const char *token;

  *next = NULL;
  if (root == NULL)
    return FALSE;
  if (results == NULL || (messages != NULL && json_array_get_length (messages) > 0)) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    results == NULL ? "“MetricDataResults” is missing or not an array"
                                    : "the metrics are incomplete: “Messages” is not empty");
    return FALSE;
  }
  if (!read_all (metric, usage, results, now, error))
    return FALSE;
  token = plim_json_get_string (root, "NextToken");
  if (token != NULL && token[0] != '\0')
    *next = g_strdup (token);
  return TRUE;
}
