/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-server.h"

#include "plim-call-private.h"
#include "plim-server-bind.h"
#include "plim-server-peers.h"
#include "plim-server-rest.h"
#include "plim-settings.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

/* GSocketListener's own is 10: a burst of bars and scripts would wait for a second. */
#define BACKLOG 128
#define CLOSE_MS 2000

struct _PlimServer {
  GObject parent_instance;

  GSettings *settings;
  PlimRouter *router;
  SoupServer *soup;
  GSocketService *listener; /* (nullable) */
  PlimServerPeers *peers;
  PlimServerRest *rest;
  guint port;
  char *problem; /* (nullable) */
  PlimWebsocketHandler websocket;
  gpointer websocket_data;
  GTask *closing; /* (nullable) */
  guint close_id;
  gboolean is_closed; /* for good */
};

G_DEFINE_FINAL_TYPE (PlimServer, plim_server, G_TYPE_OBJECT)

enum { PROP_0, PROP_LISTENING, PROP_PORT, PROP_PROBLEM, N_PROPS };

static GParamSpec *properties[N_PROPS];

static gboolean
is_too_large (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  return soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
         soup_message_headers_get_content_length (headers) > PLIM_SERVER_MAX_BODY;
}

/* A client that waits for "100 Continue" gets its answer from libsoup at once. */
static void
cut (PlimServer *self, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection",
                                "close");
  if ((soup_message_headers_get_expectations (headers) & SOUP_EXPECTATION_CONTINUE) == 0)
    plim_server_peers_cut (self->peers, message);
}

static void
refuse_size (PlimServer *self, SoupServerMessage *message)
{
  PlimCall *call = plim_call_find (message);

  if (!plim_call_is_answered (call)) {
    plim_router_count_refusal (self->router, plim_call_get_route (call), PLIM_REFUSAL_SIZE);
    plim_call_answer_error (call, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE,
                            "the body is larger than 65536 bytes");
  }
  cut (self, message);
}

static void
on_chunk (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  PlimServer *self = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  plim_server_peers_count_waste (self->peers, message, g_bytes_get_size (chunk));
  /* With or without accumulation it counts what came. */
  if (body->length > PLIM_SERVER_MAX_BODY) {
    soup_message_body_set_accumulate (body, FALSE);
    soup_message_body_truncate (body);
    refuse_size (self, message);
  }
}

static void
drop_upgrade (SoupServerMessage *message)
{
  soup_message_headers_remove (soup_server_message_get_request_headers (message), "Upgrade");
}

static gboolean
has_body (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  return soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CHUNKED ||
         soup_message_headers_get_content_length (headers) > 0;
}

/* libsoup answers by itself what is no HTTP request: with what stands here, unless it is taken
 * back.
 */
static void
on_started (SoupServer *soup, SoupServerMessage *message, gpointer user_data)
{
  static const char text[] = "{\"error\":\"this is no HTTP request\"}";

  soup_server_message_set_response (message, "application/json; charset=utf-8", SOUP_MEMORY_STATIC,
                                    text, sizeof text - 1);
}

static void
take_back_error (SoupServerMessage *message)
{
  soup_message_body_truncate (soup_server_message_get_response_body (message));
  soup_message_headers_remove (soup_server_message_get_response_headers (message), "Content-Type");
}

static void
on_headers (SoupServer *soup,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  PlimServer *self = user_data;
  const PlimRoute *route;
  PlimCall *call;

  take_back_error (message);
  call = plim_router_begin (self->router, message);
  route = plim_call_get_route (call);
  plim_server_peers_read_body (self->peers, message);
  if (self->websocket == NULL || route == NULL || (route->flags & PLIM_ROUTE_WEBSOCKET) == 0)
    drop_upgrade (message);
  if (has_body (message))
    g_signal_connect_object (message, "got-chunk", G_CALLBACK (on_chunk), self, 0);
  if (is_too_large (message))
    refuse_size (self, message);
  if (plim_call_is_answered (call))
    soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
}

/* libsoup upgrades what is still without an answer afterwards. */
static gboolean
is_upgrade (PlimServer *self, PlimCall *call)
{
  const PlimRoute *route = call != NULL ? plim_call_get_route (call) : NULL;

  return self->websocket != NULL && route != NULL && (route->flags & PLIM_ROUTE_WEBSOCKET) != 0 &&
         plim_call_get_header (call, "Upgrade") != NULL;
}

