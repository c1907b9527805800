/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "database-fixture.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#define NOBODY ((uid_t) 65534)
#define N_SAMPLES 500

/* Files. */

static void
fill (PlimDatabase *database)
{
  g_autoptr (PlimAccount) account = plim_account_new (ACCOUNT, "demo");

  plim_account_set_label (account, "Kept");
  save_account (database, account);
  for (int i = 0; i < N_SAMPLES; i++) {
    poll_percent (account, i % 100, NOW + 60 * i);
    save_poll (database, account);
  }
  save_notice (database, ACCOUNT, "sign-in", "said");
}

static void
make_file (const char *path)
{
  PlimDatabase *database = open_database (path);

  fill (database);
  g_assert_finalize_object (database);
}

static void
write_file (const char *path, const char *text, gssize length)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, length, NULL));
}

static GBytes *
read_file (const char *path)
{
  char *text;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  return g_bytes_new_take (text, length);
}

/* Overwrites the first page of @table, or part of the first page of all. */
static void
damage (const char *path, const char *table)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT rootpage FROM sqlite_schema WHERE name = '%s'", table);
  sqlite3 *db = open_file (path);
  g_autofree char *page = ask (db, sql);
  g_autofree char *text = NULL;
  gsize length;

  sqlite3_close (db);
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  memset (text + 4096 * (atoi (page) - 1), 0xa5, 4096);
  g_assert_true (g_file_set_contents (path, text, (gssize) length, NULL));
}

static void
assert_sound (const char *path)
{
  sqlite3 *db = open_file (path);
  g_autofree char *verdict = ask (db, "PRAGMA integrity_check");

  g_assert_cmpstr (verdict, ==, "ok");
  sqlite3_close (db);
}

/* What it does must work, whatever has happened before. */
static void
assert_works (PlimDatabase *database)
{
  g_autoptr (PlimAccount) account = plim_account_new (OTHER, "demo");
  g_autoptr (GArray) samples = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  guint n_accounts;

  accounts = load (database);
  n_accounts = accounts->len;
  g_clear_pointer (&accounts, g_ptr_array_unref);
  save_account (database, account);
  poll_percent (account, 1, NOW);
  save_poll (database, account);
  accounts = load (database);
  g_assert_cmpuint (accounts->len, ==, n_accounts + 1);
  samples = get_history (database, OTHER, "session");
  g_assert_cmpuint (samples->len, ==, 1);
}

/* Corrupt. */

static void
assert_set_aside (PlimDatabase *database, const char *path)
{
  g_autofree char *prefix = g_strconcat (path, ".corrupt-", NULL);
  const char *set_aside = plim_database_get_set_aside (database);

  g_assert_nonnull (set_aside);
  g_assert_true (g_str_has_prefix (set_aside, prefix));
  g_assert_cmpuint (strlen (set_aside), ==, strlen (prefix) + strlen ("20261121-065407"));
  g_assert_true (g_file_test (set_aside, G_FILE_TEST_IS_REGULAR));
  g_assert_null (plim_database_get_problem (database));
}

static void
test_no_database (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *text = g_strnfill (8000, 'x');
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *log_aside = NULL;
  g_autoptr (GBytes) aside = NULL;
  PlimDatabase *database;

  write_file (fixture->path, text, -1);
  write_file (log, "a log", -1);
  database = open_database (fixture->path);
  assert_set_aside (database, fixture->path);
  aside = read_file (plim_database_get_set_aside (database));
  g_assert_cmpmem (g_bytes_get_data (aside, NULL), g_bytes_get_size (aside), text, 8000);
  log_aside = g_strconcat (plim_database_get_set_aside (database), "-wal", NULL);
  g_assert_true (g_file_test (log_aside, G_FILE_TEST_EXISTS));
  assert_works (database);
  reopen (&database, fixture->path);
  g_assert_null (plim_database_get_set_aside (database));
  g_assert_finalize_object (database);
  assert_sound (fixture->path);
}

static void
test_empty (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database;

  write_file (fixture->path, "", 0);
  database = open_database (fixture->path);
  g_assert_null (plim_database_get_set_aside (database));
  assert_works (database);
  g_assert_finalize_object (database);
}

static void
test_twice (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *text = g_strnfill (8000, 'x');
  g_autofree char *first = NULL;
  PlimDatabase *database;

  write_file (fixture->path, text, -1);
  database = open_database (fixture->path);
  first = g_strdup (plim_database_get_set_aside (database));
  g_assert_finalize_object (database);
  write_file (fixture->path, text, -1);
  database = open_database (fixture->path);
  g_assert_cmpstr (plim_database_get_set_aside (database), !=, first);
  g_assert_true (g_file_test (first, G_FILE_TEST_EXISTS));
  g_assert_finalize_object (database);
}

