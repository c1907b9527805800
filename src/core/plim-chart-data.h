/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-chart-geometry.h"

G_BEGIN_DECLS

/**
 * PlimChartLine:
 * @title: as the legend has it
 * @unit: (nullable): as in #PlimUsageWindow; %NULL for percent
 * @steps: (element-type PlimChartStep): by time
 * @resets: (element-type gint64): by time
 * @is_hidden: taken out of the picture by the reader
 */
typedef struct {
  char *title;
  char *account_id;
  char *window_id;
  char *unit;
  GArray *steps;
  GArray *resets;
  gboolean is_hidden;
} PlimChartLine;

/**
 * PlimChartData:
 * @is_percent: all lines are percent; otherwise all are amounts
 * @is_left: amounts are what is left, not what is used
 * @lines: (element-type PlimChartLine):
 *
 * What one chart shows: the same numbers for the picture, the table and the files. Times are Unix
 * seconds.
 */
typedef struct {
  gint64 from;
  gint64 to;
  gboolean is_percent;
  gboolean is_left;
  GPtrArray *lines;
} PlimChartData;

PlimChartData *plim_chart_data_new (gint64 from, gint64 to, gboolean is_percent, gboolean is_left);
void plim_chart_data_free (PlimChartData *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimChartData, plim_chart_data_free)

/** plim_chart_data_add: a line of what @series says between the chart's ends.
 * @unit: (nullable): %NULL for percent */
void plim_chart_data_add (PlimChartData *self,
                          const PlimSeries *series,
                          const char *title,
                          const char *unit);

/** plim_chart_data_get_line: (transfer none): */
PlimChartLine *plim_chart_data_get_line (const PlimChartData *self, guint index);

/** plim_chart_data_get_top: the amount at the upper edge, for the lines that are not hidden */
double plim_chart_data_get_top (const PlimChartData *self);

/**
 * plim_chart_data_to_csv:
 * @charts: (element-type PlimChartData):
 *
 * Rows `account,window,title,kind,from,to,lowest,highest,last,unit` of the lines that are not
 * hidden; `kind` is `reading` or `reset`, times are ISO 8601, UTC, and numbers never see the
 * locale (RFC 4180). Times without data have no row.
 */
char *plim_chart_data_to_csv (const GPtrArray *charts);

/** plim_chart_data_to_json: the same numbers: `from`, `to`, `series`: `account`, `window`, `title`,
 * `unit`, `amounts` (`used` or `left`), `readings` (`from`, `to`, `lowest`, `highest`, `last`),
 * `resets`.
 * @charts: (element-type PlimChartData): */
char *plim_chart_data_to_json (const GPtrArray *charts);

G_END_DECLS
