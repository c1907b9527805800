/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-tray-gate.h"

/* Shared between the main thread and GDBus' worker thread, in which filters run. Serials are those
 * of questions. */
typedef struct {
  gatomicrefcount ref_count;
  char *name;
  GMutex mutex;
  gboolean is_closed;
  GHashTable *asked;  /* serials: while closed */
  GArray *withheld;   /* serials: whose answers came while closed */
  GHashTable *repeat; /* serial of a question that was asked once more → serial of the first */
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
  g_hash_table_unref (shared->asked);
  g_array_unref (shared->withheld);
  g_hash_table_unref (shared->repeat);
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

/* Returns whether the answer to @serial is to be dropped; otherwise whose answer it is. */
static gboolean
withhold (Shared *shared, guint32 *serial)
{
  gpointer key = GUINT_TO_POINTER (*serial), first;
  gboolean is_dropped = FALSE;

  g_mutex_lock (&shared->mutex);
  if (g_hash_table_remove (shared->asked, key) && shared->is_closed) {
    g_array_append_val (shared->withheld, *serial);
    is_dropped = TRUE;
  } else if (g_hash_table_steal_extended (shared->repeat, key, NULL, &first)) {
    *serial = GPOINTER_TO_UINT (first);
  }
  g_mutex_unlock (&shared->mutex);
  return is_dropped;
}

/* (transfer full) (nullable): @message, or a copy that answers the first question. */
static GDBusMessage *
filter_answer (Shared *shared, GDBusMessage *message)
{
  guint32 serial = g_dbus_message_get_reply_serial (message);
  g_autoptr (GDBusMessage) owned = message;
  GDBusMessage *copy;

  if (serial == 0)
    return g_steal_pointer (&owned);
  if (withhold (shared, &serial))
    return NULL;
  if (serial == g_dbus_message_get_reply_serial (message))
    return g_steal_pointer (&owned);
  copy = g_dbus_message_copy (message, NULL);
  /* Without file descriptors a copy cannot fail. */
  g_assert (copy != NULL);
  g_dbus_message_set_reply_serial (copy, serial);
  return copy;
}

static GDBusMessage *
on_message (GDBusConnection *connection,
            GDBusMessage *message,
            gboolean incoming,
            gpointer user_data)
{
  Shared *shared = user_data;

  if (incoming)
    return filter_answer (shared, message);
  if (asks_for_owner (message, shared->name)) {
    g_mutex_lock (&shared->mutex);
    if (shared->is_closed)
      g_hash_table_add (shared->asked, GUINT_TO_POINTER (g_dbus_message_get_serial (message)));
    g_mutex_unlock (&shared->mutex);
  }
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
  self->shared->asked = g_hash_table_new (NULL, NULL);
  self->shared->withheld = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->shared->repeat = g_hash_table_new (NULL, NULL);
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
  self->shared->is_closed = TRUE;
  g_mutex_unlock (&self->shared->mutex);
}

/* To be called with the mutex held: the answer must not be there before its number is known. */
static void
ask_again (PlimTrayGate *self, guint32 first)
{
  g_autoptr (GDBusMessage) question =
      g_dbus_message_new_method_call ("org.freedesktop.DBus", "/org/freedesktop/DBus",
                                      "org.freedesktop.DBus", "GetNameOwner");
  guint32 serial;

  g_dbus_message_set_body (question, g_variant_new ("(s)", self->shared->name));
  /* A closed connection answers for itself. */
  if (g_dbus_connection_send_message (self->connection, question, G_DBUS_SEND_MESSAGE_FLAGS_NONE,
                                      &serial, NULL))
    g_hash_table_insert (self->shared->repeat, GUINT_TO_POINTER (serial), GUINT_TO_POINTER (first));
}

void
plim_tray_gate_open (PlimTrayGate *self)
{
  Shared *shared = self->shared;

  g_mutex_lock (&shared->mutex);
  shared->is_closed = FALSE;
  for (guint i = 0; i < shared->withheld->len; i++)
    ask_again (self, g_array_index (shared->withheld, guint32, i));
  g_array_set_size (shared->withheld, 0);
  g_mutex_unlock (&shared->mutex);
}
