/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-notice-state.h"

#include <math.h>

#define THRESHOLD PLIM_NOTICE_BIT (PLIM_NOTICE_THRESHOLD)
#define REACHED PLIM_NOTICE_BIT (PLIM_NOTICE_REACHED)
#define PROJECTED PLIM_NOTICE_BIT (PLIM_NOTICE_PROJECTED)
#define RESET PLIM_NOTICE_BIT (PLIM_NOTICE_RESET)

static const PlimNoticeRules rules = { ~0u, { 75, 90 }, 2, 90 };
static const PlimForecast runs_out = { .verdict = PLIM_VERDICT_RUNS_OUT };
static const PlimForecast lasts = { .verdict = PLIM_VERDICT_LASTS };

static PlimUsageWindow
make_window (double percent, gint64 resets_at)
{
  PlimUsageWindow window = {
    .id = (char *) "session",
    .kind = PLIM_WINDOW_ROLLING,
    .length_s = 18000,
    .used_percent = percent,
    .used = NAN,
    .limit = NAN,
    .remaining = NAN,
    .resets_at = resets_at,
    .can_lead = TRUE,
  };

  return window;
}

/* Observes, and says what is due then. */
static guint
observe_with (PlimNoticeState *state,
              double percent,
              gint64 resets_at,
              gint64 now,
              const PlimForecast *forecast,
              const PlimNoticeRules *with)
{
  PlimUsageWindow window = make_window (percent, resets_at);
  guint due;

  plim_notice_state_observe (state, &window, with, now);
  plim_notice_state_skip (state, &window, forecast, with);
  due = plim_notice_state_find_due (state, &window, forecast, with);
  plim_notice_state_say (state, due, plim_notice_get_level (&window, with));
  g_assert_cmpuint (plim_notice_state_find_due (state, &window, forecast, with), ==, 0);
  return due;
}

static guint
observe (PlimNoticeState *state, double percent, gint64 resets_at, gint64 now)
{
  return observe_with (state, percent, resets_at, now, NULL, &rules);
}

static void
begin (PlimNoticeState *state, double percent, gint64 resets_at)
{
  PlimUsageWindow window = make_window (percent, resets_at);

  plim_notice_state_begin (state, &window, NULL, &rules);
}

static void
test_once_each (void)
{
  static const guint expected[] = { 0, 0, THRESHOLD, 0, 0, THRESHOLD, 0, REACHED, 0 };
  static const double percents[] = { 10, 74.9, 75, 76, 89.9, 90, 99.9, 100, 130 };
  PlimNoticeState state;

  begin (&state, 0, 1000);
  for (gsize i = 0; i < G_N_ELEMENTS (percents); i++)
    g_assert_cmpuint (observe (&state, percents[i], 1000, (gint64) i), ==, expected[i]);
}

static void
test_skipped_levels (void)
{
  PlimNoticeState state;

  begin (&state, 10, 1000);
  g_assert_cmpuint (observe (&state, 97, 1000, 1), ==, THRESHOLD);
  g_assert_cmpuint (observe (&state, 80, 1000, 2), ==, 0);
}

static void
test_baseline (void)
{
  PlimNoticeState state;

  begin (&state, 95, 1000);
  g_assert_cmpuint (observe (&state, 96, 1000, 1), ==, 0);
  g_assert_cmpuint (observe (&state, 100, 1000, 2), ==, REACHED);
}

static void
test_reset (void)
{
  PlimNoticeState state;

  begin (&state, 10, 1000);
  g_assert_cmpuint (observe (&state, 80, 1000, 900), ==, THRESHOLD);
  /* Before the reset has passed, a later one is only a correction. */
  g_assert_cmpuint (observe (&state, 81, 1200, 950), ==, 0);
  /* The next period, and much was used in it already. */
  g_assert_cmpuint (observe (&state, 82, 19000, 1300), ==, THRESHOLD);
  /* Nothing used: the provider tells no reset. */
  g_assert_cmpuint (observe (&state, 0, PLIM_TIME_UNKNOWN, 19100), ==, 0);
  g_assert_cmpuint (observe (&state, 77, 37000, 20000), ==, THRESHOLD);
}

