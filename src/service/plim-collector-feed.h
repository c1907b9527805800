/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"
#include "plim-payload.h"

G_BEGIN_DECLS

/**
 * PlimCollectorFeed:
 * @provider: as collectors spell it
 * @auto_label: the label that the account was given for want of one by the user
 * @status_word: (nullable): the last sample's status, in the payload's words
 * @error_code: (nullable): %NULL when that was `ok`
 * @source: the collector's id, with its version
 * @arrivals: when the last samples came, oldest first
 * @is_stopped: whether it was said that no more came
 *
 * What is known of an account's collector beside the account's own values.
 */
#define PLIM_COLLECTOR_N_ARRIVALS 11
typedef struct {
  char *account_key;
  char *provider;
  char *auto_label;
  char *status_word;
  char *error_code;
  char *error_message;
  char *source;
  char *source_version;
  gint64 collected_at;
  gint64 received_at;
  guint64 request_count;
  gint64 arrivals[PLIM_COLLECTOR_N_ARRIVALS];
  guint n_arrivals;
  gboolean is_stopped;
} PlimCollectorFeed;

PlimCollectorFeed *plim_collector_feed_new (const char *account_key, const char *provider);
PlimCollectorFeed *plim_collector_feed_copy (const PlimCollectorFeed *self);
void plim_collector_feed_free (PlimCollectorFeed *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimCollectorFeed, plim_collector_feed_free)

/** plim_collector_feed_to_text: (transfer full): for the database */
char *plim_collector_feed_to_text (const PlimCollectorFeed *self);

/** plim_collector_feed_from_text: (transfer full) (nullable): what
 * plim_collector_feed_to_text() wrote */
PlimCollectorFeed *plim_collector_feed_from_text (const char *text);

/**
 * plim_collector_feed_take:
 * @payload: accepted, of @account
 *
 * Takes a sample in: counts it, and unless a newer one is there makes it the account's current
 * state.
 *
 * Returns: (transfer full) (nullable): what belongs into the history, also when it is older
 */
PlimSnapshot *plim_collector_feed_take (PlimCollectorFeed *self,
                                        PlimAccount *account,
                                        const PlimPayload *payload);

/** plim_collector_feed_take_unscoped: an error that names no account, but can only be @account's */
void plim_collector_feed_take_unscoped (PlimCollectorFeed *self,
                                        PlimAccount *account,
                                        const PlimPayload *payload);

/** plim_collector_feed_get_interval: seconds that are expected between two samples: the median of
 * the last ten, never below five minutes */
guint plim_collector_feed_get_interval (const PlimCollectorFeed *self);

/** plim_collector_feed_get_stopped_at: from when on the collector counts as stopped */
gint64 plim_collector_feed_get_stopped_at (const PlimCollectorFeed *self);

/** plim_collector_feed_is_available: whether it is ok and some window is free */
gboolean plim_collector_feed_is_available (const PlimCollectorFeed *self, PlimAccount *account);

/** plim_collector_feed_is_allowed: whether it is ok and no window is used up */
gboolean plim_collector_feed_is_allowed (const PlimCollectorFeed *self, PlimAccount *account);

/** plim_collector_feed_is_limit_reached: whether some window is used up */
gboolean plim_collector_feed_is_limit_reached (PlimAccount *account);

G_END_DECLS
