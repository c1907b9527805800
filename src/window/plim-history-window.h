/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-bus-client.h"
#include "plim-presentation.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** PlimHistoryWindow: where an account's limits went in the last day, week, month or year, or those
 * of all accounts. */
#define PLIM_TYPE_HISTORY_WINDOW (plim_history_window_get_type ())
G_DECLARE_FINAL_TYPE (PlimHistoryWindow, plim_history_window, PLIM, HISTORY_WINDOW, AdwWindow)

/** plim_history_window_new: @account_id: (nullable): %NULL for all accounts
 * Returns: (transfer floating) (nullable): %NULL when there is no such account */
PlimHistoryWindow *plim_history_window_new (GtkWindow *parent,
                                            PlimPresentation *presentation,
                                            PlimBusClient *client,
                                            const char *account_id);

/** plim_history_window_get_account_id: (nullable): %NULL for all accounts */
const char *plim_history_window_get_account_id (PlimHistoryWindow *self);

G_END_DECLS
