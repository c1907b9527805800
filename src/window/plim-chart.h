/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-chart-data.h"
#include "plim-presentation.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PlimChart:
 *
 * Lines with bands over time: breaks where nothing was read, dotted marks where a limit was reset,
 * dashed lines at the warning levels. Pointer and arrow keys move a cursor. Time runs from left to
 * right in every language. Signal `cursor-moved`: ask plim_chart_get_cursor().
 */
#define PLIM_TYPE_CHART (plim_chart_get_type ())
G_DECLARE_FINAL_TYPE (PlimChart, plim_chart, PLIM, CHART, GtkWidget)

/** plim_chart_show: @data: (transfer none): outlives the chart, or the next one shown
 * @name: what a screen reader calls it */
void plim_chart_show (PlimChart *self,
                      PlimPresentation *presentation,
                      const PlimChartData *data,
                      const char *name);

/** plim_chart_get_cursor: the time at the cursor; %PLIM_TIME_UNKNOWN without one */
gint64 plim_chart_get_cursor (PlimChart *self);

/** plim_chart_find: (nullable): what @line says at @at, or a few pixels beside it */
const PlimChartStep *plim_chart_find (PlimChart *self, const PlimChartLine *line, gint64 at);

G_END_DECLS
