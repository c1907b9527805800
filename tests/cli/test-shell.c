/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a shell does to a program: full disks, closed streams, pipes, bytes that are no text. */
#include "plim-cli.h"
#include "plim-test-program.h"
#include "plim-test-wait.h"

#include <string.h>

#define RUN "\"$PLIMSOLL\" "

/* What is asked for is all there, or the program says that it is not. */
static void
test_a_full_disk_is_told (void)
{
  static const char *const commands[] = {
    "export",
    "export --history",
    "status --json",
    "status --waybar",
    "status --watch",
    "status",
    "accounts",
    "history Demo",
    "show Demo",
    "log",
    "token list",
    "hooks",
    "status --watch --waybar",
  };
  g_auto (PlimTestRun) run = { 0 };

  plim_test_run (&run, NULL, "add", "demo", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_autofree char *line = g_strconcat (RUN, commands[i], " >/dev/full", NULL);

    g_assert_cmpint (plim_test_run_shell (&run, line), ==, PLIM_EXIT_PROBLEM);
    plim_test_assert_contains (run.errors, "could not be written");
  }
}

/* Its number must not go to what is opened next. */
static void
test_a_closed_stream_is_told (void)
{
  g_auto (PlimTestRun) run = { 0 };

  g_assert_cmpint (plim_test_run_shell (&run, RUN "status >&-"), ==, PLIM_EXIT_PROBLEM);
  plim_test_assert_contains (run.errors, "could not be written");
  g_assert_cmpint (plim_test_run_shell (&run, RUN "accounts <&- 2>&-"), ==, PLIM_EXIT_OK);
  plim_test_assert_contains (run.output, "Demo");
  g_assert_cmpint (plim_test_run_shell (&run, RUN "remove nobody <&- >&- 2>&-"), ==,
                   PLIM_EXIT_USAGE);
}

static void
test_who_reads_one_line_is_left_in_peace (void)
{
  static const char *const commands[] = { "export --history", "log", "log --follow",
                                          "status --watch" };
  g_auto (PlimTestRun) run = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_autofree char *line = g_strconcat (RUN, commands[i], " | head -n 1", NULL);

    g_assert_cmpint (plim_test_run_shell (&run, line), ==, 0);
    g_assert_cmpstr (run.errors, ==, "");
    g_assert_cmpstr (run.output, !=, "");
  }
}

static void
test_what_is_no_text_is_refused (void)
{
  static const char *const commands[] = {
    "show X",         "add demo --label X", "status --format X",      "hooks set -- X",
    "token new X",    "edit Demo -l X",     "forward accounts X",     "add demo --set history=X",
    "history Demo X", "move Demo X",        "status --format X Demo",
  };
  g_auto (PlimTestRun) run = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_auto (GStrv) parts = g_strsplit (commands[i], "X", -1);
    g_autofree char *arguments = g_strjoinv ("\"$(printf 'a\\377')\"", parts);
    g_autofree char *line = g_strconcat (RUN, arguments, NULL);

    g_assert_cmpint (plim_test_run_shell (&run, line), ==, PLIM_EXIT_USAGE);
    plim_test_assert_contains (run.errors, "is not UTF-8");
    g_assert_cmpstr (run.output, ==, "");
  }
  /* Names of files are bytes. */
  g_assert_cmpint (plim_test_run_shell (&run, RUN "import \"$(printf 'a\\377')\""), ==,
                   PLIM_EXIT_USAGE);
  plim_test_assert_contains (run.errors, "there is no such file");
  g_assert_cmpint (plim_test_run (&run, NULL, "quit", NULL), ==, PLIM_EXIT_OK);
}

