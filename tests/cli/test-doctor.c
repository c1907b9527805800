/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `doctor`, alone and with a real service. */
#include "plim-cli-finding.h"
#include "plim-cli-sandbox.h"
#include "plim-cli.h"
#include "plim-json.h"
#include "plim-test-program.h"
#include "plim-test-wait.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

static JsonObject *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  GError *error = NULL;
  JsonObject *object = plim_json_parse_object (bytes, &error);

  g_assert_no_error (error);
  return object;
}

/* (nullable): the first with that id */
static JsonObject *
find_check (JsonObject *report, const char *id)
{
  JsonArray *checks = plim_json_get_array (report, "checks");

  for (guint i = 0; i < json_array_get_length (checks); i++) {
    JsonObject *check = plim_json_get_element_object (checks, i);

    if (g_strcmp0 (plim_json_get_string (check, "id"), id) == 0)
      return check;
  }
  return NULL;
}

static void
assert_verdict (JsonObject *report, const char *id, const char *verdict)
{
  JsonObject *check = find_check (report, id);

  g_test_message ("%s", id);
  g_assert_nonnull (check);
  g_assert_cmpstr (plim_json_get_string (check, "verdict"), ==, verdict);
  if (!g_str_equal (verdict, "ok"))
    g_assert_nonnull (plim_json_get_string (check, "advice"));
}

static void
test_findings_are_lines_and_json (void)
{
  g_autoptr (PlimCliFindings) findings = plim_cli_findings_new ();
  g_autofree char *path = g_build_filename (g_get_home_dir (), "file", NULL);
  g_autoptr (JsonObject) json = NULL;
  g_autofree char *json_text = NULL;
  g_autofree char *text = NULL;

  plim_cli_findings_add (findings, PLIM_CLI_OK, "one", "One", path, NULL);
  g_assert_false (plim_cli_findings_has_problem (findings));
  plim_cli_findings_add (findings, PLIM_CLI_WARNING, "two", "Two", "not so well", "Do this.");
  g_assert_false (plim_cli_findings_has_problem (findings));
  plim_cli_findings_add (findings, PLIM_CLI_PROBLEM, "three", "Three", "bad", NULL);
  g_assert_true (plim_cli_findings_has_problem (findings));
  text = plim_cli_findings_dup_text (findings, FALSE);
  g_assert_cmpstr (text, ==,
                   "  ok       One    ~/file\n"
                   "  warning  Two    not so well\n"
                   "                  → Do this.\n"
                   "  problem  Three  bad\n");
  json_text = plim_cli_findings_dup_json (findings);
  json = parse (json_text);
  assert_verdict (json, "one", "ok");
  assert_verdict (json, "two", "warning");
}

static void
test_a_sound_desktop_is_told_so (void)
{
  static const char *const sound[] = { "version",  "desktop",   "sandbox", "preferences",
                                       "clock",    "bus",       "keyring", "service",
                                       "database", "libraries", "account" };
  g_auto (PlimTestRun) run = { 0 };
  g_autoptr (JsonObject) report = NULL;

  g_assert_cmpint (plim_test_run (&run, NULL, "add", "demo", "--label", "Jane", NULL), ==,
                   PLIM_EXIT_OK);
  g_assert_cmpint (plim_test_run (&run, NULL, "doctor", "--json", NULL), ==, PLIM_EXIT_OK);
  report = parse (run.output);
  for (gsize i = 0; i < G_N_ELEMENTS (sound); i++)
    assert_verdict (report, sound[i], "ok");
  assert_verdict (report, "tray", "warning");
  g_assert_null (strstr (run.output, "Jane"));
  g_assert_null (strstr (run.output, g_get_home_dir ()));
  g_assert_cmpint (plim_test_run (&run, NULL, "doctor", NULL), ==, PLIM_EXIT_OK);
  plim_test_assert_contains (run.output, "AppIndicator");
  g_assert_cmpint (plim_test_run (&run, NULL, "remove", "--yes", "Jane", NULL), ==, PLIM_EXIT_OK);
  g_assert_cmpint (plim_test_run (&run, NULL, "quit", NULL), ==, PLIM_EXIT_OK);
}

/* What is kept cannot be written: a file stands where the folder should be. */
static void
test_a_problem_is_told_with_what_to_do (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "plimsoll", NULL);
  g_autofree char *elsewhere = g_strconcat (folder, ".away", NULL);
  g_auto (PlimTestRun) run = { 0 };
  g_autoptr (JsonObject) report = NULL;
  GError *error = NULL;

  g_assert_cmpint (g_rename (folder, elsewhere), ==, 0);
  g_file_set_contents (folder, "in the way", -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (plim_test_run (&run, NULL, "doctor", "--json", NULL), ==, PLIM_EXIT_PROBLEM);
  report = parse (run.output);
  assert_verdict (report, "database", "problem");
  g_assert_cmpint (plim_test_run (&run, NULL, "quit", NULL), ==, PLIM_EXIT_OK);
  g_assert_cmpint (g_remove (folder), ==, 0);
  g_assert_cmpint (g_rename (elsewhere, folder), ==, 0);
}

