/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-database.h"

G_BEGIN_DECLS

/* History of several windows at a time, as the local API tells it. A value is the used percent
 * where that is known, else the amount that the sample holds; all of one series are of one kind.
 * Everything is of the accounts' present owners. */

/** PlimUsageRow: one sample. */
typedef struct {
  gint64 at;
  double value;
} PlimUsageRow;

/**
 * PlimUsageBucket:
 * @at: its start, a multiple of the interval since 1970
 * @average: by time, of what held while it lasted
 * @n_rows: how many samples are in it, never 0
 */
typedef struct {
  gint64 at;
  double average;
  double minimum;
  double maximum;
  guint n_rows;
} PlimUsageBucket;

/**
 * PlimUsageSeries:
 * @is_percent: the values are used percents
 * @first_at: when it begins
 * @rows: (element-type PlimUsageRow) (nullable): by time
 * @buckets: (element-type PlimUsageBucket) (nullable): by time
 * @average: by time
 * @sum: of all rows' values
 * @rises: the sum of all rises
 * @first_row_at: of the first row in the range; %PLIM_TIME_UNKNOWN when there is none: the numbers
 *   are then %NAN
 * @n_days: on how many days, UTC, there are rows
 */
typedef struct {
  char *account_id;
  char *window_id;
  gboolean is_percent;
  gint64 first_at;
  GArray *rows;
  GArray *buckets;
  double minimum;
  double maximum;
  double average;
  double sum;
  double rises;
  gint64 first_row_at;
  gint64 last_row_at;
  guint n_days;
  guint n_rows;
} PlimUsageSeries;

/** PLIM_DATABASE_MAX_USAGE: rows and buckets of all windows together; a request that has more ends
 * with %PLIM_DATABASE_ERROR_TOO_MUCH. */
#define PLIM_DATABASE_MAX_USAGE 100000

/**
 * plim_database_get_usage_async:
 * @account_id: (nullable): %NULL for all
 * @from: first second
 * @to: last second
 * @interval_s: of the buckets; 0 for none
 * @with_rows: whether to give the samples themselves
 *
 * What held before @from counts for averages and rises, but is no row. Where samples were thrown
 * away an hour or a day is one row, at its end.
 */
void plim_database_get_usage_async (PlimDatabase *self,
                                    const char *account_id,
                                    gint64 from,
                                    gint64 to,
                                    gint64 interval_s,
                                    gboolean with_rows,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/** plim_database_get_usage_finish: (transfer full) (element-type PlimUsageSeries) (nullable): every
 * window that was ever reported, also those without a row in the range */
GPtrArray *
plim_database_get_usage_finish (PlimDatabase *self, GAsyncResult *result, GError **error);

G_END_DECLS
