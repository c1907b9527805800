/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-retention.h"

#include "plim-sqlite.h"

#define HOUR_S 3600
#define DAY_H 24
#define DAY_S (DAY_H * HOUR_S)
#define PIECE_ROWS 250
/* What a gap is at least. */
#define MIN_GAP_S (30 * 60)

/* Samples are later than today when the clock was ahead, or is behind: the day of the last one was
 * seen, too. */
static gboolean
note_days (sqlite3 *db, gint64 today, GError **error)
{
  static const char sql[] =
      "INSERT OR IGNORE INTO upkeep_day (at)"
      " SELECT max(?1, coalesce(max((SELECT max(at) FROM sample WHERE series = key)) / 86400, ?1))"
      " FROM series UNION ALL SELECT ?1";

  return plim_sqlite_tell (db, sql, &today, 1, error);
}

/* Until when the clock is believed, in seconds: see #PlimRetention. */
static gboolean
get_believed (sqlite3 *db, gint64 now, gint64 *believed_at, GError **error)
{
  static const char sql[] = "SELECT at FROM upkeep_day WHERE at <= ?1 ORDER BY at DESC LIMIT 1"
                            " OFFSET " G_STRINGIFY (PLIM_RETENTION_BELIEF_DAYS) " - 1";
  gint64 today = now / DAY_S;
  gint64 day;

  if (!plim_sqlite_ask (db, sql, &today, 1, -PLIM_RETENTION_BELIEF_DAYS, &day, error))
    return FALSE;
  *believed_at = MIN (now, (day + PLIM_RETENTION_BELIEF_DAYS) * DAY_S);
  return TRUE;
}

static gboolean
get_later_than (sqlite3 *db, gint64 now, gint64 *later_than, GError **error)
{
  static const char sql[] =
      "SELECT count(*) FROM upkeep_day WHERE at <= ?1"
      " AND nth > (SELECT coalesce(max(nth), 0) FROM upkeep_day WHERE at > ?1)";
  gint64 today = now / DAY_S;
  gint64 n_days;

  if (!plim_sqlite_ask (db, sql, &today, 1, 0, &n_days, error))
    return FALSE;
  /* Another time zone, or a clock that is a little fast, is no reason. */
  *later_than = n_days >= PLIM_RETENTION_BELIEF_DAYS ? now + DAY_S : G_MAXINT64;
  return TRUE;
}

/* A gap has no sample in it. When the clock jumped ahead and is right again, the account was read
 * within what looked like one, which ends there; when it was behind, what looked like one goes over
 * all that was read before, and begins at its end. Only gaps of late can be such. */
static gboolean
mend_gaps (sqlite3 *db, gint64 now, GError **error)
{
  static const char cut_end[] =
      "UPDATE gap SET to_at = (SELECT min(seen.at, coalesce((SELECT min(sample.at)"
      "   FROM series JOIN sample ON sample.series = series.key"
      "   WHERE series.account = gap.account AND sample.at > from_at), seen.at))"
      "  FROM seen WHERE seen.account = gap.account)"
      " WHERE to_at > ?1 AND EXISTS (SELECT 1 FROM seen WHERE seen.account = gap.account"
      "  AND seen.at > from_at AND seen.at < to_at)";
  static const char cut_begin[] =
      "UPDATE OR REPLACE gap SET from_at = coalesce((SELECT max(sample.at)"
      "   FROM series JOIN sample ON sample.series = series.key"
      "   WHERE series.account = gap.account AND sample.at < to_at"
      "   AND sample.at > from_at), from_at)"
      " WHERE to_at > ?1 AND to_at <= ?2";
  static const char drop[] = "DELETE FROM gap WHERE to_at > ?1 AND to_at - from_at < ?2";
  gint64 lately = now - 2 * DAY_S;

  return plim_sqlite_tell (db, cut_end, &lately, 1, error) &&
         plim_sqlite_tell (db, cut_begin, (gint64[]){ lately, now }, 2, error) &&
         plim_sqlite_tell (db, drop, (gint64[]){ lately, MIN_GAP_S }, 2, error);
}

gboolean
plim_retention_begin (
    sqlite3 *db, gint64 now, gint64 raw_s, gint64 hour_s, PlimRetention *self, GError **error)
{
  gint64 believed_at;

  *self = (PlimRetention){ .now = now };
  if (!note_days (db, now / DAY_S, error) || !get_believed (db, now, &believed_at, error) ||
      !get_later_than (db, now, &self->later_than, error) || !mend_gaps (db, now, error))
    return FALSE;
  self->samples_until = MAX (believed_at - raw_s, 0) / HOUR_S;
  self->hours_until = MAX (believed_at - hour_s, 0) / DAY_S;
  return TRUE;
}

