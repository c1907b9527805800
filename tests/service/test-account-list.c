/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-account-list.h"

#include "plim-test-database.h"
#include "plim-test-secrets.h"
#include "plim-test-wait.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#define NOW 1795176000
#define ID(n) "11111111-2222-4333-8444-00000000000" #n

typedef struct {
  char *folder;
  char *path;
  PlimDatabase *database;
  PlimAccountList *accounts;
} Fixture;

static void
load (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  self->accounts =
      g_object_new (PLIM_TYPE_ACCOUNT_LIST, "database", self->database, "orphans-wait", 0, NULL);
  plim_account_list_load_async (self->accounts, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  g_assert_true (plim_account_list_load_finish (self->accounts, result, &error));
  g_assert_no_error (error);
}

static void
close_all (Fixture *self)
{
  plim_test_settle ();
  plim_database_close (self->database);
  plim_test_settle ();
  g_assert_finalize_object (self->accounts);
  plim_test_close_database (self->database);
}

static void
reload (Fixture *self)
{
  close_all (self);
  self->database = plim_test_open_database (self->path);
  load (self);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  plim_test_secrets_reset ();
  self->folder = g_dir_make_tmp ("plimsoll-test-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "data", "plimsoll.db", NULL);
  self->database = plim_test_open_database (self->path);
  load (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  close_all (self);
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_remove (path);
  }
  g_rmdir (folder);
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->path);
}

static PlimAccount *
add (Fixture *self, const char *id, const char *label)
{
  g_autoptr (PlimAccount) account = plim_account_new (id, "z-ai");

  plim_account_set_label (account, label);
  plim_test_secrets_set (id, "key", "k");
  plim_account_list_add (self->accounts, account);
  return account;
}

static void
update (PlimAccount *account, double percent, gint64 now)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (now);
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "session", PLIM_WINDOW_ROLLING);

  window->used_percent = percent;
  plim_snapshot_remember (snapshot, "organization", "o-1");
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, now);
}

/* The labels in their order. */
static void
assert_labels (Fixture *self, const char *expected)
{
  g_autoptr (GString) labels = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

    g_string_append (labels, plim_account_get_label (account));
    g_assert_cmpuint (plim_account_get_order (account), ==, i);
  }
  g_assert_cmpstr (labels->str, ==, expected);
}

static void
test_added (Fixture *self, gconstpointer data)
{
  g_autoptr (PlimAccount) account = plim_account_new (ID (1), "z-ai");

  plim_account_set_label (account, "work");
  update (account, 42, NOW);
  plim_account_list_add (self->accounts, account);
  reload (self);
  assert_labels (self, "work");
  account = g_object_ref (plim_account_list_find (self->accounts, ID (1)));
  g_assert_cmpint (plim_account_get_attempted_at (account), ==, NOW);
  g_assert_cmpfloat (
      plim_snapshot_get_window (plim_account_get_snapshot (account), 0)->used_percent, ==, 42);
  g_assert_cmpstr (g_hash_table_lookup (plim_account_get_memory (account), "organization"), ==,
                   "o-1");
}

static void
test_polled (Fixture *self, gconstpointer data)
{
  PlimAccount *account = add (self, ID (1), "work");
  g_autoptr (GError) error =
      plim_error_new (PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE, 0, "too many");

  update (account, 42, NOW);
  plim_test_settle ();
  update (account, 43, NOW + 300);
  plim_test_settle ();
  plim_account_update (account, NULL, error, NOW + 600);
  reload (self);
  account = plim_account_list_find (self->accounts, ID (1));
  g_assert_cmpint (plim_account_get_status (account), ==, PLIM_STATUS_RATE_LIMITED);
  g_assert_cmpstr (plim_account_get_message (account), ==, "too many");
  g_assert_cmpint (plim_account_get_attempted_at (account), ==, NOW + 600);
  g_assert_cmpint (plim_snapshot_get_collected_at (plim_account_get_snapshot (account)), ==,
                   NOW + 300);
}

static void
update_as (PlimAccount *account, const char *identity, double percent, gint64 now)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (now);
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "session", PLIM_WINDOW_ROLLING);

  window->used_percent = percent;
  plim_snapshot_set_identity (snapshot, identity);
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, now);
}