static void
test_schema_page (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database;
  g_autofree char *text = NULL;
  gsize length;

  make_file (fixture->path);
  g_assert_true (g_file_get_contents (fixture->path, &text, &length, NULL));
  memset (text + 100, 0xa5, 4096 - 100);
  write_file (fixture->path, text, (gssize) length);
  database = open_database (fixture->path);
  assert_set_aside (database, fixture->path);
  assert_works (database);
  g_assert_finalize_object (database);
}

static void
on_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  guint *n_times = user_data;

  (*n_times)++;
}

static void
assert_rescued (PlimDatabase *database)
{
  g_autoptr (GPtrArray) accounts = load (database);
  g_autoptr (GHashTable) notices = load_notices (database);
  PlimSnapshot *snapshot;

  g_assert_cmpuint (accounts->len, ==, 1);
  g_assert_cmpstr (plim_account_get_label (accounts->pdata[0]), ==, "Kept");
  snapshot = plim_account_get_snapshot (accounts->pdata[0]);
  g_assert_nonnull (snapshot);
  g_assert_cmpint (plim_snapshot_get_collected_at (snapshot), ==, NOW + 60 * (N_SAMPLES - 1));
  g_assert_cmpstr (g_hash_table_lookup (notices, ACCOUNT "/sign-in"), ==, "said");
}

static void
test_found_later (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (PlimAccount) account = plim_account_new (ACCOUNT, "demo");
  g_autoptr (GArray) samples = NULL;
  PlimDatabase *database;
  guint n_times = 0;

  make_file (fixture->path);
  damage (fixture->path, "sample");
  database = open_database (fixture->path);
  g_signal_connect (database, "notify::set-aside", G_CALLBACK (on_notify), &n_times);
  assert_rescued (database);
  g_assert_null (plim_database_get_set_aside (database));
  poll_percent (account, 55, NOW + 60 * N_SAMPLES);
  save_poll (database, account);
  g_assert_cmpuint (n_times, ==, 1);
  assert_set_aside (database, fixture->path);
  samples = get_history (database, ACCOUNT, "session");
  g_assert_cmpuint (samples->len, ==, 1);
  g_assert_finalize_object (database);
  assert_sound (fixture->path);
}

static void
test_rescue (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GArray) samples = NULL;
  PlimDatabase *database;

  make_file (fixture->path);
  damage (fixture->path, "sample");
  database = open_database (fixture->path);
  samples = get_history (database, ACCOUNT, "session");
  g_assert_cmpuint (samples->len, ==, 0);
  assert_set_aside (database, fixture->path);
  assert_rescued (database);
  reopen (&database, fixture->path);
  assert_rescued (database);
  g_assert_finalize_object (database);
}

/* A program of version 1 left the file, and it was damaged since. */
static void
test_rescue_of_version_1 (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autofree char *file =
      g_test_build_filename (G_TEST_DIST, "store", "data", "schema-1.sql", NULL);
  g_autofree char *sql = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  PlimDatabase *database;
  sqlite3 *db;

  g_assert_true (g_file_get_contents (file, &sql, NULL, NULL));
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  db = open_file (fixture->path);
  execute (db, sql);
  sqlite3_close (db);
  damage (fixture->path, "series");
  database = open_database (fixture->path);
  assert_set_aside (database, fixture->path);
  accounts = load (database);
  g_assert_cmpuint (accounts->len, ==, 1);
  g_assert_cmpstr (plim_account_get_provider_id (accounts->pdata[0]), ==, "z-ai");
  g_assert_nonnull (plim_account_get_snapshot (accounts->pdata[0]));
  g_assert_null (plim_account_get_owner (accounts->pdata[0])->id);
  assert_works (database);
  g_assert_finalize_object (database);
}

