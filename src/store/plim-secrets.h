/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The keyring through libsecret's simple API. One item per account and field; attributes:
 * `application` (the application id), `account` (UUID), `field` (a secret field's id). Links no
 * database. */

/** PlimSecretsError: why the keyring did not answer. */
typedef enum {
  PLIM_SECRETS_ERROR_NOT_FOUND, /* nothing is stored under these attributes */
  PLIM_SECRETS_ERROR_LOCKED,    /* stored, but the keyring is locked */
  PLIM_SECRETS_ERROR_MISSING,   /* there is no Secret Service */
  PLIM_SECRETS_ERROR_CANCELLED, /* the user dismissed the prompt */
  PLIM_SECRETS_ERROR_SILENT,    /* one is there, and hangs */
  PLIM_SECRETS_ERROR_FAILED,
} PlimSecretsError;
#define PLIM_SECRETS_ERROR (plim_secrets_error_quark ())
GQuark plim_secrets_error_quark (void);

/* A cancelled GCancellable ends an operation with %G_IO_ERROR_CANCELLED, as everywhere;
 * %PLIM_SECRETS_ERROR_CANCELLED is a dismissed prompt. */

/**
 * plim_secrets_lookup_async:
 * @may_prompt: whether the user may be asked to unlock the keyring; background polls never ask
 *
 * Nothing found while the default keyring is locked is `LOCKED`, not `NOT_FOUND`: some services
 * find nothing then.
 */
void plim_secrets_lookup_async (const char *account_id,
                                const char *field,
                                gboolean may_prompt,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/**
 * plim_secrets_lookup_finish:
 *
 * Returns: (transfer full) (nullable): the secret in non-pageable memory; free it with
 * secret_password_free()
 */
char *plim_secrets_lookup_finish (GAsyncResult *result, GError **error);

/**
 * plim_secrets_store_async:
 * @description: what the keyring's manager shows, such as "Plimsoll: Claude (work), session key"
 *
 * Stores or replaces; may prompt.
 */
void plim_secrets_store_async (const char *account_id,
                               const char *field,
                               const char *description,
                               const char *secret,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean plim_secrets_store_finish (GAsyncResult *result, GError **error);

/**
 * plim_secrets_clear_async:
 * @field: (nullable): %NULL for all of the account
 *
 * Never prompts: `LOCKED` when the keyring is locked, and nothing is removed. Nothing stored is a
 * success.
 */
void plim_secrets_clear_async (const char *account_id,
                               const char *field,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean plim_secrets_clear_finish (GAsyncResult *result, GError **error);

/**
 * plim_secrets_list_async:
 *
 * Finds which account and field pairs are stored, without reading a secret. Never prompts: `LOCKED`
 * when the keyring is locked, since it may then know more than it tells.
 */
void plim_secrets_list_async (GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/** plim_secrets_list_finish: (transfer full) (element-type utf8 GPtrArray): account id → names of
 * fields; %NULL with an error */
GHashTable *plim_secrets_list_finish (GAsyncResult *result, GError **error);

/** plim_secrets_unlock_async: asks the user to unlock the keyring that holds our items, or the
 * default one when it holds none. */
void plim_secrets_unlock_async (GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean plim_secrets_unlock_finish (GAsyncResult *result, GError **error);

/**
 * PlimKeyringWatch:
 *
 * Emits `changed` when the keyring may answer differently: a collection was unlocked or locked, or
 * the Secret Service appeared. Sends nothing by itself and never starts the service.
 */
#define PLIM_TYPE_KEYRING_WATCH (plim_keyring_watch_get_type ())
G_DECLARE_FINAL_TYPE (PlimKeyringWatch, plim_keyring_watch, PLIM, KEYRING_WATCH, GObject)
PlimKeyringWatch *plim_keyring_watch_new (GDBusConnection *connection);

G_END_DECLS
