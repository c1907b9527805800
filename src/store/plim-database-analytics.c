/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-database-analytics.h"

#include "plim-database-jobs.h"
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

static void
add_to_bucket (Reader *reader, gint64 at, double value)
{
  gint64 interval_s = reader->query->interval_s;
  gint64 start = at - at % interval_s;
  PlimUsageBucket *bucket = &reader->bucket;

  if (bucket->n_rows > 0 && bucket->at != start)
    close_bucket (reader, bucket->at + interval_s);
  if (bucket->n_rows == 0) {
    *bucket = (PlimUsageBucket){ .at = start, .minimum = value, .maximum = value };
    reader->bucket_mean = (Mean){ 0 };
  }
  if (!isnan (reader->value))
    mean_add (&reader->bucket_mean, reader->value,
              MAX (MAX (reader->since, start), reader->query->from), at);
  bucket->minimum = MIN (bucket->minimum, value);
  bucket->maximum = MAX (bucket->maximum, value);
  bucket->n_rows++;
}

static void
add_to_summary (Reader *reader, gint64 at, double value)
{
  PlimUsageSeries *series = reader->series;

  if (series->n_rows == 0) {
    series->minimum = series->maximum = value;
    series->first_row_at = at;
  }
  series->minimum = MIN (series->minimum, value);
  series->maximum = MAX (series->maximum, value);
  series->sum += value;
  series->last_row_at = at;
  series->n_rows++;
  if (at / DAY_S != reader->day)
    series->n_days++;
  reader->day = at / DAY_S;
  if (isnan (reader->value))
    return;
  mean_add (&reader->mean, reader->value, MAX (reader->since, reader->query->from), at);
  series->rises += MAX (value - reader->value, 0);
}

static void
add_row (Reader *reader, gint64 at, double value)
{
  PlimUsageRow row = { at, value };

  if (at >= reader->query->from) {
    add_to_summary (reader, at, value);
    if (reader->query->interval_s > 0)
      add_to_bucket (reader, at, value);
    if (reader->query->with_rows)
      g_array_append_val (reader->series->rows, row);
  }
  reader->value = value;
  reader->since = at;
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

static gboolean
read_samples (sqlite3_stmt *statement,
              sqlite3_int64 key,
              const Query *query,
              PlimUsageSeries *series,
              GError **error)
{
  g_autoptr (GError) step_error = NULL;
  Reader reader = { .query = query, .series = series, .value = NAN, .day = -1 };

  if (query->with_rows)
    series->rows = g_array_new (FALSE, FALSE, sizeof (PlimUsageRow));
  if (query->interval_s > 0)
    series->buckets = g_array_new (FALSE, FALSE, sizeof (PlimUsageBucket));
  sqlite3_bind_int64 (statement, 1, key);
  sqlite3_bind_int64 (statement, 2, query->from);
  sqlite3_bind_int64 (statement, 3, query->to);
  while (plim_sqlite_step (statement, &step_error)) {
    int column = series->is_percent ? 1 : 2;

    /* A window that changed its unit: the two do not mix. */
    if (sqlite3_column_type (statement, column) == SQLITE_NULL)
      continue;
    add_row (&reader, sqlite3_column_int64 (statement, 0),
             series->is_percent ? (double) sqlite3_column_int64 (statement, 1) / 100
                                : sqlite3_column_double (statement, 2));
  }
  sqlite3_reset (statement);
  if (step_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&step_error));
    return FALSE;
  }
  finish_series (&reader);
  return TRUE;
}

static gboolean
load_series_set (sqlite3 *db, gpointer input, gpointer *output, GError **error)
{
  /* The kind of the last sample is the series' kind. */
  static const char list[] =
      "SELECT series.key, account.id, series.window_id,"
      " (SELECT min(at) FROM sample WHERE series = series.key),"
      " (SELECT percent_e2 IS NOT NULL FROM sample WHERE sample.series = series.key"
      "  ORDER BY at DESC LIMIT 1)"
      " FROM series JOIN account ON account.key = series.account AND account.owner = series.owner"
      " WHERE ?1 IS NULL OR account.id = ?1 ORDER BY account.position, account.key, series.key";
  static const char samples[] = "SELECT at, percent_e2, value FROM sample"
                                " WHERE series = ?1 AND at <= ?3 AND at >= coalesce("
                                "  (SELECT max(at) FROM sample WHERE series = ?1 AND at <= ?2), ?2)"
                                " ORDER BY at";
  const Query *query = input;
  g_autoptr (GError) step_error = NULL;
  g_autoptr (GPtrArray) set = g_ptr_array_new_with_free_func ((GDestroyNotify) usage_series_free);
  g_autoptr (sqlite3_stmt) list_statement = plim_sqlite_prepare (db, list, error);
  g_autoptr (sqlite3_stmt) sample_statement =
      list_statement != NULL ? plim_sqlite_prepare (db, samples, error) : NULL;

  if (sample_statement == NULL)
    return FALSE;
  plim_sqlite_bind_text (list_statement, 1, query->account_id);
  while (plim_sqlite_step (list_statement, &step_error)) {
    PlimUsageSeries *series = g_new0 (PlimUsageSeries, 1);

    g_ptr_array_add (set, series);
    series->account_id = plim_sqlite_dup_text (list_statement, 1);
    series->window_id = plim_sqlite_dup_text (list_statement, 2);
    series->first_at = sqlite3_column_int64 (list_statement, 3);
    series->is_percent = sqlite3_column_int (list_statement, 4) != 0;
    if (!read_samples (sample_statement, sqlite3_column_int64 (list_statement, 0), query, series,
                       error))
      return FALSE;
  }
  if (step_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&step_error));
    return FALSE;
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
  query->to = to;
  query->interval_s = interval_s;
  query->with_rows = with_rows;
  plim_database_push (self, plim_database_get_usage_async, PLIM_DATABASE_READ, load_series_set,
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
