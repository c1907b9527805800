/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-database-accounts.h"
#include "plim-database-jobs.h"

/* One account that could not be kept when it was added must not spoil the others' polls. */
static gboolean
save_poll (sqlite3 *db, PlimAccountRow *row, GError **error)
{
  sqlite3_int64 key;

  return plim_database_look_up_account (db, row->id, &key, error) &&
         (key != PLIM_DATABASE_NO_KEY || plim_database_save_account (db, row, NULL, error)) &&
         plim_database_save_poll (db, row, NULL, error);
}

static gboolean
save_polls (sqlite3 *db, gpointer input, gpointer *output, GError **error)
{
  GPtrArray *rows = input;

  for (guint i = 0; i < rows->len; i++) {
    if (!save_poll (db, g_ptr_array_index (rows, i), error))
      return FALSE;
  }
  return TRUE;
}

void
plim_database_save_polls_async (PlimDatabase *self,
                                GPtrArray *accounts,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GPtrArray *rows;

  g_return_if_fail (PLIM_IS_DATABASE (self));
  g_return_if_fail (accounts != NULL);

  rows = g_ptr_array_new_full (accounts->len, (GDestroyNotify) plim_account_row_free);
  for (guint i = 0; i < accounts->len; i++)
    g_ptr_array_add (rows, plim_account_row_new (g_ptr_array_index (accounts, i)));
  plim_database_push (self, plim_database_save_polls_async, PLIM_DATABASE_WRITE, save_polls, rows,
                      (GDestroyNotify) g_ptr_array_unref, NULL, cancellable, callback, user_data);
}

gboolean
plim_database_save_polls_finish (PlimDatabase *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (plim_database_is_result_of (self, result, plim_database_save_polls_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
plim_database_save_poll_async (PlimDatabase *self,
                               PlimAccount *account,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (PLIM_IS_DATABASE (self));
  g_return_if_fail (PLIM_IS_ACCOUNT (account));

  plim_database_push (self, plim_database_save_poll_async, PLIM_DATABASE_WRITE,
                      plim_database_save_poll, plim_account_row_new (account),
                      (GDestroyNotify) plim_account_row_free, NULL, cancellable, callback,
                      user_data);
}

gboolean
plim_database_save_poll_finish (PlimDatabase *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (plim_database_is_result_of (self, result, plim_database_save_poll_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
