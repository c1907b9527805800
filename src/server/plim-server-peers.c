/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-server-peers.h"

#include "plim-router.h"

#include <sys/socket.h>

#define HEADERS_US (15 * G_USEC_PER_SEC)
#define BODY_US (10 * G_USEC_PER_SEC)
#define ANSWER_US (30 * G_USEC_PER_SEC)
#define CUT_US (2 * G_USEC_PER_SEC)
/* With those that went while their answer is made: that work goes on. */
#define MAX_UNFINISHED (4 * PLIM_SERVER_MAX_PEERS)
#define MAX_WASTE_BYTES (1024 * 1024)

typedef enum {
  PEER_IDLE, /* between requests, or its headers are not complete */
  PEER_BODY,
  PEER_ANSWER,
  PEER_KEPT,
  PEER_CUT,
  PEER_CLOSED, /* shut down; the stream is still to go */
} PeerState;

typedef struct {
  PlimServerPeers *peers;
  PlimServerConnection *connection; /* not owned: a weak reference */
  GSocketAddress *address;          /* (owned) */
  PeerState state;
  gint64 since_us;
  gint64 deadline_us; /* monotonic; G_MAXINT64: none */
  gsize waste_bytes;
  gboolean is_last; /* no request after the one that runs */
} Peer;

struct _PlimServerPeers {
  GHashTable *by_address; /* GSocketAddress → Peer */
  GSource *alarm;
  gint64 alarm_us;
  gint64 headers_us;
  gint64 body_us;
  PlimServerPeersEvent event;
  gpointer user_data;
};

static gboolean
on_alarm (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs alarm_funcs = { .dispatch = on_alarm };

static void
set_alarm (PlimServerPeers *self, gint64 at_us)
{
  self->alarm_us = at_us;
  g_source_set_ready_time (self->alarm, at_us == G_MAXINT64 ? -1 : at_us);
}

/* The alarm only ever moves forward here; one that rings too early looks again. */
static void
set_state (Peer *peer, PeerState state, gint64 time_limit_us)
{
  peer->state = state;
  peer->since_us = g_get_monotonic_time ();
  peer->deadline_us = time_limit_us == G_MAXINT64 ? G_MAXINT64 : peer->since_us + time_limit_us;
  if (peer->deadline_us < peer->peers->alarm_us)
    set_alarm (peer->peers, peer->deadline_us);
}

static GSocket *
get_socket (Peer *peer)
{
  return g_socket_connection_get_socket (G_SOCKET_CONNECTION (peer->connection));
}

/* libsoup sees the end of the stream and lets go of the connection. */
static void
shut_down (Peer *peer)
{
  if (peer->state == PEER_CLOSED)
    return;
  set_state (peer, PEER_CLOSED, G_MAXINT64);
  g_socket_shutdown (get_socket (peer), TRUE, TRUE, NULL);
}

static gboolean
look_for_late_peers (gpointer user_data)
{
  PlimServerPeers *self = user_data;
  gint64 now_us = g_get_monotonic_time (), next_us = G_MAXINT64;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_address);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Peer *peer = value;

    if (peer->deadline_us > now_us) {
      next_us = MIN (next_us, peer->deadline_us);
      continue;
    }
    if (peer->state != PEER_CUT)
      self->event (self, PLIM_REFUSAL_TIME, self->user_data);
    shut_down (peer);
  }
  set_alarm (self, next_us);
  return G_SOURCE_CONTINUE;
}

static void
free_peer (gpointer data)
{
  Peer *peer = data;

  g_object_unref (peer->address);
  g_free (peer);
}

static void
on_connection_gone (gpointer data, GObject *connection)
{
  Peer *peer = data;
  PlimServerPeers *self = peer->peers;

  g_hash_table_remove (self->by_address, peer->address);
  self->event (self, NULL, self->user_data);
}

