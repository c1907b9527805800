/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-server-requests.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PlimServer:
 *
 * The local HTTP server: listens while the settings say so, and hands requests to its router. Off
 * by default. It binds 127.0.0.1 and ::1, or the one address that the user chose.
 *
 * Properties, read only, notify: `listening` (boolean), `port` (unsigned: the one listened on, 0:
 * none), `problem` (nullable string: why it cannot listen, in technical English).
 */
#define PLIM_TYPE_SERVER (plim_server_get_type ())
G_DECLARE_FINAL_TYPE (PlimServer, plim_server, PLIM, SERVER, GObject)

PlimServer *plim_server_new (GSettings *settings, PlimRouter *router);

/** plim_server_set_limits: how long connections from now on may take for headers, and for a body;
 * until then 15 and 10 seconds */
void plim_server_set_limits (PlimServer *self, gint64 headers_us, gint64 body_us);

/** plim_server_set_websocket: what takes upgraded requests of routes with the flag
 * %PLIM_ROUTE_WEBSOCKET; such requests never come to the route's handler. */
void plim_server_set_websocket (PlimServer *self, PlimWebsocketHandler handler, gpointer user_data);

gboolean plim_server_is_listening (PlimServer *self);
guint plim_server_get_port (PlimServer *self);

/** plim_server_get_problem: (transfer none) (nullable): */
const char *plim_server_get_problem (PlimServer *self);

/** plim_server_get_connections: how many there are now */
guint plim_server_get_connections (PlimServer *self);

/**
 * plim_server_close_async:
 *
 * Stops listening for good and lets requests that are being answered end, for two seconds at most.
 */
void plim_server_close_async (PlimServer *self, GAsyncReadyCallback callback, gpointer user_data);
void plim_server_close_finish (PlimServer *self, GAsyncResult *result);

G_END_DECLS
