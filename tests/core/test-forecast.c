/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-forecast.h"

#include "fixture.h"
#include "plim-test-trace.h"

/* A week that is half over. */
static const PlimUsageWindow week = { .kind = PLIM_WINDOW_FIXED,
                                      .can_lead = TRUE,
                                      .length_s = 7 * DAY,
                                      .resets_at = NOW + 84 * HOUR,
                                      .used_percent = 40,
                                      .used = NAN,
                                      .limit = NAN,
                                      .remaining = NAN };

/* Polls each hour of a straight line that reaches @window's number at NOW. */
static void
learn (PlimBurn *burn, const PlimUsageWindow *window)
{
  gint64 begun_at = window->resets_at - window->length_s;

  for (gint64 at = begun_at; at <= NOW; at += HOUR)
    plim_burn_observe (burn, at,
                       window->used_percent * (double) (at - begun_at) / (double) (NOW - begun_at),
                       TRUE, window->resets_at);
}

static PlimForecast
foretell (const PlimUsageWindow *window)
{
  PlimBurn burn = { 0 };
  PlimForecast forecast;

  learn (&burn, window);
  plim_forecast_init (&forecast, &burn, window, NOW);
  return forecast;
}

static void
test_steady_use_lasts (void)
{
  PlimForecast forecast = foretell (&week);

  g_assert_cmpint (forecast.verdict, ==, PLIM_VERDICT_LASTS);
  g_assert_cmpint (forecast.runs_out_at, ==, PLIM_TIME_UNKNOWN);
  g_assert_cmpfloat_with_epsilon (forecast.projected_percent, 80, 0.5);
  g_assert_cmpfloat_with_epsilon (forecast.even_percent, 50, 1e-9);
  g_assert_cmpfloat_with_epsilon (forecast.rate, 40 / 84.0, 0.01);
}

static void
test_fast_use_runs_out (void)
{
  PlimUsageWindow window = week;
  PlimForecast forecast;

  window.used_percent = 80;
  forecast = foretell (&window);
  g_assert_cmpint (forecast.verdict, ==, PLIM_VERDICT_RUNS_OUT);
  /* 80 % in 84 hours: the rest takes 21. */
  g_assert_cmpint (ABS (forecast.runs_out_at - (NOW + 21 * HOUR)), <, HOUR);
  g_assert_cmpint (forecast.earliest_at, <=, forecast.runs_out_at);
  g_assert_cmpint (forecast.latest_at, >=, forecast.runs_out_at);
}

static void
test_close_call_may_run_out (void)
{
  PlimUsageWindow window = week;
  PlimForecast forecast;

  window.used_percent = 49.5;
  forecast = foretell (&window);
  g_assert_cmpint (forecast.verdict, ==, PLIM_VERDICT_MAY_RUN_OUT);
  g_assert_cmpint (forecast.earliest_at, >, NOW);
  g_assert_cmpint (forecast.earliest_at, <, window.resets_at);
  g_assert_cmpint (forecast.latest_at, ==, PLIM_TIME_UNKNOWN);
}

/* A lump of 30 % each night: one more or less decides. */
static void
test_thin_data_give_a_range (void)
{
  PlimUsageWindow window = week;
  PlimBurn burn = { 0 };
  PlimForecast forecast;

  window.used_percent = 90;
  for (int hour = 0; hour <= 84; hour++)
    plim_burn_observe (&burn, NOW - (84 - hour) * HOUR, hour / 24 * 30, TRUE, window.resets_at);
  plim_forecast_init (&forecast, &burn, &window, NOW);
  g_assert_cmpint (forecast.verdict, ==, PLIM_VERDICT_RUNS_OUT);
  g_assert_cmpint (forecast.earliest_at, <, forecast.runs_out_at);
  g_assert_cmpint (forecast.latest_at, >, forecast.runs_out_at);
}

static void
test_idle_nights_do_not_count_as_work (void)
{
  PlimUsageWindow window = week;
  PlimBurn burn = { 0 };
  PlimForecast forecast;
  double used = 0;

  /* 2 % in each of eight hours a day, for three weeks; then a Friday noon. */
  for (gint64 at = NOW - 21 * DAY; at <= NOW; at += HOUR) {
    gint64 resets_at = at < window.resets_at - 14 * DAY  ? window.resets_at - 14 * DAY
                       : at < window.resets_at - 7 * DAY ? window.resets_at - 7 * DAY
                                                         : window.resets_at;

    if (at == window.resets_at - 14 * DAY || at == window.resets_at - 7 * DAY)
      used = 0;
    if ((at - NOW) % DAY == 0 || (DAY + (at - NOW) % DAY) % DAY < 8 * HOUR)
      used += 2;
    plim_burn_observe (&burn, at, used, TRUE, resets_at);
  }
  window.used_percent = used;
  plim_forecast_init (&forecast, &burn, &window, NOW);
  /* Of the 84 hours to come 28 to 32 are busy. */
  g_assert_cmpfloat (forecast.projected_percent, >, used + 52);
  g_assert_cmpfloat (forecast.projected_percent, <, used + 66);
}