static void
test_rescue_of_log (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *copy = g_build_filename (fixture->folder, "copy.db", NULL);
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *copied_log = g_strconcat (copy, "-wal", NULL);
  g_autoptr (GBytes) file_bytes = NULL;
  g_autoptr (GBytes) log_bytes = NULL;
  g_autoptr (PlimAccount) account = plim_account_new (OTHER, "demo");
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GArray) samples = NULL;
  PlimDatabase *database;

  /* As a crash leaves it: the account is in the log only. */
  make_file (fixture->path);
  damage (fixture->path, "sample");
  database = open_database (fixture->path);
  save_account (database, account);
  file_bytes = read_file (fixture->path);
  log_bytes = read_file (log);
  g_assert_finalize_object (database);
  write_file (copy, g_bytes_get_data (file_bytes, NULL), (gssize) g_bytes_get_size (file_bytes));
  write_file (copied_log, g_bytes_get_data (log_bytes, NULL),
              (gssize) g_bytes_get_size (log_bytes));
  database = open_database (copy);
  samples = get_history (database, ACCOUNT, "session");
  assert_set_aside (database, copy);
  accounts = load (database);
  g_assert_cmpuint (accounts->len, ==, 2);
  g_assert_finalize_object (database);
}

static void
test_accounts_lost (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) accounts = NULL;
  PlimDatabase *database;

  make_file (fixture->path);
  damage (fixture->path, "account");
  database = open_database (fixture->path);
  accounts = load (database);
  g_assert_cmpuint (accounts->len, ==, 0);
  assert_set_aside (database, fixture->path);
  assert_works (database);
  g_assert_finalize_object (database);
}

/* Not writable. */

static void
test_no_folder (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  PlimDatabase *database;

  write_file (folder, "a file where the folder should be", -1);
  database = open_database (fixture->path);
  g_assert_nonnull (plim_database_get_problem (database));
  g_assert_nonnull (strstr (plim_database_get_problem (database), folder));
  g_assert_null (plim_database_get_set_aside (database));
  assert_works (database);
  g_assert_finalize_object (database);
}

static void
test_folder_in_place (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database;

  g_assert_cmpint (g_mkdir_with_parents (fixture->path, 0700), ==, 0);
  database = open_database (fixture->path);
  g_assert_nonnull (plim_database_get_problem (database));
  assert_works (database);
  g_assert_finalize_object (database);
}

static void
test_read_only (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  gboolean is_root = geteuid () == 0;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  PlimDatabase *database;

  make_file (fixture->path);
  before = read_file (fixture->path);
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
  g_assert_cmpint (g_chmod (fixture->path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0555), ==, 0);
  /* Root may write everywhere. */
  if (is_root)
    g_assert_cmpint (seteuid (NOBODY), ==, 0);
  database = open_database (fixture->path);
  g_assert_nonnull (plim_database_get_problem (database));
  assert_rescued (database);
  assert_works (database);
  g_assert_finalize_object (database);
  if (is_root)
    g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
  after = read_file (fixture->path);
  g_assert_true (g_bytes_equal (before, after));
}

static void
test_newer (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  PlimDatabase *database;
  sqlite3 *db;

  make_file (fixture->path);
  db = open_file (fixture->path);
  execute (db, "PRAGMA user_version = 99");
  sqlite3_close (db);
  before = read_file (fixture->path);
  database = open_database (fixture->path);
  g_assert_nonnull (strstr (plim_database_get_problem (database), "99"));
  g_assert_null (plim_database_get_set_aside (database));
  assert_works (database);
  g_assert_finalize_object (database);
  after = read_file (fixture->path);
  g_assert_true (g_bytes_equal (before, after));
}

/* Full. */

static void
limit_file_size (rlim_t size)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = size == RLIM_INFINITY ? limit.rlim_max : size;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
test_full (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (PlimAccount) account = plim_account_new (ACCOUNT, "demo");
  g_autoptr (GArray) samples = NULL;
  g_autoptr (GError) error = NULL;
  PlimDatabase *database;
  guint n_saved = 0;

  signal (SIGXFSZ, SIG_IGN);
  database = open_database (fixture->path);
  save_account (database, account);
  limit_file_size (256 * 1024);
  while (error == NULL) {
    poll_percent (account, n_saved % 100, NOW + 60 * n_saved);
    if (try_save_poll (database, account, &error))
      n_saved++;
  }
  g_assert_error (error, PLIM_DATABASE_ERROR, PLIM_DATABASE_ERROR_FULL);
  g_clear_error (&error);
  g_assert_false (try_save_poll (database, account, &error));
  g_assert_error (error, PLIM_DATABASE_ERROR, PLIM_DATABASE_ERROR_FULL);
  limit_file_size (RLIM_INFINITY);
  samples = get_history (database, ACCOUNT, "session");
  g_assert_cmpuint (samples->len, ==, n_saved);
  g_clear_pointer (&samples, g_array_unref);
  save_poll (database, account);
  g_assert_null (plim_database_get_set_aside (database));
  reopen (&database, fixture->path);
  samples = get_history (database, ACCOUNT, "session");
  g_assert_cmpuint (samples->len, ==, n_saved + 1);
  g_assert_finalize_object (database);
  assert_sound (fixture->path);
}

