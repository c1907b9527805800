/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "database-fixture.h"
#include "plim-database-schema.h"

#include <unistd.h>

/* data/schema-N.sql is what a program of version N left behind: never changed, only added to. Each
 * holds the same account, samples and notice. */
static void
make_old_file (const char *path, int version)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_strdup_printf ("schema-%d.sql", version);
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "store", "data", name, NULL);
  g_autofree char *sql = NULL;
  g_autofree char *stored = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *db;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_get_contents (file, &sql, NULL, &error);
  g_assert_no_error (error);
  db = open_file (path);
  execute (db, sql);
  stored = ask (db, "PRAGMA user_version");
  g_assert_cmpint (atoi (stored), ==, version);
  sqlite3_close (db);
}

static char *
describe (const char *path)
{
  sqlite3 *db = open_file (path);
  char *schema = ask (db, "SELECT group_concat(sql, ';') FROM"
                          " (SELECT sql FROM sqlite_schema WHERE sql NOT NULL ORDER BY name)");

  sqlite3_close (db);
  return schema;
}

static void
assert_same_as_fresh (Fixture *fixture)
{
  g_autofree char *fresh_path = g_build_filename (fixture->folder, "fresh.db", NULL);
  PlimDatabase *fresh = open_database (fresh_path);
  g_autofree char *expected = NULL;
  g_autofree char *actual = NULL;

  g_assert_finalize_object (fresh);
  expected = describe (fresh_path);
  actual = describe (fixture->path);
  g_assert_cmpstr (actual, ==, expected);
}

static void
test_migration (Fixture *fixture, gconstpointer version)
{
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GHashTable) notices = NULL;
  g_autoptr (GArray) samples = NULL;
  PlimDatabase *database;
  PlimAccount *account;

  make_old_file (fixture->path, GPOINTER_TO_INT (version));
  database = open_database (fixture->path);
  g_assert_null (plim_database_get_problem (database));
  g_assert_null (plim_database_get_set_aside (database));
  accounts = load (database);
  g_assert_cmpuint (accounts->len, ==, 1);
  account = accounts->pdata[0];
  g_assert_cmpstr (plim_account_get_id (account), ==, ACCOUNT);
  g_assert_cmpstr (plim_account_get_provider_id (account), ==, "z-ai");
  g_assert_cmpstr (plim_account_get_label (account), ==, "Old \xc3\xa4");
  g_assert_cmpstr (g_hash_table_lookup (plim_account_get_settings (account), "region"), ==, "cn");
  g_assert_cmpint (plim_account_get_status (account), ==, PLIM_STATUS_RATE_LIMITED);
  g_assert_cmpint (plim_snapshot_get_collected_at (plim_account_get_snapshot (account)), ==, NOW);
  samples = get_history (database, ACCOUNT, "session");
  g_assert_cmpuint (samples->len, ==, 2);
  g_assert_cmpfloat (g_array_index (samples, PlimSample, 1).used_percent, ==, 41.23);
  g_assert_cmpint (g_array_index (samples, PlimSample, 1).resets_at, ==, NOW + 3600);
  notices = load_notices (database);
  g_assert_cmpstr (g_hash_table_lookup (notices, ACCOUNT "/sign-in"), ==, "said");
  g_assert_finalize_object (database);
  assert_same_as_fresh (fixture);
}

/* What refers to an account still does after tables were made anew. */
static void
test_references (Fixture *fixture, gconstpointer version)
{
  static const char *const tables[] = { "account", "last_poll", "series",   "sample",
                                        "notice",  "hour",      "day",      "reset",
                                        "gap",     "seen",      "collector" };
  g_autoptr (GAsyncResult) result = NULL;
  PlimDatabase *database;
  sqlite3 *db;

  make_old_file (fixture->path, GPOINTER_TO_INT (version));
  database = open_database (fixture->path);
  plim_database_remove_account_async (database, ACCOUNT, NULL, on_done, &result);
  g_assert_true (plim_database_remove_account_finish (database, await (&result), NULL));
  g_clear_object (&result);
  g_assert_finalize_object (database);
  db = open_file (fixture->path);
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", tables[i]);
    g_autofree char *count = ask (db, sql);

    g_assert_cmpstr (count, ==, "0");
  }
  sqlite3_close (db);
}

/* A file of somebody else's, in which the first step fails half way. */
static void
test_failed_step (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autofree char *tables = NULL;
  PlimDatabase *database;
  sqlite3 *db;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  db = open_file (fixture->path);
  execute (db, "CREATE TABLE sample (theirs)");
  sqlite3_close (db);
  database = open_database (fixture->path);
  g_assert_nonnull (plim_database_get_problem (database));
  g_assert_finalize_object (database);
  db = open_file (fixture->path);
  tables = ask (db, "SELECT group_concat(name) FROM sqlite_schema");
  g_assert_cmpstr (tables, ==, "sample");
  sqlite3_close (db);
}

static void
test_negative_version (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database;
  sqlite3 *db;

  make_old_file (fixture->path, 1);
  db = open_file (fixture->path);
  execute (db, "PRAGMA user_version = -1");
  sqlite3_close (db);
  database = open_database (fixture->path);
  g_assert_nonnull (plim_database_get_problem (database));
  g_assert_finalize_object (database);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  alarm (WATCHDOG_S);
  for (int version = 1; version <= PLIM_DATABASE_VERSION; version++) {
    g_autofree char *name = g_strdup_printf ("/database/schema/version-%d-becomes-todays", version);

    g_autofree char *references =
        g_strdup_printf ("/database/schema/version-%d-keeps-its-references", version);

    g_test_add (name, Fixture, GINT_TO_POINTER (version), set_up, test_migration, tear_down);
    g_test_add (references, Fixture, GINT_TO_POINTER (version), set_up, test_references, tear_down);
  }
  g_test_add ("/database/schema/failed-step-changes-nothing", Fixture, NULL, set_up,
              test_failed_step, tear_down);
  g_test_add ("/database/schema/negative-version-is-left-alone", Fixture, NULL, set_up,
              test_negative_version, tear_down);
  return g_test_run ();
}
