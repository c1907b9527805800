/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `status --watch` with a real service on a private bus. */
#include "plim-cli.h"
#include "plim-test-program.h"
#include "plim-test-wait.h"

#include <signal.h>
#include <string.h>

typedef struct {
  GSubprocess *process;
  GDataInputStream *lines;
} Watch;

static void
begin (Watch *watch, GSubprocess *process)
{
  watch->process = process;
  watch->lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
}

static void
end (Watch *watch)
{
  g_subprocess_force_exit (watch->process);
  g_subprocess_wait (watch->process, NULL, NULL);
  g_clear_object (&watch->lines);
  g_clear_object (&watch->process);
}

/* (transfer full) (nullable): blocks; the watchdog ends what never comes */
static char *
read_line (Watch *watch)
{
  GError *error = NULL;
  char *line = g_data_input_stream_read_line_utf8 (watch->lines, NULL, NULL, &error);

  g_assert_no_error (error);
  g_test_message ("%s", line != NULL ? line : "(end)");
  return line;
}

static void
wait_for_line (Watch *watch, const char *part)
{
  g_autofree char *line = NULL;

  do {
    g_free (line);
    line = read_line (watch);
    g_assert_nonnull (line);
  } while (strstr (line, part) == NULL);
}

static void
run_ok (const char *command, const char *argument, const char *option, const char *value)
{
  g_auto (PlimTestRun) run = { 0 };

  g_assert_cmpint (plim_test_run (&run, NULL, command, argument, option, value, NULL), ==,
                   PLIM_EXIT_OK);
}

static void
set_up (void)
{
  run_ok ("add", "demo", "--label", "Work");
}

static void
tear_down (void)
{
  run_ok ("remove", "--yes", "Work", NULL);
  run_ok ("quit", NULL, NULL, NULL);
}

static void
test_a_line_comes_with_each_change (void)
{
  Watch watch;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  set_up ();
  begin (&watch, plim_test_start ("status", "--watch", "--format", "<{label}>", NULL));
  first = read_line (&watch);
  g_assert_cmpstr (first, ==, "<Work>");
  run_ok ("edit", "Work", "--label", "Play");
  second = read_line (&watch);
  g_assert_cmpstr (second, ==, "<Play>");
  run_ok ("edit", "Play", "--label", "Work");
  third = read_line (&watch);
  g_assert_cmpstr (third, ==, "<Work>");
  end (&watch);
  tear_down ();
}

/* The window's class says so, and it is not started again by looking. */
static void
test_the_service_may_end_and_return (void)
{
  Watch waybar, json;

  set_up ();
  begin (&waybar, plim_test_start ("status", "--watch", "--waybar", NULL));
  begin (&json, plim_test_start ("status", "--watch", "--json", "Work", NULL));
  wait_for_line (&waybar, "fresh");
  wait_for_line (&json, "\"fresh\"");
  run_ok ("quit", NULL, NULL, NULL);
  wait_for_line (&waybar, "stopped");
  wait_for_line (&json, "\"stopped\"");
  run_ok ("accounts", NULL, NULL, NULL);
  wait_for_line (&waybar, "fresh");
  wait_for_line (&json, "\"fresh\"");
  end (&waybar);
  end (&json);
  tear_down ();
}

/* As a bar finds it that starts with the session. */
static void
test_a_service_that_does_not_answer_yet_is_waited_for (void)
{
  Watch watch;
  pid_t process;

  set_up ();
  process = plim_test_get_service_process ();
  g_assert_cmpint (kill (process, SIGSTOP), ==, 0);
  begin (&watch, plim_test_start ("status", "--watch", "--format", "{state}", "Work", NULL));
  wait_for_line (&watch, "stopped");
  g_assert_cmpint (kill (process, SIGCONT), ==, 0);
  wait_for_line (&watch, "fresh");
  end (&watch);
  tear_down ();
}

