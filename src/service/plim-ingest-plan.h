/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account-list.h"
#include "plim-collector-feed.h"
#include "plim-database-collectors.h"

G_BEGIN_DECLS

/**
 * PlimFutureAccount:
 * @account: as it will be: a copy, or the new account itself
 * @is_new: nobody was shown it yet
 * @has_news: it is to be kept itself, not only its last poll
 *
 * What a plan makes of one account.
 */
typedef struct {
  PlimAccount *account;
  PlimCollectorFeed *feed;
  GPtrArray *samples;
  PlimSnapshot *former; /* (nullable): the account's when the plan began */
  char *former_label;
  gboolean is_new;
  gboolean has_news;
} PlimFutureAccount;

/**
 * PlimIngestPlan:
 *
 * What payloads will make of the accounts once the database has kept them: worked out on copies, so
 * that nothing is shown of what may not be kept.
 */
typedef struct _PlimIngestPlan PlimIngestPlan;

/**
 * plim_ingest_plan_new:
 * @feeds: account id → #PlimCollectorFeed: what there is now
 * @base: (nullable): what comes before it, and outlives it: kept, but not in effect yet
 */
PlimIngestPlan *
plim_ingest_plan_new (PlimAccountList *accounts, GHashTable *feeds, PlimIngestPlan *base);
void plim_ingest_plan_free (PlimIngestPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimIngestPlan, plim_ingest_plan_free)

/** plim_ingest_plan_take: whether @payload makes its account known */
gboolean plim_ingest_plan_take (PlimIngestPlan *self, const PlimPayload *payload);

/** plim_ingest_plan_touch: keeps what is known of an account anew */
void plim_ingest_plan_touch (PlimIngestPlan *self, const char *account_key);

/** plim_ingest_plan_fill: what the database has to keep of it */
void plim_ingest_plan_fill (PlimIngestPlan *self, PlimIngestBatch *batch);

/** plim_ingest_plan_take_over: the database has kept @other: what it made of accounts is @self's
 * now */
void plim_ingest_plan_take_over (PlimIngestPlan *self, PlimIngestPlan *other);

/** plim_ingest_plan_put_into_effect: the database has kept it: adds what is new, and changes the
 * accounts and @feeds. Once. */
void plim_ingest_plan_put_into_effect (PlimIngestPlan *self);

/** plim_ingest_plan_get_futures: (transfer none): account key → #PlimFutureAccount */
GHashTable *plim_ingest_plan_get_futures (PlimIngestPlan *self);

/**
 * plim_ingest_find_unscoped:
 * @feeds: (element-type PlimCollectorFeed): by whatever key
 *
 * Returns: (nullable): the key of the one account that an error without an account can only be of:
 *   of that provider, and last fed by that collector
 */
const char *plim_ingest_find_unscoped (GHashTable *feeds, const PlimPayload *payload);

/** plim_ingest_find_account: (transfer none) (nullable): by its key */
PlimAccount *
plim_ingest_find_account (PlimAccountList *accounts, GHashTable *feeds, const char *account_key);

G_END_DECLS
