/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-service-link.h"

struct _PlimServiceLink {
  GObject parent_instance;
  GDBusConnection *connection; /* (nullable) */
  PlimBusClient *client;       /* (nullable) */
  GCancellable *cancellable;   /* (nullable): while connecting */
  GError *error;               /* (nullable) */
};

G_DEFINE_FINAL_TYPE (PlimServiceLink, plim_service_link, G_TYPE_OBJECT)

static guint changed_signal;

static void
emit_changed (PlimServiceLink *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlimBusClient) client = plim_bus_client_new_finish (result, &error);
  PlimServiceLink *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (client == NULL) {
    g_message ("no connection to the service: %s", error->message);
    self->error = g_steal_pointer (&error);
  } else {
    self->client = g_steal_pointer (&client);
    g_signal_connect_object (self->client, "notify::connected", G_CALLBACK (emit_changed), self,
                             G_CONNECT_SWAPPED);
  }
  emit_changed (self);
}

static void
plim_service_link_dispose (GObject *object)
{
  PlimServiceLink *self = PLIM_SERVICE_LINK (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
  g_clear_object (&self->connection);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (plim_service_link_parent_class)->dispose (object);
}

static void
plim_service_link_class_init (PlimServiceLinkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = plim_service_link_dispose;

  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
plim_service_link_init (PlimServiceLink *self)
{
}

PlimServiceLink *
plim_service_link_new (GDBusConnection *connection)
{
  PlimServiceLink *self = g_object_new (PLIM_TYPE_SERVICE_LINK, NULL);

  g_set_object (&self->connection, connection);
  plim_service_link_connect (self);
  return self;
}

void
plim_service_link_connect (PlimServiceLink *self)
{
  g_return_if_fail (PLIM_IS_SERVICE_LINK (self));

  if (plim_service_link_get_state (self) != PLIM_LINK_LOST || self->connection == NULL)
    return;
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  g_clear_error (&self->error);
  self->cancellable = g_cancellable_new ();
  plim_bus_client_new_async (self->connection, TRUE, self->cancellable, on_connected, self);
  emit_changed (self);
}

PlimLinkState
plim_service_link_get_state (PlimServiceLink *self)
{
  g_return_val_if_fail (PLIM_IS_SERVICE_LINK (self), PLIM_LINK_LOST);

  if (self->cancellable != NULL)
    return PLIM_LINK_CONNECTING;
  if (self->client != NULL && plim_bus_client_is_connected (self->client))
    return PLIM_LINK_CONNECTED;
  return PLIM_LINK_LOST;
}

PlimBusClient *
plim_service_link_get_client (PlimServiceLink *self)
{
  return plim_service_link_get_state (self) == PLIM_LINK_CONNECTED ? self->client : NULL;
}

const GError *
plim_service_link_get_error (PlimServiceLink *self)
{
  g_return_val_if_fail (PLIM_IS_SERVICE_LINK (self), NULL);
  return self->error;
}
