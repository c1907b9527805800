/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-database-analytics.h"

#include "plim-database-jobs.h"
#include "plim-series.h"
#include "plim-sqlite.h"

#include <math.h>

#define DAY_S (24 * 3600)

typedef struct {
  char *account_id; /* (nullable) */
  gint64 from;
  gint64 to;
  gint64 interval_s;
  gboolean with_rows;
} Query;

static void
query_free (Query *query)
{
  g_free (query->account_id);
  g_free (query);
}

static void
usage_series_free (PlimUsageSeries *series)
{
  g_free (series->account_id);
  g_free (series->window_id);
  g_clear_pointer (&series->rows, g_array_unref);
  g_clear_pointer (&series->buckets, g_array_unref);
  g_free (series);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimUsageSeries, usage_series_free)

/* An average by time: a value holds until the next one. */
typedef struct {
  double area;
  gint64 length_s;
} Mean;

static void
mean_add (Mean *mean, double value, gint64 from, gint64 to)
{
  if (to <= from)
    return;
  mean->area += value * (double) (to - from);
  mean->length_s += to - from;
}

static double
mean_get (const Mean *mean, double fallback)
{
  return mean->length_s > 0 ? mean->area / (double) mean->length_s : fallback;
}

/* One series while it is read. */
typedef struct {
  const Query *query;
  PlimUsageSeries *series;
  PlimUsageBucket bucket; /* the one that is being filled */
  Mean bucket_mean;
  Mean mean;
  double value; /* what holds; NAN before the first */
  gint64 since;
  gint64 day;
} Reader;

static void
close_bucket (Reader *reader, gint64 end)
{
  PlimUsageBucket *bucket = &reader->bucket;

  if (bucket->n_rows == 0)
    return;
  mean_add (&reader->bucket_mean, reader->value, MAX (reader->since, bucket->at), end);
  bucket->average = mean_get (&reader->bucket_mean, reader->value);
  g_array_append_val (reader->series->buckets, *bucket);
  bucket->n_rows = 0;
}

/* A row as the sums take it: what is rolled up ends at @at. */
typedef struct {
  gint64 begin;
  gint64 at;
  double low;
  double high;
  double last;
  double rise;
} Step;

static void
add_to_mean (Mean *mean, const Reader *reader, const Step *step, gint64 from)
{
  if (!isnan (reader->value))
    mean_add (mean, reader->value, MAX (reader->since, from), step->begin);
  /* Of an hour or a day only the ends are known. */
  mean_add (mean, (step->low + step->high) / 2, MAX (step->begin, from), step->at);
}

static void
add_to_bucket (Reader *reader, const Step *step)
{
  gint64 interval_s = reader->query->interval_s;
  gint64 start = step->at - step->at % interval_s;
  PlimUsageBucket *bucket = &reader->bucket;

  if (bucket->n_rows > 0 && bucket->at != start)
    close_bucket (reader, bucket->at + interval_s);
  if (bucket->n_rows == 0) {
    *bucket = (PlimUsageBucket){ .at = start, .minimum = step->low, .maximum = step->high };
    reader->bucket_mean = (Mean){ 0 };
  }
  add_to_mean (&reader->bucket_mean, reader, step, MAX (start, reader->query->from));
  bucket->minimum = MIN (bucket->minimum, step->low);
  bucket->maximum = MAX (bucket->maximum, step->high);
  bucket->n_rows++;
}

static void
add_to_summary (Reader *reader, const Step *step)
{
  PlimUsageSeries *series = reader->series;

  if (series->n_rows == 0) {
    series->minimum = step->low;
    series->maximum = step->high;
    series->first_row_at = step->at;
  }
  series->minimum = MIN (series->minimum, step->low);
  series->maximum = MAX (series->maximum, step->high);
  series->sum += step->last;
  series->last_row_at = step->at;
  series->n_rows++;
  if (step->at / DAY_S != reader->day)
    series->n_days++;
  reader->day = step->at / DAY_S;
  add_to_mean (&reader->mean, reader, step, reader->query->from);
  series->rises += step->rise;
}

static void
add_step (Reader *reader, const Step *step)
{
  PlimUsageRow row = { step->at, step->last };

  if (step->at >= reader->query->from) {
    add_to_summary (reader, step);
    if (reader->query->interval_s > 0)
      add_to_bucket (reader, step);
    if (reader->query->with_rows)
      g_array_append_val (reader->series->rows, row);
  }
  reader->value = step->last;
  reader->since = step->at;
}

static void
on_row (const PlimSeriesRow *row, gpointer user_data)
{
  Reader *reader = user_data;
  double scale = row->is_percent ? 0.01 : 1;
  double value = row->bucket.last * scale;
  Step step = { row->at, row->at, value, value, value, 0 };

  /* A window that changed its unit: the two do not mix. */
  if (row->is_percent != reader->series->is_percent)
    return;
  if (row->length_s == 0) {
    step.rise = isnan (reader->value) ? 0 : MAX (value - reader->value, 0);
  } else if (row->at + row->length_s > reader->query->from) {
    step.at = MIN (row->at + row->length_s - 1, reader->query->to);
    step.low = row->bucket.low * scale;
    step.high = row->bucket.high * scale;
    step.rise = row->bucket.used * scale;
  }
  /* What holds where finer rows begin is in the coarser one before them. */
  if (isnan (reader->value) || step.at > reader->since)
    add_step (reader, &step);
}

