/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-server-bind.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

/* Returns: the port, which may have been left to the system; 0 on failure. */
static guint
bind_address (GSocketService *listener, const char *address, guint port, GError **error)
{
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new_from_string (address, port);
  g_autoptr (GSocketAddress) bound = NULL;

  if (wanted == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "“%s” is no IP address", address);
    return 0;
  }
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (listener), wanted, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &bound, error)) {
    g_prefix_error (error, "cannot listen on %s, port %u: ", address, port);
    return 0;
  }
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

guint
plim_server_bind (GSocketService *listener, const char *address, guint port, GError **error)
{
  g_autoptr (GError) no_ipv6 = NULL;

  if (*address != '\0')
    return bind_address (listener, address, port, error);
  port = bind_address (listener, "127.0.0.1", port, error);
  /* A system without IPv6 is a normal one. */
  if (port != 0 && bind_address (listener, "::1", port, &no_ipv6) == 0)
    g_debug ("%s", no_ipv6->message);
  return port;
}

/* Its name is gone before anybody could read it. */
GSocket *
plim_server_make_deaf_socket (GError **error)
{
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  g_autofree char *folder = g_dir_make_tmp ("plimsoll-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder != NULL ? folder : "", "socket", NULL);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  gboolean is_bound = socket != NULL && g_socket_bind (socket, address, FALSE, error);

  g_unlink (path);
  if (folder != NULL)
    g_rmdir (folder);
  if (!is_bound || !g_socket_listen (socket, error))
    return NULL;
  return g_steal_pointer (&socket);
}
