/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a wrong clock does to history, and what it must not. */
#include "history-fixture.h"
#include "plim-retention.h"

#define YEAR (365 * DAY)
/* Where a clock goes that counts in 32 bits. */
#define FAR_AHEAD ((gint64) G_MAXINT32 - DAY)
#define FAR_BEHIND ((gint64) 946684800)

/* Four days of samples, which the month before them makes the present. */
static void
make_history (PlimDatabase *database)
{
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);

  save_days (database, account, 4);
  maintain_for_a_month (database, MIDNIGHT + 4 * DAY, 90 * DAY, 2 * YEAR);
}

static void
assert_whole (Fixture *fixture)
{
  assert_count (fixture, "sample", "576");
  assert_count (fixture, "hour", "96");
  assert_count (fixture, "day", "4");
}

static void
test_clock_ahead_loses_nothing (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);

  make_history (database);
  assert_whole (fixture);
  /* Starts of the program on so many days, all of them wrong. */
  for (int i = 0; i < PLIM_RETENTION_BELIEF_DAYS - 1; i++) {
    maintain (database, FAR_AHEAD + i * DAY, 90 * DAY, 2 * YEAR);
    reopen (&database, fixture->path);
  }
  assert_whole (fixture);
  maintain (database, MIDNIGHT + 40 * DAY, 90 * DAY, 2 * YEAR);
  assert_whole (fixture);
  g_assert_finalize_object (database);
}

/* The same jump, but it stays: the computer was off. */
static void
test_clock_that_stays_is_believed (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);

  make_history (database);
  for (int i = 0; i < PLIM_RETENTION_BELIEF_DAYS; i++) {
    maintain (database, MIDNIGHT + 3 * YEAR + i * DAY, 90 * DAY, 2 * YEAR);
    reopen (&database, fixture->path);
  }
  assert_count (fixture, "sample", "1");
  assert_count (fixture, "hour", "0");
  assert_count (fixture, "day", "4");
  g_assert_finalize_object (database);
}

static void
test_daily_use_is_kept_to_the_hour (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);

  make_history (database);
  for (int i = 5; i < 93; i++)
    maintain (database, MIDNIGHT + i * DAY, 90 * DAY, 2 * YEAR);
  maintain (database, MIDNIGHT + 93 * DAY + HOUR, 90 * DAY, 2 * YEAR);
  /* Three days and an hour are gone, but for the last of it. */
  assert_count (fixture, "sample", "139");
  g_assert_finalize_object (database);
}

static void
test_clock_behind_replaces_nothing (Fixture *fixture, gconstpointer unused)
{
  /* Where there are days only, hours, and nothing. */
  static const Poll wrong[] = { { MIDNIGHT + 6 * HOUR + 300, 77, 0 },
                                { MIDNIGHT + 7 * DAY + 6 * HOUR + 300, 79, 0 },
                                { FAR_BEHIND, 78, 0 } };
  const gint64 to = MIDNIGHT + 10 * DAY;
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);
  double used;

  save_days (database, account, 10);
  maintain_for_a_month (database, to, 2 * DAY, 4 * DAY);
  used = get_consumption (database, MIDNIGHT, to);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (PlimSeries) before = get_series (database, MIDNIGHT, to - 1, 11);
    g_autoptr (PlimSeries) after = NULL;

    save_polls (database, account, &wrong[i], 1);
    maintain (database, wrong[i].at, 2 * DAY, 4 * DAY);
    /* The charts are what they were, at once and after the clock was put right. */
    for (int round = 0; round < 2; round++) {
      g_clear_pointer (&after, plim_series_free);
      after = get_series (database, MIDNIGHT, to - 1, 11);
      /* What was long before has a point of its own, once it is rolled up. */
      g_assert_cmpuint (after->points->len, ==, 10 + (wrong[i].at < MIDNIGHT && round > 0));
      for (guint day = 0; day < 10; day++) {
        PlimSeriesPoint a = g_array_index (before->points, PlimSeriesPoint, day);
        PlimSeriesPoint b =
            g_array_index (after->points, PlimSeriesPoint, after->points->len - 10 + day);

        g_assert_cmpint (a.at, ==, b.at);
        g_assert_cmpfloat (a.high, ==, b.high);
        g_assert_cmpfloat (a.last, ==, b.last);
      }
      g_assert_cmpfloat_with_epsilon (get_consumption (database, MIDNIGHT, to), used, 1e-6);
      maintain (database, to, 2 * DAY, 4 * DAY);
    }
  }
  g_assert_finalize_object (database);
}

