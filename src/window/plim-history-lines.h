/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-bus-client.h"
#include "plim-chart-data.h"
#include "plim-presentation.h"

G_BEGIN_DECLS

/* What of the history is shown, and under which names. */

/** plim_history_find_window: (nullable): as the account has it now */
const PlimUsageWindow *plim_history_find_window (PlimAccount *account, const char *window_id);

/** plim_history_dup_title: (transfer full): the window's title; its id when it is gone */
char *plim_history_dup_title (PlimAccount *account, const char *window_id);

/** plim_history_get_main_window: (nullable): the window that stands for the account among others:
 * the longest whose percentage is known and that may lead */
const char *plim_history_get_main_window (PlimAccount *account);

/** plim_history_is_shown: whether a page of @account (nullable: of all) shows that window: of all
 * accounts only their main ones, and no amounts in privacy mode */
gboolean plim_history_is_shown (PlimPresentation *presentation,
                                PlimAccount *account,
                                PlimAccount *owner,
                                const char *window_id,
                                gboolean percent);

/**
 * plim_history_build_charts:
 * @account: (nullable): %NULL for a line of each account
 * @all: (element-type PlimSeries):
 *
 * Returns: (transfer full) (element-type PlimChartData): percent first, then a chart for each unit,
 * what is left of it and what is used apart
 */
GPtrArray *plim_history_build_charts (PlimBusClient *client,
                                      PlimPresentation *presentation,
                                      PlimAccount *account,
                                      const GPtrArray *all,
                                      gint64 from,
                                      gint64 to);

G_END_DECLS
