/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-trend.h"

#include "plim-test-clock.h"
#include "plim-test-database.h"
#include "plim-test-wait.h"

#include <math.h>

#define ID "0b0f6a3e-5d0f-4d7e-8b57-0e1f1a2b3c01"
#define HOUR ((gint64) 3600)
#define DAY (24 * HOUR)
#define NOW ((gint64) 1795176000)

typedef struct {
  GListStore *accounts;
  PlimClock *clock;
  PlimTrend *trend;
  PlimAccount *account;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->accounts = g_list_store_new (PLIM_TYPE_ACCOUNT);
  fixture->clock = PLIM_CLOCK (plim_test_clock_new (NOW));
  fixture->trend = plim_trend_new (G_LIST_MODEL (fixture->accounts), fixture->clock);
  fixture->account = plim_account_new (ID, "demo");
  plim_account_set_expected_interval (fixture->account, 300);
  g_list_store_append (fixture->accounts, fixture->account);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_assert_finalize_object (fixture->trend);
  g_assert_finalize_object (fixture->accounts);
  g_assert_finalize_object (fixture->account);
  g_assert_finalize_object (fixture->clock);
}

/* A week that began a day before NOW. */
static void
poll (PlimAccount *account, gint64 at, double percent, const char *identity)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (at);
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "week", PLIM_WINDOW_FIXED);

  window->length_s = 7 * DAY;
  window->resets_at = NOW + 6 * DAY;
  window->used_percent = percent;
  plim_snapshot_add_window (snapshot, "rate", PLIM_WINDOW_RATE)->used_percent = 5;
  plim_snapshot_set_identity (snapshot, identity);
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, at);
}

static PlimVerdict
get_verdict (PlimAccount *account)
{
  const PlimForecast *forecast = plim_account_get_forecast (account, "week");

  g_assert_nonnull (forecast);
  return forecast->verdict;
}

/* 60 % in the first day. */
static void
poll_a_day (PlimAccount *account)
{
  for (int hour = 0; hour <= 24; hour++)
    poll (account, NOW - DAY + hour * HOUR, hour * 2.5, NULL);
}

static void
test_polls_make_a_forecast (Fixture *fixture, gconstpointer unused)
{
  poll (fixture->account, NOW - DAY, 0, NULL);
  g_assert_cmpint (get_verdict (fixture->account), ==, PLIM_VERDICT_NOT_YET);
  poll_a_day (fixture->account);
  g_assert_cmpint (get_verdict (fixture->account), ==, PLIM_VERDICT_RUNS_OUT);
  g_assert_null (plim_account_get_forecast (fixture->account, "rate"));
}

typedef struct {
  guint n_forecasts;
  gboolean was_known;
} Seen;

static void
on_snapshot (PlimAccount *account, GParamSpec *pspec, Seen *seen)
{
  seen->was_known = plim_account_get_forecast (account, "week") != NULL;
}

static void
test_it_is_told_before_others_look (Fixture *fixture, gconstpointer unused)
{
  Seen seen = { 0 };

  g_signal_connect (fixture->account, "notify::snapshot", G_CALLBACK (on_snapshot), &seen);
  poll (fixture->account, NOW, 5, NULL);
  g_assert_true (seen.was_known);
}

static void
test_another_owner_begins_anew (Fixture *fixture, gconstpointer unused)
{
  for (int hour = 0; hour <= 24; hour++)
    poll (fixture->account, NOW - DAY + hour * HOUR, hour * 2.5, "ann@example.org");
  g_assert_cmpint (get_verdict (fixture->account), ==, PLIM_VERDICT_RUNS_OUT);
  poll (fixture->account, NOW + HOUR, 70, "bob@example.org");
  g_assert_cmpint (get_verdict (fixture->account), ==, PLIM_VERDICT_NOT_YET);
}

static void
test_removed_account_is_let_go (Fixture *fixture, gconstpointer unused)
{
  g_list_store_remove_all (fixture->accounts);
  poll (fixture->account, NOW, 5, NULL);
  g_assert_null (plim_account_get_forecast (fixture->account, "week"));
}

static GAsyncResult *
await (GAsyncResult **place)
{
  plim_test_wait (*place != NULL);
  return *place;
}

static void
save (PlimDatabase *database, PlimAccount *account, gboolean is_new)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (is_new) {
    plim_database_save_account_async (database, account, NULL, plim_test_keep_result, &result);
    g_assert_true (plim_database_save_account_finish (database, await (&result), NULL));
  } else {
    plim_database_save_poll_async (database, account, NULL, plim_test_keep_result, &result);
    g_assert_true (plim_database_save_poll_finish (database, await (&result), NULL));
  }
}

static void
load (PlimTrend *trend, PlimDatabase *database)
{
  g_autoptr (GAsyncResult) result = NULL;

  plim_trend_load_async (trend, database, NULL, plim_test_keep_result, &result);
  g_assert_true (plim_trend_load_finish (trend, await (&result), NULL));
}

/* What one run of the program kept, the next one goes by. */
static void
test_history_is_learnt_from (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = plim_test_open_database (NULL);
  g_autoptr (PlimAccount) before = plim_account_new (ID, "demo");

  plim_account_set_expected_interval (before, 3600);
  save (database, before, TRUE);
  for (int hour = 0; hour <= 24; hour++) {
    poll (before, NOW - DAY + hour * HOUR, hour * 2.5, NULL);
    save (database, before, FALSE);
  }
  poll (fixture->account, NOW, 60, NULL);
  g_assert_cmpint (get_verdict (fixture->account), ==, PLIM_VERDICT_NOT_YET);
  load (fixture->trend, database);
  g_assert_cmpint (get_verdict (fixture->account), ==, PLIM_VERDICT_RUNS_OUT);
  plim_test_close_database (database);
}

/* The clock was years ahead for one poll. */
static void
test_clock_set_back_is_followed (Fixture *fixture, gconstpointer unused)
{
  poll (fixture->account, NOW + 4000 * DAY, 1, NULL);
  poll_a_day (fixture->account);
  g_assert_cmpint (get_verdict (fixture->account), ==, PLIM_VERDICT_RUNS_OUT);
}

/* And so it was when the program ended. */
static void
test_future_hides_no_history (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = plim_test_open_database (NULL);
  g_autoptr (PlimAccount) before = plim_account_new (ID, "demo");

  plim_account_set_expected_interval (before, 3600);
  save (database, before, TRUE);
  for (int hour = 0; hour <= 24; hour++) {
    poll (before, NOW - DAY + hour * HOUR, hour * 2.5, NULL);
    save (database, before, FALSE);
  }
  poll (before, NOW + 4000 * DAY, 61, NULL);
  save (database, before, FALSE);
  poll (fixture->account, NOW, 60, NULL);
  load (fixture->trend, database);
  g_assert_cmpint (get_verdict (fixture->account), ==, PLIM_VERDICT_RUNS_OUT);
  plim_test_close_database (database);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*function) (Fixture *, gconstpointer);
  } tests[] = {
    { "/trend/polls-make-a-forecast", test_polls_make_a_forecast },
    { "/trend/it-is-told-before-others-look", test_it_is_told_before_others_look },
    { "/trend/another-owner-begins-anew", test_another_owner_begins_anew },
    { "/trend/removed-account-is-let-go", test_removed_account_is_let_go },
    { "/trend/history-is-learnt-from", test_history_is_learnt_from },
    { "/trend/clock-set-back-is-followed", test_clock_set_back_is_followed },
    { "/trend/future-hides-no-history", test_future_hides_no_history },
  };

  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].function, tear_down);
  return g_test_run ();
}
