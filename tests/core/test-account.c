/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-account.h"

#include "fixture.h"

static void
count_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  GHashTable *counts = user_data;
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, pspec->name));

  g_hash_table_insert (counts, (char *) pspec->name, GUINT_TO_POINTER (count + 1));
}

/* How often each property was notified, by name. */
static GHashTable *
watch (PlimAccount *account)
{
  GHashTable *counts = g_hash_table_new (g_str_hash, g_str_equal);

  g_signal_connect (account, "notify", G_CALLBACK (count_notify), counts);
  return counts;
}

static guint
get_count (GHashTable *counts, const char *property)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (counts, property));
}

static PlimAccount *
new_read_account (void)
{
  PlimAccount *account = new_account ("a");
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);

  add_percent (snapshot, "session", 57, NOW + HOUR);
  add_percent (snapshot, "week", 20, NOW + DAY);
  give (account, snapshot);
  return account;
}

static void
test_a_new_account_is_fine_and_empty (void)
{
  PlimAccount *account = plim_account_new ("id", "demo");

  g_assert_cmpstr (plim_account_get_id (account), ==, "id");
  g_assert_cmpstr (plim_account_get_provider_id (account), ==, "demo");
  g_assert_cmpstr (plim_account_get_label (account), ==, "");
  g_assert_null (plim_account_get_base_url (account));
  g_assert_null (plim_account_get_snapshot (account));
  g_assert_cmpint (plim_account_get_status (account), ==, PLIM_STATUS_OK);
  g_assert_cmpint (plim_account_get_attempted_at (account), ==, PLIM_TIME_UNKNOWN);
  g_assert_true (plim_account_get_enabled (account));
  g_assert_false (plim_account_is_stale (account, NOW));
  g_assert_cmpint (plim_account_get_stale_at (account, NOW), ==, PLIM_TIME_UNKNOWN);
  g_assert_finalize_object (account);
}

static void
test_only_changes_notify (void)
{
  PlimAccount *account = new_account ("a");
  g_autoptr (GHashTable) counts = watch (account);

  for (guint i = 0; i < 2; i++) {
    plim_account_set_label (account, "Work");
    plim_account_set_base_url (account, "https://example.com");
    plim_account_set_enabled (account, FALSE);
    plim_account_set_order (account, 3);
    plim_account_set_interval (account, 60);
    plim_account_set_expected_interval (account, 60);
    plim_account_set_next_poll_at (account, NOW);
    plim_account_set_polling (account, TRUE);
  }
  g_assert_cmpuint (g_hash_table_size (counts), ==, 8);
  g_assert_cmpuint (get_count (counts, "label"), ==, 1);
  g_assert_cmpuint (get_count (counts, "base-url"), ==, 1);
  g_assert_cmpuint (get_count (counts, "enabled"), ==, 1);
  g_assert_cmpuint (get_count (counts, "order"), ==, 1);
  g_assert_cmpuint (get_count (counts, "interval"), ==, 1);
  g_assert_cmpuint (get_count (counts, "expected-interval"), ==, 1);
  g_assert_cmpuint (get_count (counts, "next-poll-at"), ==, 1);
  g_assert_cmpuint (get_count (counts, "polling"), ==, 1);
  plim_account_set_base_url (account, "");
  g_assert_null (plim_account_get_base_url (account));
  g_assert_finalize_object (account);
}

static void
test_settings_are_copied_and_compared (void)
{
  PlimAccount *account = new_account ("a");
  g_autoptr (GHashTable) counts = watch (account);
  g_autoptr (GHashTable) settings = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (settings, (char *) "region", (char *) "eu");
  plim_account_set_settings (account, settings);
  plim_account_set_settings (account, settings);
  g_assert_cmpuint (get_count (counts, "settings"), ==, 1);

  g_hash_table_remove (settings, "region");
  g_hash_table_insert (settings, (char *) "team", (char *) "7");
  g_assert_cmpstr (g_hash_table_lookup (plim_account_get_settings (account), "region"), ==, "eu");
  plim_account_set_settings (account, settings);
  g_assert_cmpuint (get_count (counts, "settings"), ==, 2);
  g_assert_null (g_hash_table_lookup (plim_account_get_settings (account), "region"));
  g_assert_cmpstr (g_hash_table_lookup (plim_account_get_settings (account), "team"), ==, "7");
  g_assert_cmpuint (g_hash_table_size (plim_account_get_settings (account)), ==, 1);

  plim_account_set_settings (account, NULL);
  g_assert_cmpuint (g_hash_table_size (plim_account_get_settings (account)), ==, 0);
  g_assert_finalize_object (account);
}

