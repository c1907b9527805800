/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-chart-geometry.h"

#define HOUR 3600
#define DAY (24 * HOUR)
/* 2026-03-27T00:00:00Z, a Friday; clocks in Europe go forward on the 29th */
#define FRIDAY ((gint64) 1774569600)

static void
add_point (PlimSeries *series, gint64 at, double low, double high, double last)
{
  PlimSeriesPoint point = { at, low, high, last };

  g_array_append_val (series->points, point);
}

static void
add_gap (PlimSeries *series, gint64 from, gint64 to)
{
  PlimSeriesGap gap = { from, to };

  g_array_append_val (series->gaps, gap);
}

static void
add_reset (PlimSeries *series, gint64 at)
{
  g_array_append_val (series->resets, at);
}

static PlimSeries *
make_series (gint64 known_until)
{
  PlimSeries *series = plim_series_new ("a", "session");

  series->percent = TRUE;
  series->known_until = known_until;
  return series;
}

static void
assert_step (
    const GArray *steps, guint index, gint64 from, gint64 to, double value, gboolean is_joined)
{
  const PlimChartStep *step;

  g_assert_cmpuint (index, <, steps->len);
  step = &g_array_index (steps, PlimChartStep, index);
  g_assert_cmpint (step->from, ==, from);
  g_assert_cmpint (step->to, ==, to);
  g_assert_cmpfloat (step->value, ==, value);
  g_assert_cmpint (step->is_joined, ==, is_joined);
}

static void
test_number_holds_until_the_next (void)
{
  g_autoptr (PlimSeries) series = make_series (1000);
  g_autoptr (GArray) steps = NULL;

  add_point (series, 100, 10, 10, 10);
  add_point (series, 400, 20, 20, 20);
  steps = plim_chart_get_steps (series, 0, 2000, FALSE);
  g_assert_cmpuint (steps->len, ==, 2);
  assert_step (steps, 0, 100, 400, 10, FALSE);
  assert_step (steps, 1, 400, 1000, 20, TRUE);
}

static void
test_steps_keep_to_the_range (void)
{
  g_autoptr (PlimSeries) series = make_series (1000);
  g_autoptr (GArray) steps = NULL;

  add_point (series, 100, 10, 10, 10);
  add_point (series, 400, 20, 20, 20);
  add_point (series, 900, 30, 30, 30);
  steps = plim_chart_get_steps (series, 200, 800, FALSE);
  g_assert_cmpuint (steps->len, ==, 2);
  assert_step (steps, 0, 200, 400, 10, FALSE);
  assert_step (steps, 1, 400, 800, 20, TRUE);
}

static void
test_single_reading_is_a_moment (void)
{
  g_autoptr (PlimSeries) series = make_series (100);
  g_autoptr (GArray) steps = NULL;

  add_point (series, 100, 10, 10, 10);
  steps = plim_chart_get_steps (series, 0, 2000, FALSE);
  g_assert_cmpuint (steps->len, ==, 1);
  assert_step (steps, 0, 100, 100, 10, FALSE);
}

static void
test_gap_is_no_line (void)
{
  g_autoptr (PlimSeries) series = make_series (1000);
  g_autoptr (GArray) steps = NULL;

  add_point (series, 100, 10, 10, 10);
  add_gap (series, 200, 300);
  add_gap (series, 350, 400);
  add_point (series, 400, 20, 20, 20);
  steps = plim_chart_get_steps (series, 0, 2000, FALSE);
  g_assert_cmpuint (steps->len, ==, 3);
  assert_step (steps, 0, 100, 200, 10, FALSE);
  assert_step (steps, 1, 300, 350, 10, FALSE);
  assert_step (steps, 2, 400, 1000, 20, FALSE);
}

static void
test_gap_may_swallow_points (void)
{
  g_autoptr (PlimSeries) series = make_series (1000);
  g_autoptr (GArray) steps = NULL;

  series->step_s = 100;
  add_point (series, 100, 10, 10, 10);
  add_point (series, 200, 12, 12, 12);
  add_point (series, 300, 20, 20, 20);
  add_gap (series, 150, 350);
  steps = plim_chart_get_steps (series, 0, 2000, FALSE);
  g_assert_cmpuint (steps->len, ==, 2);
  assert_step (steps, 0, 100, 150, 10, FALSE);
  assert_step (steps, 1, 350, 1000, 20, FALSE);
}

