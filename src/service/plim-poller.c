/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-poller-private.h"

#include "plim-settings.h"

G_DEFINE_FINAL_TYPE (PlimPoller, plim_poller, G_TYPE_OBJECT)

enum { SIGNAL_POLLED, N_SIGNALS };
static guint signals[N_SIGNALS];

static PlimPollConditions
get_conditions (PlimPoller *self)
{
  return (PlimPollConditions){
    .now = plim_clock_get_now (self->clock),
    .looked_at = self->looked_at,
    .started_at = self->started_at,
    .interval_s = g_settings_get_uint (self->settings, PLIM_SETTINGS_INTERVAL),
    .desktop = self->desktop,
  };
}

static gboolean
is_reachable (PlimPoller *self, PlimPollSchedule *schedule)
{
  return self->network == NULL || g_network_monitor_get_network_available (self->network) ||
         !plim_poll_schedule_needs_network (schedule);
}

/* The end of a poll. */

static void
leave_running (PlimPoller *self, PlimPollSchedule *schedule)
{
  plim_poll_queue_leave (self->queue, schedule);
  g_clear_object (&schedule->cancellable);
  plim_account_set_polling (schedule->account, FALSE);
}

static void
begin_again (PlimPoller *self, PlimPollSchedule *schedule)
{
  GPtrArray *waiters = schedule->waiters;

  if (!schedule->again || schedule->state != PLIM_POLL_IDLE)
    return;
  schedule->again = FALSE;
  schedule->waiters = schedule->next_waiters;
  schedule->next_waiters = waiters;
  plim_poll_queue_push (self->queue, schedule);
}

static void
end_poll (PlimPoller *self, PlimPollSchedule *schedule, PlimSnapshot *snapshot, const GError *error)
{
  PlimPollConditions conditions = get_conditions (self);
  gint64 now = conditions.now;
  g_autoptr (GError) failure = plim_poll_schedule_dup_failure (snapshot, error);

  plim_poll_schedule_compare (schedule, snapshot, now);
  plim_account_update (schedule->account, snapshot, error, now);
  plim_poll_schedule_count (schedule, plim_account_get_status (schedule->account),
                            plim_account_get_cause (schedule->account),
                            plim_error_get_retry_after (failure), now);
  schedule->is_offline = !is_reachable (self, schedule);
  plim_poll_schedule_plan (schedule, &conditions);
  if (failure != NULL)
    g_debug ("%s: %s", plim_account_get_provider_id (schedule->account), failure->message);
  leave_running (self, schedule);
  plim_poll_schedule_return (schedule->waiters, failure);
  begin_again (self, schedule);
  g_signal_emit (self, signals[SIGNAL_POLLED], 0, schedule->account);
}

static void
end_cancelled (PlimPollSchedule *schedule, const GError *error)
{
  PlimPoller *self = schedule->poller;

  if (self != NULL)
    leave_running (self, schedule);
  else
    plim_account_set_polling (schedule->account, FALSE);
  /* The poll that takes its place answers them too. */
  while (self != NULL && schedule->again && schedule->waiters->len > 0)
    g_ptr_array_add (schedule->next_waiters, g_ptr_array_steal_index (schedule->waiters, 0));
  plim_poll_schedule_return (schedule->waiters, error);
  if (self != NULL)
    begin_again (self, schedule);
  else
    plim_poll_schedule_return (schedule->next_waiters, error);
}

static void on_fetched (GObject *source, GAsyncResult *result, gpointer user_data);

static void
fetch (PlimPoller *self, PlimPollSchedule *schedule)
{
  plim_fetcher_fetch_async (self->fetcher, schedule->provider, schedule->account,
                            plim_clock_get_now (self->clock), FALSE, schedule->cancellable,
                            on_fetched, plim_poll_schedule_ref (schedule));
}

/* An answer for somebody else than before. What the account remembered of the former owner may be
 * mixed into it, and is forgotten now, so this comes once. */
static gboolean
must_ask_again (PlimPoller *self, PlimPollSchedule *schedule, PlimSnapshot *snapshot)
{
  if (snapshot == NULL ||
      plim_account_recognize (schedule->account, snapshot, plim_clock_get_now (self->clock)))
    return FALSE;
  g_message ("%s: account %s answers for somebody else than before",
             plim_account_get_provider_id (schedule->account),
             plim_account_get_id (schedule->account));
  return TRUE;
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlimPollSchedule) schedule = user_data;
  g_autoptr (PlimPoller) self = schedule->poller != NULL ? g_object_ref (schedule->poller) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlimSnapshot) snapshot =
      plim_fetcher_fetch_finish (PLIM_FETCHER (source), result, &error);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    end_cancelled (schedule, error);
  else if (must_ask_again (self, schedule, snapshot))
    fetch (self, schedule);
  else
    end_poll (self, schedule, snapshot, error);
  if (self != NULL)
    plim_poller_look (self);
}