static void
test_too_little_is_no_forecast_yet (void)
{
  PlimUsageWindow window = week;
  PlimBurn burn = { 0 };
  PlimForecast forecast;

  plim_forecast_init (&forecast, NULL, &window, NOW);
  g_assert_cmpint (forecast.verdict, ==, PLIM_VERDICT_NOT_YET);
  g_assert_cmpfloat_with_epsilon (forecast.even_percent, 50, 1e-9);
  plim_burn_observe (&burn, NOW - HOUR, 38, TRUE, window.resets_at);
  plim_burn_observe (&burn, NOW, 40, TRUE, window.resets_at);
  plim_forecast_init (&forecast, &burn, &window, NOW);
  g_assert_cmpint (forecast.verdict, ==, PLIM_VERDICT_NOT_YET);
  assert_unknown (forecast.projected_percent);
}

static void
test_young_window_has_no_forecast_yet (void)
{
  PlimUsageWindow window = week;
  PlimBurn burn = { 0 };
  PlimForecast forecast;

  window.resets_at = NOW + 7 * DAY - HOUR;
  for (int i = 0; i <= 4; i++)
    plim_burn_observe (&burn, NOW - HOUR + i * 900, i * 5, TRUE, window.resets_at);
  window.used_percent = 20;
  plim_forecast_init (&forecast, &burn, &window, NOW);
  g_assert_cmpint (forecast.verdict, ==, PLIM_VERDICT_NOT_YET);
}

static void
test_never_across_a_reset (void)
{
  PlimUsageWindow window = week;
  PlimForecast forecast = foretell (&window);
  PlimBurn burn = { 0 };

  g_assert_cmpint (forecast.runs_out_at, <=, window.resets_at);
  learn (&burn, &window);
  plim_forecast_init (&forecast, &burn, &window, window.resets_at);
  g_assert_cmpint (forecast.verdict, ==, PLIM_VERDICT_NONE);
}

static void
test_nothing_is_foretold_of_some (void)
{
  PlimUsageWindow windows[5] = { week, week, week, week, week };

  windows[0].can_lead = FALSE;
  windows[1].kind = PLIM_WINDOW_RATE;
  windows[2].used_percent = 100;
  windows[3].used_percent = NAN;
  windows[4].resets_at = PLIM_TIME_UNKNOWN;
  for (guint i = 0; i < G_N_ELEMENTS (windows); i++) {
    PlimBurn burn = { 0 };
    PlimForecast forecast;

    g_test_message ("window %u", i);
    learn (&burn, &week);
    plim_forecast_init (&forecast, &burn, &windows[i], NOW);
    g_assert_cmpint (forecast.verdict, ==, PLIM_VERDICT_NONE);
    assert_unknown (forecast.even_percent);
  }
}

static void
test_balance_runs_out_by_its_amount (void)
{
  PlimUsageWindow window = { .kind = PLIM_WINDOW_BALANCE,
                             .can_lead = TRUE,
                             .used_percent = NAN,
                             .used = NAN,
                             .limit = NAN,
                             .remaining = 28 };
  PlimBurn burn = { 0 };
  PlimForecast forecast;

  for (int hour = 0; hour <= 72; hour++)
    plim_burn_observe (&burn, NOW - (72 - hour) * HOUR, -100 + hour, FALSE, PLIM_TIME_UNKNOWN);
  plim_forecast_init (&forecast, &burn, &window, NOW);
  g_assert_cmpint (forecast.verdict, ==, PLIM_VERDICT_RUNS_OUT);
  g_assert_cmpint (ABS (forecast.runs_out_at - (NOW + 28 * HOUR)), <, HOUR);
  assert_unknown (forecast.projected_percent);
}

/* Whatever happened: the forecast stays within its window, its times are in order, and what is
 * foretold is not less than what is used. */
static void
check_properties (const PlimForecast *forecast, const PlimUsageWindow *window, gint64 now)
{
  if (!isnan (forecast->projected_percent))
    g_assert_cmpfloat (forecast->projected_percent, >=, window->used_percent);
  if (forecast->verdict == PLIM_VERDICT_LASTS)
    g_assert_cmpint (forecast->earliest_at, ==, PLIM_TIME_UNKNOWN);
  if (forecast->verdict == PLIM_VERDICT_MAY_RUN_OUT)
    g_assert_cmpint (forecast->latest_at, ==, PLIM_TIME_UNKNOWN);
  if (forecast->verdict != PLIM_VERDICT_RUNS_OUT)
    return;
  g_assert_cmpint (forecast->earliest_at, >=, now);
  g_assert_cmpint (forecast->earliest_at, <=, forecast->runs_out_at);
  g_assert_cmpint (forecast->runs_out_at, <=, forecast->latest_at);
  g_assert_cmpint (forecast->latest_at, <=, window->resets_at);
}

