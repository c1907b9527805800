/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-demo-past.h"

#include "plim-history.h"
#include "plim-provider-parts.h"
#include "plim-providers.h"

#include <math.h>

#define PAST_S (30 * PLIM_DAY_S)
#define STEP_S (20 * 60)

typedef struct {
  const PlimProvider *provider;
  PlimExchange *exchange;
  char *account_id;
  GHashTable *histories; /* window id → GArray of PlimSample */
  guint n_waiting;       /* histories on their way to the disk */
  GError *error;         /* (nullable): the first */
} Past;

static void
past_free (gpointer data)
{
  Past *self = data;

  plim_exchange_free (self->exchange);
  g_free (self->account_id);
  g_clear_pointer (&self->histories, g_hash_table_unref);
  g_clear_error (&self->error);
  g_free (self);
}

static void
add_sample (GHashTable *histories, const PlimUsageWindow *window, gint64 at)
{
  GArray *samples = g_hash_table_lookup (histories, window->id);
  PlimSample sample = {
    .at = at,
    .used_percent = window->used_percent,
    .value = !isnan (window->remaining) ? window->remaining : window->used,
    .resets_at = window->resets_at,
  };

  if (samples == NULL) {
    samples = g_array_new (FALSE, FALSE, sizeof (PlimSample));
    g_hash_table_insert (histories, g_strdup (window->id), samples);
  }
  g_array_append_val (samples, sample);
}

/* In a thread, which has the data for itself. */
static void
make_past (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Past *past = data;
  gint64 now = past->exchange->now;

  for (gint64 at = now - PAST_S; at < now; at += STEP_S) {
    g_autoptr (PlimSnapshot) snapshot = NULL;

    past->exchange->now = at;
    snapshot = past->provider->parse (past->exchange, NULL);
    for (guint i = 0; snapshot != NULL && i < plim_snapshot_get_n_windows (snapshot); i++)
      add_sample (past->histories, plim_snapshot_get_window (snapshot, i), at);
  }
  g_task_return_boolean (task, TRUE);
}

static void
return_result (GTask *task)
{
  Past *past = g_task_get_task_data (task);

  if (past->error != NULL)
    g_task_return_error (task, g_steal_pointer (&past->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Past *past = g_task_get_task_data (task);
  guint count;

  plim_database_import_history_finish (PLIM_DATABASE (source), result, &count,
                                       past->error == NULL ? &past->error : NULL);
  if (--past->n_waiting == 0)
    return_result (task);
}

static void
on_made (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Past *past = g_task_get_task_data (task);
  GHashTableIter iter;
  gpointer id, samples;

  past->n_waiting = g_hash_table_size (past->histories);
  g_hash_table_iter_init (&iter, past->histories);
  while (g_hash_table_iter_next (&iter, &id, &samples))
    plim_database_import_history_async (PLIM_DATABASE (source), past->account_id, id, samples, NULL,
                                        on_kept, g_object_ref (task));
}

static gboolean
wants_past (PlimAccount *account)
{
  const char *history = g_hash_table_lookup (plim_account_get_settings (account), "history");

  return g_str_equal (plim_account_get_provider_id (account), "demo") &&
         g_strcmp0 (history, "month") == 0;
}

void
plim_demo_past_keep_async (PlimDatabase *database,
                           PlimAccount *account,
                           gint64 now,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GTask) work = NULL;
  Past *past;

  g_return_if_fail (PLIM_IS_DATABASE (database));
  g_return_if_fail (PLIM_IS_ACCOUNT (account));

  task = g_task_new (database, NULL, callback, user_data);
  g_task_set_source_tag (task, plim_demo_past_keep_async);
  if (!wants_past (account)) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  past = g_new0 (Past, 1);
  past->provider = plim_providers_find ("demo");
  past->exchange = plim_exchange_new (now, plim_account_get_settings (account), NULL);
  past->account_id = g_strdup (plim_account_get_id (account));
  past->histories =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  g_task_set_task_data (task, past, past_free);
  work = g_task_new (database, NULL, on_made, g_object_ref (task));
  g_task_set_task_data (work, past, NULL);
  g_task_run_in_thread (work, make_past);
}

gboolean
plim_demo_past_keep_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, (gpointer) plim_demo_past_keep_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