/* Beginning what is due. */

static void
start_poll (PlimPoller *self, PlimPollSchedule *schedule)
{
  g_autoptr (GError) error = NULL;

  schedule->cancellable = g_cancellable_new ();
  error = plim_poll_schedule_dup_obstacle (schedule, is_reachable (self, schedule));
  if (error != NULL) {
    end_poll (self, schedule, NULL, error);
    return;
  }
  plim_account_set_polling (schedule->account, TRUE);
  fetch (self, schedule);
}

static void
set_alarm (PlimPoller *self)
{
  gint64 alarm_at = plim_poll_queue_get_alarm (self->queue, plim_clock_get_now (self->clock));
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->schedules);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const PlimPollSchedule *schedule = value;

    if (schedule->state == PLIM_POLL_IDLE && plim_account_may_poll (schedule->account))
      alarm_at = plim_poll_earliest (alarm_at, schedule->due_at);
  }
  plim_clock_set_alarm (self->clock, alarm_at);
}

void
plim_poller_look (PlimPoller *self)
{
  gint64 now = plim_clock_get_now (self->clock);
  PlimPollSchedule *next;

  if (!self->is_started)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (self->accounts); i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (self->accounts, i);
    PlimPollSchedule *schedule = g_hash_table_lookup (self->schedules, account);

    if (schedule != NULL && plim_poll_schedule_is_due (schedule, now))
      plim_poll_queue_push (self->queue, schedule);
  }
  while ((next = plim_poll_queue_take (self->queue, now)) != NULL) {
    start_poll (self, next);
    plim_poll_schedule_unref (next);
  }
  set_alarm (self);
}

/* Ends what is queued or in flight for the account, and tells who waits. */
static void
cancel (PlimPoller *self, PlimPollSchedule *schedule)
{
  g_autoptr (GError) error =
      g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the account is no longer polled");

  schedule->again = FALSE;
  plim_poll_schedule_return (schedule->next_waiters, error);
  if (schedule->state == PLIM_POLL_QUEUED) {
    plim_poll_queue_leave (self->queue, schedule);
    plim_poll_schedule_return (schedule->waiters, error);
  } else if (schedule->state == PLIM_POLL_RUNNING) {
    g_cancellable_cancel (schedule->cancellable);
  }
}

/* What changes outside. */

static void
on_enabled_changed (PlimAccount *account, GParamSpec *pspec, PlimPoller *self)
{
  PlimPollSchedule *schedule = g_hash_table_lookup (self->schedules, account);
  gint64 now = plim_clock_get_now (self->clock);

  if (plim_account_may_poll (account)) {
    plim_poll_schedule_hasten (schedule, PLIM_POLL_REASON_START, now);
  } else {
    cancel (self, schedule);
    plim_poll_schedule_set_due (schedule, schedule->due_at, PLIM_POLL_REASON_START, now);
  }
  plim_poller_look (self);
}

static void
on_interval_changed (PlimAccount *account, GParamSpec *pspec, PlimPoller *self)
{
  PlimPollConditions conditions = get_conditions (self);

  plim_poll_schedule_replan (g_hash_table_lookup (self->schedules, account), &conditions);
  plim_poller_look (self);
}

void
plim_poller_replan (PlimPoller *self)
{
  PlimPollConditions conditions = get_conditions (self);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->schedules);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    plim_poll_schedule_replan (value, &conditions);
  plim_poller_look (self);
}

static void
on_jumped (PlimClock *clock, PlimPoller *self)
{
  gint64 now = plim_clock_get_now (clock);
  GHashTableIter iter;
  gpointer value;

  /* Set back, it must not forget who is there. */
  self->started_at = MIN (self->started_at, now);
  self->looked_at = MIN (self->looked_at, now);
  g_hash_table_iter_init (&iter, self->schedules);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    plim_poll_schedule_shift (value, now);
  plim_poller_look (self);
}

static void
on_network_changed (GNetworkMonitor *network, gboolean is_available, PlimPoller *self)
{
  gint64 now = plim_clock_get_now (self->clock);
  GHashTableIter iter;
  gpointer value;

  if (!is_available)
    return;
  g_hash_table_iter_init (&iter, self->schedules);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    plim_poll_schedule_resume (value, now);
  plim_poller_look (self);
}

