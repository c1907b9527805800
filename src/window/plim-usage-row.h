/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-presentation.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** PlimUsageRow: one usage window of an account: title, number, bar, reset. Keeps no state. */
#define PLIM_TYPE_USAGE_ROW (plim_usage_row_get_type ())
G_DECLARE_FINAL_TYPE (PlimUsageRow, plim_usage_row, PLIM, USAGE_ROW, GtkBox)

/** plim_usage_row_new: @is_detailed: whether it says where its number comes from */
PlimUsageRow *plim_usage_row_new (gboolean is_detailed);

/** plim_usage_row_update: shows @window as @presentation says. */
void plim_usage_row_update (PlimUsageRow *self,
                            PlimPresentation *presentation,
                            PlimAccount *account,
                            const PlimUsageWindow *window);

G_END_DECLS