/* A bus of its own, on which nobody offers a Secret Service. */
static void
test_no_keyring_is_told (void)
{
  static const char *const commands[] = { "unlock", "forward", "forward now", "collectors enable",
                                          "add z-ai" };
  g_autofree char *address = g_strdup (g_getenv ("DBUS_SESSION_BUS_ADDRESS"));
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_auto (PlimTestRun) run = { 0 };

  g_test_dbus_up (bus);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_autofree char *line =
        g_strconcat ("echo 0123456789abcdef0123456789abcdef.0123456789abcdef | " RUN, commands[i],
                     " 2>&1", NULL);

    plim_test_run_shell (&run, line);
    plim_test_assert_contains (run.output, "No keyring is running. Install or start one");
    g_assert_null (strstr (run.output, "There is no address"));
    g_assert_null (strstr (run.output, "could not be removed"));
  }
  plim_test_run (&run, NULL, "quit", NULL);
  g_test_dbus_down (bus);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
}

static void
test_missing_preferences_are_told (void)
{
  static const char *const commands[] = { "collectors enable", "collectors disable", "hooks",
                                          "forward" };
  g_auto (PlimTestRun) run = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_autofree char *line =
        g_strconcat ("GSETTINGS_SCHEMA_DIR=/none XDG_DATA_DIRS=/none " RUN, commands[i], NULL);

    g_assert_cmpint (plim_test_run_shell (&run, line), ==, PLIM_EXIT_PROBLEM);
    plim_test_assert_contains (run.errors, "The preferences are not installed");
  }
}

static void
test_preferences_that_cannot_be_written_are_told (void)
{
  static const char *const commands[] = { "hooks set -- true", "hooks events reset",
                                          "forward accounts all", "collectors disable" };
  g_auto (PlimTestRun) run = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_autofree char *line =
        g_strconcat ("GSETTINGS_BACKEND=keyfile XDG_CONFIG_HOME=/proc " RUN, commands[i], NULL);

    g_assert_cmpint (plim_test_run_shell (&run, line), ==, PLIM_EXIT_PROBLEM);
    plim_test_assert_contains (run.errors, "cannot be changed");
  }
  g_assert_cmpint (plim_test_run (&run, NULL, "quit", NULL), ==, PLIM_EXIT_OK);
}

/* Waybar would show nothing. */
static void
test_a_template_that_is_no_markup_is_refused (void)
{
  static const char *const wrong[] = { "<b>{percent}", "{percent} & more", "{percent} <", "</b>" };
  g_auto (PlimTestRun) run = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_assert_cmpint (plim_test_run (&run, NULL, "status", "--waybar", "--format", wrong[i], NULL),
                     ==, PLIM_EXIT_USAGE);
    plim_test_assert_contains (run.errors, "must be Pango markup");
    g_assert_cmpstr (run.output, ==, "");
  }
  g_assert_cmpint (plim_test_run (&run, NULL, "status", "--waybar", "--format",
                                  "<span color='red'>{percent}</span> &amp; {{", NULL),
                   ==, PLIM_EXIT_OK);
  g_assert_cmpint (plim_test_run (&run, NULL, "status", "--format", "{percent} & more", NULL), ==,
                   PLIM_EXIT_OK);
  g_assert_cmpint (plim_test_run (&run, NULL, "quit", NULL), ==, PLIM_EXIT_OK);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  g_test_add_func ("/cli/shell/a-full-disk-is-told", test_a_full_disk_is_told);
  g_test_add_func ("/cli/shell/a-closed-stream-is-told", test_a_closed_stream_is_told);
  g_test_add_func ("/cli/shell/who-reads-one-line-is-left-in-peace",
                   test_who_reads_one_line_is_left_in_peace);
  g_test_add_func ("/cli/shell/what-is-no-text-is-refused", test_what_is_no_text_is_refused);
  g_test_add_func ("/cli/shell/no-keyring-is-told", test_no_keyring_is_told);
  g_test_add_func ("/cli/shell/missing-preferences-are-told", test_missing_preferences_are_told);
  g_test_add_func ("/cli/shell/preferences-that-cannot-be-written-are-told",
                   test_preferences_that_cannot_be_written_are_told);
  g_test_add_func ("/cli/shell/a-template-that-is-no-markup-is-refused",
                   test_a_template_that_is_no_markup_is_refused);
  return g_test_run ();
}