static void
test_properties_hold_on_traces (gconstpointer length)
{
  for (PlimTraceKind kind = 0; kind < PLIM_N_TRACES; kind++) {
    for (guint32 seed = 1; seed <= 8; seed++) {
      g_auto (PlimTrace) trace = { 0 };
      PlimBurn burn = { 0 };

      plim_trace_init (&trace, kind, GPOINTER_TO_INT (length), seed);
      for (int i = 0; i < 3 * 7 * 24 * 12; i++) {
        PlimUsageWindow window;
        PlimForecast forecast;

        plim_trace_observe (&trace, &burn, &window);
        if (i % 12 == 0) {
          plim_forecast_init (&forecast, &burn, &window, trace.at);
          check_properties (&forecast, &window, trace.at);
        }
        plim_trace_step (&trace);
      }
    }
  }
}

/* A collector may say so. The window then began before the first of 1970, from which hours of the
 * week are counted. */
static void
test_century_is_foretold_too (void)
{
  static const gint64 lengths[] = { 100 * 365 * DAY, PLIM_TIME_LAST };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++) {
    PlimUsageWindow window = week;
    PlimBurn burn = { 0 };
    PlimForecast forecast;

    window.length_s = lengths[i];
    window.resets_at = NOW + HOUR;
    for (int n = 4; n >= 0; n--)
      plim_burn_observe (&burn, NOW - n * HOUR, window.used_percent - n, TRUE, window.resets_at);
    plim_forecast_init (&forecast, &burn, &window, NOW);
    g_assert_cmpint (forecast.verdict, ==, PLIM_VERDICT_LASTS);
    g_assert_cmpfloat (forecast.projected_percent, >=, 40);
    g_assert_cmpfloat (forecast.projected_percent, <, 42);
  }
}

/* The sum of the errors at half-window, of ours and of the straight line. */
static void
sum_errors (PlimTraceKind kind, double *ours, double *line)
{
  for (guint32 seed = 1; seed <= 20; seed++) {
    g_auto (PlimTrace) trace = { 0 };
    PlimBurn burn = { 0 };
    PlimForecast forecast = { 0 };
    PlimUsageWindow window = { 0 };
    double half = 0;

    plim_trace_init (&trace, kind, 7 * DAY, seed);
    for (int i = 0; i < 3 * 7 * 24 * 12; i++) {
      plim_trace_observe (&trace, &burn, &window);
      if (window.resets_at - trace.at == 7 * DAY / 2) {
        plim_forecast_init (&forecast, &burn, &window, trace.at);
        half = window.used_percent;
      } else if (window.resets_at - trace.at == PLIM_TRACE_STEP_S) {
        *ours += fabs (forecast.projected_percent - trace.used);
        *line += fabs (2 * half - trace.used);
      }
      plim_trace_step (&trace);
    }
  }
}

static void
test_it_is_nearer_than_a_straight_line (void)
{
  for (PlimTraceKind kind = 0; kind < PLIM_N_TRACES; kind++) {
    double ours = 0, line = 0;

    sum_errors (kind, &ours, &line);
    g_test_message ("%s: %.1f against %.1f", plim_trace_name (kind), ours / 60, line / 60);
    g_assert_cmpfloat (ours, <, line);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/forecast/steady-use-lasts", test_steady_use_lasts);
  g_test_add_func ("/core/forecast/fast-use-runs-out", test_fast_use_runs_out);
  g_test_add_func ("/core/forecast/close-call-may-run-out", test_close_call_may_run_out);
  g_test_add_func ("/core/forecast/thin-data-give-a-range", test_thin_data_give_a_range);
  g_test_add_func ("/core/forecast/idle-nights-do-not-count-as-work",
                   test_idle_nights_do_not_count_as_work);
  g_test_add_func ("/core/forecast/too-little-is-no-forecast-yet",
                   test_too_little_is_no_forecast_yet);
  g_test_add_func ("/core/forecast/young-window-has-no-forecast-yet",
                   test_young_window_has_no_forecast_yet);
  g_test_add_func ("/core/forecast/never-across-a-reset", test_never_across_a_reset);
  g_test_add_func ("/core/forecast/nothing-is-foretold-of-some", test_nothing_is_foretold_of_some);
  g_test_add_func ("/core/forecast/balance-runs-out-by-its-amount",
                   test_balance_runs_out_by_its_amount);
  g_test_add_func ("/core/forecast/century-is-foretold-too", test_century_is_foretold_too);
  g_test_add_data_func ("/core/forecast/properties-hold-on-traces-of-weeks",
                        GINT_TO_POINTER (7 * DAY), test_properties_hold_on_traces);
  g_test_add_data_func ("/core/forecast/properties-hold-on-traces-of-sessions",
                        GINT_TO_POINTER (5 * HOUR), test_properties_hold_on_traces);
  g_test_add_func ("/core/forecast/it-is-nearer-than-a-straight-line",
                   test_it_is_nearer_than_a_straight_line);
  return g_test_run ();
}