static void
test_it_ends_when_nobody_reads (void)
{
  GError *error = NULL;
  Watch watch;

  set_up ();
  begin (&watch, plim_test_start ("status", "--watch", NULL));
  wait_for_line (&watch, "Work");
  g_input_stream_close (g_subprocess_get_stdout_pipe (watch.process), NULL, &error);
  g_assert_no_error (error);
  g_subprocess_wait (watch.process, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (watch.process));
  g_assert_cmpint (g_subprocess_get_exit_status (watch.process), ==, PLIM_EXIT_OK);
  g_object_unref (watch.lines);
  g_object_unref (watch.process);
  tear_down ();
}

static void
test_an_account_can_be_chosen (void)
{
  g_auto (PlimTestRun) run = { 0 };

  set_up ();
  run_ok ("add", "demo", "--label", "Other");
  plim_test_run (&run, NULL, "status", "--format", "{label}", "Other", NULL);
  g_assert_cmpstr (run.output, ==, "Other\n");
  plim_test_run (&run, NULL, "status", "--json", "Other", NULL);
  plim_test_assert_contains (run.output, "\"Other\"");
  g_assert_null (strstr (run.output, "\"Work\""));
  g_assert_cmpint (plim_test_run (&run, NULL, "status", "--waybar", "Othre", NULL), ==,
                   PLIM_EXIT_USAGE);
  plim_test_assert_contains (run.errors, "Other");
  run_ok ("disable", "Other", NULL, NULL);
  plim_test_run (&run, NULL, "status", "--format", "{state}: {summary}", "Other", NULL);
  g_assert_cmpstr (run.output, ==, "empty: Other is disabled\n");
  run_ok ("remove", "--yes", "Other", NULL);
  tear_down ();
}

static void
test_the_log_is_shown_and_followed (void)
{
  g_auto (PlimTestRun) run = { 0 };
  Watch log;

  set_up ();
  g_assert_cmpint (plim_test_run (&run, NULL, "log", NULL), ==, PLIM_EXIT_OK);
  plim_test_assert_contains (run.output, "debug");
  g_assert_null (strstr (run.output, "Work"));
  begin (&log, plim_test_start ("log", "--follow", NULL));
  wait_for_line (&log, "debug");
  run_ok ("refresh", "Work", NULL, NULL);
  run_ok ("quit", NULL, NULL, NULL);
  end (&log);
  g_assert_cmpint (plim_test_run (&run, NULL, "log", NULL), ==, PLIM_EXIT_NO_SERVICE);
  tear_down ();
}

static void
test_wrong_options_are_told (void)
{
  g_auto (PlimTestRun) run = { 0 };

  g_assert_cmpint (plim_test_run (&run, NULL, "status", "--json", "--waybar", NULL), ==,
                   PLIM_EXIT_USAGE);
  g_assert_cmpint (plim_test_run (&run, NULL, "status", "--format", "{lable}", NULL), ==,
                   PLIM_EXIT_USAGE);
  plim_test_assert_contains (run.errors, "label");
  g_assert_cmpstr (run.output, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  g_test_add_func ("/cli/watch/a-line-comes-with-each-change", test_a_line_comes_with_each_change);
  g_test_add_func ("/cli/watch/the-service-may-end-and-return",
                   test_the_service_may_end_and_return);
  g_test_add_func ("/cli/watch/a-service-that-does-not-answer-yet-is-waited-for",
                   test_a_service_that_does_not_answer_yet_is_waited_for);
  g_test_add_func ("/cli/watch/it-ends-when-nobody-reads", test_it_ends_when_nobody_reads);
  g_test_add_func ("/cli/watch/an-account-can-be-chosen", test_an_account_can_be_chosen);
  g_test_add_func ("/cli/watch/the-log-is-shown-and-followed", test_the_log_is_shown_and_followed);
  g_test_add_func ("/cli/watch/wrong-options-are-told", test_wrong_options_are_told);
  return g_test_run ();
}
