/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-poll-schedule.h"

#include "plim-providers.h"
#include "plim-transport.h"

/* A window that was reset is read soon after, spread so that not everyone asks in one second. */
#define AFTER_RESET_S 5
#define AFTER_RESET_SPREAD_S 30
/* Names can be resolved only a moment after the network is there. */
#define NETWORK_SETTLES_S 3

PlimPollSchedule *
plim_poll_schedule_new (PlimPoller *poller, PlimAccount *account)
{
  PlimPollSchedule *self = g_rc_box_new0 (PlimPollSchedule);

  self->poller = poller;
  self->account = g_object_ref (account);
  self->provider = plim_providers_find (plim_account_get_provider_id (account));
  self->due_at = PLIM_TIME_UNKNOWN;
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

void
plim_poll_schedule_begin (PlimPollSchedule *self, guint interval_s, gint64 now, double random)
{
  gint64 attempted_at = plim_account_get_attempted_at (self->account);
  PlimStatus status = plim_account_get_status (self->account);
  PlimCause cause = plim_account_get_cause (self->account);

  /* A time to come means that the clock was set back: it tells nothing. */
  if (self->provider == NULL || attempted_at == PLIM_TIME_UNKNOWN || attempted_at > now ||
      is_nothing_sent (status, cause)) {
    plim_poll_schedule_set_due (self, now, now);
    return;
  }
  plim_poll_schedule_count (self, status, cause, 0, attempted_at);
  plim_poll_schedule_plan (self, interval_s, attempted_at, now, random);
}

void
plim_poll_schedule_count (
    PlimPollSchedule *self, PlimStatus status, PlimCause cause, gint64 retry_after_s, gint64 now)
{
  self->n_failures = status == PLIM_STATUS_OK ? 0 : self->n_failures + 1;
  self->retry_after_s = retry_after_s;
  if (self->provider == NULL || is_nothing_sent (status, cause))
    return;
  self->sent_at = now;
  self->wait_s = plim_poll_wait (self->provider, status, retry_after_s);
}

/* Right after a reset the old number is no longer true, so that poll comes earlier. */
static gint64
get_due_after_reset (PlimPollSchedule *self, gint64 due_at, double random)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (self->account);
  gint64 spread_s = AFTER_RESET_S + (gint64) (random * AFTER_RESET_SPREAD_S);

  for (guint i = 0; snapshot != NULL && i < plim_snapshot_get_n_windows (snapshot); i++) {
    const PlimUsageWindow *window = plim_snapshot_get_window (snapshot, i);

    if (window->resets_at_estimated || window->kind == PLIM_WINDOW_RATE ||
        window->resets_at < self->sent_at + self->wait_s)
      continue;
    due_at = MIN (due_at, window->resets_at + spread_s);
  }
  return due_at;
}

void
plim_poll_schedule_plan (
    PlimPollSchedule *self, guint interval_s, gint64 from, gint64 now, double random)
{
  PlimStatus status = plim_account_get_status (self->account);
  gint64 due_at;

  if (self->provider == NULL) {
    plim_poll_schedule_set_due (self, PLIM_TIME_UNKNOWN, now);
    return;
  }
  /* Of one that only a collector feeds, its rhythm is what is expected. */
  if (plim_account_is_polled (self->account))
    plim_account_set_expected_interval (self->account,
                                        plim_poll_interval (self->provider, interval_s));
  due_at = from + plim_poll_delay (self->provider, interval_s, status,
                                   plim_account_get_cause (self->account), self->n_failures,
                                   self->retry_after_s, random);
  if (status == PLIM_STATUS_OK)
    due_at = get_due_after_reset (self, due_at, random);
  plim_poll_schedule_set_due (self, MAX (due_at, now), now);
}

void
plim_poll_schedule_replan (PlimPollSchedule *self, guint interval_s, gint64 now, double random)
{
  if (self->due_at == PLIM_TIME_UNKNOWN || self->sent_at == PLIM_TIME_UNKNOWN)
    return;
  plim_poll_schedule_plan (self, interval_s, self->sent_at, now, random);
}

void
plim_poll_schedule_resume (PlimPollSchedule *self, gint64 now)
{
  gint64 due_at = now + NETWORK_SETTLES_S;

  if (self->state != PLIM_POLL_IDLE || self->provider == NULL || self->due_at != PLIM_TIME_UNKNOWN)
    return;
  if (self->sent_at != PLIM_TIME_UNKNOWN)
    due_at = MAX (due_at, self->sent_at + self->wait_s);
  plim_poll_schedule_set_due (self, due_at, now);
}

void
plim_poll_schedule_set_due (PlimPollSchedule *self, gint64 due_at, gint64 now)
{
  self->due_at = due_at;
  self->planned_at = now;
  plim_account_set_next_poll_at (self->account, plim_account_may_poll (self->account)
                                                    ? due_at
                                                    : PLIM_TIME_UNKNOWN);
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
  self->started_at -= back_s;
  if (self->due_at != PLIM_TIME_UNKNOWN)
    plim_poll_schedule_set_due (self, self->due_at - back_s, now);
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

char *
plim_poll_schedule_dup_text (PlimPollSchedule *self, guint interval_s, gint64 now)
{
  gint64 in_s = MAX (self->due_at - now, 0);

  if (!plim_account_get_enabled (self->account))
    return g_strdup ("disabled");
  if (!plim_account_is_polled (self->account))
    return g_strdup ("fed by a collector");
  if (self->state == PLIM_POLL_RUNNING)
    return g_strdup ("polling");
  if (self->state == PLIM_POLL_QUEUED)
    return g_strdup ("waiting for its turn");
  if (self->provider == NULL)
    return g_strdup ("unknown provider");
  if (self->due_at == PLIM_TIME_UNKNOWN)
    return g_strdup ("waiting for the network");
  if (self->retry_after_s > 0)
    return g_strdup_printf ("in %" G_GINT64_FORMAT " s, as the provider asked", in_s);
  if (self->n_failures > 0)
    return g_strdup_printf ("in %" G_GINT64_FORMAT " s, after %u failures", in_s, self->n_failures);
  return g_strdup_printf ("in %" G_GINT64_FORMAT " s, every %u s", in_s,
                          plim_poll_interval (self->provider, interval_s));
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
