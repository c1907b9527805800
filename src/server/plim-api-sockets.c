/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-api-sockets.h"

#include "plim-api-keys.h"

#include <linux/sockios.h>
#include <sys/ioctl.h>

#define MAX_INCOMING_BYTES 4096
/* From here on libsoup closes by itself, with what it has not read: the client may then miss why.
 */
#define MAX_READ_BYTES (64 * 1024)
/* What changes together is sent together. */
#define GATHER_US (20 * 1000)
#define PERIOD_US G_USEC_PER_SEC
/* As long as an answer may take to be read. */
#define PATIENCE_US (30 * G_USEC_PER_SEC)

typedef struct {
  PlimApiSockets *sockets;
  SoupWebsocketConnection *connection;
  GSocket *socket;
  char *key_id; /* (nullable) */
  gboolean all_providers;
  gboolean is_refused;   /* only waits for the other side's close */
  gboolean is_behind;    /* has not got the newest */
  gint64 stuck_since_us; /* monotonic: was seen not to have taken all; 0: it had */
} Client;

struct _PlimApiSockets {
  GObject parent_instance;

  PlimApiMessage message;
  gpointer user_data;
  GPtrArray *clients;
  guint send_id;
  gint64 sent_us; /* monotonic */
  gint64 period_us;
  gint64 patience_us;
};

G_DEFINE_FINAL_TYPE (PlimApiSockets, plim_api_sockets, G_TYPE_OBJECT)

static void
client_free (Client *client)
{
  g_signal_handlers_disconnect_by_data (client->connection, client);
  g_object_unref (client->connection);
  g_object_unref (client->socket);
  g_free (client->key_id);
  g_free (client);
}

/* What is still to be sent is in the kernel's buffer, and behind that in libsoup's. */
static gboolean
has_taken_all (Client *client)
{
  int n_bytes = 0;

  return ioctl (g_socket_get_fd (client->socket), SIOCOUTQ, &n_bytes) != 0 || n_bytes == 0;
}

/* Who does not read holds a place and a message, and gets neither for ever. Returns whether some
 * client is still to be watched. */
static gboolean
drop_stuck (PlimApiSockets *self)
{
  gboolean is_any_stuck = FALSE;

  for (guint i = 0; i < self->clients->len; i++) {
    Client *client = g_ptr_array_index (self->clients, i);

    if (has_taken_all (client)) {
      client->stuck_since_us = 0;
      continue;
    }
    is_any_stuck = TRUE;
    if (client->stuck_since_us == 0)
      client->stuck_since_us = self->sent_us;
    /* libsoup sees the end, and says that it is closed. */
    if (self->sent_us - client->stuck_since_us >= self->patience_us)
      g_socket_shutdown (client->socket, TRUE, TRUE, NULL);
  }
  return is_any_stuck;
}

static void
send_text (Client *client, GBytes *text)
{
  if (soup_websocket_connection_get_state (client->connection) != SOUP_WEBSOCKET_STATE_OPEN)
    return;
  soup_websocket_connection_send_message (client->connection, SOUP_WEBSOCKET_DATA_TEXT, text);
  client->is_behind = FALSE;
}

static void
send_to_all (PlimApiSockets *self, gboolean all_providers)
{
  g_autoptr (GBytes) text = NULL;

  for (guint i = 0; i < self->clients->len; i++) {
    Client *client = g_ptr_array_index (self->clients, i);

    if (!client->is_behind || client->is_refused || client->all_providers != all_providers ||
        client->stuck_since_us != 0)
      continue;
    if (text == NULL)
      text = self->message (all_providers, self->user_data);
    send_text (client, text);
  }
}

static gboolean on_send (gpointer user_data);

static void
schedule (PlimApiSockets *self, gint64 wait_us)
{
  if (self->send_id == 0)
    self->send_id = g_timeout_add ((guint) (wait_us / 1000), on_send, self);
}

static gboolean
on_send (gpointer user_data)
{
  PlimApiSockets *self = user_data;

  self->send_id = 0;
  self->sent_us = g_get_monotonic_time ();
  if (drop_stuck (self))
    schedule (self, self->period_us);
  send_to_all (self, FALSE);
  send_to_all (self, TRUE);
  return G_SOURCE_REMOVE;
}

void
plim_api_sockets_announce (PlimApiSockets *self)
{
  g_return_if_fail (PLIM_IS_API_SOCKETS (self));

  if (self->clients->len == 0)
    return;
  for (guint i = 0; i < self->clients->len; i++)
    ((Client *) g_ptr_array_index (self->clients, i))->is_behind = TRUE;
  schedule (self, CLAMP (self->sent_us + self->period_us - g_get_monotonic_time (),
                         MIN (GATHER_US, self->period_us), self->period_us));
}

static void
on_closed (SoupWebsocketConnection *connection, Client *client)
{
  /* Frees it. */
  g_ptr_array_remove (client->sockets->clients, client);
}