static void
finish_series (Reader *reader)
{
  const Query *query = reader->query;
  PlimUsageSeries *series = reader->series;

  if (series->n_rows == 0) {
    series->minimum = series->maximum = series->average = NAN;
    return;
  }
  if (query->interval_s > 0)
    close_bucket (reader, MIN (reader->bucket.at + query->interval_s, query->to + 1));
  mean_add (&reader->mean, reader->value, MAX (reader->since, query->from), query->to + 1);
  series->average = mean_get (&reader->mean, reader->value);
}

/* When it begins, and of what kind the last sample is, which is never thrown away. */
static gboolean
read_kind (sqlite3 *db, sqlite3_int64 key, PlimUsageSeries *series, GError **error)
{
  g_autoptr (GError) step_error = NULL;
  g_autoptr (sqlite3_stmt) statement = plim_sqlite_prepare (
      db,
      "SELECT min (coalesce((SELECT min(at) FROM sample WHERE series = ?1), 1 << 62),"
      " coalesce((SELECT min(at) * 3600 FROM hour WHERE series = ?1), 1 << 62),"
      " coalesce((SELECT min(at) * 86400 FROM day WHERE series = ?1), 1 << 62)),"
      " (SELECT percent_e2 IS NOT NULL FROM sample WHERE series = ?1 ORDER BY at DESC LIMIT 1)",
      error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, key);
  if (plim_sqlite_step (statement, &step_error)) {
    series->first_at = sqlite3_column_int64 (statement, 0);
    series->is_percent = sqlite3_column_int (statement, 1) != 0;
    if (series->first_at == G_GINT64_CONSTANT (1) << 62)
      series->first_at = PLIM_TIME_UNKNOWN;
  }
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

static PlimUsageSeries *
load_usage (sqlite3 *db, const PlimSeriesSource *source, const Query *query, GError **error)
{
  g_autoptr (PlimUsageSeries) series = g_new0 (PlimUsageSeries, 1);
  Reader reader = { .query = query, .series = series, .value = NAN, .day = -1 };

  series->account_id = g_strdup (source->account_id);
  series->window_id = g_strdup (source->window_id);
  if (query->with_rows)
    series->rows = g_array_new (FALSE, FALSE, sizeof (PlimUsageRow));
  if (query->interval_s > 0)
    series->buckets = g_array_new (FALSE, FALSE, sizeof (PlimUsageBucket));
  if (!read_kind (db, source->key, series, error) ||
      !plim_series_read (db, source, query->from, query->to, 0, on_row, &reader, error))
    return NULL;
  finish_series (&reader);
  return g_steal_pointer (&series);
}

static guint
count_points (const PlimUsageSeries *series)
{
  return (series->rows != NULL ? series->rows->len : 0) +
         (series->buckets != NULL ? series->buckets->len : 0);
}

static gboolean
load_usage_set (sqlite3 *db, gpointer input, gpointer *output, GError **error)
{
  const Query *query = input;
  PlimSeriesQuery wanted = { .account_id = query->account_id };
  g_autoptr (GPtrArray) sources = plim_series_find_sources (db, &wanted, error);
  g_autoptr (GPtrArray) set = g_ptr_array_new_with_free_func ((GDestroyNotify) usage_series_free);
  guint n_points = 0;

  if (sources == NULL)
    return FALSE;
  for (guint i = 0; i < sources->len; i++) {
    PlimUsageSeries *series = load_usage (db, sources->pdata[i], query, error);

    if (series == NULL)
      return FALSE;
    g_ptr_array_add (set, series);
    n_points += count_points (series);
    if (n_points > PLIM_DATABASE_MAX_USAGE) {
      g_set_error (error, PLIM_DATABASE_ERROR, PLIM_DATABASE_ERROR_TOO_MUCH,
                   "there are more than %d numbers", PLIM_DATABASE_MAX_USAGE);
      return FALSE;
    }
  }
  *output = g_steal_pointer (&set);
  return TRUE;
}

void
plim_database_get_usage_async (PlimDatabase *self,
                               const char *account_id,
                               gint64 from,
                               gint64 to,
                               gint64 interval_s,
                               gboolean with_rows,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  Query *query = g_new0 (Query, 1);

  query->account_id = g_strdup (account_id);
  query->from = MAX (from, 0);
  query->to = MIN (to, PLIM_TIME_LAST);
  query->interval_s = CLAMP (interval_s, 0, PLIM_TIME_LAST);
  query->with_rows = with_rows;
  plim_database_push (self, plim_database_get_usage_async, PLIM_DATABASE_READ, load_usage_set,
                      query, (GDestroyNotify) query_free, (GDestroyNotify) g_ptr_array_unref,
                      cancellable, callback, user_data);
}

GPtrArray *
plim_database_get_usage_finish (PlimDatabase *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, plim_database_get_usage_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
