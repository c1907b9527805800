/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-provider.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PlimFileToken:
 *
 * The token of another program's sign-in, for as long as one exchange lasts. Of the file nothing
 * else is kept; its refresh token least of all.
 */
typedef struct _PlimFileToken PlimFileToken;

/**
 * plim_file_token_new:
 * @settings: of the account
 *
 * Returns: (transfer full) (nullable): %NULL when the provider reads no file, or the user did not
 *   consent to it
 */
PlimFileToken *plim_file_token_new (const PlimProvider *provider, GHashTable *settings);
void plim_file_token_free (PlimFileToken *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimFileToken, plim_file_token_free)

/**
 * plim_file_token_read_async:
 * @exchange: told of the file's content
 * @settle_ms: how long to wait before a file that looks half-written is read once more
 *
 * @self and @exchange must outlive the operation.
 */
void plim_file_token_read_async (PlimFileToken *self,
                                 PlimExchange *exchange,
                                 guint settle_ms,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean plim_file_token_read_finish (PlimFileToken *self, GAsyncResult *result, GError **error);

/** plim_file_token_get: (transfer none) (nullable): for credentials of @secret_field; %NULL when
 * that is not the file's or it was not read */
const char *plim_file_token_get (PlimFileToken *self, const char *secret_field);

/** plim_file_token_get_digest: (transfer none) (nullable): of the token, to know it again */
const char *plim_file_token_get_digest (PlimFileToken *self);

/** plim_file_token_set_refused: says that the provider does not accept this token, and what to do.
 */
void plim_file_token_set_refused (PlimFileToken *self, GError **error);

G_END_DECLS
