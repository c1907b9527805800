/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account-list.h"
#include "plim-bus-generated.h"
#include "plim-fetcher.h"
#include "plim-notifier.h"

G_BEGIN_DECLS

/**
 * PlimBusAdditions:
 *
 * The methods of Manager1 by which accounts come: AddAccount, which asks the provider first,
 * CancelAdd, ImportAccounts.
 */
#define PLIM_TYPE_BUS_ADDITIONS (plim_bus_additions_get_type ())
G_DECLARE_FINAL_TYPE (PlimBusAdditions, plim_bus_additions, PLIM, BUS_ADDITIONS, GObject)

/** plim_bus_additions_new: answers @manager's calls until it is disposed of, which cancels the
 * checks that are under way; they may keep it alive, so run g_object_run_dispose(). */
PlimBusAdditions *plim_bus_additions_new (PlimBusManager1 *manager,
                                          PlimAccountList *accounts,
                                          PlimFetcher *fetcher,
                                          PlimNotifier *notifier,
                                          PlimDatabase *database,
                                          PlimClock *clock);

G_END_DECLS
