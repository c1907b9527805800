/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account-list.h"
#include "plim-clock.h"
#include "plim-collector-feed.h"
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

/**
 * PlimIngestResult:
 * @status: what to answer
 * @message: (nullable): one line for who runs the collector
 * @provider: (nullable):
 * @account_key: (nullable):
 * @status_word: (nullable): the payload's status, when it was accepted
 * @created_account: whether this made the account known
 * @is_disk_full: with `unknown_error`: the sample waits in memory
 */
typedef struct {
  PlimIngestStatus status;
  const char *message;
  const char *provider;
  const char *account_key;
  const char *status_word;
  gboolean created_account;
  gboolean is_disk_full;
} PlimIngestResult;
void plim_ingest_result_free (PlimIngestResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimIngestResult, plim_ingest_result_free)

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

/** plim_collectors_flush: shows now what was answered within the last second, unless a
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
