/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-account-setup.h"

#include "plim-bus-codec.h"
#include "plim-fetcher.h"
#include "plim-nearest.h"
#include "plim-payload.h"
#include "plim-providers.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_LABEL_CHARS 100

static void
set_invalid (GError **error, const char *text)
{
  g_set_error_literal (error, PLIM_BUS_ERROR, PLIM_BUS_ERROR_INVALID_ARGUMENT, text);
}

/* "There is no …", and what may have been meant. */
static void
set_unknown (GError **error, const char *sentence, const char *word, GPtrArray *names)
{
  g_autofree char *text = NULL;

  g_ptr_array_add (names, NULL);
  text = plim_nearest_dup_hint (sentence, word, (const char *const *) names->pdata);
  set_invalid (error, text);
}

const PlimProvider *
plim_account_setup_find_provider (const char *id, GError **error)
{
  const PlimProvider *provider = plim_providers_find (id);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *sentence = NULL;

  if (provider != NULL)
    return provider;
  for (const PlimProvider *const *all = plim_providers_get_all (); *all != NULL; all++)
    g_ptr_array_add (names, (gpointer) (*all)->id);
  /* Translators: %s is what the user typed. */
  sentence = g_strdup_printf (_ ("There is no provider “%s”."), id);
  set_unknown (error, sentence, id, names);
  return NULL;
}

static const PlimField *
find_setting (const PlimProvider *provider, const char *name, GError **error)
{
  const PlimField *field = plim_provider_find_field (provider, name);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *sentence = NULL;

  if (field != NULL && field->kind != PLIM_FIELD_SECRET)
    return field;
  for (const PlimField *each = provider->fields; each != NULL && each->id != NULL; each++) {
    if (each->kind != PLIM_FIELD_SECRET)
      g_ptr_array_add (names, (gpointer) each->id);
  }
  /* Translators: the first %s is a provider, the second what the user typed. */
  sentence = g_strdup_printf (_ ("%s has no setting “%s”."), provider->name, name);
  set_unknown (error, sentence, name, names);
  return NULL;
}

static gboolean
check_required (const PlimProvider *provider, GHashTable *settings, GError **error)
{
  for (const PlimField *field = provider->fields; field != NULL && field->id != NULL; field++) {
    g_autofree char *text = NULL;

    if (field->kind == PLIM_FIELD_SECRET || !field->is_required ||
        g_hash_table_contains (settings, field->id))
      continue;
    /* Translators: a provider, then a setting's title and its name: "Azure needs Region (region)."
     */
    text = g_strdup_printf (_ ("%s needs %s (%s)."), provider->name, _ (field->label), field->id);
    set_invalid (error, text);
    return FALSE;
  }
  return TRUE;
}

static char *
dup_value (const PlimField *field, const char *value, GError **error)
{
  g_autoptr (GError) problem = NULL;
  char *normal;

  if (!g_utf8_validate (value, -1, NULL)) {
    set_invalid (error, "not UTF-8");
    return NULL;
  }
  normal = plim_field_normalize (field, value, &problem);
  if (normal == NULL)
    set_invalid (error, problem->message);
  return normal;
}

GHashTable *
plim_account_setup_dup_settings (const PlimProvider *provider, GHashTable *settings, GError **error)
{
  g_autoptr (GHashTable) normal = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, settings);
  while (g_hash_table_iter_next (&iter, &name, &value)) {
    const PlimField *field = find_setting (provider, name, error);
    char *text;

    if (field == NULL)
      return NULL;
    if (((const char *) value)[0] == '\0') /* the same as not set */
      continue;
    text = dup_value (field, value, error);
    if (text == NULL)
      return NULL;
    g_hash_table_insert (normal, g_strdup (name), text);
  }
  if (!check_required (provider, normal, error))
    return NULL;
  return g_steal_pointer (&normal);
}

gboolean
plim_account_setup_check_base_url (const char *base_url, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (base_url[0] == '\0' || plim_fetcher_check_base_url (base_url, &problem))
    return TRUE;
  set_invalid (error, problem->message);
  return FALSE;
}

gboolean
plim_account_setup_check_interval (const PlimProvider *provider, guint interval_s, GError **error)
{
  g_autofree char *text = NULL;

  /* PLIM_INTERVAL_MANUAL is above all minimums. */
  if (provider == NULL || interval_s == 0 || interval_s >= provider->minimum_interval_s)
    return TRUE;
  /* Translators: %s is a provider, %u a number of seconds. */
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s may be asked every %u second at most.",
                                       "%s may be asked every %u seconds at most.",
                                       provider->minimum_interval_s),
                          provider->name, provider->minimum_interval_s);
  set_invalid (error, text);
  return FALSE;
}

char *
plim_account_setup_dup_label (const PlimProvider *provider, const char *label)
{
  g_autofree char *valid = g_utf8_make_valid (label, -1);
  g_autofree char *text =
      g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), (glong) MAX_LABEL_CHARS));

  /* One line, for menus. */
  g_strdelimit (text, "\n\r\t", ' ');
  g_strstrip (text);
  if (text[0] != '\0')
    return g_steal_pointer (&text);
  return g_strdup (provider != NULL ? provider->name : PLIM_PAYLOAD_UNKNOWN);
}

static gboolean
check_id (const char *id, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (id, -1);

  if (g_uuid_string_is_valid (id) && strcmp (lower, id) == 0)
    return TRUE;
  set_invalid (error, "the id of an account is a UUID in lower case");
  return FALSE;
}

PlimAccount *
plim_account_setup_new_account (const char *id,
                                const char *provider_id,
                                const char *label,
                                const char *base_url,
                                GHashTable *settings,
                                GError **error)
{
  g_autoptr (PlimAccount) account = NULL;
  g_autoptr (GHashTable) normal = NULL;
  g_autofree char *name = NULL;
  const PlimProvider *provider;

  if (!check_id (id, error))
    return NULL;
  provider = plim_account_setup_find_provider (provider_id, error);
  if (provider == NULL || !plim_account_setup_check_base_url (base_url, error))
    return NULL;
  normal = plim_account_setup_dup_settings (provider, settings, error);
  if (normal == NULL)
    return NULL;
  name = plim_account_setup_dup_label (provider, label);
  account = plim_account_new (id, provider_id);
  plim_account_set_label (account, name);
  plim_account_set_base_url (account, base_url);
  plim_account_set_settings (account, normal);
  return g_steal_pointer (&account);
}

PlimAccount *
plim_account_setup_new_foreign_account (const char *id,
                                        const char *provider_id,
                                        const char *label,
                                        GHashTable *settings,
                                        GError **error)
{
  g_autofree char *name = NULL;
  PlimAccount *account;

  if (!check_id (id, error))
    return NULL;
  if (g_hash_table_size (settings) > 0) {
    set_invalid (error, "an account of a provider that is not known has no settings");
    return NULL;
  }
  name = plim_account_setup_dup_label (NULL, label);
  account = plim_account_new (id, provider_id);
  plim_account_set_label (account, name);
  return account;
}
