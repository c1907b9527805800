/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `plimsoll providers`: which there are, and what one of them needs. */
#include "plim-cli-provider.h"
#include "plim-cli-text.h"
#include "plim-cli-command.h"
#include "plim-providers.h"
#include "plim-sign-in-file.h"

#include <glib/gi18n-lib.h>

static const char *
translate (const char *text)
{
  return text != NULL && text[0] != '\0' ? g_dgettext (GETTEXT_PACKAGE, text) : "";
}

/* Whether they are there, and no more: they are opened only for an account that may. */
static void
print_found (const PlimProvider *provider)
{
  g_autoptr (GPtrArray) files = plim_sign_in_file_find_all ();
  g_autoptr (PlimTable) table = plim_table_new (3);
  g_autofree char *text = NULL;
  guint n_found = 0;

  for (guint i = 0; i < files->len; i++) {
    const PlimSignInFile *file = g_ptr_array_index (files, i);

    if (provider != NULL && file->provider != provider)
      continue;
    plim_table_take_cell (table, g_strdup_printf ("plimsoll add %s --use-file", file->provider->id),
                          PLIM_INK_HEADING);
    plim_table_add_cell (table, file->field->file->program, PLIM_INK_PLAIN);
    plim_table_take_cell (table, plim_text_dup_printable (file->path), PLIM_INK_PLAIN);
    n_found++;
  }
  if (n_found == 0)
    return;
  text = plim_table_to_string (table, plim_text_has_colour ());
  g_print ("\n%s\n%s", _ ("Sign-ins of other programs on this computer:"), text);
}

static void
print_all (void)
{
  g_autoptr (PlimTable) table = plim_table_new (3);
  g_autofree char *text = NULL;

  for (const PlimProvider *const *all = plim_providers_get_all (); *all != NULL; all++) {
    plim_table_add_cell (table, (*all)->id, PLIM_INK_HEADING);
    plim_table_add_cell (table, (*all)->name, PLIM_INK_PLAIN);
    plim_table_add_cell (table, translate ((*all)->summary), PLIM_INK_PLAIN);
  }
  text = plim_table_to_string (table, plim_text_has_colour ());
  g_print ("%s", text);
  print_found (NULL);
}

/* What may be written behind the "=". */
static char *
dup_values (const PlimField *field)
{
  g_autoptr (GString) values = g_string_new (NULL);

  switch (field->kind) {
  case PLIM_FIELD_BOOLEAN:
    return g_strdup ("true|false");
  case PLIM_FIELD_NUMBER:
    return g_strdup (C_ ("setting", "NUMBER"));
  case PLIM_FIELD_FILE:
    return g_strdup (C_ ("setting", "PATH"));
  case PLIM_FIELD_CHOICE:
    for (const PlimFieldChoice *choice = field->choices; choice->id != NULL; choice++)
      g_string_append_printf (values, "%s%s", values->len > 0 ? "|" : "", choice->id);
    return g_string_free (g_steal_pointer (&values), FALSE);
  case PLIM_FIELD_SECRET:
  case PLIM_FIELD_TEXT:
  default:
    return g_strdup (C_ ("setting", "TEXT"));
  }
}

static void
add_field (PlimTable *table, const PlimField *field)
{
  g_autofree char *values = dup_values (field);

  if (field->kind == PLIM_FIELD_SECRET)
    plim_table_add_cell (table, C_ ("field", "secret"), PLIM_INK_HEADING);
  else
    plim_table_take_cell (table, g_strdup_printf ("--set %s=%s", field->id, values),
                          PLIM_INK_HEADING);
  plim_table_add_cell (table, translate (field->label), PLIM_INK_PLAIN);
  plim_table_add_cell (table, field->is_required ? C_ ("field", "required") : "", PLIM_INK_PLAIN);
  plim_table_add_cell (table, translate (field->hint), PLIM_INK_FAINT);
}

/* Where the sandbox hides another program's folder. */
static void
print_permission (const PlimProvider *provider)
{
  const PlimField *field = plim_cli_provider_find_file_field (provider);
  g_autofree char *permission = field != NULL ? plim_cli_provider_dup_permission (field) : NULL;

  if (permission == NULL)
    return;
  g_print ("\n");
  /* Translators: the first %s is a program, the second a command */
  g_print (_ ("The sandbox does not show the sign-in of %s. To allow it: %s\n"),
           field->file->program, permission);
}

static void
print_one (const PlimProvider *provider)
{
  g_autoptr (PlimTable) table = plim_table_new (4);
  g_autofree char *text = NULL;

  g_print ("%s – %s\n", provider->name, translate (provider->summary));
  for (guint i = 0; provider->steps != NULL && provider->steps[i] != NULL; i++)
    g_print ("  %u. %s\n", i + 1, translate (provider->steps[i]));
  g_print ("\nplimsoll add %s\n", provider->id);
  for (const PlimField *field = provider->fields; field != NULL && field->id != NULL; field++)
    add_field (table, field);
  text = plim_table_to_string (table, plim_text_has_colour ());
  g_print ("%s", text);
  print_found (provider);
  print_permission (provider);
}

static int
run_providers (int argc, char **argv, GError **error)
{
  const PlimProvider *provider;

  if (!plim_command_parse (&plim_command_providers, NULL, 0, 1, &argc, &argv, error))
    return PLIM_EXIT_USAGE;
  if (argc < 2) {
    print_all ();
    return PLIM_EXIT_OK;
  }
  provider = plim_cli_provider_find (argv[1], error);
  if (provider == NULL)
    return PLIM_EXIT_USAGE;
  print_one (provider);
  return PLIM_EXIT_OK;
}

const PlimCommand plim_command_providers = {
  .name = "providers",
  .arguments = N_ ("[PROVIDER]"),
  .summary = N_ ("List the providers, or tell what one needs"),
  .run = run_providers,
};
