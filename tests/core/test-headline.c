/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-headline.h"

#include "fixture.h"

static const PlimThresholds thresholds = { .warning = 75, .critical = 90 };

typedef struct {
  GListStore *accounts;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  fixture->accounts = g_list_store_new (PLIM_TYPE_ACCOUNT);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  g_assert_finalize_object (fixture->accounts);
}

/* (transfer none) */
static PlimAccount *
add_account (Fixture *fixture, const char *id)
{
  g_autoptr (PlimAccount) account = new_account (id);

  g_list_store_append (fixture->accounts, account);
  return account;
}

/* Gives one window, read at @collected_at. */
static void
give_one (PlimAccount *account, const char *id, double used_percent, gint64 collected_at)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (collected_at);

  add_percent (snapshot, id, used_percent, NOW + HOUR);
  give (account, snapshot);
}

static void
find (Fixture *fixture, PlimHeadline *headline)
{
  plim_headline_init (headline, G_LIST_MODEL (fixture->accounts), &thresholds, NULL, NULL, NOW);
}

static void
assert_leads (const PlimHeadline *headline,
              PlimHeadlineState state,
              const char *account_id,
              const char *window_id)
{
  g_assert_cmpint (headline->state, ==, state);
  g_assert_nonnull (headline->account);
  g_assert_cmpstr (plim_account_get_id (headline->account), ==, account_id);
  g_assert_cmpstr (headline->window_id, ==, window_id);
  g_assert_cmpstr (plim_headline_get_window (headline)->id, ==, window_id);
}

static void
assert_nothing_leads (const PlimHeadline *headline, PlimHeadlineState state)
{
  g_assert_cmpint (headline->state, ==, state);
  g_assert_cmpint (headline->severity, ==, PLIM_SEVERITY_NORMAL);
  if (state == PLIM_HEADLINE_EMPTY)
    g_assert_null (headline->account);
  g_assert_null (headline->window_id);
  assert_unknown (headline->used_percent);
  g_assert_null (plim_headline_get_window (headline));
}

static void
test_no_account_is_empty (Fixture *fixture, gconstpointer user_data)
{
  g_auto (PlimHeadline) headline = { 0 };

  find (fixture, &headline);
  assert_nothing_leads (&headline, PLIM_HEADLINE_EMPTY);
  g_assert_cmpuint (headline.n_failing, ==, 0);
}

static void
test_an_account_not_yet_read_is_empty (Fixture *fixture, gconstpointer user_data)
{
  g_auto (PlimHeadline) headline = { 0 };

  add_account (fixture, "a");
  find (fixture, &headline);
  assert_nothing_leads (&headline, PLIM_HEADLINE_EMPTY);
}

static void
test_failure_without_numbers_is_an_error (Fixture *fixture, gconstpointer user_data)
{
  g_auto (PlimHeadline) headline = { 0 };

  fail (add_account (fixture, "a"), PLIM_STATUS_NOT_AUTHENTICATED, NOW);
  add_account (fixture, "b");
  find (fixture, &headline);
  assert_nothing_leads (&headline, PLIM_HEADLINE_ERROR);
  g_assert_cmpuint (headline.n_failing, ==, 1);
  g_assert_cmpstr (plim_account_get_id (headline.account), ==, "a");
}

static void
test_the_failure_that_waits_for_the_user_leads (Fixture *fixture, gconstpointer user_data)
{
  g_auto (PlimHeadline) headline = { 0 };

  fail (add_account (fixture, "slow"), PLIM_STATUS_PROVIDER_UNAVAILABLE, NOW);
  fail (add_account (fixture, "slower"), PLIM_STATUS_OFFLINE, NOW);
  find (fixture, &headline);
  assert_nothing_leads (&headline, PLIM_HEADLINE_ERROR);
  g_assert_cmpstr (plim_account_get_id (headline.account), ==, "slow");

  fail (add_account (fixture, "out"), PLIM_STATUS_NOT_AUTHENTICATED, NOW);
  fail (add_account (fixture, "wrong"), PLIM_STATUS_MISCONFIGURED, NOW);
  plim_headline_clear (&headline);
  find (fixture, &headline);
  g_assert_cmpstr (plim_account_get_id (headline.account), ==, "out");
  g_assert_cmpuint (headline.n_failing, ==, 4);
}