static void
test_told_reset (void)
{
  PlimNoticeState state;

  begin (&state, 10, 1000);
  g_assert_cmpuint (observe (&state, 91, 1000, 900), ==, THRESHOLD);
  g_assert_cmpuint (observe (&state, 3, 2000, 1100), ==, RESET);
  g_assert_true (state.was_reset);
  /* Not from high enough. */
  g_assert_cmpuint (observe (&state, 80, 2000, 1200), ==, THRESHOLD);
  g_assert_cmpuint (observe (&state, 3, 3000, 2100), ==, 0);
  g_assert_true (state.was_reset);
}

static void
test_reset_that_is_used_up (void)
{
  PlimUsageWindow window = make_window (95, 2000);
  PlimNoticeState state;

  begin (&state, 91, 1000);
  plim_notice_state_observe (&state, &window, &rules, 1100);
  g_assert_cmpuint (plim_notice_state_find_due (&state, &window, NULL, &rules), ==, THRESHOLD);
}

static void
test_early_reset (void)
{
  PlimNoticeState state;

  begin (&state, 10, 1000);
  g_assert_cmpuint (observe (&state, 91, 1000, 100), ==, THRESHOLD);
  g_assert_cmpuint (observe (&state, 2, 1500, 200), ==, RESET);
  g_assert_cmpuint (observe (&state, 76, 1500, 300), ==, THRESHOLD);
}

static void
test_fall (void)
{
  PlimNoticeState state;

  begin (&state, 10, PLIM_TIME_UNKNOWN);
  g_assert_cmpuint (observe (&state, 92, PLIM_TIME_UNKNOWN, 1), ==, THRESHOLD);
  for (gint64 i = 2; i < 20; i++)
    g_assert_cmpuint (observe (&state, i % 2 == 0 ? 50 : 93, PLIM_TIME_UNKNOWN, i), ==, 0);
  /* A moment is no reset. */
  g_assert_cmpuint (observe (&state, 5, PLIM_TIME_UNKNOWN, 20), ==, 0);
  g_assert_cmpuint (observe (&state, 76, PLIM_TIME_UNKNOWN, 21), ==, 0);
  g_assert_cmpuint (observe (&state, 5, PLIM_TIME_UNKNOWN, 30), ==, 0);
  g_assert_cmpuint (observe (&state, 6, PLIM_TIME_UNKNOWN, 329), ==, 0);
  g_assert_cmpuint (observe (&state, 7, PLIM_TIME_UNKNOWN, 330), ==, RESET);
  g_assert_cmpuint (observe (&state, 76, PLIM_TIME_UNKNOWN, 331), ==, THRESHOLD);
}

static void
test_projection (void)
{
  PlimNoticeState state;

  begin (&state, 10, 1000);
  g_assert_cmpuint (observe_with (&state, 40, 1000, 1, &lasts, &rules), ==, 0);
  g_assert_cmpuint (observe_with (&state, 50, 1000, 2, &runs_out, &rules), ==, PROJECTED);
  g_assert_cmpuint (observe_with (&state, 50, 1000, 3, &lasts, &rules), ==, 0);
  g_assert_cmpuint (observe_with (&state, 55, 1000, 4, &runs_out, &rules), ==, 0);
  /* Together with a threshold, and after the reset again. */
  g_assert_cmpuint (observe_with (&state, 80, 3000, 1100, &runs_out, &rules), ==,
                    PROJECTED | THRESHOLD);
  /* Who knows that it is used up need not hear that it will be. */
  g_assert_cmpuint (observe_with (&state, 100, 9000, 3100, &runs_out, &rules), ==, REACHED);
  g_assert_cmpuint (observe_with (&state, 99, 9000, 3200, &runs_out, &rules), ==, 0);
}

