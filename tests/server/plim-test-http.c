/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-test-http.h"

#include "plim-test-wait.h"

#include <string.h>
#include <sys/socket.h>

PlimTestPeer *
plim_test_peer_new (guint port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  PlimTestPeer *self = g_new0 (PlimTestPeer, 1);
  GError *error = NULL;

  g_socket_client_connect_async (client, G_SOCKET_CONNECTABLE (address), NULL,
                                 plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  self->connection = g_socket_client_connect_finish (client, result, &error);
  g_assert_no_error (error);
  self->received = g_string_new (NULL);
  return self;
}

PlimTestPeer *
plim_test_peer_new_at_once (guint port)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  PlimTestPeer *self = g_new0 (PlimTestPeer, 1);
  GError *error = NULL;
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  /* The kernel alone makes the connection. */
  g_socket_connect (socket, address, NULL, &error);
  g_assert_no_error (error);
  self->connection = g_socket_connection_factory_create_connection (socket);
  self->received = g_string_new (NULL);
  return self;
}

void
plim_test_peer_reset (PlimTestPeer *self)
{
  const struct linger at_once = { .l_onoff = 1, .l_linger = 0 };
  GSocket *socket = g_socket_connection_get_socket (self->connection);

  g_assert_cmpint (setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &at_once,
                               sizeof at_once),
                   ==, 0);
  plim_test_peer_free (self);
}

void
plim_test_peer_free (PlimTestPeer *self)
{
  g_io_stream_close (G_IO_STREAM (self->connection), NULL, NULL);
  g_object_unref (self->connection);
  g_string_free (self->received, TRUE);
  g_free (self);
}

void
plim_test_peer_send (PlimTestPeer *self, const char *data, gssize length)
{
  GSocket *socket = g_socket_connection_get_socket (self->connection);
  gsize left = length < 0 ? strlen (data) : (gsize) length;

  while (left > 0) {
    g_autoptr (GError) error = NULL;
    gssize sent = g_socket_send_with_blocking (socket, data, left, FALSE, NULL, &error);

    if (sent > 0) {
      data += sent;
      left -= (gsize) sent;
    } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)) {
      return;
    }
    plim_test_peer_poll (self);
    if (self->is_closed)
      return;
    g_main_context_iteration (NULL, FALSE);
  }
}

void
plim_test_peer_poll (PlimTestPeer *self)
{
  GSocket *socket = g_socket_connection_get_socket (self->connection);
  char buffer[4096];

  while (!self->is_closed) {
    g_autoptr (GError) error = NULL;
    gssize length =
        g_socket_receive_with_blocking (socket, buffer, sizeof buffer, FALSE, NULL, &error);

    if (length > 0)
      g_string_append_len (self->received, buffer, length);
    else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
      return;
    else
      self->is_closed = TRUE;
  }
}

static gboolean
on_ready (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* The socket wakes the main context. */
static GSource *
watch (PlimTestPeer *self)
{
  GSource *source =
      g_socket_create_source (g_socket_connection_get_socket (self->connection), G_IO_IN, NULL);

  g_source_set_callback (source, G_SOURCE_FUNC (on_ready), NULL, NULL);
  g_source_attach (source, NULL);
  return source;
}

static gboolean
is_complete (PlimTestPeer *self)
{
  const char *body = plim_test_peer_get_body (self);
  g_autofree char *length = plim_test_peer_dup_header (self, "Content-Length");

  if (body == NULL)
    return FALSE;
  if (length == NULL)
    return plim_test_peer_get_status (self) == 204;
  return strlen (body) >= g_ascii_strtoull (length, NULL, 10);
}

void
plim_test_peer_wait_answer (PlimTestPeer *self)
{
  GSource *source = watch (self);

  plim_test_wait ((plim_test_peer_poll (self), self->is_closed || is_complete (self)));
  g_source_destroy (source);
  g_source_unref (source);
}

void
plim_test_peer_wait_length (PlimTestPeer *self, gsize length)
{
  GSource *source = watch (self);

  plim_test_wait ((plim_test_peer_poll (self), self->is_closed || self->received->len >= length));
  g_source_destroy (source);
  g_source_unref (source);
}

void
plim_test_peer_wait_end (PlimTestPeer *self)
{
  GSource *source = watch (self);

  plim_test_wait ((plim_test_peer_poll (self), self->is_closed));
  g_source_destroy (source);
  g_source_unref (source);
}

guint
plim_test_peer_get_status (PlimTestPeer *self)
{
  if (!g_str_has_prefix (self->received->str, "HTTP/1."))
    return 0;
  return (guint) g_ascii_strtoull (self->received->str + strlen ("HTTP/1.x "), NULL, 10);
}

const char *
plim_test_peer_get_body (PlimTestPeer *self)
{
  const char *end = strstr (self->received->str, "\r\n\r\n");

  return end != NULL ? end + strlen ("\r\n\r\n") : NULL;
}

char *
plim_test_peer_dup_header (PlimTestPeer *self, const char *name)
{
  g_auto (GStrv) lines = g_strsplit (self->received->str, "\r\n", -1);

  for (guint i = 1; lines[0] != NULL && lines[i] != NULL && *lines[i] != '\0'; i++) {
    gsize length = strcspn (lines[i], ":");

    if (strlen (name) == length && g_ascii_strncasecmp (lines[i], name, length) == 0)
      return g_strdup (g_strchug (lines[i] + length + 1));
  }
  return NULL;
}

PlimTestPeer *
plim_test_http (guint port, const char *request, const char *body)
{
  PlimTestPeer *self = plim_test_peer_new (port);
  GString *text = g_string_new (request);
  g_autofree char *host = g_strdup_printf ("127.0.0.1:%u", port);

  g_string_replace (text, "HOST", host, 0);
  if (body != NULL)
    g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n", strlen (body));
  g_string_append (text, "\r\n");
  if (body != NULL)
    g_string_append (text, body);
  plim_test_peer_send (self, text->str, (gssize) text->len);
  g_string_free (text, TRUE);
  plim_test_peer_wait_answer (self);
  return self;
}
