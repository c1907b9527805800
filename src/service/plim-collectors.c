/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-collectors.h"

#include "plim-collector-watch.h"
#include "plim-database-collectors.h"
#include "plim-ingest-show.h"
#include "plim-providers.h"

/* The next try when the disk was full, and how many samples wait for it. */
#define RETRY_S 30
#define MAX_WAITING 256

struct _PlimCollectors {
  GObject parent_instance;

  PlimAccountList *accounts;
  PlimDatabase *database;
  PlimClock *clock;
  GStrv providers;
  PlimWebhookState *state;
  GHashTable *feeds; /* account id → PlimCollectorFeed */
  PlimCollectorWatch *watch;
  GPtrArray *queue;     /* of PlimIngestAttempt */
  GPtrArray *batch;     /* (nullable): of PlimIngestAttempt: what the database is keeping now */
  PlimIngestPlan *plan; /* (nullable): of the batch */
  PlimWebhookState *batch_state; /* (nullable): after it */
  PlimIngestShow *show;          /* what the database has, but nobody was shown yet */
  GPtrArray *ended;              /* of account keys: whose end is to be kept */
  guint n_waiting;               /* the first of the queue */
  guint retry_id;
  guint dispatch_id;
};

G_DEFINE_FINAL_TYPE (PlimCollectors, plim_collectors, G_TYPE_OBJECT)

enum { SIGNAL_ATTEMPT, SIGNAL_SAMPLED, SIGNAL_STOPPED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void dispatch_soon (PlimCollectors *self);

/* Works out what the batch makes of everything. */
static PlimIngestBatch *
foresee (PlimCollectors *self)
{
  g_autofree char *text = NULL;
  PlimIngestBatch *batch;

  self->batch_state = plim_webhook_state_copy (self->state);
  for (guint i = 0; i < self->batch->len; i++) {
    PlimIngestAttempt *attempt = g_ptr_array_index (self->batch, i);
    const PlimPayload *payload = attempt->payload;

    if (attempt->task != NULL)
      plim_webhook_state_take (self->batch_state, payload, payload->ingest_status,
                               payload->message);
    attempt->created_account = plim_ingest_plan_take (self->plan, payload);
  }
  for (guint i = 0; i < self->ended->len; i++)
    plim_ingest_plan_touch (self->plan, g_ptr_array_index (self->ended, i));
  g_ptr_array_set_size (self->ended, 0);
  text = plim_webhook_state_to_text (self->batch_state);
  batch = plim_ingest_batch_new (text);
  plim_ingest_plan_fill (self->plan, batch);
  return batch;
}

/* Answering. */

static void
answer (PlimCollectors *self,
        PlimIngestAttempt *attempt,
        PlimIngestStatus status,
        const char *message)
{
  PlimIngestResult result = plim_ingest_attempt_get_result (attempt, status, message);

  g_signal_emit (self, signals[SIGNAL_ATTEMPT], 0, &result);
  plim_ingest_attempt_answer (attempt, &result);
}

static void
on_shown (PlimIngestPlan *plan, gpointer user_data)
{
  PlimCollectors *self = user_data;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, plim_ingest_plan_get_futures (plan));
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const char *id = plim_account_get_id (((PlimFutureAccount *) value)->account);
    PlimAccount *account = plim_account_list_find (self->accounts, id);

    if (account != NULL)
      g_signal_emit (self, signals[SIGNAL_SAMPLED], 0, account);
  }
  plim_collector_watch_look (self->watch);
}

void
plim_collectors_flush (PlimCollectors *self)
{
  g_return_if_fail (PLIM_IS_COLLECTORS (self));

  plim_ingest_show_flush (self->show);
}

static void
end_batch (PlimCollectors *self)
{
  g_autoptr (GPtrArray) batch = g_steal_pointer (&self->batch);

  plim_ingest_show_take (self->show, g_steal_pointer (&self->plan), batch->len);
  plim_webhook_state_free (self->state);
  self->state = g_steal_pointer (&self->batch_state);
  for (guint i = 0; i < batch->len; i++) {
    PlimIngestAttempt *attempt = g_ptr_array_index (batch, i);

    if (attempt->task != NULL)
      answer (self, attempt, attempt->payload->ingest_status, attempt->payload->message);
  }
}

static gboolean
on_retry (gpointer user_data)
{
  PlimCollectors *self = user_data;

  self->retry_id = 0;
  dispatch_soon (self);
  return G_SOURCE_REMOVE;
}

/* What has been accepted waits for room, before what came meanwhile. */
static void
keep_waiting (PlimCollectors *self, GPtrArray *batch)
{
  guint position = 0;

  for (guint i = 0; i < batch->len; i++) {
    PlimIngestAttempt *attempt = g_ptr_array_index (batch, i);

    if (attempt->payload->ingest_status != PLIM_INGEST_OK || position == MAX_WAITING)
      continue;
    g_ptr_array_insert (self->queue, (int) position++, attempt);
    batch->pdata[i] = NULL;
  }
  self->n_waiting = position;
  if (self->retry_id == 0)
    self->retry_id = g_timeout_add_seconds (RETRY_S, on_retry, self);
}

