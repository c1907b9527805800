/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-bus-client.h"

G_BEGIN_DECLS

/**
 * PlimHistoryReader:
 *
 * Asks the service for what a history page shows. Each is a signal, with a #GPtrArray that is gone
 * after it:
 *
 * - `series`: #PlimSeries, for the charts. It comes first; the charts' painting does not wait for
 *   what follows.
 * - `weeks`: #PlimHistorySums between the bounds of plim_history_get_bounds()
 * - `providers`: #PlimHistorySums of the time read; only of all accounts
 * - `hours`: #PlimHistorySums of the hours of the week
 *
 * `failed (GError *error)`: one of them could not be read.
 */
#define PLIM_TYPE_HISTORY_READER (plim_history_reader_get_type ())
G_DECLARE_FINAL_TYPE (PlimHistoryReader, plim_history_reader, PLIM, HISTORY_READER, GObject)

/** plim_history_reader_new: @account: (nullable): whose history; %NULL: of all accounts */
PlimHistoryReader *plim_history_reader_new (PlimBusClient *client, PlimAccount *account);

/** plim_history_reader_read: reads from @from to @to, in place of what is being read.
 * @zone: whose weeks they are */
void plim_history_reader_read (PlimHistoryReader *self, gint64 from, gint64 to, GTimeZone *zone);

/** plim_history_reader_cancel: nothing more comes. */
void plim_history_reader_cancel (PlimHistoryReader *self);

G_END_DECLS
