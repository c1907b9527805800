/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-bus-client.h"
#include "plim-provider.h"

G_BEGIN_DECLS

/**
 * PlimNewAccount:
 * @id: a new UUID
 * @label: (nullable): what the user calls it; empty: the provider's name
 * @base_url: (nullable): an override of the provider's origin
 * @settings: name → value
 * @secrets: see plim_secret_table_new()
 *
 * What the user typed for a new account.
 */
typedef struct {
  char *id;
  const PlimProvider *provider;
  char *label;
  char *base_url;
  GHashTable *settings;
  GHashTable *secrets;
} PlimNewAccount;

/** plim_new_account_new: (transfer full): without settings and secrets, under a new UUID */
PlimNewAccount *plim_new_account_new (const PlimProvider *provider);
void plim_new_account_free (PlimNewAccount *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimNewAccount, plim_new_account_free)

/**
 * plim_new_account_add_async:
 * @self: (transfer full): what to add
 * @cancellable: (nullable): cancelling ends the live check too; the result comes when all is undone
 *
 * Puts the secrets into the keyring, then has the service check them live and add the account. When
 * that fails they are cleared again.
 */
void plim_new_account_add_async (PlimNewAccount *self,
                                 PlimBusManager1 *manager,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean plim_new_account_add_finish (GAsyncResult *result, GError **error);

G_END_DECLS
