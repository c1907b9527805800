/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "history-fixture.h"
#include "plim-database-analytics.h"

#include <math.h>
#include <unistd.h>

static PlimSeriesPoint
get_point (const PlimSeries *series, guint index)
{
  g_assert_cmpuint (index, <, series->points->len);
  return g_array_index (series->points, PlimSeriesPoint, index);
}

static void
test_changes_are_points (Fixture *fixture, gconstpointer unused)
{
  static const Poll polls[] = { { MIDNIGHT, 10, 0 },
                                { MIDNIGHT + 300, 10, 0 },
                                { MIDNIGHT + 600, 14, 0 },
                                { MIDNIGHT + 900, 14, 0 } };
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);
  g_autoptr (PlimSeries) series = NULL;

  save_polls (database, account, polls, G_N_ELEMENTS (polls));
  series = get_series (database, MIDNIGHT - HOUR, MIDNIGHT + HOUR, 100);
  g_assert_true (series->percent);
  g_assert_cmpstr (series->window_id, ==, "session");
  g_assert_cmpuint (series->points->len, ==, 2);
  g_assert_cmpint (get_point (series, 0).at, ==, MIDNIGHT);
  g_assert_cmpfloat (get_point (series, 0).last, ==, 10);
  g_assert_cmpint (get_point (series, 1).at, ==, MIDNIGHT + 600);
  g_assert_cmpfloat (get_point (series, 1).last, ==, 14);
  g_assert_cmpint (series->known_until, ==, MIDNIGHT + 900);
  g_assert_cmpint (series->step_s, ==, 0);
  g_assert_finalize_object (database);
}

static void
test_what_holds_at_the_beginning_is_a_point (Fixture *fixture, gconstpointer unused)
{
  static const Poll polls[] = { { MIDNIGHT, 90, 0 }, { MIDNIGHT + 300, 92, 0 } };
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);
  g_autoptr (PlimSeries) series = NULL;

  save_polls (database, account, polls, G_N_ELEMENTS (polls));
  series = get_series (database, MIDNIGHT + 600, MIDNIGHT + HOUR, 10);
  g_assert_cmpuint (series->points->len, ==, 1);
  g_assert_cmpint (get_point (series, 0).at, ==, MIDNIGHT + 600);
  g_assert_cmpfloat (get_point (series, 0).low, ==, 92);
  g_assert_cmpfloat (get_point (series, 0).last, ==, 92);
  g_assert_finalize_object (database);
}

static void
test_resets_are_events (Fixture *fixture, gconstpointer unused)
{
  static const Poll polls[] = { { MIDNIGHT, 90, MIDNIGHT + 1000 },
                                { MIDNIGHT + 300, 95, MIDNIGHT + 1000 },
                                { MIDNIGHT + 1200, 2, MIDNIGHT + 5 * HOUR },
                                { MIDNIGHT + 1500, 8, MIDNIGHT + 5 * HOUR } };
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);

  save_polls (database, account, polls, G_N_ELEMENTS (polls));
  for (int i = 0; i < 2; i++) {
    g_autoptr (PlimSeries) series = get_series (database, MIDNIGHT, MIDNIGHT + DAY, 100);

    g_assert_cmpuint (series->resets->len, ==, 1);
    g_assert_cmpint (g_array_index (series->resets, gint64, 0), ==, MIDNIGHT + 1000);
    /* 5 before it, 2 and 6 after it. */
    g_assert_cmpfloat_with_epsilon (get_consumption (database, MIDNIGHT, MIDNIGHT + DAY), 13, 1e-9);
    maintain (database, MIDNIGHT + DAY, 90 * DAY, 730 * DAY);
  }
  g_assert_finalize_object (database);
}

static void
test_silence_is_a_gap (Fixture *fixture, gconstpointer unused)
{
  static const Poll polls[] = { { MIDNIGHT, 10, 0 },
                                { MIDNIGHT + 300, 10, 0 },
                                { MIDNIGHT + 2000, 10, 0 },
                                { MIDNIGHT + 9000, 10, 0 } };
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);
  g_autoptr (PlimSeries) series = NULL;

  save_polls (database, account, polls, G_N_ELEMENTS (polls));
  series = get_series (database, MIDNIGHT, MIDNIGHT + DAY, 100);
  /* Half an hour is no gap, two are. */
  g_assert_cmpuint (series->gaps->len, ==, 1);
  g_assert_cmpint (g_array_index (series->gaps, PlimSeriesGap, 0).from, ==, MIDNIGHT + 2000);
  g_assert_cmpint (g_array_index (series->gaps, PlimSeriesGap, 0).to, ==, MIDNIGHT + 9000);
  g_assert_finalize_object (database);
}

