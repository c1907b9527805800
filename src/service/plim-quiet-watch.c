/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-quiet-watch.h"

#include <string.h>

#define NOTIFICATIONS_NAME "org.freedesktop.Notifications"
#define NOTIFICATIONS_PATH "/org/freedesktop/Notifications"
#define XFCONF_NAME "org.xfce.Xfconf"
#define XFCONF_PATH "/org/xfce/Xfconf"
#define XFCE_CHANNEL "xfce4-notifyd"
#define XFCE_PROPERTY "/do-not-disturb"
#define GNOME_SCHEMA "org.gnome.desktop.notifications"
#define GNOME_KEY "show-banners"

struct _PlimQuietWatch {
  GObject parent_instance;

  GDBusConnection *session;
  GCancellable *cancellable;
  GSettings *gnome; /* (nullable): on another desktop */
  guint watch_ids[2];
  guint signal_ids[2];
  gboolean is_inhibited;      /* by the notification server */
  gboolean is_disturbing_off; /* by Xfce's setting */
  gboolean is_quiet;
  gboolean can_act;
};

G_DEFINE_FINAL_TYPE (PlimQuietWatch, plim_quiet_watch, G_TYPE_OBJECT)

enum { PROP_QUIET = 1, PROP_CAN_ACT, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void
update (PlimQuietWatch *self)
{
  gboolean is_quiet = self->is_inhibited || self->is_disturbing_off ||
                      (self->gnome != NULL && !g_settings_get_boolean (self->gnome, GNOME_KEY));

  if (self->is_quiet == is_quiet)
    return;
  self->is_quiet = is_quiet;
  g_debug ("The desktop is to be %s", is_quiet ? "left quiet" : "disturbed again");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUIET]);
}

static void
set_can_act (PlimQuietWatch *self, gboolean can_act)
{
  if (self->can_act == can_act)
    return;
  self->can_act = can_act;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_ACT]);
}

/* Asking. */

static void
ask (PlimQuietWatch *self,
     const char *name,
     const char *path,
     const char *interface,
     const char *method,
     GVariant *arguments,
     GAsyncReadyCallback callback)
{
  g_dbus_connection_call (self->session, name, path, interface, method, arguments, NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable, callback, self);
}

/* Returns (transfer full) (nullable): %NULL when it is not told, and also when @self is gone */
static GVariant *
finish_ask (GObject *source, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  GVariant *reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply == NULL)
    g_debug ("The desktop does not tell whether it is to be quiet: %s", error->message);
  return reply;
}

static gboolean
read_boolean (GVariant *reply)
{
  g_autoptr (GVariant) value = NULL;

  if (!g_variant_is_of_type (reply, G_VARIANT_TYPE ("(v)")))
    return FALSE;
  g_variant_get (reply, "(v)", &value);
  return g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (value);
}

/* The notification server. */

static void
on_inhibited (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GVariant) reply = finish_ask (source, result);
  PlimQuietWatch *self = user_data;

  if (reply == NULL)
    return;
  self->is_inhibited = read_boolean (reply);
  update (self);
}

static void
ask_inhibited (PlimQuietWatch *self)
{
  ask (self, NOTIFICATIONS_NAME, NOTIFICATIONS_PATH, "org.freedesktop.DBus.Properties", "Get",
       g_variant_new ("(ss)", NOTIFICATIONS_NAME, "Inhibited"), on_inhibited);
}

static void
on_capabilities (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GVariant) reply = finish_ask (source, result);
  g_autofree const char **capabilities = NULL;

  if (reply == NULL || !g_variant_is_of_type (reply, G_VARIANT_TYPE ("(as)")))
    return;
  g_variant_get (reply, "(^a&s)", &capabilities);
  set_can_act (user_data, g_strv_contains (capabilities, "actions"));
}

static void
on_server (GDBusConnection *session, const char *name, const char *owner, gpointer user_data)
{
  PlimQuietWatch *self = user_data;

  ask_inhibited (self);
  ask (self, NOTIFICATIONS_NAME, NOTIFICATIONS_PATH, NOTIFICATIONS_NAME, "GetCapabilities", NULL,
       on_capabilities);
}

static void
on_server_gone (GDBusConnection *session, const char *name, gpointer user_data)
{
  PlimQuietWatch *self = user_data;

  self->is_inhibited = FALSE;
  set_can_act (self, TRUE);
  update (self);
}

static void
on_server_changed (GDBusConnection *session,
                   const char *sender,
                   const char *path,
                   const char *interface,
                   const char *signal,
                   GVariant *parameters,
                   gpointer user_data)
{
  ask_inhibited (user_data);
}

/* Xfce. */

static void
on_disturbing (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GVariant) reply = finish_ask (source, result);
  PlimQuietWatch *self = user_data;

  if (reply == NULL)
    return;
  self->is_disturbing_off = read_boolean (reply);
  update (self);
}

static void
ask_xfconf (PlimQuietWatch *self)
{
  ask (self, XFCONF_NAME, XFCONF_PATH, XFCONF_NAME, "GetProperty",
       g_variant_new ("(ss)", XFCE_CHANNEL, XFCE_PROPERTY), on_disturbing);
}