static void
test_reset_stands_at_its_own_time (void)
{
  g_autoptr (PlimSeries) series = make_series (1000);
  g_autoptr (GArray) steps = NULL;

  add_point (series, 100, 80, 80, 80);
  add_reset (series, 250);
  add_point (series, 300, 2, 2, 2);
  steps = plim_chart_get_steps (series, 0, 2000, FALSE);
  g_assert_cmpuint (steps->len, ==, 3);
  assert_step (steps, 0, 100, 250, 80, FALSE);
  assert_step (steps, 1, 250, 300, 2, FALSE);
  assert_step (steps, 2, 300, 1000, 2, TRUE);
}

static void
test_reset_with_a_reading_breaks_the_line (void)
{
  g_autoptr (PlimSeries) series = make_series (1000);
  g_autoptr (GArray) steps = NULL;

  add_point (series, 100, 80, 80, 80);
  add_reset (series, 300);
  add_point (series, 300, 2, 2, 2);
  steps = plim_chart_get_steps (series, 0, 2000, FALSE);
  g_assert_cmpuint (steps->len, ==, 2);
  assert_step (steps, 0, 100, 300, 80, FALSE);
  assert_step (steps, 1, 300, 1000, 2, FALSE);
}

static void
test_reset_divides_an_hour (void)
{
  g_autoptr (PlimSeries) series = make_series (3 * HOUR);
  g_autoptr (GArray) steps = NULL;

  series->step_s = HOUR;
  add_point (series, 0, 40, 60, 60);
  add_point (series, HOUR, 1, 75, 5);
  add_reset (series, HOUR + 1200);
  add_point (series, 2 * HOUR, 5, 20, 20);
  steps = plim_chart_get_steps (series, 0, 3 * HOUR, FALSE);
  g_assert_cmpuint (steps->len, ==, 4);
  assert_step (steps, 1, HOUR, HOUR + 1200, 75, TRUE);
  g_assert_cmpfloat (g_array_index (steps, PlimChartStep, 1).low, ==, 60);
  assert_step (steps, 2, HOUR + 1200, 2 * HOUR, 5, FALSE);
  assert_step (steps, 3, 2 * HOUR, 3 * HOUR, 20, TRUE);
}

/* A point whose last reading is its highest was not reset before it. */
static void
test_reset_after_the_readings_of_a_point (void)
{
  g_autoptr (PlimSeries) series = make_series (2 * HOUR);
  g_autoptr (GArray) steps = NULL;

  series->step_s = HOUR;
  add_point (series, 0, 87, 88, 88);
  add_reset (series, 1200);
  add_point (series, 2400, 0, 1, 1);
  steps = plim_chart_get_steps (series, 0, 2 * HOUR, FALSE);
  g_assert_cmpuint (steps->len, ==, 3);
  assert_step (steps, 0, 0, 1200, 88, FALSE);
  assert_step (steps, 1, 1200, 2400, 0, FALSE);
  assert_step (steps, 2, 2400, 2 * HOUR, 1, TRUE);
}

static void
test_point_of_many_resets_shows_its_peak (void)
{
  g_autoptr (PlimSeries) series = make_series (2 * DAY);
  g_autoptr (GArray) steps = NULL;

  series->step_s = DAY;
  add_point (series, 0, 0, 90, 12);
  for (int i = 1; i < 4; i++)
    add_reset (series, i * 5 * HOUR);
  add_point (series, DAY, 12, 40, 40);
  steps = plim_chart_get_steps (series, 0, 2 * DAY, FALSE);
  g_assert_cmpuint (steps->len, ==, 2);
  assert_step (steps, 0, 0, DAY, 90, FALSE);
  g_assert_cmpfloat (g_array_index (steps, PlimChartStep, 0).last, ==, 12);
  assert_step (steps, 1, DAY, 2 * DAY, 40, TRUE);
}

static void
test_band_spans_lowest_and_highest (void)
{
  g_autoptr (PlimSeries) series = make_series (HOUR);
  g_autoptr (GArray) steps = NULL;
  g_autoptr (GArray) left = NULL;
  const PlimChartStep *step;

  series->step_s = HOUR;
  add_point (series, 0, 10, 30, 25);
  steps = plim_chart_get_steps (series, 0, HOUR, FALSE);
  step = &g_array_index (steps, PlimChartStep, 0);
  g_assert_cmpfloat (step->low, ==, 10);
  g_assert_cmpfloat (step->high, ==, 30);
  g_assert_cmpfloat (plim_chart_get_highest (steps), ==, 30);
  left = plim_chart_get_steps (series, 0, HOUR, TRUE);
  step = &g_array_index (left, PlimChartStep, 0);
  g_assert_cmpfloat (step->low, ==, 70);
  g_assert_cmpfloat (step->high, ==, 90);
  g_assert_cmpfloat (step->value, ==, 75);
}