static void
on_request (SoupServer *soup,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  PlimServer *self = user_data;

  if (!is_upgrade (self, plim_call_find (message)))
    plim_router_run (self->router, message);
}

static void
on_upgraded (SoupServer *soup,
             SoupServerMessage *message,
             const char *path,
             SoupWebsocketConnection *connection,
             gpointer user_data)
{
  PlimServer *self = user_data;
  PlimCall *call = plim_call_find (message);
  GSocket *socket = plim_server_peers_keep (self->peers, message);

  /* Without one it is closed already. */
  if (call != NULL && socket != NULL)
    self->websocket (call, connection, socket, self->websocket_data);
}

static void
on_read (SoupServer *soup, SoupServerMessage *message, gpointer user_data)
{
  PlimServer *self = user_data;

  plim_server_peers_answer (self->peers, message);
  plim_server_rest_count (self->rest);
}

static void
end_closing (PlimServer *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->closing);

  g_clear_handle_id (&self->close_id, g_source_remove);
  if (task != NULL)
    g_task_return_boolean (task, TRUE);
}

static void
on_end (SoupServer *soup, SoupServerMessage *message, gpointer user_data)
{
  plim_server_peers_end (PLIM_SERVER (user_data)->peers, message);
}

static void
on_peer_event (PlimServerPeers *peers, const char *reason, gpointer user_data)
{
  PlimServer *self = user_data;

  if (reason != NULL)
    plim_router_count_refusal (self->router, NULL, reason);
  else if (self->closing != NULL && plim_server_peers_get_count (peers) == 0)
    end_closing (self);
}

/* The one answer for which no request is read: it fits into the empty buffer, or is lost. */
static void
turn_away (GSocketConnection *connection)
{
  static const char answer[] = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\n"
                               "Content-Length: 0\r\nConnection: close\r\n\r\n";
  GSocket *socket = g_socket_connection_get_socket (connection);

  g_socket_send_with_blocking (socket, answer, sizeof answer - 1, FALSE, NULL, NULL);
  g_socket_close (socket, NULL);
}

static gboolean
on_incoming (GSocketService *listener,
             GSocketConnection *connection,
             GObject *source,
             gpointer user_data)
{
  PlimServer *self = user_data;
  g_autoptr (PlimServerConnection) own = plim_server_connection_new (connection);
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (connection, NULL);
  GSocketAddress *address = local != NULL ? plim_server_peers_add (self->peers, own) : NULL;
  g_autoptr (GError) error = NULL;

  if (address == NULL) {
    turn_away (connection);
    return TRUE;
  }
  /* libsoup writes head and body by themselves: with Nagle's algorithm the body would wait for the
   * head's acknowledgement, which the other side delays by 40 ms. */
  g_socket_set_option (g_socket_connection_get_socket (connection), IPPROTO_TCP, TCP_NODELAY, TRUE,
                       NULL);
  if (!soup_server_accept_iostream (self->soup, G_IO_STREAM (own), local, address, &error))
    g_debug ("A connection was not taken: %s", error->message);
  return TRUE;
}

static void
set_state (PlimServer *self, guint port, const char *problem)
{
  gboolean was_listening = self->port != 0;

  g_object_freeze_notify (G_OBJECT (self));
  if (self->port != port) {
    self->port = port;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PORT]);
  }
  if (was_listening != (port != 0))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LISTENING]);
  if (g_strcmp0 (self->problem, problem) != 0) {
    g_free (self->problem);
    self->problem = g_strdup (problem);
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
  }
  g_object_thaw_notify (G_OBJECT (self));
}