/* What was accepted is not: it could not be kept. */
static void
refuse (PlimCollectors *self, PlimIngestAttempt *attempt, gboolean is_full)
{
  const PlimPayload *payload = attempt->payload;
  PlimIngestStatus status = payload->ingest_status;
  const char *message = payload->message;

  if (attempt->task == NULL)
    return;
  attempt->is_disk_full = is_full;
  if (plim_payload_is_accepted (payload)) {
    status = PLIM_INGEST_UNKNOWN_ERROR;
    message = is_full ? "the disk is full; the sample waits until there is room"
                      : "the sample could not be kept";
  }
  plim_webhook_state_take (self->state, payload, status, message);
  answer (self, attempt, status, message);
}

static void
fail_batch (PlimCollectors *self, const GError *error)
{
  g_autoptr (GPtrArray) batch = g_steal_pointer (&self->batch);
  gboolean is_full = g_error_matches (error, PLIM_DATABASE_ERROR, PLIM_DATABASE_ERROR_FULL);

  g_message ("Samples are not kept: %s", error->message);
  plim_ingest_show_drop (self->show, g_steal_pointer (&self->plan));
  g_clear_pointer (&self->batch_state, plim_webhook_state_free);
  for (guint i = 0; i < batch->len; i++)
    refuse (self, g_ptr_array_index (batch, i), is_full);
  g_ptr_array_set_free_func (batch, NULL);
  if (is_full)
    keep_waiting (self, batch);
  for (guint i = 0; i < batch->len; i++) {
    if (batch->pdata[i] != NULL)
      plim_ingest_attempt_free (batch->pdata[i]);
  }
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlimCollectors) self = user_data;
  g_autoptr (GError) error = NULL;

  if (plim_database_save_batch_finish (PLIM_DATABASE (source), result, &error))
    end_batch (self);
  else
    fail_batch (self, error);
  /* A full disk is tried again later, or with the next sample. */
  if (error == NULL || self->queue->len > self->n_waiting)
    dispatch_soon (self);
}

static gboolean
dispatch (gpointer user_data)
{
  PlimCollectors *self = user_data;

  self->dispatch_id = 0;
  g_clear_handle_id (&self->retry_id, g_source_remove);
  self->batch = g_steal_pointer (&self->queue);
  self->queue = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_ingest_attempt_free);
  self->n_waiting = 0;
  self->plan = plim_ingest_show_new_plan (self->show);
  plim_database_save_batch_async (self->database, foresee (self), NULL, on_saved,
                                  g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* When all that can be read now was read: one commit for it all. */
static void
dispatch_soon (PlimCollectors *self)
{
  if (self->dispatch_id == 0 && self->batch == NULL &&
      (self->queue->len > 0 || self->ended->len > 0))
    self->dispatch_id = g_idle_add_full (G_PRIORITY_DEFAULT, dispatch, self, NULL);
}

static void
on_stopped (const char *account_id, PlimCollectorFeed *feed, gpointer user_data)
{
  PlimCollectors *self = user_data;
  PlimAccount *account = plim_account_list_find (self->accounts, account_id);

  g_ptr_array_add (self->ended, g_strdup (feed->account_key));
  if (account != NULL)
    g_signal_emit (self, signals[SIGNAL_STOPPED], 0, account);
  dispatch_soon (self);
}

/* The object. */

static gboolean
is_gone (gpointer id, gpointer feed, gpointer accounts)
{
  return plim_account_list_find (accounts, id) == NULL;
}

static void
on_accounts_changed (
    GListModel *accounts, guint position, guint n_removed, guint n_added, PlimCollectors *self)
{
  if (n_removed > n_added)
    g_hash_table_foreach_remove (self->feeds, is_gone, accounts);
}

static void
plim_collectors_dispose (GObject *object)
{
  PlimCollectors *self = PLIM_COLLECTORS (object);

  g_clear_handle_id (&self->retry_id, g_source_remove);
  g_clear_handle_id (&self->dispatch_id, g_source_remove);
  g_clear_pointer (&self->show, plim_ingest_show_free);
  g_clear_pointer (&self->watch, plim_collector_watch_free);
  g_ptr_array_set_size (self->queue, 0);
  G_OBJECT_CLASS (plim_collectors_parent_class)->dispose (object);
}

static void
plim_collectors_finalize (GObject *object)
{
  PlimCollectors *self = PLIM_COLLECTORS (object);

  g_clear_object (&self->accounts);
  g_clear_object (&self->database);
  g_clear_object (&self->clock);
  g_strfreev (self->providers);
  plim_webhook_state_free (self->state);
  g_hash_table_unref (self->feeds);
  g_ptr_array_unref (self->queue);
  g_ptr_array_unref (self->ended);
  g_clear_pointer (&self->batch, g_ptr_array_unref);
  g_clear_pointer (&self->plan, plim_ingest_plan_free);
  g_clear_pointer (&self->batch_state, plim_webhook_state_free);
  G_OBJECT_CLASS (plim_collectors_parent_class)->finalize (object);
}

static void
plim_collectors_class_init (PlimCollectorsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = plim_collectors_dispose;
  object_class->finalize = plim_collectors_finalize;
  signals[SIGNAL_ATTEMPT] = g_signal_new ("attempt", PLIM_TYPE_COLLECTORS, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_SAMPLED] = g_signal_new ("sampled", PLIM_TYPE_COLLECTORS, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, PLIM_TYPE_ACCOUNT);
  signals[SIGNAL_STOPPED] = g_signal_new ("stopped", PLIM_TYPE_COLLECTORS, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, PLIM_TYPE_ACCOUNT);
}

static void
plim_collectors_init (PlimCollectors *self)
{
  const PlimProvider *const *all = plim_providers_get_all ();
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; all[i] != NULL; i++)
    g_strv_builder_add (ids, all[i]->id);
  self->providers = g_strv_builder_end (ids);
  self->state = plim_webhook_state_new ();
  self->feeds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) plim_collector_feed_free);
  self->queue = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_ingest_attempt_free);
  self->ended = g_ptr_array_new_with_free_func (g_free);
}

