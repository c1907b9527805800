/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-chart.h"

G_BEGIN_DECLS

/** PlimChartView: a chart with its title, a legend that hides and shows lines and reads out what is
 * at the cursor, and a table of the same numbers. */
#define PLIM_TYPE_CHART_VIEW (plim_chart_view_get_type ())
G_DECLARE_FINAL_TYPE (PlimChartView, plim_chart_view, PLIM, CHART_VIEW, GtkBox)

PlimChartView *plim_chart_view_new (PlimPresentation *presentation);

/** plim_chart_view_show: @data: (transfer full): */
void plim_chart_view_show (PlimChartView *self, const char *title, PlimChartData *data);

/** plim_chart_view_get_data: (transfer none) (nullable): */
const PlimChartData *plim_chart_view_get_data (PlimChartView *self);

G_END_DECLS
