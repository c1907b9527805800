/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-presentation.h"
#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PlimHeatmapView:
 *
 * A heatmap of the week's hours with what it says of one of them, or the same as a table.
 */
#define PLIM_TYPE_HEATMAP_VIEW (plim_heatmap_view_get_type ())
G_DECLARE_FINAL_TYPE (PlimHeatmapView, plim_heatmap_view, PLIM, HEATMAP_VIEW, GtkBox)

/** plim_heatmap_view_show: @shares: #PLIM_HEATMAP_HOURS shares of 1, the first of Monday from 0 to
 * 1; copied */
void plim_heatmap_view_show (PlimHeatmapView *self,
                             PlimPresentation *presentation,
                             const double *shares);

G_END_DECLS
