/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-poll-schedule.h"

#include "plim-providers.h"
#include "plim-transport.h"

#include <math.h>

/* Names can be resolved only a moment after the network is there. */
#define NETWORK_SETTLES_S 3
#define LEAST_INTERVAL_MAX_S 3600

PlimPollSchedule *
plim_poll_schedule_new (PlimPoller *poller, PlimAccount *account)
{
  PlimPollSchedule *self = g_rc_box_new0 (PlimPollSchedule);

  self->poller = poller;
  self->account = g_object_ref (account);
  self->provider = plim_providers_find (plim_account_get_provider_id (account));
  self->due_at = PLIM_TIME_UNKNOWN;
  self->random = g_random_double ();
  self->waiters = g_ptr_array_new_with_free_func (g_object_unref);
  self->next_waiters = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

PlimPollSchedule *
plim_poll_schedule_ref (PlimPollSchedule *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (PlimPollSchedule *self)
{
  g_clear_object (&self->account);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->waiters, g_ptr_array_unref);
  g_clear_pointer (&self->next_waiters, g_ptr_array_unref);
}

void
plim_poll_schedule_unref (PlimPollSchedule *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) clear);
}

static gboolean
is_nothing_sent (PlimStatus status, PlimCause cause)
{
  return status == PLIM_STATUS_OFFLINE || cause == PLIM_CAUSE_KEYRING_LOCKED ||
         cause == PLIM_CAUSE_KEYRING_MISSING || cause == PLIM_CAUSE_KEYRING_CANCELLED ||
         cause == PLIM_CAUSE_SECRET_MISSING || cause == PLIM_CAUSE_SIGN_IN_EXPIRED ||
         cause == PLIM_CAUSE_SIGN_IN_UNREADABLE;
}

static guint
get_interval (PlimPollSchedule *self, const PlimPollConditions *conditions)
{
  guint interval_s = plim_account_get_interval (self->account);

  return interval_s > 0 ? interval_s : conditions->interval_s;
}

void
plim_poll_schedule_begin (PlimPollSchedule *self, const PlimPollConditions *conditions)
{
  gint64 now = conditions->now;
  gint64 attempted_at = plim_account_get_attempted_at (self->account);
  PlimStatus status = plim_account_get_status (self->account);
  PlimCause cause = plim_account_get_cause (self->account);

  /* Read once, it waits to be asked for, however that ended. */
  if (attempted_at != PLIM_TIME_UNKNOWN &&
      get_interval (self, conditions) == PLIM_INTERVAL_MANUAL) {
    self->polled_at = attempted_at;
    plim_poll_schedule_plan (self, conditions);
    return;
  }
  /* A time to come means that the clock was set back: it tells nothing. */
  if (self->provider == NULL || attempted_at == PLIM_TIME_UNKNOWN || attempted_at > now ||
      is_nothing_sent (status, cause)) {
    plim_poll_schedule_set_due (self, now, PLIM_POLL_REASON_START, now);
    return;
  }
  plim_poll_schedule_count (self, status, cause, 0, attempted_at);
  plim_poll_schedule_plan (self, conditions);
}

/* By the way in which the provider was asked last. */
static gint64
get_least_interval (PlimPollSchedule *self)
{
  const char *text =
      g_hash_table_lookup (plim_account_get_memory (self->account), PLIM_SNAPSHOT_LEAST_INTERVAL);
  guint64 seconds;

  if (text == NULL ||
      !g_ascii_string_to_unsigned (text, 10, 0, LEAST_INTERVAL_MAX_S, &seconds, NULL))
    return 0;
  return (gint64) seconds;
}

void
plim_poll_schedule_count (
    PlimPollSchedule *self, PlimStatus status, PlimCause cause, gint64 retry_after_s, gint64 now)
{
  self->n_failures = status == PLIM_STATUS_OK ? 0 : self->n_failures + 1;
  self->retry_after_s = retry_after_s;
  self->polled_at = now;
  self->random = g_random_double ();
  if (self->provider == NULL || is_nothing_sent (status, cause))
    return;
  self->sent_at = now;
  self->wait_s =
      MAX (plim_poll_wait (self->provider, status, retry_after_s), get_least_interval (self));
}

