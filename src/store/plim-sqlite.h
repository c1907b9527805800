/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* Private: SQLite as GLib code likes it. Errors are in the %PLIM_DATABASE_ERROR domain. Text is
 * bound without a copy, so it must live until the statement is stepped or reset; such a binding
 * cannot fail. */

static inline void
plim_sqlite_finalize (sqlite3_stmt *statement)
{
  sqlite3_finalize (statement);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, plim_sqlite_finalize)

/** plim_sqlite_set_error: says what @db last complained about. */
void plim_sqlite_set_error (GError **error, sqlite3 *db, const char *what);

/** plim_sqlite_exec: one or more statements without values or rows */
gboolean plim_sqlite_exec (sqlite3 *db, const char *sql, GError **error);

/** plim_sqlite_prepare: (transfer full) (nullable): always UTF-8 */
sqlite3_stmt *plim_sqlite_prepare (sqlite3 *db, const char *sql, GError **error);

/** PlimHotStatement: a statement that each poll needs: made once and kept with its connection */
typedef sqlite3_stmt PlimHotStatement;

/** plim_sqlite_borrow: (nullable): as plim_sqlite_prepare(), but one that was given back is used
 * again */
PlimHotStatement *plim_sqlite_borrow (sqlite3 *db, const char *sql, GError **error);

/** plim_sqlite_give_back: @statement: (nullable): */
void plim_sqlite_give_back (PlimHotStatement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimHotStatement, plim_sqlite_give_back)

/** plim_sqlite_forget: frees the statements that are kept, after work that is rare; none may be
 * borrowed */
void plim_sqlite_forget (sqlite3 *db);

/** plim_sqlite_close: with all statements that were given back; @db: (nullable): */
void plim_sqlite_close (sqlite3 *db);

/** plim_sqlite_step: whether there is a row; at the end and after a failure there is none, so check
 * @error. */
gboolean plim_sqlite_step (sqlite3_stmt *statement, GError **error);

/** plim_sqlite_run: steps a statement without rows to its end and resets it. */
gboolean plim_sqlite_run (sqlite3_stmt *statement, GError **error);

/** plim_sqlite_tell: runs @sql with @numbers as its ?1, ?2, … */
gboolean plim_sqlite_tell (
    sqlite3 *db, const char *sql, const gint64 *numbers, guint n_numbers, GError **error);

/** plim_sqlite_ask: @value: (out): the first one of the first row of such a query; @fallback when
 * there is no row, or a NULL in it */
gboolean plim_sqlite_ask (sqlite3 *db,
                          const char *sql,
                          const gint64 *numbers,
                          guint n_numbers,
                          gint64 fallback,
                          gint64 *value,
                          GError **error);

/** plim_sqlite_get_int: the one value of a query without values, such as a pragma */
gboolean plim_sqlite_get_int (sqlite3 *db, const char *sql, int *value, GError **error);

/** plim_sqlite_bind_text: @text may be %NULL. */
void plim_sqlite_bind_text (sqlite3_stmt *statement, int index, const char *text);

/** plim_sqlite_dup_text: (transfer full) (nullable): always UTF-8 */
char *plim_sqlite_dup_text (sqlite3_stmt *statement, int column);

G_END_DECLS
