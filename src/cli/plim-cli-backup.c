/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli-backup.h"

#include "plim-cli-command.h"
#include "plim-cli-export-file.h"
#include "plim-cli-history.h"
#include "plim-json-write.h"
#include "plim-json.h"
#include "plim-settings.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* What tells of this computer's present, not of what its user prefers. */
static const char *const passing[] = { PLIM_SETTINGS_SNOOZED_UNTIL, PLIM_SETTINGS_TRAY_HINT_SHOWN,
                                       NULL };

/* Writing. */

/* (transfer container): so that two exports of the same are the same */
static GList *
get_sorted_names (GHashTable *settings)
{
  return g_list_sort (g_hash_table_get_keys (settings), (GCompareFunc) g_strcmp0);
}

static void
add_account (PlimAccount *account, JsonBuilder *builder)
{
  GHashTable *settings = plim_account_get_settings (account);
  g_autoptr (GList) names = get_sorted_names (settings);
  const char *base_url = plim_account_get_base_url (account);

  json_builder_begin_object (builder);
  plim_json_add_string (builder, "id", plim_account_get_id (account));
  plim_json_add_string (builder, "provider", plim_account_get_provider_id (account));
  plim_json_add_string (builder, "label", plim_account_get_label (account));
  json_builder_set_member_name (builder, "enabled");
  json_builder_add_boolean_value (builder, plim_account_get_enabled (account));
  if (!plim_account_is_polled (account)) {
    json_builder_set_member_name (builder, "polled");
    json_builder_add_boolean_value (builder, FALSE);
  }
  if (plim_account_get_interval (account) > 0) {
    json_builder_set_member_name (builder, "interval_seconds");
    json_builder_add_int_value (builder, plim_account_get_interval (account));
  }
  if (base_url != NULL && base_url[0] != '\0')
    plim_json_add_string (builder, "base_url", base_url);
  json_builder_set_member_name (builder, "settings");
  json_builder_begin_object (builder);
  for (GList *each = names; each != NULL; each = each->next)
    plim_json_add_string (builder, each->data, g_hash_table_lookup (settings, each->data));
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static GStrv
dup_keys (GSettings *settings)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  GStrv keys;

  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  qsort (keys, g_strv_length (keys), sizeof *keys, (GCompareFunc) (void (*) (void)) g_strcmp0);
  return keys;
}

static void
add_preferences (GSettings *settings, JsonBuilder *builder)
{
  g_auto (GStrv) keys = dup_keys (settings);

  json_builder_set_member_name (builder, "preferences");
  json_builder_begin_object (builder);
  for (guint i = 0; keys[i] != NULL; i++) {
    g_autoptr (GVariant) value = g_settings_get_user_value (settings, keys[i]);

    if (value == NULL || g_strv_contains (passing, keys[i]))
      continue;
    json_builder_set_member_name (builder, keys[i]);
    json_builder_add_value (builder, json_gvariant_serialize (value));
  }
  json_builder_end_object (builder);
}

void
plim_cli_backup_add_json (GPtrArray *accounts,
                          GSettings *settings,
                          gint64 now,
                          JsonBuilder *builder)
{
  g_autofree char *time = plim_time_to_iso8601 (now);

  json_builder_set_member_name (builder, "plimsoll_export");
  json_builder_add_int_value (builder, PLIM_CLI_EXPORT_FORMAT);
  plim_json_add_string (builder, "version", PLIM_VERSION);
  plim_json_add_string (builder, "exported_at", time);
  json_builder_set_member_name (builder, "accounts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < accounts->len; i++)
    add_account (g_ptr_array_index (accounts, i), builder);
  json_builder_end_array (builder);
  if (settings != NULL)
    add_preferences (settings, builder);
}

char *
plim_cli_backup_dup_csv (GPtrArray *accounts)
{
  GString *text = g_string_new ("id,provider,label,enabled,interval_seconds,base_url,settings\n");

  for (guint i = 0; i < accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (accounts, i);
    GHashTable *settings = plim_account_get_settings (account);
    g_autoptr (GList) names = get_sorted_names (settings);
    g_autoptr (GString) joined = g_string_new (NULL);
    g_autofree char *interval = g_strdup_printf ("%u", plim_account_get_interval (account));

    for (GList *each = names; each != NULL; each = each->next)
      g_string_append_printf (joined, "%s%s=%s", joined->len > 0 ? " " : "",
                              (const char *) each->data,
                              (const char *) g_hash_table_lookup (settings, each->data));
    plim_cli_csv_append (text, plim_account_get_id (account), ',');
    plim_cli_csv_append (text, plim_account_get_provider_id (account), ',');
    plim_cli_csv_append (text, plim_account_get_label (account), ',');
    plim_cli_csv_append (text, plim_account_get_enabled (account) ? "true" : "false", ',');
    plim_cli_csv_append (text, interval, ',');
    plim_cli_csv_append (text, plim_account_get_base_url (account), ',');
    plim_cli_csv_append (text, joined->str, '\n');
  }
  return g_string_free (text, FALSE);
}

/* Reading. */

void
plim_cli_backup_clear (PlimCliBackup *self)
{
  g_clear_pointer (&self->accounts, g_variant_unref);
  g_clear_pointer (&self->preferences, g_hash_table_unref);
  g_clear_pointer (&self->history, g_ptr_array_unref);
}

/* @where is a place in the file, such as "accounts[2].id". */
static gboolean
fail (GError **error, const char *where, const char *what)
{
  g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE, "%s: %s", where, what);
  return FALSE;
}