/* What is rolled up, half rolled up and not at all reads the same. */
static void
test_roll_up_changes_no_chart (Fixture *fixture, gconstpointer unused)
{
  static const gint64 now[] = { MIDNIGHT, MIDNIGHT + 5 * DAY + 7 * HOUR, MIDNIGHT + 20 * DAY };
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);
  double used = 0;

  save_days (database, account, 10);
  for (guint i = 0; i < G_N_ELEMENTS (now); i++) {
    g_autoptr (PlimSeries) series = NULL;
    double sum;

    maintain (database, now[i], 90 * DAY, 730 * DAY);
    series = get_series (database, MIDNIGHT, MIDNIGHT + 10 * DAY - 1, 11);
    g_assert_cmpuint (series->points->len, ==, 10);
    g_assert_cmpuint (series->resets->len, ==, 47);
    for (guint day = 0; day < 10; day++) {
      g_assert_cmpint (get_point (series, day).at, ==, MIDNIGHT + day * DAY);
      g_assert_cmpfloat (get_point (series, day).low, ==, 0);
      g_assert_cmpfloat (get_point (series, day).high, ==, 29);
      g_assert_cmpfloat (get_point (series, day).last, ==, (day * 144 + 143) % 30);
    }
    sum = get_consumption (database, MIDNIGHT, MIDNIGHT + 10 * DAY);
    if (i > 0)
      g_assert_cmpfloat_with_epsilon (sum, used, 1e-6);
    used = sum;
  }
  g_assert_cmpfloat_with_epsilon (used, 1440 - 48, 1e-6);
  g_assert_finalize_object (database);
}

static void
test_old_rows_go_but_their_days_stay (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);
  g_autoptr (PlimSeries) series = NULL;

  save_days (database, account, 10);
  maintain_for_a_month (database, MIDNIGHT + 10 * DAY, 2 * DAY, 4 * DAY);
  /* And the one that held before them. */
  assert_count (fixture, "sample", "289");
  assert_count (fixture, "hour", "96");
  assert_count (fixture, "day", "10");
  assert_count (fixture, "reset", "47");
  /* Where there are no hours any more, there are days; the hour that holds between them is both. */
  series = get_series (database, MIDNIGHT, MIDNIGHT + 10 * DAY, 10000);
  g_assert_cmpuint (series->points->len, ==, 6 + 1 + 96);
  g_assert_cmpfloat_with_epsilon (get_consumption (database, MIDNIGHT, MIDNIGHT + 10 * DAY),
                                  1440 - 48, 1e-6);
  maintain_for_a_month (database, MIDNIGHT + 3650 * DAY, 2 * DAY, 4 * DAY);
  assert_count (fixture, "sample", "1");
  assert_count (fixture, "hour", "0");
  assert_count (fixture, "day", "10");
  g_assert_finalize_object (database);
}

static void
test_clock_set_back_opens_the_hours_again (Fixture *fixture, gconstpointer unused)
{
  static const Poll polls[] = { { MIDNIGHT, 10, 0 }, { MIDNIGHT + 2 * HOUR, 20, 0 } };
  static const Poll late = { MIDNIGHT + HOUR, 15, 0 };
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);

  save_polls (database, account, polls, G_N_ELEMENTS (polls));
  maintain (database, MIDNIGHT + 2 * DAY, 90 * DAY, 730 * DAY);
  assert_count (fixture, "hour", "2");
  save_polls (database, account, &late, 1);
  maintain (database, MIDNIGHT + 2 * DAY, 90 * DAY, 730 * DAY);
  assert_count (fixture, "hour", "3");
  g_assert_cmpfloat_with_epsilon (get_consumption (database, MIDNIGHT, MIDNIGHT + DAY), 10, 1e-9);
  g_assert_finalize_object (database);
}

