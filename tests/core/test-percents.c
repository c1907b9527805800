/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-percents.h"

/* @expected: (nullable): as GVariant text */
static void
assert_read (const char *text, const char *expected)
{
  g_autoptr (GVariant) percents = plim_percents_from_text (text);
  g_autofree char *printed = NULL;

  if (percents != NULL) {
    g_variant_ref_sink (percents);
    printed = g_variant_print (percents, FALSE);
  }
  g_assert_cmpstr (printed, ==, expected);
}

static void
test_text (void)
{
  assert_read ("75", "[75]");
  assert_read ("90, 75,50", "[50, 75, 90]");
  assert_read ("90 90 1", "[1, 90]");
  assert_read ("1,2,3,4,5,6,7,8,9,10", "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]");
}

static void
test_wrong (void)
{
  static const char *const wrong[] = { "",  ", ",  "0",   "100",   "-5",
                                       "x", "75%", "7.5", "75;90", "1,2,3,4,5,6,7,8,9,10,11" };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    assert_read (wrong[i], NULL);
}

static void
test_sort (void)
{
  const gint32 percents[] = { 90, 0, 100, -3, 90, 50, 1, 99 };
  gint32 sorted[PLIM_PERCENTS_MAX_COUNT];

  g_assert_cmpuint (plim_percents_sort (percents, G_N_ELEMENTS (percents), sorted), ==, 4);
  g_assert_cmpint (sorted[0], ==, 1);
  g_assert_cmpint (sorted[1], ==, 50);
  g_assert_cmpint (sorted[2], ==, 90);
  g_assert_cmpint (sorted[3], ==, 99);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/percents/are-read-from-text", test_text);
  g_test_add_func ("/core/percents/wrong-text-is-none", test_wrong);
  g_test_add_func ("/core/percents/are-put-in-order", test_sort);
  return g_test_run ();
}
