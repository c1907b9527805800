/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A sandbox on a desktop whose Secret portal is there and fails. Runs with SNAP_NAME, which
 * libsecret takes for a sandbox, on a bus that can start nothing (with-keyring --bare). */
#include "await.h"
#include "plim-secrets.h"

#include <unistd.h>

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"

static const char interface_xml[] = "<node><interface name='org.freedesktop.portal.Secret'>"
                                    "<method name='RetrieveSecret'>"
                                    "<arg type='h' direction='in'/>"
                                    "<arg type='a{sv}' direction='in'/>"
                                    "<arg type='o' direction='out'/>"
                                    "</method>"
                                    "<property name='version' type='u' access='read'/>"
                                    "</interface></node>";

typedef struct {
  GAsyncQueue *ready;
  GMainLoop *loop;
  int n_asked;
} Portal;

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
  Portal *portal = user_data;

  g_atomic_int_inc (&portal->n_asked);
  g_dbus_method_invocation_return_dbus_error (invocation,
                                              "org.freedesktop.DBus.Error.ServiceUnknown",
                                              "The portal's own keyring is gone");
}

static GVariant *
get_version (GDBusConnection *connection,
             const char *sender,
             const char *path,
             const char *interface,
             const char *property,
             GError **error,
             gpointer user_data)
{
  return g_variant_new_uint32 (1);
}

static void
on_acquired (GDBusConnection *connection, const char *name, gpointer user_data)
{
  Portal *portal = user_data;

  g_async_queue_push (portal->ready, portal);
}

/* On a thread of its own, as libsecret asks the portal by a blocking call. */
static gpointer
run_portal (gpointer user_data)
{
  static const GDBusInterfaceVTable vtable = { on_call, get_version, NULL, { 0 } };
  Portal *portal = user_data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface_xml, NULL);
  g_autoptr (GDBusConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  guint name_id;

  g_main_context_push_thread_default (context);
  portal->loop = g_main_loop_new (context, FALSE);
  connection =
      g_dbus_connection_new_for_address_sync (g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (connection, PORTAL_PATH, node->interfaces[0], &vtable, portal,
                                     NULL, &error);
  g_assert_no_error (error);
  name_id = g_bus_own_name_on_connection (connection, PORTAL_NAME, G_BUS_NAME_OWNER_FLAGS_NONE,
                                          on_acquired, NULL, portal, NULL);
  g_main_loop_run (portal->loop);
  g_bus_unown_name (name_id);
  g_dbus_connection_close_sync (connection, NULL, NULL);
  g_main_loop_unref (portal->loop);
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
test_failure_is_no_missing_keyring (void)
{
  Portal portal = { .ready = g_async_queue_new () };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_new ("portal", run_portal, &portal);

  g_async_queue_pop (portal.ready);
  plim_secrets_lookup_async ("an-account", "key", FALSE, NULL, on_done, &result);
  g_assert_null (plim_secrets_lookup_finish (await (&result), &error));
  g_assert_error (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_FAILED);
  /* Once: asking may be a prompt. */
  g_assert_cmpint (g_atomic_int_get (&portal.n_asked), ==, 1);

  g_main_loop_quit (portal.loop);
  g_thread_join (thread);
  g_async_queue_unref (portal.ready);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  alarm (WATCHDOG_S);
  g_test_add_func ("/secrets/portal/its-failure-is-no-missing-keyring",
                   test_failure_is_no_missing_keyring);
  return g_test_run ();
}
