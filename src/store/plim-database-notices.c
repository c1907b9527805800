/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-database-notices.h"
#include "plim-database-accounts.h"
#include "plim-sqlite.h"

void
plim_notice_free (PlimNotice *self)
{
  g_free (self->account_id);
  g_free (self->key);
  g_free (self->state);
  g_free (self);
}

gboolean
plim_database_save_notice (sqlite3 *db, gpointer input, gpointer *output, GError **error)
{
  const PlimNotice *notice = input;
  g_autoptr (sqlite3_stmt) statement = NULL;
  sqlite3_int64 account;

  if (!plim_database_find_account (db, notice->account_id, &account, error))
    return FALSE;
  statement = plim_sqlite_prepare (
      db,
      notice->state != NULL
          ? "INSERT OR REPLACE INTO notice (account, key, state) VALUES (?1, ?2, ?3)"
          : "DELETE FROM notice WHERE account = ?1 AND key = ?2",
      error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, account);
  plim_sqlite_bind_text (statement, 2, notice->key);
  if (notice->state != NULL)
    plim_sqlite_bind_text (statement, 3, notice->state);
  return plim_sqlite_run (statement, error);
}

gboolean
plim_database_load_notices (sqlite3 *db, gpointer unused, gpointer *output, GError **error)
{
  g_autoptr (GError) step_error = NULL;
  g_autoptr (GHashTable) notices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (sqlite3_stmt) statement =
      plim_sqlite_prepare (db,
                           "SELECT account.id || '/' || notice.key, state"
                           " FROM notice JOIN account ON account.key = notice.account",
                           error);

  if (statement == NULL)
    return FALSE;
  while (plim_sqlite_step (statement, &step_error))
    g_hash_table_insert (notices, plim_sqlite_dup_text (statement, 0),
                         plim_sqlite_dup_text (statement, 1));
  if (step_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&step_error));
    return FALSE;
  }
  *output = g_steal_pointer (&notices);
  return TRUE;
}
