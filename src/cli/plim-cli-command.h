/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-cli.h"

G_BEGIN_DECLS

/**
 * PLIM_CLI_ERROR:
 *
 * Why a command ended. The codes are the values of #PlimExit; the message is a translated sentence
 * for the person at the terminal.
 */
#define PLIM_CLI_ERROR (plim_cli_error_quark ())
GQuark plim_cli_error_quark (void);

/**
 * PlimCommand:
 * @name: what is typed, never translated
 * @arguments: (nullable): msgid: what follows the name, as in a usage line
 * @summary: msgid: one line for the list of commands
 * @details: (nullable): msgid: more of it for its own help
 * @takes_files: whether names of files are among its arguments; all others must be UTF-8
 * @run: does it; @argv[0] is the command's name. Returns a #PlimExit; what it returns with an error
 *   counts for nothing, see plim_cli_get_exit()
 *
 * A command of `plimsoll`.
 */
typedef struct {
  const char *name;
  const char *arguments;
  const char *summary;
  const char *details;
  gboolean takes_files;
  int (*run) (int argc, char **argv, GError **error);
} PlimCommand;

extern const PlimCommand plim_command_accounts;
extern const PlimCommand plim_command_add;
extern const PlimCommand plim_command_collectors;
extern const PlimCommand plim_command_disable;
extern const PlimCommand plim_command_doctor;
extern const PlimCommand plim_command_edit;
extern const PlimCommand plim_command_enable;
extern const PlimCommand plim_command_export;
extern const PlimCommand plim_command_forward;
extern const PlimCommand plim_command_history;
extern const PlimCommand plim_command_hooks;
extern const PlimCommand plim_command_import;
extern const PlimCommand plim_command_inspect;
extern const PlimCommand plim_command_log;
extern const PlimCommand plim_command_move;
extern const PlimCommand plim_command_providers;
extern const PlimCommand plim_command_quit;
extern const PlimCommand plim_command_refresh;
extern const PlimCommand plim_command_remove;
extern const PlimCommand plim_command_replay;
extern const PlimCommand plim_command_show;
extern const PlimCommand plim_command_sign_in;
extern const PlimCommand plim_command_status;
extern const PlimCommand plim_command_token;
extern const PlimCommand plim_command_unlock;

/** plim_cli_get_commands: (array zero-terminated=1): all, in the order of the help */
const PlimCommand *const *plim_cli_get_commands (void);

/**
 * plim_command_parse:
 * @options: (nullable): ended by a name of %NULL
 * @n_arguments: how many arguments must be left
 * @n_optional: how many more may be
 *
 * Parses @argv in place: afterwards @argv[1] is the first argument. `--help` prints the command's
 * help and ends the process. `--describe-options` alone, which only the build uses, makes the
 * options the message of an error whose code is %PLIM_EXIT_OK: a line each with name, letter,
 * argument and description between tabs.
 *
 * Returns: whether all was understood
 */
gboolean plim_command_parse (const PlimCommand *self,
                             const GOptionEntry *options,
                             int n_arguments,
                             int n_optional,
                             int *argc,
                             char ***argv,
                             GError **error);

/** plim_cli_get_exit: which #PlimExit an error of any domain means. */
PlimExit plim_cli_get_exit (const GError *error);

/**
 * plim_cli_set_unknown:
 * @sentence: translated: what does not exist
 * @word: what was typed
 * @names: (array zero-terminated=1): what there is
 *
 * Sets a usage error that also names what may have been meant.
 */
void plim_cli_set_unknown (GError **error,
                           const char *sentence,
                           const char *word,
                           const char *const *names);

/** plim_cli_set_none_of: as plim_cli_set_unknown(), and where nothing is near it lists @names: for
 * what has no command of its own that lists it */
void plim_cli_set_none_of (GError **error,
                           const char *sentence,
                           const char *word,
                           const char *const *names);

G_END_DECLS
