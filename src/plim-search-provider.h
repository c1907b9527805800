/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-clock.h"

G_BEGIN_DECLS

/**
 * PlimSearchProvider:
 *
 * The accounts and their numbers in the desktop's search, as org.gnome.Shell.SearchProvider2. In
 * privacy mode accounts are found and shown by what may be seen of them. Signals: `open-account`
 * with an account's id, when a result was chosen; `open`, when the whole program was.
 */
#define PLIM_TYPE_SEARCH_PROVIDER (plim_search_provider_get_type ())
G_DECLARE_FINAL_TYPE (PlimSearchProvider, plim_search_provider, PLIM, SEARCH_PROVIDER, GObject)

/**
 * plim_search_provider_new:
 * @accounts: of #PlimAccount
 *
 * Returns: (transfer full) (nullable): exported on @connection at %PLIM_BUS_SEARCH_PATH
 */
PlimSearchProvider *plim_search_provider_new (GDBusConnection *connection,
                                              GListModel *accounts,
                                              GSettings *settings,
                                              PlimClock *clock,
                                              GError **error);

G_END_DECLS
