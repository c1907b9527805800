/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rule is libsecret's (backend_get_impl_type() in secret-backend.c, 0.20 to 0.21): in a sandbox
 * whose desktop has the Secret portal a file, whatever else is said; otherwise what SECRET_BACKEND
 * says. No public header of libsecret tells what it took. */
#include "plim-secrets-backend.h"

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_INTERFACE "org.freedesktop.portal.Secret"
#define PORTAL_VERSION 1

static gboolean
is_sandboxed (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) || g_getenv ("SNAP_NAME") != NULL;
}

static gboolean
is_service_wanted (void)
{
  const char *backend = g_getenv ("SECRET_BACKEND");

  return backend == NULL || backend[0] == '\0' || g_str_equal (backend, "service");
}

static void
on_version (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) version = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply == NULL)
    g_debug ("The desktop has no Secret portal: %s", error->message);
  else
    g_variant_get (reply, "(v)", &version);
  if (version != NULL && g_variant_is_of_type (version, G_VARIANT_TYPE_UINT32) &&
      g_variant_get_uint32 (version) == PORTAL_VERSION)
    g_task_return_boolean (task, FALSE);
  else
    g_task_return_boolean (task, is_service_wanted ());
}

static void
on_bus (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) session = g_bus_get_finish (result, &error);

  if (session == NULL) {
    g_debug ("No bus has a Secret portal: %s", error->message);
    g_task_return_boolean (task, is_service_wanted ());
    return;
  }
  g_dbus_connection_call (session, PORTAL_NAME, PORTAL_PATH, "org.freedesktop.DBus.Properties",
                          "Get", g_variant_new ("(ss)", PORTAL_INTERFACE, "version"),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE, -1,
                          g_task_get_cancellable (task), on_version, g_object_ref (task));
}

void
plim_secrets_uses_service_async (GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, plim_secrets_uses_service_async);
  /* There is always an answer. */
  g_task_set_check_cancellable (task, FALSE);
  if (is_sandboxed ())
    g_bus_get (G_BUS_TYPE_SESSION, cancellable, on_bus, g_object_ref (task));
  else
    g_task_return_boolean (task, is_service_wanted ());
}

gboolean
plim_secrets_uses_service_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, plim_secrets_uses_service_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
