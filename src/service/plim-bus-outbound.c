/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-bus-outbound.h"

#include "plim-bus-codec.h"
#include "plim-redact.h"

struct _PlimBusOutbound {
  GObject parent_instance;

  PlimHooks *hooks;
  PlimForwarder *forwarder;
};

G_DEFINE_FINAL_TYPE (PlimBusOutbound, plim_bus_outbound, G_TYPE_OBJECT)

static void
on_tested (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *detail = NULL;

  if (plim_hooks_test_finish (PLIM_HOOKS (source), result, &error)) {
    g_dbus_method_invocation_return_value (invocation, NULL);
    return;
  }
  detail = plim_redact (error->message);
  g_dbus_method_invocation_return_error_literal (invocation, PLIM_BUS_ERROR,
                                                 g_error_matches (error, G_IO_ERROR,
                                                                  G_IO_ERROR_NOT_FOUND)
                                                     ? PLIM_BUS_ERROR_NOT_FOUND
                                                     : PLIM_BUS_ERROR_FAILED,
                                                 detail);
}

static gboolean
on_test_hooks (PlimBusManager1 *manager, GDBusMethodInvocation *invocation, PlimBusOutbound *self)
{
  plim_hooks_test_async (self->hooks, on_tested, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_forward_now (PlimBusManager1 *manager, GDBusMethodInvocation *invocation, PlimBusOutbound *self)
{
  plim_forwarder_send_all (self->forwarder);
  plim_bus_manager1_complete_forward_now (manager, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_get_forward_status (PlimBusManager1 *manager,
                       GDBusMethodInvocation *invocation,
                       PlimBusOutbound *self)
{
  plim_bus_manager1_complete_get_forward_status (manager, invocation,
                                                 plim_forwarder_get_status (self->forwarder));
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
plim_bus_outbound_finalize (GObject *object)
{
  PlimBusOutbound *self = PLIM_BUS_OUTBOUND (object);

  g_object_unref (self->hooks);
  g_object_unref (self->forwarder);
  G_OBJECT_CLASS (plim_bus_outbound_parent_class)->finalize (object);
}

static void
plim_bus_outbound_class_init (PlimBusOutboundClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plim_bus_outbound_finalize;
}

static void
plim_bus_outbound_init (PlimBusOutbound *self)
{
}

PlimBusOutbound *
plim_bus_outbound_new (PlimBusManager1 *manager, PlimHooks *hooks, PlimForwarder *forwarder)
{
  PlimBusOutbound *self;

  g_return_val_if_fail (PLIM_BUS_IS_MANAGER1 (manager), NULL);

  self = g_object_new (PLIM_TYPE_BUS_OUTBOUND, NULL);
  self->hooks = g_object_ref (hooks);
  self->forwarder = g_object_ref (forwarder);
  g_signal_connect_object (manager, "handle-test-hooks", G_CALLBACK (on_test_hooks), self, 0);
  g_signal_connect_object (manager, "handle-forward-now", G_CALLBACK (on_forward_now), self, 0);
  g_signal_connect_object (manager, "handle-get-forward-status", G_CALLBACK (on_get_forward_status),
                           self, 0);
  return self;
}