static guint
count_samples (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) samples = NULL;

  plim_database_get_history_async (self->database, ID (1), "session", 0, G_MAXINT64, NULL,
                                   plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  samples = plim_database_get_history_finish (self->database, result, NULL);
  return samples != NULL ? samples->len : G_MAXUINT;
}

static void
test_owner (Fixture *self, gconstpointer data)
{
  PlimAccount *account = add (self, ID (1), "work");

  update_as (account, "ann@example.org", 42, NOW);
  plim_test_settle ();
  update_as (account, "ann@example.org", 43, NOW + 300);
  plim_test_settle ();
  g_assert_cmpuint (count_samples (self), ==, 2);
  update_as (account, "bob@example.org", 7, NOW + 600);
  g_assert_cmpuint (count_samples (self), ==, 0); /* asked before the poll was kept */
  plim_test_settle ();
  g_assert_cmpuint (count_samples (self), ==, 1);
  reload (self);
  account = plim_account_list_find (self->accounts, ID (1));
  g_assert_cmpstr (plim_account_get_owner (account)->name, ==, "bob@example.org");
  g_assert_cmpint (plim_account_get_owner (account)->changed_at, ==, NOW + 600);
  g_assert_cmpuint (count_samples (self), ==, 1);
}

static void
test_order (Fixture *self, gconstpointer data)
{
  PlimAccount *a = add (self, ID (1), "a");
  PlimAccount *b = add (self, ID (2), "b");

  add (self, ID (3), "c");
  add (self, ID (4), "d");
  assert_labels (self, "abcd");
  plim_account_list_move (self->accounts, a, 2);
  assert_labels (self, "bcad");
  plim_account_list_move (self->accounts, a, 99);
  assert_labels (self, "bcda");
  plim_account_list_move (self->accounts, a, 0);
  assert_labels (self, "abcd");
  plim_account_list_remove_async (self->accounts, b, NULL, NULL);
  assert_labels (self, "acd");
  reload (self);
  assert_labels (self, "acd");
}

static void
test_saved (Fixture *self, gconstpointer data)
{
  PlimAccount *account = add (self, ID (1), "work");

  plim_account_set_label (account, "home");
  plim_account_set_enabled (account, FALSE);
  plim_account_set_interval (account, 900);
  plim_account_set_base_url (account, "https://example.com");
  plim_account_list_save (self->accounts, account);
  reload (self);
  account = plim_account_list_find (self->accounts, ID (1));
  g_assert_cmpstr (plim_account_get_label (account), ==, "home");
  g_assert_false (plim_account_get_enabled (account));
  g_assert_cmpuint (plim_account_get_interval (account), ==, 900);
  g_assert_cmpstr (plim_account_get_base_url (account), ==, "https://example.com");
}

static void
test_removed (Fixture *self, gconstpointer data)
{
  PlimAccount *account = add (self, ID (1), "a");

  add (self, ID (2), "b");
  update (account, 42, NOW); /* not to come back by being kept late */
  plim_account_list_remove_async (self->accounts, account, NULL, NULL);
  plim_test_settle ();
  g_assert_null (plim_test_secrets_get (ID (1), "key"));
  g_assert_nonnull (plim_test_secrets_get (ID (2), "key"));
  reload (self);
  assert_labels (self, "b");
}

static void
test_orphans (Fixture *self, gconstpointer data)
{
  add (self, ID (1), "a");
  plim_test_secrets_set (ID (8), "key", "k");
  plim_test_secrets_set (ID (9), "key", "k");
  plim_test_secrets_set ("forward", "url", "k"); /* no account's */
  reload (self);
  add (self, ID (8), "b"); /* was being added just then */
  plim_test_wait (plim_test_secrets_get (ID (9), "key") == NULL);
  g_assert_nonnull (plim_test_secrets_get (ID (1), "key"));
  g_assert_nonnull (plim_test_secrets_get (ID (8), "key"));
  g_assert_nonnull (plim_test_secrets_get ("forward", "url"));
}

static void
test_no_orphans_when_empty (Fixture *self, gconstpointer data)
{
  plim_test_secrets_set (ID (9), "key", "k");
  reload (self);
  plim_test_settle ();
  g_assert_nonnull (plim_test_secrets_get (ID (9), "key"));
}

