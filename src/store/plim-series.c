/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-series.h"

#include "plim-sqlite.h"

#define HOUR_S 3600
#define DAY_S (24 * HOUR_S)
#define MIN_POINTS 2
#define MAX_SAMPLES_S (3 * DAY_S)
#define MAX_HOURS_S (100 * DAY_S)

PlimSeriesQuery *
plim_series_query_new (
    const char *account_id, const char *window_id, gint64 from, gint64 to, guint max_points)
{
  PlimSeriesQuery *self = g_new0 (PlimSeriesQuery, 1);

  self->account_id = g_strdup (account_id);
  self->window_id = g_strdup (window_id);
  self->from = CLAMP (from, 0, PLIM_TIME_LAST);
  self->to = CLAMP (to, self->from, PLIM_TIME_LAST);
  self->max_points = MAX (max_points, MIN_POINTS);
  return self;
}

void
plim_series_query_free (PlimSeriesQuery *self)
{
  g_free (self->account_id);
  g_free (self->window_id);
  g_clear_pointer (&self->bounds, g_array_unref);
  g_free (self);
}

/* Points. */

typedef struct {
  const PlimSeriesQuery *query;
  PlimSeries *series;
  gint64 width_s; /* of a point */
  gint64 slot;    /* of the last point; -1 for what held before the first */
  PlimBucket bucket;
} Drawing;

/* Whether the row belongs to the point before it. */
static gboolean
goes_on (Drawing *self, gint64 slot)
{
  return self->series->points->len > 0 && slot <= self->slot;
}

static void
put_point (Drawing *self, gint64 at, double scale)
{
  PlimSeriesPoint point = { .at = at,
                            .low = self->bucket.low * scale,
                            .high = self->bucket.high * scale,
                            .last = self->bucket.last * scale };

  g_array_append_val (self->series->points, point);
}

static void
on_row (const PlimSeriesRow *row, gpointer user_data)
{
  Drawing *self = user_data;
  gint64 from = self->query->from;
  gint64 at = MAX (row->at, from);
  gint64 slot = row->at < from ? -1 : (row->at - from) / self->width_s;
  double scale = row->is_percent ? 0.01 : 1;
  GArray *points = self->series->points;

  if (row->reset_at != PLIM_TIME_UNKNOWN && row->reset_at >= from)
    g_array_append_val (self->series->resets, row->reset_at);
  /* Another measure: what came before it cannot be drawn with it. */
  if (points->len > 0 && self->series->percent != row->is_percent)
    g_array_set_size (points, 0);
  self->series->percent = row->is_percent;
  if (goes_on (self, slot)) {
    plim_bucket_add (&self->bucket, row->bucket.low, row->bucket.high, row->bucket.last, 0);
    at = g_array_index (points, PlimSeriesPoint, points->len - 1).at;
    g_array_set_size (points, points->len - 1);
  } else {
    self->bucket = row->bucket;
    self->slot = slot;
  }
  /* What held before the first moment is that alone. */
  if (slot < 0)
    plim_bucket_begin (&self->bucket, row->bucket.last);
  put_point (self, at, scale);
}

/* Resets that are rolled up; those of the samples after them were met on the way. */
static gboolean
read_resets (sqlite3 *db,
             const PlimSeriesSource *source,
             const PlimSeriesQuery *query,
             PlimSeries *series,
             GError **error)
{
  g_autoptr (GArray) resets = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) step_error = NULL;
  g_autoptr (PlimHotStatement) statement = plim_sqlite_borrow (
      db, "SELECT at FROM reset WHERE series = ?1 AND at >= ?2 AND at <= ?3 ORDER BY at", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, source->key);
  sqlite3_bind_int64 (statement, 2, query->from);
  sqlite3_bind_int64 (statement, 3, query->to);
  while (plim_sqlite_step (statement, &step_error)) {
    gint64 at = sqlite3_column_int64 (statement, 0);

    g_array_append_val (resets, at);
  }
  if (step_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&step_error));
    return FALSE;
  }
  for (guint i = 0; i < series->resets->len; i++) {
    gint64 at = g_array_index (series->resets, gint64, i);

    if (resets->len == 0 || at > g_array_index (resets, gint64, resets->len - 1))
      g_array_append_val (resets, at);
  }
  g_array_unref (series->resets);
  series->resets = g_steal_pointer (&resets);
  return TRUE;
}

static gboolean
read_gaps (sqlite3 *db,
           const PlimSeriesSource *source,
           const PlimSeriesQuery *query,
           PlimSeries *series,
           GError **error)
{
  g_autoptr (GError) step_error = NULL;
  g_autoptr (PlimHotStatement) statement = plim_sqlite_borrow (
      db,
      "SELECT from_at, to_at FROM gap WHERE account = ?1 AND to_at > ?2 AND from_at < ?3"
      " ORDER BY from_at",
      error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, source->account);
  sqlite3_bind_int64 (statement, 2, query->from);
  sqlite3_bind_int64 (statement, 3, query->to);
  while (plim_sqlite_step (statement, &step_error)) {
    PlimSeriesGap gap = { .from = sqlite3_column_int64 (statement, 0),
                          .to = sqlite3_column_int64 (statement, 1) };

    g_array_append_val (series->gaps, gap);
  }
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

/* The rows that serve: those of which a point holds some, and a few hundred are enough for a chart.
 */
static gint64
choose_step (gint64 width_s, gint64 span_s)
{
  if (width_s >= DAY_S || span_s > MAX_HOURS_S)
    return DAY_S;
  return width_s >= HOUR_S || span_s > MAX_SAMPLES_S ? HOUR_S : 0;
}

static PlimSeries *
load_one (sqlite3 *db, const PlimSeriesSource *source, const PlimSeriesQuery *query, GError **error)
{
  g_autoptr (PlimSeries) series = plim_series_new (source->account_id, source->window_id);
  Drawing drawing = { .query = query, .series = series, .slot = -1 };
  gint64 step_s;

  series->falls = source->falls;
  series->known_until = source->seen_at;
  /* One point is for what held before the first moment. */
  drawing.width_s = MAX ((query->to - query->from) / (query->max_points - 1) + 1, 1);
  step_s = choose_step (drawing.width_s, query->to - query->from);
  series->step_s = step_s > 0 ? MAX (step_s, drawing.width_s) : 0;
  if (!plim_series_read (db, source, query->from, query->to, step_s, on_row, &drawing, error) ||
      !read_resets (db, source, query, series, error) ||
      !read_gaps (db, source, query, series, error))
    return NULL;
  return g_steal_pointer (&series);
}

gboolean
plim_database_load_series (sqlite3 *db, gpointer input, gpointer *output, GError **error)
{
  const PlimSeriesQuery *query = input;
  g_autoptr (GPtrArray) sources = plim_series_find_sources (db, query, error);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_series_free);

  if (sources == NULL)
    return FALSE;
  for (guint i = 0; i < sources->len; i++) {
    g_autoptr (PlimSeries) series = load_one (db, sources->pdata[i], query, error);

    if (series == NULL)
      return FALSE;
    if (series->points->len > 0)
      g_ptr_array_add (all, g_steal_pointer (&series));
  }
  *output = g_steal_pointer (&all);
  return TRUE;
}