/* By how many points a window grew; 0 where that is not known. */
static double
get_growth (PlimSnapshot *before, const PlimUsageWindow *window, gboolean *has_changed)
{
  const PlimUsageWindow *old = plim_snapshot_find_window (before, window->id);
  double points;

  if (old == NULL)
    return 0;
  points = window->used_percent - old->used_percent;
  if (isnan (points)) {
    *has_changed |= window->used != old->used && !isnan (window->used) && !isnan (old->used);
    *has_changed |= window->remaining != old->remaining && !isnan (window->remaining) &&
                    !isnan (old->remaining);
    return 0;
  }
  /* Less than before is a reset: nobody used anything. */
  *has_changed |= points > 0;
  return MAX (points, 0);
}

void
plim_poll_schedule_compare (PlimPollSchedule *self, PlimSnapshot *snapshot, gint64 now)
{
  PlimSnapshot *before = plim_account_get_snapshot (self->account);
  gboolean has_changed = FALSE;
  double points = 0;
  gint64 elapsed_s;

  if (snapshot == NULL || before == NULL)
    return;
  for (guint i = 0; i < plim_snapshot_get_n_windows (snapshot); i++) {
    const PlimUsageWindow *window = plim_snapshot_get_window (snapshot, i);

    if (window->kind != PLIM_WINDOW_RATE)
      points = MAX (points, get_growth (before, window, &has_changed));
  }
  elapsed_s = plim_snapshot_get_collected_at (snapshot) - plim_snapshot_get_collected_at (before);
  self->rate = elapsed_s > 0 ? points * 3600 / (double) elapsed_s : 0;
  if (has_changed)
    self->changed_at = now;
}

static gint64
get_next_reset (PlimPollSchedule *self)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (self->account);
  gint64 resets_at = PLIM_TIME_UNKNOWN;

  for (guint i = 0; snapshot != NULL && i < plim_snapshot_get_n_windows (snapshot); i++) {
    const PlimUsageWindow *window = plim_snapshot_get_window (snapshot, i);

    if (!window->resets_at_estimated && window->kind != PLIM_WINDOW_RATE &&
        window->resets_at >= self->sent_at + self->wait_s)
      resets_at = plim_poll_earliest (resets_at, window->resets_at);
  }
  return resets_at;
}

void
plim_poll_schedule_plan (PlimPollSchedule *self, const PlimPollConditions *conditions)
{
  const PlimPollFacts facts = {
    .now = conditions->now,
    .polled_at = self->polled_at,
    .looked_at = conditions->looked_at,
    .started_at = conditions->started_at,
    .changed_at = self->changed_at,
    .rate = self->rate,
    .resets_at = get_next_reset (self),
    .is_offline = self->is_offline,
    .desktop = conditions->desktop,
    .interval_s = get_interval (self, conditions),
    .least_s = (guint) get_least_interval (self),
    .status = plim_account_get_status (self->account),
    .cause = plim_account_get_cause (self->account),
    .n_failures = self->n_failures,
    .retry_after_s = self->retry_after_s,
    .random = self->random,
  };
  PlimPollPlan plan;

  if (self->provider == NULL) {
    plim_poll_schedule_set_due (self, PLIM_TIME_UNKNOWN, PLIM_POLL_REASON_NONE, conditions->now);
    return;
  }
  plim_poll_plan_init (&plan, self->provider, &facts);
  /* Of one that only a collector feeds, its rhythm is what is expected. */
  if (plim_account_is_polled (self->account))
    plim_account_set_expected_interval (self->account, plan.interval_s);
  plim_poll_schedule_set_due (self, plan.due_at, plan.reason, conditions->now);
}

void
plim_poll_schedule_replan (PlimPollSchedule *self, const PlimPollConditions *conditions)
{
  /* Nothing to count from, or wanted as soon as possible whatever the interval. */
  if (self->polled_at == PLIM_TIME_UNKNOWN || self->reason == PLIM_POLL_REASON_START ||
      self->reason == PLIM_POLL_REASON_CHANGED)
    return;
  plim_poll_schedule_plan (self, conditions);
}

void
plim_poll_schedule_resume (PlimPollSchedule *self, gint64 now)
{
  gint64 due_at = now + NETWORK_SETTLES_S;

  if (self->state != PLIM_POLL_IDLE || !self->is_offline)
    return;
  self->is_offline = FALSE;
  if (self->reason != PLIM_POLL_REASON_OFFLINE)
    return;
  if (self->sent_at != PLIM_TIME_UNKNOWN)
    due_at = MAX (due_at, self->sent_at + self->wait_s);
  plim_poll_schedule_set_due (self, due_at, PLIM_POLL_REASON_START, now);
}

