/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-clock.h"
#include "plim-desktop-state.h"
#include "plim-fetcher.h"

G_BEGIN_DECLS

/**
 * PlimPoller:
 *
 * Polls every enabled account of a list on its own schedule (plim_poll_plan_init()): one alarm for
 * all, jitter of ±10 %, exponential back-off from 60 s to 30 min on errors, Retry-After and the
 * provider's minimum honoured, one exchange in flight an account, two a provider and four in all;
 * one that takes longer than ten seconds gives its place away. It follows the list and the network;
 * after a clock jump or wake every account that is due is polled once. It takes @clock's alarm for
 * itself.
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
 * @force: poll although the provider's minimum interval since the last attempt has not passed: it
 *   has another credential or other settings
 *
 * Polls @account now, or joins the poll in flight; with @force takes that one's place, of which
 * nothing is kept. Within the minimum nothing is sent and it
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

/** plim_poller_note_look: somebody looks at the numbers now: for a while they are read more often,
 * and those of before at once. */
void plim_poller_note_look (PlimPoller *self);

/** plim_poller_set_desktop: what the desktop tells, from now on */
void plim_poller_set_desktop (PlimPoller *self, const PlimDesktopState *desktop);

G_END_DECLS