static void
test_a_failed_poll_keeps_the_windows (void)
{
  PlimAccount *account = new_read_account ();
  PlimSnapshot *before = plim_account_get_snapshot (account);
  g_autoptr (GHashTable) counts = watch (account);
  g_autoptr (GError) error = plim_error_new (PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_TLS, 0,
                                             "no handshake, key=abcdef");

  plim_account_update (account, NULL, error, NOW + 60);
  g_assert_true (plim_account_get_snapshot (account) == before);
  g_assert_cmpint (plim_snapshot_get_collected_at (before), ==, NOW);
  g_assert_cmpfloat (plim_snapshot_find_window (before, "session")->used_percent, ==, 57);
  g_assert_cmpint (plim_account_get_status (account), ==, PLIM_STATUS_PROVIDER_UNAVAILABLE);
  g_assert_cmpint (plim_account_get_cause (account), ==, PLIM_CAUSE_TLS);
  g_assert_cmpstr (plim_account_get_message (account), ==, "no handshake, key=•••");
  g_assert_cmpint (plim_account_get_attempted_at (account), ==, NOW + 60);
  g_assert_cmpuint (get_count (counts, "snapshot"), ==, 0);
  g_assert_cmpuint (get_count (counts, "status"), ==, 1);
  g_assert_cmpuint (get_count (counts, "message"), ==, 1);
  g_assert_finalize_object (account);
}

static void
test_success_clears_the_failure (void)
{
  PlimAccount *account = new_read_account ();
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW + 120);

  fail (account, PLIM_STATUS_RATE_LIMITED, NOW + 60);
  give (account, snapshot);
  g_assert_true (plim_account_get_snapshot (account) == snapshot);
  g_assert_cmpint (plim_account_get_status (account), ==, PLIM_STATUS_OK);
  g_assert_cmpint (plim_account_get_cause (account), ==, PLIM_CAUSE_NONE);
  g_assert_null (plim_account_get_message (account));
  g_assert_finalize_object (account);
}

static void
assert_consistent (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  PlimAccount *account = PLIM_ACCOUNT (object);

  g_assert_cmpint (plim_account_get_status (account), ==, PLIM_STATUS_OFFLINE);
  g_assert_nonnull (plim_account_get_snapshot (account));
  g_assert_cmpint (plim_account_get_attempted_at (account), ==, NOW + 1);
}

static void
test_restoring_is_seen_at_once (void)
{
  PlimAccount *account = new_account ("a");
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);

  plim_snapshot_seal (snapshot);
  g_signal_connect (account, "notify", G_CALLBACK (assert_consistent), NULL);
  plim_account_restore (account, snapshot, PLIM_STATUS_OFFLINE, PLIM_CAUSE_NONE, "no network",
                        NOW + 1);
  g_assert_cmpstr (plim_account_get_message (account), ==, "no network");
  g_assert_finalize_object (account);
}

static void
test_a_refusal_with_windows_replaces_them (void)
{
  PlimAccount *account = new_read_account ();
  g_autoptr (PlimSnapshot) bare = plim_snapshot_new (NOW + 60);
  g_autoptr (PlimSnapshot) full = plim_snapshot_new (NOW + 90);

  plim_snapshot_set_refused (bare, PLIM_STATUS_RATE_LIMITED, 30, "HTTP 429");
  plim_snapshot_remember (bare, "organization", "7");
  give (account, bare);
  g_assert_cmpint (plim_account_get_status (account), ==, PLIM_STATUS_RATE_LIMITED);
  g_assert_cmpstr (plim_account_get_message (account), ==, "HTTP 429");
  g_assert_cmpint (plim_snapshot_get_collected_at (plim_account_get_snapshot (account)), ==, NOW);
  g_assert_cmpstr (g_hash_table_lookup (plim_account_get_memory (account), "organization"), ==,
                   "7");

  plim_snapshot_set_refused (full, PLIM_STATUS_RATE_LIMITED, 30, "HTTP 429");
  add_percent (full, "session", 100, NOW + HOUR);
  give (account, full);
  g_assert_cmpint (plim_snapshot_get_collected_at (plim_account_get_snapshot (account)), ==,
                   NOW + 90);
  g_assert_cmpfloat (plim_snapshot_find_window (plim_account_get_snapshot (account), "session")
                         ->used_percent,
                     ==, 100);
  g_assert_cmpint (plim_account_get_status (account), ==, PLIM_STATUS_RATE_LIMITED);
  g_assert_finalize_object (account);
}

