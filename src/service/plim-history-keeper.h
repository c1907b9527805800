/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-history.h"
#include "plim-poller.h"

G_BEGIN_DECLS

/**
 * PlimHistoryKeeper:
 *
 * Has the database roll up and throw away what is old, once an hour: with the first poll in it, or
 * the first sample that is pushed, so that nothing wakes up for it.
 */
#define PLIM_TYPE_HISTORY_KEEPER (plim_history_keeper_get_type ())
G_DECLARE_FINAL_TYPE (PlimHistoryKeeper, plim_history_keeper, PLIM, HISTORY_KEEPER, GObject)

PlimHistoryKeeper *plim_history_keeper_new (PlimDatabase *database,
                                            PlimPoller *poller,
                                            PlimClock *clock,
                                            GSettings *settings);

/** plim_history_keeper_look: something new is known; polls are seen without it. */
void plim_history_keeper_look (PlimHistoryKeeper *self);

G_END_DECLS
