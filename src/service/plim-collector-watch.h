/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-clock.h"
#include "plim-collector-feed.h"

G_BEGIN_DECLS

/** PlimCollectorWatch: tells of each collector that sends no more, once, when it is due. */
typedef struct _PlimCollectorWatch PlimCollectorWatch;

/** PlimCollectorStopped: @feed says that it has stopped already; must not change the feeds */
typedef void (*PlimCollectorStopped) (const char *account_id,
                                      PlimCollectorFeed *feed,
                                      gpointer user_data);

/** plim_collector_watch_new: @feeds: account id → #PlimCollectorFeed */
PlimCollectorWatch *plim_collector_watch_new (GHashTable *feeds,
                                              PlimClock *clock,
                                              PlimCollectorStopped stopped,
                                              gpointer user_data);
void plim_collector_watch_free (PlimCollectorWatch *self);

/** plim_collector_watch_look: to be called when feeds have changed */
void plim_collector_watch_look (PlimCollectorWatch *self);

G_END_DECLS