/* Seen once, however often it is said, whoever wants it. */
static void
test_foreseeing (void)
{
  g_autofree char *text = NULL;
  PlimNoticeState state;

  begin (&state, 10, 1000);
  plim_notice_state_foresee (&state, &lasts);
  g_assert_false (state.was_foreseen);
  plim_notice_state_foresee (&state, &runs_out);
  g_assert_true (state.was_foreseen);
  g_assert_false (state.is_projection_said);
  text = plim_notice_state_to_text (&state);
  g_assert_true (plim_notice_state_from_text (&state, text));
  g_assert_false (state.is_projection_said);
  plim_notice_state_foresee (&state, &lasts);
  plim_notice_state_foresee (&state, &runs_out);
  g_assert_false (state.was_foreseen);
  observe_with (&state, 80, 3000, 1100, &runs_out, &rules);
  plim_notice_state_foresee (&state, &runs_out);
  g_assert_true (state.was_foreseen);
  /* Nobody foresees what has come. */
  observe_with (&state, 100, 9000, 3100, &runs_out, &rules);
  plim_notice_state_foresee (&state, &runs_out);
  g_assert_false (state.was_foreseen);
}

static void
test_snoozed (void)
{
  PlimNoticeState state;

  begin (&state, 76, 1000);
  state.is_snoozed = TRUE;
  g_assert_cmpuint (observe_with (&state, 91, 1000, 1, &runs_out, &rules), ==, 0);
  g_assert_cmpuint (observe (&state, 100, 1000, 2), ==, 0);
  g_assert_cmpuint (observe (&state, 76, 19000, 1001) & THRESHOLD, ==, THRESHOLD);
}

static void
test_held (void)
{
  PlimUsageWindow window = make_window (91, 1000);
  PlimNoticeState state;

  begin (&state, 10, 1000);
  plim_notice_state_observe (&state, &window, &rules, 1);
  g_assert_true (state.was_passed);
  /* It fell a little until it was said. */
  g_assert_cmpuint (observe (&state, 85, 1000, 2), ==, THRESHOLD);
  g_assert_false (state.was_passed);
  g_assert_cmpuint (observe (&state, 86, 1000, 3), ==, 0);
}

static void
test_unwanted (void)
{
  static const PlimNoticeRules none = { 0, { 75, 90 }, 2, 90 };
  static const PlimNoticeRules no_reached = { ~REACHED, { 75, 90 }, 2, 90 };
  PlimNoticeState state;

  /* What is not wanted is old news when it is wanted again. */
  begin (&state, 10, 1000);
  g_assert_cmpuint (observe_with (&state, 92, 1000, 1, &runs_out, &none), ==, 0);
  g_assert_cmpuint (observe_with (&state, 93, 1000, 2, &runs_out, &rules), ==, 0);
  g_assert_cmpuint (observe_with (&state, 3, 2000, 1100, NULL, &none), ==, 0);
  g_assert_cmpuint (observe_with (&state, 4, 2000, 1200, NULL, &rules), ==, 0);
  /* Who does not want to hear of the limit hears of the threshold below. */
  begin (&state, 10, 1000);
  g_assert_cmpuint (observe_with (&state, 100, 1000, 1, NULL, &no_reached), ==, THRESHOLD);
  g_assert_cmpuint (observe_with (&state, 100, 1000, 2, NULL, &no_reached), ==, 0);
}

static void
test_own_percents (void)
{
  static const PlimNoticeRules own = { ~0u, { 20, 40, 60 }, 3, 90 };
  static const PlimNoticeRules no_percents = { ~0u, { 0 }, 0, 90 };
  PlimNoticeState state;

  begin (&state, 10, 1000);
  g_assert_cmpuint (observe_with (&state, 25, 1000, 1, NULL, &own), ==, THRESHOLD);
  g_assert_cmpuint (observe_with (&state, 39, 1000, 2, NULL, &own), ==, 0);
  g_assert_cmpuint (observe_with (&state, 60, 1000, 3, NULL, &own), ==, THRESHOLD);
  begin (&state, 10, 1000);
  g_assert_cmpuint (observe_with (&state, 99, 1000, 1, NULL, &no_percents), ==, 0);
  g_assert_cmpuint (observe_with (&state, 100, 1000, 2, NULL, &no_percents), ==, REACHED);
}

