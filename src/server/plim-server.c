/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-server.h"

#include "plim-server-bind.h"
#include "plim-server-peers.h"
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
  PlimServerRequests *requests;
  guint port;
  char *problem;  /* (nullable) */
  GTask *closing; /* (nullable) */
  guint close_id;
  gboolean is_closed; /* for good */
};

G_DEFINE_FINAL_TYPE (PlimServer, plim_server, G_TYPE_OBJECT)

enum { PROP_0, PROP_LISTENING, PROP_PORT, PROP_PROBLEM, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void
end_closing (PlimServer *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->closing);

  g_clear_handle_id (&self->close_id, g_source_remove);
  if (task != NULL)
    g_task_return_boolean (task, TRUE);
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
  /* The requests are told that they end. */
  if (self->soup != NULL)
    soup_server_disconnect (self->soup);
  g_clear_object (&self->requests);
  g_clear_object (&self->soup);
  g_clear_pointer (&self->peers, plim_server_peers_free);
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
  /* The router decodes, once and by segment. */
  self->soup = soup_server_new ("raw-paths", TRUE, NULL);
  let_soup_listen (self);
}

PlimServer *
plim_server_new (GSettings *settings, PlimRouter *router)
{
  static const char *const listening[] = { PLIM_SETTINGS_SERVER_ENABLED, PLIM_SETTINGS_SERVER_PORT,
                                           PLIM_SETTINGS_SERVER_ADDRESS };
  PlimServer *self = g_object_new (PLIM_TYPE_SERVER, NULL);

  self->settings = g_object_ref (settings);
  self->router = g_object_ref (router);
  self->requests = plim_server_requests_new (self->soup, router, self->peers);
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

  plim_server_requests_set_websocket (self->requests, handler, user_data);
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
