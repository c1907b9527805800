/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-json-strict.h"

#include "plim-json.h"

#include <string.h>

static void
test_cases (void)
{
  static const struct {
    const char *text;
    gboolean is_strict;
  } cases[] = {
    { "{}", TRUE },
    { " [ ] ", TRUE },
    { "null", TRUE },
    { "-0.5e+3", TRUE },
    { "\"a\\\"b\"", TRUE },
    { "{\"a\": [1, {\"b\": true}, null], \"c\": \"\"}\n", TRUE },
    { "0", TRUE },
    { "10", TRUE },
    { "", FALSE },
    { "  ", FALSE },
    { "{} {}", FALSE },
    { "{},", FALSE },
    { "{\"a\": 1,}", FALSE },
    { "[1,]", FALSE },
    { "[,1]", FALSE },
    { "{\"a\" 1}", FALSE },
    { "{a: 1}", FALSE },
    { "{\"a\": }", FALSE },
    { "{1: 1}", FALSE },
    { "[1}", FALSE },
    { "{\"a\": 1]", FALSE },
    { "[1", FALSE },
    { "\"a", FALSE },
    { "\"a\\", FALSE },
    { "\"a\nb\"", FALSE },
    { "'a'", FALSE },
    { "NaN", FALSE },
    { "-Infinity", FALSE },
    { "01", FALSE },
    { "0x10", FALSE },
    { "+1", FALSE },
    { ".5", FALSE },
    { "1.", FALSE },
    { "1e", FALSE },
    { "-", FALSE },
    { "tru", FALSE },
    { "True", FALSE },
    { "/* c */ {}", FALSE },
    { "var a = {}", FALSE },
    { "\357\273\277{}", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].text);
    g_assert_cmpint (plim_json_is_strict (cases[i].text, strlen (cases[i].text)), ==,
                     cases[i].is_strict);
  }
  g_assert_false (plim_json_is_strict ("{}\0{}", 5));
}

static void
test_depth (void)
{
  g_autofree char *open = g_strnfill (100000, '[');
  g_autofree char *close = g_strnfill (PLIM_JSON_MAX_DEPTH + 1, ']');
  g_autofree char *deepest =
      g_strdup_printf ("%.*s%.*s", PLIM_JSON_MAX_DEPTH, open, PLIM_JSON_MAX_DEPTH, close);
  g_autofree char *deeper =
      g_strdup_printf ("%.*s%.*s", PLIM_JSON_MAX_DEPTH + 1, open, PLIM_JSON_MAX_DEPTH + 1, close);

  g_assert_true (plim_json_is_strict (deepest, strlen (deepest)));
  g_assert_false (plim_json_is_strict (deeper, strlen (deeper)));
  g_assert_false (plim_json_is_strict (open, strlen (open)));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/json-strict/cases", test_cases);
  g_test_add_func ("/core/json-strict/depth", test_depth);
  return g_test_run ();
}
