/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-bus-log.h"

#include "plim-bus-codec.h"

/* More than any person has terminals open. */
#define MAX_WAITING 16

struct _PlimBusLog {
  GObject parent_instance;

  PlimBusManager1 *manager;
  PlimLogRing *ring;
  GPtrArray *waiting; /* Call */
  gulong added_id;    /* only while somebody waits */
};

G_DEFINE_FINAL_TYPE (PlimBusLog, plim_bus_log, G_TYPE_OBJECT)

/* Somebody who waits for lines after @after. */
typedef struct {
  GDBusMethodInvocation *invocation; /* (owned) */
  guint64 after;
} Call;

static void
answer (PlimBusLog *self, GDBusMethodInvocation *invocation, GPtrArray *lines)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(txss)"));

  for (guint i = 0; i < lines->len; i++) {
    const PlimLogLine *line = g_ptr_array_index (lines, i);

    g_variant_builder_add (&builder, "(txss)", line->serial, line->at, line->level, line->text);
  }
  plim_bus_manager1_complete_get_log (self->manager, invocation, g_variant_builder_end (&builder));
}

static void
on_added (PlimBusLog *self)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_free);
  g_clear_signal_handler (&self->added_id, self->ring);
  for (guint i = 0; i < waiting->len; i++) {
    const Call *call = g_ptr_array_index (waiting, i);
    g_autoptr (GPtrArray) lines = plim_log_ring_read (self->ring, call->after);

    answer (self, call->invocation, lines);
  }
}

static void
wait_for_more (PlimBusLog *self, GDBusMethodInvocation *invocation, guint64 after)
{
  Call *call;

  if (self->waiting->len >= MAX_WAITING) {
    g_dbus_method_invocation_return_error_literal (invocation, PLIM_BUS_ERROR,
                                                   PLIM_BUS_ERROR_FAILED, "too many are waiting");
    return;
  }
  call = g_new0 (Call, 1);
  call->invocation = invocation;
  call->after = after;
  g_ptr_array_add (self->waiting, call);
  if (self->added_id == 0)
    self->added_id = g_signal_connect_swapped (self->ring, "added", G_CALLBACK (on_added), self);
}

static gboolean
on_get_log (PlimBusManager1 *manager,
            GDBusMethodInvocation *invocation,
            guint64 after,
            gboolean wait,
            PlimBusLog *self)
{
  g_autoptr (GPtrArray) lines = plim_log_ring_read (self->ring, after);

  if (wait && lines->len == 0)
    wait_for_more (self, invocation, after);
  else
    answer (self, invocation, lines);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
plim_bus_log_dispose (GObject *object)
{
  PlimBusLog *self = PLIM_BUS_LOG (object);

  if (self->ring != NULL)
    on_added (self);
  g_clear_object (&self->ring);
  g_clear_object (&self->manager);
  G_OBJECT_CLASS (plim_bus_log_parent_class)->dispose (object);
}

static void
plim_bus_log_finalize (GObject *object)
{
  g_ptr_array_unref (PLIM_BUS_LOG (object)->waiting);
  G_OBJECT_CLASS (plim_bus_log_parent_class)->finalize (object);
}

static void
plim_bus_log_class_init (PlimBusLogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = plim_bus_log_dispose;
  object_class->finalize = plim_bus_log_finalize;
}

static void
plim_bus_log_init (PlimBusLog *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_free);
}

PlimBusLog *
plim_bus_log_new (PlimBusManager1 *manager, PlimLogRing *ring)
{
  PlimBusLog *self;

  g_return_val_if_fail (PLIM_BUS_IS_MANAGER1 (manager), NULL);
  g_return_val_if_fail (PLIM_IS_LOG_RING (ring), NULL);

  self = g_object_new (PLIM_TYPE_BUS_LOG, NULL);
  self->manager = g_object_ref (manager);
  self->ring = g_object_ref (ring);
  g_signal_connect_object (manager, "handle-get-log", G_CALLBACK (on_get_log), self, 0);
  return self;
}
