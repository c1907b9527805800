/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-notice-state.h"

#include <math.h>

static const PlimThresholds thresholds = { 75, 90 };

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

static PlimNoticeLevel
observe (PlimNoticeState *state, double percent, gint64 resets_at, gint64 now)
{
  PlimUsageWindow window = make_window (percent, resets_at);

  return plim_notice_state_observe (state, &window, &thresholds, FALSE, now);
}

static void
begin (PlimNoticeState *state, double percent, gint64 resets_at)
{
  PlimUsageWindow window = make_window (percent, resets_at);

  plim_notice_state_begin (state, &window, &thresholds);
}

static void
test_once_each (void)
{
  static const PlimNoticeLevel expected[] = { 0, 0, 1, 0, 0, 2, 0, 3, 0 };
  static const double percents[] = { 10, 74.9, 75, 76, 89.9, 90, 99.9, 100, 130 };
  PlimNoticeState state;

  begin (&state, 0, 1000);
  for (gsize i = 0; i < G_N_ELEMENTS (percents); i++)
    g_assert_cmpint (observe (&state, percents[i], 1000, (gint64) i), ==, expected[i]);
}

static void
test_skipped_levels (void)
{
  PlimNoticeState state;

  begin (&state, 10, 1000);
  g_assert_cmpint (observe (&state, 97, 1000, 1), ==, PLIM_NOTICE_CRITICAL);
  g_assert_cmpint (observe (&state, 80, 1000, 2), ==, PLIM_NOTICE_BELOW);
}

static void
test_baseline (void)
{
  PlimNoticeState state;

  begin (&state, 95, 1000);
  g_assert_cmpint (observe (&state, 96, 1000, 1), ==, PLIM_NOTICE_BELOW);
  g_assert_cmpint (observe (&state, 100, 1000, 2), ==, PLIM_NOTICE_REACHED);
}

static void
test_reset (void)
{
  PlimNoticeState state;

  begin (&state, 10, 1000);
  g_assert_cmpint (observe (&state, 80, 1000, 900), ==, PLIM_NOTICE_WARNING);
  /* Before the reset has passed, a later one is only a correction. */
  g_assert_cmpint (observe (&state, 81, 1200, 950), ==, PLIM_NOTICE_BELOW);
  /* The next period, and much was used in it already. */
  g_assert_cmpint (observe (&state, 82, 19000, 1300), ==, PLIM_NOTICE_WARNING);
  /* Nothing used: the provider tells no reset. */
  g_assert_cmpint (observe (&state, 0, PLIM_TIME_UNKNOWN, 19100), ==, PLIM_NOTICE_BELOW);
  g_assert_cmpint (observe (&state, 77, 37000, 20000), ==, PLIM_NOTICE_WARNING);
}

static void
test_fall (void)
{
  PlimNoticeState state;

  begin (&state, 10, PLIM_TIME_UNKNOWN);
  g_assert_cmpint (observe (&state, 92, PLIM_TIME_UNKNOWN, 1), ==, PLIM_NOTICE_CRITICAL);
  for (gint64 i = 2; i < 20; i++)
    g_assert_cmpint (observe (&state, i % 2 == 0 ? 50 : 93, PLIM_TIME_UNKNOWN, i), ==,
                     PLIM_NOTICE_BELOW);
  g_assert_cmpint (observe (&state, 5, PLIM_TIME_UNKNOWN, 20), ==, PLIM_NOTICE_BELOW);
  g_assert_cmpint (observe (&state, 76, PLIM_TIME_UNKNOWN, 21), ==, PLIM_NOTICE_WARNING);
}

static void
test_snoozed (void)
{
  PlimNoticeState state;

  begin (&state, 76, 1000);
  state.is_snoozed = TRUE;
  g_assert_cmpint (observe (&state, 91, 1000, 1), ==, PLIM_NOTICE_BELOW);
  g_assert_cmpint (observe (&state, 100, 1000, 2), ==, PLIM_NOTICE_BELOW);
  g_assert_cmpint (observe (&state, 76, 19000, 1001), ==, PLIM_NOTICE_WARNING);
}