static void
test_without_a_bus_the_rest_is_told (void)
{
  g_autofree char *address = g_strdup (g_getenv ("DBUS_SESSION_BUS_ADDRESS"));
  g_auto (PlimTestRun) run = { 0 };
  g_autoptr (JsonObject) report = NULL;

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  g_assert_cmpint (plim_test_run (&run, NULL, "doctor", "--json", NULL), ==, PLIM_EXIT_PROBLEM);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
  report = parse (run.output);
  assert_verdict (report, "bus", "problem");
  assert_verdict (report, "clock", "ok");
  g_assert_null (find_check (report, "service"));
}

/* A command and doctor at once, as each waits for some seconds. */
static void
test_a_service_that_hangs_is_told_with_what_ends_it (void)
{
  g_auto (PlimTestRun) run = { 0 };
  g_autoptr (JsonObject) report = NULL;
  g_autofree char *cure = NULL;
  pid_t process;

  g_assert_cmpint (plim_test_run (&run, NULL, "accounts", NULL), ==, PLIM_EXIT_OK);
  process = plim_test_get_service_process ();
  cure = g_strdup_printf ("“kill -KILL %d”", (int) process);
  g_assert_cmpint (kill (process, SIGSTOP), ==, 0);
  g_assert_cmpint (plim_test_run_shell (&run, "\"$PLIMSOLL\" doctor --json & "
                                              "\"$PLIMSOLL\" refresh; status=$?; "
                                              "wait; exit $status"),
                   ==, PLIM_EXIT_NO_SERVICE);
  plim_test_assert_contains (run.errors, "has not answered for 10 seconds");
  plim_test_assert_contains (run.errors, cure);
  report = parse (run.output);
  assert_verdict (report, "bus", "ok");
  assert_verdict (report, "service", "problem");
  plim_test_assert_contains (plim_json_get_string (find_check (report, "service"), "advice"), cure);
  g_assert_cmpint (kill (process, SIGKILL), ==, 0);
  g_assert_cmpint (plim_test_run (&run, NULL, "accounts", NULL), ==, PLIM_EXIT_OK);
  g_assert_cmpint (plim_test_run (&run, NULL, "quit", NULL), ==, PLIM_EXIT_OK);
}

static const char sandbox_info[] = "[Application]\nname=io.github.plimsoll.Plimsoll\n"
                                   "[Context]\nsockets=x11;wayland;\n";

static JsonObject *
examine_sandbox (const char *info)
{
  g_autoptr (PlimCliFindings) findings = plim_cli_findings_new ();
  g_autoptr (GKeyFile) sandbox = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;

  g_key_file_load_from_data (sandbox, info, -1, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  plim_cli_sandbox_add_findings (findings, sandbox, NULL);
  json = plim_cli_findings_dup_json (findings);
  g_test_message ("%s", json);
  return parse (json);
}

static void
test_a_sandbox_tells_its_limits (void)
{
  g_autoptr (JsonObject) report = examine_sandbox (sandbox_info);
  JsonObject *sign_in = find_check (report, "sign-in-file");

  g_assert_nonnull (sign_in);
  plim_test_assert_contains (plim_json_get_string (sign_in, "advice"),
                             "flatpak override --user --filesystem=");
  plim_test_assert_contains (plim_json_get_string (sign_in, "advice"),
                             ":ro io.github.plimsoll.Plimsoll");
  assert_verdict (report, "host-files", "ok");
  assert_verdict (report, "presence", "ok");
  assert_verdict (report, "battery", "ok");
  g_assert_null (find_check (report, "autostart"));
}

static void
test_what_a_sandbox_is_allowed_is_no_limit (void)
{
  g_autofree char *info = g_strconcat (sandbox_info,
                                       "filesystems=~/.codex:ro;home:ro;\n[System Bus Policy]\n"
                                       "org.freedesktop.login1=talk\norg.freedesktop.UPower=talk\n",
                                       NULL);
  g_autoptr (JsonObject) report = examine_sandbox (info);

  g_assert_null (find_check (report, "sign-in-file"));
  g_assert_null (find_check (report, "presence"));
  g_assert_null (find_check (report, "battery"));
  g_assert_cmpstr (plim_json_get_string (find_check (report, "host-files"), "text"), ==,
                   "~/.codex:ro, home:ro");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  g_test_add_func ("/cli/doctor/findings-are-lines-and-json", test_findings_are_lines_and_json);
  g_test_add_func ("/cli/doctor/a-sound-desktop-is-told-so", test_a_sound_desktop_is_told_so);
  g_test_add_func ("/cli/doctor/a-problem-is-told-with-what-to-do",
                   test_a_problem_is_told_with_what_to_do);
  g_test_add_func ("/cli/doctor/a-service-that-hangs-is-told-with-what-ends-it",
                   test_a_service_that_hangs_is_told_with_what_ends_it);
  g_test_add_func ("/cli/doctor/without-a-bus-the-rest-is-told",
                   test_without_a_bus_the_rest_is_told);
  g_test_add_func ("/cli/doctor/a-sandbox-tells-its-limits", test_a_sandbox_tells_its_limits);
  g_test_add_func ("/cli/doctor/what-a-sandbox-is-allowed-is-no-limit",
                   test_what_a_sandbox_is_allowed_is_no_limit);
  return g_test_run ();
}