static void
test_the_highest_percentage_leads (Fixture *fixture, gconstpointer user_data)
{
  g_auto (PlimHeadline) headline = { 0 };

  give_one (add_account (fixture, "a"), "week", 40, NOW);
  give_one (add_account (fixture, "b"), "session", 80, NOW);
  give_one (add_account (fixture, "c"), "week", 60, NOW);
  find (fixture, &headline);
  assert_leads (&headline, PLIM_HEADLINE_FRESH, "b", "session");
  g_assert_cmpfloat (headline.used_percent, ==, 80);
  g_assert_cmpint (headline.severity, ==, PLIM_SEVERITY_WARNING);
}

static void
test_an_exhausted_week_beats_a_fresh_session (Fixture *fixture, gconstpointer user_data)
{
  g_auto (PlimHeadline) headline = { 0 };
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);

  add_percent (snapshot, "session", 3, NOW + HOUR);
  add_percent (snapshot, "week", 100, NOW + 3 * DAY);
  give (add_account (fixture, "a"), snapshot);
  find (fixture, &headline);
  assert_leads (&headline, PLIM_HEADLINE_FRESH, "a", "week");
  g_assert_cmpint (headline.severity, ==, PLIM_SEVERITY_CRITICAL);
}

static void
test_reached_below_a_hundred_is_exhausted (Fixture *fixture, gconstpointer user_data)
{
  g_auto (PlimHeadline) headline = { 0 };
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);

  add_percent (snapshot, "session", 99, NOW + HOUR);
  add_percent (snapshot, "week", 80, NOW + DAY)->limit_reached = TRUE;
  give (add_account (fixture, "a"), snapshot);
  find (fixture, &headline);
  assert_leads (&headline, PLIM_HEADLINE_FRESH, "a", "week");
  g_assert_cmpint (headline.severity, ==, PLIM_SEVERITY_CRITICAL);
}

static void
test_of_exhausted_ones_the_later_reset_binds (Fixture *fixture, gconstpointer user_data)
{
  g_auto (PlimHeadline) headline = { 0 };
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);

  add_percent (snapshot, "week", 100, NOW + 3 * DAY);
  add_percent (snapshot, "session", 130, NOW + HOUR);
  give (add_account (fixture, "a"), snapshot);
  find (fixture, &headline);
  assert_leads (&headline, PLIM_HEADLINE_FRESH, "a", "week");
}

static void
test_an_empty_balance_binds_longest (Fixture *fixture, gconstpointer user_data)
{
  g_auto (PlimHeadline) headline = { 0 };
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);

  add_percent (snapshot, "week", 100, NOW + 3 * DAY);
  plim_snapshot_add_window (snapshot, "credit", PLIM_WINDOW_BALANCE)->remaining = 0;
  give (add_account (fixture, "a"), snapshot);
  find (fixture, &headline);
  assert_leads (&headline, PLIM_HEADLINE_FRESH, "a", "credit");
  assert_unknown (headline.used_percent);
  g_assert_cmpint (headline.severity, ==, PLIM_SEVERITY_CRITICAL);
}

static void
test_of_equal_ones_the_later_reset_binds (Fixture *fixture, gconstpointer user_data)
{
  g_auto (PlimHeadline) headline = { 0 };
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);

  add_percent (snapshot, "unknown", 50, PLIM_TIME_UNKNOWN);
  add_percent (snapshot, "week", 50, NOW + DAY);
  add_percent (snapshot, "session", 50, NOW + HOUR);
  give (add_account (fixture, "a"), snapshot);
  find (fixture, &headline);
  assert_leads (&headline, PLIM_HEADLINE_FRESH, "a", "week");
}

static void
test_stale_never_beats_fresh (Fixture *fixture, gconstpointer user_data)
{
  g_auto (PlimHeadline) headline = { 0 };

  give_one (add_account (fixture, "old"), "week", 100, NOW - 901);
  give_one (add_account (fixture, "new"), "session", 2, NOW - 10);
  find (fixture, &headline);
  assert_leads (&headline, PLIM_HEADLINE_FRESH, "new", "session");
}

