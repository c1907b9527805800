/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-collectors.h"

G_BEGIN_DECLS

/**
 * PlimBusCollectors:
 *
 * #PlimCollectors and the local server as the interface Collectors1. Signal: `reload-address
 * (GDBusMethodInvocation) → gboolean`: the keyring has another webhook id; who returns %TRUE
 * answers when it was read.
 */
#define PLIM_TYPE_BUS_COLLECTORS (plim_bus_collectors_get_type ())
G_DECLARE_FINAL_TYPE (PlimBusCollectors, plim_bus_collectors, PLIM, BUS_COLLECTORS, GObject)

/** plim_bus_collectors_new: (transfer full) (nullable): exported on @connection */
PlimBusCollectors *plim_bus_collectors_new (GDBusConnection *connection,
                                            PlimCollectors *collectors,
                                            PlimAccountList *accounts,
                                            GSettings *settings,
                                            GError **error);

/** plim_bus_collectors_set_server: @problem: (nullable): */
void plim_bus_collectors_set_server (PlimBusCollectors *self,
                                     gboolean is_listening,
                                     guint port,
                                     const char *problem);

G_END_DECLS
