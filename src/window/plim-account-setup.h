/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-bus-client.h"
#include "plim-provider.h"

G_BEGIN_DECLS

/**
 * PlimAccountSetup:
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
} PlimAccountSetup;

/** plim_account_setup_new: (transfer full): without settings and secrets, under a new UUID */
PlimAccountSetup *plim_account_setup_new (const PlimProvider *provider);
void plim_account_setup_free (PlimAccountSetup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimAccountSetup, plim_account_setup_free)

/**
 * plim_account_setup_run_async:
 * @self: (transfer full): what to add
 * @cancellable: (nullable): cancelling ends the live check too; the result comes when all is undone
 *
 * Puts the secrets into the keyring, then has the service check them live and add the account. When
 * that fails they are cleared again.
 */
void plim_account_setup_run_async (PlimAccountSetup *self,
                                   PlimBusManager1 *manager,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean plim_account_setup_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
