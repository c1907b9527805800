/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The secret part of the webhook's address. It lives in the keyring beside the accounts' secrets
 * and is in no property, log or error. */

/** plim_webhook_id_new: (transfer full) (nullable): 32 random bytes as 43 characters of
 * `[A-Za-z0-9_-]`; free it with secret_password_free() */
char *plim_webhook_id_new (GError **error);

/** plim_webhook_id_is_valid: whether a user may bring @id along: 22–128 such characters */
gboolean plim_webhook_id_is_valid (const char *id);

/** plim_webhook_id_lookup_async: never prompts */
void plim_webhook_id_lookup_async (GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/** plim_webhook_id_lookup_finish: (transfer full) (nullable): free it with
 * secret_password_free(); errors as of plim_secrets_lookup_finish() */
char *plim_webhook_id_lookup_finish (GAsyncResult *result, GError **error);

/** plim_webhook_id_store_async: may prompt */
void plim_webhook_id_store_async (const char *id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean plim_webhook_id_store_finish (GAsyncResult *result, GError **error);

G_END_DECLS
