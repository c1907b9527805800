/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-day.h"

#include "plim-fold.h"
#include "plim-sqlite.h"

#include <string.h>

#define PIECE_DAYS 10

/* used_by_hour: a bit for each hour in which something was used, and for each such bit a number, in
 * the bytes' order of little-endian machines. Seven digits are enough for a sum of many; hundredths
 * of a percentage are exact. */

static guint
write_hours (const float used[PLIM_DAY_HOURS], guint32 bytes[1 + PLIM_DAY_HOURS])
{
  guint32 mask = 0;
  guint n = 1;

  for (guint i = 0; i < PLIM_DAY_HOURS; i++) {
    guint32 word;

    if (!(used[i] > 0))
      continue;
    mask |= 1u << i;
    memcpy (&word, &used[i], sizeof word);
    bytes[n++] = GUINT32_TO_LE (word);
  }
  bytes[0] = GUINT32_TO_LE (mask);
  return mask != 0 ? n * (guint) sizeof bytes[0] : 0;
}

void
plim_day_read_hours (sqlite3_stmt *statement, int column, float used[PLIM_DAY_HOURS])
{
  const guint8 *bytes = sqlite3_column_blob (statement, column);
  const guint8 *end = bytes + sqlite3_column_bytes (statement, column);
  guint32 mask = 0;

  if (bytes != NULL && end - bytes >= (gssize) sizeof mask) {
    memcpy (&mask, bytes, sizeof mask);
    mask = GUINT32_FROM_LE (mask);
    bytes += sizeof mask;
  }
  for (guint i = 0; i < PLIM_DAY_HOURS; i++) {
    guint32 word = 0;

    if ((mask >> i & 1) != 0 && end - bytes >= (gssize) sizeof word) {
      memcpy (&word, bytes, sizeof word);
      word = GUINT32_FROM_LE (word);
      bytes += sizeof word;
    }
    memcpy (&used[i], &word, sizeof word);
  }
}

typedef struct {
  gint64 series;
  gint64 hours_from; /* the first day of which all hours are there */
  sqlite3_stmt *save;
  sqlite3_stmt *add;
  gboolean has_bucket;
  gint64 day;
  gboolean is_percent;
  PlimBucket bucket;
  float used[PLIM_DAY_HOURS];
} Rolling;

static void
rolling_clear (Rolling *self)
{
  plim_sqlite_give_back (self->save);
  plim_sqlite_give_back (self->add);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rolling, rolling_clear)

static gboolean
rolling_prepare (Rolling *self, sqlite3 *db, GError **error)
{
  static const char save[] = "INSERT OR REPLACE INTO day VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
  static const char add[] = "INSERT OR IGNORE INTO day VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

  return plim_sqlite_ask (db, "SELECT hours_from FROM series WHERE key = ?1", &self->series, 1, 0,
                          &self->hours_from, error) &&
         (self->save = plim_sqlite_borrow (db, save, error)) != NULL &&
         (self->add = plim_sqlite_borrow (db, add, error)) != NULL;
}

static gboolean
save_day (Rolling *self, GError **error)
{
  sqlite3_stmt *save = self->day >= self->hours_from ? self->save : self->add;
  const double amounts[] = { self->bucket.low, self->bucket.high, self->bucket.last,
                             self->bucket.used };
  guint32 bytes[1 + PLIM_DAY_HOURS];
  guint n_bytes = write_hours (self->used, bytes);
  gboolean ok;

  if (!self->has_bucket)
    return TRUE;
  self->has_bucket = FALSE;
  sqlite3_bind_int64 (save, 1, self->series);
  sqlite3_bind_int64 (save, 2, self->day);
  for (int i = 0; i < (int) G_N_ELEMENTS (amounts); i++)
    plim_amount_bind (save, 3 + i, (PlimAmount){ self->is_percent, amounts[i] });
  if (n_bytes > 0)
    sqlite3_bind_blob (save, 7, bytes, (int) n_bytes, SQLITE_STATIC);
  else
    sqlite3_bind_null (save, 7);
  ok = plim_sqlite_run (save, error);
  /* The bytes are gone when this returns. */
  sqlite3_bind_null (save, 7);
  return ok;
}

static gboolean
add_hour (Rolling *self, sqlite3_stmt *hours, GError **error)
{
  gint64 at = sqlite3_column_int64 (hours, 0);
  gboolean is_percent = sqlite3_column_type (hours, 3) == SQLITE_INTEGER;
  double low = sqlite3_column_double (hours, 1);
  double high = sqlite3_column_double (hours, 2);
  double last = sqlite3_column_double (hours, 3);
  double used = sqlite3_column_double (hours, 4);

  if (self->has_bucket && self->day != at / PLIM_DAY_HOURS && !save_day (self, error))
    return FALSE;
  /* Another measure does not mix with what came before it. */
  if (!self->has_bucket || self->is_percent != is_percent) {
    self->has_bucket = TRUE;
    self->day = at / PLIM_DAY_HOURS;
    self->is_percent = is_percent;
    self->bucket = (PlimBucket){ .low = low, .high = high };
    memset (self->used, 0, sizeof self->used);
  }
  plim_bucket_add (&self->bucket, low, high, last, used);
  self->used[at % PLIM_DAY_HOURS] = (float) used;
  return TRUE;
}

static gboolean
roll_hours (sqlite3 *db, gint64 series, gint64 from, gint64 until, GError **error)
{
  g_auto (Rolling) rolling = { .series = series };
  g_autoptr (GError) step_error = NULL;
  g_autoptr (PlimHotStatement) hours = plim_sqlite_borrow (
      db,
      "SELECT at, low, high, last, used FROM hour WHERE series = ?1 AND at >= ?2 AND at < ?3"
      " ORDER BY at",
      error);

  if (hours == NULL || !rolling_prepare (&rolling, db, error))
    return FALSE;
  sqlite3_bind_int64 (hours, 1, series);
  sqlite3_bind_int64 (hours, 2, from * PLIM_DAY_HOURS);
  sqlite3_bind_int64 (hours, 3, until * PLIM_DAY_HOURS);
  while (plim_sqlite_step (hours, &step_error)) {
    if (!add_hour (&rolling, hours, error))
      return FALSE;
  }
  if (step_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&step_error));
    return FALSE;
  }
  return save_day (&rolling, error);
}

gboolean
plim_day_roll (sqlite3 *db, gint64 series, gint64 from, gint64 until, GError **error)
{
  static const char find[] = "SELECT at / 24 FROM hour WHERE series = ?1 AND at >= ?2 * 24"
                             " ORDER BY at LIMIT 1";
  gint64 first, end;

  if (!plim_sqlite_ask (db, find, (gint64[]){ series, from }, 2, until, &first, error))
    return FALSE;
  first = MIN (first, until);
  end = MIN (first + PIECE_DAYS, until);
  return (first >= end || roll_hours (db, series, first, end, error)) &&
         plim_sqlite_tell (db, "UPDATE series SET days_until = ?2 WHERE key = ?1",
                           (gint64[]){ series, end }, 2, error);
}
