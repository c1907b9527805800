/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-database-file.h"
#include "plim-fold.h"
#include "plim-history.h"

G_BEGIN_DECLS

/* Private: reading history. */

/** PlimSeriesQuery: what plim_database_load_series(), …_consumption() and …_heatmap() read */
typedef struct {
  char *account_id; /* (nullable) */
  char *window_id;  /* (nullable) */
  gint64 from;
  gint64 to;
  guint max_points;
  GArray *bounds; /* (nullable) */
} PlimSeriesQuery;

PlimSeriesQuery *plim_series_query_new (
    const char *account_id, const char *window_id, gint64 from, gint64 to, guint max_points);
void plim_series_query_free (PlimSeriesQuery *self);

/** plim_database_load_series: @output: (element-type PlimSeries): a #GPtrArray */
gboolean plim_database_load_series (sqlite3 *db, gpointer query, gpointer *output, GError **error);

/** plim_database_load_consumption: @output: (element-type PlimHistorySums): a #GPtrArray */
gboolean
plim_database_load_consumption (sqlite3 *db, gpointer query, gpointer *output, GError **error);

/** plim_database_load_heatmap: @output: (element-type PlimHistorySums): a #GPtrArray */
gboolean plim_database_load_heatmap (sqlite3 *db, gpointer query, gpointer *output, GError **error);

/* Between plim-series-rows.c, which reads, and plim-series.c and plim-series-sums.c, which make of
 * it what was asked for. */

/** PlimSeriesSource: a series; from when on samples and hours are there, and how far it is rolled
 * up, all in seconds */
typedef struct {
  sqlite3_int64 key;
  sqlite3_int64 account;
  char *account_id;
  char *window_id;
  gboolean falls;
  gint64 samples_from;
  gint64 hours_from;
  gint64 rolled_until;
  gint64 days_until;
  gint64 seen_at;
} PlimSeriesSource;

/**
 * PlimSeriesRow:
 * @length_s: 0 for a single sample
 */
typedef struct {
  gint64 at;
  gint64 length_s;
  gboolean is_percent;
  PlimBucket bucket;
  gint64 reset_at;
  gint64 resets_at; /* of a single sample */
} PlimSeriesRow;

typedef void (*PlimSeriesFunc) (const PlimSeriesRow *row, gpointer user_data);

/** plim_series_find_sources: (transfer full) (element-type PlimSeriesSource) (nullable): */
GPtrArray *plim_series_find_sources (sqlite3 *db, const PlimSeriesQuery *query, GError **error);

/**
 * plim_series_read:
 * @step_s: the coarsest rows that serve: 0, an hour or a day
 *
 * Hands over rows by time: days where @step_s allows, then hours, then samples; first the one that
 * holds at @from, which is earlier.
 */
gboolean plim_series_read (sqlite3 *db,
                           const PlimSeriesSource *source,
                           gint64 from,
                           gint64 to,
                           gint64 step_s,
                           PlimSeriesFunc func,
                           gpointer user_data,
                           GError **error);

G_END_DECLS
