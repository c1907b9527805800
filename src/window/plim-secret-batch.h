/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-provider.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/* Several secrets of one account at a time. A table of secrets is field id → secret; a secret of
 * %NULL means that none is stored. */

/** plim_secret_table_new: (transfer full): an empty table; its secrets are freed with
 * secret_password_free() */
GHashTable *plim_secret_table_new (void);

/**
 * plim_secret_batch_lookup_async:
 * @like: a table whose fields are looked up
 *
 * May ask the user to unlock the keyring.
 */
void plim_secret_batch_lookup_async (const char *account_id,
                                     GHashTable *like,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/** plim_secret_batch_lookup_finish: (transfer full) (nullable): what is stored now */
GHashTable *plim_secret_batch_lookup_finish (GAsyncResult *result, GError **error);

/**
 * plim_secret_batch_store_async:
 * @label: what the user calls the account
 *
 * Makes the keyring hold what @secrets says: stores, and clears where it says %NULL. Stops at the
 * first error.
 */
void plim_secret_batch_store_async (const char *account_id,
                                    const PlimProvider *provider,
                                    const char *label,
                                    GHashTable *secrets,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean plim_secret_batch_store_finish (GAsyncResult *result, GError **error);

G_END_DECLS
