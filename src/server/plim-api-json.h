/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-collector-feed.h"
#include "plim-format.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Accounts and windows as the web app ai-usage-monitor 0.8 writes them. Its client checks strictly:
 * a member that is not known is left out and never null, every number is finite, and what is ours
 * alone stands in a member named `plimsoll`. Secrets are in none. Pure functions. */

/**
 * PlimApiView:
 * @format: for privacy mode
 * @now: Unix seconds
 * @all_providers: accounts of providers that the client does not know, too
 * @disabled: disabled accounts, too
 * @first_seen: (nullable): `<account id>/<window id>` → #gint64: when a window was reported first
 * @feeds: (nullable): account id → #PlimCollectorFeed, of those that collectors feed
 *
 * What of the accounts is shown, and how.
 */
typedef struct {
  const PlimFormat *format;
  gint64 now;
  gboolean all_providers;
  gboolean disabled;
  GHashTable *first_seen;
  GHashTable *feeds;
} PlimApiView;

/**
 * PlimApiQuota:
 * @metric: unique within the account
 * @window: (transfer none): of the account's snapshot
 *
 * A window as amounts: those that are reported or, for a window known only in percent, parts of a
 * hundred.
 */
typedef struct {
  char *metric;
  const PlimUsageWindow *window;
  double limit;
  double used;
  double remaining;
} PlimApiQuota;

/** plim_api_list_quotas: (transfer full) (element-type PlimApiQuota): @account's windows; without
 * those of which no number is known. They are valid as long as the account's snapshot. */
GArray *plim_api_list_quotas (PlimAccount *account);

/** plim_api_get_quota_type: `usage`, `credits` or `rate_limit` */
const char *plim_api_get_quota_type (PlimWindowKind kind);

/** plim_api_get_provider: (transfer none): the client's name for the account's provider, or
 * Plimsoll's where it has none */
const char *plim_api_get_provider (PlimAccount *account);

/**
 * plim_api_list_accounts:
 * @accounts: a list model of #PlimAccount, in their order
 * @n_omitted: (out) (optional): how many were left out because the client does not know their
 *   provider
 *
 * Returns: (transfer full) (element-type PlimAccount): those that @view shows
 */
GPtrArray *plim_api_list_accounts (GListModel *accounts, const PlimApiView *view, guint *n_omitted);

/** plim_api_add_service: adds @account as an object to @builder. */
void plim_api_add_service (JsonBuilder *builder, PlimAccount *account, const PlimApiView *view);

/** plim_api_add_quotas: adds @account's windows to the array that @builder is in. */
void plim_api_add_quotas (JsonBuilder *builder, PlimAccount *account, const PlimApiView *view);

/** plim_api_add_status: adds @account with its windows as an object to @builder. */
void plim_api_add_status (JsonBuilder *builder, PlimAccount *account, const PlimApiView *view);

G_END_DECLS