static void
test_stale_leads_when_nothing_is_fresh (Fixture *fixture, gconstpointer user_data)
{
  g_auto (PlimHeadline) headline = { 0 };

  give_one (add_account (fixture, "low"), "week", 10, NOW - 1000);
  give_one (add_account (fixture, "high"), "week", 95, NOW - 2000);
  find (fixture, &headline);
  assert_leads (&headline, PLIM_HEADLINE_STALE, "high", "week");
  g_assert_cmpfloat (headline.used_percent, ==, 95);
}

static void
test_signed_out_is_stale_at_once (Fixture *fixture, gconstpointer user_data)
{
  g_auto (PlimHeadline) headline = { 0 };
  PlimAccount *account = add_account (fixture, "a");

  give_one (account, "week", 60, NOW - 10);
  fail (account, PLIM_STATUS_NOT_AUTHENTICATED, NOW);
  find (fixture, &headline);
  assert_leads (&headline, PLIM_HEADLINE_STALE, "a", "week");
  g_assert_cmpuint (headline.n_failing, ==, 1);
}

static void
test_a_window_past_its_reset_is_stale (Fixture *fixture, gconstpointer user_data)
{
  g_auto (PlimHeadline) headline = { 0 };
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW - 10);

  add_percent (snapshot, "session", 100, NOW);
  add_percent (snapshot, "week", 30, NOW + DAY);
  give (add_account (fixture, "a"), snapshot);
  find (fixture, &headline);
  assert_leads (&headline, PLIM_HEADLINE_FRESH, "a", "week");
}

static void
test_disabled_accounts_do_not_count (Fixture *fixture, gconstpointer user_data)
{
  g_auto (PlimHeadline) headline = { 0 };
  PlimAccount *account = add_account (fixture, "off");

  give_one (account, "week", 99, NOW);
  fail (account, PLIM_STATUS_OFFLINE, NOW);
  plim_account_set_enabled (account, FALSE);
  find (fixture, &headline);
  assert_nothing_leads (&headline, PLIM_HEADLINE_EMPTY);
  g_assert_cmpuint (headline.n_failing, ==, 0);

  give_one (add_account (fixture, "on"), "week", 1, NOW);
  plim_headline_clear (&headline);
  find (fixture, &headline);
  assert_leads (&headline, PLIM_HEADLINE_FRESH, "on", "week");
}

static void
test_an_allocation_does_not_lead (Fixture *fixture, gconstpointer user_data)
{
  g_auto (PlimHeadline) headline = { 0 };
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);

  add_percent (snapshot, "seats", 100, NOW + DAY)->can_lead = FALSE;
  add_percent (snapshot, "week", 5, NOW + DAY);
  give (add_account (fixture, "a"), snapshot);
  find (fixture, &headline);
  assert_leads (&headline, PLIM_HEADLINE_FRESH, "a", "week");
}

static void
test_unknown_comes_after_every_percentage (Fixture *fixture, gconstpointer user_data)
{
  g_auto (PlimHeadline) headline = { 0 };
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);
  PlimAccount *account = add_account (fixture, "money");

  plim_snapshot_add_window (snapshot, "nothing", PLIM_WINDOW_ROLLING);
  plim_snapshot_add_window (snapshot, "credit", PLIM_WINDOW_BALANCE)->remaining = 12;
  give (account, snapshot);
  find (fixture, &headline);
  assert_leads (&headline, PLIM_HEADLINE_FRESH, "money", "credit");
  assert_unknown (headline.used_percent);
  g_assert_cmpint (headline.severity, ==, PLIM_SEVERITY_NORMAL);

  give_one (add_account (fixture, "idle"), "week", 0, NOW);
  plim_headline_clear (&headline);
  find (fixture, &headline);
  assert_leads (&headline, PLIM_HEADLINE_FRESH, "idle", "week");
}

static void
test_a_window_without_numbers_does_not_lead (Fixture *fixture, gconstpointer user_data)
{
  g_auto (PlimHeadline) headline = { 0 };
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);

  plim_snapshot_add_window (snapshot, "week", PLIM_WINDOW_ROLLING);
  give (add_account (fixture, "a"), snapshot);
  find (fixture, &headline);
  assert_nothing_leads (&headline, PLIM_HEADLINE_EMPTY);
}

