/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Heatmaps, in a time zone whose clocks are set back in the days that are looked at. */
#include "history-fixture.h"

#include <unistd.h>

/* 2026-10-22T00:00:00Z; on the 25th at 01:00 UTC it is 2 o'clock for the second time. */
#define BEGIN ((gint64) 1792627200)
#define N_DAYS 8
#define END (BEGIN + N_DAYS * DAY)
#define YEAR (365 * DAY)

static GArray *
get_heatmap (PlimDatabase *database, gint64 from, gint64 to, gboolean *percent)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = NULL;
  const PlimHistorySums *sums;

  plim_database_get_heatmap_async (database, ACCOUNT, "session", from, to, NULL, on_done, &result);
  all = plim_database_get_heatmap_finish (database, await (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 1);
  sums = all->pdata[0];
  g_assert_cmpuint (sums->sums->len, ==, 168);
  *percent = sums->percent;
  return g_array_ref (sums->sums);
}

/* What is used in the hour that begins at @at: other hours, other amounts. */
static double
get_used (gint64 at)
{
  return (double) (at / HOUR % 23);
}

/* A poll a quarter of an hour, of a quarter of what the hour uses, as each is followed by a reset.
 */
static void
save_hours (PlimDatabase *database, PlimAccount *account, gint64 begin, int n_hours)
{
  for (int i = 0; i < n_hours * 4; i++) {
    gint64 at = begin + i * 900;
    Poll poll = { at, get_used (at) / 4, at + 900 };

    save_polls (database, account, &poll, 1);
  }
}

static void
assert_heatmap (PlimDatabase *database, gint64 from, gint64 to)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  double expected[168] = { 0 };
  g_autoptr (GArray) sums = NULL;
  gboolean percent;

  for (gint64 at = MAX (from, BEGIN); at < MIN (to, END); at += HOUR) {
    g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at);
    g_autoptr (GDateTime) time = g_date_time_to_timezone (utc, zone);
    int hour = (g_date_time_get_day_of_week (time) - 1) * 24 + g_date_time_get_hour (time);

    /* Nothing is known of what was used before the very first sample. */
    expected[hour] += get_used (at) * (at == BEGIN ? 0.75 : 1);
  }
  sums = get_heatmap (database, from, to, &percent);
  g_assert_true (percent || to < BEGIN);
  for (guint i = 0; i < 168; i++)
    g_assert_cmpfloat_with_epsilon (g_array_index (sums, double, i), expected[i], 1e-6);
}

static void
test_hours_and_days_tell_the_same (Fixture *fixture, gconstpointer unused)
{
  static const struct {
    gint64 now, raw_s, hour_s;
  } states[] = {
    { BEGIN, YEAR, YEAR },    { BEGIN + 5 * DAY + 7 * HOUR, YEAR, YEAR },
    { END, YEAR, YEAR },      { END, 2 * DAY, 4 * DAY },
    { END + YEAR, DAY, DAY },
  };
  static const struct {
    gint64 from, to;
  } spans[] = {
    { 0, END + DAY },
    { BEGIN - YEAR, END - 1 },
    { BEGIN + 2 * DAY + 5 * HOUR, BEGIN + 6 * DAY + 17 * HOUR - 1 },
    { BEGIN + 3 * DAY, BEGIN + 3 * DAY + 2 * HOUR - 1 },
    { END + DAY, END + 2 * DAY },
  };
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);

  save_hours (database, account, BEGIN, N_DAYS * 24);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    if (states[i].now < END)
      maintain (database, states[i].now, states[i].raw_s, states[i].hour_s);
    else
      maintain_for_a_month (database, states[i].now, states[i].raw_s, states[i].hour_s);
    for (guint j = 0; j < G_N_ELEMENTS (spans); j++) {
      g_test_message ("state %u, span %u", i, j);
      assert_heatmap (database, spans[j].from, spans[j].to);
    }
  }
  assert_count (fixture, "hour", "0");
  g_assert_finalize_object (database);
}

static void
save_dollars (PlimDatabase *database, PlimAccount *account, gint64 at, double used)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (at);
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "session", PLIM_WINDOW_BUDGET);

  window->used = used;
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, at);
  save_poll (database, account);
}

/* A window that was in percent and is in dollars now. */
static void
test_measures_do_not_mix (Fixture *fixture, gconstpointer unused)
{
  static const Poll polls[] = { { BEGIN, 0, 0 }, { BEGIN + HOUR, 40, 0 } };
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);

  save_polls (database, account, polls, G_N_ELEMENTS (polls));
  save_dollars (database, account, BEGIN + 5 * HOUR, 10);
  save_dollars (database, account, BEGIN + 6 * HOUR, 12.5);
  for (int i = 0; i < 2; i++) {
    gboolean percent = TRUE;
    g_autoptr (GArray) sums = get_heatmap (database, BEGIN, END, &percent);
    double sum = 0;

    for (guint hour = 0; hour < sums->len; hour++)
      sum += g_array_index (sums, double, hour);
    g_assert_false (percent);
    g_assert_cmpfloat_with_epsilon (sum, 2.5, 1e-6);
    g_assert_cmpfloat_with_epsilon (get_consumption (database, BEGIN, END), 2.5, 1e-6);
    maintain (database, END, YEAR, YEAR);
  }
  g_assert_finalize_object (database);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Europe/Berlin", TRUE);
  g_test_init (&argc, &argv, NULL);
  alarm (WATCHDOG_S);
  g_test_add ("/heatmap/samples-hours-and-days-tell-the-same", Fixture, NULL, set_up,
              test_hours_and_days_tell_the_same, tear_down);
  g_test_add ("/heatmap/measures-do-not-mix", Fixture, NULL, set_up, test_measures_do_not_mix,
              tear_down);
  return g_test_run ();
}
