/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-metrics.h"
#include "plim-poller.h"

G_BEGIN_DECLS

/**
 * PlimPollMeter:
 *
 * Counts the polls since the start: by account and how they ended, and how long they took by
 * provider.
 */
#define PLIM_TYPE_POLL_METER (plim_poll_meter_get_type ())
G_DECLARE_FINAL_TYPE (PlimPollMeter, plim_poll_meter, PLIM, POLL_METER, GObject)

/** plim_poll_meter_new: @accounts: of @poller */
PlimPollMeter *plim_poll_meter_new (PlimPoller *poller, GListModel *accounts);

/** plim_poll_meter_write: two families: of the accounts that there still are. */
void plim_poll_meter_write (PlimPollMeter *self, PlimMetrics *metrics);

G_END_DECLS
