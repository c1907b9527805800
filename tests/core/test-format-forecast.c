/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-format.h"

#include "fixture.h"

static const PlimFormat format = { .reset_style = PLIM_RESET_BOTH };
static const PlimUsageWindow week = { .kind = PLIM_WINDOW_FIXED, .resets_at = NOW + 3 * DAY };
static const PlimUsageWindow balance = { .kind = PLIM_WINDOW_BALANCE };

typedef struct {
  const PlimUsageWindow *window;
  PlimVerdict verdict;
  gint64 runs_out_in, earliest_in, latest_in; /* seconds; 0: not known */
  const char *text;
} Case;

static const Case cases[] = {
  { &week, PLIM_VERDICT_NONE, 0, 0, 0, NULL },
  { &week, PLIM_VERDICT_NOT_YET, 0, 0, 0, "No forecast yet" },
  { &week, PLIM_VERDICT_LASTS, 0, 0, 0, "Lasts until reset" },
  { &balance, PLIM_VERDICT_LASTS, 0, 0, 0, "Lasts for months" },
  { &week, PLIM_VERDICT_RUNS_OUT, 9000, 9000, 9000, "Runs out 14:30 (in 2h 30m)" },
  { &week, PLIM_VERDICT_RUNS_OUT, DAY, DAY, DAY, "Runs out Sat 12:00 (in 1d)" },
  { &week, PLIM_VERDICT_RUNS_OUT, 2 * HOUR, HOUR, DAY, "Runs out between 13:00 and Sat 12:00" },
  { &balance, PLIM_VERDICT_RUNS_OUT, 20 * DAY, 20 * DAY - HOUR, 20 * DAY,
    "Runs out 10 Dec (in 20d)" },
  { &week, PLIM_VERDICT_RUNS_OUT, -60, -60, -60, NULL },
  { &week, PLIM_VERDICT_MAY_RUN_OUT, 0, DAY, 0, "May run out, at the earliest Sat 12:00" },
  { &week, PLIM_VERDICT_MAY_RUN_OUT, 0, -60, 0, "May run out soon" },
};

static gint64
later (gint64 seconds)
{
  return seconds != 0 ? NOW + seconds : PLIM_TIME_UNKNOWN;
}

static void
test_verdicts_are_sentences (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    PlimForecast forecast = { .verdict = cases[i].verdict,
                              .runs_out_at = later (cases[i].runs_out_in),
                              .earliest_at = later (cases[i].earliest_in),
                              .latest_at = later (cases[i].latest_in) };

    g_test_message ("case %u", i);
    assert_text (plim_format_forecast (&format, &forecast, cases[i].window, NOW), cases[i].text);
  }
}

static void
test_nothing_is_said_past_the_reset (void)
{
  PlimForecast forecast = { .verdict = PLIM_VERDICT_LASTS };

  assert_text (plim_format_forecast (&format, &forecast, &week, week.resets_at), NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/format-forecast/verdicts-are-sentences", test_verdicts_are_sentences);
  g_test_add_func ("/core/format-forecast/nothing-is-said-past-the-reset",
                   test_nothing_is_said_past_the_reset);
  return g_test_run ();
}
