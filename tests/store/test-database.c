/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "database-fixture.h"

#include <sys/stat.h>
#include <unistd.h>

static guint
get_mode (const char *path)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return status.st_mode & 0777;
}

static void
test_modes (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *shared = g_strconcat (fixture->path, "-shm", NULL);
  mode_t mask = umask (0);
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = plim_account_new (ACCOUNT, "demo");

  save_account (database, account);
  umask (mask);
  g_assert_cmphex (get_mode (folder), ==, 0700);
  g_assert_cmphex (get_mode (fixture->path), ==, 0600);
  g_assert_cmphex (get_mode (log), ==, 0600);
  g_assert_cmphex (get_mode (shared), ==, 0600);
  g_assert_null (plim_database_get_problem (database));
  g_assert_null (plim_database_get_set_aside (database));
  plim_database_close (database);
  g_assert_finalize_object (database);
  /* Copied back from somewhere. */
  g_assert_cmpint (g_chmod (fixture->path, 0644), ==, 0);
  database = open_database (fixture->path);
  g_assert_cmphex (get_mode (fixture->path), ==, 0600);
  g_assert_finalize_object (database);
}

static GHashTable *
make_table (const char *name, const char *value)
{
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_hash_table_insert (table, g_strdup (name), g_strdup (value));
  g_hash_table_insert (table, g_strdup ("quoted"), g_strdup ("\"it's\"; DROP TABLE account"));
  return table;
}

static PlimAccount *
make_account (void)
{
  PlimAccount *account = plim_account_new (ACCOUNT, "claude-web");
  g_autoptr (GHashTable) settings = make_table ("organization", "\xc3\xa4 GmbH");
  g_autoptr (GHashTable) memory = make_table ("organization_id", "42");

  plim_account_set_label (account, "Work");
  plim_account_set_base_url (account, "https://proxy.example.com/x");
  plim_account_set_settings (account, settings);
  plim_account_set_memory (account, memory);
  plim_account_set_enabled (account, FALSE);
  plim_account_set_order (account, 1);
  plim_account_set_interval (account, 420);
  return account;
}

static void
test_account (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = make_account ();
  g_autoptr (PlimAccount) other = plim_account_new (OTHER, "demo");
  g_autoptr (GPtrArray) accounts = NULL;
  PlimAccount *loaded;

  save_account (database, account);
  save_account (database, other);
  reopen (&database, fixture->path);
  accounts = load (database);
  g_assert_cmpuint (accounts->len, ==, 2);
  loaded = g_ptr_array_index (accounts, 0);
  g_assert_cmpstr (plim_account_get_id (loaded), ==, OTHER);
  loaded = g_ptr_array_index (accounts, 1);
  g_assert_cmpstr (plim_account_get_id (loaded), ==, ACCOUNT);
  g_assert_cmpstr (plim_account_get_provider_id (loaded), ==, "claude-web");
  g_assert_cmpstr (plim_account_get_label (loaded), ==, "Work");
  g_assert_cmpstr (plim_account_get_base_url (loaded), ==, "https://proxy.example.com/x");
  g_assert_false (plim_account_get_enabled (loaded));
  g_assert_cmpuint (plim_account_get_order (loaded), ==, 1);
  g_assert_cmpuint (plim_account_get_interval (loaded), ==, 420);
  g_assert_cmpuint (g_hash_table_size (plim_account_get_settings (loaded)), ==, 2);
  g_assert_cmpstr (g_hash_table_lookup (plim_account_get_settings (loaded), "organization"), ==,
                   "\xc3\xa4 GmbH");
  g_assert_cmpstr (g_hash_table_lookup (plim_account_get_settings (loaded), "quoted"), ==,
                   "\"it's\"; DROP TABLE account");
  g_assert_cmpstr (g_hash_table_lookup (plim_account_get_memory (loaded), "organization_id"), ==,
                   "42");
  g_assert_null (plim_account_get_snapshot (loaded));
  g_assert_cmpint (plim_account_get_attempted_at (loaded), ==, PLIM_TIME_UNKNOWN);
  g_assert_finalize_object (database);
}

