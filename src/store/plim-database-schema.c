/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-database-schema.h"
#include "plim-database.h"
#include "plim-sqlite.h"

/* Samples are what there will be millions of. The key of a series takes a byte or two instead of
 * two texts, the table is its own index, a percentage is kept in hundredths (two bytes; a fraction
 * as REAL takes eight), and the reset as its distance (three bytes instead of four). */
static const char version_1[] =
    "CREATE TABLE account ("
    "  key INTEGER PRIMARY KEY,"
    "  id TEXT NOT NULL UNIQUE,"
    "  provider TEXT NOT NULL,"
    "  label TEXT NOT NULL,"
    "  base_url TEXT,"
    "  settings TEXT NOT NULL,"
    "  memory TEXT NOT NULL,"
    "  enabled INTEGER NOT NULL,"
    "  position INTEGER NOT NULL,"
    "  interval_s INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE last_poll ("
    "  account INTEGER PRIMARY KEY REFERENCES account (key) ON DELETE CASCADE,"
    "  status TEXT NOT NULL,"
    "  cause TEXT NOT NULL,"
    "  message TEXT,"
    "  attempted_at INTEGER,"
    "  snapshot TEXT"
    ") STRICT;"
    "CREATE TABLE series ("
    "  key INTEGER PRIMARY KEY,"
    "  account INTEGER NOT NULL REFERENCES account (key) ON DELETE CASCADE,"
    "  window_id TEXT NOT NULL,"
    "  UNIQUE (account, window_id)"
    ") STRICT;"
    "CREATE TABLE sample ("
    "  series INTEGER NOT NULL REFERENCES series (key) ON DELETE CASCADE,"
    "  at INTEGER NOT NULL,"
    "  percent_e2 INTEGER,"
    "  value REAL,"
    "  resets_in INTEGER,"
    "  PRIMARY KEY (series, at)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE notice ("
    "  account INTEGER NOT NULL REFERENCES account (key) ON DELETE CASCADE,"
    "  key TEXT NOT NULL,"
    "  state TEXT NOT NULL,"
    "  PRIMARY KEY (account, key)"
    ") STRICT, WITHOUT ROWID;";

/* An account's credential may begin to answer for somebody else: each owner has series of their
 * own, so a return finds the earlier history again. '' is the owner who is not known. SQLite cannot
 * change a UNIQUE, so the table is made anew. */
static const char version_2[] =
    "ALTER TABLE account ADD COLUMN owner TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE account ADD COLUMN owner_id TEXT;"
    "ALTER TABLE account ADD COLUMN owner_name TEXT;"
    "ALTER TABLE account ADD COLUMN former_owner_name TEXT;"
    "ALTER TABLE account ADD COLUMN owner_changed_at INTEGER;"
    "CREATE TABLE new_series ("
    "  key INTEGER PRIMARY KEY,"
    "  account INTEGER NOT NULL REFERENCES account (key) ON DELETE CASCADE,"
    "  owner TEXT NOT NULL,"
    "  window_id TEXT NOT NULL,"
    "  UNIQUE (account, owner, window_id)"
    ") STRICT;"
    "INSERT INTO new_series SELECT key, account, '', window_id FROM series;"
    "DROP TABLE series;"
    "ALTER TABLE new_series RENAME TO series;";

/* What charts read: each hour and day in which a sample was taken, counted from 1970 (four bytes).
 * An amount is an INTEGER for a percentage, in hundredths, and a REAL for a value. Both are made
 * from samples that are complete; up to where, their series says. Resets are made with them. A gap
 * is a time in which the account was not read though it should have been, and seen is what it
 * begins with. falls: the value is what remains, so it falls with use. */
static const char version_3[] =
    "ALTER TABLE series ADD COLUMN hours_until INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE series ADD COLUMN days_until INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE series ADD COLUMN falls INTEGER NOT NULL DEFAULT 1;"
    "CREATE TABLE hour ("
    "  series INTEGER NOT NULL REFERENCES series (key) ON DELETE CASCADE,"
    "  at INTEGER NOT NULL,"
    "  low ANY NOT NULL,"
    "  high ANY NOT NULL,"
    "  last ANY NOT NULL,"
    "  used ANY NOT NULL,"
    "  PRIMARY KEY (series, at)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE day ("
    "  series INTEGER NOT NULL REFERENCES series (key) ON DELETE CASCADE,"
    "  at INTEGER NOT NULL,"
    "  low ANY NOT NULL,"
    "  high ANY NOT NULL,"
    "  last ANY NOT NULL,"
    "  used ANY NOT NULL,"
    "  PRIMARY KEY (series, at)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE reset ("
    "  series INTEGER NOT NULL REFERENCES series (key) ON DELETE CASCADE,"
    "  at INTEGER NOT NULL,"
    "  PRIMARY KEY (series, at)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE gap ("
    "  account INTEGER NOT NULL REFERENCES account (key) ON DELETE CASCADE,"
    "  from_at INTEGER NOT NULL,"
    "  to_at INTEGER NOT NULL,"
    "  PRIMARY KEY (account, from_at)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE seen ("
    "  account INTEGER PRIMARY KEY REFERENCES account (key) ON DELETE CASCADE,"
    "  at INTEGER NOT NULL,"
    "  stale_at INTEGER NOT NULL"
    ") STRICT;";