static void
test_a_pinned_account_leads (Fixture *fixture, gconstpointer user_data)
{
  g_auto (PlimHeadline) headline = { 0 };
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);

  give_one (add_account (fixture, "full"), "week", 100, NOW);
  add_percent (snapshot, "session", 7, NOW + HOUR);
  add_percent (snapshot, "week", 4, NOW + DAY);
  give (add_account (fixture, "mine"), snapshot);
  fail (add_account (fixture, "broken"), PLIM_STATUS_OFFLINE, NOW);

  plim_headline_init (&headline, G_LIST_MODEL (fixture->accounts), &thresholds, "mine", "", NOW);
  assert_leads (&headline, PLIM_HEADLINE_FRESH, "mine", "session");
  g_assert_cmpuint (headline.n_failing, ==, 1);

  plim_headline_clear (&headline);
  plim_headline_init (&headline, G_LIST_MODEL (fixture->accounts), &thresholds, "mine", "week",
                      NOW);
  assert_leads (&headline, PLIM_HEADLINE_FRESH, "mine", "week");
}

static void
test_a_pinned_window_needs_no_leave_to_lead (Fixture *fixture, gconstpointer user_data)
{
  g_auto (PlimHeadline) headline = { 0 };
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);

  add_percent (snapshot, "seats", 100, NOW + DAY)->can_lead = FALSE;
  add_percent (snapshot, "week", 80, NOW + DAY);
  give (add_account (fixture, "a"), snapshot);
  plim_headline_init (&headline, G_LIST_MODEL (fixture->accounts), &thresholds, "a", "seats", NOW);
  assert_leads (&headline, PLIM_HEADLINE_FRESH, "a", "seats");
  g_assert_cmpint (headline.severity, ==, PLIM_SEVERITY_NORMAL);
}

static void
test_a_pin_that_is_gone_counts_for_nothing (Fixture *fixture, gconstpointer user_data)
{
  g_auto (PlimHeadline) headline = { 0 };
  PlimAccount *off = add_account (fixture, "off");

  give_one (off, "week", 10, NOW);
  plim_account_set_enabled (off, FALSE);
  give_one (add_account (fixture, "on"), "week", 20, NOW);
  plim_headline_init (&headline, G_LIST_MODEL (fixture->accounts), &thresholds, "off", NULL, NOW);
  assert_leads (&headline, PLIM_HEADLINE_FRESH, "on", "week");

  plim_headline_clear (&headline);
  plim_headline_init (&headline, G_LIST_MODEL (fixture->accounts), &thresholds, "", "", NOW);
  assert_leads (&headline, PLIM_HEADLINE_FRESH, "on", "week");

  plim_headline_clear (&headline);
  plim_headline_init (&headline, G_LIST_MODEL (fixture->accounts), &thresholds, "on", "gone", NOW);
  assert_leads (&headline, PLIM_HEADLINE_FRESH, "on", "week");
}

static void
test_a_pinned_account_shows_its_own_failure (Fixture *fixture, gconstpointer user_data)
{
  g_auto (PlimHeadline) headline = { 0 };

  give_one (add_account (fixture, "good"), "week", 20, NOW);
  fail (add_account (fixture, "other"), PLIM_STATUS_NOT_AUTHENTICATED, NOW);
  fail (add_account (fixture, "mine"), PLIM_STATUS_NOT_AUTHENTICATED, NOW);
  plim_headline_init (&headline, G_LIST_MODEL (fixture->accounts), &thresholds, "mine", NULL, NOW);
  assert_nothing_leads (&headline, PLIM_HEADLINE_ERROR);
  g_assert_cmpstr (plim_account_get_id (headline.account), ==, "mine");

  add_account (fixture, "unread");
  plim_headline_clear (&headline);
  plim_headline_init (&headline, G_LIST_MODEL (fixture->accounts), &thresholds, "unread", NULL,
                      NOW);
  assert_nothing_leads (&headline, PLIM_HEADLINE_EMPTY);
}

/* Gives one window that is @owner_id's and @identity's, read at @collected_at. */
static void
give_of (PlimAccount *account,
         const char *owner_id,
         const char *identity,
         double used_percent,
         gint64 collected_at)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (collected_at);

  plim_snapshot_set_owner_id (snapshot, owner_id);
  plim_snapshot_set_identity (snapshot, identity);
  add_percent (snapshot, "session", used_percent, NOW + HOUR);
  give (account, snapshot);
}

static void
assert_twin (Fixture *fixture, PlimAccount *account, PlimAccount *expected)
{
  g_assert_true (plim_headline_find_twin (G_LIST_MODEL (fixture->accounts), account) == expected);
}

