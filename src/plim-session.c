/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-session.h"

#define MANAGER_NAME "org.gnome.SessionManager"
#define MANAGER_PATH "/org/gnome/SessionManager"
#define CLIENT_INTERFACE MANAGER_NAME ".ClientPrivate"

struct _PlimSession {
  GObject parent_instance;

  GDBusConnection *connection;
  GCancellable *cancellable;
  char *application_id;
  char *client_path; /* (nullable): once registered */
  guint watch_id;
  guint signal_id;
};

G_DEFINE_FINAL_TYPE (PlimSession, plim_session, G_TYPE_OBJECT)

enum { ENDED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* Nothing of ours is a reason to stay, so nobody need wait for the answer's answer. */
static void
agree (PlimSession *self)
{
  g_dbus_connection_call (self->connection, MANAGER_NAME, self->client_path, CLIENT_INTERFACE,
                          "EndSessionResponse", g_variant_new ("(bs)", TRUE, ""), NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

static void
on_client_signal (GDBusConnection *connection,
                  const char *sender,
                  const char *path,
                  const char *interface,
                  const char *signal,
                  GVariant *parameters,
                  gpointer user_data)
{
  PlimSession *self = user_data;
  gboolean is_question = g_str_equal (signal, "QueryEndSession");
  gboolean is_end = g_str_equal (signal, "EndSession");

  if (is_question || is_end)
    agree (self);
  if (is_end || g_str_equal (signal, "Stop"))
    g_signal_emit (self, signals[ENDED], 0);
}

static void
forget_client (PlimSession *self)
{
  if (self->signal_id != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->signal_id);
  self->signal_id = 0;
  g_clear_pointer (&self->client_path, g_free);
}

static void
on_registered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  PlimSession *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply == NULL) {
    g_debug ("The session manager takes no client: %s", error->message);
    return;
  }
  forget_client (self);
  g_variant_get (reply, "(o)", &self->client_path);
  self->signal_id =
      g_dbus_connection_signal_subscribe (self->connection, MANAGER_NAME, CLIENT_INTERFACE, NULL,
                                          self->client_path, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                          on_client_signal, self, NULL);
}

static void
on_manager_appeared (GDBusConnection *connection,
                     const char *name,
                     const char *owner,
                     gpointer user_data)
{
  PlimSession *self = user_data;

  g_dbus_connection_call (connection, MANAGER_NAME, MANAGER_PATH, MANAGER_NAME, "RegisterClient",
                          g_variant_new ("(ss)", self->application_id, ""), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable, on_registered,
                          self);
}

static void
on_manager_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
  forget_client (user_data);
}

static void
unregister (PlimSession *self)
{
  if (self->client_path == NULL || g_dbus_connection_is_closed (self->connection))
    return;
  g_dbus_connection_call (self->connection, MANAGER_NAME, MANAGER_PATH, MANAGER_NAME,
                          "UnregisterClient", g_variant_new ("(o)", self->client_path), NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

static void
plim_session_dispose (GObject *object)
{
  PlimSession *self = PLIM_SESSION (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
  if (self->connection != NULL) {
    unregister (self);
    forget_client (self);
  }
  g_clear_object (&self->connection);
  G_OBJECT_CLASS (plim_session_parent_class)->dispose (object);
}

static void
plim_session_finalize (GObject *object)
{
  PlimSession *self = PLIM_SESSION (object);

  g_object_unref (self->cancellable);
  g_free (self->application_id);
  G_OBJECT_CLASS (plim_session_parent_class)->finalize (object);
}

static void
plim_session_class_init (PlimSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = plim_session_dispose;
  object_class->finalize = plim_session_finalize;
  signals[ENDED] = g_signal_new ("ended", PLIM_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
plim_session_init (PlimSession *self)
{
  self->cancellable = g_cancellable_new ();
}

PlimSession *
plim_session_new (GDBusConnection *connection, const char *application_id)
{
  PlimSession *self;

  g_return_val_if_fail (G_IS_DBUS_CONNECTION (connection), NULL);

  self = g_object_new (PLIM_TYPE_SESSION, NULL);
  self->connection = g_object_ref (connection);
  self->application_id = g_strdup (application_id);
  self->watch_id =
      g_bus_watch_name_on_connection (connection, MANAGER_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                      on_manager_appeared, on_manager_vanished, self, NULL);
  return self;
}
