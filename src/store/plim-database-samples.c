/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-database-samples.h"
#include "plim-database.h"
#include "plim-series.h"
#include "plim-sqlite.h"

#include <math.h>

/* Some answers count the reset down from now, and it wobbles by seconds from poll to poll. */
#define RESET_TOLERANCE_S 60
#define MAX_PERCENT_E2 1e12
/* Differences of amounts, and the sums of these, stay numbers. */
#define MAX_VALUE 1e100
/* A short silence is no gap to show. */
#define MIN_STALE_S (30 * 60)

/* A sample as it is kept: a NULL of the table is %FALSE here. */
typedef struct {
  gint64 at;
  gboolean has_percent;
  gint64 percent_e2;
  gboolean has_value;
  double value;
  gint64 resets_at; /* or %PLIM_TIME_UNKNOWN */
} Row;

static void
read_row (sqlite3_stmt *statement, Row *row)
{
  row->at = sqlite3_column_int64 (statement, 0);
  row->has_percent = sqlite3_column_type (statement, 1) != SQLITE_NULL;
  row->percent_e2 = sqlite3_column_int64 (statement, 1);
  row->has_value = sqlite3_column_type (statement, 2) != SQLITE_NULL;
  row->value = sqlite3_column_double (statement, 2);
  row->resets_at = sqlite3_column_type (statement, 3) != SQLITE_NULL
                       ? row->at + sqlite3_column_int64 (statement, 3)
                       : PLIM_TIME_UNKNOWN;
}

/* Returns whether there is anything to keep. */
static gboolean
make_row (const PlimUsageWindow *window, gint64 at, Row *row)
{
  double value = !isnan (window->remaining) ? window->remaining : window->used;

  row->at = at;
  row->has_percent = !isnan (window->used_percent);
  row->percent_e2 =
      row->has_percent ? llround (CLAMP (window->used_percent * 100, 0, MAX_PERCENT_E2)) : 0;
  /* With a percentage the value tells nothing new. */
  row->has_value = !row->has_percent && !isnan (value);
  row->value = row->has_value ? CLAMP (value, -MAX_VALUE, MAX_VALUE) : 0;
  row->resets_at = window->resets_at;
  return row->has_percent || row->has_value;
}

static gboolean
is_same_reset (gint64 a, gint64 b)
{
  if (a == PLIM_TIME_UNKNOWN || b == PLIM_TIME_UNKNOWN)
    return a == b;
  return ABS (a - b) < RESET_TOLERANCE_S;
}

static gboolean
is_same (const Row *a, const Row *b)
{
  return a->has_percent == b->has_percent && a->percent_e2 == b->percent_e2 &&
         a->has_value == b->has_value && !(a->value < b->value) && !(a->value > b->value) &&
         is_same_reset (a->resets_at, b->resets_at);
}

/* Appending. */

typedef struct {
  sqlite3_stmt *find;
  sqlite3_stmt *create;
  sqlite3_stmt *last;
  sqlite3_stmt *append;
} Statements;

static void
statements_clear (Statements *self)
{
  plim_sqlite_give_back (self->find);
  plim_sqlite_give_back (self->create);
  plim_sqlite_give_back (self->last);
  plim_sqlite_give_back (self->append);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Statements, statements_clear)

static gboolean
statements_prepare (Statements *self, sqlite3 *db, GError **error)
{
  static const char find[] = "SELECT key, hours_until * 3600 FROM series"
                             " WHERE account = ?1 AND owner = ?2 AND window_id = ?3";
  static const char create[] =
      "INSERT INTO series (account, owner, window_id, falls) VALUES (?1, ?2, ?3, ?4)";
  /* Not what a clock that was ahead has left behind. */
  static const char last[] = "SELECT at, percent_e2, value, resets_in FROM sample"
                             " WHERE series = ?1 AND at <= ?2 ORDER BY at DESC LIMIT 1";
  /* Two answers within a second: the later one counts. */
  static const char append[] =
      "INSERT OR REPLACE INTO sample (series, at, percent_e2, value, resets_in)"
      " VALUES (?1, ?2, ?3, ?4, ?5)";

  return (self->find = plim_sqlite_borrow (db, find, error)) != NULL &&
         (self->create = plim_sqlite_borrow (db, create, error)) != NULL &&
         (self->last = plim_sqlite_borrow (db, last, error)) != NULL &&
         (self->append = plim_sqlite_borrow (db, append, error)) != NULL;
}