static void
test_held (void)
{
  PlimUsageWindow window = make_window (91, 1000);
  PlimNoticeState state;

  begin (&state, 10, 1000);
  g_assert_cmpint (plim_notice_state_observe (&state, &window, &thresholds, TRUE, 1), ==,
                   PLIM_NOTICE_BELOW);
  g_assert_cmpint (plim_notice_state_observe (&state, &window, &thresholds, FALSE, 2), ==,
                   PLIM_NOTICE_CRITICAL);
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
  g_assert_cmpint (plim_notice_get_level (&window, &thresholds), ==, PLIM_NOTICE_REACHED);
  window.can_lead = FALSE;
  g_assert_false (plim_notice_can_tell (&window, 1));
}

/* Rising and wavering usage, restarts at any time: each level once in each period, not more. */
static void
test_any_course (void)
{
  for (guint run = 0; run < 300; run++) {
    gint64 now = 1000, resets_at = 19000;
    guint n_said[4] = { 0 };
    double percent = 0;
    PlimNoticeState state;

    begin (&state, 0, resets_at);
    for (guint step = 0; step < 100; step++, now += 300) {
      PlimNoticeLevel level;

      if (now >= resets_at) {
        g_assert_cmpuint (n_said[1] + n_said[2] + n_said[3], <=, 3);
        memset (n_said, 0, sizeof n_said);
        resets_at += 18000;
        percent = 0;
      }
      percent += g_test_rand_double_range (-4, 8);
      percent = MAX (percent, 0);
      level = observe (&state, percent, resets_at + g_test_rand_int_range (-1, 2), now);
      if (level != PLIM_NOTICE_BELOW)
        g_assert_cmpuint (++n_said[level], ==, 1);
      if (percent >= 100)
        g_assert_cmpuint (n_said[PLIM_NOTICE_REACHED], ==, 1);
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
  static const char *const wrong[] = { "", "level", "level=9;peak=1;resets_at=0;snoozed=0",
                                       "level=1;peak=1;resets_at=0;snoozed=0 more" };
  PlimNoticeState state = { PLIM_NOTICE_CRITICAL, 91.7, 1795176000, TRUE };
  PlimNoticeState read = { 0 };
  g_autofree char *text = plim_notice_state_to_text (&state);

  g_assert_cmpstr (text, ==, "level=2;peak=91;resets_at=1795176000;snoozed=1");
  g_assert_true (plim_notice_state_from_text (&read, text));
  g_assert_cmpint (read.level, ==, PLIM_NOTICE_CRITICAL);
  g_assert_cmpint (read.resets_at, ==, 1795176000);
  g_assert_true (read.is_snoozed);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (plim_notice_state_from_text (&read, wrong[i]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/notice-state/says-each-level-once", test_once_each);
  g_test_add_func ("/service/notice-state/says-the-highest-of-several", test_skipped_levels);
  g_test_add_func ("/service/notice-state/first-observation-is-a-baseline", test_baseline);
  g_test_add_func ("/service/notice-state/reset-arms-again", test_reset);
  g_test_add_func ("/service/notice-state/only-a-clear-fall-is-a-reset", test_fall);
  g_test_add_func ("/service/notice-state/snoozed-until-the-reset", test_snoozed);
  g_test_add_func ("/service/notice-state/held-is-said-later", test_held);
  g_test_add_func ("/service/notice-state/rate-and-old-windows-tell-nothing", test_what_can_tell);
  g_test_add_func ("/service/notice-state/any-course-says-each-level-once-a-period",
                   test_any_course);
  g_test_add_func ("/service/notice-state/survives-a-restart-as-text", test_text);
  return g_test_run ();
}
