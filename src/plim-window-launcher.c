/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-window-launcher.h"

#include "plim-bus-codec.h"

struct _PlimWindowLauncher {
  GObject parent_instance;

  GDBusConnection *connection;
  GCancellable *cancellable;
  guint watch_id;
  GVariant *waiting; /* (nullable): the call that waits for the started program */
};

G_DEFINE_FINAL_TYPE (PlimWindowLauncher, plim_window_launcher, G_TYPE_OBJECT)

static void call (PlimWindowLauncher *self, GVariant *parameters, GAsyncReadyCallback callback);

static void
on_second_reply (GObject *source, GAsyncResult *result, gpointer user_data)
{
  G_GNUC_UNUSED g_autoptr (PlimWindowLauncher) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("The window did not open: %s", error->message);
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
    call (self, parameters, on_second_reply);
}

/* Installed, or beside the service's own binary as in a build folder. */
static char *
find_program (void)
{
  const char *set = g_getenv ("PLIMSOLL_WINDOW");
  g_autofree char *installed = g_build_filename (PLIM_LIBEXECDIR, "plimsoll-window", NULL);
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;

  if (set != NULL)
    return g_strdup (set);
  if (g_file_test (installed, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&installed);
  return folder != NULL ? g_build_filename (folder, "plimsoll-window", NULL) : NULL;
}

static void
spawn (PlimWindowLauncher *self, GVariant *parameters)
{
  g_autofree char *program = find_program ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  if (program == NULL)
    return;
  g_clear_pointer (&self->waiting, g_variant_unref);
  self->waiting = g_variant_ref (parameters);
  process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "--gapplication-service", NULL);
  if (process == NULL) {
    g_message ("The window's program could not be started: %s", error->message);
    return;
  }
  if (self->watch_id == 0)
    self->watch_id = g_bus_watch_name_on_connection (self->connection, PLIM_BUS_WINDOW_NAME,
                                                     G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                     on_window_appeared, NULL, self, NULL);
}

typedef struct {
  PlimWindowLauncher *launcher;
  GVariant *parameters;
} Call;

static void
on_first_reply (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *pending = user_data;
  g_autoptr (PlimWindowLauncher) self = pending->launcher;
  g_autoptr (GVariant) parameters = pending->parameters;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  g_free (pending);
  if (reply != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_debug ("The window is not activatable, so it is started here: %s", error->message);
  spawn (self, parameters);
}

static void
call (PlimWindowLauncher *self, GVariant *parameters, GAsyncReadyCallback callback)
{
  gpointer data = g_object_ref (self);

  if (callback == on_first_reply) {
    Call *pending = g_new (Call, 1);

    pending->launcher = data;
    pending->parameters = g_variant_ref (parameters);
    data = pending;
  }
  g_dbus_connection_call (self->connection, PLIM_BUS_WINDOW_NAME, PLIM_BUS_WINDOW_PATH,
                          "org.freedesktop.Application", "ActivateAction", parameters, NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, callback, data);
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

void
plim_window_launcher_activate (PlimWindowLauncher *self,
                               const char *action,
                               GVariant *parameter,
                               const char *token)
{
  GVariantBuilder values = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("av"));
  GVariantBuilder platform = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  g_autoptr (GVariant) parameters = NULL;

  g_return_if_fail (PLIM_IS_WINDOW_LAUNCHER (self));

  if (parameter != NULL)
    g_variant_builder_add (&values, "v", parameter);
  if (token != NULL) {
    g_variant_builder_add (&platform, "{sv}", "activation-token", g_variant_new_string (token));
    g_variant_builder_add (&platform, "{sv}", "desktop-startup-id", g_variant_new_string (token));
  }
  parameters = g_variant_ref_sink (g_variant_new ("(sava{sv})", action, &values, &platform));
  call (self, parameters, on_first_reply);
}
