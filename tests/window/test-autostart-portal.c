/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs on a session bus of its own (with-keyring --bare). */
#include "plim-autostart-portal.h"

#include "plim-test-wait.h"

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"

static const char xml[] =
    "<node><interface name='org.freedesktop.portal.Background'>"
    "<method name='RequestBackground'><arg type='s' direction='in'/>"
    "<arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>"
    "</interface></node>";

typedef struct {
  GDBusConnection *bus;
  guint name_id;
  guint object_id;
  gboolean has_name;
  guint response; /* of the portal: 0 is an answer, 1 is its dialogue closed */
  gboolean is_forbidden;
  gboolean is_asked_for_autostart;
  char **command; /* (owned) */
} Fixture;

static void
respond (Fixture *self, const char *sender, const char *token)
{
  g_autofree char *name = g_strdelimit (g_strdup (sender + 1), ".", '_');
  g_autofree char *path = g_strdup_printf (PORTAL_PATH "/request/%s/%s", name, token);
  gboolean is_granted = !self->is_forbidden;
  GVariantDict results;

  g_variant_dict_init (&results, NULL);
  g_variant_dict_insert (&results, "background", "b", is_granted);
  g_variant_dict_insert (&results, "autostart", "b", is_granted && self->is_asked_for_autostart);
  g_dbus_connection_emit_signal (self->bus, sender, path, "org.freedesktop.portal.Request",
                                 "Response",
                                 g_variant_new ("(u@a{sv})", self->response,
                                                g_variant_dict_end (&results)),
                                 NULL);
}

static void
on_call (GDBusConnection *connection,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  Fixture *self = user_data;
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 1);
  const char *token = NULL;

  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  g_assert_true (g_variant_lookup (options, "autostart", "b", &self->is_asked_for_autostart));
  g_clear_pointer (&self->command, g_strfreev);
  g_variant_lookup (options, "commandline", "^as", &self->command);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", PORTAL_PATH "/request"));
  respond (self, sender, token);
}

static void
on_name (GDBusConnection *connection, const char *name, gpointer user_data)
{
  ((Fixture *) user_data)->has_name = TRUE;
}

static void
set_up (Fixture *self, gconstpointer has_background)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_call };
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (xml, NULL);
  g_autoptr (GError) error = NULL;

  self->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  if (GPOINTER_TO_INT (has_background))
    self->object_id =
        g_dbus_connection_register_object (self->bus, PORTAL_PATH, info->interfaces[0], &vtable,
                                           self, NULL, NULL);
  self->name_id = g_bus_own_name_on_connection (self->bus, PORTAL_NAME, G_BUS_NAME_OWNER_FLAGS_NONE,
                                                on_name, NULL, self, NULL);
  plim_test_wait (self->has_name);
}

static void
tear_down (Fixture *self, gconstpointer has_background)
{
  g_bus_unown_name (self->name_id);
  if (self->object_id != 0)
    g_dbus_connection_unregister_object (self->bus, self->object_id);
  g_strfreev (self->command);
  g_object_unref (self->bus);
}

static gboolean
set (gboolean is_on, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plim_autostart_portal_set_async (is_on, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  return plim_autostart_portal_set_finish (result, error);
}

static void
test_granted (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (plim_autostart_portal_get ());
  g_assert_true (set (TRUE, &error));
  g_assert_no_error (error);
  g_assert_true (self->is_asked_for_autostart);
  g_assert_cmpstr (self->command[0], ==, "plimsoll");
  g_assert_cmpstr (self->command[1], ==, "--background");
  g_assert_null (self->command[2]);
  g_assert_true (plim_autostart_portal_get ());

  g_assert_true (set (FALSE, &error));
  g_assert_no_error (error);
  g_assert_false (self->is_asked_for_autostart);
  g_assert_false (plim_autostart_portal_get ());
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->is_forbidden = TRUE;
  g_assert_false (set (TRUE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_clear_error (&error);
  self->response = 1;
  g_assert_false (set (TRUE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED_HANDLED);
  g_assert_false (plim_autostart_portal_get ());
}

static void
test_missing (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (set (TRUE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_false (plim_autostart_portal_get ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
#define ADD(name, has_background, test)                                                            \
  g_test_add ("/window/autostart-portal/" name, Fixture, GINT_TO_POINTER (has_background), set_up, \
              test, tear_down)
  ADD ("what-is-granted-is-kept", TRUE, test_granted);
  ADD ("refusal-is-an-error", TRUE, test_refused);
  ADD ("desktop-without-the-portal-is-told-apart", FALSE, test_missing);
  return g_test_run ();
}
