/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-secrets.h"
#include <libsecret/secret.h>

G_BEGIN_DECLS

/* Private: what the operations of plim-secrets.c share. */

extern const SecretSchema plim_secrets_schema;

/** plim_secrets_make_attributes: (transfer full): either may be %NULL, which matches all. */
GHashTable *plim_secrets_make_attributes (const char *account_id, const char *field);

/**
 * plim_secrets_return_error:
 * @error: (transfer full): of libsecret or GIO
 * @what: what was tried
 *
 * Ends @task with @error, mapped to %PLIM_SECRETS_ERROR.
 */
void plim_secrets_return_error (GTask *task, GError *error, const char *what);

/**
 * plim_secrets_find_async:
 * @flags: %SECRET_SEARCH_UNLOCK for asking the user
 *
 * Finds what is stored for @account_id and @field, either of which may be %NULL. All that is found
 * is readable: a locked item is the error `LOCKED`, or `CANCELLED` after the user was asked.
 */
void plim_secrets_find_async (const char *account_id,
                              const char *field,
                              SecretSearchFlags flags,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/** plim_secrets_find_finish: (transfer full) (element-type SecretRetrievable): %NULL without an
 * error when nothing is stored. */
GList *plim_secrets_find_finish (GAsyncResult *result, GError **error);

G_END_DECLS
