/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The client against a service that is exported by hand on a private bus, over a connection of its
 * own. */
#include "plim-bus-client.h"
#include "plim-bus-codec.h"
#include "plim-test-bus.h"
#include "plim-test-wait.h"

#include <math.h>

#define FIRST_ID "11111111-1111-4111-8111-111111111111"
#define SECOND_ID "22222222-2222-4222-8222-222222222222"

typedef struct {
  GDBusConnection *connection; /* (nullable): while the service runs */
  GDBusObjectManagerServer *objects;
  PlimBusManager1 *manager;
  guint name_id;
} Service;

typedef struct {
  GTestDBus *bus;
  Service service;
  GDBusConnection *connection;
  PlimBusClient *client; /* (nullable) */
  guint n_changes;
} Fixture;

static void
start_service (Fixture *fixture)
{
  Service *service = &fixture->service;
  GError *error = NULL;

  service->connection = plim_test_bus_connect (fixture->bus);
  service->manager = plim_bus_manager1_skeleton_new ();
  plim_bus_manager1_set_version (service->manager, "1");
  g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (service->manager),
                                    service->connection, PLIM_BUS_PATH, &error);
  g_assert_no_error (error);
  service->objects = g_dbus_object_manager_server_new (PLIM_BUS_PATH);
  g_dbus_object_manager_server_set_connection (service->objects, service->connection);
  service->name_id = plim_test_bus_own_name (service->connection, PLIM_BUS_NAME);
}

static void
stop_service (Fixture *fixture)
{
  Service *service = &fixture->service;

  g_clear_handle_id (&service->name_id, g_bus_unown_name);
  if (service->manager != NULL)
    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (service->manager));
  g_clear_object (&service->manager);
  g_clear_object (&service->objects);
  if (service->connection != NULL)
    plim_test_bus_disconnect (&service->connection);
}

/* (transfer none) */
static PlimBusAccount1 *
export_account (Fixture *fixture, const char *id, const char *label, guint order)
{
  g_autofree char *path = plim_bus_dup_account_path (id);
  g_autoptr (PlimBusObjectSkeleton) object = plim_bus_object_skeleton_new (path);
  g_autoptr (PlimBusAccount1) account = plim_bus_account1_skeleton_new ();

  g_object_set (account, "id", id, "provider", "demo", "label", label, "order", order, "enabled",
                TRUE, "status", "ok", "cause", "none", "message", "", "snapshot",
                plim_bus_snapshot_to_variant (NULL), "settings",
                g_variant_new_array (G_VARIANT_TYPE ("{ss}"), NULL, 0), NULL);
  plim_bus_object_skeleton_set_account1 (object, account);
  g_dbus_object_manager_server_export (fixture->service.objects, G_DBUS_OBJECT_SKELETON (object));
  return account;
}

static void
on_items_changed (
    GListModel *model, guint position, guint n_removed, guint n_added, Fixture *fixture)
{
  fixture->n_changes++;
}

static void
start_client (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  plim_bus_client_new_async (fixture->connection, FALSE, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  fixture->client = plim_bus_client_new_finish (result, &error);
  g_assert_no_error (error);
  g_signal_connect (fixture->client, "items-changed", G_CALLBACK (on_items_changed), fixture);
}

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  fixture->bus = plim_test_bus_new ();
  fixture->connection = plim_test_bus_connect (fixture->bus);
  start_service (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  if (fixture->client != NULL)
    g_assert_finalize_object (fixture->client);
  stop_service (fixture);
  plim_test_bus_disconnect (&fixture->connection);
  plim_test_settle ();
  g_test_dbus_stop (fixture->bus);
  g_object_unref (fixture->bus);
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->client));
}

static gboolean
is_at (Fixture *fixture, guint position, const char *id)
{
  g_autoptr (PlimAccount) account =
      g_list_model_get_item (G_LIST_MODEL (fixture->client), position);

  return account != NULL && g_str_equal (plim_account_get_id (account), id);
}

static void
test_accounts_come_in_their_order (Fixture *fixture, gconstpointer user_data)
{
  export_account (fixture, SECOND_ID, "second", 1);
  export_account (fixture, FIRST_ID, "first", 0);
  start_client (fixture);
  g_assert_true (plim_bus_client_is_connected (fixture->client));
  g_assert_cmpuint (count (fixture), ==, 2);
  g_assert_true (is_at (fixture, 0, FIRST_ID));
  g_assert_true (is_at (fixture, 1, SECOND_ID));
  g_assert_cmpstr (plim_bus_manager1_get_version (plim_bus_client_get_manager (fixture->client)),
                   ==, "1");
}

static void
test_a_change_is_mirrored_and_notified (Fixture *fixture, gconstpointer user_data)
{
  PlimBusAccount1 *exported = export_account (fixture, FIRST_ID, "first", 0);
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (1795176000);
  guint n_notified = 0;
  PlimAccount *account;

  plim_snapshot_add_window (snapshot, "session", PLIM_WINDOW_ROLLING)->used_percent = 57;
  plim_snapshot_seal (snapshot);
  start_client (fixture);
  account = plim_bus_client_find_account (fixture->client, FIRST_ID);
  g_signal_connect_swapped (account, "notify::snapshot", G_CALLBACK (g_atomic_int_inc),
                            &n_notified);
  plim_bus_account1_set_label (exported, "renamed");
  plim_bus_account1_set_status (exported, "rate_limited");
  plim_bus_account1_set_snapshot (exported, plim_bus_snapshot_to_variant (snapshot));
  plim_test_wait (plim_account_get_snapshot (account) != NULL);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_cmpstr (plim_account_get_label (account), ==, "renamed");
  g_assert_cmpint (plim_account_get_status (account), ==, PLIM_STATUS_RATE_LIMITED);
  g_assert_cmpfloat (
      plim_snapshot_get_window (plim_account_get_snapshot (account), 0)->used_percent, ==, 57);
  g_assert_cmpuint (fixture->n_changes, ==, 0);
}

