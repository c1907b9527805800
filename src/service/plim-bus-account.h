/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account-list.h"
#include "plim-bus-generated.h"
#include "plim-notifier.h"
#include "plim-poller.h"

G_BEGIN_DECLS

/**
 * PlimBusAccount:
 *
 * One account as an object on the bus: its properties follow the account, its methods go to list
 * and poller.
 */
#define PLIM_TYPE_BUS_ACCOUNT (plim_bus_account_get_type ())
G_DECLARE_FINAL_TYPE (PlimBusAccount, plim_bus_account, PLIM, BUS_ACCOUNT, PlimBusObjectSkeleton)

PlimBusAccount *
plim_bus_account_new (PlimAccount *account, PlimAccountList *accounts, PlimPoller *poller);

/** plim_bus_account_get_account: (transfer none): whose object it is */
PlimAccount *plim_bus_account_get_account (PlimBusAccount *self);

G_END_DECLS