/* The one that holds where the others begin stays, to compare the next one with. */
static gboolean
drop_samples (sqlite3 *db, gint64 series, gint64 until, int *n_dropped, GError **error)
{
  static const char drop[] =
      "DELETE FROM sample WHERE series = ?1 AND at < (SELECT max(at) FROM sample"
      "  WHERE series = ?1 AND at < ?2 * 3600)"
      " AND at <= coalesce((SELECT at FROM sample WHERE series = ?1 ORDER BY at"
      "  LIMIT 1 OFFSET " G_STRINGIFY (PIECE_ROWS) "), ?2 * 3600)";
  const gint64 numbers[] = { series, until };

  if (!plim_sqlite_tell (db, drop, numbers, 2, error))
    return FALSE;
  *n_dropped = sqlite3_changes (db);
  return *n_dropped == 0 ||
         plim_sqlite_tell (db,
                           "UPDATE series SET samples_from = max(samples_from, ?2) WHERE key = ?1",
                           numbers, 2, error);
}

static gboolean
drop_hours (sqlite3 *db, gint64 series, gint64 until, int *n_dropped, GError **error)
{
  static const char drop[] =
      "DELETE FROM hour WHERE series = ?1 AND at < ?2 * 24"
      " AND at <= coalesce((SELECT at FROM hour WHERE series = ?1 ORDER BY at"
      "  LIMIT 1 OFFSET " G_STRINGIFY (PIECE_ROWS) "), ?2 * 24)";
  const gint64 numbers[] = { series, until };

  if (!plim_sqlite_tell (db, drop, numbers, 2, error))
    return FALSE;
  *n_dropped = sqlite3_changes (db);
  return *n_dropped == 0 ||
         plim_sqlite_tell (db, "UPDATE series SET hours_from = max(hours_from, ?2) WHERE key = ?1",
                           numbers, 2, error);
}

static gboolean
drop_later (sqlite3 *db, gint64 series, const PlimRetention *self, GError **error)
{
  static const char *const all[] = {
    "DELETE FROM sample WHERE series = ?1 AND at > ?2",
    "DELETE FROM reset WHERE series = ?1 AND at > ?2",
    "DELETE FROM hour WHERE series = ?1 AND at > ?2 / 3600",
    "DELETE FROM day WHERE series = ?1 AND at > ?2 / 86400",
    "UPDATE series SET hours_until = min(hours_until, ?2 / 3600),"
    " samples_from = min(samples_from, ?2 / 3600), days_until = min(days_until, ?2 / 86400),"
    " hours_from = min(hours_from, ?2 / 86400) WHERE key = ?1",
  };

  for (gsize i = 0; self->later_than < G_MAXINT64 && i < G_N_ELEMENTS (all); i++) {
    if (!plim_sqlite_tell (db, all[i], (gint64[]){ series, self->later_than }, 2, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
plim_retention_drop (
    sqlite3 *db, const PlimRetention *self, gint64 series, gboolean *more, GError **error)
{
  gint64 hours_until, days_until;
  int n_samples, n_hours;

  /* What is not rolled up yet stays. */
  if (!plim_sqlite_ask (db, "SELECT hours_until FROM series WHERE key = ?1", &series, 1, 0,
                        &hours_until, error) ||
      !plim_sqlite_ask (db, "SELECT days_until FROM series WHERE key = ?1", &series, 1, 0,
                        &days_until, error) ||
      !drop_samples (db, series, MIN (self->samples_until, hours_until), &n_samples, error) ||
      !drop_hours (db, series, MIN (self->hours_until, days_until), &n_hours, error))
    return FALSE;
  *more = n_samples > 0 || n_hours > 0;
  return *more || drop_later (db, series, self, error);
}

/* The days are no more, and an account that is read no more was seen with its last sample. */
gboolean
plim_retention_end (sqlite3 *db, const PlimRetention *self, GError **error)
{
  static const char see[] =
      "UPDATE seen SET at = coalesce((SELECT max(sample.at)"
      "   FROM series JOIN sample ON sample.series = series.key"
      "   WHERE series.account = seen.account), 0), stale_at = ?1 WHERE at > ?1";
  gint64 day = self->later_than / DAY_S;

  return self->later_than == G_MAXINT64 ||
         (plim_sqlite_tell (db, see, &self->later_than, 1, error) &&
          plim_sqlite_tell (db, "DELETE FROM gap WHERE to_at > ?1", &self->later_than, 1, error) &&
          plim_sqlite_tell (db, "DELETE FROM upkeep_day WHERE at > ?1", &day, 1, error));
}
