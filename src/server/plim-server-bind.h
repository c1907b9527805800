/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * plim_server_bind:
 * @address: an IP address; empty: this computer alone, by IPv4 and, where there is one, IPv6
 * @port: 0: any that is free
 *
 * Returns: the port; 0 on failure
 */
guint plim_server_bind (GSocketService *listener, const char *address, guint port, GError **error);

/** plim_server_make_deaf_socket: (transfer full) (nullable): one that listens, to which nobody can
 * connect */
GSocket *plim_server_make_deaf_socket (GError **error);

G_END_DECLS
