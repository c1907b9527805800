/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-nearest.h"

static const char *const names[] = {
  "anthropic", "claude-code", "claude-web", "demo", "z-ai", NULL
};

static void
check (const char *word, const char *expected)
{
  g_auto (GStrv) nearest = plim_nearest_find (word, names);
  g_autofree char *joined = g_strjoinv (" ", nearest);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_slip (void)
{
  check ("antropic", "anthropic");
  check ("Demo", "demo");
  check ("zai", "z-ai");
}

static void
test_part (void)
{
  check ("claude", "claude-code claude-web");
}

static void
test_far (void)
{
  check ("xyzzy-plugh", "");
}

static void
test_sentences (void)
{
  g_autofree char *near = plim_nearest_dup_hint ("There is no “claude”.", "claude", names);
  g_autofree char *far = plim_nearest_dup_hint ("There is no “xyzzy”.", "xyzzy-plugh", names);

  g_assert_cmpstr (near, ==, "There is no “claude”. Did you mean claude-code, claude-web?");
  g_assert_cmpstr (far, ==, "There is no “xyzzy”.");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/nearest/finds-what-a-slip-meant", test_slip);
  g_test_add_func ("/core/nearest/finds-names-by-a-part", test_part);
  g_test_add_func ("/core/nearest/finds-nothing-far-away", test_far);
  g_test_add_func ("/core/nearest/asks-whether-a-near-name-was-meant", test_sentences);
  return g_test_run ();
}
