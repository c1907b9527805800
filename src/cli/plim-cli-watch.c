/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli-watch.h"

#include "plim-bus-client.h"
#include "plim-cli-silence.h"
#include "plim-cli-wait.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

/* One change reaches us as several signals. */
#define SETTLE_MS 50
#define TICK_S 60
/* As long as GDBus waits by itself. */
#define GDBUS_TIMEOUT_S 25
/* The service tells of it by itself, if it still can. */
#define STALE_GRACE_S 5
#define MAX_WAIT_S (24 * 60 * 60)

typedef struct {
  const PlimCliWatch *watch;
  GMainLoop *loop;
  PlimBusClient *client;
  GPtrArray *followed; /* PlimAccount */
  char *last_key;      /* (nullable) */
  guint settle_id;
  guint stale_id;
  gboolean is_bus_gone;
  gboolean is_unwritable;
} Stream;

/* (transfer full) (nullable): `a{sv}`, as GetAll would answer it */
static GVariant *
dup_manager (PlimBusClient *client)
{
  GDBusProxy *proxy = G_DBUS_PROXY (plim_bus_client_get_manager (client));
  g_auto (GStrv) names = g_dbus_proxy_get_cached_property_names (proxy);
  g_autofree char *owner = g_dbus_proxy_get_name_owner (proxy);
  GVariantDict properties;

  if (!plim_bus_client_is_connected (client) || owner == NULL || names == NULL)
    return NULL;
  g_variant_dict_init (&properties, NULL);
  for (guint i = 0; names[i] != NULL; i++) {
    g_autoptr (GVariant) value = g_dbus_proxy_get_cached_property (proxy, names[i]);

    if (value != NULL)
      g_variant_dict_insert_value (&properties, names[i], value);
  }
  return g_variant_ref_sink (g_variant_dict_end (&properties));
}

static GPtrArray *
dup_accounts (PlimBusClient *client)
{
  GPtrArray *accounts = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_accounts = g_list_model_get_n_items (G_LIST_MODEL (client));

  for (guint i = 0; i < n_accounts; i++)
    g_ptr_array_add (accounts, g_list_model_get_item (G_LIST_MODEL (client), i));
  return accounts;
}

static void
write_line (Stream *self)
{
  g_autoptr (GPtrArray) accounts = dup_accounts (self->client);
  g_autoptr (GVariant) manager = dup_manager (self->client);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *line = self->watch->dup_line (accounts, manager, now, self->watch->user_data);
  g_autofree char *key = NULL;

  key = self->watch->dup_key != NULL ? self->watch->dup_key (line) : g_strdup (line);
  if (g_strcmp0 (key, self->last_key) == 0)
    return;
  g_free (self->last_key);
  self->last_key = g_steal_pointer (&key);
  if (fputs (line, stdout) == EOF || fputc ('\n', stdout) == EOF || fflush (stdout) == EOF) {
    self->is_unwritable = TRUE;
    g_main_loop_quit (self->loop);
  }
}

static gboolean on_stale (gpointer user_data);

/* A service that hangs tells nothing; a number must not look fresh for that. */
static void
await_stale (Stream *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 stale_at = PLIM_TIME_UNKNOWN;

  g_clear_handle_id (&self->stale_id, g_source_remove);
  for (guint i = 0; i < self->followed->len; i++) {
    gint64 at = plim_account_get_stale_at (g_ptr_array_index (self->followed, i), now);

    if (at != PLIM_TIME_UNKNOWN && (stale_at == PLIM_TIME_UNKNOWN || at < stale_at))
      stale_at = at;
  }
  if (stale_at != PLIM_TIME_UNKNOWN)
    self->stale_id =
        g_timeout_add_seconds ((guint) CLAMP (stale_at - now, 0, MAX_WAIT_S) + STALE_GRACE_S,
                               on_stale, self);
}

