/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-api-keys.h"

#include "plim-json.h"
#include "plim-snapshot-json.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <string.h>
#include <sys/random.h>

#define TOKEN_BYTES 32
#define TOKEN_START "plim_"
#define PREFIX_DIGITS 8
#define MAX_NAME_CHARS 100
#define DIGEST_BYTES 32
/* Uses are items of their own. */
#define USES_ACCOUNT "api-key-use"

static const char *const scope_nicks[] = { "read", "change" };

const char *
plim_api_scope_to_nick (PlimApiScope scope)
{
  return scope_nicks[scope];
}

void
plim_api_key_free (PlimApiKey *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->prefix);
  g_free (self);
}

static void
digest_token (const char *token, guint8 digest[DIGEST_BYTES])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = DIGEST_BYTES;

  g_checksum_update (checksum, (const guchar *) token, -1);
  g_checksum_get_digest (checksum, digest, &size);
}

static char *
encode_hex (const guint8 *bytes, gsize n_bytes)
{
  GString *text = g_string_sized_new (2 * n_bytes + 1);

  for (gsize i = 0; i < n_bytes; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free (text, FALSE);
}

static gboolean
decode_digest (const char *text, guint8 digest[DIGEST_BYTES])
{
  if (text == NULL || strlen (text) != 2 * DIGEST_BYTES)
    return FALSE;
  for (gsize i = 0; i < DIGEST_BYTES; i++) {
    int high = g_ascii_xdigit_value (text[2 * i]);
    int low = g_ascii_xdigit_value (text[2 * i + 1]);

    if (high < 0 || low < 0)
      return FALSE;
    digest[i] = (guint8) (high * 16 + low);
  }
  return TRUE;
}

/* Making. */

static char *
make_token (GError **error)
{
  guint8 bytes[TOKEN_BYTES];
  g_autofree char *digits = NULL;
  char *token;

  /* As much as this is given whole, or not at all. */
  if (getrandom (bytes, sizeof bytes, 0) != (gssize) sizeof bytes) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                 "The system has no random numbers: %s", g_strerror (errno));
    return NULL;
  }
  digits = encode_hex (bytes, sizeof bytes);
  token = g_strconcat (TOKEN_START, digits, NULL);
  explicit_bzero (bytes, sizeof bytes);
  explicit_bzero (digits, strlen (digits));
  return token;
}

static char *
dup_name (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  char *text = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), (glong) MAX_NAME_CHARS));

  return g_strstrip (g_strdelimit (text, "\n\r\t", ' '));
}

PlimApiKey *
plim_api_key_new (const char *name, PlimApiScope scope, gint64 now, char **token, GError **error)
{
  PlimApiKey *self;

  g_return_val_if_fail (name != NULL && token != NULL, NULL);

  *token = make_token (error);
  if (*token == NULL)
    return NULL;
  self = g_new0 (PlimApiKey, 1);
  self->id = g_uuid_string_random ();
  self->name = dup_name (name);
  self->prefix = g_strdup_printf ("%.*s...", (int) strlen (TOKEN_START) + PREFIX_DIGITS, *token);
  self->scope = scope;
  self->created_at = now;
  digest_token (*token, self->digest);
  return self;
}

/* Finding. */

static gboolean
is_same_digest (const guint8 *a, const guint8 *b)
{
  guint8 difference = 0;

  for (gsize i = 0; i < DIGEST_BYTES; i++)
    difference |= (guint8) (a[i] ^ b[i]);
  return difference == 0;
}

PlimApiKey *
plim_api_keys_find (GPtrArray *keys, const char *token)
{
  PlimApiKey *found = NULL;
  guint8 digest[DIGEST_BYTES];

  g_return_val_if_fail (keys != NULL && token != NULL, NULL);

  digest_token (token, digest);
  for (guint i = 0; i < keys->len; i++) {
    PlimApiKey *key = g_ptr_array_index (keys, i);

    if (is_same_digest (key->digest, digest))
      found = key;
  }
  return found;
}

/* Storing. */