/* What is no longer true is withdrawn. */
static void
test_truth (void)
{
  PlimUsageWindow window = make_window (92, 1000);
  PlimNoticeState state;

  begin (&state, 10, 1000);
  observe_with (&state, 92, 1000, 1, &runs_out, &rules);
  g_assert_true (plim_notice_state_is_true (&state, PLIM_NOTICE_THRESHOLD, &window, NULL, &rules));
  g_assert_true (
      plim_notice_state_is_true (&state, PLIM_NOTICE_PROJECTED, &window, &runs_out, &rules));
  g_assert_false (
      plim_notice_state_is_true (&state, PLIM_NOTICE_PROJECTED, &window, &lasts, &rules));
  g_assert_false (plim_notice_state_is_true (&state, PLIM_NOTICE_REACHED, &window, NULL, &rules));
  g_assert_false (plim_notice_state_is_true (&state, PLIM_NOTICE_RESET, &window, NULL, &rules));
  window = make_window (3, 2000);
  observe (&state, 3, 2000, 1100);
  g_assert_false (plim_notice_state_is_true (&state, PLIM_NOTICE_THRESHOLD, &window, NULL, &rules));
  g_assert_true (plim_notice_state_is_true (&state, PLIM_NOTICE_RESET, &window, NULL, &rules));
}

static void
test_what_can_tell (void)
{
  PlimUsageWindow window = make_window (80, 1000);

  g_assert_true (plim_notice_can_tell (&window, 1));
  g_assert_false (plim_notice_can_tell (&window, 1001)); /* past its reset */
  window.kind = PLIM_WINDOW_RATE;
  g_assert_false (plim_notice_can_tell (&window, 1));
  window = make_window (NAN, 1000);
  g_assert_false (plim_notice_can_tell (&window, 1));
  window.limit_reached = TRUE;
  g_assert_true (plim_notice_can_tell (&window, 1));
  g_assert_cmpint (plim_notice_get_level (&window, &rules), ==, 100);
  window.can_lead = FALSE;
  g_assert_false (plim_notice_can_tell (&window, 1));
}

/* Rising and wavering usage, restarts at any time: each kind once in each period, and each
 * threshold. */
static void
test_any_course (void)
{
  for (guint run = 0; run < 300; run++) {
    gint64 now = 1000, resets_at = 19000;
    guint n_thresholds = 0, n_reached = 0, n_projected = 0;
    double percent = 0;
    PlimNoticeState state;

    begin (&state, 0, resets_at);
    for (guint step = 0; step < 100; step++, now += 300) {
      const PlimForecast *forecast = g_test_rand_bit () ? &runs_out : &lasts;
      guint said;

      if (now >= resets_at) {
        n_thresholds = n_reached = n_projected = 0;
        resets_at += 18000;
        percent = 0;
      }
      percent += g_test_rand_double_range (-4, 8);
      percent = MAX (percent, 0);
      said = observe_with (&state, percent, resets_at + g_test_rand_int_range (-1, 2), now,
                           forecast, &rules);
      /* A deep fall that lasts is one too. */
      if (state.was_reset)
        n_thresholds = n_reached = n_projected = 0;
      n_thresholds += (said & THRESHOLD) != 0;
      n_reached += (said & REACHED) != 0;
      n_projected += (said & PROJECTED) != 0;
      g_assert_cmpuint (n_thresholds, <=, 2);
      g_assert_cmpuint (n_reached, <=, 1);
      g_assert_cmpuint (n_projected, <=, 1);
      if (percent >= 100)
        g_assert_cmpuint (n_reached, ==, 1);
      if (g_test_rand_int_range (0, 5) == 0) {
        g_autofree char *text = plim_notice_state_to_text (&state);

        g_assert_true (plim_notice_state_from_text (&state, text));
      }
    }
  }
}

