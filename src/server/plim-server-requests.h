/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-router.h"
#include "plim-server-peers.h"

G_BEGIN_DECLS

/** PLIM_SERVER_MAX_BODY: larger request bodies are answered 413. */
#define PLIM_SERVER_MAX_BODY 65536

/**
 * PlimServerRequests:
 *
 * The way of each request from libsoup through the router: what is too large is refused before it
 * has come, what is a WebSocket is handed over, and the peers hear how far it is.
 */
#define PLIM_TYPE_SERVER_REQUESTS (plim_server_requests_get_type ())
G_DECLARE_FINAL_TYPE (PlimServerRequests, plim_server_requests, PLIM, SERVER_REQUESTS, GObject)

/** PlimWebsocketHandler: @call is upgraded to @connection, which must be kept referenced; @socket
 * is what carries it, which libsoup does not tell. */
typedef void (*PlimWebsocketHandler) (PlimCall *call,
                                      SoupWebsocketConnection *connection,
                                      GSocket *socket,
                                      gpointer user_data);

/** plim_server_requests_new: @peers must outlive it. */
PlimServerRequests *
plim_server_requests_new (SoupServer *soup, PlimRouter *router, PlimServerPeers *peers);

/** plim_server_requests_set_websocket: what takes upgraded requests of routes with the flag
 * %PLIM_ROUTE_WEBSOCKET */
void plim_server_requests_set_websocket (PlimServerRequests *self,
                                         PlimWebsocketHandler handler,
                                         gpointer user_data);

G_END_DECLS
