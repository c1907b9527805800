/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a screen reader is given to say, and how often. */
#include "plim-announcement.h"
#include "plim-announcer.h"
#include "plim-settings.h"

/* A Friday: 2026-11-20T12:00:00Z. */
#define NOW ((gint64) 1795176000)
#define HOUR ((gint64) 3600)

typedef struct {
  PlimAccount *account;
  PlimAnnouncement announcement;
  PlimFormat format;
} Fixture;

static const PlimThresholds thresholds = { .warning = 75, .critical = 90 };

static PlimAccount *
create_account (const char *id)
{
  PlimAccount *account = plim_account_new (id, "demo");

  plim_account_set_label (account, "Work");
  plim_account_set_enabled (account, TRUE);
  plim_account_set_expected_interval (account, 300);
  return account;
}

static void
give (PlimAccount *account, double percent, gint64 resets_at, gint64 now)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (now);
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "week", PLIM_WINDOW_ROLLING);

  window->title = g_strdup ("Week");
  window->used_percent = percent;
  window->resets_at = resets_at;
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, now);
}

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  fixture->account = create_account ("a");
  fixture->announcement = (PlimAnnouncement){ 0 };
  fixture->format =
      (PlimFormat){ .reset_style = PLIM_RESET_COUNTDOWN, .time_zone = g_time_zone_new_utc () };
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  g_time_zone_unref (fixture->format.time_zone);
  g_assert_finalize_object (fixture->account);
}

static char *
look (Fixture *fixture, gint64 now)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (fixture->account);

  return plim_announcement_observe (&fixture->announcement, fixture->account,
                                    plim_snapshot_get_window (snapshot, 0), &fixture->format,
                                    &thresholds, now);
}

static void
assert_said (Fixture *fixture, double percent, gint64 resets_at, gint64 now, const char *text)
{
  g_autofree char *said = NULL;

  give (fixture->account, percent, resets_at, now);
  said = look (fixture, now);
  g_assert_cmpstr (said, ==, text);
}

static void
test_nothing_is_said_at_first (Fixture *fixture, gconstpointer user_data)
{
  assert_said (fixture, 100, NOW + HOUR, NOW, NULL);
}

static void
test_each_level_is_said_once (Fixture *fixture, gconstpointer user_data)
{
  gint64 reset = NOW + HOUR;

  assert_said (fixture, 60, reset, NOW, NULL);
  assert_said (fixture, 76, reset, NOW, "Work · Week: 76 % used, resets in 1h");
  assert_said (fixture, 77, reset, NOW, NULL);
  assert_said (fixture, 74, reset, NOW, NULL);
  assert_said (fixture, 76, reset + 30, NOW, NULL);
  assert_said (fixture, 91, reset, NOW, "Work · Week: 91 % used, resets in 1h");
  assert_said (fixture, 99, reset, NOW, NULL);
  assert_said (fixture, 100, reset, NOW, "Work · Week: 100 % used, resets in 1h");
  assert_said (fixture, 104, reset, NOW, NULL);
}

static void
test_what_runs_out_says_when (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GHashTable) forecasts =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  PlimForecast *forecast = g_new0 (PlimForecast, 1);

  assert_said (fixture, 40, NOW + 4 * HOUR, NOW, NULL);
  forecast->verdict = PLIM_VERDICT_RUNS_OUT;
  forecast->runs_out_at = forecast->earliest_at = forecast->latest_at = NOW + 2 * HOUR;
  g_hash_table_insert (forecasts, g_strdup ("week"), forecast);
  plim_account_set_forecasts (fixture->account, forecasts);
  assert_said (fixture, 41, NOW + 4 * HOUR, NOW,
               "Work · Week: 41 % used, resets in 4h. Runs out 14:00 (in 2h)");
  assert_said (fixture, 42, NOW + 4 * HOUR, NOW, NULL);
}

static void
test_a_reset_is_said_after_something_urgent (Fixture *fixture, gconstpointer user_data)
{
  gint64 reset = NOW + HOUR;

  assert_said (fixture, 95, reset, NOW, NULL);
  assert_said (fixture, 2, reset + 5 * HOUR, reset + 60, "Work · Week: available again");
  assert_said (fixture, 3, reset + 5 * HOUR, reset + 120, NULL);
  assert_said (fixture, 80, reset + 5 * HOUR, reset + 180,
               "Work · Week: 80 % used, resets in 4h 57m");
  assert_said (fixture, 1, reset + 9 * HOUR, reset + 240, "Work · Week: available again");
  /* One of what was never urgent is nothing to hear of. */
  assert_said (fixture, 1, reset + 20 * HOUR, reset + 10 * HOUR, NULL);
}