static void
test_heatmap_has_the_hours_of_the_week (Fixture *fixture, gconstpointer unused)
{
  static const Poll polls[] = { { MIDNIGHT + 9 * HOUR, 0, 0 },
                                { MIDNIGHT + 9 * HOUR + 300, 3, 0 },
                                { MIDNIGHT + 7 * DAY + 9 * HOUR, 4, 0 },
                                { MIDNIGHT + 7 * DAY + 10 * HOUR, 9, 0 } };
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);

  save_polls (database, account, polls, G_N_ELEMENTS (polls));
  for (int i = 0; i < 2; i++) {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GPtrArray) all = NULL;
    const GArray *sums;

    plim_database_get_heatmap_async (database, ACCOUNT, "session", MIDNIGHT, MIDNIGHT + 30 * DAY,
                                     NULL, on_done, &result);
    all = plim_database_get_heatmap_finish (database, await (&result), NULL);
    g_assert_cmpuint (all->len, ==, 1);
    sums = ((PlimHistorySums *) all->pdata[0])->sums;
    g_assert_cmpuint (sums->len, ==, 168);
    g_assert_cmpfloat_with_epsilon (g_array_index (sums, double, 2 * 24 + 9), 4, 1e-9);
    g_assert_cmpfloat_with_epsilon (g_array_index (sums, double, 2 * 24 + 10), 5, 1e-9);
    g_assert_cmpfloat_with_epsilon (g_array_index (sums, double, 0), 0, 1e-9);
    maintain (database, MIDNIGHT + 30 * DAY, 90 * DAY, 730 * DAY);
  }
  g_assert_finalize_object (database);
}

static void
test_balance_counts_what_went (Fixture *fixture, gconstpointer unused)
{
  static const double remaining[] = { 50, 48.5, 45, 95, 94 };
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);
  g_autoptr (PlimSeries) series = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (remaining); i++) {
    g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (MIDNIGHT + i * 600);
    PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "session", PLIM_WINDOW_BALANCE);

    window->remaining = remaining[i];
    plim_snapshot_seal (snapshot);
    plim_account_update (account, snapshot, NULL, MIDNIGHT + i * 600);
    save_poll (database, account);
  }
  maintain (database, MIDNIGHT + DAY, 90 * DAY, 730 * DAY);
  g_assert_cmpfloat_with_epsilon (get_consumption (database, MIDNIGHT, MIDNIGHT + DAY), 6, 1e-9);
  series = get_series (database, MIDNIGHT, MIDNIGHT + 30 * DAY, 30);
  g_assert_false (series->percent);
  g_assert_true (series->falls);
  g_assert_cmpfloat (get_point (series, 0).low, ==, 45);
  g_assert_cmpfloat (get_point (series, 0).high, ==, 95);
  g_assert_cmpuint (series->resets->len, ==, 1);
  g_assert_finalize_object (database);
}

static void
test_clearing_leaves_other_accounts (Fixture *fixture, gconstpointer unused)
{
  static const Poll poll = { MIDNIGHT, 10, 0 };
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);
  g_autoptr (PlimAccount) other = add_account (database, OTHER);
  static const char *const whose[] = { ACCOUNT, NULL };

  save_polls (database, account, &poll, 1);
  save_polls (database, other, &poll, 1);
  maintain (database, MIDNIGHT + DAY, 90 * DAY, 730 * DAY);
  for (guint i = 0; i < G_N_ELEMENTS (whose); i++) {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GPtrArray) all = NULL;
    g_autoptr (GPtrArray) accounts = NULL;

    plim_database_clear_history_async (database, whose[i], NULL, on_done, &result);
    g_assert_true (plim_database_clear_history_finish (database, await (&result), NULL));
    all = get_all_series (database, NULL, MIDNIGHT, MIDNIGHT + DAY, 10);
    g_assert_cmpuint (all->len, ==, 1 - i);
    accounts = load (database);
    g_assert_nonnull (plim_account_get_snapshot (accounts->pdata[0]));
  }
  assert_count (fixture, "hour", "0");
  assert_count (fixture, "sample", "0");
  g_assert_finalize_object (database);
}

