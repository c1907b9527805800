/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-database-rescue.h"
#include "plim-database-schema.h"
#include "plim-database.h"
#include "plim-sqlite.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

/* Setting aside. */

static char *
make_name (const char *path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *first = g_strdup_printf ("%s.corrupt-%s", path, date);
  g_autofree char *name = g_strdup (first);

  /* Two within a second: neither is lost. */
  for (guint i = 2; g_file_test (name, G_FILE_TEST_EXISTS); i++) {
    g_free (name);
    name = g_strdup_printf ("%s-%u", first, i);
  }
  return g_steal_pointer (&name);
}

static gboolean
rename_part (const char *path, const char *name, const char *suffix, GError **error)
{
  g_autofree char *from = g_strconcat (path, suffix, NULL);
  g_autofree char *to = g_strconcat (name, suffix, NULL);

  if (g_rename (from, to) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, PLIM_DATABASE_ERROR, PLIM_DATABASE_ERROR_UNAVAILABLE,
               "Cannot set %s aside: %s", from, g_strerror (errno));
  return FALSE;
}

char *
plim_database_set_aside (const char *path, GError **error)
{
  g_autofree char *name = make_name (path);

  /* The log first: it must never be left beside the new file, whose pages it does not know. */
  if (!rename_part (path, name, "-wal", error) || !rename_part (path, name, "-shm", error) ||
      !rename_part (path, name, "", error))
    return NULL;
  g_message ("The database was corrupt; it is now %s", name);
  return g_steal_pointer (&name);
}

/* Rescuing. */

/* What a file has from the first version on, from the second, the fourth and the fifth. */
#define ACCOUNT_1                                                                                  \
  "key, id, provider, label, base_url, settings, memory, enabled, position, interval_s"
#define ACCOUNT_2 ACCOUNT_1 ", owner, owner_id, owner_name, former_owner_name, owner_changed_at"
#define ACCOUNT_4 ACCOUNT_2 ", is_polled"
#define ACCOUNT_5 ACCOUNT_4 ", created_at, changed_at"

static const char *const accounts[PLIM_DATABASE_VERSION] = {
  "INSERT OR IGNORE INTO main.account (" ACCOUNT_1 ") SELECT " ACCOUNT_1 " FROM old.account",
  "INSERT OR IGNORE INTO main.account (" ACCOUNT_2 ") SELECT " ACCOUNT_2 " FROM old.account",
  "INSERT OR IGNORE INTO main.account (" ACCOUNT_2 ") SELECT " ACCOUNT_2 " FROM old.account",
  "INSERT OR IGNORE INTO main.account (" ACCOUNT_4 ") SELECT " ACCOUNT_4 " FROM old.account",
  "INSERT OR IGNORE INTO main.account (" ACCOUNT_5 ") SELECT " ACCOUNT_5 " FROM old.account",
  "INSERT OR IGNORE INTO main.account (" ACCOUNT_5 ") SELECT " ACCOUNT_5 " FROM old.account",
};
static const char *const others[] = {
  "INSERT OR IGNORE INTO main.last_poll SELECT * FROM old.last_poll"
  " WHERE account IN (SELECT key FROM main.account)",
  "INSERT OR IGNORE INTO main.notice SELECT * FROM old.notice"
  " WHERE account IN (SELECT key FROM main.account)",
};

/* From the fourth version on. */
static const char *const collectors[] = {
  "INSERT OR IGNORE INTO main.collector SELECT * FROM old.collector"
  " WHERE account IN (SELECT key FROM main.account)",
  "INSERT OR IGNORE INTO main.webhook SELECT * FROM old.webhook",
};

static char *
make_uri (const char *path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  GStatBuf status;
  gboolean has_log = g_stat (log, &status) == 0 && status.st_size > 0;

  /* Reading needs shared memory beside the file, and so a folder that can be written, unless SQLite
   * is told that nobody writes; but then it does not look into the log. */
  return g_strconcat (uri, has_log ? "?mode=ro" : "?mode=ro&immutable=1", NULL);
}

static gboolean
attach (sqlite3 *db, const char *path, GError **error)
{
  g_autofree char *uri = make_uri (path);
  g_autoptr (sqlite3_stmt) statement = plim_sqlite_prepare (db, "ATTACH ? AS old", error);

  if (statement == NULL)
    return FALSE;
  plim_sqlite_bind_text (statement, 1, uri);
  return plim_sqlite_run (statement, error);
}

static void
copy_table (sqlite3 *db, const char *sql)
{
  g_autoptr (GError) error = NULL;

  if (!plim_sqlite_exec (db, sql, &error))
    g_message ("Not all of it can be read: %s", error->message);
}

static void
copy (sqlite3 *db)
{
  g_autoptr (GError) error = NULL;
  int version;

  if (!plim_sqlite_get_int (db, "PRAGMA old.user_version", &version, &error)) {
    g_message ("Nothing can be read of it: %s", error->message);
    return;
  }
  if (version < 1 || version > PLIM_DATABASE_VERSION)
    return;
  copy_table (db, accounts[version - 1]);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    copy_table (db, others[i]);
  for (gsize i = 0; version >= 4 && i < G_N_ELEMENTS (collectors); i++)
    copy_table (db, collectors[i]);
}

void
plim_database_rescue (sqlite3 *db, const char *path)
{
  g_autoptr (GError) error = NULL;
  int n_accounts = 0;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return;
  if (!attach (db, path, &error)) {
    g_message ("Nothing can be read of it: %s", error->message);
    return;
  }
  copy (db);
  plim_sqlite_exec (db, "DETACH old", NULL);
  if (plim_sqlite_get_int (db, "SELECT count(*) FROM account", &n_accounts, NULL))
    g_message ("Accounts read from it: %d", n_accounts);
}