static void
test_an_old_number_says_nothing (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *said = NULL;

  assert_said (fixture, 60, NOW + HOUR, NOW, NULL);
  give (fixture->account, 99, NOW + HOUR, NOW);
  said = look (fixture, NOW + HOUR / 2);
  g_assert_null (said);
  plim_account_set_enabled (fixture->account, FALSE);
  said = look (fixture, NOW);
  g_assert_null (said);
}

static void
test_privacy_mode_hides_the_name (Fixture *fixture, gconstpointer user_data)
{
  fixture->format.privacy = TRUE;
  assert_said (fixture, 60, NOW + HOUR, NOW, NULL);
  assert_said (fixture, 76, NOW + HOUR, NOW, "Account 1 · Week: 76 % used, resets in 1h");
}

static void
test_many_lines_are_cut_short (void)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  g_autofree char *none = plim_announcement_join (lines);
  g_autofree char *three = NULL;
  g_autofree char *five = NULL;

  g_assert_null (none);
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (lines, (gpointer) "line");
  three = plim_announcement_join (lines);
  g_assert_cmpstr (three, ==, "line\nline\nline");
  for (guint i = 0; i < 2; i++)
    g_ptr_array_add (lines, (gpointer) "line");
  five = plim_announcement_join (lines);
  g_assert_cmpstr (five, ==, "line\nline\nand 3 more");
}

static void
on_announce (PlimAnnouncer *announcer, const char *text, GPtrArray *said)
{
  g_ptr_array_add (said, g_strdup (text));
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_several_accounts_are_said_in_one (void)
{
  g_autoptr (GSettings) settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  g_autoptr (PlimPresentation) presentation = plim_presentation_new (settings);
  g_autoptr (GListStore) accounts = g_list_store_new (PLIM_TYPE_ACCOUNT);
  g_autoptr (GPtrArray) said = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (PlimAccount) first = create_account ("a");
  g_autoptr (PlimAccount) second = create_account ("b");
  PlimAnnouncer *announcer;

  plim_presentation_set_now (presentation, NOW);
  g_list_store_append (accounts, first);
  g_list_store_append (accounts, second);
  give (first, 60, NOW + HOUR, NOW);
  give (second, 70, NOW + HOUR, NOW);
  announcer = plim_announcer_new (G_LIST_MODEL (accounts), presentation);
  g_signal_connect (announcer, "announce", G_CALLBACK (on_announce), said);
  settle ();
  g_assert_cmpuint (said->len, ==, 0);

  give (first, 80, NOW + HOUR, NOW);
  give (second, 92, NOW + HOUR, NOW);
  settle ();
  g_assert_cmpuint (said->len, ==, 1);
  g_assert_nonnull (strstr (said->pdata[0], "80 %"));
  g_assert_nonnull (strstr (said->pdata[0], "\nWork · Week: 92 %"));

  /* As when the service went away and came back. */
  g_list_store_remove_all (accounts);
  settle ();
  g_list_store_append (accounts, first);
  g_list_store_append (accounts, second);
  settle ();
  g_assert_cmpuint (said->len, ==, 1);
  g_assert_finalize_object (announcer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/window/announcer/nothing-is-said-at-first", Fixture, NULL, set_up,
              test_nothing_is_said_at_first, tear_down);
  g_test_add ("/window/announcer/each-level-is-said-once", Fixture, NULL, set_up,
              test_each_level_is_said_once, tear_down);
  g_test_add ("/window/announcer/what-runs-out-says-when", Fixture, NULL, set_up,
              test_what_runs_out_says_when, tear_down);
  g_test_add ("/window/announcer/a-reset-is-said-after-something-urgent", Fixture, NULL, set_up,
              test_a_reset_is_said_after_something_urgent, tear_down);
  g_test_add ("/window/announcer/an-old-number-says-nothing", Fixture, NULL, set_up,
              test_an_old_number_says_nothing, tear_down);
  g_test_add ("/window/announcer/privacy-mode-hides-the-name", Fixture, NULL, set_up,
              test_privacy_mode_hides_the_name, tear_down);
  g_test_add_func ("/window/announcer/many-lines-are-cut-short", test_many_lines_are_cut_short);
  g_test_add_func ("/window/announcer/several-accounts-are-said-in-one",
                   test_several_accounts_are_said_in_one);
  return g_test_run ();
}
