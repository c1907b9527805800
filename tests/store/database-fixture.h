/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "await.h"
#include "plim-database.h"
#include "remove-tree.h"

#include <math.h>
#include <sqlite3.h>

/* Every test has a folder of its own; each call here succeeds or fails the test, but for try_… */

#define ACCOUNT "0b0f6a3e-5d0f-4d7e-8b57-0e1f1a2b3c01"
#define OTHER "0b0f6a3e-5d0f-4d7e-8b57-0e1f1a2b3c02"
#define NOW ((gint64) 1795000000)

typedef struct {
  char *folder;
  char *path;
} Fixture;

static inline void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->folder = g_dir_make_tmp ("plim-database-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "plimsoll", "plimsoll.db", NULL);
}

static inline void
tear_down (Fixture *fixture, gconstpointer unused)
{
  remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static inline PlimDatabase *
open_database (const char *path)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PlimDatabase *database;

  plim_database_open_async (path, NULL, on_done, &result);
  database = plim_database_open_finish (await (&result), &error);
  g_assert_no_error (error);
  g_assert_nonnull (database);
  return database;
}

/* What another start of the program does. */
static inline void
reopen (PlimDatabase **database, const char *path)
{
  plim_database_close (*database);
  g_assert_finalize_object (g_steal_pointer (database));
  *database = open_database (path);
}

static inline GPtrArray *
load (PlimDatabase *database)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *accounts;

  plim_database_load_async (database, NULL, on_done, &result);
  accounts = plim_database_load_finish (database, await (&result), &error);
  g_assert_no_error (error);
  return accounts;
}

static inline void
save_account (PlimDatabase *database, PlimAccount *account)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plim_database_save_account_async (database, account, NULL, on_done, &result);
  g_assert_true (plim_database_save_account_finish (database, await (&result), &error));
  g_assert_no_error (error);
}

static inline gboolean
try_save_poll (PlimDatabase *database, PlimAccount *account, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plim_database_save_poll_async (database, account, NULL, on_done, &result);
  return plim_database_save_poll_finish (database, await (&result), error);
}

static inline void
save_poll (PlimDatabase *database, PlimAccount *account)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = try_save_poll (database, account, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
}

static inline GArray *
get_history (PlimDatabase *database, const char *account_id, const char *window_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GArray *samples;

  plim_database_get_history_async (database, account_id, window_id, 0, G_MAXINT64, NULL, on_done,
                                   &result);
  samples = plim_database_get_history_finish (database, await (&result), &error);
  g_assert_no_error (error);
  return samples;
}

static inline void
save_notice (PlimDatabase *database, const char *account_id, const char *key, const char *state)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ok;

  plim_database_save_notice_async (database, account_id, key, state, NULL, on_done, &result);
  ok = plim_database_save_notice_finish (database, await (&result), &error);
  g_assert_no_error (error);
  g_assert_true (ok);
}

static inline GHashTable *
load_notices (PlimDatabase *database)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GHashTable *notices;

  plim_database_load_notices_async (database, NULL, on_done, &result);
  notices = plim_database_load_notices_finish (database, await (&result), &error);
  g_assert_no_error (error);
  return notices;
}

/* A second connection, for looking into the file and for damaging it. */
static inline sqlite3 *
open_file (const char *path)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  return db;
}

static inline void
execute (sqlite3 *db, const char *sql)
{
  char *message = NULL;

  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
}

/* The first value of the first row as text. */
static inline char *
ask (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  char *text;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  return text;
}

/* Polls @account: one window with @percent at @at. */
static inline void
poll_percent (PlimAccount *account, double percent, gint64 at)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (at);
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "session", PLIM_WINDOW_ROLLING);

  window->used_percent = percent;
  window->resets_at = NOW + 5 * 3600;
  window->length_s = 5 * 3600;
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, at);
}