static gboolean
find_series (Statements *statements,
             sqlite3_int64 account,
             const char *owner,
             const PlimUsageWindow *window,
             sqlite3_int64 *series,
             gint64 *rolled_until,
             GError **error)
{
  g_autoptr (GError) step_error = NULL;
  gboolean is_found;

  sqlite3_bind_int64 (statements->find, 1, account);
  plim_sqlite_bind_text (statements->find, 2, owner);
  plim_sqlite_bind_text (statements->find, 3, window->id);
  is_found = plim_sqlite_step (statements->find, &step_error);
  *series = is_found ? sqlite3_column_int64 (statements->find, 0) : 0;
  *rolled_until = is_found ? sqlite3_column_int64 (statements->find, 1) : 0;
  sqlite3_reset (statements->find);
  if (is_found)
    return TRUE;
  if (step_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&step_error));
    return FALSE;
  }
  sqlite3_bind_int64 (statements->create, 1, account);
  plim_sqlite_bind_text (statements->create, 2, owner);
  plim_sqlite_bind_text (statements->create, 3, window->id);
  sqlite3_bind_int (statements->create, 4, !isnan (window->remaining));
  if (!plim_sqlite_run (statements->create, error))
    return FALSE;
  *series = sqlite3_last_insert_rowid (sqlite3_db_handle (statements->create));
  return TRUE;
}

static gboolean
append_row (sqlite3_stmt *append, sqlite3_int64 series, const Row *row, GError **error)
{
  sqlite3_clear_bindings (append);
  sqlite3_bind_int64 (append, 1, series);
  sqlite3_bind_int64 (append, 2, row->at);
  if (row->has_percent)
    sqlite3_bind_int64 (append, 3, row->percent_e2);
  if (row->has_value)
    sqlite3_bind_double (append, 4, row->value);
  if (row->resets_at != PLIM_TIME_UNKNOWN)
    sqlite3_bind_int64 (append, 5, row->resets_at - row->at);
  return plim_sqlite_run (append, error);
}

/* A clock that was set back puts a sample into hours that are counted already: they are again. */
static gboolean
open_hours (sqlite3 *db, sqlite3_int64 series, gint64 at, GError **error)
{
  g_autoptr (PlimHotStatement) statement =
      plim_sqlite_borrow (db,
                          "UPDATE series SET hours_until = min(hours_until, ?2 / 3600),"
                          " days_until = min(days_until, ?2 / 86400) WHERE key = ?1",
                          error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, series);
  sqlite3_bind_int64 (statement, 2, at);
  return plim_sqlite_run (statement, error);
}

static gboolean
append_change (Statements *statements,
               sqlite3_int64 account,
               const char *owner,
               const PlimUsageWindow *window,
               gint64 at,
               GError **error)
{
  g_autoptr (GError) step_error = NULL;
  sqlite3_int64 series;
  gint64 rolled_until;
  gboolean is_known;
  Row row, last;

  if (!make_row (window, at, &row))
    return TRUE;
  if (!find_series (statements, account, owner, window, &series, &rolled_until, error))
    return FALSE;
  sqlite3_bind_int64 (statements->last, 1, series);
  sqlite3_bind_int64 (statements->last, 2, row.at);
  is_known = plim_sqlite_step (statements->last, &step_error);
  if (is_known)
    read_row (statements->last, &last);
  sqlite3_reset (statements->last);
  if (step_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&step_error));
    return FALSE;
  }
  if (is_known && is_same (&row, &last))
    return TRUE;
  if (row.at < rolled_until &&
      !open_hours (sqlite3_db_handle (statements->append), series, row.at, error))
    return FALSE;
  return append_row (statements->append, series, &row, error);
}

gboolean
plim_database_append_samples (sqlite3 *db,
                              sqlite3_int64 account,
                              const char *owner,
                              const PlimSnapshot *snapshot,
                              GError **error)
{
  g_auto (Statements) statements = { NULL };
  gint64 at = plim_snapshot_get_collected_at (snapshot);

  if (!statements_prepare (&statements, db, error))
    return FALSE;
  for (guint i = 0; i < plim_snapshot_get_n_windows (snapshot); i++) {
    if (!append_change (&statements, account, owner, plim_snapshot_get_window (snapshot, i), at,
                        error))
      return FALSE;
  }
  return TRUE;
}

