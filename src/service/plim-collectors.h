/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account-list.h"
#include "plim-clock.h"
#include "plim-collector-feed.h"
#include "plim-ingest-attempt.h"
#include "plim-webhook-state.h"

G_BEGIN_DECLS

/**
 * PlimCollectors:
 *
 * Takes samples that collectors push, makes the accounts that they feed, and knows what happened:
 * of each such account and of the webhook as a whole. Nothing is shown or answered before it is on
 * the disk; what arrives while a transaction runs is kept by the next one, all at once.
 *
 * Signals: `attempt (PlimIngestResult)`: one was answered; `sampled (PlimAccount)`: a sample
 * changed it; `stopped (PlimAccount)`: no sample has come for three of its collector's intervals,
 * said once.
 */
#define PLIM_TYPE_COLLECTORS (plim_collectors_get_type ())
G_DECLARE_FINAL_TYPE (PlimCollectors, plim_collectors, PLIM, COLLECTORS, GObject)

PlimCollectors *
plim_collectors_new (PlimAccountList *accounts, PlimDatabase *database, PlimClock *clock);

/** plim_collectors_load_async: reads what is kept, after the accounts were loaded. */
void plim_collectors_load_async (PlimCollectors *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean plim_collectors_load_finish (PlimCollectors *self, GAsyncResult *result, GError **error);

/** plim_collectors_ingest_async: takes @body, whatever it is. */
void plim_collectors_ingest_async (PlimCollectors *self,
                                   GBytes *body,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/** plim_collectors_ingest_finish: (transfer full): */
PlimIngestResult *plim_collectors_ingest_finish (PlimCollectors *self, GAsyncResult *result);

/** plim_collectors_flush: shows now what was answered a moment ago and is not shown yet, unless a
 * transaction runs. */
void plim_collectors_flush (PlimCollectors *self);

/** plim_collectors_get_state: (transfer none): of the webhook; valid until the next attempt */
const PlimWebhookState *plim_collectors_get_state (PlimCollectors *self);

/** plim_collectors_get_feed: (transfer none) (nullable): %NULL for an account that no collector
 * feeds; valid until the next attempt */
const PlimCollectorFeed *plim_collectors_get_feed (PlimCollectors *self, PlimAccount *account);

/** plim_collectors_get_feeds: (transfer none): account id → #PlimCollectorFeed; read only */
GHashTable *plim_collectors_get_feeds (PlimCollectors *self);

/** plim_collectors_get_count: accounts that are fed, of @provider (as collectors spell it), or of
 * all when it is %NULL */
guint plim_collectors_get_count (PlimCollectors *self, const char *provider);

/** plim_collectors_get_waiting: samples that wait for room on the disk */
guint plim_collectors_get_waiting (PlimCollectors *self);

G_END_DECLS