/* Whatever it says changes nothing. */
static void
on_message (SoupWebsocketConnection *connection, int type, GBytes *message, Client *client)
{
  if (g_bytes_get_size (message) > MAX_INCOMING_BYTES &&
      soup_websocket_connection_get_state (connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (connection, SOUP_WEBSOCKET_CLOSE_TOO_BIG, "Message too large");
}

static Client *
keep (PlimApiSockets *self, SoupWebsocketConnection *connection, GSocket *socket)
{
  Client *client = g_new0 (Client, 1);

  client->sockets = self;
  client->connection = g_object_ref (connection);
  client->socket = g_object_ref (socket);
  soup_websocket_connection_set_max_incoming_payload_size (connection, MAX_READ_BYTES);
  g_signal_connect (connection, "message", G_CALLBACK (on_message), client);
  g_signal_connect (connection, "closed", G_CALLBACK (on_closed), client);
  g_ptr_array_add (self->clients, client);
  return client;
}

void
plim_api_sockets_add (PlimApiSockets *self,
                      SoupWebsocketConnection *connection,
                      GSocket *socket,
                      const char *key_id,
                      gboolean all_providers)
{
  g_autoptr (GBytes) text = NULL;
  Client *client;

  g_return_if_fail (PLIM_IS_API_SOCKETS (self));

  client = keep (self, connection, socket);
  client->key_id = g_strdup (key_id);
  client->all_providers = all_providers;
  text = self->message (all_providers, self->user_data);
  send_text (client, text);
}

static gboolean
is_key (gconstpointer key, gconstpointer id)
{
  return g_str_equal (((const PlimApiKey *) key)->id, id);
}

void
plim_api_sockets_close_others (PlimApiSockets *self, GPtrArray *keys)
{
  g_return_if_fail (PLIM_IS_API_SOCKETS (self));

  /* From the end: one that closes at once leaves the list. */
  for (guint i = keys != NULL ? self->clients->len : 0; i-- > 0;) {
    Client *client = g_ptr_array_index (self->clients, i);

    if (client->is_refused || g_ptr_array_find_with_equal_func (keys, client->key_id, is_key, NULL))
      continue;
    client->is_refused = TRUE;
    if (soup_websocket_connection_get_state (client->connection) == SOUP_WEBSOCKET_STATE_OPEN)
      soup_websocket_connection_close (client->connection, 4401, "Invalid or expired token");
    /* It may not read that either. */
    schedule (self, self->period_us);
  }
}

void
plim_api_sockets_refuse (PlimApiSockets *self,
                         SoupWebsocketConnection *connection,
                         GSocket *socket,
                         gushort code,
                         const char *reason)
{
  g_return_if_fail (PLIM_IS_API_SOCKETS (self));

  keep (self, connection, socket)->is_refused = TRUE;
  soup_websocket_connection_close (connection, code, reason);
}

guint
plim_api_sockets_get_count (PlimApiSockets *self)
{
  guint n_clients = 0;

  g_return_val_if_fail (PLIM_IS_API_SOCKETS (self), 0);

  for (guint i = 0; i < self->clients->len; i++)
    n_clients += ((Client *) g_ptr_array_index (self->clients, i))->is_refused ? 0 : 1;
  return n_clients;
}

static void
plim_api_sockets_dispose (GObject *object)
{
  PlimApiSockets *self = PLIM_API_SOCKETS (object);

  g_clear_handle_id (&self->send_id, g_source_remove);
  g_ptr_array_set_size (self->clients, 0);
  G_OBJECT_CLASS (plim_api_sockets_parent_class)->dispose (object);
}

static void
plim_api_sockets_finalize (GObject *object)
{
  g_ptr_array_unref (PLIM_API_SOCKETS (object)->clients);
  G_OBJECT_CLASS (plim_api_sockets_parent_class)->finalize (object);
}

static void
plim_api_sockets_class_init (PlimApiSocketsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = plim_api_sockets_dispose;
  G_OBJECT_CLASS (klass)->finalize = plim_api_sockets_finalize;
}

static void
plim_api_sockets_init (PlimApiSockets *self)
{
  self->clients = g_ptr_array_new_with_free_func ((GDestroyNotify) client_free);
  self->sent_us = G_MININT64 / 2;
  self->period_us = PERIOD_US;
  self->patience_us = PATIENCE_US;
}

PlimApiSockets *
plim_api_sockets_new (PlimApiMessage message, gpointer user_data)
{
  PlimApiSockets *self = g_object_new (PLIM_TYPE_API_SOCKETS, NULL);

  self->message = message;
  self->user_data = user_data;
  return self;
}

void
plim_api_sockets_set_limits (PlimApiSockets *self, gint64 period_us, gint64 patience_us)
{
  g_return_if_fail (PLIM_IS_API_SOCKETS (self));

  self->period_us = period_us;
  self->patience_us = patience_us;
}
