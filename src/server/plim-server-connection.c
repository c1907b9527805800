/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-server-connection.h"

/* libsoup ends a connection with its request, and a request begins with its first line. So what
 * ends while it is idle has an empty line, as may stand before a request, and then an error.
 */

typedef enum {
  INPUT_BUSY,
  INPUT_IDLE,
  INPUT_FAILED, /* ended while it was idle */
} InputState;

#define PLIM_TYPE_SERVER_INPUT (plim_server_input_get_type ())
G_DECLARE_FINAL_TYPE (PlimServerInput, plim_server_input, PLIM, SERVER_INPUT, GFilterInputStream)

struct _PlimServerInput {
  GFilterInputStream parent_instance;

  InputState state;
};

static void init_pollable (GPollableInputStreamInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PlimServerInput,
                               plim_server_input,
                               G_TYPE_FILTER_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM, init_pollable))

static GPollableInputStream *
get_base (gpointer stream)
{
  return G_POLLABLE_INPUT_STREAM (
      g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (stream)));
}

static gboolean
plim_server_input_is_readable (GPollableInputStream *stream)
{
  return g_pollable_input_stream_is_readable (get_base (stream));
}

/* It names the stream below when it calls; libsoup's own stream, which alone asks, has its source
 * only wake one that names itself. */
static GSource *
plim_server_input_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  return g_pollable_input_stream_create_source (get_base (stream), cancellable);
}

static gssize
plim_server_input_read_nonblocking (GPollableInputStream *stream,
                                    void *buffer,
                                    gsize count,
                                    GError **error)
{
  PlimServerInput *self = PLIM_SERVER_INPUT (stream);
  g_autoptr (GError) problem = NULL;
  gssize length =
      g_pollable_input_stream_read_nonblocking (get_base (self), buffer, count, NULL, &problem);

  if (length > 0)
    self->state = INPUT_BUSY;
  else if (!g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)) {
    if (self->state == INPUT_IDLE) {
      self->state = INPUT_FAILED;
      *(char *) buffer = '\n';
      return 1;
    }
    if (self->state == INPUT_FAILED && problem == NULL) {
      length = -1;
      problem = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED,
                                     "the other side has closed the connection");
    }
  }
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return length;
}

static void
init_pollable (GPollableInputStreamInterface *interface)
{
  interface->is_readable = plim_server_input_is_readable;
  interface->create_source = plim_server_input_create_source;
  interface->read_nonblocking = plim_server_input_read_nonblocking;
}

static void
plim_server_input_class_init (PlimServerInputClass *klass)
{
}

static void
plim_server_input_init (PlimServerInput *self)
{
}

struct _PlimServerConnection {
  GTcpConnection parent_instance;

  GSocketConnection *accepted; /* would close the socket when it goes */
  PlimServerInput *input;
};

G_DEFINE_FINAL_TYPE (PlimServerConnection, plim_server_connection, G_TYPE_TCP_CONNECTION)

static GInputStream *
plim_server_connection_get_input_stream (GIOStream *stream)
{
  return G_INPUT_STREAM (PLIM_SERVER_CONNECTION (stream)->input);
}

static void
plim_server_connection_finalize (GObject *object)
{
  PlimServerConnection *self = PLIM_SERVER_CONNECTION (object);

  g_object_unref (self->input);
  g_object_unref (self->accepted);
  G_OBJECT_CLASS (plim_server_connection_parent_class)->finalize (object);
}

static void
plim_server_connection_class_init (PlimServerConnectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plim_server_connection_finalize;
  G_IO_STREAM_CLASS (klass)->get_input_stream = plim_server_connection_get_input_stream;
}

static void
plim_server_connection_init (PlimServerConnection *self)
{
}

PlimServerConnection *
plim_server_connection_new (GSocketConnection *accepted)
{
  PlimServerConnection *self = g_object_new (PLIM_TYPE_SERVER_CONNECTION, "socket",
                                             g_socket_connection_get_socket (accepted), NULL);

  self->accepted = g_object_ref (accepted);
  self->input = g_object_new (PLIM_TYPE_SERVER_INPUT, "base-stream",
                              g_io_stream_get_input_stream (G_IO_STREAM (accepted)), NULL);
  return self;
}

void
plim_server_connection_set_idle (PlimServerConnection *self, gboolean is_idle)
{
  g_return_if_fail (PLIM_IS_SERVER_CONNECTION (self));

  self->input->state = is_idle ? INPUT_IDLE : INPUT_BUSY;
}
