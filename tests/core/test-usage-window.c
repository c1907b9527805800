/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-usage-window.h"

#include "fixture.h"

static const PlimUsageWindow nothing_known = {
  .id = (char *) "week",
  .used_percent = NAN,
  .used = NAN,
  .limit = NAN,
  .remaining = NAN,
  .can_lead = TRUE,
};

static void
test_unknown_is_not_exhausted (void)
{
  g_assert_false (plim_usage_window_is_exhausted (&nothing_known));
}

static void
test_full_or_empty_is_exhausted (void)
{
  PlimUsageWindow window = nothing_known;

  window.used_percent = 99.99;
  g_assert_false (plim_usage_window_is_exhausted (&window));
  window.used_percent = 100;
  g_assert_true (plim_usage_window_is_exhausted (&window));

  window = nothing_known;
  window.remaining = 0.01;
  g_assert_false (plim_usage_window_is_exhausted (&window));
  window.remaining = -3;
  g_assert_true (plim_usage_window_is_exhausted (&window));

  window = nothing_known;
  window.limit_reached = TRUE;
  g_assert_true (plim_usage_window_is_exhausted (&window));
}

static void
test_a_full_allocation_is_not_exhausted (void)
{
  PlimUsageWindow window = nothing_known;

  window.can_lead = FALSE;
  window.used_percent = 100;
  g_assert_false (plim_usage_window_is_exhausted (&window));
  window.limit_reached = TRUE;
  g_assert_true (plim_usage_window_is_exhausted (&window));
}

static void
test_a_reset_ends_the_number (void)
{
  PlimUsageWindow window = nothing_known;

  g_assert_false (plim_usage_window_is_past_reset (&window, NOW));
  window.resets_at = NOW + 1;
  g_assert_false (plim_usage_window_is_past_reset (&window, NOW));
  window.resets_at = NOW;
  g_assert_true (plim_usage_window_is_past_reset (&window, NOW));
  window.kind = PLIM_WINDOW_RATE;
  g_assert_false (plim_usage_window_is_past_reset (&window, NOW));
}

static void
test_percent_is_derived_only_from_a_limit (void)
{
  PlimUsageWindow window = nothing_known;

  window.used = 30;
  plim_usage_window_derive_percent (&window);
  assert_unknown (window.used_percent);
  window.limit = 0;
  plim_usage_window_derive_percent (&window);
  assert_unknown (window.used_percent);
  g_assert_cmpint (window.provenance, ==, PLIM_PROVENANCE_REPORTED);
  window.limit = 24;
  plim_usage_window_derive_percent (&window);
  g_assert_cmpfloat (window.used_percent, ==, 125);
  g_assert_cmpint (window.provenance, ==, PLIM_PROVENANCE_DERIVED);
}

static void
test_slugs_are_plain_ascii (void)
{
  assert_text (plim_slug ("Claude Opus 4.1"), "claude-opus-4.1");
  assert_text (plim_slug ("  --a__b//C--  "), "a-b-c");
  assert_text (plim_slug ("Größe"), "gr-e");
  assert_text (plim_slug ("…"), "");
  assert_text (plim_slug (""), "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/usage-window/unknown-is-not-exhausted", test_unknown_is_not_exhausted);
  g_test_add_func ("/core/usage-window/full-or-empty-is-exhausted",
                   test_full_or_empty_is_exhausted);
  g_test_add_func ("/core/usage-window/a-full-allocation-is-not-exhausted",
                   test_a_full_allocation_is_not_exhausted);
  g_test_add_func ("/core/usage-window/a-reset-ends-the-number", test_a_reset_ends_the_number);
  g_test_add_func ("/core/usage-window/percent-is-derived-only-from-a-limit",
                   test_percent_is_derived_only_from_a_limit);
  g_test_add_func ("/core/usage-window/slugs-are-plain-ascii", test_slugs_are_plain_ascii);
  return g_test_run ();
}