static void
test_text (void)
{
  static const char *const wrong[] = {
    "",
    "level",
    "level=9;peak=1;resets_at=0;snoozed=0",
    "level=1;peak=1;resets_at=0;snoozed=0 more",
    "seen=90;said=75;projected=1;reset=0;snoozed=1;peak=91;resets_at=1795176000",
    "seen=900;said=75;projected=1;reset=0;snoozed=1;peak=91;resets_at=1795176000;fell_at=7",
  };
  PlimNoticeState state = { .seen_percent = 90,
                            .said_percent = 75,
                            .is_projection_said = TRUE,
                            .is_snoozed = TRUE,
                            .peak_percent = 91.7,
                            .resets_at = 1795176000,
                            .fell_at = 7 };
  PlimNoticeState read = { 0 };
  g_autofree char *text = plim_notice_state_to_text (&state);

  g_assert_cmpstr (text, ==,
                   "seen=90;said=75;projected=1;reset=0;snoozed=1;peak=91;"
                   "resets_at=1795176000;fell_at=7");
  g_assert_true (plim_notice_state_from_text (&read, text));
  g_assert_cmpint (read.seen_percent, ==, 90);
  g_assert_cmpint (read.said_percent, ==, 75);
  g_assert_true (read.is_projection_said);
  g_assert_true (read.is_snoozed);
  g_assert_false (read.is_reset_due);
  g_assert_cmpint (read.resets_at, ==, 1795176000);
  g_assert_cmpint (read.fell_at, ==, 7);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (plim_notice_state_from_text (&read, wrong[i]));
}

static void
test_old_text (void)
{
  PlimNoticeState read = { 0 };

  g_assert_true (
      plim_notice_state_from_text (&read, "level=2;peak=91;resets_at=1795176000;snoozed=1"));
  g_assert_cmpint (read.said_percent, ==, 90);
  g_assert_cmpint (read.seen_percent, ==, 90);
  g_assert_cmpint (read.resets_at, ==, 1795176000);
  g_assert_true (read.is_snoozed);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/notice-state/says-each-level-once", test_once_each);
  g_test_add_func ("/service/notice-state/says-the-highest-of-several", test_skipped_levels);
  g_test_add_func ("/service/notice-state/first-observation-is-a-baseline", test_baseline);
  g_test_add_func ("/service/notice-state/reset-arms-again", test_reset);
  g_test_add_func ("/service/notice-state/reset-from-high-is-said", test_told_reset);
  g_test_add_func ("/service/notice-state/reset-is-no-news-when-used-up",
                   test_reset_that_is_used_up);
  g_test_add_func ("/service/notice-state/early-reset-arms-again", test_early_reset);
  g_test_add_func ("/service/notice-state/projection-is-said-once", test_projection);
  g_test_add_func ("/service/notice-state/projection-is-foreseen-once", test_foreseeing);
  g_test_add_func ("/service/notice-state/unwanted-is-no-news-later", test_unwanted);
  g_test_add_func ("/service/notice-state/percents-are-the-users", test_own_percents);
  g_test_add_func ("/service/notice-state/is-true-until-it-is-not", test_truth);
  g_test_add_func ("/service/notice-state/understands-the-text-of-old", test_old_text);
  g_test_add_func ("/service/notice-state/only-a-clear-fall-is-a-reset", test_fall);
  g_test_add_func ("/service/notice-state/snoozed-until-the-reset", test_snoozed);
  g_test_add_func ("/service/notice-state/held-is-said-later", test_held);
  g_test_add_func ("/service/notice-state/rate-and-old-windows-tell-nothing", test_what_can_tell);
  g_test_add_func ("/service/notice-state/any-course-says-each-level-once-a-period",
                   test_any_course);
  g_test_add_func ("/service/notice-state/survives-a-restart-as-text", test_text);
  return g_test_run ();
}
