/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-window-place.h"

static const GdkRectangle area = { 0, 24, 1280, 1000 };

static void
assert_place (PlimPlace click, int x, int y)
{
  PlimPlace place = plim_window_place_compute (&area, click, 380, 500);

  g_assert_cmpint (place.x, ==, x);
  g_assert_cmpint (place.y, ==, y);
}

static void
test_below (void)
{
  assert_place ((PlimPlace){ 640, 12 }, 450, 30);
}

static void
test_above (void)
{
  assert_place ((PlimPlace){ 640, 1040 }, 450, 518);
}

static void
test_inside (void)
{
  assert_place ((PlimPlace){ 1270, 12 }, 894, 30);
  assert_place ((PlimPlace){ 2, 12 }, 6, 30);
}

static void
test_too_high (void)
{
  PlimPlace place = plim_window_place_compute (&area, (PlimPlace){ 640, 1040 }, 380, 2000);

  /* Its header bar is what must be seen. */
  g_assert_cmpint (place.y, ==, area.y + 6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window/place/below-a-panel-at-the-top", test_below);
  g_test_add_func ("/window/place/above-a-panel-at-the-bottom", test_above);
  g_test_add_func ("/window/place/stays-inside-of-the-monitor", test_inside);
  g_test_add_func ("/window/place/shows-its-top-when-it-is-too-high", test_too_high);
  return g_test_run ();
}
