/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* History as charts and sums want it, on its way from the database to the screen. Amounts are
 * percent where @percent says so, otherwise values in the window's unit: what remains where @falls,
 * else what was used. */

/** PlimSeriesPoint: what was seen from @at until the next point: lowest, highest and last */
typedef struct {
  gint64 at;
  double low;
  double high;
  double last;
} PlimSeriesPoint;

/** PlimSeriesGap: a time in which nothing was read; the line breaks here */
typedef struct {
  gint64 from;
  gint64 to;
} PlimSeriesGap;

/**
 * PlimSeries:
 * @percent: amounts are percent
 * @falls: amounts are what remains
 * @step_s: seconds that a point stands for; 0 when each change is a point
 * @known_until: when the account was last read: the last point holds until then
 * @points: (element-type PlimSeriesPoint): by time. The first is at `from` when something is known
 *   of that moment. A point holds until the next, a gap, or @known_until
 * @gaps: (element-type PlimSeriesGap): by time
 * @resets: (element-type gint64): when it was reset, by time
 */
typedef struct {
  char *account_id;
  char *window_id;
  gboolean percent;
  gboolean falls;
  gint64 step_s;
  gint64 known_until;
  GArray *points;
  GArray *gaps;
  GArray *resets;
} PlimSeries;

/** plim_series_new: without points, gaps and resets */
PlimSeries *plim_series_new (const char *account_id, const char *window_id);
void plim_series_free (PlimSeries *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimSeries, plim_series_free)

/**
 * PlimHistorySums:
 * @percent: amounts are percent
 * @sums: (element-type double): how much was used in each of the times that were asked for
 */
typedef struct {
  char *account_id;
  char *window_id;
  gboolean percent;
  GArray *sums;
} PlimHistorySums;

/** plim_history_sums_new: @n_sums zeros */
PlimHistorySums *
plim_history_sums_new (const char *account_id, const char *window_id, guint n_sums);
void plim_history_sums_free (PlimHistorySums *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimHistorySums, plim_history_sums_free)

G_END_DECLS
