/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-chart-data.h"
#include "plim-presentation.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PlimChartPicture:
 * @widget: whose size, font and colours it has
 * @presentation: (nullable): %NULL only without @data
 * @data: (nullable): what it shows
 * @zone: of the time axis, where the presentation's format has none
 * @frame: where the lines are; plim_chart_picture_lay_out() sets it
 * @cursor: a time to mark; %PLIM_TIME_UNKNOWN for none
 *
 * A chart as it is painted. It borrows all it points to.
 */
typedef struct {
  GtkWidget *widget;
  PlimPresentation *presentation;
  const PlimChartData *data;
  GTimeZone *zone;
  PlimChartFrame frame;
  gint64 cursor;
} PlimChartPicture;

/** plim_chart_picture_lay_out: makes room for the axes' texts. There must be @data. */
void plim_chart_picture_lay_out (PlimChartPicture *self);

/** plim_chart_picture_paint: paints all of it, once it is laid out. */
void plim_chart_picture_paint (const PlimChartPicture *self, cairo_t *cr);

/** plim_chart_picture_find: (nullable): what @line says at @at, or a few pixels beside it */
const PlimChartStep *
plim_chart_picture_find (const PlimChartPicture *self, const PlimChartLine *line, gint64 at);

G_END_DECLS
