/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-burn.h"

#include "fixture.h"

/* The hour of the week that NOW is in. */
#define HOUR_OF_WEEK (NOW / HOUR % PLIM_BURN_HOURS)

static double
sum (const float *values)
{
  double total = 0;

  for (guint i = 0; i < PLIM_BURN_HOURS; i++)
    total += (double) values[i];
  return total;
}

static void
test_percentage_or_what_remains_is_used (void)
{
  PlimUsageWindow window = { .used_percent = 12, .remaining = 7 };

  g_assert_cmpfloat (plim_burn_get_used (&window), ==, 12);
  window.used_percent = NAN;
  g_assert_cmpfloat (plim_burn_get_used (&window), ==, -7);
  window.remaining = NAN;
  assert_unknown (plim_burn_get_used (&window));
}

static void
test_growth_is_counted_in_its_hours (void)
{
  PlimBurn burn = { 0 };

  plim_burn_observe (&burn, NOW, 10, TRUE, NOW + DAY);
  plim_burn_observe (&burn, NOW + 2 * HOUR, 14, TRUE, NOW + DAY);
  g_assert_cmpfloat_with_epsilon (burn.used[HOUR_OF_WEEK], 2, 1e-4);
  g_assert_cmpfloat_with_epsilon (burn.used[HOUR_OF_WEEK + 1], 2, 1e-4);
  g_assert_cmpfloat_with_epsilon (sum (burn.used), 4, 1e-4);
  g_assert_cmpfloat_with_epsilon (plim_burn_get_seen (&burn), 2, 1e-4);
  g_assert_cmpuint (burn.n_changes, ==, 1);
}

static void
test_pause_teaches_no_hour (void)
{
  PlimBurn burn = { 0 };

  plim_burn_observe (&burn, NOW, 10, TRUE, NOW + DAY);
  plim_burn_observe (&burn, NOW + 4 * HOUR, 50, TRUE, NOW + DAY);
  g_assert_cmpfloat (sum (burn.used), ==, 0);
  g_assert_cmpfloat (burn.last_used, ==, 50);
  g_assert_cmpint (burn.begun_at, ==, NOW);
}

static void
test_reset_begins_anew (void)
{
  PlimBurn burn = { 0 };

  plim_burn_observe (&burn, NOW, 90, TRUE, NOW + HOUR);
  plim_burn_observe (&burn, NOW + 2 * HOUR, 3, TRUE, NOW + 6 * HOUR);
  g_assert_cmpint (burn.begun_at, ==, NOW + 2 * HOUR);
  g_assert_cmpfloat (burn.begun_used, ==, 3);
  g_assert_cmpuint (burn.n_changes, ==, 0);
  /* What came after it was consumed; what fell was not. */
  g_assert_cmpfloat_with_epsilon (sum (burn.used), 3, 1e-4);
}

static void
test_fall_without_reset_begins_anew (void)
{
  PlimBurn burn = { 0 };

  plim_burn_observe (&burn, NOW, 90, TRUE, NOW + DAY);
  plim_burn_observe (&burn, NOW + HOUR, 40, TRUE, NOW + DAY);
  g_assert_cmpint (burn.begun_at, ==, NOW + HOUR);
  g_assert_cmpfloat (sum (burn.used), ==, 0);
}

static void
test_small_correction_is_no_reset (void)
{
  PlimBurn burn = { 0 };

  plim_burn_observe (&burn, NOW, 41.4, TRUE, NOW + DAY);
  plim_burn_observe (&burn, NOW + HOUR, 41, TRUE, NOW + DAY);
  g_assert_cmpint (burn.begun_at, ==, NOW);
}

static void
test_top_up_begins_anew_and_consumes_nothing (void)
{
  PlimBurn burn = { 0 };

  plim_burn_observe (&burn, NOW, -5, FALSE, PLIM_TIME_UNKNOWN);
  plim_burn_observe (&burn, NOW + HOUR, -3, FALSE, PLIM_TIME_UNKNOWN);
  plim_burn_observe (&burn, NOW + 2 * HOUR, -50, FALSE, PLIM_TIME_UNKNOWN);
  g_assert_cmpint (burn.begun_at, ==, NOW + 2 * HOUR);
  g_assert_cmpfloat_with_epsilon (sum (burn.used), 2, 1e-4);
}

