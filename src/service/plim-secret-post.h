/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-transport.h"

G_BEGIN_DECLS

/**
 * plim_secret_post_async:
 * @name: %PLIM_POST_HOOKS or %PLIM_POST_FORWARD: whose address it is
 * @json: the body
 *
 * Posts to the address that the keyring holds. It is read each time, so nobody keeps it; the user
 * is never asked for the keyring's password.
 */
void plim_secret_post_async (SoupSession *session,
                             const char *name,
                             const char *json,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

/**
 * plim_secret_post_finish:
 *
 * Returns: (transfer full) (nullable): the answer, if its HTTP status is 200–299; no error names
 * the address
 */
PlimAnswer *plim_secret_post_finish (GAsyncResult *result, GError **error);

G_END_DECLS