PlimServerPeers *
plim_server_peers_new (PlimServerPeersEvent event, gpointer user_data)
{
  PlimServerPeers *self = g_new0 (PlimServerPeers, 1);

  self->by_address = g_hash_table_new_full (NULL, NULL, NULL, free_peer);
  self->headers_us = HEADERS_US;
  self->body_us = BODY_US;
  self->event = event;
  self->user_data = user_data;
  self->alarm = g_source_new (&alarm_funcs, sizeof (GSource));
  g_source_set_callback (self->alarm, look_for_late_peers, self, NULL);
  g_source_set_static_name (self->alarm, "plim-server-peers");
  set_alarm (self, G_MAXINT64);
  g_source_attach (self->alarm, NULL);
  return self;
}

void
plim_server_peers_set_limits (PlimServerPeers *self, gint64 headers_us, gint64 body_us)
{
  self->headers_us = headers_us;
  self->body_us = body_us;
}

void
plim_server_peers_free (PlimServerPeers *self)
{
  GHashTableIter iter;
  gpointer value;

  g_source_destroy (self->alarm);
  g_source_unref (self->alarm);
  g_hash_table_iter_init (&iter, self->by_address);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Peer *peer = value;

    g_object_weak_unref (G_OBJECT (peer->connection), on_connection_gone, peer);
  }
  g_hash_table_unref (self->by_address);
  g_free (self);
}

/* One whose next request has arrived but is unread is not idle. */
static gboolean
can_make_room (Peer *peer)
{
  GSocket *socket = get_socket (peer);

  return peer->state == PEER_IDLE && (g_socket_condition_check (socket, G_IO_IN) & G_IO_IN) == 0;
}

guint
plim_server_peers_get_count (PlimServerPeers *self)
{
  GHashTableIter iter;
  gpointer value;
  guint count = 0;

  g_hash_table_iter_init (&iter, self->by_address);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    count += ((Peer *) value)->state != PEER_CLOSED;
  return count;
}

/* libsoup has not seen yet that the other side went, or does not look while an answer is made. One
 * that has only ended its sending may still wait for an answer to what it sent.
 */
static gboolean
is_gone (Peer *peer)
{
  GSocket *socket = get_socket (peer);
  GIOCondition condition = g_socket_condition_check (socket, G_IO_IN);
  char byte;

  if ((condition & (G_IO_HUP | G_IO_ERR)) != 0)
    return TRUE;
  return peer->state == PEER_IDLE && (condition & G_IO_IN) != 0 &&
         recv (g_socket_get_fd (socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

static void
let_go_of_gone_peers (PlimServerPeers *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_address);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Peer *peer = value;

    if (peer->state != PEER_CLOSED && is_gone (peer))
      shut_down (peer);
  }
}

/* Returns: (nullable): the one that has been idle for longest */
static Peer *
find_oldest (PlimServerPeers *self)
{
  Peer *oldest = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_address);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Peer *peer = value;

    if (can_make_room (peer) && (oldest == NULL || peer->since_us < oldest->since_us))
      oldest = peer;
  }
  return oldest;
}

static gboolean
make_room (PlimServerPeers *self)
{
  Peer *oldest;

  if (g_hash_table_size (self->by_address) >= MAX_UNFINISHED)
    return FALSE;
  if (plim_server_peers_get_count (self) < PLIM_SERVER_MAX_PEERS)
    return TRUE;
  let_go_of_gone_peers (self);
  if (plim_server_peers_get_count (self) < PLIM_SERVER_MAX_PEERS)
    return TRUE;
  oldest = find_oldest (self);
  if (oldest == NULL)
    return FALSE;
  shut_down (oldest);
  return TRUE;
}

GSocketAddress *
plim_server_peers_add (PlimServerPeers *self, PlimServerConnection *connection)
{
  GSocketAddress *address =
      g_socket_connection_get_remote_address (G_SOCKET_CONNECTION (connection), NULL);
  Peer *peer;

  if (address == NULL)
    return NULL;
  if (!make_room (self)) {
    g_object_unref (address);
    self->event (self, PLIM_REFUSAL_CONNECTIONS, self->user_data);
    return NULL;
  }
  peer = g_new0 (Peer, 1);
  peer->peers = self;
  peer->connection = connection;
  peer->address = address;
  g_object_weak_ref (G_OBJECT (connection), on_connection_gone, peer);
  g_hash_table_insert (self->by_address, address, peer);
  set_state (peer, PEER_IDLE, self->headers_us);
  return address;
}