gboolean
plim_database_note_seen (
    sqlite3 *db, sqlite3_int64 account, gint64 at, gint64 stale_s, GError **error)
{
  g_autoptr (PlimHotStatement) gap =
      plim_sqlite_borrow (db,
                          "INSERT OR IGNORE INTO gap SELECT account, at, ?2 FROM seen"
                          " WHERE account = ?1 AND stale_at < ?2",
                          error);
  g_autoptr (PlimHotStatement) seen = plim_sqlite_borrow (
      db,
      "INSERT INTO seen VALUES (?1, ?2, ?3)"
      " ON CONFLICT (account) DO UPDATE SET at = ?2, stale_at = ?3 WHERE at <> ?2",
      error);

  if (gap == NULL || seen == NULL)
    return FALSE;
  sqlite3_bind_int64 (gap, 1, account);
  sqlite3_bind_int64 (gap, 2, at);
  sqlite3_bind_int64 (seen, 1, account);
  sqlite3_bind_int64 (seen, 2, at);
  sqlite3_bind_int64 (seen, 3, at + MAX (stale_s, MIN_STALE_S));
  return plim_sqlite_run (gap, error) && plim_sqlite_run (seen, error);
}

/* Reading. */

void
plim_history_query_free (PlimHistoryQuery *self)
{
  g_free (self->account_id);
  g_free (self->window_id);
  g_free (self);
}

typedef struct {
  const PlimHistoryQuery *query;
  GArray *samples;
} Reading;

static void
add_sample (const PlimSeriesRow *row, gpointer user_data)
{
  Reading *self = user_data;
  /* Of an hour or a day it is known what it ended with. */
  gint64 end = row->at + MAX (row->length_s - 1, 0);
  PlimSample sample = { .at = MIN (end, self->query->to),
                        .used_percent = row->is_percent ? row->bucket.last / 100 : NAN,
                        .value = row->is_percent ? NAN : row->bucket.last,
                        .resets_at = row->resets_at };

  if (end <= self->query->from) /* later than what held until then */
    g_array_set_size (self->samples, 0);
  /* What holds where finer rows begin is in the coarser one before them. */
  if (self->samples->len > 0 &&
      sample.at <= g_array_index (self->samples, PlimSample, self->samples->len - 1).at)
    return;
  g_array_append_val (self->samples, sample);
}

gboolean
plim_database_load_history (sqlite3 *db, gpointer input, gpointer *output, GError **error)
{
  const PlimHistoryQuery *query = input;
  PlimSeriesQuery wanted = { .account_id = query->account_id, .window_id = query->window_id };
  g_autoptr (GPtrArray) sources = plim_series_find_sources (db, &wanted, error);
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (PlimSample));
  Reading reading = { query, samples };

  if (sources == NULL ||
      (sources->len > 0 && !plim_series_read (db, sources->pdata[0], query->from, query->to, 0,
                                              add_sample, &reading, error)))
    return FALSE;
  *output = g_steal_pointer (&samples);
  return TRUE;
}

gboolean
plim_database_count_samples (sqlite3 *db, gpointer account_id, gpointer *output, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = plim_sqlite_prepare (
      db,
      "SELECT total("
      " (SELECT count(*) FROM sample WHERE series = series.key)"
      " + (SELECT count(*) FROM hour WHERE series = series.key AND at < coalesce("
      "    (SELECT min(at) / 3600 FROM sample WHERE series = series.key), at + 1))"
      " + (SELECT count(*) FROM day WHERE series = series.key AND at < coalesce("
      "    (SELECT min(at) / 24 FROM hour WHERE series = series.key), at + 1)))"
      " FROM series JOIN account ON account.key = series.account WHERE account.id = ?1",
      error);
  gint64 count;

  if (statement == NULL)
    return FALSE;
  plim_sqlite_bind_text (statement, 1, account_id);
  if (!plim_sqlite_step (statement, error))
    return FALSE;
  count = sqlite3_column_int64 (statement, 0);
  *output = g_memdup2 (&count, sizeof count);
  return TRUE;
}