static void
test_values_of_the_call (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PlimAccount) account = make_account ();
  g_autoptr (GPtrArray) accounts = NULL;

  plim_database_save_account_async (database, account, NULL, on_done, &result);
  plim_account_set_label (account, "Later");
  g_assert_true (plim_database_save_account_finish (database, await (&result), NULL));
  g_clear_object (&result);
  accounts = load (database);
  g_assert_cmpstr (plim_account_get_label (accounts->pdata[0]), ==, "Work");
  save_account (database, account);
  g_clear_pointer (&accounts, g_ptr_array_unref);
  accounts = load (database);
  g_assert_cmpuint (accounts->len, ==, 1);
  g_assert_cmpstr (plim_account_get_label (accounts->pdata[0]), ==, "Later");
  g_assert_finalize_object (database);
}

static void
test_poll (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = make_account ();
  g_autoptr (GError) failure =
      plim_error_new (PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NO_PLAN, 0, "No plan");
  g_autoptr (GPtrArray) accounts = NULL;
  const PlimUsageWindow *window;
  PlimSnapshot *snapshot;
  PlimAccount *loaded;

  save_account (database, account);
  poll_percent (account, 41.237, NOW);
  plim_account_update (account, NULL, failure, NOW + 60);
  save_poll (database, account);
  reopen (&database, fixture->path);
  accounts = load (database);
  loaded = accounts->pdata[0];
  g_assert_cmpint (plim_account_get_status (loaded), ==, PLIM_STATUS_MISCONFIGURED);
  g_assert_cmpint (plim_account_get_cause (loaded), ==, PLIM_CAUSE_NO_PLAN);
  g_assert_cmpstr (plim_account_get_message (loaded), ==, "No plan");
  g_assert_cmpint (plim_account_get_attempted_at (loaded), ==, NOW + 60);
  snapshot = plim_account_get_snapshot (loaded);
  g_assert_cmpint (plim_snapshot_get_collected_at (snapshot), ==, NOW);
  window = plim_snapshot_find_window (snapshot, "session");
  g_assert_cmpfloat (window->used_percent, ==, 41.237);
  g_assert_true (isnan (window->used));
  g_assert_cmpint (window->resets_at, ==, NOW + 5 * 3600);
  g_assert_finalize_object (database);
}

static void
test_memory_of_poll (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (NULL);
  g_autoptr (PlimAccount) account = make_account ();
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);
  g_autoptr (GPtrArray) accounts = NULL;

  save_account (database, account);
  plim_snapshot_remember (snapshot, "organization_id", "43");
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, NOW);
  save_poll (database, account);
  accounts = load (database);
  g_assert_cmpstr (g_hash_table_lookup (plim_account_get_memory (accounts->pdata[0]),
                                        "organization_id"),
                   ==, "43");
  g_assert_finalize_object (database);
}

static void
test_unknown_account (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (NULL);
  g_autoptr (PlimAccount) account = make_account ();
  g_autoptr (GError) error = NULL;

  g_assert_false (try_save_poll (database, account, &error));
  g_assert_error (error, PLIM_DATABASE_ERROR, PLIM_DATABASE_ERROR_FAILED);
  g_assert_finalize_object (database);
}

/* Samples. */

#define SAMPLE(samples, i) (g_array_index (samples, PlimSample, i))

static void
test_append_on_change (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = make_account ();
  g_autoptr (GArray) samples = NULL;

  save_account (database, account);
  for (int i = 0; i < 10; i++) {
    poll_percent (account, i < 5 ? 10.5 : 20.25, NOW + 60 * i);
    save_poll (database, account);
  }
  reopen (&database, fixture->path);
  poll_percent (account, 20.25, NOW + 600);
  save_poll (database, account);
  samples = get_history (database, ACCOUNT, "session");
  g_assert_cmpuint (samples->len, ==, 2);
  g_assert_cmpint (SAMPLE (samples, 0).at, ==, NOW);
  g_assert_cmpfloat (SAMPLE (samples, 0).used_percent, ==, 10.5);
  g_assert_true (isnan (SAMPLE (samples, 0).value));
  g_assert_cmpint (SAMPLE (samples, 0).resets_at, ==, NOW + 5 * 3600);
  g_assert_cmpint (SAMPLE (samples, 1).at, ==, NOW + 300);
  g_assert_cmpfloat (SAMPLE (samples, 1).used_percent, ==, 20.25);
  g_assert_cmpint (SAMPLE (samples, 1).resets_at, ==, NOW + 5 * 3600);
  g_assert_finalize_object (database);
}