void
plim_poll_schedule_hasten (PlimPollSchedule *self, PlimPollReason reason, gint64 now)
{
  gint64 due_at = now;

  if (plim_poll_schedule_must_wait (self, now))
    due_at = self->sent_at + self->wait_s;
  plim_poll_schedule_set_due (self, due_at, reason, now);
}

void
plim_poll_schedule_set_due (PlimPollSchedule *self,
                            gint64 due_at,
                            PlimPollReason reason,
                            gint64 now)
{
  gboolean may_poll = plim_account_may_poll (self->account);

  self->due_at = due_at;
  self->reason = reason;
  self->planned_at = now;
  plim_account_set_next_poll_reason (self->account, may_poll ? reason : PLIM_POLL_REASON_NONE);
  plim_account_set_next_poll_at (self->account, may_poll ? due_at : PLIM_TIME_UNKNOWN);
  plim_account_set_refresh_allowed_at (self->account, self->sent_at != PLIM_TIME_UNKNOWN
                                                          ? self->sent_at + self->wait_s
                                                          : PLIM_TIME_UNKNOWN);
}

void
plim_poll_schedule_shift (PlimPollSchedule *self, gint64 now)
{
  gint64 back_s = self->planned_at - now;

  if (back_s <= 0)
    return;
  if (self->sent_at != PLIM_TIME_UNKNOWN)
    self->sent_at -= back_s;
  if (self->polled_at != PLIM_TIME_UNKNOWN)
    self->polled_at -= back_s;
  self->changed_at = MIN (self->changed_at, now);
  self->started_at -= back_s;
  if (self->due_at != PLIM_TIME_UNKNOWN)
    plim_poll_schedule_set_due (self, self->due_at - back_s, self->reason, now);
  else
    self->planned_at = now;
}

gboolean
plim_poll_schedule_is_due (PlimPollSchedule *self, gint64 now)
{
  return self->state == PLIM_POLL_IDLE && plim_account_may_poll (self->account) &&
         self->due_at != PLIM_TIME_UNKNOWN && self->due_at <= now;
}

gboolean
plim_poll_schedule_must_wait (PlimPollSchedule *self, gint64 now)
{
  return self->sent_at != PLIM_TIME_UNKNOWN && now >= self->sent_at &&
         now < self->sent_at + self->wait_s;
}

gboolean
plim_poll_schedule_needs_network (PlimPollSchedule *self)
{
  const char *base_url = plim_account_get_base_url (self->account);
  g_autoptr (GUri) uri = NULL;

  if (self->provider == NULL || !self->provider->needs_network)
    return FALSE;
  if (base_url != NULL)
    uri = g_uri_parse (base_url, SOUP_HTTP_URI_FLAGS, NULL);
  return uri == NULL || !plim_transport_is_loopback (uri);
}

gint64
plim_poll_earliest (gint64 a, gint64 b)
{
  if (a == PLIM_TIME_UNKNOWN || b == PLIM_TIME_UNKNOWN)
    return MAX (a, b);
  return MIN (a, b);
}

GError *
plim_poll_schedule_dup_obstacle (PlimPollSchedule *self, gboolean is_reachable)
{
  if (self->provider == NULL)
    return plim_error_new (PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE, 0,
                           "this version does not know the provider “%s”",
                           plim_account_get_provider_id (self->account));
  if (!is_reachable)
    return plim_error_new (PLIM_STATUS_OFFLINE, PLIM_CAUSE_NONE, 0, "no network");
  return NULL;
}

GError *
plim_poll_schedule_dup_failure (PlimSnapshot *snapshot, const GError *error)
{
  const char *message;

  if (error != NULL)
    return g_error_copy (error);
  if (plim_snapshot_get_status (snapshot) == PLIM_STATUS_OK)
    return NULL;
  message = plim_snapshot_get_message (snapshot);
  return plim_error_new (plim_snapshot_get_status (snapshot), PLIM_CAUSE_NONE,
                         plim_snapshot_get_retry_after (snapshot), "%s",
                         message != NULL ? message : "the provider refused to answer for now");
}

void
plim_poll_schedule_return (GPtrArray *waiters, const GError *error)
{
  /* A waiter's callback may ask for the next poll and so add to the array. */
  while (waiters->len > 0) {
    g_autoptr (GTask) task = g_ptr_array_steal_index (waiters, 0);

    if (error != NULL)
      g_task_return_error (task, g_error_copy (error));
    else
      g_task_return_boolean (task, TRUE);
  }
}