static void
test_too_many_marks_are_none (void)
{
  g_autoptr (PlimSeries) series = make_series (1000);
  g_autoptr (GArray) few = NULL;
  g_autoptr (GArray) many = NULL;

  for (int i = 0; i < 10; i++)
    add_reset (series, i * 100);
  few = plim_chart_get_marks (series, 150, 450, 3);
  g_assert_cmpuint (few->len, ==, 3);
  g_assert_cmpint (g_array_index (few, gint64, 0), ==, 200);
  many = plim_chart_get_marks (series, 0, 1000, 3);
  g_assert_cmpuint (many->len, ==, 0);
}

static void
test_nearest_step_is_found (void)
{
  g_autoptr (PlimSeries) series = make_series (1000);
  g_autoptr (GArray) steps = NULL;

  add_point (series, 100, 10, 10, 10);
  add_gap (series, 200, 600);
  add_point (series, 600, 20, 20, 20);
  steps = plim_chart_get_steps (series, 0, 2000, FALSE);
  g_assert_true (plim_chart_find_step (steps, 150, 0) == &g_array_index (steps, PlimChartStep, 0));
  g_assert_null (plim_chart_find_step (steps, 300, 10));
  g_assert_true (plim_chart_find_step (steps, 210, 20) == &g_array_index (steps, PlimChartStep, 0));
  g_assert_true (plim_chart_find_step (steps, 590, 20) == &g_array_index (steps, PlimChartStep, 1));
  g_assert_true (plim_chart_find_step (steps, 50, 60) == &g_array_index (steps, PlimChartStep, 0));
  g_assert_null (plim_chart_find_step (steps, 50, 10));
  g_assert_null (plim_chart_find_step (steps, 1500, 10));
}

static void
test_top_is_round (void)
{
  g_assert_cmpfloat (plim_chart_choose_top (3, TRUE), ==, 100);
  g_assert_cmpfloat (plim_chart_choose_top (103, TRUE), ==, 150);
  g_assert_cmpfloat (plim_chart_choose_top (0, FALSE), ==, 1);
  g_assert_cmpfloat (plim_chart_choose_top (47.2, FALSE), ==, 60);
  g_assert_cmpfloat (plim_chart_choose_top (1234, FALSE), ==, 1500);
  g_assert_cmpfloat (plim_chart_choose_value_step (100, 4), ==, 25);
  g_assert_cmpfloat (plim_chart_choose_value_step (100, 2), ==, 50);
  g_assert_cmpfloat (plim_chart_choose_value_step (60, 4), ==, 20);
}

static void
test_frame_goes_there_and_back (void)
{
  PlimChartFrame frame = {
    .from = 1000, .to = 2000, .top = 100, .x = 40, .y = 10, .width = 500, .height = 200
  };

  g_assert_cmpfloat (plim_chart_frame_get_x (&frame, 1000), ==, 40);
  g_assert_cmpfloat (plim_chart_frame_get_x (&frame, 1500), ==, 290);
  g_assert_cmpfloat (plim_chart_frame_get_y (&frame, 0), ==, 210);
  g_assert_cmpfloat (plim_chart_frame_get_y (&frame, 100), ==, 10);
  g_assert_cmpint (plim_chart_frame_get_at (&frame, 290), ==, 1500);
  g_assert_cmpint (plim_chart_frame_get_at (&frame, 0), ==, 1000);
  g_assert_cmpint (plim_chart_frame_get_at (&frame, 9999), ==, 2000);
}

static void
assert_tick (const GArray *ticks, guint index, gint64 at, PlimChartTickKind kind)
{
  g_assert_cmpuint (index, <, ticks->len);
  g_assert_cmpint (g_array_index (ticks, PlimChartTick, index).at, ==, at);
  g_assert_cmpint (g_array_index (ticks, PlimChartTick, index).kind, ==, kind);
}

