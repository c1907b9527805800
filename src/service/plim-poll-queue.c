/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-poll-queue.h"

#define MAX_RUNNING 4
#define MAX_RUNNING_PER_PROVIDER 2
#define SLOW_S 10

struct _PlimPollQueue {
  GPtrArray *waiting; /* PlimPollSchedule, in the order in which they were due */
  GPtrArray *running; /* PlimPollSchedule */
};

PlimPollQueue *
plim_poll_queue_new (void)
{
  PlimPollQueue *self = g_new0 (PlimPollQueue, 1);

  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_poll_schedule_unref);
  self->running = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_poll_schedule_unref);
  return self;
}

void
plim_poll_queue_free (PlimPollQueue *self)
{
  g_ptr_array_unref (self->waiting);
  g_ptr_array_unref (self->running);
  g_free (self);
}

void
plim_poll_queue_push (PlimPollQueue *self, PlimPollSchedule *schedule)
{
  g_return_if_fail (schedule->state == PLIM_POLL_IDLE);

  schedule->state = PLIM_POLL_QUEUED;
  g_ptr_array_add (self->waiting, plim_poll_schedule_ref (schedule));
}

static gboolean
has_place (PlimPollQueue *self, const PlimProvider *provider, gint64 now)
{
  guint n_quick = 0, n_of_provider = 0;

  for (guint i = 0; i < self->running->len; i++) {
    const PlimPollSchedule *running = g_ptr_array_index (self->running, i);

    n_quick += now - running->started_at < SLOW_S;
    n_of_provider += running->provider == provider;
  }
  return n_quick < MAX_RUNNING && n_of_provider < MAX_RUNNING_PER_PROVIDER;
}

PlimPollSchedule *
plim_poll_queue_take (PlimPollQueue *self, gint64 now)
{
  for (guint i = 0; i < self->waiting->len; i++) {
    PlimPollSchedule *schedule = g_ptr_array_index (self->waiting, i);

    if (!has_place (self, schedule->provider, now))
      continue;
    g_ptr_array_add (self->running, g_ptr_array_steal_index (self->waiting, i));
    schedule->state = PLIM_POLL_RUNNING;
    schedule->started_at = now;
    return plim_poll_schedule_ref (schedule);
  }
  return NULL;
}

void
plim_poll_queue_leave (PlimPollQueue *self, PlimPollSchedule *schedule)
{
  schedule->state = PLIM_POLL_IDLE;
  if (!g_ptr_array_remove (self->waiting, schedule))
    g_ptr_array_remove (self->running, schedule);
}

gint64
plim_poll_queue_get_alarm (PlimPollQueue *self, gint64 now)
{
  gint64 alarm_at = PLIM_TIME_UNKNOWN;

  for (guint i = 0; self->waiting->len > 0 && i < self->running->len; i++) {
    const PlimPollSchedule *running = g_ptr_array_index (self->running, i);
    gint64 slow_at = running->started_at + SLOW_S;

    if (slow_at > now)
      alarm_at = plim_poll_earliest (alarm_at, slow_at);
  }
  return alarm_at;
}
