/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-api-input.h"

#include "plim-json.h"

#include <math.h>
#include <string.h>

#define BAD_REQUEST 400
#define MAX_ORDER 10000

static void
wipe (gpointer secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

void
plim_api_input_clear (PlimApiInput *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->provider, g_free);
  g_clear_pointer (&self->api_key, wipe);
  g_clear_pointer (&self->bearer_token, wipe);
  g_clear_pointer (&self->base_url, g_free);
}

GHashTable *
plim_api_input_new_secrets (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, wipe);
}

static JsonObject *
parse (GBytes *body, GError **error)
{
  g_autoptr (JsonNode) root = plim_json_parse (body, NULL);

  if (root == NULL) {
    g_set_error_literal (error, PLIM_API_ERROR, BAD_REQUEST, "the body is not JSON");
    return NULL;
  }
  if (!JSON_NODE_HOLDS_OBJECT (root)) {
    g_set_error_literal (error, PLIM_API_ERROR, BAD_REQUEST, "the body is not an object");
    return NULL;
  }
  return json_node_dup_object (root);
}

static gboolean
read_text (JsonObject *object, const char *name, char **value, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING) {
    g_set_error (error, PLIM_API_ERROR, BAD_REQUEST, "%s must be a string", name);
    return FALSE;
  }
  *value = json_node_dup_string (node);
  return TRUE;
}

static gboolean
read_enabled (PlimApiInput *self, JsonObject *object, GError **error)
{
  JsonNode *node = json_object_get_member (object, "enabled");

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN) {
    g_set_error_literal (error, PLIM_API_ERROR, BAD_REQUEST, "enabled must be a boolean");
    return FALSE;
  }
  self->has_enabled = TRUE;
  self->enabled = json_node_get_boolean (node);
  return TRUE;
}

static gboolean
read_order (PlimApiInput *self, JsonObject *object, GError **error)
{
  JsonNode *node = json_object_get_member (object, "displayOrder");
  GType type =
      node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_NONE;
  double number;

  if (node == NULL)
    return TRUE;
  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE) {
    g_set_error_literal (error, PLIM_API_ERROR, BAD_REQUEST, "displayOrder must be a number");
    return FALSE;
  }
  number = json_node_get_double (node);
  self->has_order = TRUE;
  self->order = isfinite (number) ? (guint) CLAMP (number, 1, MAX_ORDER) : MAX_ORDER;
  return TRUE;
}

gboolean
plim_api_input_read (PlimApiInput *self, GBytes *body, GError **error)
{
  g_autoptr (JsonObject) object = parse (body, error);

  *self = (PlimApiInput){ 0 };
  if (object != NULL && read_text (object, "name", &self->name, error) &&
      read_text (object, "provider", &self->provider, error) &&
      read_text (object, "apiKey", &self->api_key, error) &&
      read_text (object, "bearerToken", &self->bearer_token, error) &&
      read_text (object, "baseUrl", &self->base_url, error) && read_enabled (self, object, error) &&
      read_order (self, object, error))
    return TRUE;
  plim_api_input_clear (self);
  return FALSE;
}

GStrv
plim_api_input_read_ids (GBytes *body, GError **error)
{
  g_autoptr (JsonObject) object = parse (body, error);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array;

  if (object == NULL)
    return NULL;
  array = plim_json_get_array (object, "serviceIds");
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);

    if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING) {
      array = NULL;
      break;
    }
    g_strv_builder_add (builder, json_node_get_string (node));
  }
  if (array == NULL) {
    g_set_error_literal (error, PLIM_API_ERROR, BAD_REQUEST,
                         "serviceIds must be an array of strings");
    return NULL;
  }
  return g_strv_builder_end (builder);
}

/* Which field is which. */

/**
 * @api_key: (nullable): the secret field that `apiKey` is
 * @bearer_token: (nullable): likewise
 * @base_url: (nullable): the setting that `baseUrl` is; %NULL: the account's base URL
 * @refuse_bearer_token: (nullable): what to give instead
 * @refuse_base_url: whether it has none
 */
typedef struct {
  const char *provider_id;
  const char *api_key;
  const char *bearer_token;
  const char *base_url;
  const char *refuse_bearer_token;
  gboolean refuse_base_url;
} Mapping;

