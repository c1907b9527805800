/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account-list.h"
#include "plim-bus-generated.h"

G_BEGIN_DECLS

/** plim_bus_history_serve: answers what @manager is asked about the history of @accounts, as long
 * as
 * @manager lives. */
void plim_bus_history_serve (PlimBusManager1 *manager,
                             PlimAccountList *accounts,
                             PlimDatabase *database);

G_END_DECLS