static char *
dup_item (const PlimApiKey *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *digest = encode_hex (self->digest, DIGEST_BYTES);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, self->name);
  json_builder_set_member_name (builder, "prefix");
  json_builder_add_string_value (builder, self->prefix);
  json_builder_set_member_name (builder, "scope");
  json_builder_add_string_value (builder, plim_api_scope_to_nick (self->scope));
  json_builder_set_member_name (builder, "created_at");
  json_builder_add_int_value (builder, self->created_at);
  json_builder_set_member_name (builder, "sha256");
  json_builder_add_string_value (builder, digest);
  json_builder_end_object (builder);
  return plim_json_builder_to_string (builder, FALSE);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (plim_secrets_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
plim_api_keys_store_async (const PlimApiKey *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *item = dup_item (self);
  /* Translators: a keyring's item; %s is what the user calls a token of the local API */
  g_autofree char *description = g_strdup_printf (_ ("Plimsoll: API token %s"), self->name);

  g_task_set_source_tag (task, plim_api_keys_store_async);
  plim_secrets_store_async (PLIM_API_KEYS_ACCOUNT, self->id, description, item, cancellable,
                            on_stored, task);
}

gboolean
plim_api_keys_store_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, plim_api_keys_store_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

typedef struct {
  char *id;
  gint64 at;
} Use;

static void
use_free (Use *use)
{
  g_free (use->id);
  g_free (use);
}

/* Storing prompts when the keyring is locked, which a request from outside must not cause. */
static void
on_use_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Use *use = g_task_get_task_data (task);
  g_autofree char *item = g_strdup_printf ("%" G_GINT64_FORMAT, use->at);
  GError *error = NULL;

  secret_password_free (plim_secrets_lookup_finish (result, &error));
  if (error != NULL && !g_error_matches (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_NOT_FOUND)) {
    g_task_return_error (task, error);
    return;
  }
  g_clear_error (&error);
  plim_secrets_store_async (USES_ACCOUNT, use->id,
                            /* Translators: a keyring's item: when a token was used */
                            _ ("Plimsoll: last use of an API token"), item,
                            g_task_get_cancellable (task), on_stored, g_object_ref (task));
}

void
plim_api_keys_store_use_async (const char *id,
                               gint64 used_at,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Use *use = g_new0 (Use, 1);

  use->id = g_strdup (id);
  use->at = used_at;
  g_task_set_source_tag (task, plim_api_keys_store_use_async);
  g_task_set_task_data (task, use, (GDestroyNotify) use_free);
  plim_secrets_lookup_async (USES_ACCOUNT, id, FALSE, cancellable, on_use_found, task);
}

gboolean
plim_api_keys_store_use_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, plim_api_keys_store_use_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Loading: what there is, then one item after the other. */

typedef struct {
  GPtrArray *keys;
  GPtrArray *ids; /* (owned): what is not read yet, last first */
  GHashTable *stored;
} Load;

static void
load_free (Load *load)
{
  g_ptr_array_unref (load->keys);
  g_clear_pointer (&load->ids, g_ptr_array_unref);
  g_clear_pointer (&load->stored, g_hash_table_unref);
  g_free (load);
}

/* (nullable): NULL for what this program has not written. */
static PlimApiKey *
read_item (const char *id, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (JsonObject) object = plim_json_parse_object (bytes, NULL);
  const char *name = plim_json_get_string (object, "name");
  const char *prefix = plim_json_get_string (object, "prefix");
  const char *scope = plim_json_get_string (object, "scope");
  guint8 digest[DIGEST_BYTES];
  PlimApiKey *key;

  if (name == NULL || prefix == NULL || scope == NULL ||
      !decode_digest (plim_json_get_string (object, "sha256"), digest))
    return NULL;
  key = g_new0 (PlimApiKey, 1);
  key->id = g_strdup (id);
  key->name = g_strdup (name);
  key->prefix = g_strdup (prefix);
  /* What is not known allows less. */
  key->scope = g_str_equal (scope, scope_nicks[PLIM_API_SCOPE_CHANGE]) ? PLIM_API_SCOPE_CHANGE
                                                                       : PLIM_API_SCOPE_READ;
  key->created_at = plim_json_get_time (object, "created_at");
  memcpy (key->digest, digest, sizeof digest);
  return key;
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const PlimApiKey *first = *(const PlimApiKey *const *) a;
  const PlimApiKey *second = *(const PlimApiKey *const *) b;

  if (first->created_at != second->created_at)
    return first->created_at < second->created_at ? -1 : 1;
  return strcmp (first->id, second->id);
}