static void
test_size_is_that_of_the_file (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (GAsyncResult) result = NULL;

  plim_database_get_size_async (database, NULL, on_done, &result);
  g_assert_cmpint (plim_database_get_size_finish (database, await (&result), NULL), >, 4096);
  g_clear_object (&result);
  g_assert_finalize_object (database);
}

static void
test_cancelled_upkeep_ends (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  plim_database_maintain_async (database, MIDNIGHT, DAY, DAY, cancellable, on_done, &result);
  g_assert_false (plim_database_maintain_finish (database, await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  g_assert_finalize_object (database);
}

/* Samples of five days, of which two are kept; hours of two more; a day of the first. */
static void
test_old_history_is_read_from_hours_and_days (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);
  g_autoptr (GArray) samples = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  const gint64 now = MIDNIGHT + 5 * DAY;
  guint n_days = 0, n_hours = 0;

  save_days (database, account, 5);
  maintain_for_a_month (database, now, 2 * DAY, 4 * DAY);
  samples = get_history (database, ACCOUNT, "session");
  for (guint i = 0; i < samples->len; i++) {
    const PlimSample *sample = &g_array_index (samples, PlimSample, i);

    n_days += sample->at == MIDNIGHT + DAY - 1;
    n_hours += sample->at > MIDNIGHT + DAY && sample->at % HOUR == HOUR - 1;
    g_assert_cmpfloat (sample->used_percent, ==, (double) ((sample->at - MIDNIGHT) / 600 % 30));
    if (i > 0)
      g_assert_cmpint (sample->at, >, g_array_index (samples, PlimSample, i - 1).at);
  }
  g_assert_cmpuint (n_days, ==, 1);
  g_assert_cmpuint (n_hours, ==, 48);
  g_assert_cmpuint (samples->len, ==, 1 + 48 + 2 * 144);
  plim_database_count_samples_async (database, ACCOUNT, NULL, on_done, &result);
  g_assert_cmpint (plim_database_count_samples_finish (database, await (&result), NULL), ==,
                   samples->len);
  g_clear_object (&result);
  g_assert_finalize_object (database);
}

/* Nothing for years: days are all that is left of the first samples. */
static void
test_days_before_a_long_silence_are_read (Fixture *fixture, gconstpointer unused)
{
  static const Poll polls[] = { { MIDNIGHT - 1000 * DAY + HOUR, 30, 0 },
                                { MIDNIGHT - 999 * DAY + HOUR, 40, 0 },
                                { MIDNIGHT + HOUR, 60, 0 } };
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);
  g_autoptr (GArray) samples = NULL;

  save_polls (database, account, polls, G_N_ELEMENTS (polls));
  maintain_for_a_month (database, MIDNIGHT + 2 * DAY, 90 * DAY, 730 * DAY);
  samples = get_history (database, ACCOUNT, "session");
  g_assert_cmpuint (samples->len, ==, 3);
  g_assert_cmpfloat (g_array_index (samples, PlimSample, 0).used_percent, ==, 30);
  g_assert_cmpint (g_array_index (samples, PlimSample, 0).at, ==, MIDNIGHT - 999 * DAY - 1);
  g_assert_cmpfloat (g_array_index (samples, PlimSample, 1).used_percent, ==, 40);
  g_assert_cmpint (g_array_index (samples, PlimSample, 1).at, ==, MIDNIGHT - 998 * DAY - 1);
  g_assert_cmpfloat (g_array_index (samples, PlimSample, 2).used_percent, ==, 60);
  g_assert_finalize_object (database);
}

/* (transfer full): of the one window */
static GPtrArray *
get_usage (PlimDatabase *database, gint64 from, gint64 to)
{
  g_autoptr (GAsyncResult) result = NULL;
  GPtrArray *set;

  plim_database_get_usage_async (database, ACCOUNT, from, to, DAY, TRUE, NULL, on_done, &result);
  set = plim_database_get_usage_finish (database, await (&result), NULL);
  g_assert_cmpuint (set->len, ==, 1);
  return set;
}

