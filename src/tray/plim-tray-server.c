/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-tray-server.h"

#include <glib-unix.h>

struct _PlimTrayServer {
  DbusmenuServer *server;
  GMainContext *context; /* where the bus and the menu's calls come, and nothing else */
  guint wakeup_id;
  gboolean is_exported;
  void (*on_exported) (gpointer user_data);
  gpointer user_data;
};

/* Serves the library's context; its first event is the bus, and the menu is there afterwards. */
static gboolean
on_wakeup (int fd, GIOCondition condition, gpointer user_data)
{
  PlimTrayServer *self = user_data;
  gboolean had_event = FALSE;

  while (g_main_context_iteration (self->context, FALSE))
    had_event = TRUE;
  if (had_event && !self->is_exported) {
    self->is_exported = TRUE;
    self->on_exported (self->user_data);
  }
  return G_SOURCE_CONTINUE;
}

/* A context without sources has one descriptor, which wakes it up. */
static int
get_wakeup (GMainContext *context)
{
  GPollFD wakeup = { .fd = -1 };
  int timeout_ms;

  g_main_context_acquire (context);
  g_main_context_query (context, G_MAXINT, &timeout_ms, &wakeup, 1);
  g_main_context_release (context);
  return wakeup.fd;
}

PlimTrayServer *
plim_tray_server_new (const char *path,
                      DbusmenuMenuitem *root,
                      void (*on_exported) (gpointer user_data),
                      gpointer user_data)
{
  PlimTrayServer *self = g_new0 (PlimTrayServer, 1);

  self->on_exported = on_exported;
  self->user_data = user_data;
  self->context = g_main_context_new_with_flags (G_MAIN_CONTEXT_FLAGS_OWNERLESS_POLLING);
  self->wakeup_id = g_unix_fd_add (get_wakeup (self->context), G_IO_IN, on_wakeup, self);
  g_main_context_push_thread_default (self->context);
  self->server = dbusmenu_server_new (path);
  g_main_context_pop_thread_default (self->context);
  dbusmenu_server_set_root (self->server, root);
  return self;
}

void
plim_tray_server_free (PlimTrayServer *self)
{
  g_clear_handle_id (&self->wakeup_id, g_source_remove);
  g_clear_object (&self->server);
  /* What was cancelled still has to free what it holds. */
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_unref (self->context);
  g_free (self);
}
