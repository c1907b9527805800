/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account-list.h"

G_BEGIN_DECLS

/**
 * plim_bus_import_check:
 * @list: `a(sssbbusa{ss})`, as Manager1.ImportAccounts has it
 *
 * Returns: (transfer full) (element-type PlimAccount) (nullable): those that are not in @accounts
 *   yet; %NULL when any is wrong, with an error in %PLIM_BUS_ERROR that names it
 */
GPtrArray *plim_bus_import_check (PlimAccountList *accounts, GVariant *list, GError **error);

G_END_DECLS