/* Sums do not change when samples are thrown away, and averages hardly. */
static void
test_usage_is_the_same_from_hours_and_days (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);
  g_autoptr (GPtrArray) before = NULL, after = NULL;
  const PlimUsageSeries *fine, *coarse;
  const gint64 now = MIDNIGHT + 5 * DAY;

  save_days (database, account, 5);
  before = get_usage (database, MIDNIGHT, now - 1);
  maintain_for_a_month (database, now, 2 * DAY, 4 * DAY);
  after = get_usage (database, MIDNIGHT, now - 1);
  fine = g_ptr_array_index (before, 0);
  coarse = g_ptr_array_index (after, 0);
  g_assert_cmpuint (fine->n_rows, ==, 5 * 144);
  g_assert_cmpuint (coarse->n_rows, ==, 1 + 48 + 2 * 144);
  g_assert_cmpint (coarse->first_at, ==, MIDNIGHT);
  g_assert_cmpuint (coarse->n_days, ==, 5);
  g_assert_cmpuint (coarse->buckets->len, ==, 5);
  g_assert_cmpfloat (coarse->minimum, ==, fine->minimum);
  g_assert_cmpfloat (coarse->maximum, ==, fine->maximum);
  g_assert_cmpfloat_with_epsilon (coarse->rises, fine->rises, 0.001);
  g_assert_cmpfloat_with_epsilon (coarse->average, fine->average, 1);
  g_assert_finalize_object (database);
}

/* Bounds of all kinds, two of them within an hour, and far more than there are samples. */
static void
test_each_use_is_between_two_bounds (Fixture *fixture, gconstpointer unused)
{
  gint64 bounds[1000] = { G_MININT64, -1, MIDNIGHT, MIDNIGHT, MIDNIGHT + 1200 };
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);

  save_days (database, account, 1);
  for (guint i = 5; i < G_N_ELEMENTS (bounds); i++)
    bounds[i] = MIDNIGHT + (i - 4) * HOUR;
  bounds[G_N_ELEMENTS (bounds) - 1] = G_MAXINT64;
  for (int round = 0; round < 2; round++) {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GPtrArray) all = NULL;
    const GArray *sums;

    plim_database_get_consumption_async (database, ACCOUNT, "session", bounds,
                                         G_N_ELEMENTS (bounds), NULL, on_done, &result);
    all = plim_database_get_consumption_finish (database, await (&result), NULL);
    sums = ((PlimHistorySums *) all->pdata[0])->sums;
    g_assert_cmpuint (sums->len, ==, G_N_ELEMENTS (bounds) - 1);
    g_assert_cmpfloat_with_epsilon (g_array_index (sums, double, 0), 0, 1e-9);
    g_assert_cmpfloat_with_epsilon (g_array_index (sums, double, 2), 0, 1e-9);
    /* One of the five is before twenty past, unless the hour is one; then it begins there. */
    g_assert_cmpfloat_with_epsilon (g_array_index (sums, double, 3), round == 0 ? 1 : 0, 1e-9);
    g_assert_cmpfloat_with_epsilon (g_array_index (sums, double, 4), round == 0 ? 4 : 5, 1e-9);
    g_assert_cmpfloat_with_epsilon (g_array_index (sums, double, 5), 6, 1e-9);
    g_assert_cmpfloat_with_epsilon (g_array_index (sums, double, 500), 0, 1e-9);
    maintain (database, MIDNIGHT + 2 * DAY, 90 * DAY, 730 * DAY);
  }
  g_assert_finalize_object (database);
}

static void
test_no_time_is_too_far (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);

  save_days (database, account, 1);
  for (int round = 0; round < 2; round++) {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GPtrArray) all = NULL;
    g_autoptr (PlimSeries) series = get_series (database, G_MININT64, G_MAXINT64, 0);
    g_autoptr (GArray) samples = get_history (database, ACCOUNT, "session");

    g_assert_cmpuint (series->points->len, ==, 1);
    g_assert_cmpuint (samples->len, ==, 144);
    plim_database_get_usage_async (database, ACCOUNT, G_MININT64, G_MAXINT64, G_MAXINT64, TRUE,
                                   NULL, on_done, &result);
    all = plim_database_get_usage_finish (database, await (&result), NULL);
    g_assert_cmpuint (((PlimUsageSeries *) all->pdata[0])->buckets->len, ==, 1);
    g_assert_cmpuint (((PlimUsageSeries *) all->pdata[0])->n_rows, ==, 144);
    maintain (database, MIDNIGHT + 2 * DAY, 90 * DAY, 730 * DAY);
  }
  maintain (database, G_MININT64, 90 * DAY, 730 * DAY);
  maintain (database, G_MAXINT64, G_MAXINT64, G_MAXINT64);
  g_assert_finalize_object (database);
}

