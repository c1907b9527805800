/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account-list.h"
#include "plim-bus-generated.h"
#include "plim-headline.h"
#include "plim-log-ring.h"
#include "plim-notifier.h"

G_BEGIN_DECLS

/**
 * PlimBusExport:
 *
 * The account list on the session bus: ObjectManager, Account1 and Manager1 as documented in
 * data/io.github.plimsoll.Plimsoll.xml. Carries commands up; owns nothing.
 *
 * Signal `quit`: a client asked the service to end. Signal `reload-api-keys
 * (GDBusMethodInvocation)`: the local API's tokens have changed; a handler that answers the
 * invocation, which it may do later, returns %TRUE.
 */
#define PLIM_TYPE_BUS_EXPORT (plim_bus_export_get_type ())
G_DECLARE_FINAL_TYPE (PlimBusExport, plim_bus_export, PLIM, BUS_EXPORT, GObject)

/** plim_bus_export_new: exports at once. */
PlimBusExport *plim_bus_export_new (GDBusConnection *connection,
                                    PlimAccountList *accounts,
                                    PlimPoller *poller,
                                    PlimFetcher *fetcher,
                                    PlimNotifier *notifier,
                                    PlimDatabase *database,
                                    PlimClock *clock,
                                    GError **error);

/** plim_bus_export_set_headline: @summary: one line in the user's language */
void plim_bus_export_set_headline (PlimBusExport *self,
                                   const PlimHeadline *headline,
                                   const char *summary);

/** plim_bus_export_get_manager: (transfer none): Manager1, whose other methods others answer */
PlimBusManager1 *plim_bus_export_get_manager (PlimBusExport *self);

/** plim_bus_export_set_log: what Manager1.GetLog reads */
void plim_bus_export_set_log (PlimBusExport *self, PlimLogRing *log);
void plim_bus_export_set_tray_host (PlimBusExport *self, gboolean has_host);

G_END_DECLS