static void
poll_window (PlimDatabase *database,
             PlimAccount *account,
             gint64 at,
             double percent,
             double used,
             double remaining,
             gint64 resets_at)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (at);
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "credits", PLIM_WINDOW_BALANCE);

  window->used_percent = percent;
  window->used = used;
  window->remaining = remaining;
  window->resets_at = resets_at;
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, at);
  save_poll (database, account);
}

static void
test_without_percent (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (NULL);
  g_autoptr (PlimAccount) account = make_account ();
  g_autoptr (GArray) samples = NULL;
  static const double remaining[] = { 12.5, 12.5, 11.0, 0 };

  save_account (database, account);
  for (int i = 0; i < 4; i++)
    poll_window (database, account, NOW + i, NAN, 3, remaining[i], PLIM_TIME_UNKNOWN);
  poll_window (database, account, NOW + 4, NAN, 7, NAN, PLIM_TIME_UNKNOWN);
  poll_window (database, account, NOW + 5, NAN, NAN, NAN, PLIM_TIME_UNKNOWN);
  samples = get_history (database, ACCOUNT, "credits");
  g_assert_cmpuint (samples->len, ==, 4);
  g_assert_true (isnan (SAMPLE (samples, 0).used_percent));
  g_assert_cmpfloat (SAMPLE (samples, 0).value, ==, 12.5);
  g_assert_cmpint (SAMPLE (samples, 0).resets_at, ==, PLIM_TIME_UNKNOWN);
  g_assert_cmpint (SAMPLE (samples, 1).at, ==, NOW + 2);
  g_assert_cmpfloat (SAMPLE (samples, 1).value, ==, 11);
  g_assert_cmpfloat (SAMPLE (samples, 2).value, ==, 0);
  g_assert_cmpfloat (SAMPLE (samples, 3).value, ==, 7);
  g_assert_finalize_object (database);
}

static void
test_resets (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (NULL);
  g_autoptr (PlimAccount) account = make_account ();
  g_autoptr (GArray) samples = NULL;

  save_account (database, account);
  poll_window (database, account, NOW, 50, NAN, NAN, NOW + 1000);
  poll_window (database, account, NOW + 10, 50, NAN, NAN, NOW + 1001);
  poll_window (database, account, NOW + 20, 50, NAN, NAN, NOW + 999);
  poll_window (database, account, NOW + 30, 50, NAN, NAN, NOW + 18000);
  poll_window (database, account, NOW + 40, 50, NAN, NAN, PLIM_TIME_UNKNOWN);
  samples = get_history (database, ACCOUNT, "credits");
  g_assert_cmpuint (samples->len, ==, 3);
  g_assert_cmpint (SAMPLE (samples, 0).resets_at, ==, NOW + 1000);
  g_assert_cmpint (SAMPLE (samples, 1).resets_at, ==, NOW + 18000);
  g_assert_cmpint (SAMPLE (samples, 2).resets_at, ==, PLIM_TIME_UNKNOWN);
  g_assert_finalize_object (database);
}

