/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-tray-filter.h"

#define ITEM_INTERFACE "org.kde.StatusNotifierItem"
#define PROPERTIES_INTERFACE "org.freedesktop.DBus.Properties"

/* Shared between the main thread and GDBus' worker thread, in which filters run. */
typedef struct {
  gatomicrefcount ref_count;
  char *path;
  GMutex mutex;
  char *token;          /* (nullable): the last one handed over */
  GHashTable *get_alls; /* "sender serial" of GetAll calls whose reply is still to pass */
} Shared;

struct _PlimTrayFilter {
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
  g_hash_table_unref (shared->get_alls);
  g_free (shared->token);
  g_free (shared->path);
  g_free (shared);
}

static char *
make_key (const char *peer, guint32 serial)
{
  return g_strdup_printf ("%s %u", peer != NULL ? peer : "", serial);
}

static gboolean
wants_reply (GDBusMessage *call)
{
  return !(g_dbus_message_get_flags (call) & G_DBUS_MESSAGE_FLAGS_NO_REPLY_EXPECTED);
}

static void
reply (GDBusConnection *connection, GDBusMessage *call, GVariant *body)
{
  g_autoptr (GVariant) owned = body != NULL ? g_variant_ref_sink (body) : NULL;
  g_autoptr (GDBusMessage) message = NULL;

  /* The bus refuses a reply that was not asked for. */
  if (!wants_reply (call))
    return;
  message = g_dbus_message_new_method_reply (call);
  if (owned != NULL)
    g_dbus_message_set_body (message, owned);
  /* A caller that has gone away needs no answer. */
  g_dbus_connection_send_message (connection, message, G_DBUS_SEND_MESSAGE_FLAGS_NONE, NULL, NULL);
}

/* Returns whether @call was answered here. */
static gboolean
answer (GDBusConnection *connection, Shared *shared, GDBusMessage *call)
{
  const char *interface = g_dbus_message_get_interface (call);
  const char *member = g_dbus_message_get_member (call);
  GVariant *body = g_dbus_message_get_body (call);
  const char *item_interface, *property;

  if (g_strcmp0 (interface, ITEM_INTERFACE) == 0 &&
      g_strcmp0 (member, "ProvideXdgActivationToken") == 0 && body != NULL &&
      g_variant_is_of_type (body, G_VARIANT_TYPE ("(s)"))) {
    g_mutex_lock (&shared->mutex);
    g_free (shared->token);
    g_variant_get (body, "(s)", &shared->token);
    g_mutex_unlock (&shared->mutex);
    reply (connection, call, NULL);
    return TRUE;
  }
  if (g_strcmp0 (interface, PROPERTIES_INTERFACE) != 0 || body == NULL)
    return FALSE;
  if (g_strcmp0 (member, "Get") == 0 && g_variant_is_of_type (body, G_VARIANT_TYPE ("(ss)"))) {
    g_variant_get (body, "(&s&s)", &item_interface, &property);
    if (!g_str_equal (item_interface, ITEM_INTERFACE) || !g_str_equal (property, "ItemIsMenu"))
      return FALSE;
    reply (connection, call, g_variant_new ("(v)", g_variant_new_boolean (FALSE)));
    return TRUE;
  }
  if (g_strcmp0 (member, "GetAll") == 0 && wants_reply (call) &&
      g_variant_is_of_type (body, G_VARIANT_TYPE ("(s)"))) {
    g_variant_get (body, "(&s)", &item_interface);
    if (g_str_equal (item_interface, ITEM_INTERFACE)) {
      g_mutex_lock (&shared->mutex);
      g_hash_table_add (shared->get_alls, make_key (g_dbus_message_get_sender (call),
                                                    g_dbus_message_get_serial (call)));
      g_mutex_unlock (&shared->mutex);
    }
  }
  return FALSE;
}

