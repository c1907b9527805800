/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-poll-queue.h"
#include "plim-poller.h"

G_BEGIN_DECLS

struct _PlimPoller {
  GObject parent_instance;

  GListModel *accounts;
  PlimFetcher *fetcher;
  PlimClock *clock;
  GNetworkMonitor *network; /* (nullable) */
  GSettings *settings;
  GHashTable *schedules; /* PlimAccount → PlimPollSchedule */
  PlimPollQueue *queue;
  gboolean is_started;
  gint64 started_at;
  gint64 looked_at; /* or PLIM_TIME_UNKNOWN */
  PlimDesktopState desktop;
};

/** plim_poller_look: begins what is due, as far as there are places, and sets the alarm for the
 * rest. */
void plim_poller_look (PlimPoller *self);

/** plim_poller_replan: plans all polls anew, and looks. */
void plim_poller_replan (PlimPoller *self);

G_END_DECLS