static void
test_extremes (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (NULL);
  g_autoptr (PlimAccount) account = make_account ();
  g_autoptr (GArray) samples = NULL;

  save_account (database, account);
  poll_window (database, account, NOW, 0, NAN, NAN, NOW);
  poll_window (database, account, NOW + 1, 130, NAN, NAN, NOW);
  poll_window (database, account, NOW + 2, 1e300, NAN, NAN, NOW);
  /* The clock was set back, and twice within a second. */
  poll_window (database, account, NOW - 100, 7, NAN, NAN, NOW);
  poll_window (database, account, NOW - 100, 8, NAN, NAN, NOW);
  samples = get_history (database, ACCOUNT, "credits");
  g_assert_cmpuint (samples->len, ==, 4);
  g_assert_cmpint (SAMPLE (samples, 0).at, ==, NOW - 100);
  g_assert_cmpfloat (SAMPLE (samples, 0).used_percent, ==, 8);
  g_assert_cmpfloat (SAMPLE (samples, 1).used_percent, ==, 0);
  g_assert_cmpfloat (SAMPLE (samples, 2).used_percent, ==, 130);
  g_assert_cmpfloat (SAMPLE (samples, 3).used_percent, ==, 1e10);
  g_assert_finalize_object (database);
}

static GArray *
get_part (PlimDatabase *database, gint64 from, gint64 to)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GArray *samples;

  plim_database_get_history_async (database, ACCOUNT, "session", from, to, NULL, on_done, &result);
  samples = plim_database_get_history_finish (database, await (&result), &error);
  g_assert_no_error (error);
  return samples;
}

static void
assert_part (PlimDatabase *database, gint64 from, gint64 to, gint64 first_at, guint length)
{
  g_autoptr (GArray) samples = get_part (database, from, to);

  g_assert_cmpuint (samples->len, ==, length);
  if (length > 0)
    g_assert_cmpint (SAMPLE (samples, 0).at, ==, first_at);
  for (guint i = 1; i < samples->len; i++)
    g_assert_cmpint (SAMPLE (samples, i - 1).at, <, SAMPLE (samples, i).at);
}

static void
test_history_part (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (NULL);
  g_autoptr (PlimAccount) account = make_account ();
  g_autoptr (GArray) unknown = NULL;

  save_account (database, account);
  for (int i = 0; i < 10; i++) {
    poll_percent (account, i, NOW + 100 * i);
    save_poll (database, account);
  }
  assert_part (database, NOW, NOW + 900, NOW, 10);
  assert_part (database, NOW + 300, NOW + 500, NOW + 300, 3);
  /* What held at the start comes first. */
  assert_part (database, NOW + 350, NOW + 550, NOW + 300, 3);
  assert_part (database, NOW + 350, NOW + 360, NOW + 300, 1);
  assert_part (database, NOW + 5000, NOW + 6000, NOW + 900, 1);
  assert_part (database, NOW - 100, NOW + 50, NOW, 1);
  assert_part (database, NOW - 100, NOW - 50, 0, 0);
  unknown = get_history (database, ACCOUNT, "weekly");
  g_assert_cmpuint (unknown->len, ==, 0);
  g_assert_finalize_object (database);
}

/* Removing, notices, and the queue. */

static void
remove_account (PlimDatabase *database, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plim_database_remove_account_async (database, id, NULL, on_done, &result);
  g_assert_true (plim_database_remove_account_finish (database, await (&result), &error));
  g_assert_no_error (error);
}

static void
test_remove (Fixture *fixture, gconstpointer unused)
{
  static const char *const tables[] = { "account", "last_poll", "series", "sample", "notice" };
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = make_account ();
  g_autoptr (PlimAccount) other = plim_account_new (OTHER, "demo");
  sqlite3 *db;

  save_account (database, account);
  save_account (database, other);
  poll_percent (account, 1, NOW);
  save_poll (database, account);
  poll_percent (other, 2, NOW);
  save_poll (database, other);
  save_notice (database, ACCOUNT, "sign-in", "said");
  save_notice (database, OTHER, "sign-in", "said");
  remove_account (database, ACCOUNT);
  remove_account (database, ACCOUNT);
  g_assert_finalize_object (database);
  db = open_file (fixture->path);
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", tables[i]);
    g_autofree char *count = ask (db, sql);

    g_assert_cmpstr (count, ==, "1");
  }
  sqlite3_close (db);
}

