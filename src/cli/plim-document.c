/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `plimsoll-document bash|zsh|fish` writes a completion, `plimsoll-document TEMPLATE` the manual;
 * only for the build. */
#include "plim-document.h"

#include "plim-cli-template.h"

#include <stdio.h>
#include <string.h>

static void
free_option (gpointer data)
{
  PlimDocumentOption *option = data;

  g_free (option->name);
  g_free (option->short_name);
  g_free (option->argument);
  g_free (option->description);
  g_free (option);
}

GPtrArray *
plim_document_get_options (const PlimCommand *command)
{
  char *argv[] = { (char *) command->name, (char *) "--describe-options", NULL };
  GPtrArray *options = g_ptr_array_new_with_free_func (free_option);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  command->run (2, argv, &error);
  /* A command that does anything else does not parse its options first. */
  g_assert_error (error, PLIM_CLI_ERROR, PLIM_EXIT_OK);
  lines = g_strsplit (error->message, "\n", -1);
  for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++) {
    g_auto (GStrv) cells = g_strsplit (lines[i], "\t", 4);
    PlimDocumentOption *option = g_new0 (PlimDocumentOption, 1);

    option->name = g_strdup (cells[0]);
    option->short_name = g_strdup (cells[1]);
    option->argument = g_strdup (cells[2]);
    option->description = g_strdup (cells[3]);
    g_ptr_array_add (options, option);
  }
  return options;
}

/* The usage line's words: brackets and bars are none. */
static GStrv
split_usage (const PlimCommand *command)
{
  return g_strsplit_set (command->arguments != NULL ? command->arguments : "", " []|=", -1);
}

GStrv
plim_document_get_words (const PlimCommand *command)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = split_usage (command);

  for (guint i = 0; words[i] != NULL; i++) {
    if (g_ascii_islower (words[i][0]))
      g_strv_builder_add (builder, words[i]);
  }
  return g_strv_builder_end (builder);
}

gboolean
plim_document_takes (const PlimCommand *command, const char *word)
{
  g_auto (GStrv) words = split_usage (command);
  g_autofree char *several = g_strconcat (word, "…", NULL);

  return g_strv_contains ((const char *const *) words, word) ||
         g_strv_contains ((const char *const *) words, several);
}

/* The manual. */

/* (transfer full): @text as roff has it: no escapes, hyphens that can be copied, no macro. */
static char *
dup_roff (const char *text)
{
  GString *roff = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '\\')
      g_string_append (roff, "\\e");
    else if (*p == '-')
      g_string_append (roff, "\\-");
    else if (*p == '\n')
      g_string_append_c (roff, ' ');
    else if (p == text && (*p == '.' || *p == '\''))
      g_string_append_printf (roff, "\\&%c", *p);
    else
      g_string_append_c (roff, *p);
  }
  return g_string_free (roff, FALSE);
}

static void
add_option (GString *page, const PlimDocumentOption *option)
{
  g_autofree char *name = dup_roff (option->name);
  g_autofree char *argument = dup_roff (option->argument);
  g_autofree char *description = dup_roff (option->description);

  g_string_append (page, ".TP\n\\fB");
  if (option->short_name[0] != '\0')
    g_string_append_printf (page, "\\-%s\\fR, \\fB", option->short_name);
  g_string_append_printf (page, "\\-\\-%s\\fR", name);
  if (argument[0] != '\0')
    g_string_append_printf (page, " \\fI%s\\fR", argument);
  g_string_append_printf (page, "\n%s\n", description);
}

static char *
dup_commands (void)
{
  GString *page = g_string_new (NULL);

  for (const PlimCommand *const *each = plim_cli_get_commands (); *each != NULL; each++) {
    g_autoptr (GPtrArray) options = plim_document_get_options (*each);
    g_autofree char *name = dup_roff ((*each)->name);
    g_autofree char *arguments = dup_roff ((*each)->arguments != NULL ? (*each)->arguments : "");
    g_autofree char *summary = dup_roff ((*each)->summary);
    g_autofree char *details = dup_roff ((*each)->details != NULL ? (*each)->details : "");

    g_string_append_printf (page, ".SS \"plimsoll %s%s%s\"\n%s.\n", name,
                            arguments[0] != '\0' ? " " : "", arguments, summary);
    if (details[0] != '\0')
      g_string_append_printf (page, "%s\n", details);
    for (guint i = 0; i < options->len; i++)
      add_option (page, g_ptr_array_index (options, i));
  }
  return g_string_free (page, FALSE);
}

static char *
dup_placeholders (void)
{
  GString *page = g_string_new (NULL);

  for (guint i = 0; plim_cli_placeholders[i].name != NULL; i++) {
    g_autofree char *meaning = dup_roff (plim_cli_placeholders[i].meaning);

    g_string_append_printf (page, ".TP\n.B {%s}\n%s\n", plim_cli_placeholders[i].name, meaning);
  }
  return g_string_free (page, FALSE);
}

static int
write_manual (const char *path)
{
  g_autofree char *commands = dup_commands ();
  g_autofree char *placeholders = dup_placeholders ();
  g_autoptr (GString) page = NULL;
  g_autofree char *template = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_file_get_contents (path, &template, NULL, &error)) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  page = g_string_new (template);
  g_string_replace (page, "@VERSION@", PLIM_VERSION, 0);
  g_string_replace (page, "@COMMANDS@\n", commands, 1);
  g_string_replace (page, "@PLACEHOLDERS@\n", placeholders, 1);
  fputs (page->str, stdout);
  return 0;
}

int
main (int argc, char **argv)
{
  static const char *const shells[] = { "bash", "zsh", "fish", NULL };
  g_autofree char *script = NULL;

  if (argc != 2)
    return 2;
  if (!g_strv_contains (shells, argv[1]))
    return write_manual (argv[1]);
  script = plim_document_dup_completion (argv[1]);
  fputs (script, stdout);
  return 0;
}
