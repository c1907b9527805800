/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-usage-window.h"

G_BEGIN_DECLS

/**
 * PlimSnapshot:
 *
 * What one poll understood: status, plan, identity and usage windows. Reference-counted; built by
 * one function (a provider's parser, the codec, the demo) and never changed afterwards, so it needs
 * no locks.
 */
typedef struct _PlimSnapshot PlimSnapshot;

#define PLIM_TYPE_SNAPSHOT (plim_snapshot_get_type ())
GType plim_snapshot_get_type (void);

/**
 * plim_snapshot_new:
 * @collected_at: when the answer was received
 *
 * Returns: (transfer full): an `ok` snapshot without windows
 */
PlimSnapshot *plim_snapshot_new (gint64 collected_at);
PlimSnapshot *plim_snapshot_ref (PlimSnapshot *self);
void plim_snapshot_unref (PlimSnapshot *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimSnapshot, plim_snapshot_unref)

/* While building. */

/**
 * plim_snapshot_add_window:
 *
 * Returns: (transfer none): a window whose values are all unknown, provenance `reported`, that may
 *   lead; valid until the next call. A second window with one @id is thrown away when the snapshot
 * is sealed: the first wins.
 */
PlimUsageWindow *plim_snapshot_add_window (PlimSnapshot *self, const char *id, PlimWindowKind kind);

/** plim_snapshot_drop_window: takes back the window added last, when it proved to be malformed. */
void plim_snapshot_drop_window (PlimSnapshot *self);

/**
 * plim_snapshot_set_refused:
 *
 * For a refused answer that carries windows all the same (rate-limit headers of a 429).
 *
 * @message: technical English
 * @retry_after_s: 0 when not said
 */
void plim_snapshot_set_refused (PlimSnapshot *self,
                                PlimStatus status,
                                gint64 retry_after_s,
                                const char *message);
void plim_snapshot_set_plan (PlimSnapshot *self, const char *plan);
void plim_snapshot_set_identity (PlimSnapshot *self, const char *identity);

/**
 * plim_snapshot_set_owner_id:
 * @id: (nullable): of the organization, workspace or user whose numbers these are
 *
 * Beside the identity, what tells that the numbers are somebody else's now: what they were asked
 * for, or what the answer says. Not shown, and not stored with the snapshot; see #PlimOwner.
 */
void plim_snapshot_set_owner_id (PlimSnapshot *self, const char *id);

/** PLIM_SNAPSHOT_TOKEN_EXPIRES_AT: remembered when the credential says when it ends, in ISO 8601 */
#define PLIM_SNAPSHOT_TOKEN_EXPIRES_AT "token_expires_at"

/** PLIM_SNAPSHOT_LEAST_INTERVAL: remembered by a provider that may be asked in several ways: the
 * least seconds between polls in the way that was taken, where that is more than its minimum; empty
 * where it is not */
#define PLIM_SNAPSHOT_LEAST_INTERVAL "least_interval_s"

/**
 * plim_snapshot_remember:
 *
 * Keeps something that the answer taught for the account's next polls: it comes back through
 * plim_exchange_get_memory(). Never a secret.
 */
void plim_snapshot_remember (PlimSnapshot *self, const char *name, const char *value);

/** PLIM_SNAPSHOT_MAX_WINDOWS: more than any provider has; each is a row, a menu's item, history. */
#define PLIM_SNAPSHOT_MAX_WINDOWS 200

/**
 * plim_snapshot_seal:
 *
 * Applies the rules that hold for every provider: a percentage below 0 becomes 0, numbers that are
 * not finite become unknown, `limit_reached` follows percent and remaining, of two windows with one
 * id the first stays. Of windows at most %PLIM_SNAPSHOT_MAX_WINDOWS stay, of each text at most 256
 * characters, and no control character. Call it once when done.
 */
void plim_snapshot_seal (PlimSnapshot *self);

/* Afterwards. */
PlimStatus plim_snapshot_get_status (const PlimSnapshot *self);
const char *plim_snapshot_get_message (const PlimSnapshot *self);
gint64 plim_snapshot_get_retry_after (const PlimSnapshot *self);
const char *plim_snapshot_get_plan (const PlimSnapshot *self);
const char *plim_snapshot_get_identity (const PlimSnapshot *self);
const char *plim_snapshot_get_owner_id (const PlimSnapshot *self);
gint64 plim_snapshot_get_collected_at (const PlimSnapshot *self);
guint plim_snapshot_get_n_windows (const PlimSnapshot *self);

/** plim_snapshot_get_window: (transfer none): the window at @index */
const PlimUsageWindow *plim_snapshot_get_window (const PlimSnapshot *self, guint index);

/** plim_snapshot_find_window: (transfer none) (nullable): by id */
const PlimUsageWindow *plim_snapshot_find_window (const PlimSnapshot *self, const char *id);

/**
 * plim_snapshot_carry:
 * @self: of a refused answer that carries some windows
 * @before: the last one of the same owner
 *
 * Returns: (transfer full): @self, with those windows of @before that it lacks, which say when they
 *   were read
 */
PlimSnapshot *plim_snapshot_carry (PlimSnapshot *self, const PlimSnapshot *before);

/** plim_snapshot_get_memory: (transfer none): what was remembered, name → value, both strings */
GHashTable *plim_snapshot_get_memory (const PlimSnapshot *self);

G_END_DECLS
