/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-autostart.h"

#include "plim-autostart-portal.h"
#include "plim-bus-codec.h"

#include <errno.h>

GFile *
plim_autostart_dup_file (void)
{
  return g_file_new_build_filename (g_get_user_config_dir (), "autostart", PLIM_BUS_NAME ".desktop",
                                    NULL);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GKeyFile) entry = g_key_file_new ();
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_load_contents_finish (G_FILE (source), result, &text, &length, NULL, &error)) {
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
      g_task_return_boolean (task, FALSE);
    else
      g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  /* Desktops switch an entry off by hiding it; one that cannot be read is not started either. */
  g_task_return_boolean (task,
                         g_key_file_load_from_data (entry, text, length, G_KEY_FILE_NONE, NULL) &&
                             !g_key_file_get_boolean (entry, G_KEY_FILE_DESKTOP_GROUP,
                                                      G_KEY_FILE_DESKTOP_KEY_HIDDEN, NULL));
}

void
plim_autostart_load_async (GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GFile) file = plim_autostart_dup_file ();
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, plim_autostart_load_async);
  if (plim_autostart_portal_is_needed ()) {
    g_task_return_boolean (task, plim_autostart_portal_get ());
    g_object_unref (task);
    return;
  }
  g_file_load_contents_async (file, cancellable, on_loaded, task);
}

gboolean
plim_autostart_load_finish (GAsyncResult *result, gboolean *is_on, GError **error)
{
  g_autoptr (GError) own_error = NULL;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  *is_on = g_task_propagate_boolean (G_TASK (result), &own_error);
  if (own_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&own_error));
  return FALSE;
}

/* The installed program by its path: a session's PATH need not hold /usr/local/bin. */
static const char *
get_program (void)
{
  return g_file_test (PLIM_BINDIR "/plimsoll", G_FILE_TEST_IS_EXECUTABLE) ? PLIM_BINDIR "/plimsoll"
                                                                          : "plimsoll";
}

static GBytes *
create_entry (void)
{
  char *text = g_strdup_printf ("[Desktop Entry]\n"
                                "Type=Application\n"
                                "Name=Plimsoll\n"
                                "Icon=" PLIM_BUS_NAME "\n"
                                "Exec=%s --background\n"
                                "NoDisplay=true\n"
                                "X-GNOME-UsesNotifications=true\n",
                                get_program ());

  return g_bytes_new_take (text, strlen (text));
}

static void
on_replaced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
write_entry (GTask *task, GFile *file)
{
  g_autofree char *folder = g_path_get_dirname (g_file_peek_path (file));
  g_autoptr (GBytes) entry = create_entry ();

  if (g_mkdir_with_parents (folder, 0700) != 0) {
    int saved_errno = errno;

    g_task_return_new_error (task, G_IO_ERROR, g_io_error_from_errno (saved_errno),
                             "cannot make %s: %s", folder, g_strerror (saved_errno));
    g_object_unref (task);
    return;
  }
  g_file_replace_contents_bytes_async (file, entry, NULL, FALSE, G_FILE_CREATE_NONE,
                                       g_task_get_cancellable (task), on_replaced, task);
}

static void
on_portal_set (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (plim_autostart_portal_set_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_delete_finish (G_FILE (source), result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
plim_autostart_save_async (gboolean is_on,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GFile) file = plim_autostart_dup_file ();
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, plim_autostart_save_async);
  if (plim_autostart_portal_is_needed ())
    plim_autostart_portal_set_async (is_on, cancellable, on_portal_set, task);
  else if (is_on)
    write_entry (task, file);
  else
    g_file_delete_async (file, G_PRIORITY_DEFAULT, cancellable, on_deleted, task);
}

gboolean
plim_autostart_save_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
