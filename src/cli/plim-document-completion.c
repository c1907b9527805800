/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-document.h"

#include <string.h>

/* What stands for a name: where its candidates come from. */
static const char *
get_source (const PlimCommand *command)
{
  if (plim_document_takes (command, "ACCOUNT"))
    return "accounts";
  return plim_document_takes (command, "PROVIDER") ? "providers" : NULL;
}

/* Between single quotes, in each of the three. */
static char *
dup_quoted (const char *text, gboolean is_fish)
{
  g_auto (GStrv) parts = g_strsplit (text, "'", -1);
  g_autofree char *joined = g_strjoinv (is_fish ? "\\'" : "'\\''", parts);

  return g_strdup_printf ("'%s'", joined);
}

/* bash: candidates are the lines of a text. */

static void
add_bash_words (GString *script, const PlimCommand *command)
{
  g_auto (GStrv) words = plim_document_get_words (command);
  const char *source = get_source (command);
  g_autofree char *joined = g_strjoinv ("\n", words);

  if (plim_document_takes (command, "FILE")) {
    g_string_append (script, "      *)\n"
                             "        compopt -o filenames 2>/dev/null\n"
                             "        COMPREPLY=($(compgen -f -- \"$word\"))\n"
                             "        return\n"
                             "        ;;\n");
    return;
  }
  g_string_append_printf (script, "      *) candidates='%s'", joined);
  if (source != NULL)
    g_string_append_printf (script, "$'\\n'$(\"$1\" --complete %s 2>/dev/null)", source);
  g_string_append (script, " ;;\n");
}

static void
add_bash_command (GString *script, const PlimCommand *command)
{
  g_autoptr (GPtrArray) options = plim_document_get_options (command);

  g_string_append_printf (script,
                          "    %s)\n"
                          "      case $word in\n"
                          "      -*) candidates='--help",
                          command->name);
  for (guint i = 0; i < options->len; i++)
    g_string_append_printf (script, "\n--%s",
                            ((PlimDocumentOption *) g_ptr_array_index (options, i))->name);
  g_string_append (script, "' ;;\n");
  add_bash_words (script, command);
  g_string_append (script, "      esac\n"
                           "      ;;\n");
}

