/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"
#include "plim-bus-generated.h"

G_BEGIN_DECLS

/**
 * PlimBusClient:
 *
 * The service as a client sees it: a #GListModel of mirrored #PlimAccount, kept current by signals
 * and ordered as the service orders them. Property `connected` (read only, notifies): whether the
 * service is there. When the service goes away the list empties; when it returns it fills again.
 */
#define PLIM_TYPE_BUS_CLIENT (plim_bus_client_get_type ())
G_DECLARE_FINAL_TYPE (PlimBusClient, plim_bus_client, PLIM, BUS_CLIENT, GObject)

/**
 * plim_bus_client_new_async:
 * @start: whether to start the service when it does not run
 *
 * Connects and waits until the accounts are there.
 */
void plim_bus_client_new_async (GDBusConnection *connection,
                                gboolean start,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
PlimBusClient *plim_bus_client_new_finish (GAsyncResult *result, GError **error);

gboolean plim_bus_client_is_connected (PlimBusClient *self);

/** plim_bus_client_get_manager: (transfer none): the Manager1 proxy; its default timeout
 * suits AddAccount */
PlimBusManager1 *plim_bus_client_get_manager (PlimBusClient *self);

/** plim_bus_client_get_account_proxy: (transfer none) (nullable): the Account1 proxy of that
 * account */
PlimBusAccount1 *plim_bus_client_get_account_proxy (PlimBusClient *self, const char *account_id);

/** plim_bus_client_find_account: (transfer none) (nullable): by id */
PlimAccount *plim_bus_client_find_account (PlimBusClient *self, const char *account_id);

G_END_DECLS
