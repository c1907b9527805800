/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-presentation.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** plim_heatmap_table_new: (transfer floating): a row an hour, a column a day.
 * @shares: (transfer none): #PLIM_HEATMAP_HOURS shares of 1, the first of Monday from 0 to 1 */
GtkWidget *plim_heatmap_table_new (PlimPresentation *presentation, const double *shares);

G_END_DECLS