static Peer *
find_peer (PlimServerPeers *self, SoupServerMessage *message)
{
  return g_hash_table_lookup (self->by_address, soup_server_message_get_remote_address (message));
}

static void
move_on (PlimServerPeers *self, SoupServerMessage *message, PeerState state, gint64 time_limit_us)
{
  Peer *peer = find_peer (self, message);

  if (peer != NULL && peer->state != PEER_CUT && peer->state != PEER_CLOSED &&
      peer->state != PEER_KEPT)
    set_state (peer, state, time_limit_us);
}

void
plim_server_peers_read_body (PlimServerPeers *self, SoupServerMessage *message)
{
  Peer *peer = find_peer (self, message);

  if (peer != NULL)
    plim_server_connection_set_idle (peer->connection, FALSE);
  move_on (self, message, PEER_BODY, self->body_us);
}

void
plim_server_peers_answer (PlimServerPeers *self, SoupServerMessage *message)
{
  move_on (self, message, PEER_ANSWER, ANSWER_US);
}

void
plim_server_peers_end (PlimServerPeers *self, SoupServerMessage *message)
{
  Peer *peer = find_peer (self, message);

  move_on (self, message, PEER_IDLE, self->headers_us);
  if (peer == NULL)
    return;
  plim_server_connection_set_idle (peer->connection, TRUE);
  if (peer->is_last)
    shut_down (peer);
}

GSocket *
plim_server_peers_keep (PlimServerPeers *self, SoupServerMessage *message)
{
  Peer *peer = find_peer (self, message);

  move_on (self, message, PEER_KEPT, G_MAXINT64);
  return peer != NULL ? get_socket (peer) : NULL;
}

static void
append_header (const char *name, const char *value, gpointer user_data)
{
  g_string_append_printf (user_data, "%s: %s\r\n", name, value);
}

/* The answer as libsoup would write it once the request has ended. */
static GString *
dup_answer (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autoptr (GBytes) body =
      soup_message_body_flatten (soup_server_message_get_response_body (message));
  guint status = soup_server_message_get_status (message);
  GString *text = g_string_new (NULL);

  soup_message_headers_set_content_length (headers, (goffset) g_bytes_get_size (body));
  soup_message_headers_replace (headers, "Connection", "close");
  g_string_append_printf (text, "HTTP/1.1 %u %s\r\n", status, soup_status_get_phrase (status));
  soup_message_headers_foreach (headers, append_header, text);
  g_string_append (text, "\r\n");
  if (!g_str_equal (soup_server_message_get_method (message), "HEAD"))
    g_string_append_len (text, g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body));
  return text;
}

void
plim_server_peers_cut (PlimServerPeers *self, SoupServerMessage *message)
{
  Peer *peer = find_peer (self, message);
  GString *answer;
  GSocket *socket;

  if (peer == NULL || peer->state == PEER_CUT || peer->state == PEER_CLOSED)
    return;
  answer = dup_answer (message);
  socket = get_socket (peer);
  /* A few hundred bytes into an empty buffer; who does not read them has lost them. */
  g_socket_send_with_blocking (socket, answer->str, answer->len, FALSE, NULL, NULL);
  g_socket_shutdown (socket, FALSE, TRUE, NULL);
  set_state (peer, PEER_CUT, CUT_US);
  g_string_free (answer, TRUE);
}

void
plim_server_peers_count_waste (PlimServerPeers *self, SoupServerMessage *message, gsize size_bytes)
{
  Peer *peer = find_peer (self, message);

  if (peer == NULL || peer->state != PEER_CUT)
    return;
  peer->waste_bytes += size_bytes;
  if (peer->waste_bytes > MAX_WASTE_BYTES)
    shut_down (peer);
}

static void
close_peers (PlimServerPeers *self, gboolean all)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_address);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Peer *peer = value;

    peer->is_last = TRUE;
    if (all || peer->state == PEER_IDLE || peer->state == PEER_KEPT)
      shut_down (peer);
  }
}

void
plim_server_peers_drain (PlimServerPeers *self)
{
  close_peers (self, FALSE);
}

void
plim_server_peers_close (PlimServerPeers *self)
{
  close_peers (self, TRUE);
}