static guint
import_samples (PlimDatabase *database, const Poll *polls, guint n_polls)
{
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (PlimSample));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint count = 0;

  for (guint i = 0; i < n_polls; i++) {
    PlimSample sample = { polls[i].at, polls[i].percent, NAN, polls[i].resets_at };

    g_array_append_val (samples, sample);
  }
  plim_database_import_history_async (database, ACCOUNT, "session", samples, NULL, on_done,
                                      &result);
  plim_database_import_history_finish (database, await (&result), &count, &error);
  g_assert_no_error (error);
  return count;
}

static void
test_import_adds_only_what_is_older (Fixture *fixture, gconstpointer unused)
{
  static const Poll polls[] = { { MIDNIGHT - DAY, 20, MIDNIGHT },
                                { MIDNIGHT - HOUR, 40, 0 },
                                { MIDNIGHT, 60, 0 },
                                { MIDNIGHT + HOUR, 80, 0 } };
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = add_account (database, ACCOUNT);
  g_autoptr (GArray) samples = NULL;
  g_autoptr (PlimSeries) series = NULL;

  save_polls (database, account, &polls[2], 1);
  maintain (database, MIDNIGHT + DAY, DAY, DAY);
  g_assert_cmpuint (import_samples (database, polls, G_N_ELEMENTS (polls)), ==, 2);
  g_assert_cmpuint (import_samples (database, polls, G_N_ELEMENTS (polls)), ==, 0);
  samples = get_history (database, ACCOUNT, "session");
  g_assert_cmpuint (samples->len, ==, 3);
  g_assert_cmpint (g_array_index (samples, PlimSample, 0).resets_at, ==, MIDNIGHT);
  g_assert_cmpfloat (g_array_index (samples, PlimSample, 1).used_percent, ==, 40);
  /* It is rolled up like what was read. */
  maintain (database, MIDNIGHT + DAY, 10 * DAY, 10 * DAY);
  series = get_series (database, MIDNIGHT - DAY, MIDNIGHT + DAY - 1, 3);
  g_assert_cmpfloat (get_point (series, 0).low, ==, 20);
  g_assert_cmpfloat (get_point (series, 0).high, ==, 40);
  g_assert_finalize_object (database);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*function) (Fixture *, gconstpointer);
  } tests[] = {
    { "changes-are-points", test_changes_are_points },
    { "what-holds-at-the-beginning-is-a-point", test_what_holds_at_the_beginning_is_a_point },
    { "resets-are-events", test_resets_are_events },
    { "silence-is-a-gap", test_silence_is_a_gap },
    { "roll-up-changes-no-chart", test_roll_up_changes_no_chart },
    { "old-rows-go-but-their-days-stay", test_old_rows_go_but_their_days_stay },
    { "clock-set-back-opens-the-hours-again", test_clock_set_back_opens_the_hours_again },
    { "heatmap-has-the-hours-of-the-week", test_heatmap_has_the_hours_of_the_week },
    { "balance-counts-what-went", test_balance_counts_what_went },
    { "clearing-leaves-other-accounts", test_clearing_leaves_other_accounts },
    { "size-is-that-of-the-file", test_size_is_that_of_the_file },
    { "cancelled-upkeep-ends", test_cancelled_upkeep_ends },
    { "old-history-is-read-from-hours-and-days", test_old_history_is_read_from_hours_and_days },
    { "days-before-a-long-silence-are-read", test_days_before_a_long_silence_are_read },
    { "usage-is-the-same-from-hours-and-days", test_usage_is_the_same_from_hours_and_days },
    { "each-use-is-between-two-bounds", test_each_use_is_between_two_bounds },
    { "no-time-is-too-far", test_no_time_is_too_far },
    { "import-adds-only-what-is-older", test_import_adds_only_what_is_older },
  };

  g_test_init (&argc, &argv, NULL);
  alarm (WATCHDOG_S);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/history/", tests[i].name, NULL);

    g_test_add (path, Fixture, NULL, set_up, tests[i].function, tear_down);
  }
  return g_test_run ();
}
