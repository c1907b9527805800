/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli-sandbox.h"

#include "plim-providers.h"
#include "plim-sign-in-file.h"

#include <glib/gi18n-lib.h>

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_TIMEOUT_MS 5000

GKeyFile *
plim_cli_sandbox_load (void)
{
  g_autoptr (GKeyFile) sandbox = g_key_file_new ();

  return g_key_file_load_from_file (sandbox, "/.flatpak-info", G_KEY_FILE_NONE, NULL)
             ? g_steal_pointer (&sandbox)
             : NULL;
}

gboolean
plim_cli_sandbox_has_portal (GDBusConnection *session, const char *name)
{
  g_autofree char *interface = g_strconcat ("org.freedesktop.portal.", name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;

  g_return_val_if_fail (G_IS_DBUS_CONNECTION (session), FALSE);

  reply = g_dbus_connection_call_sync (session, PORTAL_NAME, PORTAL_PATH,
                                       "org.freedesktop.DBus.Properties", "Get",
                                       g_variant_new ("(ss)", interface, "version"), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, PORTAL_TIMEOUT_MS, NULL, &error);
  if (reply == NULL)
    g_debug ("The desktop has no portal %s: %s", name, error->message);
  return reply != NULL;
}

static void
add_files (PlimCliFindings *findings, GKeyFile *sandbox)
{
  g_auto (GStrv) shown = g_key_file_get_string_list (sandbox, "Context", "filesystems", NULL, NULL);
  g_autofree char *list = shown != NULL ? g_strjoinv (", ", shown) : NULL;

  plim_cli_findings_add (findings, PLIM_CLI_OK, "host-files", _ ("Host’s files"),
                         list != NULL && list[0] != '\0' ? list
                                                         : _ ("the sandbox is shown none of them"),
                         NULL);
}

/* What is not shown looks as if it were not there. */
static void
add_sign_in (PlimCliFindings *findings, GKeyFile *sandbox, const PlimField *field)
{
  g_autofree char *usual = plim_sign_in_file_dup_usual (field);
  g_autofree char *command =
      usual != NULL ? plim_sign_in_file_dup_permission (sandbox, usual) : NULL;
  g_autofree char *advice = NULL;

  if (command == NULL)
    return;
  /* Translators: %s is a command */
  advice = g_strdup_printf (_ ("To show it, run this outside of the sandbox, then start Plimsoll "
                               "again: %s"),
                            command);
  plim_cli_findings_add (findings, PLIM_CLI_OK, "sign-in-file", field->file->program,
                         _ ("the sandbox is not shown its sign-in"), advice);
}

static void
add_sign_ins (PlimCliFindings *findings, GKeyFile *sandbox)
{
  for (const PlimProvider *const *all = plim_providers_get_all (); *all != NULL; all++) {
    for (const PlimField *field = (*all)->fields; field != NULL && field->id != NULL; field++) {
      if (field->kind == PLIM_FIELD_FILE)
        add_sign_in (findings, sandbox, field);
    }
  }
}

static gboolean
may_ask_system (GKeyFile *sandbox, const char *name)
{
  g_auto (GStrv) sockets = g_key_file_get_string_list (sandbox, "Context", "sockets", NULL, NULL);
  g_autofree char *policy = g_key_file_get_string (sandbox, "System Bus Policy", name, NULL);

  return (sockets != NULL && g_strv_contains ((const char *const *) sockets, "system-bus")) ||
         g_strcmp0 (policy, "talk") == 0 || g_strcmp0 (policy, "own") == 0;
}

static void
add_desktop_state (PlimCliFindings *findings, GKeyFile *sandbox)
{
  if (!may_ask_system (sandbox, "org.freedesktop.login1"))
    plim_cli_findings_add (findings, PLIM_CLI_OK, "presence", _ ("Presence"),
                           _ ("the sandbox is not told whether you are away or the screen is "
                              "locked: Plimsoll takes it that you are there"),
                           NULL);
  if (!may_ask_system (sandbox, "org.freedesktop.UPower"))
    plim_cli_findings_add (findings, PLIM_CLI_OK, "battery", _ ("Battery"),
                           _ ("the sandbox is not told when the computer is on battery"), NULL);
}

static void
add_autostart (PlimCliFindings *findings, GDBusConnection *session)
{
  if (plim_cli_sandbox_has_portal (session, "Background"))
    plim_cli_findings_add (findings, PLIM_CLI_OK, "autostart", _ ("Start at login"),
                           _ ("through the Background portal, by the switch in the preferences"),
                           NULL);
  else
    plim_cli_findings_add (findings, PLIM_CLI_WARNING, "autostart", _ ("Start at login"),
                           _ ("the desktop has no Background portal"),
                           _ ("This desktop does not let sandboxed programs start at login. "
                              "Add Plimsoll in the desktop’s own settings instead."));
}

void
plim_cli_sandbox_add_findings (PlimCliFindings *findings,
                               GKeyFile *sandbox,
                               GDBusConnection *session)
{
  g_return_if_fail (findings != NULL && sandbox != NULL);

  add_files (findings, sandbox);
  add_sign_ins (findings, sandbox);
  add_desktop_state (findings, sandbox);
  if (session != NULL)
    add_autostart (findings, session);
}
