/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "database-fixture.h"

#include <unistd.h>

#define ANN "ann@example.org"
#define BOB "bob@example.org"

/* Reads @percent in an answer that says whose it is. */
static void
poll_as (PlimDatabase *database,
         PlimAccount *account,
         const char *owner_id,
         const char *identity,
         double percent,
         gint64 at)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (at);
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "session", PLIM_WINDOW_ROLLING);

  window->used_percent = percent;
  plim_snapshot_set_owner_id (snapshot, owner_id);
  plim_snapshot_set_identity (snapshot, identity);
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, at);
  save_poll (database, account);
}

static PlimAccount *
new_account (PlimDatabase *database)
{
  PlimAccount *account = plim_account_new (ACCOUNT, "demo");

  save_account (database, account);
  return account;
}

static gint64
count_samples (PlimDatabase *database, const char *account_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 count;

  plim_database_count_samples_async (database, account_id, NULL, on_done, &result);
  count = plim_database_count_samples_finish (database, await (&result), &error);
  g_assert_no_error (error);
  return count;
}

/* The percentages of the history that is shown, all at once: "10 20". */
static void
assert_history (PlimDatabase *database, const char *expected)
{
  g_autoptr (GArray) samples = get_history (database, ACCOUNT, "session");
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < samples->len; i++)
    g_string_append_printf (text, i > 0 ? " %g" : "%g",
                            g_array_index (samples, PlimSample, i).used_percent);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_restart (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = new_account (database);
  g_autoptr (GPtrArray) accounts = NULL;

  poll_as (database, account, "org-1", ANN, 10, NOW);
  poll_as (database, account, "org-2", BOB, 70, NOW + 60);
  reopen (&database, fixture->path);
  accounts = load (database);
  g_assert_true (plim_owner_equal (plim_account_get_owner (accounts->pdata[0]),
                                   plim_account_get_owner (account)));
  g_assert_cmpstr (plim_account_get_owner (accounts->pdata[0])->id, ==, "org-2");
  g_assert_cmpstr (plim_account_get_owner (accounts->pdata[0])->former_name, ==, ANN);
  g_assert_cmpint (plim_account_get_owner (accounts->pdata[0])->changed_at, ==, NOW + 60);
  /* The same answer after the restart is no change. */
  poll_as (database, accounts->pdata[0], "org-2", BOB, 71, NOW + 120);
  g_assert_cmpint (plim_account_get_owner (accounts->pdata[0])->changed_at, ==, NOW + 60);
  g_assert_finalize_object (database);
}

static void
test_unknown (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = new_account (database);
  g_autoptr (GPtrArray) accounts = NULL;

  poll_as (database, account, NULL, NULL, 10, NOW);
  reopen (&database, fixture->path);
  accounts = load (database);
  g_assert_true (plim_owner_equal (plim_account_get_owner (accounts->pdata[0]),
                                   plim_account_get_owner (account)));
  g_assert_null (plim_account_get_owner (accounts->pdata[0])->id);
  g_assert_cmpint (plim_account_get_owner (accounts->pdata[0])->changed_at, ==, PLIM_TIME_UNKNOWN);
  g_assert_finalize_object (database);
}

static void
test_history_apart (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = new_account (database);

  poll_as (database, account, NULL, ANN, 10, NOW);
  poll_as (database, account, NULL, ANN, 20, NOW + 60);
  assert_history (database, "10 20");
  poll_as (database, account, NULL, BOB, 70, NOW + 120);
  assert_history (database, "70");
  poll_as (database, account, NULL, BOB, 75, NOW + 180);
  assert_history (database, "70 75");
  reopen (&database, fixture->path);
  assert_history (database, "70 75");
  /* Ann signs in again. */
  poll_as (database, account, NULL, ANN, 30, NOW + 240);
  assert_history (database, "10 20 30");
  g_assert_cmpint (count_samples (database, ACCOUNT), ==, 5);
  g_assert_cmpint (count_samples (database, "nobody"), ==, 0);
  g_assert_finalize_object (database);
}

/* The account is saved before its first poll for somebody else. */
static void
test_saved_account (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (NULL);
  g_autoptr (PlimAccount) account = new_account (database);
  g_autoptr (PlimSnapshot) bobs = plim_snapshot_new (NOW + 60);

  poll_as (database, account, NULL, ANN, 10, NOW);
  plim_snapshot_set_identity (bobs, BOB);
  plim_snapshot_seal (bobs);
  plim_account_update (account, bobs, NULL, NOW + 60);
  save_account (database, account);
  assert_history (database, "");
  save_poll (database, account);
  assert_history (database, "");
  g_assert_finalize_object (database);
}

static void
test_known_better (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (NULL);
  g_autoptr (PlimAccount) account = new_account (database);

  poll_as (database, account, NULL, NULL, 10, NOW);
  poll_as (database, account, NULL, ANN, 20, NOW + 60);
  assert_history (database, "10 20");
  poll_as (database, account, "user-1", ANN, 30, NOW + 120);
  assert_history (database, "10 20 30");
  poll_as (database, account, NULL, ANN, 40, NOW + 180);
  assert_history (database, "10 20 30 40");
  poll_as (database, account, "user-2", ANN, 50, NOW + 240);
  assert_history (database, "50");
  g_assert_finalize_object (database);
}

static void
test_two_accounts (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (NULL);
  g_autoptr (PlimAccount) account = new_account (database);
  g_autoptr (PlimAccount) other = plim_account_new (OTHER, "demo");
  g_autoptr (GArray) samples = NULL;

  save_account (database, other);
  poll_as (database, account, NULL, NULL, 10, NOW);
  poll_as (database, other, NULL, NULL, 60, NOW);
  poll_as (database, account, NULL, ANN, 20, NOW + 60);
  assert_history (database, "10 20");
  samples = get_history (database, OTHER, "session");
  g_assert_cmpuint (samples->len, ==, 1);
  g_assert_finalize_object (database);
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
  add ("/database/owner/is-known-after-a-restart", test_restart);
  add ("/database/owner/unknown-stays-unknown", test_unknown);
  add ("/database/owner/each-has-a-history-of-their-own", test_history_apart);
  add ("/database/owner/saving-the-account-suffices", test_saved_account);
  add ("/database/owner/known-better-keeps-the-history", test_known_better);
  add ("/database/owner/of-one-account-concerns-no-other", test_two_accounts);
  return g_test_run ();
}