static void
test_refused_keeps_what_it_lacks (void)
{
  PlimAccount *account = new_account ("a");
  g_autoptr (PlimSnapshot) good = plim_snapshot_new (NOW);
  g_autoptr (PlimSnapshot) refused = plim_snapshot_new (NOW + 100);
  g_autoptr (PlimSnapshot) again = plim_snapshot_new (NOW + 200);
  const PlimUsageWindow *window;

  plim_account_set_expected_interval (account, 300);
  plim_snapshot_set_plan (good, "max");
  add_percent (good, "session", 10, NOW + HOUR);
  add_percent (good, "weekly", 20, NOW + 50 * HOUR);
  give (account, good);
  plim_snapshot_set_refused (refused, PLIM_STATUS_RATE_LIMITED, 30, "HTTP 429");
  add_percent (refused, "session", 100, NOW + HOUR);
  give (account, refused);
  plim_snapshot_set_refused (again, PLIM_STATUS_RATE_LIMITED, 30, "HTTP 429");
  add_percent (again, "session", 100, NOW + HOUR);
  give (account, again);

  g_assert_cmpint (plim_account_get_status (account), ==, PLIM_STATUS_RATE_LIMITED);
  g_assert_cmpstr (plim_snapshot_get_plan (plim_account_get_snapshot (account)), ==, "max");
  g_assert_cmpuint (plim_snapshot_get_n_windows (plim_account_get_snapshot (account)), ==, 2);
  window = plim_snapshot_find_window (plim_account_get_snapshot (account), "session");
  g_assert_cmpfloat (window->used_percent, ==, 100);
  g_assert_cmpint (window->read_at, ==, PLIM_TIME_UNKNOWN);
  g_assert_false (plim_account_is_window_stale (account, window, NOW + 1000));
  window = plim_snapshot_find_window (plim_account_get_snapshot (account), "weekly");
  g_assert_cmpfloat (window->used_percent, ==, 20);
  g_assert_cmpint (window->read_at, ==, NOW); /* it does not grow younger */
  g_assert_false (plim_account_is_window_stale (account, window, NOW + 900));
  g_assert_true (plim_account_is_window_stale (account, window, NOW + 901));
  g_assert_cmpint (plim_account_get_stale_at (account, NOW + 200), ==, NOW + 901);
  g_assert_finalize_object (account);
}

static void
test_memory_is_merged (void)
{
  PlimAccount *account = new_account ("a");
  g_autoptr (GHashTable) counts = watch (account);
  g_autoptr (PlimSnapshot) one = plim_snapshot_new (NOW);
  g_autoptr (PlimSnapshot) two = plim_snapshot_new (NOW + 60);
  g_autoptr (PlimSnapshot) three = plim_snapshot_new (NOW + 120);

  plim_snapshot_remember (one, "organization", "7");
  give (account, one);
  plim_snapshot_remember (two, "plan", "max");
  give (account, two);
  plim_snapshot_remember (three, "plan", "max");
  give (account, three);
  g_assert_cmpuint (get_count (counts, "memory"), ==, 2);
  g_assert_cmpuint (g_hash_table_size (plim_account_get_memory (account)), ==, 2);
  g_assert_finalize_object (account);
}

static void
test_three_intervals_make_stale (void)
{
  PlimAccount *account = new_read_account ();

  g_assert_false (plim_account_is_stale (account, NOW + 3 * 300));
  g_assert_true (plim_account_is_stale (account, NOW + 3 * 300 + 1));
  plim_account_set_expected_interval (account, HOUR);
  g_assert_false (plim_account_is_stale (account, NOW + 3 * HOUR));
  g_assert_finalize_object (account);
}