/* Whether @message is the reply to a GetAll of our item; each is asked about once. */
static gboolean
take_get_all (Shared *shared, GDBusMessage *message)
{
  g_autofree char *key = make_key (g_dbus_message_get_destination (message),
                                   g_dbus_message_get_reply_serial (message));
  gboolean found;

  g_mutex_lock (&shared->mutex);
  found = g_hash_table_remove (shared->get_alls, key);
  g_mutex_unlock (&shared->mutex);
  return found;
}

/* (transfer full): @message, or a copy of it with the property added. */
static GDBusMessage *
complete (GDBusMessage *message)
{
  GVariant *body = g_dbus_message_get_body (message);
  g_autoptr (GVariant) properties = NULL;
  g_auto (GVariantDict) dictionary = { 0 };
  GDBusMessage *copy;

  if (g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_RETURN ||
      body == NULL || !g_variant_is_of_type (body, G_VARIANT_TYPE ("(a{sv})")))
    return message;
  copy = g_dbus_message_copy (message, NULL);
  if (copy == NULL)
    return message;
  properties = g_variant_get_child_value (body, 0);
  g_variant_dict_init (&dictionary, properties);
  g_variant_dict_insert (&dictionary, "ItemIsMenu", "b", FALSE);
  g_dbus_message_set_body (copy, g_variant_new ("(@a{sv})", g_variant_dict_end (&dictionary)));
  g_object_unref (message);
  return copy;
}

/* (transfer full): @message, or a copy of it that says `vertical` as the library wants it. */
static GDBusMessage *
correct_scroll (GDBusMessage *message)
{
  GVariant *body = g_dbus_message_get_body (message);
  g_autofree char *lower = NULL;
  const char *orientation;
  GDBusMessage *copy;
  int delta;

  if (g_strcmp0 (g_dbus_message_get_interface (message), ITEM_INTERFACE) != 0 ||
      g_strcmp0 (g_dbus_message_get_member (message), "Scroll") != 0 || body == NULL ||
      !g_variant_is_of_type (body, G_VARIANT_TYPE ("(is)")))
    return message;
  g_variant_get (body, "(i&s)", &delta, &orientation);
  lower = g_ascii_strdown (orientation, -1);
  if (g_str_equal (lower, orientation))
    return message;
  copy = g_dbus_message_copy (message, NULL);
  if (copy == NULL)
    return message;
  g_dbus_message_set_body (copy, g_variant_new ("(is)", delta, lower));
  g_object_unref (message);
  return copy;
}

static GDBusMessage *
on_message (GDBusConnection *connection,
            GDBusMessage *message,
            gboolean incoming,
            gpointer user_data)
{
  Shared *shared = user_data;

  if (incoming) {
    if (g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL ||
        g_strcmp0 (g_dbus_message_get_path (message), shared->path) != 0)
      return message;
    if (answer (connection, shared, message)) {
      g_object_unref (message);
      return NULL;
    }
    return correct_scroll (message);
  }
  if (g_dbus_message_get_reply_serial (message) != 0 && take_get_all (shared, message))
    return complete (message);
  return message;
}

PlimTrayFilter *
plim_tray_filter_new (GDBusConnection *connection, const char *path)
{
  PlimTrayFilter *self = g_new0 (PlimTrayFilter, 1);

  self->connection = g_object_ref (connection);
  self->shared = g_new0 (Shared, 1);
  g_atomic_ref_count_init (&self->shared->ref_count);
  g_mutex_init (&self->shared->mutex);
  self->shared->path = g_strdup (path);
  self->shared->get_alls = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_atomic_ref_count_inc (&self->shared->ref_count);
  self->filter_id =
      g_dbus_connection_add_filter (connection, on_message, self->shared, shared_unref);
  return self;
}

void
plim_tray_filter_free (PlimTrayFilter *self)
{
  g_dbus_connection_remove_filter (self->connection, self->filter_id);
  g_object_unref (self->connection);
  shared_unref (self->shared);
  g_free (self);
}

char *
plim_tray_filter_steal_token (PlimTrayFilter *self)
{
  char *token;

  g_mutex_lock (&self->shared->mutex);
  token = g_steal_pointer (&self->shared->token);
  g_mutex_unlock (&self->shared->mutex);
  return token;
}
