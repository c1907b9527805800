/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-snapshot.h"

#include "fixture.h"

#include <string.h>

static void
test_a_new_window_knows_nothing (void)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);
  const PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "week", PLIM_WINDOW_FIXED);

  g_assert_cmpstr (window->id, ==, "week");
  g_assert_cmpint (window->kind, ==, PLIM_WINDOW_FIXED);
  assert_unknown (window->used_percent);
  assert_unknown (window->used);
  assert_unknown (window->limit);
  assert_unknown (window->remaining);
  g_assert_cmpint (window->resets_at, ==, PLIM_TIME_UNKNOWN);
  g_assert_cmpint (window->length_s, ==, 0);
  g_assert_false (window->limit_reached);
  g_assert_true (window->can_lead);
}

static void
test_sealing_cleans_numbers (void)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);
  PlimUsageWindow *window = add_percent (snapshot, "negative", -4, 0);

  window->used = INFINITY;
  window->limit = -INFINITY;
  add_percent (snapshot, "infinite", INFINITY, 0);
  add_percent (snapshot, "over", 104.5, 0);
  plim_snapshot_seal (snapshot);

  window = (PlimUsageWindow *) plim_snapshot_find_window (snapshot, "negative");
  g_assert_cmpfloat (window->used_percent, ==, 0);
  assert_unknown (window->used);
  assert_unknown (window->limit);
  g_assert_false (window->limit_reached);
  window = (PlimUsageWindow *) plim_snapshot_find_window (snapshot, "infinite");
  assert_unknown (window->used_percent);
  g_assert_false (window->limit_reached);
  window = (PlimUsageWindow *) plim_snapshot_find_window (snapshot, "over");
  g_assert_cmpfloat (window->used_percent, ==, 104.5);
  g_assert_true (window->limit_reached);
}

/* What a provider sends stands in a menu's line, and is kept. */
static void
test_sealing_cleans_texts (void)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);
  PlimUsageWindow *window = add_percent (snapshot, "week", 1, 0);
  g_autofree char *long_text = g_strnfill (5000, 'x');

  window->title = g_strdup ("two\nlines\x1b[31m");
  window->scope = g_strdup ("a\xe2\x80\xae"
                            "b \xc3\xa4");
  plim_snapshot_set_plan (snapshot, long_text);
  plim_snapshot_set_identity (snapshot, "a\tb");
  plim_snapshot_seal (snapshot);

  g_assert_cmpstr (window->title, ==, "two lines [31m");
  g_assert_cmpstr (window->scope, ==, "ab \xc3\xa4");
  g_assert_cmpuint (strlen (plim_snapshot_get_plan (snapshot)), ==, 256);
  g_assert_cmpstr (plim_snapshot_get_identity (snapshot), ==, "a b");
}

static void
test_sealing_keeps_so_many_windows (void)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);

  for (guint i = 0; i < 100000; i++) {
    g_autofree char *id = g_strdup_printf ("window-%u", i / 50);

    add_percent (snapshot, id, i, 0);
  }
  plim_snapshot_seal (snapshot);
  g_assert_cmpuint (plim_snapshot_get_n_windows (snapshot), ==, PLIM_SNAPSHOT_MAX_WINDOWS);
  g_assert_cmpfloat (plim_snapshot_get_window (snapshot, 199)->used_percent, ==, 199 * 50);
}

static void
test_sealing_cleans_times (void)
{
  static const gint64 impossible[] = { G_MININT64, -1, PLIM_TIME_LAST + 1, G_MAXINT64 };

  for (gsize i = 0; i < G_N_ELEMENTS (impossible); i++) {
    g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);
    PlimUsageWindow *window = add_percent (snapshot, "week", 4, 0);

    window->resets_at = impossible[i];
    window->length_s = impossible[i];
    plim_snapshot_seal (snapshot);
    g_assert_cmpint (window->resets_at, ==, PLIM_TIME_UNKNOWN);
    g_assert_cmpint (window->length_s, >=, 0);
    g_assert_cmpint (window->length_s, <=, PLIM_TIME_LAST);
  }
}

