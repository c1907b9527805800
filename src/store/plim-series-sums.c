/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-series.h"

#include "plim-day.h"
#include "plim-sqlite.h"

#include <string.h>

#define HOUR_S 3600
#define DAY_S (PLIM_DAY_HOURS * HOUR_S)
#define WEEK_H (7 * PLIM_DAY_HOURS)
/* Monday's first hour, in hours after the first of 1970, a Thursday. */
#define MONDAY_H (4 * PLIM_DAY_HOURS)
#define MIN_DAYS_S (28 * DAY_S)
/* More than a year: all series have the same days. */
#define CACHED_DAYS 512

/* Which hours of the week the hours of a day are. */
typedef struct {
  gint64 day;
  guint8 hours[PLIM_DAY_HOURS];
} WeekHours;

typedef struct {
  sqlite3 *db;
  const PlimSeriesQuery *query;
  GTimeZone *zone;       /* (nullable) */
  WeekHours *week_hours; /* (nullable) */
  PlimHistorySums *sums;
} Summing;

typedef gboolean (*SumFunc) (Summing *self, const PlimSeriesSource *source, GError **error);

static void
set_percent (PlimHistorySums *sums, gboolean percent)
{
  /* Another measure: what came before it does not count with it. */
  if (sums->percent != percent)
    memset (sums->sums->data, 0, sums->sums->len * sizeof (double));
  sums->percent = percent;
}

static gboolean
sum_up (Summing *self, SumFunc func, guint n_sums, gpointer *output, GError **error)
{
  g_autoptr (GPtrArray) sources = plim_series_find_sources (self->db, self->query, error);
  g_autoptr (GPtrArray) all =
      g_ptr_array_new_with_free_func ((GDestroyNotify) plim_history_sums_free);

  if (sources == NULL)
    return FALSE;
  for (guint i = 0; i < sources->len; i++) {
    const PlimSeriesSource *source = sources->pdata[i];

    self->sums = plim_history_sums_new (source->account_id, source->window_id, n_sums);
    g_ptr_array_add (all, self->sums);
    if (!func (self, source, error))
      return FALSE;
  }
  *output = g_steal_pointer (&all);
  return TRUE;
}

/* Consumption. */

/* Which bound is the last one up to @row; -1 before the first. One within an hour that is rolled up
 * goes with its begin. */
static int
find_bound (const GArray *bounds, const PlimSeriesRow *row)
{
  guint first = 0, end = bounds->len;

  while (first < end) {
    guint middle = first + (end - first) / 2;
    gint64 bound = g_array_index (bounds, gint64, middle);

    if (bound - (row->length_s > 0 ? bound % row->length_s : 0) <= row->at)
      first = middle + 1;
    else
      end = middle;
  }
  return (int) first - 1;
}

static void
on_bounded_row (const PlimSeriesRow *row, gpointer user_data)
{
  Summing *self = user_data;
  GArray *sums = self->sums->sums;
  double used = row->is_percent ? row->bucket.used / 100 : row->bucket.used;
  int bound;

  set_percent (self->sums, row->is_percent);
  if (!(used > 0))
    return;
  bound = find_bound (self->query->bounds, row);
  if (bound >= 0 && bound < (int) sums->len)
    g_array_index (sums, double, (guint) bound) += used;
}

/* Days serve where one more or less changes little. */
static gint64
choose_step (const GArray *bounds)
{
  for (guint i = 0; i + 1 < bounds->len; i++) {
    if (g_array_index (bounds, gint64, i + 1) - g_array_index (bounds, gint64, i) < MIN_DAYS_S)
      return HOUR_S;
  }
  return DAY_S;
}

static gboolean
sum_bounded (Summing *self, const PlimSeriesSource *source, GError **error)
{
  const PlimSeriesQuery *query = self->query;

  return plim_series_read (self->db, source, query->from, query->to, choose_step (query->bounds),
                           on_bounded_row, self, error);
}

gboolean
plim_database_load_consumption (sqlite3 *db, gpointer input, gpointer *output, GError **error)
{
  Summing summing = { .db = db, .query = input };

  return sum_up (&summing, sum_bounded, summing.query->bounds->len - 1, output, error);
}

/* Heatmap: of whole days it is known what was used in each hour; what is not in a day yet is in
 * hours and samples. */

