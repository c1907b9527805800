/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-error.h"
#include "plim-forecast.h"
#include "plim-incident.h"
#include "plim-inspection.h"
#include "plim-owner.h"
#include "plim-snapshot.h"

G_BEGIN_DECLS

/**
 * PlimAccount:
 *
 * One account at a provider: who it is, how it is set up, and what was last read of it. The service
 * owns the real ones; the bus client keeps mirrors of the same type for window and CLI. It sees no
 * clock: who needs to know about age passes `now`.
 *
 * Properties (all notify): id, provider-id (construct-only); label, base-url, settings, enabled,
 * order, interval-s; snapshot, forecasts, status, cause, message, attempted-at, next-poll-at,
 * next-poll-reason, refresh-allowed-at, polling, memory, owner,
 * incident.
 */
#define PLIM_TYPE_ACCOUNT (plim_account_get_type ())
G_DECLARE_FINAL_TYPE (PlimAccount, plim_account, PLIM, ACCOUNT, GObject)

/**
 * plim_account_new:
 * @id: a UUID in lower case
 */
PlimAccount *plim_account_new (const char *id, const char *provider_id);

const char *plim_account_get_id (PlimAccount *self);
const char *plim_account_get_provider_id (PlimAccount *self);

/** plim_account_get_label: (transfer none): what the user calls it; never empty once set up */
const char *plim_account_get_label (PlimAccount *self);
void plim_account_set_label (PlimAccount *self, const char *label);

/** plim_account_get_base_url: (transfer none) (nullable): an override of the provider's origin */
const char *plim_account_get_base_url (PlimAccount *self);
void plim_account_set_base_url (PlimAccount *self, const char *base_url);

/** plim_account_get_settings: (transfer none): non-secret settings, name → value; never %NULL, read
 * only */
GHashTable *plim_account_get_settings (PlimAccount *self);

/** plim_account_set_settings: copies @settings. */
void plim_account_set_settings (PlimAccount *self, GHashTable *settings);

/** plim_account_get_memory: (transfer none): what answers taught, see plim_snapshot_remember();
 * read only */
GHashTable *plim_account_get_memory (PlimAccount *self);
void plim_account_set_memory (PlimAccount *self, GHashTable *memory);

gboolean plim_account_get_enabled (PlimAccount *self);
void plim_account_set_enabled (PlimAccount *self, gboolean enabled);

/** plim_account_is_polled: whether it is to be polled: %FALSE for one that only a collector feeds
 */
gboolean plim_account_is_polled (PlimAccount *self);
void plim_account_set_polled (PlimAccount *self, gboolean polled);

/** plim_account_may_poll: enabled, and to be polled at all */
gboolean plim_account_may_poll (PlimAccount *self);

/** plim_account_get_order: the place in lists, from 0 */
guint plim_account_get_order (PlimAccount *self);
void plim_account_set_order (PlimAccount *self, guint order);

/* An interval that is none: polled only when somebody asks. */
#define PLIM_INTERVAL_MANUAL ((guint) G_MAXINT32)

/** plim_account_get_interval: the user's own poll interval in seconds; 0: as in the preferences;
 * %PLIM_INTERVAL_MANUAL: only when asked */
guint plim_account_get_interval (PlimAccount *self);
void plim_account_set_interval (PlimAccount *self, guint interval_s);

/** plim_account_get_created_at: when it was added; %PLIM_TIME_UNKNOWN for one of an older version
 */
gint64 plim_account_get_created_at (PlimAccount *self);
void plim_account_set_created_at (PlimAccount *self, gint64 at);

/** plim_account_get_changed_at: when its label, settings or place were changed last; as
 * plim_account_get_created_at() */
gint64 plim_account_get_changed_at (PlimAccount *self);
void plim_account_set_changed_at (PlimAccount *self, gint64 at);

/** plim_account_get_expected_interval: seconds between samples as they are expected now, for
 * staleness; 0 until known */
guint plim_account_get_expected_interval (PlimAccount *self);
void plim_account_set_expected_interval (PlimAccount *self, guint interval_s);

/** plim_account_get_owner: (transfer none): whose numbers they are; never %NULL */
const PlimOwner *plim_account_get_owner (PlimAccount *self);

/** plim_account_set_owner: copies @owner. */
void plim_account_set_owner (PlimAccount *self, const PlimOwner *owner);

/**
 * plim_account_recognize:
 * @now: when @snapshot was read
 *
 * Notes whose numbers @snapshot has. When they are somebody else's than those before, all that the
 * former owner's answers told is forgotten: the windows and the memory.
 *
 * Returns: whether @snapshot may be used. %FALSE when it may be mixed from answers for two owners,
 *   by way of the memory, which is empty now: poll once more.
 */
gboolean plim_account_recognize (PlimAccount *self, const PlimSnapshot *snapshot, gint64 now);

