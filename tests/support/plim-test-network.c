/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-test-network.h"

struct _PlimTestNetwork {
  GObject parent_instance;

  gboolean is_available;
  gboolean is_metered;
};

static gboolean
plim_test_network_initable_init (GInitable *initable, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
plim_test_network_initable_iface_init (GInitableIface *iface)
{
  iface->init = plim_test_network_initable_init;
}

static void
plim_test_network_monitor_iface_init (GNetworkMonitorInterface *iface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PlimTestNetwork,
                               plim_test_network,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE,
                                                      plim_test_network_initable_iface_init)
                                   G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR,
                                                          plim_test_network_monitor_iface_init))

enum { PROP_AVAILABLE = 1, PROP_METERED, PROP_CONNECTIVITY };

static void
plim_test_network_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  PlimTestNetwork *self = PLIM_TEST_NETWORK (object);

  switch (property) {
  case PROP_AVAILABLE:
    g_value_set_boolean (value, self->is_available);
    break;
  case PROP_METERED:
    g_value_set_boolean (value, self->is_metered);
    break;
  case PROP_CONNECTIVITY:
    g_value_set_enum (value, self->is_available ? G_NETWORK_CONNECTIVITY_FULL
                                                : G_NETWORK_CONNECTIVITY_LOCAL);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
  }
}

static void
plim_test_network_class_init (PlimTestNetworkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = plim_test_network_get_property;
  g_object_class_override_property (object_class, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
plim_test_network_init (PlimTestNetwork *self)
{
  self->is_available = TRUE;
}

PlimTestNetwork *
plim_test_network_new (void)
{
  return g_object_new (PLIM_TYPE_TEST_NETWORK, NULL);
}

void
plim_test_network_set_available (PlimTestNetwork *self, gboolean is_available)
{
  self->is_available = is_available;
  g_signal_emit_by_name (self, "network-changed", is_available);
}

void
plim_test_network_set_metered (PlimTestNetwork *self, gboolean is_metered)
{
  self->is_metered = is_metered;
  g_object_notify (G_OBJECT (self), "network-metered");
}