static void
add_account (PlimPoller *self, PlimAccount *account)
{
  PlimPollSchedule *schedule = plim_poll_schedule_new (self, account);
  PlimPollConditions conditions = get_conditions (self);

  g_hash_table_insert (self->schedules, account, schedule);
  g_signal_connect_object (account, "notify::enabled", G_CALLBACK (on_enabled_changed), self, 0);
  g_signal_connect_object (account, "notify::polled", G_CALLBACK (on_enabled_changed), self, 0);
  g_signal_connect_object (account, "notify::interval", G_CALLBACK (on_interval_changed), self, 0);
  plim_poll_schedule_begin (schedule, &conditions);
}

static void
drop_account (PlimPoller *self, PlimPollSchedule *schedule)
{
  g_signal_handlers_disconnect_by_data (schedule->account, self);
  cancel (self, schedule);
  plim_poll_queue_leave (self->queue, schedule);
  schedule->poller = NULL;
}

static void
on_accounts_changed (
    GListModel *accounts, guint position, guint n_removed, guint n_added, PlimPoller *self)
{
  g_autoptr (GHashTable) present = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer account, schedule;

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++) {
    g_autoptr (PlimAccount) item = g_list_model_get_item (accounts, i);

    g_hash_table_add (present, item);
    if (!g_hash_table_contains (self->schedules, item))
      add_account (self, item);
  }
  g_hash_table_iter_init (&iter, self->schedules);
  while (g_hash_table_iter_next (&iter, &account, &schedule)) {
    if (g_hash_table_contains (present, account))
      continue;
    drop_account (self, schedule);
    g_hash_table_iter_remove (&iter);
  }
  plim_poller_look (self);
}

static void
plim_poller_dispose (GObject *object)
{
  PlimPoller *self = PLIM_POLLER (object);
  GHashTableIter iter;
  gpointer schedule;

  self->is_started = FALSE;
  g_hash_table_iter_init (&iter, self->schedules);
  while (g_hash_table_iter_next (&iter, NULL, &schedule)) {
    drop_account (self, schedule);
    g_hash_table_iter_remove (&iter);
  }
  if (self->clock != NULL)
    plim_clock_set_alarm (self->clock, PLIM_TIME_UNKNOWN);
  g_clear_object (&self->accounts);
  g_clear_object (&self->fetcher);
  g_clear_object (&self->clock);
  g_clear_object (&self->network);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (plim_poller_parent_class)->dispose (object);
}

static void
plim_poller_finalize (GObject *object)
{
  PlimPoller *self = PLIM_POLLER (object);

  g_hash_table_unref (self->schedules);
  plim_poll_queue_free (self->queue);
  G_OBJECT_CLASS (plim_poller_parent_class)->finalize (object);
}

static void
plim_poller_class_init (PlimPollerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = plim_poller_dispose;
  object_class->finalize = plim_poller_finalize;
  signals[SIGNAL_POLLED] = g_signal_new ("polled", PLIM_TYPE_POLLER, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, PLIM_TYPE_ACCOUNT);
}

static void
plim_poller_init (PlimPoller *self)
{
  self->schedules =
      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) plim_poll_schedule_unref);
  self->queue = plim_poll_queue_new ();
}

PlimPoller *
plim_poller_new (GListModel *accounts,
                 PlimFetcher *fetcher,
                 PlimClock *clock,
                 GNetworkMonitor *network,
                 GSettings *settings)
{
  PlimPoller *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (accounts), NULL);
  g_return_val_if_fail (PLIM_IS_FETCHER (fetcher), NULL);
  g_return_val_if_fail (PLIM_IS_CLOCK (clock), NULL);

  self = g_object_new (PLIM_TYPE_POLLER, NULL);
  self->accounts = g_object_ref (accounts);
  self->fetcher = g_object_ref (fetcher);
  self->clock = g_object_ref (clock);
  self->settings = g_object_ref (settings);
  self->started_at = plim_clock_get_now (clock);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (on_accounts_changed), self, 0);
  g_signal_connect_object (clock, "alarm", G_CALLBACK (plim_poller_look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (clock, "jumped", G_CALLBACK (on_jumped), self, 0);
  g_signal_connect_object (settings, "changed::" PLIM_SETTINGS_INTERVAL,
                           G_CALLBACK (plim_poller_replan), self, G_CONNECT_SWAPPED);
  if (network != NULL) {
    self->network = g_object_ref (network);
    g_signal_connect_object (network, "network-changed", G_CALLBACK (on_network_changed), self, 0);
  }
  on_accounts_changed (accounts, 0, 0, g_list_model_get_n_items (accounts), self);
  return self;
}

void
plim_poller_start (PlimPoller *self)
{
  g_return_if_fail (PLIM_IS_POLLER (self));

  self->is_started = TRUE;
  plim_poller_look (self);
}