static gboolean
parse_settings (JsonObject *object, const char *where, GVariantBuilder *builder, GError **error)
{
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *each = names; each != NULL; each = each->next) {
    const char *value = plim_json_get_string (object, each->data);
    g_autofree char *place = g_strdup_printf ("%s.settings.%s", where, (const char *) each->data);

    if (value == NULL)
      return fail (error, place, _ ("must be a text"));
    g_variant_builder_add (builder, "{ss}", each->data, value);
  }
  return TRUE;
}

static gboolean
check_members (JsonObject *object, const char *where, GError **error)
{
  static const char *const texts[] = { "id", "provider", "label" };
  double interval = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *place = g_strconcat (where, ".", texts[i], NULL);

    if (plim_json_get_string (object, texts[i]) == NULL)
      return fail (error, place, _ ("must be a text"));
  }
  if (json_object_has_member (object, "interval_seconds") &&
      (!plim_json_get_number (object, "interval_seconds", &interval) || interval < 0 ||
       interval > G_MAXINT32)) {
    g_autofree char *place = g_strconcat (where, ".interval_seconds", NULL);

    return fail (error, place, _ ("must be a number"));
  }
  return TRUE;
}

static gboolean
parse_account (JsonObject *object, const char *where, GVariantBuilder *accounts, GError **error)
{
  g_auto (GVariantBuilder) settings = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));
  JsonObject *settings_object;
  const char *base_url;
  double interval = 0;
  gboolean is_enabled, is_polled;

  if (object == NULL)
    return fail (error, where, _ ("must be an object"));
  if (!check_members (object, where, error))
    return FALSE;
  settings_object = plim_json_get_object (object, "settings");
  if (settings_object != NULL && !parse_settings (settings_object, where, &settings, error))
    return FALSE;
  base_url = plim_json_get_string (object, "base_url");
  plim_json_get_number (object, "interval_seconds", &interval);
  is_enabled = json_object_get_boolean_member_with_default (object, "enabled", TRUE);
  is_polled = json_object_get_boolean_member_with_default (object, "polled", TRUE);
  g_variant_builder_add (accounts, "(sssbbus@a{ss})", plim_json_get_string (object, "id"),
                         plim_json_get_string (object, "provider"),
                         plim_json_get_string (object, "label"), is_enabled, is_polled,
                         isnan (interval) ? 0 : (guint) interval, base_url != NULL ? base_url : "",
                         g_variant_builder_end (&settings));
  return TRUE;
}

static gboolean
parse_accounts (PlimCliBackup *self, JsonObject *root, GError **error)
{
  g_auto (GVariantBuilder) accounts = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(sssbbusa{ss})"));
  JsonArray *array = plim_json_get_array (root, "accounts");

  if (array == NULL)
    return fail (error, "accounts", _ ("must be a list"));
  for (guint i = 0; i < json_array_get_length (array); i++) {
    g_autofree char *where = g_strdup_printf ("accounts[%u]", i);

    if (!parse_account (plim_json_get_element_object (array, i), where, &accounts, error))
      return FALSE;
  }
  self->accounts = g_variant_ref_sink (g_variant_builder_end (&accounts));
  return TRUE;
}