/* What another connection does to the file. */
static void
run_sql (Fixture *self, const char *sql)
{
  sqlite3 *file = NULL;

  g_assert_cmpint (sqlite3_open (self->path, &file), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_busy_timeout (file, 10000), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (file, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (file), ==, SQLITE_OK);
}

static void
test_failed_saving_is_made_up_for (Fixture *self, gconstpointer data)
{
  run_sql (self, "CREATE TRIGGER full BEFORE INSERT ON account "
                 "BEGIN SELECT RAISE (ABORT, 'no room'); END");
  add (self, ID (1), "work");
  plim_test_wait (plim_account_list_get_problem (self->accounts) != NULL);
  run_sql (self, "DROP TRIGGER full");
  /* The next write that succeeds brings the other along. */
  add (self, ID (2), "home");
  plim_test_wait (plim_account_list_get_problem (self->accounts) == NULL);
  reload (self);
  g_assert_nonnull (plim_account_list_find (self->accounts, ID (1)));
  g_assert_nonnull (plim_account_list_find (self->accounts, ID (2)));
}

static void
test_failed_removal_is_made_up_for (Fixture *self, gconstpointer data)
{
  PlimAccount *account = add (self, ID (1), "work");

  plim_test_settle ();
  run_sql (self, "CREATE TRIGGER full BEFORE DELETE ON account "
                 "BEGIN SELECT RAISE (ABORT, 'no room'); END");
  plim_account_list_remove_async (self->accounts, account, NULL, NULL);
  plim_test_wait (plim_account_list_get_problem (self->accounts) != NULL);
  run_sql (self, "DROP TRIGGER full");
  add (self, ID (2), "home");
  plim_test_wait (plim_account_list_get_problem (self->accounts) == NULL);
  reload (self);
  assert_labels (self, "home");
}

static void
test_problem (void)
{
  Fixture self = { 0 };

  self.database = plim_test_open_database ("/proc/plimsoll/plimsoll.db");
  load (&self);
  g_assert_nonnull (plim_account_list_get_problem (self.accounts));
  add (&self, ID (1), "a");
  plim_test_settle ();
  assert_labels (&self, "a");
  g_assert_nonnull (plim_account_list_get_problem (self.accounts));
  close_all (&self);
}

/* Damages all but the first page, which SQLite reads at the start. */
static void
damage (const char *path)
{
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_cmpuint (length, >, 4096);
  memset (text + 4096, 0xa5, length - 4096);
  g_assert_true (
      g_file_set_contents_full (path, text, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

/* The database reads the accounts at the start, and meets the damage when it appends a sample. */
static void
test_damaged (Fixture *self, gconstpointer data)
{
  PlimAccount *account = add (self, ID (1), "work");

  add (self, ID (2), "home");
  update (account, 42, NOW);
  reload (self);
  damage (self->path);
  update (plim_account_list_find (self->accounts, ID (1)), 43, NOW + 300);
  plim_test_wait (plim_database_get_set_aside (self->database) != NULL);
  reload (self);
  assert_labels (self, "workhome");
  account = plim_account_list_find (self->accounts, ID (1));
  g_assert_cmpint (plim_account_get_attempted_at (account), ==, NOW + 300);
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *name;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "added-account-is-kept-with-its-numbers", test_added },
    { "polls-are-kept", test_polled },
    { "each-owner-has-a-history-at-once", test_owner },
    { "order-is-kept", test_order },
    { "changes-are-kept", test_saved },
    { "removed-account-leaves-nothing", test_removed },
    { "accounts-outlive-a-damaged-database", test_damaged },
    { "orphaned-secrets-are-cleared", test_orphans },
    { "empty-database-clears-no-secret", test_no_orphans_when_empty },
    { "failed-removal-is-made-up-for", test_failed_removal_is_made_up_for },
    { "failed-saving-is-made-up-for", test_failed_saving_is_made_up_for },
  };

  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/service/account-list/", tests[i].name, NULL);

    g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
  }
  g_test_add_func ("/service/account-list/unwritable-database-is-said", test_problem);
  return g_test_run ();
}
