/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Privacy mode on the command line: what is shown to somebody who looks over a shoulder. */
#include "plim-cli.h"
#include "plim-settings.h"
#include "plim-test-program.h"
#include "plim-test-wait.h"

#include <string.h>

#define LABEL "sam@example.com"

static void
set_privacy (gboolean is_on)
{
  g_autoptr (GSettings) settings = g_settings_new (PLIM_SETTINGS_SCHEMA);

  g_settings_set_boolean (settings, PLIM_SETTINGS_PRIVACY, is_on);
  g_settings_sync ();
}

static void
assert_hidden (const char *command)
{
  g_auto (PlimTestRun) run = { 0 };
  g_autofree char *line = g_strconcat ("\"$PLIMSOLL\" ", command, NULL);

  plim_test_run_shell (&run, line);
  if (strstr (run.output, LABEL) != NULL || strstr (run.errors, LABEL) != NULL)
    g_error ("“%s” shows the name: %s%s", command, run.output, run.errors);
}

static void
test_no_command_shows_a_name (void)
{
  static const char *const commands[] = {
    "status",
    "status --json",
    "status --waybar",
    "status --format '{label} {summary} {problem}'",
    "accounts",
    "accounts --json",
    "show " LABEL,
    "history " LABEL,
    "history " LABEL " --csv",
    "refresh",
    "refresh " LABEL,
    "inspect " LABEL,
    "forward accounts " LABEL,
    "forward",
    "collectors",
    "collectors --json",
    "doctor",
    "log",
    "--complete accounts",
  };
  g_auto (PlimTestRun) run = { 0 };

  plim_test_run (&run, NULL, "add", "demo", "--label", LABEL, NULL);
  plim_test_run (&run, NULL, "refresh", NULL);
  plim_test_assert_contains (run.output, LABEL);
  plim_test_run (&run, NULL, "quit", NULL);
  set_privacy (TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    assert_hidden (commands[i]);
  set_privacy (FALSE);
  g_assert_cmpint (plim_test_run (&run, NULL, "quit", NULL), ==, PLIM_EXIT_OK);
}

int
main (int argc, char **argv)
{
  /* Preferences that reach other processes; the folders are private. */
  g_setenv ("GSETTINGS_BACKEND", "keyfile", TRUE);
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  g_test_add_func ("/cli/privacy/no-command-shows-a-name", test_no_command_shows_a_name);
  return g_test_run ();
}
