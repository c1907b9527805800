/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-burn.h"

G_BEGIN_DECLS

/**
 * PlimForecast:
 * @even_percent: where an even pace would stand now: the elapsed part of the window; %NAN when its
 *   length or reset is not known
 * @projected_percent: at the reset, as expected; %NAN without a percentage or a reset
 * @rate: what is expected to be consumed per hour from now to the reset, on average, in percent or
 *   the window's unit; %NAN when not known
 * @runs_out_at: as expected; %PLIM_TIME_UNKNOWN when it does not run out before the reset
 * @earliest_at: it runs out hardly before; the same as @runs_out_at when the data are not thin
 * @latest_at: it runs out hardly after; %PLIM_TIME_UNKNOWN when it may last until the reset
 *
 * Where a window goes. A plain value without anything to free.
 */
typedef struct {
  PlimVerdict verdict;
  double even_percent;
  double projected_percent;
  double rate;
  gint64 runs_out_at;
  gint64 earliest_at;
  gint64 latest_at;
} PlimForecast;

/**
 * plim_forecast_init:
 * @self: (out caller-allocates):
 * @burn: (nullable): what is known of the window's use
 *
 * Looks from @now to the window's reset and no further; a balance, which has none, 90 days ahead.
 *
 * The estimator: what the hours of the week until the reset usually consume, times how much more
 * or less than usual this window consumed so far. The first makes nights, weekends and a second
 * user's evenings cost what they cost, where a straight line makes them cost what the morning did;
 * the second is drawn towards 1 by some percent, so that a burst in a young window is not taken for
 * a habit. Median error of the percentage at the reset, foretold at half-window, in points, and
 * that of the straight line from the window's begin (tests/bench/bench-forecast, generated traces
 * of six weeks): steady 0.8 (line 1.1), office hours 11.0 (26.1), bursts 15.0 (16.8), two users 6.6
 * (9.0).
 *
 * Data are thin when the earliest and the latest end, by the size of the lumps in which the window
 * is consumed, are more than a quarter of the time until then apart: then there is a range.
 *
 * No forecast yet: less than 5 minutes or a fiftieth of its length since its begin, or fewer than
 * two polls that saw it grow since, where not two days before it were seen either. None at all: for
 * windows that may not lead, rate limits, those that are exhausted, without a number, or past their
 * reset.
 */
void plim_forecast_init (PlimForecast *self,
                         const PlimBurn *burn,
                         const PlimUsageWindow *window,
                         gint64 now);

G_END_DECLS
