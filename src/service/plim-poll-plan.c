/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-poll-plan.h"

#include <math.h>

#define BACK_OFF_FIRST_S 60
#define BACK_OFF_MAX_S (30 * 60)
/* What only the user can mend is looked at rarely: asking again changes nothing. */
#define HOPELESS_S (60 * 60)
/* A Retry-After beyond a day is an error at the other end, and would look like a dead account. */
#define RETRY_AFTER_MAX_S (24 * 60 * 60)
#define JITTER 0.1
/* A window that was reset is read soon after, spread so that not everyone asks in one second. */
#define AFTER_RESET_S 5
#define AFTER_RESET_SPREAD_S 30

/* Who looked comes back within minutes or not for long. */
#define LOOKING_S (5 * 60)
#define ABOUT_S (60 * 60)
#define FORGOTTEN_S (4 * 60 * 60)
/* A pause for thought is no end of the work. */
#define CHANGING_S (15 * 60)
/* So many points in a usual interval, and the number shown would be wrong. */
#define BUSY_POINTS 5
/* However little matters: numbers from before an hour help nobody. */
#define ADAPTIVE_MAX_S (60 * 60)

static gint64
get_back_off (guint n_failures)
{
  guint doublings = MIN (MAX (n_failures, 1) - 1, 10);

  return MIN ((gint64) BACK_OFF_FIRST_S << doublings, BACK_OFF_MAX_S);
}

static gboolean
is_keyring_cause (PlimCause cause)
{
  return cause == PLIM_CAUSE_KEYRING_LOCKED || cause == PLIM_CAUSE_KEYRING_MISSING ||
         cause == PLIM_CAUSE_KEYRING_CANCELLED;
}

/* Looking into another program's file costs next to nothing, and it may change at any time. */
static gboolean
is_file_cause (PlimCause cause)
{
  return cause == PLIM_CAUSE_SIGN_IN_EXPIRED || cause == PLIM_CAUSE_SIGN_IN_MISSING ||
         cause == PLIM_CAUSE_SIGN_IN_UNREADABLE;
}

guint
plim_poll_interval (const PlimProvider *provider, guint interval_s)
{
  g_return_val_if_fail (provider != NULL, BACK_OFF_MAX_S);

  if (interval_s == 0 || interval_s == PLIM_INTERVAL_MANUAL)
    interval_s = provider->interval_s;
  return MAX (interval_s, provider->minimum_interval_s);
}

gint64
plim_poll_wait (const PlimProvider *provider, PlimStatus status, gint64 retry_after_s)
{
  gint64 wait_s;

  g_return_val_if_fail (provider != NULL, BACK_OFF_MAX_S);

  wait_s = MAX (provider->minimum_interval_s, CLAMP (retry_after_s, 0, RETRY_AFTER_MAX_S));
  if (status == PLIM_STATUS_RATE_LIMITED)
    wait_s = MAX (wait_s, provider->rate_limit_wait_s);
  return wait_s;
}

/* A time to come means that the clock was set back: it tells nothing. */
static gboolean
is_within (gint64 at, gint64 length_s, gint64 now)
{
  return at != PLIM_TIME_UNKNOWN && at <= now && now - at < length_s;
}

/* The interval by how much anybody cares. */
static double
choose_by_attention (const PlimPollFacts *facts, double usual_s, PlimPollReason *reason)
{
  gboolean is_changing = is_within (facts->changed_at, CHANGING_S, facts->now);
  gint64 about_at = MAX (facts->looked_at, facts->started_at);

  if (facts->desktop.is_locked) {
    *reason = PLIM_POLL_REASON_LOCKED;
    return usual_s * (is_changing ? 6 : 12);
  }
  if (is_within (facts->looked_at, LOOKING_S, facts->now)) {
    *reason = PLIM_POLL_REASON_LOOKED;
    return usual_s * 2 / 5;
  }
  if (facts->desktop.is_away) {
    *reason = PLIM_POLL_REASON_AWAY;
    return usual_s * (is_changing ? 3 : 6);
  }
  if (is_changing && facts->rate * usual_s / 3600 >= BUSY_POINTS) {
    *reason = PLIM_POLL_REASON_BUSY;
    return usual_s * 2 / 5;
  }
  if (is_changing || is_within (about_at, ABOUT_S, facts->now)) {
    *reason = PLIM_POLL_REASON_USUAL;
    return usual_s;
  }
  *reason = PLIM_POLL_REASON_QUIET;
  return usual_s * (is_within (about_at, FORGOTTEN_S, facts->now) ? 2 : 3);
}

