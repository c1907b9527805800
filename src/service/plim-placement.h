/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-file-token.h"
#include "plim-provider.h"
#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * plim_placement_async:
 * @exchange: whose earlier answers may hold a token
 * @file: (nullable): another program's sign-in, which was read
 * @request: what @message was made of
 *
 * Writes each credential that @request names into @message, from the keyring, an answer or @file.
 * All that is handed over must outlive the operation.
 */
void plim_placement_async (const PlimProvider *provider,
                           const char *account_id,
                           PlimExchange *exchange,
                           PlimFileToken *file,
                           PlimRequest *request,
                           SoupMessage *message,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/**
 * plim_placement_finish:
 * @digest: (out) (transfer full) (nullable): of the secret that the server may renew, see
 *   plim_rotation_digest()
 * @has_file_token: (out): whether the token of the file was among them
 */
gboolean plim_placement_finish (GAsyncResult *result,
                                char **digest,
                                gboolean *has_file_token,
                                GError **error);

G_END_DECLS
