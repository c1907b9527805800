/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is asked of the poller: polls, and to mind who looks and what the desktop does. */
#include "plim-poller-private.h"

void
plim_poller_refresh_async (PlimPoller *self,
                           PlimAccount *account,
                           gboolean force,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  PlimPollSchedule *schedule;

  g_return_if_fail (PLIM_IS_POLLER (self));
  g_return_if_fail (PLIM_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plim_poller_refresh_async);
  schedule = g_hash_table_lookup (self->schedules, account);
  if (schedule == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no such account");
    return;
  }
  if (schedule->state == PLIM_POLL_RUNNING && force) {
    /* What is under way asks by the login or the settings of before, and would teach what they
     * taught. */
    schedule->again = TRUE;
    g_ptr_array_add (schedule->next_waiters, g_steal_pointer (&task));
    g_cancellable_cancel (schedule->cancellable);
    return;
  }
  if (schedule->state == PLIM_POLL_IDLE) {
    gint64 now = plim_clock_get_now (self->clock);

    if (!plim_account_is_polled (account) ||
        (!force &&
         (!plim_account_may_poll (account) || plim_poll_schedule_must_wait (schedule, now)))) {
      g_task_return_boolean (task, TRUE);
      return;
    }
    plim_poll_queue_push (self->queue, schedule);
  }
  g_ptr_array_add (schedule->waiters, g_steal_pointer (&task));
  plim_poller_look (self);
}

gboolean
plim_poller_refresh_finish (PlimPoller *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
plim_poller_refresh_all (PlimPoller *self)
{
  g_return_if_fail (PLIM_IS_POLLER (self));

  for (guint i = 0; i < g_list_model_get_n_items (self->accounts); i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (self->accounts, i);

    plim_poller_refresh_async (self, account, FALSE, NULL, NULL, NULL);
  }
}

void
plim_poller_retry_cause (PlimPoller *self, PlimCause cause)
{
  gint64 now = plim_clock_get_now (self->clock);
  GHashTableIter iter;
  gpointer value;

  g_return_if_fail (PLIM_IS_POLLER (self));

  g_hash_table_iter_init (&iter, self->schedules);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    PlimPollSchedule *schedule = value;

    if (schedule->state == PLIM_POLL_IDLE && plim_account_get_cause (schedule->account) == cause)
      plim_poll_schedule_set_due (schedule, now, PLIM_POLL_REASON_CHANGED, now);
  }
  plim_poller_look (self);
}

void
plim_poller_hasten (PlimPoller *self, PlimAccount *account)
{
  PlimPollSchedule *schedule;
  gint64 now;

  g_return_if_fail (PLIM_IS_POLLER (self));

  schedule = g_hash_table_lookup (self->schedules, account);
  now = plim_clock_get_now (self->clock);
  if (schedule == NULL || schedule->state != PLIM_POLL_IDLE)
    return;
  plim_poll_schedule_hasten (schedule, PLIM_POLL_REASON_CHANGED, now);
  plim_poller_look (self);
}

/* What bears on how often. */

void
plim_poller_note_look (PlimPoller *self)
{
  g_return_if_fail (PLIM_IS_POLLER (self));

  self->looked_at = plim_clock_get_now (self->clock);
  plim_poller_replan (self);
}

void
plim_poller_set_desktop (PlimPoller *self, const PlimDesktopState *desktop)
{
  g_return_if_fail (PLIM_IS_POLLER (self));

  self->desktop = *desktop;
  plim_poller_replan (self);
}
