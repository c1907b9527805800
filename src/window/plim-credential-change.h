/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-bus-client.h"
#include "plim-provider.h"

G_BEGIN_DECLS

/**
 * plim_credential_change_async:
 * @provider: the account's
 * @label: what the user calls the account
 * @secrets: the new ones, see plim_secret_table_new(); others of the account stay
 *
 * Puts @secrets in place of the account's old ones and has the service check them live. When that
 * fails or is cancelled the old ones are put back.
 */
void plim_credential_change_async (PlimBusAccount1 *account,
                                   const PlimProvider *provider,
                                   const char *label,
                                   GHashTable *secrets,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean plim_credential_change_finish (GAsyncResult *result, GError **error);

G_END_DECLS
