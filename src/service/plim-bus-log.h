/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-bus-generated.h"
#include "plim-log-ring.h"

G_BEGIN_DECLS

/**
 * PlimBusLog:
 *
 * Manager1.GetLog: the log's last lines, at once or when there are newer ones.
 */
#define PLIM_TYPE_BUS_LOG (plim_bus_log_get_type ())
G_DECLARE_FINAL_TYPE (PlimBusLog, plim_bus_log, PLIM, BUS_LOG, GObject)

/** plim_bus_log_new: answers @manager's calls for as long as it lives. */
PlimBusLog *plim_bus_log_new (PlimBusManager1 *manager, PlimLogRing *ring);

G_END_DECLS