PlimCollectors *
plim_collectors_new (PlimAccountList *accounts, PlimDatabase *database, PlimClock *clock)
{
  PlimCollectors *self = g_object_new (PLIM_TYPE_COLLECTORS, NULL);

  self->accounts = g_object_ref (accounts);
  self->database = g_object_ref (database);
  self->clock = g_object_ref (clock);
  self->show = plim_ingest_show_new (accounts, self->feeds, on_shown, self);
  self->watch = plim_collector_watch_new (self->feeds, clock, on_stopped, self);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (on_accounts_changed), self, 0);
  return self;
}

static void
restore_feed (PlimCollectors *self, const PlimCollectorRow *row)
{
  PlimAccount *account = plim_account_list_find (self->accounts, row->account_id);
  PlimCollectorFeed *feed = plim_collector_feed_from_text (row->state);

  if (account == NULL || feed == NULL) {
    g_clear_pointer (&feed, plim_collector_feed_free);
    return;
  }
  if (!plim_account_is_polled (account))
    plim_account_set_expected_interval (account, plim_collector_feed_get_interval (feed));
  g_hash_table_insert (self->feeds, g_strdup (row->account_id), feed);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PlimCollectors *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (PlimCollectorData) data =
      plim_database_load_collectors_finish (PLIM_DATABASE (source), result, &error);

  if (data == NULL) {
    g_task_return_error (task, error);
    return;
  }
  plim_webhook_state_free (self->state);
  self->state = plim_webhook_state_from_text (data->webhook);
  for (guint i = 0; i < data->rows->len; i++)
    restore_feed (self, g_ptr_array_index (data->rows, i));
  plim_collector_watch_look (self->watch);
  g_task_return_boolean (task, TRUE);
}

void
plim_collectors_load_async (PlimCollectors *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PLIM_IS_COLLECTORS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, plim_collectors_load_async);
  plim_database_load_collectors_async (self->database, cancellable, on_loaded, task);
}

gboolean
plim_collectors_load_finish (PlimCollectors *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
plim_collectors_ingest_async (PlimCollectors *self,
                              GBytes *body,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  PlimPayload *payload;
  GTask *task;

  g_return_if_fail (PLIM_IS_COLLECTORS (self));
  g_return_if_fail (body != NULL);

  payload = plim_payload_read (body, (const char *const *) self->providers,
                               plim_clock_get_now (self->clock));
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, plim_collectors_ingest_async);
  g_ptr_array_add (self->queue, plim_ingest_attempt_new (payload, task));
  dispatch_soon (self);
}

PlimIngestResult *
plim_collectors_ingest_finish (PlimCollectors *self, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}

const PlimWebhookState *
plim_collectors_get_state (PlimCollectors *self)
{
  g_return_val_if_fail (PLIM_IS_COLLECTORS (self), NULL);

  return self->state;
}

GHashTable *
plim_collectors_get_feeds (PlimCollectors *self)
{
  g_return_val_if_fail (PLIM_IS_COLLECTORS (self), NULL);

  return self->feeds;
}

const PlimCollectorFeed *
plim_collectors_get_feed (PlimCollectors *self, PlimAccount *account)
{
  g_return_val_if_fail (PLIM_IS_COLLECTORS (self), NULL);

  return g_hash_table_lookup (self->feeds, plim_account_get_id (account));
}

guint
plim_collectors_get_count (PlimCollectors *self, const char *provider)
{
  GHashTableIter iter;
  gpointer value;
  guint count = 0;

  g_return_val_if_fail (PLIM_IS_COLLECTORS (self), 0);

  g_hash_table_iter_init (&iter, self->feeds);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    count += provider == NULL || g_str_equal (((PlimCollectorFeed *) value)->provider, provider);
  return count;
}

guint
plim_collectors_get_waiting (PlimCollectors *self)
{
  g_return_val_if_fail (PLIM_IS_COLLECTORS (self), 0);

  return self->n_waiting;
}