static void
test_one_sign_in_counts_once (Fixture *fixture, gconstpointer user_data)
{
  PlimAccount *cookie = add_account (fixture, "cookie");
  PlimAccount *file = add_account (fixture, "file");
  g_auto (PlimHeadline) headline = { 0 };

  give_of (cookie, "org", "ann@example.org", 30, NOW);
  give_of (file, "org", "Ann@example.org", 31, NOW);
  find (fixture, &headline);
  assert_leads (&headline, PLIM_HEADLINE_FRESH, "cookie", "session");
  assert_twin (fixture, cookie, NULL);
  assert_twin (fixture, file, cookie);
}

static void
test_a_stale_account_stands_for_no_other (Fixture *fixture, gconstpointer user_data)
{
  PlimAccount *cookie = add_account (fixture, "cookie");
  PlimAccount *file = add_account (fixture, "file");
  g_auto (PlimHeadline) headline = { 0 };

  give_of (cookie, "org", NULL, 30, NOW - HOUR);
  give_of (file, "org", NULL, 31, NOW);
  find (fixture, &headline);
  assert_leads (&headline, PLIM_HEADLINE_FRESH, "file", "session");
}

static void
test_a_disabled_account_is_no_twin (Fixture *fixture, gconstpointer user_data)
{
  PlimAccount *cookie = add_account (fixture, "cookie");
  PlimAccount *file = add_account (fixture, "file");
  g_auto (PlimHeadline) headline = { 0 };

  give_of (cookie, "org", NULL, 30, NOW);
  give_of (file, "org", NULL, 31, NOW);
  plim_account_set_enabled (cookie, FALSE);
  find (fixture, &headline);
  assert_leads (&headline, PLIM_HEADLINE_FRESH, "file", "session");
  assert_twin (fixture, file, NULL);
}

static void
test_two_people_of_one_organization_are_no_twins (Fixture *fixture, gconstpointer user_data)
{
  PlimAccount *ann = add_account (fixture, "ann");
  PlimAccount *bob = add_account (fixture, "bob");
  g_auto (PlimHeadline) headline = { 0 };

  give_of (ann, "org", "ann@example.org", 30, NOW);
  give_of (bob, "org", "bob@example.org", 31, NOW);
  find (fixture, &headline);
  assert_leads (&headline, PLIM_HEADLINE_FRESH, "bob", "session");
  assert_twin (fixture, bob, NULL);
}

static void
test_severity_follows_the_level (void)
{
  static const struct {
    double used_percent;
    PlimSeverity severity;
  } levels[] = {
    { NAN, PLIM_SEVERITY_NORMAL },   { 0, PLIM_SEVERITY_NORMAL },
    { 74.9, PLIM_SEVERITY_NORMAL },  { 75, PLIM_SEVERITY_WARNING },
    { 89.9, PLIM_SEVERITY_WARNING }, { 90, PLIM_SEVERITY_CRITICAL },
    { 100, PLIM_SEVERITY_CRITICAL }, { 140, PLIM_SEVERITY_CRITICAL },
  };
  const PlimThresholds lax = { .warning = 100, .critical = 100 };
  PlimUsageWindow window = { .remaining = NAN, .can_lead = TRUE };

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++) {
    window.used_percent = levels[i].used_percent;
    g_assert_cmpint (plim_severity_of (&window, NULL, &thresholds, NOW), ==, levels[i].severity);
  }
  window.used_percent = 99;
  g_assert_cmpint (plim_severity_of (&window, NULL, &lax, NOW), ==, PLIM_SEVERITY_NORMAL);
  window.limit_reached = TRUE;
  g_assert_cmpint (plim_severity_of (&window, NULL, &lax, NOW), ==, PLIM_SEVERITY_CRITICAL);
}

