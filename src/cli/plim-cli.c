/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli.h"

#include "plim-bus-codec.h"
#include "plim-cli-complete.h"
#include "plim-cli-keyring.h"
#include "plim-cli-output.h"
#include "plim-cli-text.h"
#include "plim-cli-command.h"
#include "plim-format.h"
#include "plim-nearest.h"
#include "plim-secrets.h"

#include <glib/gi18n-lib.h>
#include <malloc.h>

/* More names than these are a page, not a hint. */
#define MAX_LISTED 30

G_DEFINE_QUARK (plim_cli_error, plim_cli_error)

static const PlimCommand *const commands[] = {
  &plim_command_status,    &plim_command_accounts,
  &plim_command_show,      &plim_command_add,
  &plim_command_sign_in,   &plim_command_edit,
  &plim_command_move,      &plim_command_remove,
  &plim_command_enable,    &plim_command_disable,
  &plim_command_refresh,   &plim_command_inspect,
  &plim_command_providers, &plim_command_replay,
  &plim_command_history,   &plim_command_export,
  &plim_command_import,    &plim_command_hooks,
  &plim_command_forward,   &plim_command_doctor,
  &plim_command_log,       &plim_command_collectors,
  &plim_command_token,     &plim_command_unlock,
  &plim_command_quit,      NULL,
};

const PlimCommand *const *
plim_cli_get_commands (void)
{
  return commands;
}

static const PlimCommand *
find_command (const char *name)
{
  for (gsize i = 0; commands[i] != NULL; i++) {
    if (g_str_equal (commands[i]->name, name))
      return commands[i];
  }
  return NULL;
}

static int
print_help (void)
{
  g_autoptr (PlimTable) table = plim_table_new (2);
  g_autofree char *text = NULL;

  for (gsize i = 0; commands[i] != NULL; i++) {
    plim_table_add_cell (table, commands[i]->name, PLIM_INK_PLAIN);
    plim_table_add_cell (table, g_dgettext (GETTEXT_PACKAGE, commands[i]->summary), PLIM_INK_PLAIN);
  }
  text = plim_table_to_string (table, FALSE);
  g_print ("%s\n  plimsoll [--background]\n  plimsoll %s\n\n%s\n%s\n%s\n%s",
           /* Translators: a heading above command lines */
           _ ("Usage:"),
           /* Translators: stands for a command's name and what follows it */
           _ ("COMMAND [ARGUMENT…]"),
           _ ("Shows the usage limits of AI providers. Without a command it opens the window and "
              "starts the\nservice; with --background it only starts the service."),
           "", _ ("Commands:"), text);
  g_print ("\n%s\n%s\n",
           _ ("“plimsoll COMMAND --help” tells what goes with it. ACCOUNT is an account’s label, "
              "its id,\nor the beginning of its id."),
           _ ("Exit status: 0 all is well, 1 a problem, 2 wrong usage, 3 no service or session "
              "bus."));
  return PLIM_EXIT_OK;
}

static void
set_unknown_command (const char *name, GError **error)
{
  const char *names[G_N_ELEMENTS (commands)] = { NULL };
  /* Translators: %s is what the user typed */
  g_autofree char *sentence =
      g_strdup_printf (_ ("There is no command “%s”; “plimsoll --help” lists them."), name);

  for (gsize i = 0; commands[i] != NULL; i++)
    names[i] = commands[i]->name;
  plim_cli_set_unknown (error, sentence, name, names);
}

static void
set_no_arguments (const char *program, GError **error)
{
  g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
               /* Translators: %s is a command, such as "plimsoll quit" */
               _ ("%s takes no arguments."), program);
}

/* "help COMMAND" is what "COMMAND --help" is. */
static int
run_help (const char *name, GError **error)
{
  char *argv[] = { (char *) name, (char *) "--help", NULL };
  const PlimCommand *command = find_command (name);

  if (command != NULL)
    return command->run (2, argv, error);
  set_unknown_command (name, error);
  return PLIM_EXIT_USAGE;
}

/* What is no text can be neither shown nor sent over the bus. */
static gboolean
check_text (int argc, char **argv, GError **error)
{
  for (int i = 1; i < argc; i++) {
    if (g_utf8_validate (argv[i], -1, NULL))
      continue;
    g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                 /* Translators: %s is what the user typed */
                 _ ("“%s” is not UTF-8."), argv[i]);
    return FALSE;
  }
  return TRUE;
}

/* The service's own. */
static gboolean
is_start_option (const char *word)
{
  return g_str_equal (word, "--background") || g_str_equal (word, "--gapplication-service");
}

static int
run (int argc, char **argv, GError **error)
{
  const PlimCommand *command;

  if (argc < 2 || g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))
    return print_help ();
  if (g_str_equal (argv[1], "help"))
    return argc > 2 ? run_help (argv[2], error) : print_help ();
  if (g_str_equal (argv[1], "--version")) {
    g_print ("plimsoll %s\n", PLIM_VERSION);
    return PLIM_EXIT_OK;
  }
  /* For the completions only. */
  if (g_str_equal (argv[1], "--complete") && argc == 3)
    return plim_cli_complete (argv[2]);
  if (is_start_option (argv[1])) {
    g_autofree char *program = g_strconcat ("plimsoll ", argv[1], NULL);

    set_no_arguments (program, error);
    return PLIM_EXIT_USAGE;
  }
  command = find_command (argv[1]);
  if (command == NULL) {
    set_unknown_command (argv[1], error);
    return PLIM_EXIT_USAGE;
  }
  if (!command->takes_files && !check_text (argc, argv, error))
    return PLIM_EXIT_USAGE;
  return command->run (argc - 1, argv + 1, error);
}

