/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-series.h"

#include "plim-sqlite.h"

#define HOUR_S 3600
#define DAY_S (24 * HOUR_S)

static void
source_free (PlimSeriesSource *self)
{
  g_free (self->account_id);
  g_free (self->window_id);
  g_free (self);
}

static PlimSeriesSource *
read_source (sqlite3_stmt *statement)
{
  PlimSeriesSource *source = g_new0 (PlimSeriesSource, 1);

  source->key = sqlite3_column_int64 (statement, 0);
  source->account = sqlite3_column_int64 (statement, 1);
  source->account_id = plim_sqlite_dup_text (statement, 2);
  source->window_id = plim_sqlite_dup_text (statement, 3);
  source->falls = sqlite3_column_int (statement, 4) != 0;
  source->samples_from = sqlite3_column_int64 (statement, 5) * HOUR_S;
  source->hours_from = sqlite3_column_int64 (statement, 6) * DAY_S;
  /* What is older than that is nowhere else, whatever is to be rolled up again. */
  source->rolled_until = MAX (sqlite3_column_int64 (statement, 7) * HOUR_S, source->samples_from);
  source->days_until = MAX (sqlite3_column_int64 (statement, 8) * DAY_S, source->hours_from);
  source->seen_at = sqlite3_column_int64 (statement, 9);
  return source;
}

GPtrArray *
plim_series_find_sources (sqlite3 *db, const PlimSeriesQuery *query, GError **error)
{
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) source_free);
  g_autoptr (GError) step_error = NULL;
  g_autoptr (PlimHotStatement) statement = plim_sqlite_borrow (
      db,
      "SELECT series.key, account.key, account.id, window_id, falls, samples_from, hours_from,"
      " hours_until, days_until, coalesce(seen.at, 0) FROM account"
      " JOIN series ON series.account = account.key AND series.owner = account.owner"
      " LEFT JOIN seen ON seen.account = account.key"
      " WHERE (?1 IS NULL OR account.id = ?1) AND (?2 IS NULL OR window_id = ?2)"
      " ORDER BY account.position, account.key, series.key",
      error);

  if (statement == NULL)
    return NULL;
  plim_sqlite_bind_text (statement, 1, query->account_id);
  plim_sqlite_bind_text (statement, 2, query->window_id);
  while (plim_sqlite_step (statement, &step_error))
    g_ptr_array_add (sources, read_source (statement));
  if (step_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&step_error));
    return NULL;
  }
  return g_steal_pointer (&sources);
}

/* Rows of hours or days, which @sql names. */
static gboolean
read_rolled (sqlite3 *db,
             const char *sql,
             sqlite3_int64 series,
             gint64 from,
             gint64 to,
             gint64 length_s,
             PlimSeriesFunc func,
             gpointer user_data,
             GError **error)
{
  g_autoptr (GError) step_error = NULL;
  g_autoptr (PlimHotStatement) statement = plim_sqlite_borrow (db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, series);
  sqlite3_bind_int64 (statement, 2, from / length_s);
  sqlite3_bind_int64 (statement, 3, to / length_s);
  while (plim_sqlite_step (statement, &step_error)) {
    PlimSeriesRow row = { .at = sqlite3_column_int64 (statement, 0) * length_s,
                          .length_s = length_s,
                          .is_percent = sqlite3_column_type (statement, 3) == SQLITE_INTEGER,
                          .bucket = { .low = sqlite3_column_double (statement, 1),
                                      .high = sqlite3_column_double (statement, 2),
                                      .last = sqlite3_column_double (statement, 3),
                                      .used = sqlite3_column_double (statement, 4) },
                          .reset_at = PLIM_TIME_UNKNOWN,
                          .resets_at = PLIM_TIME_UNKNOWN };

    if (row.at / length_s < from / length_s) /* of what was before, only what holds */
      plim_bucket_begin (&row.bucket, row.bucket.last);
    func (&row, user_data);
  }
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

/* Of rows of a kind also the one before @from: it holds at @from. */
#define ROLLED(table)                                                                              \
  "SELECT at, low, high, last, used FROM " table " WHERE series = ?1 AND at < ?3"                  \
  " AND at >= coalesce((SELECT max(at) FROM " table " WHERE series = ?1 AND at < ?2), ?2)"         \
  " ORDER BY at"

static gboolean
read_samples (sqlite3 *db,
              const PlimSeriesSource *source,
              gint64 from,
              gint64 to,
              PlimSeriesFunc func,
              gpointer user_data,
              GError **error)
{
  PlimFold fold = { .falls = source->falls };
  g_autoptr (GError) step_error = NULL;
  g_autoptr (PlimHotStatement) statement = plim_sqlite_borrow (
      db,
      "SELECT at, percent_e2, value, resets_in FROM sample WHERE series = ?1 AND at <= ?3"
      " AND at >= coalesce((SELECT max(at) FROM sample WHERE series = ?1 AND at < ?2), ?2)"
      " ORDER BY at",
      error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, source->key);
  sqlite3_bind_int64 (statement, 2, from);
  sqlite3_bind_int64 (statement, 3, to);
  while (plim_sqlite_step (statement, &step_error)) {
    PlimSeriesRow row = { .at = sqlite3_column_int64 (statement, 0) };
    PlimAmount amount = plim_sample_amount (statement, 1);
    double used;

    row.resets_at = plim_sample_resets_at (statement, 3, row.at);
    plim_fold_step (&fold, row.at, amount, row.resets_at, &used, &row.reset_at);
    row.is_percent = amount.is_percent;
    plim_bucket_begin (&row.bucket, amount.number);
    row.bucket.used = used;
    func (&row, user_data);
  }
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

/* Where days end and hours begin, and hours end and samples begin. */
static void
divide (const PlimSeriesSource *source, gint64 step_s, gint64 *hours_from, gint64 *samples_from)
{
  *hours_from = step_s >= DAY_S ? source->days_until : source->hours_from;
  *hours_from = MIN (*hours_from, source->rolled_until);
  *samples_from = step_s > 0 ? source->rolled_until : source->samples_from;
  *samples_from = MAX (*samples_from, *hours_from);
}

gboolean
plim_series_read (sqlite3 *db,
                  const PlimSeriesSource *source,
                  gint64 from,
                  gint64 to,
                  gint64 step_s,
                  PlimSeriesFunc func,
                  gpointer user_data,
                  GError **error)
{
  gint64 hours_from, samples_from;

  to = MIN (to, G_MAXINT64 - DAY_S);
  divide (source, step_s, &hours_from, &samples_from);
  if (from < hours_from &&
      !read_rolled (db, ROLLED ("day"), source->key, from, MIN (to + DAY_S, hours_from), DAY_S,
                    func, user_data, error))
    return FALSE;
  if (MAX (from, hours_from) < samples_from && hours_from <= to &&
      !read_rolled (db, ROLLED ("hour"), source->key, MAX (from, hours_from),
                    MIN (to + HOUR_S, samples_from), HOUR_S, func, user_data, error))
    return FALSE;
  return samples_from > to ||
         read_samples (db, source, MAX (from, samples_from), to, func, user_data, error);
}
