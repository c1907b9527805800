/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-presentation.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** PLIM_HEATMAP_HOURS: of a week */
#define PLIM_HEATMAP_HOURS (7 * 24)

/**
 * PlimHeatmap:
 *
 * The hours of a week, each as dark as much is used in it. Pointer and arrow keys choose an hour,
 * and its share is told below.
 */
#define PLIM_TYPE_HEATMAP (plim_heatmap_get_type ())
G_DECLARE_FINAL_TYPE (PlimHeatmap, plim_heatmap, PLIM, HEATMAP, GtkWidget)

/** plim_heatmap_show: @shares: #PLIM_HEATMAP_HOURS shares of 1, the first of Monday from 0 to 1 */
void plim_heatmap_show (PlimHeatmap *self, PlimPresentation *presentation, const double *shares);

/** plim_heatmap_dup_reading: (transfer full): the chosen hour and its share, or the one in which
 * most is used; empty when nothing is used */
char *plim_heatmap_dup_reading (PlimHeatmap *self);

G_END_DECLS