static const Mapping mappings[] = {
  { "codex", "cookie", "access_token", NULL, NULL, TRUE },
  { "claude-web", "session_key", NULL, NULL,
    "bearerToken: Plimsoll uses no refresh tokens, as that would sign you out elsewhere; give the "
    "session key of claude.ai as apiKey",
    TRUE },
  { "opencode-zen", "auth_cookie", NULL, "workspace",
    "bearerToken: OpenCode has none; give the Cookie header as apiKey", FALSE },
  { "amp", "session", "access_token", NULL, NULL, FALSE },
  { "z-ai", "api_key", "api_key", NULL, NULL, FALSE },
};

static const char *
find_secret_field (const PlimProvider *provider)
{
  for (const PlimField *field = provider->fields; field != NULL && field->id != NULL; field++) {
    if (field->kind == PLIM_FIELD_SECRET)
      return field->id;
  }
  return NULL;
}

static Mapping
get_mapping (const PlimProvider *provider)
{
  Mapping mapping = { .provider_id = provider->id, .api_key = find_secret_field (provider) };

  for (gsize i = 0; i < G_N_ELEMENTS (mappings); i++) {
    if (strcmp (mappings[i].provider_id, provider->id) == 0)
      return mappings[i];
  }
  mapping.bearer_token = mapping.api_key;
  return mapping;
}

static gboolean
refuse (const char *text, GError **error)
{
  g_set_error_literal (error, PLIM_API_ERROR, BAD_REQUEST, text);
  return FALSE;
}

/* Of a new account an empty text is the same as none. */
static gboolean
is_given (const char *value, gboolean is_new)
{
  return value != NULL && (value[0] != '\0' || !is_new);
}

static gboolean
add_value (GHashTable *table,
           const PlimProvider *provider,
           const char *field_id,
           const char *member,
           const char *value,
           GError **error)
{
  const PlimField *field = field_id != NULL ? plim_provider_find_field (provider, field_id) : NULL;
  g_autoptr (GError) problem = NULL;
  char *normal;

  if (field == NULL) {
    g_set_error (error, PLIM_API_ERROR, BAD_REQUEST, "%s: %s has none", member, provider->name);
    return FALSE;
  }
  if (value[0] == '\0') {
    g_hash_table_insert (table, g_strdup (field_id), g_strdup (""));
    return TRUE;
  }
  normal = plim_field_normalize (field, value, &problem);
  if (normal == NULL) {
    g_set_error (error, PLIM_API_ERROR, BAD_REQUEST, "%s: %s", member, problem->message);
    return FALSE;
  }
  g_hash_table_insert (table, g_strdup (field_id), normal);
  return TRUE;
}

static const char *
skip_bearer (const char *token)
{
  return g_ascii_strncasecmp (token, "Bearer ", strlen ("Bearer ")) == 0
             ? token + strlen ("Bearer ")
             : token;
}

gboolean
plim_api_input_map (const PlimApiInput *self,
                    const PlimProvider *provider,
                    gboolean is_new,
                    GHashTable *secrets,
                    GHashTable *settings,
                    const char **base_url,
                    GError **error)
{
  Mapping mapping = get_mapping (provider);

  *base_url = NULL;
  if (is_given (self->api_key, is_new) &&
      !add_value (secrets, provider, mapping.api_key, "apiKey", self->api_key, error))
    return FALSE;
  if (is_given (self->bearer_token, is_new)) {
    if (mapping.refuse_bearer_token != NULL)
      return refuse (mapping.refuse_bearer_token, error);
    if (!add_value (secrets, provider, mapping.bearer_token, "bearerToken",
                    skip_bearer (self->bearer_token), error))
      return FALSE;
  }
  if (!is_given (self->base_url, is_new))
    return TRUE;
  if (mapping.refuse_base_url && self->base_url[0] != '\0')
    return refuse ("baseUrl: this provider has no other address", error);
  if (mapping.base_url != NULL)
    return add_value (settings, provider, mapping.base_url, "baseUrl", self->base_url, error);
  *base_url = self->base_url;
  return TRUE;
}