/* Who chose an address to listen on, wants to be called by it. */
static void
set_guard (PlimServer *self, guint port)
{
  g_autofree char *address = g_settings_get_string (self->settings, PLIM_SETTINGS_SERVER_ADDRESS);
  g_auto (GStrv) hosts = g_settings_get_strv (self->settings, PLIM_SETTINGS_SERVER_HOSTS);
  g_autoptr (GStrvBuilder) added = g_strv_builder_new ();
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (address);
  g_autofree char *own = NULL;
  g_auto (GStrv) all = NULL;

  g_strv_builder_addv (added, (const char **) hosts);
  if (inet != NULL && !g_inet_address_get_is_any (inet)) {
    gboolean is_ipv6 = g_inet_address_get_family (inet) == G_SOCKET_FAMILY_IPV6;

    own = g_strdup_printf (is_ipv6 ? "[%s]:%u" : "%s:%u", address, port);
    g_strv_builder_add (added, own);
  }
  all = g_strv_builder_end (added);
  plim_router_set_guard (self->router, port, (const char *const *) all);
}

static void
stop_listening (PlimServer *self)
{
  if (self->listener == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->listener, self);
  g_socket_service_stop (self->listener);
  g_socket_listener_close (G_SOCKET_LISTENER (self->listener));
  g_clear_object (&self->listener);
  plim_server_peers_drain (self->peers);
}

static void
start_listening (PlimServer *self)
{
  g_autofree char *address = g_settings_get_string (self->settings, PLIM_SETTINGS_SERVER_ADDRESS);
  guint port = g_settings_get_uint (self->settings, PLIM_SETTINGS_SERVER_PORT);
  g_autoptr (GSocketService) listener = g_socket_service_new ();
  g_autoptr (GError) error = NULL;

  g_socket_listener_set_backlog (G_SOCKET_LISTENER (listener), BACKLOG);
  port = plim_server_bind (listener, address, port, &error);
  if (port == 0) {
    g_socket_listener_close (G_SOCKET_LISTENER (listener));
    g_message ("The local server does not run: %s", error->message);
    set_state (self, 0, error->message);
    return;
  }
  set_guard (self, port);
  g_signal_connect (listener, "incoming", G_CALLBACK (on_incoming), self);
  self->listener = g_steal_pointer (&listener);
  g_message ("The local server listens on port %u", port);
  set_state (self, port, NULL);
}

static void
follow_settings (PlimServer *self)
{
  if (self->is_closed)
    return;
  stop_listening (self);
  if (g_settings_get_boolean (self->settings, PLIM_SETTINGS_SERVER_ENABLED))
    start_listening (self);
  else
    set_state (self, 0, NULL);
}

static void
on_hosts_changed (PlimServer *self)
{
  if (self->port != 0)
    set_guard (self, self->port);
}

static gboolean
on_close_timeout (gpointer user_data)
{
  PlimServer *self = user_data;

  plim_server_peers_close (self->peers);
  self->close_id = 0;
  end_closing (self);
  return G_SOURCE_REMOVE;
}

