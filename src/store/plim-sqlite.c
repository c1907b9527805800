/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-sqlite.h"
#include "plim-database.h"

#include <errno.h>

/* The system's error behind @db's. sqlite3_system_errno() misses what a commit met, which is
 * writing the log; at other times it is what an older error left behind. */
static int
get_cause (sqlite3 *db)
{
  int code = sqlite3_extended_errcode (db);
  int cause = 0;
  sqlite3_file *log = NULL;

  if ((code & 0xff) != SQLITE_IOERR && (code & 0xff) != SQLITE_CANTOPEN)
    return 0;
  if (code == SQLITE_IOERR_WRITE &&
      sqlite3_file_control (db, NULL, SQLITE_FCNTL_JOURNAL_POINTER, &log) == SQLITE_OK &&
      log != NULL && log->pMethods != NULL)
    log->pMethods->xFileControl (log, SQLITE_FCNTL_LAST_ERRNO, &cause);
  return cause != 0 ? cause : sqlite3_system_errno (db);
}

static gboolean
is_full (sqlite3 *db)
{
  int cause = get_cause (db);

  /* SQLite calls a full quota, a file size limit, and a full disk below its shared memory an I/O
   * error. */
  return (sqlite3_errcode (db) & 0xff) == SQLITE_FULL || cause == ENOSPC || cause == EDQUOT ||
         cause == EFBIG;
}

static PlimDatabaseError
map_code (sqlite3 *db)
{
  if (is_full (db))
    return PLIM_DATABASE_ERROR_FULL;
  switch (sqlite3_errcode (db) & 0xff) {
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return PLIM_DATABASE_ERROR_CORRUPT;
  case SQLITE_CANTOPEN:
  case SQLITE_READONLY:
  case SQLITE_PERM:
    return PLIM_DATABASE_ERROR_UNAVAILABLE;
  default:
    return PLIM_DATABASE_ERROR_FAILED;
  }
}

void
plim_sqlite_set_error (GError **error, sqlite3 *db, const char *what)
{
  int cause = get_cause (db);

  if (cause != 0)
    g_set_error (error, PLIM_DATABASE_ERROR, (int) map_code (db), "%s: %s (%s)", what,
                 sqlite3_errmsg (db), g_strerror (cause));
  else
    g_set_error (error, PLIM_DATABASE_ERROR, (int) map_code (db), "%s: %s", what,
                 sqlite3_errmsg (db));
}

gboolean
plim_sqlite_exec (sqlite3 *db, const char *sql, GError **error)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  plim_sqlite_set_error (error, db, "Database");
  return FALSE;
}

sqlite3_stmt *
plim_sqlite_prepare (sqlite3 *db, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    plim_sqlite_set_error (error, db, "Database");
  return statement;
}

/* SQLite itself keeps the list: a dozen, so comparing texts is nothing beside compiling one. */
PlimHotStatement *
plim_sqlite_borrow (sqlite3 *db, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;

  while ((statement = sqlite3_next_stmt (db, statement)) != NULL) {
    if (!sqlite3_stmt_busy (statement) && g_str_equal (sqlite3_sql (statement), sql))
      return statement;
  }
  if (sqlite3_prepare_v3 (db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
    plim_sqlite_set_error (error, db, "Database");
  return statement;
}

void
plim_sqlite_give_back (PlimHotStatement *statement)
{
  if (statement == NULL)
    return;
  sqlite3_reset (statement);
  /* What is bound is somebody's memory. */
  sqlite3_clear_bindings (statement);
}

void
plim_sqlite_forget (sqlite3 *db)
{
  sqlite3_stmt *statement = sqlite3_next_stmt (db, NULL);

  while (statement != NULL) {
    sqlite3_stmt *next = sqlite3_next_stmt (db, statement);

    if (!sqlite3_stmt_busy (statement))
      sqlite3_finalize (statement);
    statement = next;
  }
}

void
plim_sqlite_close (sqlite3 *db)
{
  sqlite3_stmt *statement;

  while (db != NULL && (statement = sqlite3_next_stmt (db, NULL)) != NULL)
    sqlite3_finalize (statement);
  sqlite3_close_v2 (db);
}

gboolean
plim_sqlite_step (sqlite3_stmt *statement, GError **error)
{
  int code = sqlite3_step (statement);

  if (code != SQLITE_ROW && code != SQLITE_DONE)
    plim_sqlite_set_error (error, sqlite3_db_handle (statement), "Database");
  return code == SQLITE_ROW;
}

gboolean
plim_sqlite_run (sqlite3_stmt *statement, GError **error)
{
  gboolean ok = sqlite3_step (statement) == SQLITE_DONE;

  if (!ok)
    plim_sqlite_set_error (error, sqlite3_db_handle (statement), "Database");
  sqlite3_reset (statement);
  return ok;
}

static void
bind_numbers (sqlite3_stmt *statement, const gint64 *numbers, guint n_numbers)
{
  for (guint i = 0; i < n_numbers; i++)
    sqlite3_bind_int64 (statement, (int) i + 1, numbers[i]);
}

gboolean
plim_sqlite_tell (
    sqlite3 *db, const char *sql, const gint64 *numbers, guint n_numbers, GError **error)
{
  g_autoptr (PlimHotStatement) statement = plim_sqlite_borrow (db, sql, error);

  if (statement == NULL)
    return FALSE;
  bind_numbers (statement, numbers, n_numbers);
  return plim_sqlite_run (statement, error);
}

gboolean
plim_sqlite_ask (sqlite3 *db,
                 const char *sql,
                 const gint64 *numbers,
                 guint n_numbers,
                 gint64 fallback,
                 gint64 *value,
                 GError **error)
{
  g_autoptr (GError) step_error = NULL;
  g_autoptr (PlimHotStatement) statement = plim_sqlite_borrow (db, sql, error);

  if (statement == NULL)
    return FALSE;
  bind_numbers (statement, numbers, n_numbers);
  *value =
      plim_sqlite_step (statement, &step_error) && sqlite3_column_type (statement, 0) != SQLITE_NULL
          ? sqlite3_column_int64 (statement, 0)
          : fallback;
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

gboolean
plim_sqlite_get_int (sqlite3 *db, const char *sql, int *value, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = plim_sqlite_prepare (db, sql, error);

  if (statement == NULL || !plim_sqlite_step (statement, error))
    return FALSE;
  *value = sqlite3_column_int (statement, 0);
  return TRUE;
}

void
plim_sqlite_bind_text (sqlite3_stmt *statement, int index, const char *text)
{
  sqlite3_bind_text (statement, index, text, -1, SQLITE_STATIC);
}

char *
plim_sqlite_dup_text (sqlite3_stmt *statement, int column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  /* SQLite does not check it, and a damaged page may hold anything. */
  return text != NULL ? g_utf8_make_valid (text, -1) : NULL;
}
