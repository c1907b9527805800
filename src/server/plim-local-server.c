/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-local-server.h"

#include "plim-api.h"
#include "plim-bus-codec.h"
#include "plim-redact.h"
#include "plim-server.h"
#include "plim-webhook.h"

struct _PlimLocalServer {
  GObject parent_instance;

  PlimBusCollectors *collectors_export;
  PlimRouter *router;
  PlimWebhook *webhook;
  PlimApiTokens *tokens;
  PlimApi *api;
  PlimServer *server;
};

G_DEFINE_FINAL_TYPE (PlimLocalServer, plim_local_server, G_TYPE_OBJECT)

static void
on_tokens_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *detail = NULL;
  GDBusMethodInvocation *invocation = user_data; /* (nullable) */

  if (plim_api_tokens_load_finish (PLIM_API_TOKENS (source), result, &error)) {
    if (invocation != NULL)
      g_dbus_method_invocation_return_value (invocation, NULL);
    return;
  }
  /* Without them nobody is let in; a keyring that is unlocked later tells. */
  detail = plim_redact (error->message);
  g_debug ("The local API's tokens are not known: %s", detail);
  if (invocation != NULL)
    g_dbus_method_invocation_return_error (invocation, PLIM_BUS_ERROR, PLIM_BUS_ERROR_FAILED, "%s",
                                           detail);
}

/* @invocation: (nullable): whom to answer when they are there */
static void
load_tokens (PlimLocalServer *self, GDBusMethodInvocation *invocation)
{
  plim_api_tokens_load_async (self->tokens, NULL, on_tokens_loaded, invocation);
}

static gboolean
on_reload_api_keys (PlimLocalServer *self, GDBusMethodInvocation *invocation)
{
  load_tokens (self, invocation);
  return TRUE;
}

static void
on_address_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *detail = NULL;

  if (plim_webhook_reload_finish (PLIM_WEBHOOK (source), result, &error)) {
    g_dbus_method_invocation_return_value (invocation, NULL);
    return;
  }
  detail = plim_redact (error->message);
  g_dbus_method_invocation_return_error (invocation, PLIM_BUS_ERROR, PLIM_BUS_ERROR_FAILED, "%s",
                                         detail);
}

static gboolean
on_reload_address (PlimLocalServer *self, GDBusMethodInvocation *invocation)
{
  plim_webhook_reload_async (self->webhook, on_address_loaded, invocation);
  return TRUE;
}

/* What a server that is off would have read for nothing. */
static void
on_listening (PlimLocalServer *self)
{
  if (plim_server_is_listening (self->server) && plim_api_tokens_get_keys (self->tokens) == NULL)
    load_tokens (self, NULL);
}

static void
on_server_changed (PlimLocalServer *self)
{
  plim_bus_collectors_set_server (self->collectors_export, plim_server_is_listening (self->server),
                                  plim_server_get_port (self->server),
                                  plim_server_get_problem (self->server));
}

static void
plim_local_server_dispose (GObject *object)
{
  PlimLocalServer *self = PLIM_LOCAL_SERVER (object);

  g_clear_object (&self->server);
  g_clear_object (&self->webhook);
  g_clear_object (&self->api);
  g_clear_object (&self->tokens);
  g_clear_object (&self->router);
  g_clear_object (&self->collectors_export);
  G_OBJECT_CLASS (plim_local_server_parent_class)->dispose (object);
}

static void
plim_local_server_class_init (PlimLocalServerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = plim_local_server_dispose;
}

static void
plim_local_server_init (PlimLocalServer *self)
{
}

PlimLocalServer *
plim_local_server_new (const PlimLocalServerParts *parts,
                       PlimBusExport *manager,
                       PlimBusCollectors *collectors_export)
{
  PlimLocalServer *self = g_object_new (PLIM_TYPE_LOCAL_SERVER, NULL);

  self->collectors_export = g_object_ref (collectors_export);
  self->router = plim_router_new ();
  self->webhook = plim_webhook_new (self->router, parts->collectors, parts->settings);
  plim_webhook_reload (self->webhook);
  g_signal_connect_object (collectors_export, "reload-address", G_CALLBACK (on_reload_address),
                           self, G_CONNECT_SWAPPED);
  self->tokens = plim_api_tokens_new (parts->clock);
  self->api = plim_api_new (self->router, parts->accounts, parts->poller, parts->database,
                            parts->clock, parts->settings, self->tokens, parts->log);
  self->server = plim_server_new (parts->settings, self->router);
  plim_api_show_collectors (self->api, parts->collectors);
  plim_api_serve_websockets (self->api, self->server);
  g_signal_connect_object (manager, "reload-api-keys", G_CALLBACK (on_reload_api_keys), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->server, "notify::listening", G_CALLBACK (on_listening), self,
                           G_CONNECT_SWAPPED);
  on_listening (self);
  g_signal_connect_object (self->server, "notify", G_CALLBACK (on_server_changed), self,
                           G_CONNECT_SWAPPED);
  on_server_changed (self);
  return self;
}

void
plim_local_server_reload (PlimLocalServer *self)
{
  g_return_if_fail (PLIM_IS_LOCAL_SERVER (self));

  plim_webhook_reload (self->webhook);
  if (plim_server_is_listening (self->server))
    load_tokens (self, NULL);
}

static void
on_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  plim_server_close_finish (PLIM_SERVER (source), result);
  g_task_return_boolean (task, TRUE);
}

void
plim_local_server_close_async (PlimLocalServer *self,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PLIM_IS_LOCAL_SERVER (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, plim_local_server_close_async);
  plim_server_close_async (self->server, on_closed, task);
}

void
plim_local_server_close_finish (PlimLocalServer *self, GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, self));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
