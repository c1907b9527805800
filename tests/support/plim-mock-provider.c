/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-mock-provider.h"

#include <string.h>

#define CHUNK_BYTES (256 * 1024)

typedef struct {
  guint status;
  char *headers; /* (nullable) */
  char *body;    /* (nullable) */
  gsize size;    /* of a body of spaces */
} Answer;

typedef struct {
  GQueue answers; /* Answer */
  guint n_requests;
  gboolean hangs;
} Route;

struct _PlimMockProvider {
  SoupServer *server;
  char *origin;
  GHashTable *routes;  /* path → Route */
  GPtrArray *requests; /* SoupMessageHeaders */
  GPtrArray *bodies;   /* char *, of the requests */
  GPtrArray *waiting;  /* SoupServerMessage */
  gsize body_bytes;
};

static void
answer_free (Answer *answer)
{
  g_free (answer->headers);
  g_free (answer->body);
  g_free (answer);
}

static void
route_free (Route *route)
{
  g_queue_clear_full (&route->answers, (GDestroyNotify) answer_free);
  g_free (route);
}

static Route *
ensure_route (PlimMockProvider *self, const char *path)
{
  Route *route = g_hash_table_lookup (self->routes, path);

  if (route == NULL) {
    route = g_new0 (Route, 1);
    g_queue_init (&route->answers);
    g_hash_table_insert (self->routes, g_strdup (path), route);
  }
  return route;
}

static void
copy_header (const char *name, const char *value, gpointer copy)
{
  soup_message_headers_append (copy, name, value);
}

static void
add_headers (SoupServerMessage *message, const char *lines)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_auto (GStrv) each = g_strsplit (lines, "\n", -1);

  for (guint i = 0; each[i] != NULL; i++) {
    char *colon = strchr (each[i], ':');

    if (colon == NULL)
      continue;
    *colon = '\0';
    soup_message_headers_append (headers, each[i], g_strstrip (colon + 1));
  }
}

static void
on_wrote_data (SoupServerMessage *message, guint size, gpointer user_data)
{
  PlimMockProvider *self = user_data;

  self->body_bytes += size;
}

/* In pieces, so that it shows how much of it the client took. */
static void
write_spaces (SoupServerMessage *message, gsize size)
{
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  g_autofree char *spaces = g_strnfill (CHUNK_BYTES, ' ');
  g_autoptr (GBytes) chunk = g_bytes_new (spaces, CHUNK_BYTES);

  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_CHUNKED);
  for (gsize written = 0; written < size; written += CHUNK_BYTES)
    soup_message_body_append_bytes (body, chunk);
  soup_message_body_complete (body);
}

static void
write_answer (SoupServerMessage *message, const Answer *answer)
{
  soup_server_message_set_status (message, answer->status, NULL);
  if (answer->body != NULL)
    soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, answer->body,
                                      strlen (answer->body));
  if (answer->headers != NULL)
    add_headers (message, answer->headers);
  if (answer->size > 0)
    write_spaces (message, answer->size);
}

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  PlimMockProvider *self = user_data;
  Route *route = g_hash_table_lookup (self->routes, path);
  SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  Answer *answer;

  soup_message_headers_foreach (soup_server_message_get_request_headers (message), copy_header,
                                headers);
  g_ptr_array_add (self->requests, headers);
  g_ptr_array_add (self->bodies,
                   g_strndup (body->data != NULL ? body->data : "", (gsize) body->length));
  if (route == NULL) {
    soup_server_message_set_status (message, 404, NULL);
    return;
  }
  route->n_requests++;
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (on_wrote_data), self);
  answer = g_queue_peek_head (&route->answers);
  if (answer != NULL)
    write_answer (message, answer);
  if (g_queue_get_length (&route->answers) > 1)
    answer_free (g_queue_pop_head (&route->answers));
  if (route->hangs) {
    soup_server_message_pause (message);
    g_ptr_array_add (self->waiting, g_object_ref (message));
  }
}

PlimMockProvider *
plim_mock_provider_new (GTlsCertificate *certificate)
{
  PlimMockProvider *self = g_new0 (PlimMockProvider, 1);
  g_autoptr (GError) error = NULL;
  GSList *uris;

  self->server = soup_server_new (NULL, NULL);
  self->routes =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) route_free);
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) soup_message_headers_unref);
  self->bodies = g_ptr_array_new_with_free_func (g_free);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  if (certificate != NULL)
    soup_server_set_tls_certificate (self->server, certificate);
  soup_server_listen_local (self->server, 0,
                            SOUP_SERVER_LISTEN_IPV4_ONLY |
                                (certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0),
                            &error);
  g_assert_no_error (error);
  soup_server_add_handler (self->server, NULL, on_request, self, NULL);
  uris = soup_server_get_uris (self->server);
  self->origin = g_strdup_printf ("%s://127.0.0.1:%d", g_uri_get_scheme (uris->data),
                                  g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return self;
}

void
plim_mock_provider_free (PlimMockProvider *self)
{
  soup_server_disconnect (self->server);
  g_ptr_array_unref (self->waiting);
  g_object_unref (self->server);
  g_hash_table_unref (self->routes);
  g_ptr_array_unref (self->requests);
  g_ptr_array_unref (self->bodies);
  g_free (self->origin);
  g_free (self);
}

const char *
plim_mock_provider_get_origin (PlimMockProvider *self)
{
  return self->origin;
}

void
plim_mock_provider_add (
    PlimMockProvider *self, const char *path, guint status, const char *headers, const char *body)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->status = status;
  answer->headers = g_strdup (headers);
  answer->body = g_strdup (body);
  g_queue_push_tail (&ensure_route (self, path)->answers, answer);
}

void
plim_mock_provider_add_bytes (PlimMockProvider *self, const char *path, gsize size)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->status = 200;
  answer->size = size;
  g_queue_push_tail (&ensure_route (self, path)->answers, answer);
}

void
plim_mock_provider_hang (PlimMockProvider *self, const char *path)
{
  ensure_route (self, path)->hangs = TRUE;
}

void
plim_mock_provider_release (PlimMockProvider *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->routes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((Route *) value)->hangs = FALSE;
  for (guint i = 0; i < self->waiting->len; i++)
    soup_server_message_unpause (g_ptr_array_index (self->waiting, i));
  g_ptr_array_set_size (self->waiting, 0);
}

void
plim_mock_provider_reset (PlimMockProvider *self)
{
  g_hash_table_remove_all (self->routes);
  g_ptr_array_set_size (self->requests, 0);
  g_ptr_array_set_size (self->bodies, 0);
  self->body_bytes = 0;
}

guint
plim_mock_provider_count (PlimMockProvider *self, const char *path)
{
  const Route *route;

  if (path == NULL)
    return self->requests->len;
  route = g_hash_table_lookup (self->routes, path);
  return route != NULL ? route->n_requests : 0;
}

guint
plim_mock_provider_get_n_waiting (PlimMockProvider *self)
{
  return self->waiting->len;
}

const char *
plim_mock_provider_get_header (PlimMockProvider *self, guint index, const char *name)
{
  g_assert_cmpuint (index, <, self->requests->len);
  return soup_message_headers_get_one (g_ptr_array_index (self->requests, index), name);
}

const char *
plim_mock_provider_get_body (PlimMockProvider *self, guint index)
{
  g_assert_cmpuint (index, <, self->bodies->len);
  return g_ptr_array_index (self->bodies, index);
}

gsize
plim_mock_provider_get_body_bytes (PlimMockProvider *self)
{
  return self->body_bytes;
}