static void
on_xfconf (GDBusConnection *session, const char *name, const char *owner, gpointer user_data)
{
  ask_xfconf (user_data);
}

static void
on_xfconf_gone (GDBusConnection *session, const char *name, gpointer user_data)
{
  PlimQuietWatch *self = user_data;

  self->is_disturbing_off = FALSE;
  update (self);
}

static void
on_xfconf_changed (GDBusConnection *session,
                   const char *sender,
                   const char *path,
                   const char *interface,
                   const char *signal,
                   GVariant *parameters,
                   gpointer user_data)
{
  ask_xfconf (user_data);
}

/* The object. */

static void
watch_server (PlimQuietWatch *self)
{
  self->watch_ids[0] = g_bus_watch_name_on_connection (self->session, NOTIFICATIONS_NAME,
                                                       G_BUS_NAME_WATCHER_FLAGS_NONE, on_server,
                                                       on_server_gone, self, NULL);
  self->signal_ids[0] =
      g_dbus_connection_signal_subscribe (self->session, NOTIFICATIONS_NAME,
                                          "org.freedesktop.DBus.Properties", "PropertiesChanged",
                                          NOTIFICATIONS_PATH, NOTIFICATIONS_NAME,
                                          G_DBUS_SIGNAL_FLAGS_NONE, on_server_changed, self, NULL);
}

static void
watch_xfconf (PlimQuietWatch *self)
{
  self->watch_ids[1] =
      g_bus_watch_name_on_connection (self->session, XFCONF_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                      on_xfconf, on_xfconf_gone, self, NULL);
  /* Also PropertyRemoved. */
  self->signal_ids[1] =
      g_dbus_connection_signal_subscribe (self->session, XFCONF_NAME, XFCONF_NAME, NULL,
                                          XFCONF_PATH, XFCE_CHANNEL, G_DBUS_SIGNAL_FLAGS_NONE,
                                          on_xfconf_changed, self, NULL);
}

/* The schema may be installed where nobody heeds it. */
static void
watch_gnome (PlimQuietWatch *self, const char *desktop)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (desktop == NULL || strstr (desktop, "GNOME") == NULL || source == NULL)
    return;
  schema = g_settings_schema_source_lookup (source, GNOME_SCHEMA, TRUE);
  if (schema == NULL || !g_settings_schema_has_key (schema, GNOME_KEY))
    return;
  self->gnome = g_settings_new_full (schema, NULL, NULL);
  g_signal_connect_object (self->gnome, "changed::" GNOME_KEY, G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
}

static void
plim_quiet_watch_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  PlimQuietWatch *self = PLIM_QUIET_WATCH (object);

  switch (property) {
  case PROP_QUIET:
    g_value_set_boolean (value, self->is_quiet);
    break;
  case PROP_CAN_ACT:
    g_value_set_boolean (value, self->can_act);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
  }
}

static void
plim_quiet_watch_dispose (GObject *object)
{
  PlimQuietWatch *self = PLIM_QUIET_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  for (gsize i = 0; i < G_N_ELEMENTS (self->watch_ids); i++)
    g_clear_handle_id (&self->watch_ids[i], g_bus_unwatch_name);
  for (gsize i = 0; i < G_N_ELEMENTS (self->signal_ids); i++) {
    if (self->signal_ids[i] != 0)
      g_dbus_connection_signal_unsubscribe (self->session, self->signal_ids[i]);
    self->signal_ids[i] = 0;
  }
  g_clear_object (&self->gnome);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (plim_quiet_watch_parent_class)->dispose (object);
}

static void
plim_quiet_watch_finalize (GObject *object)
{
  g_object_unref (PLIM_QUIET_WATCH (object)->cancellable);
  G_OBJECT_CLASS (plim_quiet_watch_parent_class)->finalize (object);
}

static void
plim_quiet_watch_class_init (PlimQuietWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = plim_quiet_watch_get_property;
  object_class->dispose = plim_quiet_watch_dispose;
  object_class->finalize = plim_quiet_watch_finalize;
  properties[PROP_QUIET] = g_param_spec_boolean ("quiet", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_ACT] = g_param_spec_boolean ("can-act", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
plim_quiet_watch_init (PlimQuietWatch *self)
{
  self->cancellable = g_cancellable_new ();
  self->can_act = TRUE;
}

PlimQuietWatch *
plim_quiet_watch_new (GDBusConnection *session, const char *desktop)
{
  PlimQuietWatch *self;

  g_return_val_if_fail (G_IS_DBUS_CONNECTION (session), NULL);

  self = g_object_new (PLIM_TYPE_QUIET_WATCH, NULL);
  self->session = g_object_ref (session);
  watch_server (self);
  watch_xfconf (self);
  watch_gnome (self, desktop);
  update (self);
  return self;
}

gboolean
plim_quiet_watch_is_quiet (PlimQuietWatch *self)
{
  g_return_val_if_fail (PLIM_IS_QUIET_WATCH (self), FALSE);

  return self->is_quiet;
}

gboolean
plim_quiet_watch_can_act (PlimQuietWatch *self)
{
  g_return_val_if_fail (PLIM_IS_QUIET_WATCH (self), TRUE);

  return self->can_act;
}
