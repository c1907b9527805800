/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-history-series.h"

G_BEGIN_DECLS

/* What a chart draws, without drawing: from series to level stretches, and from times and amounts
 * to pixels. */

/**
 * PlimChartStep:
 * @from: first second; @to: the one after the last; equal for a single moment
 * @value: where the line is
 * @last: the number read last in it
 * @low: where the band begins
 * @high: where the band ends
 * @is_joined: the line goes on from the step before: neither a gap nor a reset lies between
 *
 * A stretch in which the line is level: a number holds until the next one is read.
 */
typedef struct {
  gint64 from;
  gint64 to;
  double value;
  double last;
  double low;
  double high;
  gboolean is_joined;
} PlimChartStep;

/**
 * plim_chart_get_steps:
 * @show_left: turn percent used into percent left
 *
 * Gaps are left out, and a reset divides the point in which it happened at its own time. A point
 * with several resets keeps to its peak, or its trough where the series falls: more cannot be seen.
 *
 * Returns: (transfer full) (element-type PlimChartStep): by time, between @from and @to
 */
GArray *plim_chart_get_steps (const PlimSeries *series, gint64 from, gint64 to, gboolean show_left);

/** plim_chart_get_marks: (transfer full) (element-type gint64): resets between @from and @to; none
 * when they are more than @max: they would only be a fence. */
GArray *plim_chart_get_marks (const PlimSeries *series, gint64 from, gint64 to, guint max);

/** plim_chart_find_step: (nullable): the step that holds at @at, else the nearest within @reach_s
 */
const PlimChartStep *plim_chart_find_step (const GArray *steps, gint64 at, gint64 reach_s);

/** plim_chart_get_highest: of @steps' bands; 0 without any */
double plim_chart_get_highest (const GArray *steps);

/** plim_chart_choose_top: the amount at a chart's upper edge: 100 for percent unless @highest is
 * above, else a round number not below @highest. */
double plim_chart_choose_top (double highest, gboolean percent);

/** plim_chart_choose_value_step: the round distance of lines across a chart: at most @max_lines
 * above 0 */
double plim_chart_choose_value_step (double top, guint max_lines);

/** PlimChartFrame: what a chart shows, and where, in pixels from the upper left */
typedef struct {
  gint64 from;
  gint64 to;
  double top;
  double x;
  double y;
  double width;
  double height;
} PlimChartFrame;

double plim_chart_frame_get_x (const PlimChartFrame *self, gint64 at);
double plim_chart_frame_get_y (const PlimChartFrame *self, double amount);

/** plim_chart_frame_get_at: the time at @x, within the frame */
gint64 plim_chart_frame_get_at (const PlimChartFrame *self, double x);

/** PlimChartTickKind: what a tick of the time axis begins, and so how it is written */
typedef enum {
  PLIM_CHART_TICK_HOUR,
  PLIM_CHART_TICK_DAY,
  PLIM_CHART_TICK_MONTH,
} PlimChartTickKind;

typedef struct {
  gint64 at;
  PlimChartTickKind kind;
} PlimChartTick;

/**
 * plim_chart_get_ticks:
 * @max_ticks: about how many there is room for
 *
 * At round hours, days, Mondays or months of @zone, also where its clocks change.
 *
 * Returns: (transfer full) (element-type PlimChartTick):
 */
GArray *plim_chart_get_ticks (gint64 from, gint64 to, guint max_ticks, GTimeZone *zone);

G_END_DECLS