static void
test_an_empty_balance_is_reached (void)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "credit", PLIM_WINDOW_BALANCE);

  window->remaining = 0;
  plim_snapshot_seal (snapshot);
  g_assert_true (plim_snapshot_get_window (snapshot, 0)->limit_reached);
  assert_unknown (plim_snapshot_get_window (snapshot, 0)->used_percent);
}

static void
test_of_two_with_one_id_the_first_stays (void)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);

  add_percent (snapshot, "week", 1, 0);
  add_percent (snapshot, "week", 2, 0);
  add_percent (snapshot, "day", 3, 0);
  add_percent (snapshot, "week", 4, 0);
  plim_snapshot_seal (snapshot);

  g_assert_cmpuint (plim_snapshot_get_n_windows (snapshot), ==, 2);
  g_assert_cmpfloat (plim_snapshot_find_window (snapshot, "week")->used_percent, ==, 1);
  g_assert_cmpstr (plim_snapshot_get_window (snapshot, 1)->id, ==, "day");
  g_assert_null (plim_snapshot_find_window (snapshot, "month"));
}

static void
test_a_malformed_window_is_taken_back (void)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);

  add_percent (snapshot, "good", 1, 0);
  add_percent (snapshot, "bad", 2, 0);
  plim_snapshot_drop_window (snapshot);
  plim_snapshot_seal (snapshot);
  g_assert_cmpuint (plim_snapshot_get_n_windows (snapshot), ==, 1);
  g_assert_null (plim_snapshot_find_window (snapshot, "bad"));
}

static void
test_what_was_set_is_there (void)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);
  g_autoptr (PlimSnapshot) other = NULL;

  g_assert_cmpint (plim_snapshot_get_status (snapshot), ==, PLIM_STATUS_OK);
  plim_snapshot_set_plan (snapshot, "Pro");
  plim_snapshot_set_plan (snapshot, "Max");
  plim_snapshot_set_identity (snapshot, "a@example.com");
  plim_snapshot_set_refused (snapshot, PLIM_STATUS_RATE_LIMITED, -5, "too often");
  plim_snapshot_remember (snapshot, "organization", "1");
  plim_snapshot_remember (snapshot, "organization", "2");
  plim_snapshot_seal (snapshot);
  other = plim_snapshot_ref (snapshot);
  plim_snapshot_unref (g_steal_pointer (&snapshot));

  g_assert_cmpint (plim_snapshot_get_collected_at (other), ==, NOW);
  g_assert_cmpstr (plim_snapshot_get_plan (other), ==, "Max");
  g_assert_cmpstr (plim_snapshot_get_identity (other), ==, "a@example.com");
  g_assert_cmpint (plim_snapshot_get_status (other), ==, PLIM_STATUS_RATE_LIMITED);
  g_assert_cmpint (plim_snapshot_get_retry_after (other), ==, 0);
  g_assert_cmpstr (plim_snapshot_get_message (other), ==, "too often");
  g_assert_cmpstr (g_hash_table_lookup (plim_snapshot_get_memory (other), "organization"), ==, "2");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/snapshot/a-new-window-knows-nothing", test_a_new_window_knows_nothing);
  g_test_add_func ("/core/snapshot/sealing-cleans-numbers", test_sealing_cleans_numbers);
  g_test_add_func ("/core/snapshot/sealing-cleans-times", test_sealing_cleans_times);
  g_test_add_func ("/core/snapshot/an-empty-balance-is-reached", test_an_empty_balance_is_reached);
  g_test_add_func ("/core/snapshot/of-two-with-one-id-the-first-stays",
                   test_of_two_with_one_id_the_first_stays);
  g_test_add_func ("/core/snapshot/sealing-cleans-texts", test_sealing_cleans_texts);
  g_test_add_func ("/core/snapshot/sealing-keeps-so-many-windows",
                   test_sealing_keeps_so_many_windows);
  g_test_add_func ("/core/snapshot/a-malformed-window-is-taken-back",
                   test_a_malformed_window_is_taken_back);
  g_test_add_func ("/core/snapshot/what-was-set-is-there", test_what_was_set_is_there);
  return g_test_run ();
}
