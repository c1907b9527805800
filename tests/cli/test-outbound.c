/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `hooks` and `forward` with a real service and keyring. */
#include "plim-cli.h"
#include "plim-test-program.h"
#include "plim-test-wait.h"

#include <glib/gstdio.h>
#include <string.h>

#define ADDRESS "http://127.0.0.1:9/hidden"

static void
run_ok (PlimTestRun *run, const char *input, const char *a, const char *b, const char *c)
{
  g_assert_cmpint (plim_test_run (run, input, a, b, c, NULL), ==, PLIM_EXIT_OK);
}

static void
test_a_hook_is_set_tested_and_taken_away (void)
{
  g_autofree char *file = g_build_filename (g_get_user_cache_dir (), "hook", NULL);
  g_auto (PlimTestRun) run = { 0 };
  g_autofree char *written = NULL;

  run_ok (&run, NULL, "hooks", NULL, NULL);
  plim_test_assert_contains (run.output, "threshold, projected, reset");
  g_assert_cmpint (plim_test_run (&run, NULL, "hooks", "set", "--", "sh", "-c",
                                  "echo \"$PLIMSOLL_EVENT\" >\"$0\"", file, NULL),
                   ==, PLIM_EXIT_OK);
  g_assert_cmpint (plim_test_run (&run, NULL, "hooks", "events", "reset", "threshold", NULL), ==,
                   PLIM_EXIT_OK);
  run_ok (&run, NULL, "hooks", "list", NULL);
  plim_test_assert_contains (run.output, "sh -c");
  plim_test_assert_contains (run.output, "reset, threshold");
  run_ok (&run, NULL, "hooks", "test", NULL);
  g_assert_true (g_file_get_contents (file, &written, NULL, NULL));
  g_assert_cmpstr (written, ==, "test\n");
  run_ok (&run, NULL, "hooks", "set", "false");
  g_assert_cmpint (plim_test_run (&run, NULL, "hooks", "test", NULL), ==, PLIM_EXIT_PROBLEM);
  plim_test_assert_contains (run.errors, "The hook failed: the command ended with 1.");
  run_ok (&run, NULL, "hooks", "set", "./nobody/is/here");
  plim_test_assert_contains (run.errors, "nobody/is/here” is not there");
  run_ok (&run, NULL, "hooks", "list", NULL);
  plim_test_assert_contains (run.output, "/nobody/is/here");
  g_assert_null (strstr (run.output, "./nobody"));
  g_assert_cmpint (plim_test_run (&run, NULL, "hooks", "set-url", "https://example.com/", NULL), ==,
                   PLIM_EXIT_USAGE);
  plim_test_assert_contains (run.errors, "The address is a secret");
  run_ok (&run, NULL, "hooks", "off", NULL);
  run_ok (&run, NULL, "quit", NULL, NULL);
  g_assert_cmpint (plim_test_run (&run, NULL, "hooks", "test", NULL), ==, PLIM_EXIT_USAGE);
  plim_test_assert_contains (run.errors, "No hook is set");
  run_ok (&run, NULL, "quit", NULL, NULL);
  g_unlink (file);
}

static void
test_wrong_words_are_told (void)
{
  g_auto (PlimTestRun) run = { 0 };

  g_assert_cmpint (plim_test_run (&run, NULL, "hooks", "tset", NULL), ==, PLIM_EXIT_USAGE);
  plim_test_assert_contains (run.errors, "test");
  g_assert_cmpint (plim_test_run (&run, NULL, "hooks", "set", NULL), ==, PLIM_EXIT_USAGE);
  g_assert_cmpint (plim_test_run (&run, NULL, "hooks", "events", "rest", NULL), ==,
                   PLIM_EXIT_USAGE);
  plim_test_assert_contains (run.errors, "reset");
  g_assert_cmpint (plim_test_run (&run, "http://example.com/\n", "hooks", "set-url", NULL), ==,
                   PLIM_EXIT_USAGE);
  plim_test_assert_contains (run.errors, "https://");
  g_assert_cmpint (plim_test_run (&run, "nonsense\n", "forward", "set-url", NULL), ==,
                   PLIM_EXIT_USAGE);
  g_assert_cmpint (plim_test_run (&run, NULL, "forward", "accounts", "nobody", NULL), ==,
                   PLIM_EXIT_USAGE);
  run_ok (&run, NULL, "quit", NULL, NULL);
}

/* Nobody listens there: that is told, and the address is not. */
static void
test_forwarding_is_chosen_and_shown (void)
{
  g_auto (PlimTestRun) run = { 0 };

  g_assert_cmpint (plim_test_run (&run, NULL, "add", "demo", "--label", "Work", NULL), ==,
                   PLIM_EXIT_OK);
  run_ok (&run, NULL, "forward", NULL, NULL);
  plim_test_assert_contains (run.output, "set-url");
  g_assert_cmpint (plim_test_run (&run, NULL, "forward", "now", NULL), ==, PLIM_EXIT_PROBLEM);
  plim_test_assert_contains (run.errors, "set-url");
  run_ok (&run, NULL, "forward", "accounts", "Work");
  /* Preferences are read anew. */
  run_ok (&run, NULL, "quit", NULL, NULL);
  run_ok (&run, ADDRESS "\n", "forward", "set-url", NULL);
  do
    run_ok (&run, NULL, "forward", "status", NULL);
  while (strstr (run.output, "efused") == NULL);
  plim_test_assert_contains (run.output, "in the keyring");
  plim_test_assert_contains (run.output, "Work");
  g_assert_null (strstr (run.output, "hidden"));
  run_ok (&run, NULL, "log", NULL, NULL);
  g_assert_null (strstr (run.output, "hidden"));
  run_ok (&run, NULL, "export", NULL, NULL);
  g_assert_null (strstr (run.output, "hidden"));
  run_ok (&run, NULL, "forward", "off", NULL);
  run_ok (&run, NULL, "remove", "--yes", "Work");
  run_ok (&run, NULL, "quit", NULL, NULL);
}

int
main (int argc, char **argv)
{
  /* Preferences that outlive a command; the folders are private. */
  g_setenv ("GSETTINGS_BACKEND", "keyfile", TRUE);
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  g_test_add_func ("/cli/outbound/a-hook-is-set-tested-and-taken-away",
                   test_a_hook_is_set_tested_and_taken_away);
  g_test_add_func ("/cli/outbound/wrong-words-are-told", test_wrong_words_are_told);
  g_test_add_func ("/cli/outbound/forwarding-is-chosen-and-shown",
                   test_forwarding_is_chosen_and_shown);
  return g_test_run ();
}