/* Collectors push samples: which account is theirs, and what is known of them and of the webhook.
 * Such an account is polled only once it has a credential. */
static const char version_4[] =
    "ALTER TABLE account ADD COLUMN is_polled INTEGER NOT NULL DEFAULT 1;"
    "CREATE TABLE collector ("
    "  account INTEGER PRIMARY KEY REFERENCES account (key) ON DELETE CASCADE,"
    "  account_key TEXT NOT NULL UNIQUE,"
    "  state TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE webhook ("
    "  only INTEGER PRIMARY KEY CHECK (only = 1),"
    "  state TEXT NOT NULL"
    ") STRICT;";

/* When an account was added and last changed by its user. */
static const char version_5[] = "ALTER TABLE account ADD COLUMN created_at INTEGER;"
                                "ALTER TABLE account ADD COLUMN changed_at INTEGER;";

/* Where samples and hours begin, from which on they are all there: what is earlier was thrown away,
 * or never was, and what is put there later (by an import, or a clock that is behind) replaces
 * nothing. The days on which history was looked after, in the order in which they came, say whether
 * the clock can be believed. And a day knows of its hours what was used in each, for heatmaps, so
 * days are made again of the hours that there are. */
static const char version_6[] =
    "ALTER TABLE series ADD COLUMN samples_from INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE series ADD COLUMN hours_from INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE day ADD COLUMN used_by_hour BLOB;"
    "CREATE TABLE upkeep_day (nth INTEGER PRIMARY KEY, at INTEGER NOT NULL UNIQUE) STRICT;"
    "INSERT INTO upkeep_day (at) SELECT DISTINCT at FROM day ORDER BY at;"
    "UPDATE series SET samples_from = coalesce((SELECT min(at) / 3600 + 1 FROM sample"
    "   WHERE series = key), hours_until)"
    " WHERE EXISTS (SELECT 1 FROM hour WHERE series = key AND at < coalesce("
    "  (SELECT min(at) / 3600 FROM sample WHERE series = key), at + 1));"
    "UPDATE series SET hours_from = coalesce((SELECT min(at) / 24 + 1 FROM hour"
    "   WHERE series = key), days_until)"
    " WHERE EXISTS (SELECT 1 FROM day WHERE series = key AND at < coalesce("
    "  (SELECT min(at) / 24 FROM hour WHERE series = key), at + 1));"
    "UPDATE series SET days_until = min(days_until, hours_from);";

/* The step from version n stands at n. A step that was released never changes. */
static const char *const steps[] = {
  version_1, version_2, version_3, version_4, version_5, version_6,
};
G_STATIC_ASSERT (G_N_ELEMENTS (steps) == PLIM_DATABASE_VERSION);

/* Dropping a table that is made anew must not take with it what refers to its rows. */
static gboolean
set_foreign_keys (sqlite3 *db, gboolean are_kept, GError **error)
{
  return plim_sqlite_exec (db, are_kept ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF",
                           error);
}

static gboolean
run_step (sqlite3 *db, int version, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("BEGIN IMMEDIATE; %s PRAGMA user_version = %d; COMMIT",
                                          steps[version], version + 1);

  if (plim_sqlite_exec (db, sql, error))
    return TRUE;
  g_prefix_error (error, "Migration from version %d: ", version);
  if (!sqlite3_get_autocommit (db))
    plim_sqlite_exec (db, "ROLLBACK", NULL);
  return FALSE;
}

gboolean
plim_database_schema_check (sqlite3 *db, GError **error)
{
  int version;

  if (!plim_sqlite_get_int (db, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version >= 0 && version <= PLIM_DATABASE_VERSION)
    return TRUE;
  g_set_error (error, PLIM_DATABASE_ERROR, PLIM_DATABASE_ERROR_NEWER,
               "The database has version %d, this program knows up to %d", version,
               PLIM_DATABASE_VERSION);
  return FALSE;
}

gboolean
plim_database_schema_migrate (sqlite3 *db, GError **error)
{
  int version;

  if (!plim_sqlite_get_int (db, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version == PLIM_DATABASE_VERSION)
    return TRUE;
  if (!set_foreign_keys (db, FALSE, error))
    return FALSE;
  for (int from = version; from < PLIM_DATABASE_VERSION; from++) {
    if (!run_step (db, from, error))
      return FALSE;
    if (version > 0)
      g_message ("Database migrated from version %d to %d", from, from + 1);
  }
  return set_foreign_keys (db, TRUE, error);
}