static void
test_ticks_follow_the_range (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GArray) day = plim_chart_get_ticks (FRIDAY + HOUR / 2, FRIDAY + DAY, 6, utc);
  g_autoptr (GArray) week = plim_chart_get_ticks (FRIDAY, FRIDAY + 7 * DAY - 1, 7, utc);
  g_autoptr (GArray) month = plim_chart_get_ticks (FRIDAY, FRIDAY + 30 * DAY, 6, utc);
  g_autoptr (GArray) year = plim_chart_get_ticks (FRIDAY - 365 * DAY, FRIDAY, 6, utc);

  g_assert_cmpuint (day->len, ==, 6);
  assert_tick (day, 0, FRIDAY + 4 * HOUR, PLIM_CHART_TICK_HOUR);
  assert_tick (day, 5, FRIDAY + DAY, PLIM_CHART_TICK_DAY);
  g_assert_cmpuint (week->len, ==, 7);
  assert_tick (week, 6, FRIDAY + 6 * DAY, PLIM_CHART_TICK_DAY);
  /* Mondays. */
  g_assert_cmpuint (month->len, ==, 4);
  assert_tick (month, 0, FRIDAY + 3 * DAY, PLIM_CHART_TICK_DAY);
  assert_tick (month, 1, FRIDAY + 10 * DAY, PLIM_CHART_TICK_DAY);
  /* Every other month: May, July, September, November, January, March. */
  g_assert_cmpuint (year->len, ==, 6);
  assert_tick (year, 0, 1746057600, PLIM_CHART_TICK_MONTH);
}

static void
test_ticks_follow_the_clocks (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  gint64 sunday = FRIDAY + 2 * DAY - HOUR; /* 00:00 there, at UTC+1 */
  g_autoptr (GArray) days = NULL;
  g_autoptr (GArray) hours = NULL;

  g_assert_nonnull (zone);
  days = plim_chart_get_ticks (sunday - DAY, sunday + 2 * DAY, 4, zone);
  assert_tick (days, 0, sunday - DAY, PLIM_CHART_TICK_DAY);
  assert_tick (days, 1, sunday, PLIM_CHART_TICK_DAY);
  assert_tick (days, 2, sunday + 23 * HOUR, PLIM_CHART_TICK_DAY);
  /* There is no 02:00 that day. */
  hours = plim_chart_get_ticks (sunday, sunday + 5 * HOUR, 10, zone);
  g_assert_cmpuint (hours->len, ==, 6);
  assert_tick (hours, 1, sunday + HOUR, PLIM_CHART_TICK_HOUR);
  assert_tick (hours, 2, sunday + 2 * HOUR, PLIM_CHART_TICK_HOUR);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/chart/number-holds-until-the-next", test_number_holds_until_the_next);
  g_test_add_func ("/core/chart/steps-keep-to-the-range", test_steps_keep_to_the_range);
  g_test_add_func ("/core/chart/single-reading-is-a-moment", test_single_reading_is_a_moment);
  g_test_add_func ("/core/chart/gap-is-no-line", test_gap_is_no_line);
  g_test_add_func ("/core/chart/gap-may-swallow-points", test_gap_may_swallow_points);
  g_test_add_func ("/core/chart/reset-stands-at-its-own-time", test_reset_stands_at_its_own_time);
  g_test_add_func ("/core/chart/reset-with-a-reading-breaks-the-line",
                   test_reset_with_a_reading_breaks_the_line);
  g_test_add_func ("/core/chart/reset-divides-an-hour", test_reset_divides_an_hour);
  g_test_add_func ("/core/chart/reset-after-the-readings-of-a-point",
                   test_reset_after_the_readings_of_a_point);
  g_test_add_func ("/core/chart/point-of-many-resets-shows-its-peak",
                   test_point_of_many_resets_shows_its_peak);
  g_test_add_func ("/core/chart/band-spans-lowest-and-highest", test_band_spans_lowest_and_highest);
  g_test_add_func ("/core/chart/too-many-marks-are-none", test_too_many_marks_are_none);
  g_test_add_func ("/core/chart/nearest-step-is-found", test_nearest_step_is_found);
  g_test_add_func ("/core/chart/top-is-round", test_top_is_round);
  g_test_add_func ("/core/chart/frame-goes-there-and-back", test_frame_goes_there_and_back);
  g_test_add_func ("/core/chart/ticks-follow-the-range", test_ticks_follow_the_range);
  g_test_add_func ("/core/chart/ticks-follow-the-clocks", test_ticks_follow_the_clocks);
  return g_test_run ();
}
