/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli-provider.h"

#include "plim-cli-command.h"
#include "plim-providers.h"
#include "plim-sign-in-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const PlimProvider *
plim_cli_provider_find (const char *id, GError **error)
{
  const PlimProvider *provider = plim_providers_find (id);
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *sentence = NULL;

  if (provider != NULL)
    return provider;
  names = g_ptr_array_new ();
  for (const PlimProvider *const *all = plim_providers_get_all (); *all != NULL; all++)
    g_ptr_array_add (names, (gpointer) (*all)->id);
  g_ptr_array_add (names, NULL);
  /* Translators: %s is what the user typed; the command name stays as it is */
  sentence =
      g_strdup_printf (_ ("There is no provider “%s”; “plimsoll providers” lists them."), id);
  plim_cli_set_unknown (error, sentence, id, (const char *const *) names->pdata);
  return NULL;
}

static const PlimField *
find_setting (const PlimProvider *provider, const char *name, GError **error)
{
  const PlimField *field = plim_provider_find_field (provider, name);
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *sentence = NULL;

  if (field != NULL && field->kind != PLIM_FIELD_SECRET)
    return field;
  if (field != NULL) {
    g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                 /* Translators: %s is a field's name */
                 _ ("“%s” is secret: it is read from standard input, never from an argument."),
                 name);
    return NULL;
  }
  names = g_ptr_array_new ();
  for (const PlimField *each = provider->fields; each != NULL && each->id != NULL; each++) {
    if (each->kind != PLIM_FIELD_SECRET)
      g_ptr_array_add (names, (gpointer) each->id);
  }
  g_ptr_array_add (names, NULL);
  /* Translators: the first %s is a provider, the second what the user typed */
  sentence = g_strdup_printf (_ ("%s has no setting “%s”."), provider->name, name);
  plim_cli_set_unknown (error, sentence, name, (const char *const *) names->pdata);
  return NULL;
}

static gboolean
read_assignment (const PlimProvider *provider,
                 const char *assignment,
                 GHashTable *settings,
                 GError **error)
{
  const char *equals = strchr (assignment, '=');
  g_autoptr (GError) failure = NULL;
  g_autofree char *name = NULL;
  const PlimField *field;
  char *value;

  if (equals == NULL) {
    g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                 /* Translators: %s is what the user typed */
                 _ ("“%s” is no setting: write --set NAME=VALUE."), assignment);
    return FALSE;
  }
  name = g_strndup (assignment, (gsize) (equals - assignment));
  field = find_setting (provider, name, error);
  if (field == NULL)
    return FALSE;
  value = plim_field_normalize (field, equals + 1, &failure);
  if (value == NULL) {
    g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE, "%s: %s", name, failure->message);
    return FALSE;
  }
  g_hash_table_insert (settings, g_steal_pointer (&name), value);
  return TRUE;
}

static gboolean
check_required (const PlimProvider *provider, GHashTable *settings, GError **error)
{
  for (const PlimField *field = provider->fields; field != NULL && field->id != NULL; field++) {
    if (field->kind == PLIM_FIELD_SECRET || !field->is_required ||
        g_hash_table_contains (settings, field->id))
      continue;
    g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                 /* Translators: the first %s is a provider, the second a setting's name, the third
                    what it is */
                 _ ("%s needs --set %s=… (%s)."), provider->name, field->id,
                 g_dgettext (GETTEXT_PACKAGE, field->label));
    return FALSE;
  }
  return TRUE;
}

GHashTable *
plim_cli_provider_dup_settings (const PlimProvider *provider, char **assignments, GError **error)
{
  g_autoptr (GHashTable) settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; assignments != NULL && assignments[i] != NULL; i++) {
    if (!read_assignment (provider, assignments[i], settings, error))
      return NULL;
  }
  return check_required (provider, settings, error) ? g_steal_pointer (&settings) : NULL;
}

const PlimField *
plim_cli_provider_find_file_field (const PlimProvider *provider)
{
  for (const PlimField *field = provider->fields; field != NULL && field->id != NULL; field++) {
    if (field->kind == PLIM_FIELD_FILE)
      return field;
  }
  return NULL;
}

char *
plim_cli_provider_dup_permission (const PlimField *field)
{
  g_autoptr (GKeyFile) sandbox = g_key_file_new ();
  g_autofree char *usual = plim_sign_in_file_dup_usual (field);

  if (usual == NULL ||
      !g_key_file_load_from_file (sandbox, "/.flatpak-info", G_KEY_FILE_NONE, NULL))
    return NULL;
  return plim_sign_in_file_dup_permission (sandbox, usual);
}

static void
set_file_missing (const PlimField *field, GError **error)
{
  g_autofree char *permission = plim_cli_provider_dup_permission (field);

  if (permission != NULL)
    g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                 /* Translators: the first %s is a program, the second a command */
                 _ ("No sign-in of %s was found: the sandbox does not show where it is. Run this, "
                    "then start Plimsoll again: %s"),
                 field->file->program, permission);
  else
    g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                 /* Translators: the first %s is a program, the second a setting's name */
                 _ ("No sign-in of %s was found; give its path with --set %s=PATH."),
                 field->file->program, field->id);
}

gboolean
plim_cli_provider_use_file (const PlimProvider *provider, GHashTable *settings, GError **error)
{
  const PlimField *field = plim_cli_provider_find_file_field (provider);
  g_autofree char *path = NULL;

  if (field == NULL) {
    g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                 /* Translators: %s is a provider */
                 _ ("%s reads no other program’s sign-in."), provider->name);
    return FALSE;
  }
  path = plim_sign_in_file_find (field);
  if (path == NULL) {
    set_file_missing (field, error);
    return FALSE;
  }
  g_hash_table_insert (settings, g_strdup (field->id), g_steal_pointer (&path));
  return TRUE;
}