static void
test_severity_is_the_verdict_on_the_projection (void)
{
  static const struct {
    double used_percent;
    PlimVerdict verdict;
    gint64 runs_out_in;
    PlimSeverity severity;
  } cases[] = {
    { 80, PLIM_VERDICT_NONE, 0, PLIM_SEVERITY_WARNING },
    { 80, PLIM_VERDICT_NOT_YET, 0, PLIM_SEVERITY_WARNING },
    { 80, PLIM_VERDICT_MAY_RUN_OUT, 0, PLIM_SEVERITY_WARNING },
    { 20, PLIM_VERDICT_MAY_RUN_OUT, 0, PLIM_SEVERITY_NORMAL },
    { 80, PLIM_VERDICT_LASTS, 0, PLIM_SEVERITY_NORMAL },
    { 95, PLIM_VERDICT_LASTS, 0, PLIM_SEVERITY_WARNING },
    { 20, PLIM_VERDICT_RUNS_OUT, DAY, PLIM_SEVERITY_WARNING },
    { 20, PLIM_VERDICT_RUNS_OUT, HOUR / 2, PLIM_SEVERITY_CRITICAL },
    { 80, PLIM_VERDICT_RUNS_OUT, DAY, PLIM_SEVERITY_CRITICAL },
    { 100, PLIM_VERDICT_LASTS, 0, PLIM_SEVERITY_CRITICAL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    PlimUsageWindow window = { .remaining = NAN,
                               .can_lead = TRUE,
                               .used_percent = cases[i].used_percent };
    PlimForecast forecast = { .verdict = cases[i].verdict,
                              .runs_out_at = NOW + cases[i].runs_out_in };

    g_test_message ("case %u", i);
    g_assert_cmpint (plim_severity_of (&window, &forecast, &thresholds, NOW), ==,
                     cases[i].severity);
  }
}

#define ADD(name, function)                                                                        \
  g_test_add ("/core/headline/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("no-account-is-empty", test_no_account_is_empty);
  ADD ("an-account-not-yet-read-is-empty", test_an_account_not_yet_read_is_empty);
  ADD ("failure-without-numbers-is-an-error", test_failure_without_numbers_is_an_error);
  ADD ("the-failure-that-waits-for-the-user-leads", test_the_failure_that_waits_for_the_user_leads);
  ADD ("the-highest-percentage-leads", test_the_highest_percentage_leads);
  ADD ("an-exhausted-week-beats-a-fresh-session", test_an_exhausted_week_beats_a_fresh_session);
  ADD ("reached-below-a-hundred-is-exhausted", test_reached_below_a_hundred_is_exhausted);
  ADD ("of-exhausted-ones-the-later-reset-binds", test_of_exhausted_ones_the_later_reset_binds);
  ADD ("an-empty-balance-binds-longest", test_an_empty_balance_binds_longest);
  ADD ("of-equal-ones-the-later-reset-binds", test_of_equal_ones_the_later_reset_binds);
  ADD ("stale-never-beats-fresh", test_stale_never_beats_fresh);
  ADD ("stale-leads-when-nothing-is-fresh", test_stale_leads_when_nothing_is_fresh);
  ADD ("signed-out-is-stale-at-once", test_signed_out_is_stale_at_once);
  ADD ("a-window-past-its-reset-is-stale", test_a_window_past_its_reset_is_stale);
  ADD ("disabled-accounts-do-not-count", test_disabled_accounts_do_not_count);
  ADD ("an-allocation-does-not-lead", test_an_allocation_does_not_lead);
  ADD ("unknown-comes-after-every-percentage", test_unknown_comes_after_every_percentage);
  ADD ("a-window-without-numbers-does-not-lead", test_a_window_without_numbers_does_not_lead);
  ADD ("a-pinned-account-leads", test_a_pinned_account_leads);
  ADD ("a-pinned-window-needs-no-leave-to-lead", test_a_pinned_window_needs_no_leave_to_lead);
  ADD ("a-pin-that-is-gone-counts-for-nothing", test_a_pin_that_is_gone_counts_for_nothing);
  ADD ("a-pinned-account-shows-its-own-failure", test_a_pinned_account_shows_its_own_failure);
  ADD ("one-sign-in-counts-once", test_one_sign_in_counts_once);
  ADD ("a-stale-account-stands-for-no-other", test_a_stale_account_stands_for_no_other);
  ADD ("a-disabled-account-is-no-twin", test_a_disabled_account_is_no_twin);
  ADD ("two-people-of-one-organization-are-no-twins",
       test_two_people_of_one_organization_are_no_twins);
  g_test_add_func ("/core/headline/severity-follows-the-level", test_severity_follows_the_level);
  g_test_add_func ("/core/headline/severity-is-the-verdict-on-the-projection",
                   test_severity_is_the_verdict_on_the_projection);
  return g_test_run ();
}