static char *
dup_bash (void)
{
  const PlimCommand *const *commands = plim_cli_get_commands ();
  GString *script = g_string_new ("# bash completion for plimsoll, made from its commands\n"
                                  "_plimsoll ()\n"
                                  "{\n"
                                  "  local word=$2 candidates='' candidate IFS=$'\\n'\n"
                                  "  COMPREPLY=()\n"
                                  "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                                  "    candidates='--background\n--help\n--version");

  for (guint i = 0; commands[i] != NULL; i++)
    g_string_append_printf (script, "\n%s", commands[i]->name);
  g_string_append (script, "'\n"
                           "  else\n"
                           "    case ${COMP_WORDS[1]} in\n");
  for (guint i = 0; commands[i] != NULL; i++)
    add_bash_command (script, commands[i]);
  g_string_append (script, "    esac\n"
                           "  fi\n"
                           "  for candidate in $candidates; do\n"
                           "    if [ \"${candidate#\"$word\"}\" != \"$candidate\" ] || "
                           "[ -z \"$word\" ]; then\n"
                           "      COMPREPLY+=(\"$(printf %q \"$candidate\")\")\n"
                           "    fi\n"
                           "  done\n"
                           "}\n"
                           "complete -F _plimsoll plimsoll\n");
  return g_string_free (script, FALSE);
}

/* zsh. */

/* In an array for _describe, where a colon ends the name. */
static void
add_zsh_item (GString *script, const char *name, const char *description)
{
  g_autofree char *item = g_strdup_printf ("%s:%s", name, description);
  g_autofree char *quoted = dup_quoted (item, FALSE);

  g_string_append_printf (script, " %s", quoted);
}

static void
add_zsh_command (GString *script, const PlimCommand *command)
{
  g_autoptr (GPtrArray) options = plim_document_get_options (command);
  g_auto (GStrv) words = plim_document_get_words (command);
  const char *source = get_source (command);
  g_autofree char *joined = g_strjoinv (" ", words);

  g_string_append_printf (script,
                          "  %s)\n"
                          "    if [[ $PREFIX == -* ]]; then\n"
                          "      items=('--help:Show help'",
                          command->name);
  for (guint i = 0; i < options->len; i++) {
    const PlimDocumentOption *option = g_ptr_array_index (options, i);
    g_autofree char *name = g_strconcat ("--", option->name, NULL);

    add_zsh_item (script, name, option->description);
  }
  g_string_append (script, ")\n"
                           "      _describe option items\n"
                           "    else\n");
  g_string_append_printf (script, "      items=(%s)\n", joined);
  if (source != NULL)
    g_string_append_printf (script,
                            "      items+=(${(f)\"$(_call_program names plimsoll --complete %s "
                            "2>/dev/null)\"})\n",
                            source);
  g_string_append (script, plim_document_takes (command, "FILE") ? "      _files\n"
                                                                 : "      compadd -a items\n");
  g_string_append (script, "    fi\n"
                           "    ;;\n");
}

static char *
dup_zsh (void)
{
  const PlimCommand *const *commands = plim_cli_get_commands ();
  GString *script = g_string_new ("#compdef plimsoll\n"
                                  "# zsh completion for plimsoll, made from its commands\n"
                                  "local -a items\n"
                                  "if (( CURRENT == 2 )); then\n"
                                  "  items=(--background --help --version");

  for (guint i = 0; commands[i] != NULL; i++)
    add_zsh_item (script, commands[i]->name, commands[i]->summary);
  g_string_append (script, ")\n"
                           "  _describe command items\n"
                           "  return\n"
                           "fi\n"
                           "case $words[2] in\n");
  for (guint i = 0; commands[i] != NULL; i++)
    add_zsh_command (script, commands[i]);
  g_string_append (script, "esac\n");
  return g_string_free (script, FALSE);
}

/* fish. */

static void
add_fish_command (GString *script, const PlimCommand *command)
{
  g_autoptr (GPtrArray) options = plim_document_get_options (command);
  g_auto (GStrv) words = plim_document_get_words (command);
  g_autofree char *begin =
      g_strdup_printf ("complete -c plimsoll -n '__fish_seen_subcommand_from %s'", command->name);
  g_autofree char *joined = g_strjoinv (" ", words);
  const char *source = get_source (command);

  for (guint i = 0; i < options->len; i++) {
    const PlimDocumentOption *option = g_ptr_array_index (options, i);
    g_autofree char *description = dup_quoted (option->description, TRUE);

    g_string_append_printf (script, "%s -l %s", begin, option->name);
    if (option->short_name[0] != '\0')
      g_string_append_printf (script, " -s %s", option->short_name);
    g_string_append_printf (script, "%s -d %s\n", option->argument[0] != '\0' ? " -x" : "",
                            description);
  }
  if (joined[0] != '\0')
    g_string_append_printf (script, "%s -a '%s'\n", begin, joined);
  if (source != NULL)
    g_string_append_printf (script, "%s -a '(plimsoll --complete %s 2>/dev/null)'\n", begin,
                            source);
  if (plim_document_takes (command, "FILE"))
    g_string_append_printf (script, "%s -F\n", begin);
}

static char *
dup_fish (void)
{
  const PlimCommand *const *commands = plim_cli_get_commands ();
  GString *script = g_string_new ("# fish completion for plimsoll, made from its commands\n"
                                  "complete -c plimsoll -f\n"
                                  "complete -c plimsoll -l help -d 'Show help'\n");

  for (guint i = 0; commands[i] != NULL; i++) {
    g_autofree char *summary = dup_quoted (commands[i]->summary, TRUE);

    g_string_append_printf (script, "complete -c plimsoll -n __fish_use_subcommand -a %s -d %s\n",
                            commands[i]->name, summary);
  }
  for (guint i = 0; commands[i] != NULL; i++)
    add_fish_command (script, commands[i]);
  return g_string_free (script, FALSE);
}

char *
plim_document_dup_completion (const char *shell)
{
  if (g_str_equal (shell, "bash"))
    return dup_bash ();
  return g_str_equal (shell, "zsh") ? dup_zsh () : dup_fish ();
}