static gboolean
on_stale (gpointer user_data)
{
  Stream *self = user_data;

  self->stale_id = 0;
  write_line (self);
  await_stale (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_settled (gpointer user_data)
{
  Stream *self = user_data;

  self->settle_id = 0;
  write_line (self);
  await_stale (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_tick (gpointer user_data)
{
  write_line (user_data);
  return G_SOURCE_CONTINUE;
}

static void
queue_line (Stream *self)
{
  if (self->settle_id == 0)
    self->settle_id = g_timeout_add (SETTLE_MS, on_settled, self);
}

static void
unfollow (gpointer account, gpointer user_data)
{
  g_signal_handlers_disconnect_by_data (account, user_data);
}

static void
follow_accounts (Stream *self)
{
  g_ptr_array_foreach (self->followed, unfollow, self);
  g_ptr_array_unref (self->followed);
  self->followed = dup_accounts (self->client);
  for (guint i = 0; i < self->followed->len; i++)
    g_signal_connect_swapped (g_ptr_array_index (self->followed, i), "notify",
                              G_CALLBACK (queue_line), self);
  queue_line (self);
}

static void
on_bus_closed (GDBusConnection *connection,
               gboolean remote_peer_vanished,
               const GError *error,
               gpointer user_data)
{
  Stream *self = user_data;

  self->is_bus_gone = TRUE;
  g_main_loop_quit (self->loop);
}

/* A pipe tells by itself that nobody reads it any more. */
static gboolean
on_reader_gone (int fd, GIOCondition condition, gpointer user_data)
{
  Stream *self = user_data;

  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

static PlimBusClient *
open_client (GDBusConnection *connection, GError **error)
{
  g_autoptr (GError) failure = NULL;
  PlimBusClient *client;
  g_auto (PlimCliWait) wait;

  plim_cli_wait_init (&wait);
  plim_bus_client_new_async (connection, FALSE, NULL, plim_cli_wait_on_done, &wait);
  client = plim_bus_client_new_finish (plim_cli_wait_run (&wait), &failure);
  if (failure != NULL) {
    plim_cli_silence_explain (connection, GDBUS_TIMEOUT_S, &failure);
    g_propagate_error (error, g_steal_pointer (&failure));
  }
  return client;
}

static void
stream (Stream *self, GDBusConnection *connection)
{
  PlimBusManager1 *manager = plim_bus_client_get_manager (self->client);
  guint reader_id =
      g_unix_fd_add (STDOUT_FILENO, (GIOCondition) (G_IO_ERR | G_IO_HUP), on_reader_gone, self);
  guint tick_id = self->watch->ticks ? g_timeout_add_seconds (TICK_S, on_tick, self) : 0;
  gulong closed_id = g_signal_connect (connection, "closed", G_CALLBACK (on_bus_closed), self);

  g_signal_connect_swapped (self->client, "items-changed", G_CALLBACK (follow_accounts), self);
  g_signal_connect_swapped (self->client, "notify::connected", G_CALLBACK (queue_line), self);
  g_signal_connect_swapped (manager, "g-properties-changed", G_CALLBACK (queue_line), self);
  g_signal_connect_swapped (manager, "notify::g-name-owner", G_CALLBACK (queue_line), self);
  follow_accounts (self);
  write_line (self);
  if (!self->is_unwritable)
    g_main_loop_run (self->loop);

  g_signal_handlers_disconnect_by_data (manager, self);
  g_signal_handlers_disconnect_by_data (self->client, self);
  g_ptr_array_foreach (self->followed, unfollow, self);
  g_signal_handler_disconnect (connection, closed_id);
  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_handle_id (&self->stale_id, g_source_remove);
  g_clear_handle_id (&tick_id, g_source_remove);
  /* Gone by itself when it was the reader that ended. */
  if (g_main_context_find_source_by_id (NULL, reader_id) != NULL)
    g_source_remove (reader_id);
}

gboolean
plim_cli_watch_run (const PlimCliWatch *self, GDBusConnection *connection, GError **error)
{
  Stream state = { .watch = self };

  /* Writing to nobody is an end like any other. */
  signal (SIGPIPE, SIG_IGN);
  state.client = open_client (connection, error);
  if (state.client == NULL)
    return FALSE;
  state.loop = g_main_loop_new (NULL, FALSE);
  state.followed = g_ptr_array_new ();
  stream (&state, connection);
  g_main_loop_unref (state.loop);
  g_ptr_array_unref (state.followed);
  g_object_unref (state.client);
  g_free (state.last_key);
  if (state.is_bus_gone)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "the session bus is gone");
  return !state.is_bus_gone;
}