static void
plim_server_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PlimServer *self = PLIM_SERVER (object);

  switch (prop_id) {
  case PROP_LISTENING:
    g_value_set_boolean (value, plim_server_is_listening (self));
    break;
  case PROP_PORT:
    g_value_set_uint (value, self->port);
    break;
  case PROP_PROBLEM:
    g_value_set_string (value, self->problem);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
plim_server_dispose (GObject *object)
{
  PlimServer *self = PLIM_SERVER (object);

  g_clear_handle_id (&self->close_id, g_source_remove);
  if (self->listener != NULL)
    stop_listening (self);
  if (self->soup != NULL) {
    g_signal_handlers_disconnect_by_data (self->soup, self);
    soup_server_disconnect (self->soup);
  }
  g_clear_object (&self->soup);
  g_clear_pointer (&self->peers, plim_server_peers_free);
  g_clear_pointer (&self->rest, plim_server_rest_free);
  g_clear_object (&self->router);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (plim_server_parent_class)->dispose (object);
}

static void
plim_server_finalize (GObject *object)
{
  g_free (PLIM_SERVER (object)->problem);
  G_OBJECT_CLASS (plim_server_parent_class)->finalize (object);
}

static void
plim_server_class_init (PlimServerClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = plim_server_get_property;
  object_class->dispose = plim_server_dispose;
  object_class->finalize = plim_server_finalize;

  properties[PROP_LISTENING] = g_param_spec_boolean ("listening", NULL, NULL, FALSE, flags);
  properties[PROP_PORT] = g_param_spec_uint ("port", NULL, NULL, 0, G_MAXUINT16, 0, flags);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

/* libsoup (3.2) keeps a connection for a second request only while it listens somewhere itself. */
static void
let_soup_listen (PlimServer *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = plim_server_make_deaf_socket (&error);

  if (socket == NULL ||
      !soup_server_listen_socket (self->soup, socket, (SoupServerListenOptions) 0, &error))
    g_message ("The local server closes each connection after its answer: %s", error->message);
}

static void
plim_server_init (PlimServer *self)
{
  self->peers = plim_server_peers_new (on_peer_event, self);
  self->rest = plim_server_rest_new ();
  /* The router decodes, once and by segment. */
  self->soup = soup_server_new ("raw-paths", TRUE, NULL);
  let_soup_listen (self);
  soup_server_add_early_handler (self->soup, NULL, on_headers, self, NULL);
  soup_server_add_handler (self->soup, NULL, on_request, self, NULL);
  g_signal_connect (self->soup, "request-started", G_CALLBACK (on_started), self);
  g_signal_connect (self->soup, "request-read", G_CALLBACK (on_read), self);
  g_signal_connect (self->soup, "request-finished", G_CALLBACK (on_end), self);
  g_signal_connect (self->soup, "request-aborted", G_CALLBACK (on_end), self);
}

PlimServer *
plim_server_new (GSettings *settings, PlimRouter *router)
{
  static const char *const listening[] = { PLIM_SETTINGS_SERVER_ENABLED, PLIM_SETTINGS_SERVER_PORT,
                                           PLIM_SETTINGS_SERVER_ADDRESS };
  PlimServer *self = g_object_new (PLIM_TYPE_SERVER, NULL);

  self->settings = g_object_ref (settings);
  self->router = g_object_ref (router);
  for (guint i = 0; i < G_N_ELEMENTS (listening); i++) {
    g_autofree char *signal = g_strconcat ("changed::", listening[i], NULL);

    g_signal_connect_object (settings, signal, G_CALLBACK (follow_settings), self,
                             G_CONNECT_SWAPPED);
  }
  g_signal_connect_object (settings, "changed::" PLIM_SETTINGS_SERVER_HOSTS,
                           G_CALLBACK (on_hosts_changed), self, G_CONNECT_SWAPPED);
  follow_settings (self);
  return self;
}

void
plim_server_set_limits (PlimServer *self, gint64 headers_us, gint64 body_us)
{
  g_return_if_fail (PLIM_IS_SERVER (self));

  plim_server_peers_set_limits (self->peers, headers_us, body_us);
}

void
plim_server_set_websocket (PlimServer *self, PlimWebsocketHandler handler, gpointer user_data)
{
  g_return_if_fail (PLIM_IS_SERVER (self));
  g_return_if_fail (handler != NULL);

  self->websocket = handler;
  self->websocket_data = user_data;
  /* For all paths: one of its own would get past the early handler, and so past the guard. */
  soup_server_add_websocket_handler (self->soup, NULL, NULL, NULL, on_upgraded, self, NULL);
}

gboolean
plim_server_is_listening (PlimServer *self)
{
  g_return_val_if_fail (PLIM_IS_SERVER (self), FALSE);

  return self->port != 0;
}

guint
plim_server_get_port (PlimServer *self)
{
  g_return_val_if_fail (PLIM_IS_SERVER (self), 0);

  return self->port;
}

const char *
plim_server_get_problem (PlimServer *self)
{
  g_return_val_if_fail (PLIM_IS_SERVER (self), NULL);

  return self->problem;
}

guint
plim_server_get_connections (PlimServer *self)
{
  g_return_val_if_fail (PLIM_IS_SERVER (self), 0);

  return plim_server_peers_get_count (self->peers);
}

void
plim_server_close_async (PlimServer *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (PLIM_IS_SERVER (self));
  g_return_if_fail (self->closing == NULL);

  self->closing = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->closing, plim_server_close_async);
  self->is_closed = TRUE;
  stop_listening (self);
  set_state (self, 0, NULL);
  if (plim_server_peers_get_count (self->peers) == 0)
    end_closing (self);
  else
    self->close_id = g_timeout_add (CLOSE_MS, on_close_timeout, self);
}

void
plim_server_close_finish (PlimServer *self, GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, self));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