/* How much longer by what a poll costs. */
static double
choose_by_cost (const PlimDesktopState *desktop, PlimPollReason *reason)
{
  if (desktop->is_metered) {
    *reason = PLIM_POLL_REASON_METERED;
    return 3;
  }
  if (desktop->is_saving_power) {
    *reason = PLIM_POLL_REASON_POWER_SAVER;
    return 3;
  }
  if (desktop->is_on_battery) {
    *reason = PLIM_POLL_REASON_BATTERY;
    return 2;
  }
  return 1;
}

static guint
choose_interval (const PlimProvider *provider, const PlimPollFacts *facts, PlimPollReason *reason)
{
  guint usual_s = plim_poll_interval (provider, facts->interval_s);
  double most_s = MAX (usual_s, ADAPTIVE_MAX_S), interval_s, factor;
  PlimPollReason costly = PLIM_POLL_REASON_NONE;

  if (facts->interval_s != 0) {
    *reason = facts->interval_s == PLIM_INTERVAL_MANUAL ? PLIM_POLL_REASON_MANUAL
                                                        : PLIM_POLL_REASON_FIXED;
    return usual_s;
  }
  interval_s = MIN (choose_by_attention (facts, usual_s, reason), most_s);
  factor = choose_by_cost (&facts->desktop, &costly);
  if (factor > 1 && interval_s < most_s) {
    interval_s = MIN (interval_s * factor, most_s);
    *reason = costly;
  }
  return MAX ((guint) interval_s, provider->minimum_interval_s);
}

/* After a failure. While nobody is there, not even that is repeated quickly. */
static gint64
choose_delay (const PlimPollFacts *facts, gint64 interval_s, PlimPollReason *reason)
{
  gint64 back_off_s = get_back_off (facts->n_failures);

  if (facts->status == PLIM_STATUS_OK || is_file_cause (facts->cause))
    return interval_s;
  if (facts->status == PLIM_STATUS_NOT_AUTHENTICATED || is_keyring_cause (facts->cause)) {
    *reason = PLIM_POLL_REASON_REFUSED;
    return MAX (interval_s, HOPELESS_S);
  }
  *reason = PLIM_POLL_REASON_FAILED;
  /* Never more often than when all is well. */
  if (facts->status == PLIM_STATUS_RATE_LIMITED || facts->desktop.is_locked ||
      facts->desktop.is_away)
    return MAX (interval_s, back_off_s);
  return back_off_s;
}

static gint64
add_jitter (gint64 delay_s, gint64 least_s, double random)
{
  random = CLAMP (random, 0, 1);
  delay_s = llround ((double) delay_s * (1 - JITTER + 2 * JITTER * random));
  /* What must be waited for is never cut by the jitter, only spread. */
  return delay_s >= least_s ? delay_s : least_s + llround ((double) least_s * JITTER * random);
}

/* Right after a reset the old number is no longer true, so that poll comes earlier. */
static void
consider_reset (PlimPollPlan *self, const PlimPollFacts *facts, gint64 least_s)
{
  gint64 at = facts->resets_at + AFTER_RESET_S + (gint64) (facts->random * AFTER_RESET_SPREAD_S);

  if (facts->status != PLIM_STATUS_OK || facts->resets_at == PLIM_TIME_UNKNOWN ||
      facts->resets_at < facts->polled_at + least_s || at >= self->due_at)
    return;
  self->due_at = at;
  self->reason = PLIM_POLL_REASON_RESET;
}

void
plim_poll_plan_init (PlimPollPlan *self, const PlimProvider *provider, const PlimPollFacts *facts)
{
  gint64 least_s, delay_s;

  g_return_if_fail (provider != NULL);

  self->interval_s = MAX (choose_interval (provider, facts, &self->reason), facts->least_s);
  self->due_at = PLIM_TIME_UNKNOWN;
  if (self->reason == PLIM_POLL_REASON_MANUAL)
    return;
  if (facts->is_offline) {
    self->reason = PLIM_POLL_REASON_OFFLINE;
    return;
  }
  least_s = MAX (plim_poll_wait (provider, facts->status, facts->retry_after_s), facts->least_s);
  delay_s = choose_delay (facts, self->interval_s, &self->reason);
  if (facts->retry_after_s > 0 && delay_s < least_s)
    self->reason = PLIM_POLL_REASON_RETRY_AFTER;
  self->due_at = facts->polled_at + add_jitter (delay_s, least_s, facts->random);
  consider_reset (self, facts, least_s);
  self->due_at = MAX (self->due_at, facts->now);
}
