/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-providers.h"
#include "plim-script.h"
#include "plim-snapshot-json.h"

#include <math.h>

#define STEP_S 1234
#define DAYS 40

static PlimSnapshot *
read_demo (gint64 now, const char *seed)
{
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;

  script->exchange->now = now;
  if (seed != NULL)
    plim_script_set (script, "seed", seed);
  replay = plim_script_run (script, "demo");
  g_assert_no_error (replay->error);
  g_assert_cmpuint (replay->requests->len, ==, 0);
  return plim_snapshot_ref (replay->snapshot);
}

static char *
dup_json (PlimSnapshot *snapshot)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  plim_snapshot_add_to_json (snapshot, builder);
  json_builder_end_object (builder);
  return plim_json_builder_to_string (builder, FALSE);
}

static void
test_same_moment_looks_the_same (void)
{
  g_autoptr (PlimSnapshot) first = read_demo (PLIM_SCRIPT_NOW, "x");
  g_autoptr (PlimSnapshot) second = read_demo (PLIM_SCRIPT_NOW, "x");
  g_autoptr (PlimSnapshot) other = read_demo (PLIM_SCRIPT_NOW, "y");
  g_autofree char *first_json = dup_json (first);
  g_autofree char *second_json = dup_json (second);
  g_autofree char *other_json = dup_json (other);

  g_assert_cmpstr (first_json, ==, second_json);
  g_assert_cmpstr (first_json, !=, other_json);
  g_assert_cmpstr (plim_snapshot_get_plan (first), ==, "Demo");
}

/* Within a window the number only grows; the window ends when it says. */
static void
check_course (const PlimUsageWindow *before, const PlimUsageWindow *window, gint64 now)
{
  g_assert_cmpfloat (window->used_percent, >=, 0);
  g_assert_cmpfloat (window->used_percent, <=, 100);
  g_assert_cmpint (window->resets_at, >, now);
  g_assert_cmpint (window->resets_at, <=, now + window->length_s);
  if (before->resets_at == window->resets_at)
    g_assert_cmpfloat (window->used_percent, >=, before->used_percent);
  else
    g_assert_cmpint (before->resets_at, <=, now);
}

static void
test_numbers_grow_until_they_are_reset (void)
{
  static const char *const seeds[] = { NULL, "one", "two", "three" };
  static const char *const ids[] = { "session", "weekly", "weekly:large" };

  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++) {
    g_autoptr (PlimSnapshot) before = read_demo (PLIM_SCRIPT_NOW, seeds[i]);

    for (gint64 now = PLIM_SCRIPT_NOW; now < PLIM_SCRIPT_NOW + DAYS * 86400; now += STEP_S) {
      g_autoptr (PlimSnapshot) snapshot = read_demo (now, seeds[i]);
      const PlimUsageWindow *credits = plim_snapshot_find_window (snapshot, "credits");

      for (guint j = 0; j < G_N_ELEMENTS (ids); j++)
        check_course (plim_snapshot_find_window (before, ids[j]),
                      plim_snapshot_find_window (snapshot, ids[j]), now);
      g_assert_cmpfloat (credits->remaining, >, 0);
      g_assert_cmpstr (credits->unit, ==, "USD");
      plim_snapshot_unref (g_steal_pointer (&before));
      before = g_steal_pointer (&snapshot);
    }
  }
}

/* Days are busy, nights are quiet, and now and then something comes near its limit. */
static void
test_usage_has_a_shape (void)
{
  double most = 0, most_at_night = 0;

  for (gint64 day = 0; day < DAYS; day++) {
    gint64 midnight = PLIM_SCRIPT_NOW - 12 * 3600 + day * 86400;
    g_autoptr (PlimSnapshot) night = read_demo (midnight + 5 * 3600 - 60, NULL);
    g_autoptr (PlimSnapshot) noon = read_demo (midnight + 15 * 3600 - 60, NULL);

    most = fmax (most, plim_snapshot_find_window (noon, "session")->used_percent);
    most_at_night =
        fmax (most_at_night, plim_snapshot_find_window (night, "session")->used_percent);
  }
  g_assert_cmpfloat (most, >, 75);
  g_assert_cmpfloat (most_at_night, <, most / 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/providers/demo/same-moment-looks-the-same", test_same_moment_looks_the_same);
  g_test_add_func ("/providers/demo/numbers-grow-until-they-are-reset",
                   test_numbers_grow_until_they_are_reset);
  g_test_add_func ("/providers/demo/usage-has-a-shape", test_usage_has_a_shape);
  return g_test_run ();
}
