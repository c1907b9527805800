/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"
#include "plim-desktop-state.h"
#include "plim-provider.h"

G_BEGIN_DECLS

/**
 * PlimPollFacts:
 * @now: Unix seconds, as all times here
 * @polled_at: when the last poll ended: what the interval is counted from
 * @looked_at: when somebody last looked at the numbers, or %PLIM_TIME_UNKNOWN
 * @started_at: since when the user may be expected to be there, or %PLIM_TIME_UNKNOWN
 * @changed_at: when a poll last saw the numbers change, or %PLIM_TIME_UNKNOWN
 * @rate: percentage points of the quickest window an hour, as the last two polls saw it; 0 when not
 *   known
 * @resets_at: the next reset that is worth a poll, or %PLIM_TIME_UNKNOWN
 * @is_offline: whether nothing can be sent
 * @interval_s: the user's choice: 0: adaptive; %PLIM_INTERVAL_MANUAL: only when asked
 * @least_s: least seconds between polls, where more than the provider's minimum; or 0
 * @status: with @cause: how the last poll ended
 * @n_failures: polls that failed in a row, 0 after a good one
 * @retry_after_s: what the provider asked for, or 0
 * @random: from 0 to 1, for the jitter
 */
typedef struct {
  gint64 now;
  gint64 polled_at;
  gint64 looked_at;
  gint64 started_at;
  gint64 changed_at;
  double rate;
  gint64 resets_at;
  gboolean is_offline;
  PlimDesktopState desktop;
  guint interval_s;
  guint least_s;
  PlimStatus status;
  PlimCause cause;
  guint n_failures;
  gint64 retry_after_s;
  double random;
} PlimPollFacts;

/**
 * PlimPollPlan:
 * @due_at: when to poll next, or %PLIM_TIME_UNKNOWN
 * @interval_s: seconds between polls as planned now while all is well; never 0
 */
typedef struct {
  gint64 due_at;
  guint interval_s;
  PlimPollReason reason;
} PlimPollPlan;

/**
 * plim_poll_plan_init:
 * @self: (out caller-allocates):
 *
 * The schedule as a pure function. Adaptive, in parts of the provider's default interval: two
 * fifths for five minutes after somebody looked and while the numbers change quickly; the whole
 * while somebody is about; two and three of them when nobody looked for one and for four hours; six
 * when nobody uses the computer and twelve while the screen is locked, half of both while the
 * numbers change all the same. Twice as long on battery, three times where power is saved or the
 * connection costs; an hour at most. Soon after a reset in any case. After a failure as
 * plim_poll_wait() and an exponential back-off have it. Jitter of ±10 % on all of it.
 */
void
plim_poll_plan_init (PlimPollPlan *self, const PlimProvider *provider, const PlimPollFacts *facts);

/** plim_poll_interval: seconds between polls by the user's choice: @interval_s, or the provider's
 * when it is 0 or %PLIM_INTERVAL_MANUAL, and never below the provider's minimum. */
guint plim_poll_interval (const PlimProvider *provider, guint interval_s);

/** plim_poll_wait: the least seconds after a poll that ended so, whoever asks for the next. */
gint64 plim_poll_wait (const PlimProvider *provider, PlimStatus status, gint64 retry_after_s);

G_END_DECLS
