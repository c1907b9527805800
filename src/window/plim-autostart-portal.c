/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-autostart-portal.h"

#include "plim-settings.h"

#include <glib/gi18n-lib.h>
#include <libportal/portal.h>

gboolean
plim_autostart_portal_is_needed (void)
{
  return xdp_portal_running_under_sandbox ();
}

gboolean
plim_autostart_portal_get (void)
{
  g_autoptr (GSettings) settings = g_settings_new (PLIM_SETTINGS_SCHEMA);

  return g_settings_get_boolean (settings, PLIM_SETTINGS_AUTOSTART);
}

static GError *
explain (const GError *error, GCancellable *cancellable)
{
  /* The user closed the desktop's question, and needs no word about it. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
      !g_cancellable_is_cancelled (cancellable))
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED_HANDLED, error->message);
  /* Desktops whose portal lacks the interface, Xfce's among them, answer one of these. */
  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_INTERFACE) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN))
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                                _ ("This desktop does not let sandboxed programs start at login. "
                                   "Add Plimsoll in the desktop’s own settings instead."));
  return g_error_copy (error);
}

static void
on_requested (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSettings) settings = NULL;
  gboolean is_on = GPOINTER_TO_INT (g_task_get_task_data (task));

  if (!xdp_portal_request_background_finish (XDP_PORTAL (source), result, &error)) {
    if (error != NULL)
      g_task_return_error (task, explain (error, g_task_get_cancellable (task)));
    else
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "%s",
                               _ ("The desktop’s settings do not allow it."));
    return;
  }
  settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  g_settings_set_boolean (settings, PLIM_SETTINGS_AUTOSTART, is_on);
  g_task_return_boolean (task, TRUE);
}

void
plim_autostart_portal_set_async (gboolean is_on,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (XdpPortal) portal = xdp_portal_new ();
  g_autoptr (GPtrArray) command = g_ptr_array_new ();
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, plim_autostart_portal_set_async);
  g_task_set_task_data (task, GINT_TO_POINTER (is_on), NULL);
  g_ptr_array_add (command, (gpointer) "plimsoll");
  g_ptr_array_add (command, (gpointer) "--background");
#ifdef PLIM_PORTAL_TAKES_COMMAND
  /* As documented, but done only since libportal 0.10. */
  g_ptr_array_ref (command);
#endif
  xdp_portal_request_background (portal, NULL, _ ("Shows your AI usage in the tray."), command,
                                 is_on ? XDP_BACKGROUND_FLAG_AUTOSTART : XDP_BACKGROUND_FLAG_NONE,
                                 cancellable, on_requested, task);
}

gboolean
plim_autostart_portal_set_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, plim_autostart_portal_set_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