static void
test_notices (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = make_account ();
  g_autoptr (GHashTable) notices = NULL;

  save_account (database, account);
  save_notice (database, ACCOUNT, "threshold:session", "75");
  save_notice (database, ACCOUNT, "threshold:session", "90");
  save_notice (database, ACCOUNT, "sign-in", "said");
  save_notice (database, ACCOUNT, "sign-in", NULL);
  save_notice (database, ACCOUNT, "never-said", NULL);
  reopen (&database, fixture->path);
  notices = load_notices (database);
  g_assert_cmpuint (g_hash_table_size (notices), ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (notices, ACCOUNT "/threshold:session"), ==, "90");
  g_assert_finalize_object (database);
}

static void
test_cancelled (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (NULL);
  g_autoptr (PlimAccount) account = make_account ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  plim_database_save_account_async (database, account, cancellable, on_done, &result);
  g_assert_false (plim_database_save_account_finish (database, await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  accounts = load (database);
  g_assert_cmpuint (accounts->len, ==, 0);
  g_assert_finalize_object (database);
}

static void
test_close (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);
  g_autoptr (PlimAccount) account = make_account ();
  g_autoptr (GAsyncResult) queued = NULL;
  g_autoptr (GAsyncResult) late = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;

  plim_database_save_account_async (database, account, NULL, on_done, &queued);
  plim_database_close (database);
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  plim_database_close (database);
  plim_database_save_account_async (database, account, NULL, on_done, &late);
  g_assert_false (plim_database_save_account_finish (database, await (&late), &error));
  g_assert_error (error, PLIM_DATABASE_ERROR, PLIM_DATABASE_ERROR_UNAVAILABLE);
  g_assert_true (plim_database_save_account_finish (database, await (&queued), NULL));
  g_clear_object (&queued);
  g_clear_object (&late);
  g_assert_finalize_object (database);
  database = open_database (fixture->path);
  accounts = load (database);
  g_assert_cmpuint (accounts->len, ==, 1);
  g_assert_finalize_object (database);
}

/* The job holds the database, and the last reference goes where it may. */
static void
test_dropped (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = make_account ();
  gpointer weak = database;

  g_object_add_weak_pointer (G_OBJECT (database), &weak);
  plim_database_save_account_async (database, account, NULL, NULL, NULL);
  g_object_unref (database);
  while (weak != NULL)
    g_main_context_iteration (NULL, TRUE);
  database = open_database (fixture->path);
  {
    g_autoptr (GPtrArray) accounts = load (database);

    g_assert_cmpuint (accounts->len, ==, 1);
  }
  g_assert_finalize_object (database);
}

static void
test_default_path (void)
{
  g_autofree char *path = plim_database_dup_default_path ();

  g_assert_true (g_str_has_prefix (path, g_get_user_data_dir ()));
  g_assert_true (g_str_has_suffix (path, "/plimsoll/plimsoll.db"));
}

static void
add (const char *name, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (name, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  alarm (WATCHDOG_S);
  add ("/database/file-and-folder-are-private", test_modes);
  add ("/database/account-comes-back", test_account);
  add ("/database/values-are-those-of-the-call", test_values_of_the_call);
  add ("/database/poll-comes-back", test_poll);
  add ("/database/poll-keeps-memory", test_memory_of_poll);
  add ("/database/unknown-account-is-an-error", test_unknown_account);
  add ("/database/sample-only-on-change", test_append_on_change);
  add ("/database/sample-without-percent-has-a-value", test_without_percent);
  add ("/database/wobbling-reset-is-no-change", test_resets);
  add ("/database/extremes-are-kept", test_extremes);
  add ("/database/history-starts-with-what-held", test_history_part);
  add ("/database/remove-takes-all-of-it", test_remove);
  add ("/database/notices-come-back", test_notices);
  add ("/database/cancelled-is-not-done", test_cancelled);
  add ("/database/close-finishes-the-queue", test_close);
  add ("/database/job-keeps-the-database", test_dropped);
  g_test_add_func ("/database/default-path-is-in-the-data-home", test_default_path);
  return g_test_run ();
}
