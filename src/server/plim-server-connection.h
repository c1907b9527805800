/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PlimServerConnection:
 *
 * An accepted connection, of which libsoup notices that it ends also while no request is under way.
 * Before 3.4 it leaks such a connection with its file descriptor (“server: do not leak idle
 * connections closed by the client”).
 */
#define PLIM_TYPE_SERVER_CONNECTION (plim_server_connection_get_type ())
G_DECLARE_FINAL_TYPE (
    PlimServerConnection, plim_server_connection, PLIM, SERVER_CONNECTION, GTcpConnection)

/** plim_server_connection_new: takes the place of @accepted. */
PlimServerConnection *plim_server_connection_new (GSocketConnection *accepted);

/** plim_server_connection_set_idle: whether the last request was answered and nothing of the next
 * is known */
void plim_server_connection_set_idle (PlimServerConnection *self, gboolean is_idle);

G_END_DECLS
