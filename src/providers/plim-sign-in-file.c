/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-sign-in-file.h"

#include "plim-advice.h"
#include "plim-error.h"
#include "plim-json.h"
#include "plim-providers.h"

#include <string.h>

char *
plim_sign_in_file_dup_path (const char *path)
{
  return g_str_has_prefix (path, "~/") ? g_build_filename (g_get_home_dir (), path + 2, NULL)
                                       : g_strdup (path);
}

/* (transfer full) (nullable): a secret */
static char *
dup_token (const PlimFieldFile *file, const char *content)
{
  if (file->members == NULL)
    return g_strdup (content);
  for (guint i = 0; file->members[i] != NULL; i++) {
    char *token = plim_json_dup_member (content, file->members[i]);

    if (token != NULL && token[0] != '\0')
      return token;
    g_free (token);
  }
  return NULL;
}

gboolean
plim_sign_in_file_take (const PlimProvider *provider,
                        const PlimField *field,
                        PlimExchange *exchange,
                        const char *content,
                        char **token,
                        GError **error)
{
  *token = NULL;
  if (provider->inspect_secret != NULL &&
      !provider->inspect_secret (exchange, field->id, content, error))
    return FALSE;
  *token = dup_token (field->file, content);
  if (*token == NULL) {
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SIGN_IN_MISSING,
                    "the file of %s holds no sign-in", field->file->program);
    return FALSE;
  }
  plim_exchange_add_secret_field (exchange, field->id);
  return TRUE;
}

void
plim_sign_in_file_set_missing (const PlimField *field,
                               const char *path,
                               const char *companion,
                               GError **error)
{
  if (field->file->explain_missing != NULL && !field->file->explain_missing (companion, error))
    return;
  plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SIGN_IN_MISSING,
                  "%s is not signed in: there is no file %s", field->file->program, path);
}

/* (transfer full) (nullable): as a user writes it */
static char *
dup_place (const PlimFilePlace *place)
{
  const char *folder = place->variable != NULL ? g_getenv (place->variable) : g_get_home_dir ();
  g_autofree char *path = NULL;
  gsize home_length = strlen (g_get_home_dir ());

  if (folder == NULL || !g_path_is_absolute (folder))
    return NULL;
  path = g_build_filename (folder, place->path, NULL);
  if (strncmp (path, g_get_home_dir (), home_length) == 0 && path[home_length] == '/')
    return g_strconcat ("~", path + home_length, NULL);
  return g_steal_pointer (&path);
}

char *
plim_sign_in_file_find (const PlimField *field)
{
  g_return_val_if_fail (field->kind == PLIM_FIELD_FILE, NULL);

  for (const PlimFilePlace *place = field->file->places; place->path != NULL; place++) {
    g_autofree char *shown = dup_place (place);
    g_autofree char *path = shown != NULL ? plim_sign_in_file_dup_path (shown) : NULL;

    if (path != NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR))
      return g_steal_pointer (&shown);
  }
  return NULL;
}

char *
plim_sign_in_file_dup_usual (const PlimField *field)
{
  char *usual = NULL;

  g_return_val_if_fail (field->kind == PLIM_FIELD_FILE, NULL);

  for (const PlimFilePlace *place = field->file->places; usual == NULL && place->path != NULL;
       place++)
    usual = dup_place (place);
  return usual;
}

static void
sign_in_file_free (PlimSignInFile *self)
{
  g_free (self->path);
  g_free (self);
}

GPtrArray *
plim_sign_in_file_find_all (void)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) sign_in_file_free);

  for (const PlimProvider *const *all = plim_providers_get_all (); *all != NULL; all++) {
    for (const PlimField *field = (*all)->fields; field != NULL && field->id != NULL; field++) {
      char *path = field->kind == PLIM_FIELD_FILE ? plim_sign_in_file_find (field) : NULL;
      PlimSignInFile *file;

      if (path == NULL)
        continue;
      file = g_new0 (PlimSignInFile, 1);
      file->provider = *all;
      file->field = field;
      file->path = path;
      g_ptr_array_add (found, file);
    }
  }
  return found;
}

const PlimField *
plim_sign_in_file_find_used (const PlimProvider *provider, GHashTable *settings)
{
  for (const PlimField *field = provider->fields; field != NULL && field->id != NULL; field++) {
    const char *path = g_hash_table_lookup (settings, field->id);

    if (field->kind == PLIM_FIELD_FILE && path != NULL && path[0] != '\0')
      return field;
  }
  return NULL;
}

const char *
plim_sign_in_file_find_cure (const PlimProvider *provider, PlimAccount *account)
{
  PlimStatus status = plim_account_get_status (account);
  PlimCause cause = plim_account_get_cause (account);
  const PlimField *field =
      plim_sign_in_file_find_used (provider, plim_account_get_settings (account));
  gboolean is_refused = status == PLIM_STATUS_NOT_AUTHENTICATED && cause == PLIM_CAUSE_NONE;

  if (field == NULL ||
      (!is_refused && plim_advice_get_action (status, cause) != PLIM_ADVICE_COMMAND))
    return NULL;
  return field->file->command;
}

/* Whether @permission, such as "~/.codex:ro", covers the folder @whole. */
static gboolean
covers (const char *permission, const char *whole)
{
  g_autofree char *place = g_strdup (permission);
  g_autofree char *shown = NULL;
  char *mode = strrchr (place, ':');
  gsize length;

  if (mode != NULL)
    *mode = '\0';
  if (g_str_equal (place, "home") || g_str_equal (place, "~"))
    shown = g_strdup (g_get_home_dir ());
  else
    shown = plim_sign_in_file_dup_path (place);
  length = strlen (shown);
  return g_str_equal (place, "host") ||
         (strncmp (whole, shown, length) == 0 && (whole[length] == '/' || whole[length] == '\0'));
}

char *
plim_sign_in_file_dup_permission (GKeyFile *sandbox, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *whole = plim_sign_in_file_dup_path (folder);
  g_autofree char *argument = g_strdup_printf ("--filesystem=%s:ro", folder);
  g_autofree char *quoted = NULL;
  g_autofree char *id = NULL;
  g_auto (GStrv) shown = NULL;

  if (sandbox == NULL)
    return NULL;
  id = g_key_file_get_string (sandbox, "Application", "name", NULL);
  shown = g_key_file_get_string_list (sandbox, "Context", "filesystems", NULL, NULL);
  for (guint i = 0; shown != NULL && shown[i] != NULL; i++) {
    if (covers (shown[i], whole))
      return NULL;
  }
  /* Flatpak itself knows "~". */
  if (strpbrk (argument, " '\"\\$`&;()<>|*?[]#!") != NULL)
    quoted = g_shell_quote (argument);
  return g_strdup_printf ("flatpak override --user %s %s", quoted != NULL ? quoted : argument,
                          id != NULL ? id : "io.github.plimsoll.Plimsoll");
}