/* The service is not there, or went away in the middle. */
static gboolean
is_lost_service (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_TIMEOUT) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_DISCONNECTED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

gboolean
plim_cli_is_command (int argc, char **argv)
{
  return argc > 2 || (argc == 2 && !is_start_option (argv[1]));
}

/* With the GNU C library GDBus's thread allocates from an arena of its own, which grows page by
 * page: 300 calls of the kernel to read the accounts. */
static void
share_arena (void)
{
#ifdef M_ARENA_MAX
  mallopt (M_ARENA_MAX, 1);
#endif
}

int
plim_cli_run (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *message = NULL;
  int status;

  share_arena ();
  status = run (argc, argv, &error);
  if (error == NULL && plim_cli_output_finish (&error))
    return status;
  g_dbus_error_strip_remote_error (error);
  sentence = error->domain == PLIM_SECRETS_ERROR ? plim_cli_keyring_dup_sentence (error) : NULL;
  message = plim_text_dup_printable (sentence != NULL ? sentence : error->message);
  if (is_lost_service (error))
    /* Translators: %s is a technical reason */
    g_printerr (_ ("plimsoll: The service does not answer: %s\n"), message);
  else
    g_printerr ("plimsoll: %s\n", message);
  return (int) plim_cli_get_exit (error);
}

PlimExit
plim_cli_get_exit (const GError *error)
{
  if (error->domain == PLIM_CLI_ERROR)
    return (PlimExit) error->code;
  if (error->domain == G_OPTION_ERROR ||
      g_error_matches (error, PLIM_BUS_ERROR, PLIM_BUS_ERROR_INVALID_ARGUMENT) ||
      g_error_matches (error, PLIM_BUS_ERROR, PLIM_BUS_ERROR_NOT_FOUND))
    return PLIM_EXIT_USAGE;
  return is_lost_service (error) ? PLIM_EXIT_NO_SERVICE : PLIM_EXIT_PROBLEM;
}

void
plim_cli_set_unknown (GError **error,
                      const char *sentence,
                      const char *word,
                      const char *const *names)
{
  g_autofree char *text = plim_nearest_dup_hint (sentence, word, names);

  g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE, text);
}

void
plim_cli_set_none_of (GError **error,
                      const char *sentence,
                      const char *word,
                      const char *const *names)
{
  g_auto (GStrv) nearest = plim_nearest_find (word, names);
  guint n_names = g_strv_length ((char **) names);
  g_autofree char *joined = NULL;
  g_autofree char *list = NULL;

  if (nearest[0] != NULL || n_names == 0 || n_names > MAX_LISTED) {
    plim_cli_set_unknown (error, sentence, word, names);
    return;
  }
  joined = plim_format_list (names);
  /* Translators: %s is a list of what could be typed */
  list = g_strdup_printf (_ ("There are: %s."), joined);
  g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
               /* Translators: two sentences: "There is no event “x”. There are: threshold, …" */
               C_ ("sentences", "%s %s"), sentence, list);
}

static void
set_description (const GOptionEntry *options, GError **error)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (const GOptionEntry *each = options; each != NULL && each->long_name != NULL; each++)
    g_string_append_printf (lines, "%s\t%.1s\t%s\t%s\n", each->long_name,
                            each->short_name != 0 ? &each->short_name : "",
                            each->arg_description != NULL ? each->arg_description : "",
                            each->description != NULL ? each->description : "");
  g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_OK, lines->str);
}

gboolean
plim_command_parse (const PlimCommand *self,
                    const GOptionEntry *options,
                    int n_arguments,
                    int n_optional,
                    int *argc,
                    char ***argv,
                    GError **error)
{
  g_autofree char *program = g_strconcat ("plimsoll ", self->name, NULL);
  g_autoptr (GOptionContext) context = g_option_context_new (
      self->arguments != NULL ? g_dgettext (GETTEXT_PACKAGE, self->arguments) : NULL);
  g_autoptr (GError) failure = NULL;

  if (*argc == 2 && g_str_equal ((*argv)[1], "--describe-options")) {
    set_description (options, error);
    return FALSE;
  }
  g_set_prgname (program);
  g_option_context_set_summary (context, g_dgettext (GETTEXT_PACKAGE, self->summary));
  if (self->details != NULL)
    g_option_context_set_description (context, g_dgettext (GETTEXT_PACKAGE, self->details));
  if (options != NULL)
    g_option_context_add_main_entries (context, options, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, &failure)) {
    g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                 /* Translators: what is wrong, then a command, such as "plimsoll status" */
                 _ ("%s. “%s --help” tells what goes with it."), failure->message, program);
    return FALSE;
  }
  /* A "--" stays where an argument after it looks like an option. */
  if (*argc > 1 && g_str_equal ((*argv)[1], "--")) {
    (*argv)++;
    (*argc)--;
  }
  if (*argc - 1 >= n_arguments && *argc - 1 <= n_arguments + n_optional)
    return TRUE;
  if (self->arguments != NULL)
    g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                 /* Translators: a command and its arguments, such as "plimsoll remove ACCOUNT" */
                 _ ("Use it as: %s %s"), program, g_dgettext (GETTEXT_PACKAGE, self->arguments));
  else
    set_no_arguments (program, error);
  return FALSE;
}
