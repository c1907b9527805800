/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-secrets.h"

G_BEGIN_DECLS

/* The tokens of the local API: one item of the keyring each, which holds the token's SHA-256 and
 * what a list shows, never the token. The token has 256 random bits, so a plain hash suffices. */

/** PLIM_API_KEYS_ACCOUNT: stands for the account in the attributes of these items. */
#define PLIM_API_KEYS_ACCOUNT "api-key"

/** PlimApiScope: what a token allows; the nicks `read` and `change` are those of keyring and JSON.
 */
typedef enum {
  PLIM_API_SCOPE_READ,
  PLIM_API_SCOPE_CHANGE, /* read too */
} PlimApiScope;

/** plim_api_scope_to_nick: (transfer none): */
const char *plim_api_scope_to_nick (PlimApiScope scope);

/**
 * PlimApiKey:
 * @id: a UUID
 * @name: what the user calls it
 * @prefix: how the token begins, such as `plim_0123abcd...`
 * @used_at: %PLIM_TIME_UNKNOWN before the first use; kept to the hour
 */
typedef struct {
  char *id;
  char *name;
  char *prefix;
  PlimApiScope scope;
  gint64 created_at;
  gint64 used_at;
  guint8 digest[32];
} PlimApiKey;

void plim_api_key_free (PlimApiKey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimApiKey, plim_api_key_free)

/**
 * plim_api_key_new:
 * @name: not blank; trimmed and cut at 100 characters
 * @token: (out) (transfer full): `plim_` and 64 hexadecimal digits, to be shown once; free it with
 *   secret_password_free()
 *
 * Returns: (transfer full) (nullable): a key that is not stored yet; %NULL when the system has no
 *   random numbers
 */
PlimApiKey *
plim_api_key_new (const char *name, PlimApiScope scope, gint64 now, char **token, GError **error);

/**
 * plim_api_keys_find:
 * @keys: (element-type PlimApiKey):
 * @token: anything
 *
 * Takes the same time whether and where it matches: every digest is compared, in constant time.
 *
 * Returns: (transfer none) (nullable): the key that @token belongs to
 */
PlimApiKey *plim_api_keys_find (GPtrArray *keys, const char *token);

/** plim_api_keys_store_async: keeps @self; may prompt. */
void plim_api_keys_store_async (const PlimApiKey *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean plim_api_keys_store_finish (GAsyncResult *result, GError **error);

/** plim_api_keys_store_use_async: keeps when the key @id was used. Kept apart from the key, so that
 * it brings back none that was revoked meanwhile. */
void plim_api_keys_store_use_async (const char *id,
                                    gint64 used_at,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean plim_api_keys_store_use_finish (GAsyncResult *result, GError **error);

/** plim_api_keys_load_async: reads all keys; never prompts, see plim_secrets_list_async(). */
void plim_api_keys_load_async (GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/** plim_api_keys_load_finish: (transfer full) (element-type PlimApiKey) (nullable): oldest first */
GPtrArray *plim_api_keys_load_finish (GAsyncResult *result, GError **error);

/** plim_api_keys_revoke_async: forgets the key @id; none of that id is a success. Never prompts. */
void plim_api_keys_revoke_async (const char *id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean plim_api_keys_revoke_finish (GAsyncResult *result, GError **error);

G_END_DECLS