static guint
get_week_hour (GTimeZone *zone, int interval, gint64 at)
{
  gint64 local = at + g_time_zone_get_offset (zone, interval);

  return (guint) ((local / HOUR_S + WEEK_H - MONDAY_H) % WEEK_H);
}

static int
find_interval (GTimeZone *zone, gint64 at)
{
  return g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, at);
}

/* Finding the interval is slow, and mostly it is one for the whole day. */
static const WeekHours *
find_week_hours (Summing *self, gint64 day)
{
  WeekHours *found = &self->week_hours[day % CACHED_DAYS];
  gint64 from = day * DAY_S;
  int first, last;

  if (found->day == day)
    return found;
  found->day = day;
  first = find_interval (self->zone, from);
  last = find_interval (self->zone, from + DAY_S - HOUR_S);
  for (int i = 0; i < PLIM_DAY_HOURS; i++) {
    gint64 at = from + i * HOUR_S;

    found->hours[i] =
        (guint8) get_week_hour (self->zone, first == last ? first : find_interval (self->zone, at),
                                at);
  }
  return found;
}

static void
add_day (Summing *self, sqlite3_stmt *statement)
{
  gint64 day = sqlite3_column_int64 (statement, 0);
  gboolean is_percent = sqlite3_column_type (statement, 1) == SQLITE_INTEGER;
  gint64 first_hour = self->query->from / HOUR_S - day * PLIM_DAY_HOURS;
  gint64 last_hour = self->query->to / HOUR_S - day * PLIM_DAY_HOURS;
  const WeekHours *week_hours = find_week_hours (self, day);
  double *sums = (double *) (gpointer) self->sums->sums->data;
  double scale = is_percent ? 0.01 : 1;
  float used[PLIM_DAY_HOURS];

  plim_day_read_hours (statement, 2, used);
  set_percent (self->sums, is_percent);
  for (gint64 i = MAX (first_hour, 0); i <= MIN (last_hour, PLIM_DAY_HOURS - 1); i++)
    sums[week_hours->hours[i]] += (double) used[i] * scale;
}

static gboolean
add_days (Summing *self, const PlimSeriesSource *source, GError **error)
{
  g_autoptr (GError) step_error = NULL;
  g_autoptr (PlimHotStatement) statement = plim_sqlite_borrow (
      self->db,
      /* Also the one before: it tells what is measured. */
      "SELECT at, last, used_by_hour FROM day WHERE series = ?1 AND at <= ?3 AND at < ?4"
      " AND at >= coalesce((SELECT max(at) FROM day WHERE series = ?1 AND at < ?2), ?2)"
      " ORDER BY at",
      error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, source->key);
  sqlite3_bind_int64 (statement, 2, self->query->from / DAY_S);
  sqlite3_bind_int64 (statement, 3, self->query->to / DAY_S);
  sqlite3_bind_int64 (statement, 4, source->days_until / DAY_S);
  while (plim_sqlite_step (statement, &step_error))
    add_day (self, statement);
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

static void
on_hour_row (const PlimSeriesRow *row, gpointer user_data)
{
  Summing *self = user_data;
  double used = row->is_percent ? row->bucket.used / 100 : row->bucket.used;

  set_percent (self->sums, row->is_percent);
  if (!(used > 0))
    return;
  g_array_index (self->sums->sums, double,
                 get_week_hour (self->zone, find_interval (self->zone, row->at), row->at)) += used;
}

static gboolean
sum_by_hour (Summing *self, const PlimSeriesSource *source, GError **error)
{
  gint64 from = MAX (self->query->from, source->days_until);

  return add_days (self, source, error) &&
         (from > self->query->to || plim_series_read (self->db, source, from, self->query->to,
                                                      HOUR_S, on_hour_row, self, error));
}

gboolean
plim_database_load_heatmap (sqlite3 *db, gpointer input, gpointer *output, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree WeekHours *week_hours = g_new (WeekHours, CACHED_DAYS);
  Summing summing = { .db = db, .query = input, .zone = zone, .week_hours = week_hours };

  for (guint i = 0; i < CACHED_DAYS; i++)
    week_hours[i].day = -1;
  return sum_up (&summing, sum_by_hour, WEEK_H, output, error);
}
