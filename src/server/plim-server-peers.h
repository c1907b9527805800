/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-server-connection.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/** PLIM_SERVER_MAX_PEERS: connections at a time. */
#define PLIM_SERVER_MAX_PEERS 64

/**
 * PlimServerPeers:
 *
 * The connections of the local server: how many there may be and how long each may take for
 * headers, for a body, for taking its answer. When all places are taken, those whose other side is
 * gone make room, then the one that has been idle for longest.
 */
typedef struct _PlimServerPeers PlimServerPeers;

/** PlimServerPeersEvent: @reason is a %PLIM_REFUSAL_TIME or %PLIM_REFUSAL_CONNECTIONS, or %NULL
 * when a connection is gone. */
typedef void (*PlimServerPeersEvent) (PlimServerPeers *self,
                                      const char *reason,
                                      gpointer user_data);

PlimServerPeers *plim_server_peers_new (PlimServerPeersEvent event, gpointer user_data);

/** plim_server_peers_set_limits: for headers, and for a body; until then 15 and 10 seconds */
void plim_server_peers_set_limits (PlimServerPeers *self, gint64 headers_us, gint64 body_us);
void plim_server_peers_free (PlimServerPeers *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimServerPeers, plim_server_peers_free)

/**
 * plim_server_peers_add:
 *
 * Returns: (transfer none) (nullable): the address by which messages tell their connection, to hand
 *   to soup_server_accept_iostream(); %NULL when there is no place: @connection is closed
 */
GSocketAddress *plim_server_peers_add (PlimServerPeers *self, PlimServerConnection *connection);

/** plim_server_peers_get_count: those that are open */
guint plim_server_peers_get_count (PlimServerPeers *self);

/** plim_server_peers_read_body: the headers are there. */
void plim_server_peers_read_body (PlimServerPeers *self, SoupServerMessage *message);

/** plim_server_peers_answer: the whole request is there. */
void plim_server_peers_answer (PlimServerPeers *self, SoupServerMessage *message);

/** plim_server_peers_end: the answer is sent; the next request may come. */
void plim_server_peers_end (PlimServerPeers *self, SoupServerMessage *message);

/**
 * plim_server_peers_keep:
 *
 * It is a WebSocket now, and may take all the time it wants.
 *
 * Returns: (transfer none) (nullable): its socket, %NULL when it is gone
 */
GSocket *plim_server_peers_keep (PlimServerPeers *self, SoupServerMessage *message);

/**
 * plim_server_peers_cut:
 *
 * Sends the answer that @message has while its request is still being sent, and closes: what else
 * comes is thrown away, for two seconds or a mebibyte.
 */
void plim_server_peers_cut (PlimServerPeers *self, SoupServerMessage *message);

/** plim_server_peers_count_waste: @size_bytes came after the cut. */
void
plim_server_peers_count_waste (PlimServerPeers *self, SoupServerMessage *message, gsize size_bytes);

/** plim_server_peers_drain: closes idle connections now and the others after their answer. */
void plim_server_peers_drain (PlimServerPeers *self);

/** plim_server_peers_close: closes all now. */
void plim_server_peers_close (PlimServerPeers *self);

G_END_DECLS