static void
test_a_new_order_sorts_anew (Fixture *fixture, gconstpointer user_data)
{
  PlimBusAccount1 *first = export_account (fixture, FIRST_ID, "first", 0);

  export_account (fixture, SECOND_ID, "second", 1);
  start_client (fixture);
  plim_bus_account1_set_order (first, 2);
  plim_test_wait (is_at (fixture, 1, FIRST_ID));
  g_assert_true (is_at (fixture, 0, SECOND_ID));
}

static void
test_accounts_come_and_go (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *path = plim_bus_dup_account_path (FIRST_ID);

  start_client (fixture);
  g_assert_cmpuint (count (fixture), ==, 0);
  export_account (fixture, SECOND_ID, "second", 1);
  plim_test_wait (count (fixture) == 1);
  export_account (fixture, FIRST_ID, "first", 0);
  plim_test_wait (count (fixture) == 2);
  g_assert_true (is_at (fixture, 0, FIRST_ID));
  g_assert_nonnull (plim_bus_client_get_account_proxy (fixture->client, FIRST_ID));
  g_dbus_object_manager_server_unexport (fixture->service.objects, path);
  plim_test_wait (count (fixture) == 1);
  g_assert_true (is_at (fixture, 0, SECOND_ID));
  g_assert_null (plim_bus_client_get_account_proxy (fixture->client, FIRST_ID));
  g_assert_cmpuint (fixture->n_changes, ==, 3);
}

static void
test_the_list_follows_the_service_out_and_back (Fixture *fixture, gconstpointer user_data)
{
  guint n_notified = 0;

  export_account (fixture, FIRST_ID, "first", 0);
  start_client (fixture);
  g_signal_connect_swapped (fixture->client, "notify::connected", G_CALLBACK (g_atomic_int_inc),
                            &n_notified);
  stop_service (fixture);
  plim_test_wait (!plim_bus_client_is_connected (fixture->client) && count (fixture) == 0);
  start_service (fixture);
  export_account (fixture, FIRST_ID, "first again", 0);
  plim_test_wait (plim_bus_client_is_connected (fixture->client) && count (fixture) == 1);
  g_assert_cmpuint (n_notified, >=, 2);
  g_assert_cmpstr (plim_account_get_label (
                       plim_bus_client_find_account (fixture->client, FIRST_ID)),
                   ==, "first again");
}

static void
test_without_a_service_it_is_not_connected (Fixture *fixture, gconstpointer user_data)
{
  stop_service (fixture);
  start_client (fixture);
  g_assert_false (plim_bus_client_is_connected (fixture->client));
  g_assert_cmpuint (count (fixture), ==, 0);
}

static void
test_a_hostile_account_does_no_harm (Fixture *fixture, gconstpointer user_data)
{
  PlimBusAccount1 *exported = export_account (fixture, FIRST_ID, "first", 0);
  PlimAccount *account;

  plim_bus_account1_set_status (exported, "nonsense");
  plim_bus_account1_set_cause (exported, "");
  plim_bus_account1_set_snapshot (exported, g_variant_new_parsed ("{'collected_at': <'never'>}"));
  start_client (fixture);
  account = plim_bus_client_find_account (fixture->client, FIRST_ID);
  g_assert_nonnull (account);
  g_assert_null (plim_account_get_snapshot (account));
  g_assert_cmpint (plim_account_get_cause (account), ==, PLIM_CAUSE_NONE);
}

/* First of all tests: nothing else may have made them known. */
static void
test_errors_of_the_service_are_known (void)
{
  g_autoptr (GError) error = NULL;

  g_type_class_unref (g_type_class_ref (PLIM_TYPE_BUS_CLIENT));
  error =
      g_dbus_error_new_for_dbus_error (PLIM_BUS_NAME ".Error.NotAuthenticated", "none: HTTP 401");
  g_assert_error (error, PLIM_BUS_ERROR, PLIM_BUS_ERROR_NOT_AUTHENTICATED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  g_test_add_func ("/bus/client/errors-of-the-service-are-known",
                   test_errors_of_the_service_are_known);
#define ADD(name, function)                                                                        \
  g_test_add ("/bus/client/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("accounts-come-in-their-order", test_accounts_come_in_their_order);
  ADD ("a-change-is-mirrored-and-notified", test_a_change_is_mirrored_and_notified);
  ADD ("a-new-order-sorts-anew", test_a_new_order_sorts_anew);
  ADD ("accounts-come-and-go", test_accounts_come_and_go);
  ADD ("the-list-follows-the-service-out-and-back", test_the_list_follows_the_service_out_and_back);
  ADD ("without-a-service-it-is-not-connected", test_without_a_service_it_is_not_connected);
  ADD ("a-hostile-account-does-no-harm", test_a_hostile_account_does_no_harm);
  return g_test_run ();
}
