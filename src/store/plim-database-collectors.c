/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-database-collectors.h"
#include "plim-database-accounts.h"
#include "plim-database-jobs.h"
#include "plim-database-samples.h"
#include "plim-sqlite.h"

typedef struct {
  PlimAccountRow *row;
  gboolean has_news; /* of the account itself, beside its last poll */
  char *account_key;
  char *state;
  GPtrArray *samples;
} Entry;

struct _PlimIngestBatch {
  char *webhook;
  GPtrArray *entries;
};

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  plim_account_row_free (entry->row);
  g_free (entry->account_key);
  g_free (entry->state);
  g_ptr_array_unref (entry->samples);
  g_free (entry);
}

static void
free_row (gpointer data)
{
  PlimCollectorRow *row = data;

  g_free (row->account_id);
  g_free (row->account_key);
  g_free (row->state);
  g_free (row);
}

void
plim_collector_data_free (PlimCollectorData *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self->webhook);
  g_free (self);
}

PlimIngestBatch *
plim_ingest_batch_new (const char *webhook)
{
  PlimIngestBatch *self = g_new0 (PlimIngestBatch, 1);

  self->webhook = g_strdup (webhook);
  self->entries = g_ptr_array_new_with_free_func (free_entry);
  return self;
}

void
plim_ingest_batch_free (PlimIngestBatch *self)
{
  g_ptr_array_unref (self->entries);
  g_free (self->webhook);
  g_free (self);
}

void
plim_ingest_batch_add (PlimIngestBatch *self,
                       PlimAccount *account,
                       gboolean has_news,
                       const char *account_key,
                       const char *state,
                       GPtrArray *samples)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->row = plim_account_row_new (account);
  entry->has_news = has_news;
  entry->account_key = g_strdup (account_key);
  entry->state = g_strdup (state);
  entry->samples = g_ptr_array_ref (samples);
  g_ptr_array_add (self->entries, entry);
}

/* Loading. */

static gboolean
load_webhook (sqlite3 *db, PlimCollectorData *data, GError **error)
{
  g_autoptr (GError) step_error = NULL;
  g_autoptr (sqlite3_stmt) statement = plim_sqlite_prepare (db, "SELECT state FROM webhook", error);

  if (statement == NULL)
    return FALSE;
  if (plim_sqlite_step (statement, &step_error))
    data->webhook = plim_sqlite_dup_text (statement, 0);
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

static gboolean
load (sqlite3 *db, gpointer unused, gpointer *output, GError **error)
{
  g_autoptr (GError) step_error = NULL;
  g_autoptr (PlimCollectorData) data = g_new0 (PlimCollectorData, 1);
  g_autoptr (sqlite3_stmt) statement = NULL;

  data->rows = g_ptr_array_new_with_free_func (free_row);
  statement = plim_sqlite_prepare (db,
                                   "SELECT id, account_key, state FROM collector"
                                   " JOIN account ON account.key = collector.account",
                                   error);
  if (statement == NULL)
    return FALSE;
  while (plim_sqlite_step (statement, &step_error)) {
    PlimCollectorRow *row = g_new0 (PlimCollectorRow, 1);

    row->account_id = plim_sqlite_dup_text (statement, 0);
    row->account_key = plim_sqlite_dup_text (statement, 1);
    row->state = plim_sqlite_dup_text (statement, 2);
    g_ptr_array_add (data->rows, row);
  }
  if (step_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&step_error));
    return FALSE;
  }
  if (!load_webhook (db, data, error))
    return FALSE;
  *output = g_steal_pointer (&data);
  return TRUE;
}

void
plim_database_load_collectors_async (PlimDatabase *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (PLIM_IS_DATABASE (self));

  plim_database_push (self, plim_database_load_collectors_async, PLIM_DATABASE_READ, load, NULL,
                      NULL, (GDestroyNotify) plim_collector_data_free, cancellable, callback,
                      user_data);
}

PlimCollectorData *
plim_database_load_collectors_finish (PlimDatabase *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (plim_database_is_result_of (self, result,
                                                    plim_database_load_collectors_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Saving. */

/* The last one is the account's own, mostly, and goes with it. */
static gboolean
save_samples (sqlite3 *db, const Entry *entry, sqlite3_int64 key, GError **error)
{
  g_autofree char *owner = plim_owner_dup_key (entry->row->owner);

  for (guint i = 0; i < entry->samples->len; i++) {
    const PlimSnapshot *sample = g_ptr_array_index (entry->samples, i);

    if (sample != entry->row->snapshot &&
        !plim_database_append_samples (db, key, owner, sample, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
save_state (sqlite3 *db, const Entry *entry, sqlite3_int64 key, GError **error)
{
  g_autoptr (PlimHotStatement) statement =
      plim_sqlite_borrow (db,
                          "INSERT INTO collector (account, account_key, state) VALUES (?1, ?2, ?3)"
                          " ON CONFLICT (account) DO UPDATE SET account_key = ?2, state = ?3",
                          error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, key);
  plim_sqlite_bind_text (statement, 2, entry->account_key);
  plim_sqlite_bind_text (statement, 3, entry->state);
  return plim_sqlite_run (statement, error);
}

/* One that is not there any more, as after a corrupt file was replaced, is kept anew. */
static gboolean
save_account (sqlite3 *db, const Entry *entry, sqlite3_int64 *key, GError **error)
{
  if (!plim_database_look_up_account (db, entry->row->id, key, error))
    return FALSE;
  if (*key != PLIM_DATABASE_NO_KEY && !entry->has_news)
    return TRUE;
  return plim_database_save_account (db, entry->row, NULL, error) &&
         plim_database_find_account (db, entry->row->id, key, error);
}

static gboolean
save_entry (sqlite3 *db, const Entry *entry, GError **error)
{
  sqlite3_int64 key;

  return save_account (db, entry, &key, error) && save_samples (db, entry, key, error) &&
         plim_database_save_poll (db, entry->row, NULL, error) &&
         save_state (db, entry, key, error);
}

static gboolean
save (sqlite3 *db, gpointer input, gpointer *output, GError **error)
{
  const PlimIngestBatch *batch = input;
  g_autoptr (PlimHotStatement) statement =
      plim_sqlite_borrow (db,
                          "INSERT INTO webhook (only, state) VALUES (1, ?1)"
                          " ON CONFLICT (only) DO UPDATE SET state = ?1",
                          error);

  if (statement == NULL)
    return FALSE;
  plim_sqlite_bind_text (statement, 1, batch->webhook);
  if (!plim_sqlite_run (statement, error))
    return FALSE;
  for (guint i = 0; i < batch->entries->len; i++) {
    if (!save_entry (db, g_ptr_array_index (batch->entries, i), error))
      return FALSE;
  }
  return TRUE;
}

void
plim_database_save_batch_async (PlimDatabase *self,
                                PlimIngestBatch *batch,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (PLIM_IS_DATABASE (self));

  plim_database_push (self, plim_database_save_batch_async, PLIM_DATABASE_DURABLE, save, batch,
                      (GDestroyNotify) plim_ingest_batch_free, NULL, cancellable, callback,
                      user_data);
}

gboolean
plim_database_save_batch_finish (PlimDatabase *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (plim_database_is_result_of (self, result, plim_database_save_batch_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
