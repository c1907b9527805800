/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-clock.h"
#include "plim-fetcher.h"

G_BEGIN_DECLS

/**
 * PlimPoller:
 *
 * Polls every enabled account of a list on its own schedule: one alarm for all, jitter of ±10 %,
 * exponential back-off from 60 s to 30 min on errors, Retry-After and the provider's minimum
 * honoured, one exchange in flight an account, two a provider and four in all; one that takes
 * longer than ten seconds gives its place away. It follows the list and the network; after a clock
 * jump or wake every account that is due is polled once. It takes @clock's alarm for itself.
 *
 * Signal `polled (PlimAccount)`: the account's poll ended and plim_account_update() was called.
 */
#define PLIM_TYPE_POLLER (plim_poller_get_type ())
G_DECLARE_FINAL_TYPE (PlimPoller, plim_poller, PLIM, POLLER, GObject)

/**
 * plim_poller_new:
 * @accounts: a list model of #PlimAccount
 * @network: (nullable): %NULL takes the network as always there
 */
PlimPoller *plim_poller_new (GListModel *accounts,
                             PlimFetcher *fetcher,
                             PlimClock *clock,
                             GNetworkMonitor *network,
                             GSettings *settings);

/** plim_poller_start: before it nothing is polled. */
void plim_poller_start (PlimPoller *self);

/**
 * plim_poller_refresh_async:
 * @force: poll although the provider's minimum interval since the last attempt has not passed (a
 * new credential)
 *
 * Polls @account now, or joins the poll in flight. Within the minimum nothing is sent and it
 * succeeds at once.
 */
void plim_poller_refresh_async (PlimPoller *self,
                                PlimAccount *account,
                                gboolean force,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean plim_poller_refresh_finish (PlimPoller *self, GAsyncResult *result, GError **error);

/** plim_poller_refresh_all: as plim_poller_refresh_async() for every enabled account. */
void plim_poller_refresh_all (PlimPoller *self);

/** plim_poller_retry_cause: polls at once every account whose status has that cause (the keyring
 * was unlocked). */
void plim_poller_retry_cause (PlimPoller *self, PlimCause cause);

/** plim_poller_hasten: polls @account as soon as its provider's minimum interval allows: what it
 * signs in with has changed. */
void plim_poller_hasten (PlimPoller *self, PlimAccount *account);

/** plim_poller_dup_schedule: (transfer full): why @account's next poll is when it is, in technical
 * English */
char *plim_poller_dup_schedule (PlimPoller *self, PlimAccount *account);

/** plim_poll_interval: seconds between polls while all is well: @interval_s, or the provider's when
 * it is 0, and never below the provider's minimum. */
guint plim_poll_interval (const PlimProvider *provider, guint interval_s);

/** plim_poll_wait: the least seconds after a poll that ended so, whoever asks for the next. */
gint64 plim_poll_wait (const PlimProvider *provider, PlimStatus status, gint64 retry_after_s);

/**
 * plim_poll_delay:
 * @n_failures: polls that failed in a row, 0 after a good one
 * @retry_after_s: what the provider asked for, or 0
 * @random: from 0 to 1, for the jitter
 *
 * Returns: seconds until the next poll: the schedule as a pure function
 */
gint64 plim_poll_delay (const PlimProvider *provider,
                        guint interval_s,
                        PlimStatus status,
                        PlimCause cause,
                        guint n_failures,
                        gint64 retry_after_s,
                        double random);

G_END_DECLS