static void
test_samples_of_the_future_hold_nothing_up (Fixture *fixture, gconstpointer unused)
{
  static const Poll polls[] = { { MIDNIGHT, 10, 0 },
                                { FAR_AHEAD, 20, 0 },
                                { MIDNIGHT + HOUR, 15, 0 },
                                { MIDNIGHT + 2 * HOUR, 20, 0 } };
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);

  save_polls (database, account, polls, 2);
  maintain (database, FAR_AHEAD + DAY, 90 * DAY, 2 * YEAR);
  save_polls (database, account, polls + 2, 2);
  for (int i = 0; i < 2; i++) {
    g_autoptr (PlimSeries) series = get_series (database, MIDNIGHT, MIDNIGHT + DAY, 100);

    g_assert_cmpuint (series->points->len, ==, 3);
    g_assert_cmpfloat (g_array_index (series->points, PlimSeriesPoint, 2).last, ==, 20);
    g_assert_cmpint (series->known_until, ==, MIDNIGHT + 2 * HOUR);
    g_assert_cmpfloat_with_epsilon (get_consumption (database, MIDNIGHT, MIDNIGHT + DAY), 10, 1e-9);
    maintain (database, MIDNIGHT + DAY, 90 * DAY, 2 * YEAR);
  }
  g_assert_finalize_object (database);
}

static void
test_rows_of_the_future_go (Fixture *fixture, gconstpointer unused)
{
  static const Poll polls[] = { { MIDNIGHT, 10, 0 },
                                { FAR_AHEAD, 20, FAR_AHEAD + HOUR },
                                { FAR_AHEAD + DAY, 5, 0 },
                                { MIDNIGHT + DAY, 15, 0 } };
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);

  save_polls (database, account, polls, 3);
  maintain (database, FAR_AHEAD + 2 * DAY, 90 * DAY, 2 * YEAR);
  save_polls (database, account, polls + 3, 1);
  for (int i = 0; i < PLIM_RETENTION_BELIEF_DAYS; i++) {
    assert_count (fixture, "sample", "4");
    assert_count (fixture, "reset", "1");
    maintain (database, MIDNIGHT + (i + 1) * DAY, 90 * DAY, 2 * YEAR);
    reopen (&database, fixture->path);
  }
  assert_count (fixture, "sample", "2");
  assert_count (fixture, "hour", "2");
  assert_count (fixture, "day", "2");
  assert_count (fixture, "reset", "0");
  g_assert_finalize_object (database);
}

/* An account that nobody asks for any more. */
static void
test_seen_in_the_future_was_seen_before (Fixture *fixture, gconstpointer unused)
{
  static const Poll polls[] = { { MIDNIGHT, 10, 0 }, { FAR_AHEAD, 10, 0 } };
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);
  g_autoptr (PlimSeries) series = NULL;

  save_polls (database, account, polls, G_N_ELEMENTS (polls));
  maintain (database, FAR_AHEAD, 90 * DAY, 2 * YEAR);
  maintain_for_a_month (database, MIDNIGHT + 31 * DAY, 90 * DAY, 2 * YEAR);
  series = get_series (database, MIDNIGHT, MIDNIGHT + 40 * DAY, 100);
  g_assert_cmpint (series->known_until, ==, MIDNIGHT);
  g_assert_cmpuint (series->gaps->len, ==, 0);
  g_assert_finalize_object (database);
}

/* What is known to be the future was the present once, whatever the clock now says of it. */
static void
test_clock_behind_throws_nothing_away (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);

  make_history (database);
  for (int i = 0; i < PLIM_RETENTION_BELIEF_DAYS - 1; i++)
    maintain (database, FAR_BEHIND + i * DAY, 90 * DAY, 2 * YEAR);
  /* Days that were seen before do not count: the clock shows them again. */
  for (int i = 0; i < 20; i++)
    maintain (database, MIDNIGHT - i * DAY, 90 * DAY, 2 * YEAR);
  assert_whole (fixture);
  g_assert_finalize_object (database);
}