static gboolean
parse_preference (
    PlimCliBackup *self, GSettingsSchema *schema, const char *name, JsonNode *node, GError **error)
{
  g_autofree char *place = g_strconcat ("preferences.", name, NULL);
  g_autoptr (GSettingsSchemaKey) key = NULL;
  g_autofree char *signature = NULL;
  g_autoptr (GVariant) value = NULL;

  /* A newer version's, which this one has no use for. */
  if (!g_settings_schema_has_key (schema, name) || g_strv_contains (passing, name))
    return TRUE;
  key = g_settings_schema_get_key (schema, name);
  signature = g_variant_type_dup_string (g_settings_schema_key_get_value_type (key));
  value = json_gvariant_deserialize (node, signature, NULL);
  if (value != NULL)
    g_variant_ref_sink (value);
  if (value == NULL || !g_settings_schema_key_range_check (key, value))
    return fail (error, place, _ ("is not a value that it can have"));
  g_hash_table_insert (self->preferences, g_strdup (name), g_steal_pointer (&value));
  return TRUE;
}

static gboolean
parse_preferences (PlimCliBackup *self, JsonObject *root, GSettings *settings, GError **error)
{
  JsonObject *object = plim_json_get_object (root, "preferences");
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GList) names = NULL;

  if (object == NULL || settings == NULL)
    return TRUE;
  g_object_get (settings, "settings-schema", &schema, NULL);
  names = json_object_get_members (object);
  for (GList *each = names; each != NULL; each = each->next) {
    if (!parse_preference (self, schema, each->data, json_object_get_member (object, each->data),
                           error))
      return FALSE;
  }
  return TRUE;
}

/* History. */

static gboolean
parse_sample (JsonObject *object, const char *where, GVariantBuilder *samples, GError **error)
{
  double used_percent = NAN, value = NAN;
  gint64 at = plim_json_get_time (object, "at");

  if (at == PLIM_TIME_UNKNOWN)
    return fail (error, where, _ ("has no time"));
  plim_json_get_number (object, "used_percent", &used_percent);
  plim_json_get_number (object, "value", &value);
  g_variant_builder_add (samples, "(xddx)", at, used_percent, value,
                         plim_json_get_time (object, "resets_at"));
  return TRUE;
}

static gboolean
parse_series (PlimCliBackup *self, JsonObject *object, const char *where, GError **error)
{
  g_auto (GVariantBuilder) samples = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(xddx)"));
  const char *account = plim_json_get_string (object, "account");
  const char *window = plim_json_get_string (object, "window");
  JsonArray *array = plim_json_get_array (object, "samples");
  GVariant *series;

  if (account == NULL || window == NULL || array == NULL)
    return fail (error, where, _ ("needs an account, a window and samples"));
  for (guint i = 0; i < json_array_get_length (array); i++) {
    g_autofree char *place = g_strdup_printf ("%s.samples[%u]", where, i);

    if (!parse_sample (plim_json_get_element_object (array, i), place, &samples, error))
      return FALSE;
  }
  series = g_variant_new ("(ss@a(xddx))", account, window, g_variant_builder_end (&samples));
  g_ptr_array_add (self->history, g_variant_ref_sink (series));
  return TRUE;
}

static gboolean
parse_history (PlimCliBackup *self, JsonObject *root, GError **error)
{
  JsonArray *array = plim_json_get_array (root, "history");

  self->history = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    g_autofree char *where = g_strdup_printf ("history[%u]", i);

    if (!parse_series (self, plim_json_get_element_object (array, i), where, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
plim_cli_backup_parse (PlimCliBackup *self,
                       const char *name,
                       const char *text,
                       gsize length,
                       GSettings *settings,
                       GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (JsonObject) root = plim_cli_export_parse (name, text, length, error);

  self->accounts = NULL;
  self->history = NULL;
  self->preferences =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_variant_unref);
  if (root == NULL)
    return FALSE;
  if (parse_accounts (self, root, &failure) && parse_preferences (self, root, settings, &failure) &&
      parse_history (self, root, &failure))
    return TRUE;
  g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
               /* Translators: a file, then what is wrong with it */
               _ ("“%s” cannot be imported: %s"), name, failure->message);
  return FALSE;
}
