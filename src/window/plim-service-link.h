/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-bus-client.h"

G_BEGIN_DECLS

/** PlimLinkState: how the window stands to the service. */
typedef enum {
  PLIM_LINK_CONNECTING,
  PLIM_LINK_CONNECTED,
  PLIM_LINK_LOST,
} PlimLinkState;

/**
 * PlimServiceLink:
 *
 * The window's connection to the service, through its loss and return. Signal `changed`: the state
 * or the client is another one.
 */
#define PLIM_TYPE_SERVICE_LINK (plim_service_link_get_type ())
G_DECLARE_FINAL_TYPE (PlimServiceLink, plim_service_link, PLIM, SERVICE_LINK, GObject)

/** plim_service_link_new: @connection: (nullable): without a bus the link is lost. Connects and
 * starts the service. */
PlimServiceLink *plim_service_link_new (GDBusConnection *connection);

/** plim_service_link_connect: starts the service again after its loss. */
void plim_service_link_connect (PlimServiceLink *self);

PlimLinkState plim_service_link_get_state (PlimServiceLink *self);

/** plim_service_link_get_client: (transfer none) (nullable): %NULL unless connected */
PlimBusClient *plim_service_link_get_client (PlimServiceLink *self);

/** plim_service_link_get_error: (transfer none) (nullable): why it is lost, where that is known */
const GError *plim_service_link_get_error (PlimServiceLink *self);

G_END_DECLS
