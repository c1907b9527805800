/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-chart-data.h"
#include "plim-presentation.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** plim_chart_table_new: (transfer floating): the numbers of @data's lines that are not hidden, the
 * newest first. @data outlives it. */
GtkWidget *plim_chart_table_new (PlimPresentation *presentation, const PlimChartData *data);

G_END_DECLS
