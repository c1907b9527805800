/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-poll-plan.h"
#include "plim-poller.h"

G_BEGIN_DECLS

/** PlimPollState: where an account stands with the poller. */
typedef enum {
  PLIM_POLL_IDLE,
  PLIM_POLL_QUEUED,  /* due, and waits for its turn */
  PLIM_POLL_RUNNING, /* an exchange is in flight */
} PlimPollState;

/**
 * PlimPollConditions:
 * @looked_at: when somebody last looked, or %PLIM_TIME_UNKNOWN
 * @started_at: since when somebody may be there: the start, or when the computer was used again
 * @interval_s: the preference; 0: adaptive
 *
 * What all schedules have in common; see #PlimPollFacts.
 */
typedef struct {
  gint64 now;
  gint64 looked_at;
  gint64 started_at;
  guint interval_s;
  PlimDesktopState desktop;
} PlimPollConditions;

/**
 * PlimPollSchedule:
 * @poller: (nullable): %NULL once the account is no longer the poller's
 * @provider: (nullable): %NULL when this version does not know it
 * @due_at: or %PLIM_TIME_UNKNOWN when no poll is planned
 * @reason: why then
 * @planned_at: when @due_at was planned
 * @polled_at: when the last poll ended, or %PLIM_TIME_UNKNOWN
 * @sent_at: when something was last sent to the provider, or %PLIM_TIME_UNKNOWN
 * @wait_s: the least seconds after @sent_at, whoever asks
 * @changed_at: when a poll last saw the numbers grow, or %PLIM_TIME_UNKNOWN
 * @rate: in points an hour, by the last two polls
 * @is_offline: whether the last poll found no network
 * @random: the jitter of the next poll, kept so that planning anew does not move it
 * @again: poll once more when the running poll, which is cancelled, has ended: it asks by the old
 *   credential or settings
 * @waiters: (element-type GTask): who waits for the poll that is queued or running
 * @next_waiters: (element-type GTask): who waits for the one after it
 *
 * What the poller knows of one account. Reference-counted, because a running exchange outlives the
 * account's removal by a moment.
 */
typedef struct {
  PlimPoller *poller;
  PlimAccount *account;
  const PlimProvider *provider;
  PlimPollState state;
  gint64 due_at;
  PlimPollReason reason;
  gint64 planned_at;
  gint64 polled_at;
  gint64 sent_at;
  gint64 started_at;
  gint64 wait_s;
  gint64 retry_after_s;
  gint64 changed_at;
  double rate;
  gboolean is_offline;
  double random;
  guint n_failures;
  gboolean again;
  GCancellable *cancellable;
  GPtrArray *waiters;
  GPtrArray *next_waiters;
} PlimPollSchedule;

/** plim_poll_schedule_new: takes up what is known of @account from before. */
PlimPollSchedule *plim_poll_schedule_new (PlimPoller *poller, PlimAccount *account);
PlimPollSchedule *plim_poll_schedule_ref (PlimPollSchedule *self);
void plim_poll_schedule_unref (PlimPollSchedule *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimPollSchedule, plim_poll_schedule_unref)

/** plim_poll_schedule_begin: plans the first poll since the start. */
void plim_poll_schedule_begin (PlimPollSchedule *self, const PlimPollConditions *conditions);

/** plim_poll_schedule_compare: notes whether the numbers grow; before @snapshot (nullable) becomes
 * the account's. */
void plim_poll_schedule_compare (PlimPollSchedule *self, PlimSnapshot *snapshot, gint64 now);

/** plim_poll_schedule_count: takes in how a poll ended; before plim_poll_schedule_plan(). */
void plim_poll_schedule_count (
    PlimPollSchedule *self, PlimStatus status, PlimCause cause, gint64 retry_after_s, gint64 now);

/** plim_poll_schedule_plan: plans the next poll. */
void plim_poll_schedule_plan (PlimPollSchedule *self, const PlimPollConditions *conditions);

/** plim_poll_schedule_replan: plans anew, because @conditions changed. */
void plim_poll_schedule_replan (PlimPollSchedule *self, const PlimPollConditions *conditions);

/** plim_poll_schedule_resume: the network is back: plans a poll soon where one waits for it. */
void plim_poll_schedule_resume (PlimPollSchedule *self, gint64 now);

/** plim_poll_schedule_hasten: plans a poll as soon as one may be made. */
void plim_poll_schedule_hasten (PlimPollSchedule *self, PlimPollReason reason, gint64 now);

/** plim_poll_schedule_set_due: plans the next poll by hand; %PLIM_TIME_UNKNOWN plans none. */
void plim_poll_schedule_set_due (PlimPollSchedule *self,
                                 gint64 due_at,
                                 PlimPollReason reason,
                                 gint64 now);

/** plim_poll_schedule_shift: keeps the distance to the next poll when the clock was set back. */
void plim_poll_schedule_shift (PlimPollSchedule *self, gint64 now);

/** plim_poll_schedule_is_due: whether it is time and nothing is under way. */
gboolean plim_poll_schedule_is_due (PlimPollSchedule *self, gint64 now);

/** plim_poll_schedule_must_wait: whether even a person may not poll yet. */
gboolean plim_poll_schedule_must_wait (PlimPollSchedule *self, gint64 now);

/** plim_poll_schedule_needs_network: whether a poll leaves this computer. */
gboolean plim_poll_schedule_needs_network (PlimPollSchedule *self);

/** plim_poll_earliest: the earlier of two times, of which either may be unknown. */
gint64 plim_poll_earliest (gint64 a, gint64 b);

/** plim_poll_schedule_dup_obstacle: (transfer full) (nullable): why nothing can be sent at all */
GError *plim_poll_schedule_dup_obstacle (PlimPollSchedule *self, gboolean is_reachable);

/** plim_poll_schedule_dup_failure: (transfer full) (nullable): why a poll with this end, of which
 * one is %NULL, is a failure; also for a snapshot that says that it was refused */
GError *plim_poll_schedule_dup_failure (PlimSnapshot *snapshot, const GError *error);

/** plim_poll_schedule_return: tells @waiters how it ended and empties them. */
void plim_poll_schedule_return (GPtrArray *waiters, const GError *error);

G_END_DECLS