/* It was read by a clock that was ahead: nobody knows when. */
static void
test_far_future_is_stale (void)
{
  PlimAccount *account = new_read_account ();

  g_assert_false (plim_account_is_stale (account, NOW - 3 * 300));
  g_assert_true (plim_account_is_stale (account, NOW - 3 * 300 - 1));
  g_assert_cmpint (plim_account_get_stale_at (account, NOW - HOUR), ==, PLIM_TIME_UNKNOWN);
  g_assert_finalize_object (account);
}

static void
test_waiting_for_the_user_is_stale (void)
{
  PlimAccount *account = new_read_account ();

  fail (account, PLIM_STATUS_OFFLINE, NOW + 1);
  g_assert_false (plim_account_is_stale (account, NOW + 1));
  g_assert_false (plim_account_is_waiting_for_user (account));
  fail (account, PLIM_STATUS_NOT_AUTHENTICATED, NOW + 2);
  g_assert_true (plim_account_is_stale (account, NOW + 2));
  g_assert_true (plim_account_is_waiting_for_user (account));
  fail (account, PLIM_STATUS_MISCONFIGURED, NOW + 3);
  g_assert_true (plim_account_is_stale (account, NOW + 3));
  g_assert_cmpint (plim_account_get_stale_at (account, NOW + 3), ==, PLIM_TIME_UNKNOWN);
  g_assert_finalize_object (account);
}

static void
test_a_reset_makes_its_window_stale (void)
{
  PlimAccount *account = new_read_account ();
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  const PlimUsageWindow *session = plim_snapshot_find_window (snapshot, "session");
  const PlimUsageWindow *week = plim_snapshot_find_window (snapshot, "week");

  plim_account_set_expected_interval (account, 2 * HOUR);
  g_assert_false (plim_account_is_window_stale (account, session, NOW + HOUR - 1));
  g_assert_true (plim_account_is_window_stale (account, session, NOW + HOUR));
  g_assert_false (plim_account_is_window_stale (account, week, NOW + HOUR));
  g_assert_true (plim_account_is_window_stale (account, week, NOW + 6 * HOUR + 1));
  g_assert_finalize_object (account);
}

static void
test_the_next_stale_moment_is_the_earliest (void)
{
  PlimAccount *account = new_read_account ();
  gint64 at = plim_account_get_stale_at (account, NOW);

  g_assert_cmpint (at, ==, NOW + 901);
  g_assert_false (plim_account_is_stale (account, at - 1));
  g_assert_true (plim_account_is_stale (account, at));
  plim_account_set_expected_interval (account, 2 * HOUR);
  g_assert_cmpint (plim_account_get_stale_at (account, NOW), ==, NOW + HOUR);
  g_assert_cmpint (plim_account_get_stale_at (account, NOW + HOUR), ==, NOW + 6 * HOUR + 1);
  g_assert_finalize_object (account);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/account/a-new-account-is-fine-and-empty",
                   test_a_new_account_is_fine_and_empty);
  g_test_add_func ("/core/account/only-changes-notify", test_only_changes_notify);
  g_test_add_func ("/core/account/settings-are-copied-and-compared",
                   test_settings_are_copied_and_compared);
  g_test_add_func ("/core/account/a-failed-poll-keeps-the-windows",
                   test_a_failed_poll_keeps_the_windows);
  g_test_add_func ("/core/account/success-clears-the-failure", test_success_clears_the_failure);
  g_test_add_func ("/core/account/restoring-is-seen-at-once", test_restoring_is_seen_at_once);
  g_test_add_func ("/core/account/a-refusal-with-windows-replaces-them",
                   test_a_refusal_with_windows_replaces_them);
  g_test_add_func ("/core/account/refused-keeps-what-it-lacks", test_refused_keeps_what_it_lacks);
  g_test_add_func ("/core/account/memory-is-merged", test_memory_is_merged);
  g_test_add_func ("/core/account/three-intervals-make-stale", test_three_intervals_make_stale);
  g_test_add_func ("/core/account/far-future-is-stale", test_far_future_is_stale);
  g_test_add_func ("/core/account/waiting-for-the-user-is-stale",
                   test_waiting_for_the_user_is_stale);
  g_test_add_func ("/core/account/a-reset-makes-its-window-stale",
                   test_a_reset_makes_its_window_stale);
  g_test_add_func ("/core/account/the-next-stale-moment-is-the-earliest",
                   test_the_next_stale_moment_is_the_earliest);
  return g_test_run ();
}
