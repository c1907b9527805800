/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * PlimApiSockets:
 *
 * The WebSockets that are told of every change: the whole list within 100 ms after a quiet second,
 * else once a second. There is no queue: for a client that has not taken the last message, only the
 * newest waits. One that does not take it within 30 seconds is dropped.
 */
#define PLIM_TYPE_API_SOCKETS (plim_api_sockets_get_type ())
G_DECLARE_FINAL_TYPE (PlimApiSockets, plim_api_sockets, PLIM, API_SOCKETS, GObject)

/** PlimApiMessage: (transfer full): the text to send now, with accounts of all providers or only
 * those that the web app's client knows */
typedef GBytes *(*PlimApiMessage) (gboolean all_providers, gpointer user_data);

PlimApiSockets *plim_api_sockets_new (PlimApiMessage message, gpointer user_data);

/** plim_api_sockets_set_limits: how much time is between two messages, and how much a client has to
 * take one; until then a second and 30 seconds */
void plim_api_sockets_set_limits (PlimApiSockets *self, gint64 period_us, gint64 patience_us);

/** plim_api_sockets_add: keeps @connection, which @socket carries and which came with the token of
 * @key_id, and sends it the first message at once. */
void plim_api_sockets_add (PlimApiSockets *self,
                           SoupWebsocketConnection *connection,
                           GSocket *socket,
                           const char *key_id,
                           gboolean all_providers);

/** plim_api_sockets_refuse: closes @connection with that code. */
void plim_api_sockets_refuse (PlimApiSockets *self,
                              SoupWebsocketConnection *connection,
                              GSocket *socket,
                              gushort code,
                              const char *reason);

/**
 * plim_api_sockets_close_others:
 * @keys: (element-type PlimApiKey) (nullable): %NULL while they are not known: all stay
 *
 * Closes those whose token is not among @keys any more.
 */
void plim_api_sockets_close_others (PlimApiSockets *self, GPtrArray *keys);

/** plim_api_sockets_announce: something has changed. */
void plim_api_sockets_announce (PlimApiSockets *self);

guint plim_api_sockets_get_count (PlimApiSockets *self);

G_END_DECLS