static gboolean
has_use (Load *load, const char *id)
{
  GPtrArray *uses = g_hash_table_lookup (load->stored, USES_ACCOUNT);

  return uses != NULL && g_ptr_array_find_with_equal_func (uses, id, g_str_equal, NULL);
}

static void read_next (GTask *task);

static void
on_use_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Load *load = g_task_get_task_data (task);
  PlimApiKey *key = g_ptr_array_index (load->keys, load->keys->len - 1);
  /* A use that cannot be read is only a time that is not shown. */
  char *text = plim_secrets_lookup_finish (result, NULL);

  key->used_at = text != NULL ? plim_time_parse (text) : PLIM_TIME_UNKNOWN;
  secret_password_free (text);
  read_next (g_steal_pointer (&task));
}

static void
on_item_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Load *load = g_task_get_task_data (task);
  g_autofree char *id = g_ptr_array_steal_index (load->ids, load->ids->len - 1);
  GError *error = NULL;
  char *text = plim_secrets_lookup_finish (result, &error);
  PlimApiKey *key = text != NULL ? read_item (id, text) : NULL;

  secret_password_free (text);
  if (error != NULL && !g_error_matches (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_NOT_FOUND)) {
    g_task_return_error (task, error);
    return;
  }
  g_clear_error (&error); /* revoked just now */
  if (key != NULL)
    g_ptr_array_add (load->keys, key);
  if (key != NULL && has_use (load, id))
    plim_secrets_lookup_async (USES_ACCOUNT, id, FALSE, g_task_get_cancellable (task), on_use_read,
                               g_object_ref (task));
  else
    read_next (g_steal_pointer (&task));
}

static void
read_next (GTask *task)
{
  Load *load = g_task_get_task_data (task);

  if (load->ids == NULL || load->ids->len == 0) {
    g_ptr_array_sort (load->keys, compare_keys);
    g_task_return_pointer (task, g_ptr_array_ref (load->keys), (GDestroyNotify) g_ptr_array_unref);
    g_object_unref (task);
    return;
  }
  plim_secrets_lookup_async (PLIM_API_KEYS_ACCOUNT,
                             g_ptr_array_index (load->ids, load->ids->len - 1), FALSE,
                             g_task_get_cancellable (task), on_item_read, task);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Load *load = g_task_get_task_data (task);
  GPtrArray *ids;
  GError *error = NULL;

  load->stored = plim_secrets_list_finish (result, &error);
  if (load->stored == NULL) {
    g_task_return_error (task, error);
    return;
  }
  ids = g_hash_table_lookup (load->stored, PLIM_API_KEYS_ACCOUNT);
  load->ids = ids != NULL ? g_ptr_array_ref (ids) : NULL;
  read_next (g_steal_pointer (&task));
}

void
plim_api_keys_load_async (GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Load *load = g_new0 (Load, 1);

  load->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_api_key_free);
  g_task_set_source_tag (task, plim_api_keys_load_async);
  g_task_set_task_data (task, load, (GDestroyNotify) load_free);
  plim_secrets_list_async (cancellable, on_listed, task);
}

GPtrArray *
plim_api_keys_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, plim_api_keys_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Revoking. */

static void
on_use_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  /* A time without its key is read by nobody. */
  if (!plim_secrets_clear_finish (result, &error))
    g_debug ("A revoked token's last use stays in the keyring: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void
on_key_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!plim_secrets_clear_finish (result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  plim_secrets_clear_async (USES_ACCOUNT, g_task_get_task_data (task),
                            g_task_get_cancellable (task), on_use_cleared, g_object_ref (task));
}

void
plim_api_keys_revoke_async (const char *id,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, plim_api_keys_revoke_async);
  g_task_set_task_data (task, g_strdup (id), g_free);
  plim_secrets_clear_async (PLIM_API_KEYS_ACCOUNT, id, cancellable, on_key_cleared, task);
}

gboolean
plim_api_keys_revoke_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, plim_api_keys_revoke_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
