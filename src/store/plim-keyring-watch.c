/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-secrets.h"

#define SECRETS_NAME "org.freedesktop.secrets"
#define SERVICE_INTERFACE "org.freedesktop.Secret.Service"
#define COLLECTION_INTERFACE "org.freedesktop.Secret.Collection"

struct _PlimKeyringWatch {
  GObject parent_instance;

  GDBusConnection *connection;
  guint name_id;
  guint properties_id;
  guint service_id;
  char *owner;       /* (owned) (nullable) */
  gboolean is_known; /* whether the bus has told once who owns the name */
};

G_DEFINE_FINAL_TYPE (PlimKeyringWatch, plim_keyring_watch, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* What holds at the start is no change. */
static void
take_owner (PlimKeyringWatch *self, const char *owner)
{
  gboolean is_change = self->is_known && g_strcmp0 (self->owner, owner) != 0;

  self->is_known = TRUE;
  g_free (self->owner);
  self->owner = g_strdup (owner);
  if (is_change)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_name_appeared (GDBusConnection *connection,
                  const char *name,
                  const char *owner,
                  gpointer user_data)
{
  take_owner (user_data, owner);
}

static void
on_name_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
  take_owner (user_data, NULL);
}

static gboolean
tells_locked (GVariant *parameters)
{
  g_autoptr (GVariant) changed = NULL;
  g_autoptr (GVariant) locked = NULL;
  g_autofree const char **invalidated = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return FALSE;
  g_variant_get (parameters, "(&s@a{sv}^a&s)", NULL, &changed, &invalidated);
  locked = g_variant_lookup_value (changed, "Locked", NULL);
  return locked != NULL || g_strv_contains (invalidated, "Locked");
}

static void
on_properties_changed (GDBusConnection *connection,
                       const char *sender,
                       const char *path,
                       const char *interface,
                       const char *member,
                       GVariant *parameters,
                       gpointer user_data)
{
  if (tells_locked (parameters))
    g_signal_emit (user_data, signals[CHANGED], 0);
}

/* CollectionChanged, CollectionCreated, CollectionDeleted. */
static void
on_service_signal (GDBusConnection *connection,
                   const char *sender,
                   const char *path,
                   const char *interface,
                   const char *member,
                   GVariant *parameters,
                   gpointer user_data)
{
  g_signal_emit (user_data, signals[CHANGED], 0);
}

static void
plim_keyring_watch_dispose (GObject *object)
{
  PlimKeyringWatch *self = PLIM_KEYRING_WATCH (object);

  g_clear_handle_id (&self->name_id, g_bus_unwatch_name);
  if (self->connection != NULL) {
    g_dbus_connection_signal_unsubscribe (self->connection, self->properties_id);
    g_dbus_connection_signal_unsubscribe (self->connection, self->service_id);
  }
  g_clear_object (&self->connection);
  G_OBJECT_CLASS (plim_keyring_watch_parent_class)->dispose (object);
}

static void
plim_keyring_watch_finalize (GObject *object)
{
  PlimKeyringWatch *self = PLIM_KEYRING_WATCH (object);

  g_free (self->owner);
  G_OBJECT_CLASS (plim_keyring_watch_parent_class)->finalize (object);
}

static void
plim_keyring_watch_class_init (PlimKeyringWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = plim_keyring_watch_dispose;
  object_class->finalize = plim_keyring_watch_finalize;

  signals[CHANGED] = g_signal_new ("changed", PLIM_TYPE_KEYRING_WATCH, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
plim_keyring_watch_init (PlimKeyringWatch *self)
{
}

PlimKeyringWatch *
plim_keyring_watch_new (GDBusConnection *connection)
{
  PlimKeyringWatch *self;

  g_return_val_if_fail (G_IS_DBUS_CONNECTION (connection), NULL);

  self = g_object_new (PLIM_TYPE_KEYRING_WATCH, NULL);
  self->connection = g_object_ref (connection);
  self->name_id =
      g_bus_watch_name_on_connection (connection, SECRETS_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                      on_name_appeared, on_name_vanished, self, NULL);
  self->properties_id =
      g_dbus_connection_signal_subscribe (connection, SECRETS_NAME,
                                          "org.freedesktop.DBus.Properties", "PropertiesChanged",
                                          NULL, COLLECTION_INTERFACE, G_DBUS_SIGNAL_FLAGS_NONE,
                                          on_properties_changed, self, NULL);
  self->service_id =
      g_dbus_connection_signal_subscribe (connection, SECRETS_NAME, SERVICE_INTERFACE, NULL, NULL,
                                          NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_service_signal, self,
                                          NULL);
  return self;
}
