/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-command.h"

typedef struct {
  GObject *owner;
  PlimCommandDone done; /* (nullable) */
  char *data;
} Command;

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Command *command = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_proxy_call_finish (G_DBUS_PROXY (source), result, &error);

  if (answer == NULL)
    g_message ("a command failed: %s", error->message);
  if (command->done != NULL)
    command->done (command->owner, error, command->data);
  g_object_unref (command->owner);
  g_free (command->data);
  g_free (command);
  g_application_release (g_application_get_default ());
}

void
plim_command_send (GObject *owner,
                   GDBusProxy *proxy,
                   const char *method,
                   GVariant *arguments,
                   PlimCommandDone done,
                   char *data)
{
  Command *command = g_new0 (Command, 1);

  command->owner = g_object_ref (owner);
  command->done = done;
  command->data = data;
  g_application_hold (g_application_get_default ());
  g_dbus_proxy_call (proxy, method, arguments, G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_answer,
                     command);
}
