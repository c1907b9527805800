/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-bus-generated.h"
#include "plim-forwarder.h"
#include "plim-hooks.h"

G_BEGIN_DECLS

/**
 * PlimBusOutbound:
 *
 * The methods of Manager1 on what goes out: TestHooks, ForwardNow, GetForwardStatus.
 */
#define PLIM_TYPE_BUS_OUTBOUND (plim_bus_outbound_get_type ())
G_DECLARE_FINAL_TYPE (PlimBusOutbound, plim_bus_outbound, PLIM, BUS_OUTBOUND, GObject)

/** plim_bus_outbound_new: answers @manager's calls for as long as it lives. */
PlimBusOutbound *
plim_bus_outbound_new (PlimBusManager1 *manager, PlimHooks *hooks, PlimForwarder *forwarder);

G_END_DECLS
