/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-server-requests.h"

#include "plim-call-private.h"
#include "plim-server-rest.h"

struct _PlimServerRequests {
  GObject parent_instance;

  SoupServer *soup;
  PlimRouter *router;
  PlimServerPeers *peers; /* not owned */
  PlimServerRest *rest;
  PlimWebsocketHandler websocket; /* (nullable) */
  gpointer websocket_data;
};

G_DEFINE_FINAL_TYPE (PlimServerRequests, plim_server_requests, G_TYPE_OBJECT)

static gboolean
is_too_large (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  return soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
         soup_message_headers_get_content_length (headers) > PLIM_SERVER_MAX_BODY;
}

/* A client that waits for "100 Continue" gets its answer from libsoup at once. */
static void
cut (PlimServerRequests *self, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection",
                                "close");
  if ((soup_message_headers_get_expectations (headers) & SOUP_EXPECTATION_CONTINUE) == 0)
    plim_server_peers_cut (self->peers, message);
}

static void
refuse_size (PlimServerRequests *self, SoupServerMessage *message)
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
  PlimServerRequests *self = user_data;
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
  PlimServerRequests *self = user_data;
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
is_upgrade (PlimServerRequests *self, PlimCall *call)
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
  PlimServerRequests *self = user_data;

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
  PlimServerRequests *self = user_data;
  PlimCall *call = plim_call_find (message);
  GSocket *socket = plim_server_peers_keep (self->peers, message);

  /* Without one it is closed already. */
  if (call != NULL && socket != NULL)
    self->websocket (call, connection, socket, self->websocket_data);
}

static void
on_read (SoupServer *soup, SoupServerMessage *message, gpointer user_data)
{
  plim_server_peers_answer (PLIM_SERVER_REQUESTS (user_data)->peers, message);
}

static void
on_end (SoupServer *soup, SoupServerMessage *message, gpointer user_data)
{
  PlimServerRequests *self = user_data;
  PlimCall *call = plim_call_find (message);

  if (call != NULL)
    plim_call_end (call);
  plim_server_rest_count (self->rest, soup_server_message_get_response_body (message)->length);
  plim_server_peers_end (self->peers, message);
}

static void
plim_server_requests_dispose (GObject *object)
{
  PlimServerRequests *self = PLIM_SERVER_REQUESTS (object);

  if (self->soup != NULL) {
    g_signal_handlers_disconnect_by_data (self->soup, self);
    soup_server_remove_handler (self->soup, NULL);
  }
  g_clear_object (&self->soup);
  g_clear_pointer (&self->rest, plim_server_rest_free);
  g_clear_object (&self->router);
  G_OBJECT_CLASS (plim_server_requests_parent_class)->dispose (object);
}

static void
plim_server_requests_class_init (PlimServerRequestsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = plim_server_requests_dispose;
}

static void
plim_server_requests_init (PlimServerRequests *self)
{
  self->rest = plim_server_rest_new ();
}

PlimServerRequests *
plim_server_requests_new (SoupServer *soup, PlimRouter *router, PlimServerPeers *peers)
{
  PlimServerRequests *self = g_object_new (PLIM_TYPE_SERVER_REQUESTS, NULL);

  self->soup = g_object_ref (soup);
  self->router = g_object_ref (router);
  self->peers = peers;
  soup_server_add_early_handler (soup, NULL, on_headers, self, NULL);
  soup_server_add_handler (soup, NULL, on_request, self, NULL);
  g_signal_connect (soup, "request-started", G_CALLBACK (on_started), self);
  g_signal_connect (soup, "request-read", G_CALLBACK (on_read), self);
  g_signal_connect (soup, "request-finished", G_CALLBACK (on_end), self);
  g_signal_connect (soup, "request-aborted", G_CALLBACK (on_end), self);
  return self;
}

void
plim_server_requests_set_websocket (PlimServerRequests *self,
                                    PlimWebsocketHandler handler,
                                    gpointer user_data)
{
  self->websocket = handler;
  self->websocket_data = user_data;
  /* For all paths: one of its own would get past the early handler, and so past the guard. */
  soup_server_add_websocket_handler (self->soup, NULL, NULL, NULL, on_upgraded, self, NULL);
}