static void
test_full_at_start (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database;

  make_file (fixture->path);
  limit_file_size (1);
  database = open_database (fixture->path);
  limit_file_size (RLIM_INFINITY);
  g_assert_nonnull (plim_database_get_problem (database));
  g_assert_null (plim_database_get_set_aside (database));
  assert_rescued (database);
  reopen (&database, fixture->path);
  g_assert_null (plim_database_get_problem (database));
  assert_rescued (database);
  g_assert_finalize_object (database);
}

/* Killed. */

/* The writer: this program, started again. Says after each poll that it is kept. */
static void
write_for_ever (const char *path)
{
  PlimDatabase *database = open_database (path);
  g_autoptr (PlimAccount) account = plim_account_new (ACCOUNT, "demo");

  save_account (database, account);
  for (guint i = 0;; i++) {
    poll_percent (account, i % 100, NOW + i);
    save_poll (database, account);
    save_notice (database, ACCOUNT, "threshold:session", "75");
    if (write (STDOUT_FILENO, ".", 1) != 1)
      _exit (1);
  }
}

static guint
count_until (GSubprocess *writer, guint n_wanted)
{
  GInputStream *output = g_subprocess_get_stdout_pipe (writer);
  guint n_read = 0;
  char byte;

  while (n_read < n_wanted && g_input_stream_read (output, &byte, 1, NULL, NULL) == 1)
    n_read++;
  return n_read;
}

static void
test_killed (Fixture *fixture, gconstpointer program)
{
  /* Enough for the log to be written back several times. */
  static const guint n_wanted[] = { 1, 20, 333, 1500 };
  gint64 n_kept = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (n_wanted); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GSubprocess) writer = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                                       program, "--write", fixture->path, NULL);
    g_autoptr (GArray) samples = NULL;
    g_autoptr (GHashTable) notices = NULL;
    PlimDatabase *database;
    guint n_told;

    g_assert_no_error (error);
    n_told = count_until (writer, n_wanted[i]);
    g_subprocess_force_exit (writer);
    n_told += count_until (writer, G_MAXUINT);
    g_assert_true (g_subprocess_wait (writer, NULL, NULL));
    database = open_database (fixture->path);
    g_assert_null (plim_database_get_set_aside (database));
    samples = get_history (database, ACCOUNT, "session");
    notices = load_notices (database);
    n_kept = MAX (n_kept, n_told);
    g_assert_cmpint (samples->len, >=, n_kept);
    g_assert_cmpuint (g_hash_table_size (notices), ==, 1);
    g_assert_finalize_object (database);
    assert_sound (fixture->path);
  }
}

static void
add (const char *name, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (name, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--write") == 0)
    write_for_ever (argv[2]);
  g_test_init (&argc, &argv, NULL);
  alarm (WATCHDOG_S);
  add ("/database/corrupt/no-database-is-set-aside", test_no_database);
  add ("/database/corrupt/empty-file-is-a-new-one", test_empty);
  add ("/database/corrupt/second-one-leaves-the-first", test_twice);
  add ("/database/corrupt/broken-schema-is-set-aside", test_schema_page);
  add ("/database/corrupt/found-later-is-set-aside-and-told", test_found_later);
  add ("/database/corrupt/accounts-are-rescued", test_rescue);
  add ("/database/corrupt/accounts-of-an-old-version-are-rescued", test_rescue_of_version_1);
  add ("/database/corrupt/accounts-in-the-log-are-rescued", test_rescue_of_log);
  add ("/database/corrupt/lost-accounts-leave-a-working-one", test_accounts_lost);
  add ("/database/unwritable/works-in-memory", test_no_folder);
  add ("/database/unwritable/folder-in-place-of-the-file", test_folder_in_place);
  add ("/database/unwritable/is-read-and-not-changed", test_read_only);
  add ("/database/newer-is-left-alone", test_newer);
  add ("/database/full/loses-nothing-and-goes-on-later", test_full);
  add ("/database/full/at-the-start-is-read", test_full_at_start);
  g_test_add ("/database/killed-while-writing-is-consistent", Fixture, argv[0], set_up, test_killed,
              tear_down);
  return g_test_run ();
}