/**
 * plim_account_update:
 * @snapshot: (transfer none) (nullable): what was read, or %NULL when the poll failed
 * @error: (nullable): why it failed, in the %PLIM_ERROR domain
 * @now: when the poll ended
 *
 * Makes @snapshot the current one and notifies. After a failed poll the last good windows stay;
 * only status, cause and message change and the windows' age grows. What @snapshot remembers is
 * merged into the memory. A refused snapshot (`rate_limited` with windows) replaces the windows
 * that it carries; the others stay and keep their age. One that plim_account_recognize() rejects
 * brings its status alone.
 */
void
plim_account_update (PlimAccount *self, PlimSnapshot *snapshot, const GError *error, gint64 now);

/**
 * plim_account_restore:
 * @snapshot: (nullable): the last good one
 *
 * Puts back what database or D-Bus say, all at once.
 */
void plim_account_restore (PlimAccount *self,
                           PlimSnapshot *snapshot,
                           PlimStatus status,
                           PlimCause cause,
                           const char *message,
                           gint64 attempted_at);

/** plim_account_get_snapshot: (transfer none) (nullable): the last good one; %NULL before the first
 */
PlimSnapshot *plim_account_get_snapshot (PlimAccount *self);

/** plim_account_get_status: how the last poll ended; `ok` before the first */
PlimStatus plim_account_get_status (PlimAccount *self);
PlimCause plim_account_get_cause (PlimAccount *self);

/** plim_account_get_message: (transfer none) (nullable): technical English of the last failure,
 * redacted */
const char *plim_account_get_message (PlimAccount *self);

/** plim_account_get_attempted_at: when the last poll ended; %PLIM_TIME_UNKNOWN before the first */
gint64 plim_account_get_attempted_at (PlimAccount *self);

/** plim_account_get_next_poll_at: when the next poll is due; %PLIM_TIME_UNKNOWN when none is
 * planned */
gint64 plim_account_get_next_poll_at (PlimAccount *self);
void plim_account_set_next_poll_at (PlimAccount *self, gint64 at);

/** plim_account_get_next_poll_reason: why then; also why none is planned */
PlimPollReason plim_account_get_next_poll_reason (PlimAccount *self);
void plim_account_set_next_poll_reason (PlimAccount *self, PlimPollReason reason);

/** plim_account_get_refresh_allowed_at: until then nobody may have it polled, by its provider's
 * minimum; %PLIM_TIME_UNKNOWN when there is no such bound */
gint64 plim_account_get_refresh_allowed_at (PlimAccount *self);
void plim_account_set_refresh_allowed_at (PlimAccount *self, gint64 at);

gboolean plim_account_is_polling (PlimAccount *self);
void plim_account_set_polling (PlimAccount *self, gboolean polling);

/**
 * plim_account_set_forecasts:
 * @forecasts: (nullable): window id → #PlimForecast, of the snapshot's windows; not changed any
 * more
 *
 * Takes a reference to where the windows go; the service tells after each poll.
 */
void plim_account_set_forecasts (PlimAccount *self, GHashTable *forecasts);

/** plim_account_get_forecast: (transfer none) (nullable): %NULL when nothing was told of the window
 */
const PlimForecast *plim_account_get_forecast (PlimAccount *self, const char *window_id);

/** plim_account_get_incident: (transfer none) (nullable): what the provider's status page tells;
 * not the account's own failure */
const PlimIncident *plim_account_get_incident (PlimAccount *self);

/** plim_account_set_incident: copies @incident (nullable). */
void plim_account_set_incident (PlimAccount *self, const PlimIncident *incident);

/** plim_account_is_waiting_for_user: whether no newer number will come until somebody acts. */
gboolean plim_account_is_waiting_for_user (PlimAccount *self);

/**
 * plim_account_is_stale:
 *
 * Returns: whether the numbers may no longer be shown as current: older than three expected
 * intervals, or the account waits for the user (`not_authenticated`, `misconfigured`), so that no
 * newer ones will come. Without a snapshot it is %FALSE: there is nothing to be stale.
 */
gboolean plim_account_is_stale (PlimAccount *self, gint64 now);

/** plim_account_is_window_stale: stale as a whole, or @window is past its reset. */
gboolean
plim_account_is_window_stale (PlimAccount *self, const PlimUsageWindow *window, gint64 now);

/** plim_account_get_stale_at: the next moment from which something of it becomes stale, or
 * %PLIM_TIME_UNKNOWN. */
gint64 plim_account_get_stale_at (PlimAccount *self, gint64 now);

/** plim_account_get_inspection: (transfer none) (nullable): the last conversation; only where the
 * polls are made */
PlimInspection *plim_account_get_inspection (PlimAccount *self);
void plim_account_set_inspection (PlimAccount *self, PlimInspection *inspection);

G_END_DECLS
