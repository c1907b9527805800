/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-rollup.h"

#include "plim-day.h"
#include "plim-fold.h"
#include "plim-sqlite.h"

#define HOUR_S 3600
#define DAY_H 24
/* A step ends with the first piece of work that comes so late; a piece takes less than a
 * millisecond. */
#define STEP_US 1000
#define PIECE_ROWS 250

typedef struct {
  sqlite3 *db;
  sqlite3_int64 series;
  gint64 from; /* hours */
  gint64 until;
  gint64 samples_from; /* before, hours are made of what is left of their samples, or of others */
  gboolean falls;
} Piece;

static gboolean
take_error (GError **error, GError *step_error)
{
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, step_error);
  return FALSE;
}

/* Hours. */

typedef struct {
  const Piece *piece;
  sqlite3_stmt *save_hour;
  sqlite3_stmt *add_hour;
  sqlite3_stmt *save_reset;
  PlimFold fold;
  gboolean has_bucket;
  gint64 hour;
  gboolean is_percent;
  PlimBucket bucket;
} Rolling;

static void
rolling_clear (Rolling *self)
{
  plim_sqlite_give_back (self->save_hour);
  plim_sqlite_give_back (self->add_hour);
  plim_sqlite_give_back (self->save_reset);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rolling, rolling_clear)

static gboolean
rolling_prepare (Rolling *self, sqlite3 *db, GError **error)
{
  static const char save[] = "INSERT OR REPLACE INTO hour VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
  static const char add[] = "INSERT OR IGNORE INTO hour VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
  static const char reset[] = "INSERT OR IGNORE INTO reset VALUES (?1, ?2)";

  return (self->save_hour = plim_sqlite_borrow (db, save, error)) != NULL &&
         (self->add_hour = plim_sqlite_borrow (db, add, error)) != NULL &&
         (self->save_reset = plim_sqlite_borrow (db, reset, error)) != NULL;
}

static gboolean
save_hour (Rolling *self, GError **error)
{
  sqlite3_stmt *save = self->hour >= self->piece->samples_from ? self->save_hour : self->add_hour;

  if (!self->has_bucket)
    return TRUE;
  self->has_bucket = FALSE;
  sqlite3_bind_int64 (save, 1, self->piece->series);
  sqlite3_bind_int64 (save, 2, self->hour);
  plim_amount_bind (save, 3, (PlimAmount){ self->is_percent, self->bucket.low });
  plim_amount_bind (save, 4, (PlimAmount){ self->is_percent, self->bucket.high });
  plim_amount_bind (save, 5, (PlimAmount){ self->is_percent, self->bucket.last });
  plim_amount_bind (save, 6, (PlimAmount){ self->is_percent, self->bucket.used });
  return plim_sqlite_run (save, error);
}

static gboolean
save_reset (Rolling *self, gint64 at, GError **error)
{
  sqlite3_bind_int64 (self->save_reset, 1, self->piece->series);
  sqlite3_bind_int64 (self->save_reset, 2, at);
  return plim_sqlite_run (self->save_reset, error);
}

static gboolean
add_sample (Rolling *self, gint64 at, PlimAmount amount, gint64 resets_at, GError **error)
{
  gboolean goes_on = self->fold.has_last && self->fold.last.is_percent == amount.is_percent;
  double before = self->fold.last.number;
  double used;
  gint64 reset_at;

  plim_fold_step (&self->fold, at, amount, resets_at, &used, &reset_at);
  if (at < self->piece->from * HOUR_S) /* what holds when the piece begins */
    return TRUE;
  if (self->has_bucket && (at / HOUR_S != self->hour || self->is_percent != amount.is_percent) &&
      !save_hour (self, error))
    return FALSE;
  if (!self->has_bucket) {
    self->has_bucket = TRUE;
    self->hour = at / HOUR_S;
    self->is_percent = amount.is_percent;
    plim_bucket_begin (&self->bucket, goes_on ? before : amount.number);
  }
  plim_bucket_add (&self->bucket, amount.number, amount.number, amount.number, used);
  return reset_at == PLIM_TIME_UNKNOWN || save_reset (self, reset_at, error);
}

static gboolean
roll_samples (const Piece *piece, GError **error)
{
  g_auto (Rolling) rolling = { .piece = piece, .fold = { .falls = piece->falls } };
  g_autoptr (GError) step_error = NULL;
  g_autoptr (PlimHotStatement) samples = plim_sqlite_borrow (
      piece->db,
      "SELECT at, percent_e2, value, resets_in FROM sample WHERE series = ?1 AND at < ?3"
      " AND at >= coalesce((SELECT max(at) FROM sample WHERE series = ?1 AND at < ?2), ?2)"
      " ORDER BY at",
      error);

  if (samples == NULL || !rolling_prepare (&rolling, piece->db, error))
    return FALSE;
  sqlite3_bind_int64 (samples, 1, piece->series);
  sqlite3_bind_int64 (samples, 2, piece->from * HOUR_S);
  sqlite3_bind_int64 (samples, 3, piece->until * HOUR_S);
  while (plim_sqlite_step (samples, &step_error)) {
    gint64 at = sqlite3_column_int64 (samples, 0);

    if (!add_sample (&rolling, at, plim_sample_amount (samples, 1),
                     plim_sample_resets_at (samples, 3, at), error))
      return FALSE;
  }
  return take_error (error, g_steal_pointer (&step_error)) && save_hour (&rolling, error);
}

