/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `plimsoll hooks`. */
#include "plim-bus-codec.h"
#include "plim-cli-address.h"
#include "plim-cli-command.h"
#include "plim-cli-service.h"
#include "plim-cli-settings.h"
#include "plim-cli-text.h"
#include "plim-event.h"
#include "plim-settings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_ARGUMENTS 100

static const char *const events[] = { PLIM_EVENT_NAMES, NULL };

static gboolean
fail_usage (GError **error, const char *sentence)
{
  g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE, sentence);
  return FALSE;
}

static gboolean
list (GSettings *settings, GError **error)
{
  g_auto (GStrv) argv = g_settings_get_strv (settings, PLIM_SETTINGS_HOOK_COMMAND);
  g_auto (GStrv) chosen = g_settings_get_strv (settings, PLIM_SETTINGS_HOOK_EVENTS);
  gboolean is_posting = g_settings_get_boolean (settings, PLIM_SETTINGS_HOOK_POST);
  g_autoptr (PlimTable) table = plim_table_new (2);
  g_autofree char *command = g_strjoinv (" ", argv);
  g_autofree char *names = g_strjoinv (", ", chosen);
  g_autofree char *printable = plim_text_dup_printable (command);
  g_autofree char *text = NULL;

  plim_table_add_cell (table, _ ("command"), PLIM_INK_FAINT);
  plim_table_add_cell (table, printable[0] != '\0' ? printable : "–", PLIM_INK_PLAIN);
  plim_table_add_cell (table, _ ("address"), PLIM_INK_FAINT);
  /* Translators: an address is set, which is not shown */
  plim_table_add_cell (table, is_posting ? _ ("in the keyring") : "–", PLIM_INK_PLAIN);
  plim_table_add_cell (table, _ ("events"), PLIM_INK_FAINT);
  plim_table_add_cell (table, names[0] != '\0' ? names : "–", PLIM_INK_PLAIN);
  text = plim_table_to_string (table, plim_text_has_colour ());
  g_print ("%s", text);
  return TRUE;
}

/* Not refused: the service may look in other folders than this shell. */
static void
warn_missing (const char *program)
{
  g_autofree char *path = g_find_program_in_path (program);

  if (path == NULL)
    /* Translators: %s is a program */
    g_printerr (_ ("plimsoll: “%s” is not there or may not be run. It is set all the same; "
                   "“plimsoll hooks test” tries it.\n"),
                program);
}

static gboolean
set_command (GSettings *settings, char **argv, GError **error)
{
  g_autofree char *absolute = NULL;

  if (argv[0] == NULL)
    return fail_usage (error, _ ("Give the command: plimsoll hooks set -- COMMAND [ARG…]"));
  /* The service is in another folder. */
  if (strchr (argv[0], '/') != NULL)
    argv[0] = absolute = g_canonicalize_filename (argv[0], NULL);
  warn_missing (argv[0]);
  return plim_cli_settings_set (settings, PLIM_SETTINGS_HOOK_COMMAND,
                                g_variant_new_strv ((const char *const *) argv, -1), error);
}

static gboolean
set_address (GSettings *settings, char **rest, GError **error)
{
  if (!plim_cli_address_read (PLIM_POST_HOOKS, _ ("Plimsoll: address for events"), rest, error))
    return FALSE;
  return plim_cli_settings_set (settings, PLIM_SETTINGS_HOOK_POST, g_variant_new_boolean (TRUE),
                                error);
}

static gboolean
set_events (GSettings *settings, char **names, GError **error)
{
  for (guint i = 0; names[i] != NULL; i++) {
    g_autofree char *sentence = NULL;

    if (g_strv_contains (events, names[i]))
      continue;
    /* Translators: %s is what the user typed */
    sentence = g_strdup_printf (_ ("There is no event “%s”."), names[i]);
    plim_cli_set_none_of (error, sentence, names[i], events);
    return FALSE;
  }
  if (names[0] == NULL) {
    g_autofree char *all = g_strjoinv (", ", (char **) events);
    /* Translators: %s is a list of names, which are not translated */
    g_autofree char *sentence = g_strdup_printf (_ ("Give the events: %s."), all);

    return fail_usage (error, sentence);
  }
  return plim_cli_settings_set (settings, PLIM_SETTINGS_HOOK_EVENTS,
                                g_variant_new_strv ((const char *const *) names, -1), error);
}

