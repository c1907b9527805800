/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-clock.h"
#include "plim-history.h"

G_BEGIN_DECLS

/**
 * PlimTrend:
 *
 * Learns from each poll how fast windows are used up, and tells each account where its windows go,
 * see plim_account_set_forecasts(). What was learnt is in memory alone: at the start the last weeks
 * are taken from the database.
 */
#define PLIM_TYPE_TREND (plim_trend_get_type ())
G_DECLARE_FINAL_TYPE (PlimTrend, plim_trend, PLIM, TREND, GObject)

/** plim_trend_new: @accounts: a list model of #PlimAccount. Make it before those who show accounts:
 * it then tells before they look. */
PlimTrend *plim_trend_new (GListModel *accounts, PlimClock *clock);

/** plim_trend_load_async: learns from what @database kept. */
void plim_trend_load_async (PlimTrend *self,
                            PlimDatabase *database,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean plim_trend_load_finish (PlimTrend *self, GAsyncResult *result, GError **error);

G_END_DECLS