/* Ends the piece after some hundred samples, with a whole hour. */
static gboolean
limit_piece (Piece *piece, gint64 until, GError **error)
{
  const gint64 numbers[] = { piece->series, piece->from * HOUR_S };
  gint64 first, end;

  if (!plim_sqlite_ask (
          piece->db,
          "SELECT at / 3600 FROM sample WHERE series = ?1 AND at >= ?2 ORDER BY at LIMIT 1",
          numbers, 2, until, &first, error) ||
      !plim_sqlite_ask (piece->db,
                        "SELECT at / 3600 FROM sample WHERE series = ?1 AND at >= ?2 ORDER BY at"
                        " LIMIT 1 OFFSET " G_STRINGIFY (PIECE_ROWS),
                        numbers, 2, until, &end, error))
    return FALSE;
  piece->from = MIN (first, until);
  piece->until = MIN (MAX (end, piece->from + 1), until);
  return TRUE;
}

static gboolean
roll_hours (Piece *piece, gint64 until, GError **error)
{
  if (!limit_piece (piece, until, error))
    return FALSE;
  if (piece->from < until && !roll_samples (piece, error))
    return FALSE;
  return plim_sqlite_tell (piece->db, "UPDATE series SET hours_until = ?2 WHERE key = ?1",
                           (gint64[]){ piece->series, piece->until }, 2, error);
}

/* One step. */

/* The next series, from @first on, of which hours or days are missing; 0 when there is none. */
static gboolean
find_unrolled (
    sqlite3 *db, gint64 first, gint64 hours, Piece *piece, gint64 *days_from, GError **error)
{
  g_autoptr (GError) step_error = NULL;
  g_autoptr (PlimHotStatement) statement =
      plim_sqlite_borrow (db,
                          "SELECT key, hours_until, days_until, falls, samples_from"
                          " FROM series"
                          " WHERE key >= ?2 AND (hours_until < ?1 OR days_until < ?1 / 24)"
                          " ORDER BY key LIMIT 1",
                          error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, hours);
  sqlite3_bind_int64 (statement, 2, first);
  *piece = (Piece){ .db = db };
  if (plim_sqlite_step (statement, &step_error)) {
    piece->series = sqlite3_column_int64 (statement, 0);
    piece->from = sqlite3_column_int64 (statement, 1);
    *days_from = sqlite3_column_int64 (statement, 2);
    piece->falls = sqlite3_column_int (statement, 3) != 0;
    piece->samples_from = sqlite3_column_int64 (statement, 4);
  }
  return take_error (error, g_steal_pointer (&step_error));
}

static gboolean
go_on_rolling (sqlite3 *db, PlimUpkeep *self, GError **error)
{
  gint64 hours = self->now / HOUR_S;
  gint64 days_from = 0;
  Piece piece;

  if (!find_unrolled (db, self->series, hours, &piece, &days_from, error))
    return FALSE;
  self->series = piece.series;
  self->is_rolled = piece.series == 0;
  if (self->is_rolled)
    return TRUE;
  if (piece.from < hours)
    return roll_hours (&piece, hours, error);
  return plim_day_roll (db, piece.series, days_from, hours / DAY_H, error);
}

static gboolean
go_on_dropping (sqlite3 *db, PlimUpkeep *self, GError **error)
{
  gboolean more;

  if (!plim_retention_drop (db, &self->retention, self->series, &more, error))
    return FALSE;
  if (more)
    return TRUE;
  if (!plim_sqlite_ask (db, "SELECT min(key) FROM series WHERE key > ?1", &self->series, 1, 0,
                        &self->series, error))
    return FALSE;
  self->is_done = self->series == 0;
  return !self->is_done || plim_retention_end (db, &self->retention, error);
}

static gboolean
go_on (sqlite3 *db, PlimUpkeep *self, GError **error)
{
  if (!self->is_begun) {
    self->is_begun = TRUE;
    return plim_retention_begin (db, self->now, self->raw_s, self->hour_s, &self->retention, error);
  }
  return self->is_rolled ? go_on_dropping (db, self, error) : go_on_rolling (db, self, error);
}

gboolean
plim_upkeep_step (sqlite3 *db, gpointer upkeep, gpointer *output, GError **error)
{
  PlimUpkeep *self = upkeep;
  gint64 started = g_get_monotonic_time ();

  do {
    if (!go_on (db, self, error))
      return FALSE;
  } while (!self->is_done && g_get_monotonic_time () - started < STEP_US);
  if (self->is_done)
    plim_sqlite_forget (db);
  return TRUE;
}