static gboolean
turn_off (GSettings *settings, GError **error)
{
  g_settings_reset (settings, PLIM_SETTINGS_HOOK_COMMAND);
  g_settings_reset (settings, PLIM_SETTINGS_HOOK_POST);
  g_settings_sync ();
  return plim_cli_address_clear (PLIM_POST_HOOKS, error);
}

static gboolean
test (GError **error)
{
  g_autoptr (PlimCliService) service = plim_cli_service_open (TRUE, error);
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) failure = NULL;

  if (service == NULL)
    return FALSE;
  reply = plim_cli_service_call (service, "TestHooks", NULL, &failure);
  if (reply != NULL)
    return TRUE;
  if (g_error_matches (failure, PLIM_BUS_ERROR, PLIM_BUS_ERROR_NOT_FOUND))
    return fail_usage (error, _ ("No hook is set: “plimsoll hooks set” sets a command, “plimsoll "
                                 "hooks set-url” an address."));
  if (g_error_matches (failure, PLIM_BUS_ERROR, PLIM_BUS_ERROR_FAILED)) {
    g_dbus_error_strip_remote_error (failure);
    /* Translators: %s is a reason in technical English */
    g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_PROBLEM, _ ("The hook failed: %s."),
                 failure->message);
  } else {
    g_propagate_error (error, g_steal_pointer (&failure));
  }
  return FALSE;
}

static gboolean
run_word (GSettings *settings, const char *word, char **rest, GError **error)
{
  static const char *const words[] = { "list", "set", "set-url", "events", "test", "off", NULL };
  /* Translators: %s is what the user typed */
  g_autofree char *sentence = g_strdup_printf (_ ("hooks has no command “%s”."), word);

  if (g_str_equal (word, "list"))
    return list (settings, error);
  if (g_str_equal (word, "set"))
    return set_command (settings, rest, error);
  if (g_str_equal (word, "set-url"))
    return set_address (settings, rest, error);
  if (g_str_equal (word, "events"))
    return set_events (settings, rest, error);
  if (g_str_equal (word, "test"))
    return test (error);
  if (g_str_equal (word, "off"))
    return turn_off (settings, error);
  plim_cli_set_none_of (error, sentence, word, words);
  return FALSE;
}

static int
run_hooks (int argc, char **argv, GError **error)
{
  g_autoptr (GSettings) settings = NULL;
  gboolean is_done;

  if (!plim_command_parse (&plim_command_hooks, NULL, 0, MAX_ARGUMENTS, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  settings = plim_cli_settings_open (error);
  if (settings == NULL)
    return PLIM_EXIT_PROBLEM;
  /* What stands between "set" and the command. */
  if (argc > 2 && g_str_equal (argv[2], "--")) {
    argv[2] = argv[1];
    argv++;
    argc--;
  }
  is_done =
      run_word (settings, argc > 1 ? argv[1] : "list", argc > 2 ? argv + 2 : argv + argc, error);
  g_settings_sync ();
  return is_done ? PLIM_EXIT_OK : PLIM_EXIT_PROBLEM;
}

const PlimCommand plim_command_hooks = {
  .name = "hooks",
  .arguments = N_ ("[list | set -- COMMAND [ARG…] | set-url | events EVENT… | test | off]"),
  .summary = N_ ("Run a command, or post to an address, when something happens"),
  .details = N_ ("Events are threshold, projected, reset, sign-in-expired, collector-stopped and "
                 "incident. The command is run without a shell, for at most 30 seconds, with what "
                 "happened in its environment; the manual, plimsoll(1), lists it. The address is a "
                 "secret: it is asked for, or read from standard input, and kept in the keyring."),
  .run = run_hooks,
};