/* Nor when nobody looked after what is the future now. */
static void
test_samples_alone_tell_of_the_present (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);

  maintain_for_a_month (database, MIDNIGHT, 90 * DAY, 2 * YEAR);
  save_days (database, account, 10);
  maintain (database, MIDNIGHT + DAY, 90 * DAY, 2 * YEAR);
  assert_count (fixture, "sample", "1440");
  g_assert_finalize_object (database);
}

static void
assert_gap (PlimDatabase *database, gint64 from, gint64 to)
{
  g_autoptr (PlimSeries) series =
      get_series (database, FAR_BEHIND - DAY, MIDNIGHT + 10 * DAY, 10000);

  g_assert_cmpuint (series->gaps->len, ==, 1);
  g_assert_cmpint (g_array_index (series->gaps, PlimSeriesGap, 0).from, ==, from);
  g_assert_cmpint (g_array_index (series->gaps, PlimSeriesGap, 0).to, ==, to);
}

static void
test_gap_to_the_future_ends_now (Fixture *fixture, gconstpointer unused)
{
  static const Poll polls[] = { { MIDNIGHT, 10, 0 },
                                { FAR_AHEAD, 20, 0 },
                                { MIDNIGHT + DAY, 20, 0 },
                                { MIDNIGHT + DAY + 300, 20, 0 } };
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);

  save_polls (database, account, polls, G_N_ELEMENTS (polls));
  maintain (database, MIDNIGHT + DAY + 400, 90 * DAY, 2 * YEAR);
  assert_gap (database, MIDNIGHT, MIDNIGHT + DAY);
  g_assert_finalize_object (database);
}

static void
test_gap_from_long_ago_begins_late (Fixture *fixture, gconstpointer unused)
{
  static const Poll polls[] = { { MIDNIGHT - HOUR, 10, 0 },
                                { MIDNIGHT, 15, 0 },
                                { FAR_BEHIND, 20, 0 },
                                { MIDNIGHT + DAY, 25, 0 } };
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);
  g_autoptr (PlimSeries) series = NULL;

  save_polls (database, account, polls, 2);
  maintain (database, MIDNIGHT + 60, 90 * DAY, 2 * YEAR);
  save_polls (database, account, polls + 2, 2);
  maintain (database, MIDNIGHT + DAY + 60, 90 * DAY, 2 * YEAR);
  series = get_series (database, MIDNIGHT - DAY, MIDNIGHT + 10 * DAY, 10000);
  g_assert_cmpuint (series->gaps->len, ==, 2);
  g_assert_cmpint (g_array_index (series->gaps, PlimSeriesGap, 1).from, ==, MIDNIGHT);
  g_assert_cmpint (g_array_index (series->gaps, PlimSeriesGap, 1).to, ==, MIDNIGHT + DAY);
  g_assert_finalize_object (database);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*function) (Fixture *, gconstpointer);
  } tests[] = {
    { "clock-ahead-loses-nothing", test_clock_ahead_loses_nothing },
    { "clock-that-stays-is-believed", test_clock_that_stays_is_believed },
    { "daily-use-is-kept-to-the-hour", test_daily_use_is_kept_to_the_hour },
    { "clock-behind-replaces-nothing", test_clock_behind_replaces_nothing },
    { "clock-behind-throws-nothing-away", test_clock_behind_throws_nothing_away },
    { "samples-alone-tell-of-the-present", test_samples_alone_tell_of_the_present },
    { "samples-of-the-future-hold-nothing-up", test_samples_of_the_future_hold_nothing_up },
    { "rows-of-the-future-go", test_rows_of_the_future_go },
    { "seen-in-the-future-was-seen-before", test_seen_in_the_future_was_seen_before },
    { "gap-to-the-future-ends-now", test_gap_to_the_future_ends_now },
    { "gap-from-long-ago-begins-late", test_gap_from_long_ago_begins_late },
  };

  g_test_init (&argc, &argv, NULL);
  alarm (WATCHDOG_S);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/retention/", tests[i].name, NULL);

    g_test_add (path, Fixture, NULL, set_up, tests[i].function, tear_down);
  }
  return g_test_run ();
}
