/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"
#include "plim-provider.h"
#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * PlimFetcher:
 *
 * Carries a provider's exchange over HTTP: asks for the next request, reads the secret from the
 * keyring, sends, hands the answer back, until the provider is content; then parses. Here stand,
 * once for all providers: TLS, the origin rule (plim-target.h), credential placement, the redirect
 * rule (never followed: a redirect is an answer), the size cap of 4 MiB, timeouts, User-Agent,
 * rotated cookies, cancellation.
 */
#define PLIM_TYPE_FETCHER (plim_fetcher_get_type ())
G_DECLARE_FINAL_TYPE (PlimFetcher, plim_fetcher, PLIM, FETCHER, GObject)

PlimFetcher *plim_fetcher_new (void);

/** plim_fetcher_set_deadline: the longest that one request may take in all; a minute by default. */
void plim_fetcher_set_deadline (PlimFetcher *self, guint deadline_ms);

/** plim_fetcher_set_settle: how long to wait before another program's file that looks half-written
 * is read once more; two seconds by default. */
void plim_fetcher_set_settle (PlimFetcher *self, guint settle_ms);

/** plim_fetcher_get_session: (transfer none): what it sends with, so that a test can trust its own
 * certificate */
SoupSession *plim_fetcher_get_session (PlimFetcher *self);

/**
 * plim_fetcher_check_base_url:
 *
 * Returns: whether @base_url may be used: HTTPS anywhere, plain HTTP to loopback only; no user
 * name, query or fragment; otherwise `misconfigured` saying so
 */
gboolean plim_fetcher_check_base_url (const char *base_url, GError **error);

/**
 * plim_fetcher_fetch_async:
 * @account: read at the time of the call
 * @now: what the exchange takes for now
 * @is_setup: the live check of an account that is not saved yet
 */
void plim_fetcher_fetch_async (PlimFetcher *self,
                               const PlimProvider *provider,
                               PlimAccount *account,
                               gint64 now,
                               gboolean is_setup,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/**
 * plim_fetcher_fetch_finish:
 *
 * Returns: (transfer full) (nullable): a snapshot, which may be a refused one; or an error in
 * %PLIM_ERROR, or %G_IO_ERROR_CANCELLED
 */
PlimSnapshot *plim_fetcher_fetch_finish (PlimFetcher *self, GAsyncResult *result, GError **error);

G_END_DECLS
