/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-tray-gate.h"

/* Shared between the main thread and GDBus' worker thread, in which filters run. */
typedef struct {
  gatomicrefcount ref_count;
  char *name;
  GMutex mutex;
  GPtrArray *kept; /* (nullable): questions that wait; %NULL while the gate is open */
} Shared;

struct _PlimTrayGate {
  GDBusConnection *connection;
  guint filter_id;
  Shared *shared;
};

static void
shared_unref (gpointer data)
{
  Shared *shared = data;

  if (!g_atomic_ref_count_dec (&shared->ref_count))
    return;
  g_mutex_clear (&shared->mutex);
  g_clear_pointer (&shared->kept, g_ptr_array_unref);
  g_free (shared->name);
  g_free (shared);
}

static gboolean
asks_for_owner (GDBusMessage *message, const char *name)
{
  GVariant *body = g_dbus_message_get_body (message);
  const char *asked;

  if (g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL ||
      g_strcmp0 (g_dbus_message_get_interface (message), "org.freedesktop.DBus") != 0 ||
      g_strcmp0 (g_dbus_message_get_member (message), "GetNameOwner") != 0 || body == NULL ||
      !g_variant_is_of_type (body, G_VARIANT_TYPE ("(s)")))
    return FALSE;
  g_variant_get (body, "(&s)", &asked);
  return g_str_equal (asked, name);
}

static GDBusMessage *
on_message (GDBusConnection *connection,
            GDBusMessage *message,
            gboolean incoming,
            gpointer user_data)
{
  Shared *shared = user_data;

  if (incoming || !asks_for_owner (message, shared->name))
    return message;
  g_mutex_lock (&shared->mutex);
  if (shared->kept != NULL)
    g_ptr_array_add (shared->kept, g_steal_pointer (&message));
  g_mutex_unlock (&shared->mutex);
  return message;
}

PlimTrayGate *
plim_tray_gate_new (GDBusConnection *connection, const char *name)
{
  PlimTrayGate *self = g_new0 (PlimTrayGate, 1);

  self->connection = g_object_ref (connection);
  self->shared = g_new0 (Shared, 1);
  g_atomic_ref_count_init (&self->shared->ref_count);
  g_mutex_init (&self->shared->mutex);
  self->shared->name = g_strdup (name);
  g_atomic_ref_count_inc (&self->shared->ref_count);
  self->filter_id =
      g_dbus_connection_add_filter (connection, on_message, self->shared, shared_unref);
  return self;
}

void
plim_tray_gate_free (PlimTrayGate *self)
{
  plim_tray_gate_open (self);
  g_dbus_connection_remove_filter (self->connection, self->filter_id);
  g_object_unref (self->connection);
  shared_unref (self->shared);
  g_free (self);
}

void
plim_tray_gate_close (PlimTrayGate *self)
{
  g_mutex_lock (&self->shared->mutex);
  if (self->shared->kept == NULL)
    self->shared->kept = g_ptr_array_new_with_free_func (g_object_unref);
  g_mutex_unlock (&self->shared->mutex);
}

void
plim_tray_gate_open (PlimTrayGate *self)
{
  g_autoptr (GPtrArray) kept = NULL;

  g_mutex_lock (&self->shared->mutex);
  kept = g_steal_pointer (&self->shared->kept);
  g_mutex_unlock (&self->shared->mutex);
  /* The serial is what the caller knows the reply by. A closed connection answers for itself. */
  for (guint i = 0; kept != NULL && i < kept->len; i++)
    g_dbus_connection_send_message (self->connection, g_ptr_array_index (kept, i),
                                    G_DBUS_SEND_MESSAGE_FLAGS_PRESERVE_SERIAL, NULL, NULL);
}
