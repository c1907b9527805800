/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-bus-client.h"
#include "plim-heatmap.h"
#include "plim-history-series.h"
#include <adwaita.h>

G_BEGIN_DECLS

/* The parts of a history page that are sums. @account: (nullable): whose page it is; %NULL: of all.
 * @all: (element-type PlimHistorySums): */

/** PLIM_HISTORY_BOUNDS: of "this week against last" */
#define PLIM_HISTORY_BOUNDS 4

/** plim_history_get_bounds: the starts of last week and of this one, by the local calendar, and as
 * much into each as @now is. @bounds: for #PLIM_HISTORY_BOUNDS times */
void plim_history_get_bounds (gint64 now, GTimeZone *zone, gint64 *bounds);

/** plim_history_fill_weeks: a row for each window of @account, or for each account.
 * Returns: (transfer full) (element-type GtkWidget): what was added to @group */
GPtrArray *plim_history_fill_weeks (AdwPreferencesGroup *group,
                                    PlimBusClient *client,
                                    PlimPresentation *presentation,
                                    PlimAccount *account,
                                    const GPtrArray *all);

/** plim_history_fill_providers: a row with a bar for each provider.
 * Returns: (transfer full) (element-type GtkWidget): what was added to @group */
GPtrArray *plim_history_fill_providers (AdwPreferencesGroup *group,
                                        PlimBusClient *client,
                                        PlimPresentation *presentation,
                                        const GPtrArray *all);

/** plim_history_get_shares: the mean of the windows' weeks, each as shares of its own sum, so that
 * a busy limit does not hide a large one. @shares: for #PLIM_HEATMAP_HOURS numbers
 * Returns: whether anything was used */
gboolean plim_history_get_shares (const GPtrArray *all, double *shares);

G_END_DECLS