static void
test_earlier_and_unknown_are_dropped (void)
{
  PlimBurn burn = { 0 };

  plim_burn_observe (&burn, NOW, 10, TRUE, NOW + DAY);
  plim_burn_observe (&burn, NOW - HOUR, 5, TRUE, NOW + DAY);
  plim_burn_observe (&burn, NOW + HOUR, NAN, TRUE, NOW + DAY);
  g_assert_cmpint (burn.last_at, ==, NOW);
  g_assert_cmpfloat (burn.last_used, ==, 10);
}

/* What it knows was of a future that is not. */
static void
test_clock_set_back_begins_anew (void)
{
  PlimBurn burn = { 0 };

  plim_burn_observe (&burn, NOW + 4000 * DAY, 10, TRUE, PLIM_TIME_UNKNOWN);
  plim_burn_observe (&burn, NOW, 12, TRUE, NOW + DAY);
  plim_burn_observe (&burn, NOW + HOUR, 15, TRUE, NOW + DAY);
  g_assert_cmpint (burn.begun_at, ==, NOW);
  g_assert_cmpint (burn.last_at, ==, NOW + HOUR);
  g_assert_cmpfloat_with_epsilon (sum (burn.used), 3, 1e-4);
}

static void
test_another_measure_forgets (void)
{
  PlimBurn burn = { 0 };

  plim_burn_observe (&burn, NOW, 10, TRUE, NOW + DAY);
  plim_burn_observe (&burn, NOW + HOUR, 12, TRUE, NOW + DAY);
  plim_burn_observe (&burn, NOW + 2 * HOUR, -12, FALSE, NOW + DAY);
  g_assert_cmpfloat (sum (burn.used), ==, 0);
  g_assert_false (burn.percent);
}

static void
test_old_weeks_count_less (void)
{
  PlimBurn burn = { 0 };

  plim_burn_observe (&burn, NOW, 0, TRUE, NOW + 90 * DAY);
  plim_burn_observe (&burn, NOW + HOUR, 8, TRUE, NOW + 90 * DAY);
  plim_burn_observe (&burn, NOW + HOUR + 14 * DAY, 8, TRUE, NOW + 90 * DAY);
  g_assert_cmpfloat_with_epsilon (sum (burn.used), 4, 0.05);
}

static void
test_never_seen_hours_are_like_the_others (void)
{
  PlimBurn burn = { 0 };
  double rates[PLIM_BURN_HOURS];

  plim_burn_get_rates (&burn, 3, 1, rates);
  for (guint i = 0; i < PLIM_BURN_HOURS; i++)
    g_assert_cmpfloat_with_epsilon (rates[i], 3, 1e-9);
  plim_burn_get_rates (&burn, 0, 0, rates);
  g_assert_cmpfloat (rates[0], ==, 0);
  plim_burn_observe (&burn, NOW, 0, TRUE, NOW + DAY);
  plim_burn_observe (&burn, NOW + HOUR, 10, TRUE, NOW + DAY);
  plim_burn_get_rates (&burn, 0, 0, rates);
  g_assert_cmpfloat_with_epsilon (rates[HOUR_OF_WEEK], 10, 1e-4);
  g_assert_cmpfloat_with_epsilon (rates[(HOUR_OF_WEEK + 5) % PLIM_BURN_HOURS], 10, 1e-4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/burn/percentage-or-what-remains-is-used",
                   test_percentage_or_what_remains_is_used);
  g_test_add_func ("/core/burn/growth-is-counted-in-its-hours",
                   test_growth_is_counted_in_its_hours);
  g_test_add_func ("/core/burn/pause-teaches-no-hour", test_pause_teaches_no_hour);
  g_test_add_func ("/core/burn/reset-begins-anew", test_reset_begins_anew);
  g_test_add_func ("/core/burn/fall-without-reset-begins-anew",
                   test_fall_without_reset_begins_anew);
  g_test_add_func ("/core/burn/small-correction-is-no-reset", test_small_correction_is_no_reset);
  g_test_add_func ("/core/burn/top-up-begins-anew-and-consumes-nothing",
                   test_top_up_begins_anew_and_consumes_nothing);
  g_test_add_func ("/core/burn/earlier-and-unknown-are-dropped",
                   test_earlier_and_unknown_are_dropped);
  g_test_add_func ("/core/burn/clock-set-back-begins-anew", test_clock_set_back_begins_anew);
  g_test_add_func ("/core/burn/another-measure-forgets", test_another_measure_forgets);
  g_test_add_func ("/core/burn/old-weeks-count-less", test_old_weeks_count_less);
  g_test_add_func ("/core/burn/never-seen-hours-are-like-the-others",
                   test_never_seen_hours_are_like_the_others);
  return g_test_run ();
}
