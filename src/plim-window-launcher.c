/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-window-launcher.h"

#include "plim-bus-codec.h"

#include "plim-cli-start.h"

struct _PlimWindowLauncher {
  GObject parent_instance;

  GDBusConnection *connection;
  GCancellable *cancellable;
  guint watch_id;
  GVariant *waiting; /* (nullable): the call that waits for the started program */
};

G_DEFINE_FINAL_TYPE (PlimWindowLauncher, plim_window_launcher, G_TYPE_OBJECT)

enum { SIGNAL_FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
fail (PlimWindowLauncher *self, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_message ("The window did not open: %s", error->message);
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
}

static void
call (PlimWindowLauncher *self,
      GVariant *parameters,
      GDBusCallFlags flags,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  g_dbus_connection_call (self->connection, PLIM_BUS_WINDOW_NAME, PLIM_BUS_WINDOW_PATH,
                          "org.freedesktop.Application", "ActivateAction", parameters, NULL, flags,
                          -1, self->cancellable, callback, user_data);
}

/* As a child, where the bus cannot start it. */

static void
on_second_reply (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlimWindowLauncher) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply == NULL)
    fail (self, error);
}

static void
on_window_appeared (GDBusConnection *connection,
                    const char *name,
                    const char *owner,
                    gpointer user_data)
{
  PlimWindowLauncher *self = user_data;
  g_autoptr (GVariant) parameters = g_steal_pointer (&self->waiting);

  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
  if (parameters != NULL)
    call (self, parameters, G_DBUS_CALL_FLAGS_NO_AUTO_START, on_second_reply, g_object_ref (self));
}

static void
on_child_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlimWindowLauncher) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean was_waiting = self->waiting != NULL;

  if (g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error))
    return;
  /* Later than that it had shown itself, and what ended it is in its own log. */
  if (was_waiting)
    fail (self, error);
  g_clear_pointer (&self->waiting, g_variant_unref);
}

static void
spawn (PlimWindowLauncher *self, GVariant *parameters)
{
  g_autofree char *program = plim_cli_find_program ("plimsoll-window");
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "--gapplication-service", NULL);
  if (process == NULL) {
    fail (self, error);
    return;
  }
  g_clear_pointer (&self->waiting, g_variant_unref);
  self->waiting = g_variant_ref (parameters);
  g_subprocess_wait_check_async (process, self->cancellable, on_child_ended, g_object_ref (self));
  if (self->watch_id == 0)
    self->watch_id = g_bus_watch_name_on_connection (self->connection, PLIM_BUS_WINDOW_NAME,
                                                     G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                     on_window_appeared, NULL, self, NULL);
}

/* Over the bus. */

typedef struct {
  PlimWindowLauncher *launcher;
  GVariant *parameters;
} Call;

static void
on_first_reply (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Call *pending = user_data;
  g_autoptr (PlimWindowLauncher) self = pending->launcher;
  g_autoptr (GVariant) parameters = pending->parameters;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply != NULL)
    return;
  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER))
    spawn (self, parameters);
  else
    fail (self, error);
}

static void
plim_window_launcher_dispose (GObject *object)
{
  PlimWindowLauncher *self = PLIM_WINDOW_LAUNCHER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
  g_clear_pointer (&self->waiting, g_variant_unref);
  g_clear_object (&self->connection);
  G_OBJECT_CLASS (plim_window_launcher_parent_class)->dispose (object);
}

static void
plim_window_launcher_finalize (GObject *object)
{
  g_object_unref (PLIM_WINDOW_LAUNCHER (object)->cancellable);
  G_OBJECT_CLASS (plim_window_launcher_parent_class)->finalize (object);
}

static void
plim_window_launcher_class_init (PlimWindowLauncherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = plim_window_launcher_dispose;
  object_class->finalize = plim_window_launcher_finalize;
  signals[SIGNAL_FAILED] = g_signal_new ("failed", PLIM_TYPE_WINDOW_LAUNCHER, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
plim_window_launcher_init (PlimWindowLauncher *self)
{
  self->cancellable = g_cancellable_new ();
}

PlimWindowLauncher *
plim_window_launcher_new (GDBusConnection *connection)
{
  PlimWindowLauncher *self = g_object_new (PLIM_TYPE_WINDOW_LAUNCHER, NULL);

  self->connection = g_object_ref (connection);
  return self;
}

static GVariant *
make_parameters (const char *action, GVariant *parameter, const char *token)
{
  GVariantBuilder values = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("av"));
  GVariantBuilder platform = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  if (parameter != NULL)
    g_variant_builder_add (&values, "v", parameter);
  if (token != NULL) {
    g_variant_builder_add (&platform, "{sv}", "activation-token", g_variant_new_string (token));
    g_variant_builder_add (&platform, "{sv}", "desktop-startup-id", g_variant_new_string (token));
  }
  return g_variant_ref_sink (g_variant_new ("(sava{sv})", action, &values, &platform));
}

void
plim_window_launcher_activate (PlimWindowLauncher *self,
                               const char *action,
                               GVariant *parameter,
                               const char *token)
{
  Call *pending;

  g_return_if_fail (PLIM_IS_WINDOW_LAUNCHER (self));

  pending = g_new (Call, 1);
  pending->launcher = g_object_ref (self);
  pending->parameters = make_parameters (action, parameter, token);
  call (self, pending->parameters,
        plim_cli_is_installed () ? G_DBUS_CALL_FLAGS_NONE : G_DBUS_CALL_FLAGS_NO_AUTO_START,
        on_first_reply, pending);
}

void
plim_window_launcher_close (PlimWindowLauncher *self)
{
  g_autoptr (GVariant) parameters = NULL;

  g_return_if_fail (PLIM_IS_WINDOW_LAUNCHER (self));

  parameters = make_parameters (PLIM_BUS_WINDOW_QUIT, NULL, NULL);
  call (self, parameters, G_DBUS_CALL_FLAGS_NO_AUTO_START, NULL, NULL);
}
