/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-bus-export.h"

#include "plim-bus-client.h"
#include "plim-bus-codec.h"
#include "plim-bus-series.h"
#include "plim-bus-state.h"
#include "plim-choice.h"
#include "plim-mock-provider.h"
#include "plim-settings.h"
#include "plim-status-json.h"
#include "plim-test-bus.h"
#include "plim-test-clock.h"
#include "plim-test-database.h"
#include "plim-test-secrets.h"
#include "plim-test-wait.h"

#include <math.h>
#include <string.h>

#define NOW 1795176000
#define ID "11111111-2222-4333-8444-555555555555"
#define OTHER_ID "11111111-2222-4333-8444-666666666666"
#define SECRET "sk-very-secret-1"

typedef struct {
  GTestDBus *bus;
  GDBusConnection *service;
  GDBusConnection *connection;
  guint name_id;
  PlimMockProvider *mock;
  PlimTestClock *clock;
  GSettings *settings;
  PlimDatabase *database;
  PlimFetcher *fetcher;
  PlimAccountList *accounts;
  PlimPoller *poller;
  PlimNotifier *notifier;
  PlimBusExport *export;
  PlimBusClient *client;
  PlimBusManager1 *manager;
} Fixture;

static void
load (PlimNotifier *notifier)
{
  g_autoptr (GAsyncResult) result = NULL;

  plim_notifier_load_async (notifier, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  g_assert_true (plim_notifier_load_finish (notifier, result, NULL));
}

static void
start_service (Fixture *self)
{
  /* The poller has the other one's alarm. */
  g_autoptr (PlimTestClock) alarm = plim_test_clock_new (NOW);
  g_autoptr (GError) error = NULL;

  self->clock = plim_test_clock_new (NOW);
  self->settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  self->database = plim_test_open_database (NULL);
  self->fetcher = plim_fetcher_new ();
  self->accounts = plim_account_list_new (self->database);
  self->poller = plim_poller_new (G_LIST_MODEL (self->accounts), self->fetcher,
                                  PLIM_CLOCK (self->clock), NULL, self->settings);
  self->notifier =
      plim_notifier_new (NULL, self->poller, self->database, PLIM_CLOCK (alarm), self->settings);
  load (self->notifier);
  self->export =
      plim_bus_export_new (self->service, self->accounts, self->poller, self->fetcher,
                           self->notifier, self->database, PLIM_CLOCK (self->clock), &error);
  g_assert_no_error (error);
  plim_poller_start (self->poller);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plim_test_secrets_reset ();
  self->bus = plim_test_bus_new ();
  self->service = plim_test_bus_connect (self->bus);
  self->connection = plim_test_bus_connect (self->bus);
  self->mock = plim_mock_provider_new (NULL);
  start_service (self);
  self->name_id = plim_test_bus_own_name (self->service, PLIM_BUS_NAME);
  plim_bus_client_new_async (self->connection, FALSE, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  self->client = plim_bus_client_new_finish (result, &error);
  g_assert_no_error (error);
  self->manager = plim_bus_client_get_manager (self->client);
  plim_test_secrets_set (ID, "key", SECRET);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->client);
  g_bus_unown_name (self->name_id);
  plim_mock_provider_release (self->mock);
  g_assert_finalize_object (self->export);
  /* Who waits for a job that is not yet done is not to be finalized. */
  plim_database_close (self->database);
  plim_test_settle ();
  g_assert_finalize_object (self->notifier);
  g_assert_finalize_object (self->poller);
  g_assert_finalize_object (self->accounts);
  g_assert_finalize_object (self->fetcher);
  g_assert_finalize_object (self->clock);
  plim_test_close_database (self->database);
  g_clear_object (&self->settings);
  plim_mock_provider_free (self->mock);
  plim_test_bus_disconnect (&self->connection);
  plim_test_bus_disconnect (&self->service);
  g_test_dbus_down (self->bus);
  g_clear_object (&self->bus);
}

/* (nullable): what the call returned. */
static GVariant *
call (Fixture *self,
      const char *path,
      const char *interface,
      const char *method,
      GVariant *parameters,
      GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GVariant *reply;

  g_dbus_connection_call (self->connection, PLIM_BUS_NAME, path, interface, method, parameters,
                          NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  reply = g_dbus_connection_call_finish (self->connection, result, error);
  if (error != NULL && *error != NULL)
    g_dbus_error_strip_remote_error (*error);
  return reply;
}

static gboolean
call_manager (Fixture *self, const char *method, GVariant *parameters, GError **error)
{
  g_autoptr (GVariant) reply =
      call (self, PLIM_BUS_PATH, PLIM_BUS_NAME ".Manager1", method, parameters, error);

  return reply != NULL;
}

static gboolean
call_account (Fixture *self, const char *method, GVariant *parameters, GError **error)
{
  g_autofree char *path = plim_bus_dup_account_path (ID);
  g_autoptr (GVariant) reply =
      call (self, path, PLIM_BUS_NAME ".Account1", method, parameters, error);

  return reply != NULL;
}

static GVariant *
new_add (Fixture *self,
         const char *id,
         const char *provider,
         const char *label,
         const char *base_url,
         const char *setting,
         const char *value)
{
  g_auto (GVariantBuilder) settings = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));

  if (setting != NULL)
    g_variant_builder_add (&settings, "{ss}", setting, value);
  return g_variant_new ("(ssss@a{ss})", id, provider, label, base_url,
                        g_variant_builder_end (&settings));
}

/* Adds the account of ID at alpha. */
static PlimAccount *
add_account (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  call_manager (self, "AddAccount",
                new_add (self, ID, "alpha", "work", plim_mock_provider_get_origin (self->mock),
                         "region", "eu"),
                &error);
  g_assert_no_error (error);
  return plim_account_list_find (self->accounts, ID);
}

static guint
count_accounts (Fixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->accounts));
}

static void
test_add (Fixture *self, gconstpointer data)
{
  PlimAccount *account, *mirror;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 42}");
  account = add_account (self);
  g_assert_nonnull (account);
  plim_test_wait ((mirror = plim_bus_client_find_account (self->client, ID)) != NULL);
  g_assert_cmpstr (plim_account_get_label (mirror), ==, "work");
  g_assert_cmpstr (plim_account_get_provider_id (mirror), ==, "alpha");
  g_assert_cmpstr (g_hash_table_lookup (plim_account_get_settings (mirror), "region"), ==, "eu");
  g_assert_cmpfloat (plim_snapshot_get_window (plim_account_get_snapshot (mirror), 0)->used_percent,
                     ==, 42);
  plim_test_wait (plim_account_get_next_poll_at (mirror) > NOW);
  /* The live check was the first poll. */
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 1);
}

/* Of what answers taught only what a person may choose from is shown. */
static void
test_choices (Fixture *self, gconstpointer data)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);
  g_autoptr (GPtrArray) offered = plim_choices_new ();
  PlimAccount *account, *mirror;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 42}");
  account = add_account (self);
  plim_test_wait ((mirror = plim_bus_client_find_account (self->client, ID)) != NULL);
  g_ptr_array_add (offered, plim_choice_new ("eu", "Europe"));
  plim_choices_offer (snapshot, "region", offered);
  plim_snapshot_remember (snapshot, "organization", "o-1");
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, NOW);
  plim_test_wait (g_hash_table_contains (plim_account_get_memory (mirror), "choices:region"));
  g_assert_cmpuint (g_hash_table_size (plim_account_get_memory (mirror)), ==, 1);
}

static void
poll_as (PlimAccount *account, const char *identity, double percent, gint64 now)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (now);
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "session", PLIM_WINDOW_ROLLING);

  window->used_percent = percent;
  plim_snapshot_set_identity (snapshot, identity);
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, now);
}

/* Nobody on the bus ever sees one's numbers beside the other's name. */
static void
assert_nothing_mixed (PlimAccount *mirror, GParamSpec *pspec, gpointer unused)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (mirror);
  const PlimUsageWindow *window =
      snapshot != NULL ? plim_snapshot_find_window (snapshot, "session") : NULL;

  if (window != NULL && plim_snapshot_get_identity (snapshot) != NULL)
    g_assert_cmpfloat (window->used_percent, ==,
                       g_str_equal (plim_snapshot_get_identity (snapshot), "ann") ? 20 : 70);
}

static void
test_other_owner (Fixture *self, gconstpointer data)
{
  PlimAccount *account, *mirror;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 20, \"who\": \"ann\"}");
  account = add_account (self);
  plim_test_wait ((mirror = plim_bus_client_find_account (self->client, ID)) != NULL);
  g_assert_cmpint (plim_account_get_owner (mirror)->changed_at, ==, PLIM_TIME_UNKNOWN);
  g_signal_connect (mirror, "notify", G_CALLBACK (assert_nothing_mixed), NULL);
  plim_account_set_memory (account, NULL);
  poll_as (account, "bob", 70, NOW + 60);
  plim_test_wait (plim_account_get_owner (mirror)->changed_at == NOW + 60);
  g_assert_cmpstr (plim_account_get_owner (mirror)->former_name, ==, "ann");
  g_assert_cmpstr (plim_account_get_owner (mirror)->name, ==, "bob");
  g_assert_cmpstr (plim_snapshot_get_identity (plim_account_get_snapshot (mirror)), ==, "bob");
}

static void
assert_add_fails (Fixture *self, GVariant *parameters, PlimBusError code, const char *part)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (call_manager (self, "AddAccount", parameters, &error));
  g_assert_error (error, PLIM_BUS_ERROR, (int) code);
  if (strstr (error->message, part) == NULL)
    g_error ("“%s” has no “%s”", error->message, part);
}

static void
test_add_invalid (Fixture *self, gconstpointer data)
{
  const char *base = plim_mock_provider_get_origin (self->mock);
  PlimBusError code = PLIM_BUS_ERROR_INVALID_ARGUMENT;

  assert_add_fails (self, new_add (self, ID, "alhpa", "", base, NULL, NULL), code, "alpha");
  assert_add_fails (self, new_add (self, ID, "alpha", "", base, "regoin", "eu"), code, "region");
  assert_add_fails (self, new_add (self, ID, "alpha", "", base, "budget", "much"), code, "");
  assert_add_fails (self, new_add (self, ID, "alpha", "", base, "key", SECRET), code, "key");
  assert_add_fails (self, new_add (self, ID, "alpha", "", "http://example.com", NULL, NULL), code,
                    "HTTPS");
  assert_add_fails (self, new_add (self, "x", "alpha", "", base, NULL, NULL), code, "UUID");
  assert_add_fails (self,
                    new_add (self, "11111111-2222-4333-8444-55555555555A", "alpha", "", base, NULL,
                             NULL),
                    code, "UUID");
  g_assert_cmpuint (count_accounts (self), ==, 0);
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 0);
}

static void
test_add_refused (Fixture *self, gconstpointer data)
{
  const char *base = plim_mock_provider_get_origin (self->mock);

  plim_mock_provider_add (self->mock, "/alpha", 401, NULL, "{}");
  plim_mock_provider_add (self->mock, "/alpha", 429, NULL, "{}");
  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"usage\": 1}");
  assert_add_fails (self, new_add (self, ID, "alpha", "", base, NULL, NULL),
                    PLIM_BUS_ERROR_NOT_AUTHENTICATED, "none: ");
  assert_add_fails (self, new_add (self, ID, "alpha", "", base, NULL, NULL),
                    PLIM_BUS_ERROR_RATE_LIMITED, "");
  assert_add_fails (self, new_add (self, ID, "alpha", "", base, NULL, NULL),
                    PLIM_BUS_ERROR_INVALID_RESPONSE, "used");
  assert_add_fails (self, new_add (self, OTHER_ID, "alpha", "", base, NULL, NULL),
                    PLIM_BUS_ERROR_NOT_AUTHENTICATED, "secret_missing");
  g_assert_cmpuint (count_accounts (self), ==, 0);
  g_assert_nonnull (plim_test_secrets_get (ID, "key")); /* the client's to remove */
}

static void
test_add_incomplete (Fixture *self, gconstpointer data)
{
  const char *base = plim_mock_provider_get_origin (self->mock);

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 42}");
  assert_add_fails (self, new_add (self, OTHER_ID, "pair", "", base, NULL, NULL),
                    PLIM_BUS_ERROR_NOT_AUTHENTICATED, "one of two");
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 0);
  g_assert_true (
      call_manager (self, "AddAccount", new_add (self, ID, "pair", "", base, NULL, NULL), NULL));
  g_assert_cmpuint (count_accounts (self), ==, 1);
}

static void
test_add_twice (Fixture *self, gconstpointer data)
{
  const char *base = plim_mock_provider_get_origin (self->mock);

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 42}");
  add_account (self);
  assert_add_fails (self, new_add (self, ID, "alpha", "", base, NULL, NULL),
                    PLIM_BUS_ERROR_INVALID_ARGUMENT, ID);
  g_assert_cmpuint (count_accounts (self), ==, 1);
}

static void
test_cancel_add (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  plim_mock_provider_hang (self->mock, "/alpha");
  g_dbus_connection_call (self->connection, PLIM_BUS_NAME, PLIM_BUS_PATH, PLIM_BUS_NAME ".Manager1",
                          "AddAccount",
                          new_add (self, ID, "alpha", "",
                                   plim_mock_provider_get_origin (self->mock), NULL, NULL),
                          NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, plim_test_keep_result, &result);
  plim_test_wait (plim_mock_provider_get_n_waiting (self->mock) == 1);
  g_assert_true (call_manager (self, "CancelAdd", g_variant_new ("(s)", ID), NULL));
  plim_test_wait (result != NULL);
  reply = g_dbus_connection_call_finish (self->connection, result, &error);
  g_assert_null (reply);
  g_assert_error (error, PLIM_BUS_ERROR, PLIM_BUS_ERROR_FAILED);
  g_assert_cmpuint (count_accounts (self), ==, 0);
  /* Then the same id may be tried again. */
  plim_mock_provider_release (self->mock);
  plim_mock_provider_reset (self->mock);
  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 42}");
  g_assert_nonnull (add_account (self));
}

static void
test_imported_while_added (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(sssbbusa{ss})"));
  const char *base = plim_mock_provider_get_origin (self->mock);

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 42}");
  plim_mock_provider_hang (self->mock, "/alpha");
  g_dbus_connection_call (self->connection, PLIM_BUS_NAME, PLIM_BUS_PATH, PLIM_BUS_NAME ".Manager1",
                          "AddAccount", new_add (self, ID, "alpha", "", base, NULL, NULL), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, plim_test_keep_result, &result);
  plim_test_wait (plim_mock_provider_get_n_waiting (self->mock) == 1);
  g_variant_builder_add (&builder, "(sssbbusa{ss})", ID, "alpha", "imported", FALSE, TRUE, 0, "",
                         NULL);
  g_assert_true (call_manager (self, "ImportAccounts",
                               g_variant_new ("(a(sssbbusa{ss})b)", &builder, FALSE), NULL));
  plim_mock_provider_release (self->mock);
  plim_test_wait (result != NULL);
  reply = g_dbus_connection_call_finish (self->connection, result, &error);
  g_assert_null (reply);
  g_assert_error (error, PLIM_BUS_ERROR, PLIM_BUS_ERROR_INVALID_ARGUMENT);
  g_assert_cmpuint (count_accounts (self), ==, 1);
}

static void
test_no_secret (Fixture *self, gconstpointer data)
{
  g_autoptr (GVariant) reply = NULL;
  g_autofree char *text = NULL;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 42}");
  plim_mock_provider_add (self->mock, "/alpha", 500, NULL, "{}");
  add_account (self);
  call_account (self, "CheckCredential", NULL, NULL);
  reply = call (self, PLIM_BUS_PATH, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects",
                NULL, NULL);
  text = g_variant_print (reply, FALSE);
  g_assert_nonnull (strstr (text, "provider_unavailable"));
  g_assert_null (strstr (text, SECRET));
}

/* (transfer full): all that GetAll answers */
static GVariant *
get_all (Fixture *self, const char *path, const char *interface)
{
  g_autoptr (GVariant) reply = call (self, path, "org.freedesktop.DBus.Properties", "GetAll",
                                     g_variant_new ("(s)", interface), NULL);

  return g_variant_get_child_value (reply, 0);
}

static void
test_state (Fixture *self, gconstpointer data)
{
  g_autofree char *path = plim_bus_dup_account_path (ID);
  g_autoptr (GVariant) manager = NULL;
  g_autoptr (GVariant) account = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) state = NULL;
  g_autoptr (GVariant) expected = NULL;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 42}");
  add_account (self);
  manager = get_all (self, PLIM_BUS_PATH, PLIM_BUS_NAME ".Manager1");
  account = get_all (self, path, PLIM_BUS_NAME ".Account1");
  reply = call (self, PLIM_BUS_PATH, PLIM_BUS_NAME ".Manager1", "GetState", NULL, NULL);
  state = plim_bus_state_unpack (reply);
  expected = g_variant_ref_sink (
      g_variant_new ("(@a{sv}@aa{sv})", manager,
                     g_variant_new_array (G_VARIANT_TYPE_VARDICT, &account, 1)));
  g_assert_true (g_variant_equal (state, expected));
}

/* (transfer full): as a client makes it of what it has read */
static char *
make_document (Fixture *self)
{
  g_autoptr (GVariant) reply =
      call (self, PLIM_BUS_PATH, PLIM_BUS_NAME ".Manager1", "GetState", NULL, NULL);
  g_autoptr (GVariant) state = plim_bus_state_unpack (reply);
  g_autoptr (GVariant) manager = g_variant_get_child_value (state, 0);
  g_autoptr (GVariant) all = g_variant_get_child_value (state, 1);
  g_autoptr (GVariant) properties = g_variant_get_child_value (all, 0);
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (accounts, plim_bus_account_from_variant (properties));
  return plim_status_json_new (accounts, manager, FALSE, NOW, TRUE);
}

/* (transfer full) */
static char *
get_document (Fixture *self, gboolean is_private, gboolean *has_problem)
{
  g_autoptr (GVariant) reply = call (self, PLIM_BUS_PATH, PLIM_BUS_NAME ".Manager1", "GetStatus",
                                     g_variant_new ("(b)", is_private), NULL);
  char *document;

  g_variant_get (reply, "(sb)", &document, has_problem);
  return document;
}

static void
test_status (Fixture *self, gconstpointer data)
{
  g_autofree char *expected = NULL;
  g_autofree char *open = NULL;
  g_autofree char *hidden = NULL;
  g_autofree char *failed = NULL;
  gboolean has_problem;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 42}");
  plim_mock_provider_add (self->mock, "/alpha", 500, NULL, "{}");
  add_account (self);
  expected = make_document (self);
  open = get_document (self, FALSE, &has_problem);
  g_assert_cmpstr (open, ==, expected);
  g_assert_false (has_problem);
  g_assert_nonnull (strstr (open, "\"work\""));
  hidden = get_document (self, TRUE, &has_problem);
  g_assert_null (strstr (hidden, "\"work\""));
  g_assert_nonnull (strstr (hidden, ID));
  call_account (self, "CheckCredential", NULL, NULL);
  failed = get_document (self, FALSE, &has_problem);
  g_assert_true (has_problem);
  g_assert_nonnull (strstr (failed, "provider_unavailable"));
}

static void
test_refresh (Fixture *self, gconstpointer data)
{
  g_autofree char *path = plim_bus_dup_account_path (ID);
  g_autoptr (GVariant) within = NULL;
  g_autoptr (GVariant) after = NULL;
  const char *status;
  PlimAccount *mirror;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 42}");
  plim_mock_provider_add (self->mock, "/alpha", 503, NULL, "{}");
  add_account (self);
  within = call (self, path, PLIM_BUS_NAME ".Account1", "Refresh", NULL, NULL);
  g_assert_cmpstr (g_variant_get_type_string (within), ==, "(s)");
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 1);
  plim_test_clock_advance (self->clock, 100);
  after = call (self, path, PLIM_BUS_NAME ".Account1", "Refresh", NULL, NULL);
  g_variant_get_child (after, 0, "&s", &status);
  g_assert_cmpstr (status, ==, "provider_unavailable");
  mirror = plim_bus_client_find_account (self->client, ID);
  plim_test_wait (plim_account_get_status (mirror) == PLIM_STATUS_PROVIDER_UNAVAILABLE);
  g_assert_cmpfloat (plim_snapshot_get_window (plim_account_get_snapshot (mirror), 0)->used_percent,
                     ==, 42);
}

static void
test_check_credential (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  PlimAccount *account;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 42}");
  plim_mock_provider_add (self->mock, "/alpha", 401, NULL, "{}");
  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 43}");
  account = add_account (self);
  g_assert_cmpuint (g_hash_table_size (plim_account_get_memory (account)), ==, 1);
  g_assert_false (call_account (self, "CheckCredential", NULL, &error));
  g_assert_error (error, PLIM_BUS_ERROR, PLIM_BUS_ERROR_NOT_AUTHENTICATED);
  /* What the old login taught is forgotten. */
  g_assert_cmpuint (g_hash_table_size (plim_account_get_memory (account)), ==, 0);
  g_assert_true (call_account (self, "CheckCredential", NULL, NULL));
  g_assert_cmpint (plim_account_get_status (account), ==, PLIM_STATUS_OK);
}

static void
test_changes (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  PlimAccount *account, *mirror;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 42}");
  account = add_account (self);
  plim_test_wait ((mirror = plim_bus_client_find_account (self->client, ID)) != NULL);
  call_account (self, "SetLabel", g_variant_new ("(s)", " home\n"), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (plim_account_get_label (account), ==, "home");
  call_account (self, "SetLabel", g_variant_new ("(s)", ""), &error);
  g_assert_cmpstr (plim_account_get_label (account), ==, "Alpha");
  call_account (self, "SetInterval", g_variant_new ("(u)", 900), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plim_account_get_expected_interval (account), ==, 900);
  call_account (self, "SetEnabled", g_variant_new ("(b)", FALSE), &error);
  g_assert_no_error (error);
  plim_test_wait (!plim_account_get_enabled (mirror));
  plim_test_wait (plim_account_get_next_poll_at (mirror) == PLIM_TIME_UNKNOWN);
  g_assert_cmpuint (plim_account_get_interval (mirror), ==, 900);
  g_assert_false (call_account (self, "SetInterval", g_variant_new ("(u)", 59), &error));
  g_assert_error (error, PLIM_BUS_ERROR, PLIM_BUS_ERROR_INVALID_ARGUMENT);
}

static gboolean
has_percents (Fixture *self, gboolean is_own, const char *expected)
{
  PlimBusAccount1 *proxy = plim_bus_client_get_account_proxy (self->client, ID);
  g_autofree char *percents =
      g_variant_print (plim_bus_account1_get_notify_percents (proxy), FALSE);

  return plim_bus_account1_get_own_notify_percents (proxy) == is_own &&
         g_str_equal (percents, expected);
}

static void
test_percents (Fixture *self, gconstpointer data)
{
  const gint32 percents[] = { 80, 50, 80, 101 };
  GVariant *own = g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, percents,
                                             G_N_ELEMENTS (percents), sizeof *percents);
  g_autoptr (GError) error = NULL;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 42}");
  add_account (self);
  plim_test_wait (has_percents (self, FALSE, "[75, 90]"));
  call_account (self, "SetNotifyPercents", g_variant_new ("(b@ai)", TRUE, own), &error);
  g_assert_no_error (error);
  plim_test_wait (has_percents (self, TRUE, "[50, 80]"));
  call_account (self, "SetNotifyPercents", g_variant_new ("(bai)", TRUE, NULL), &error);
  plim_test_wait (has_percents (self, TRUE, "[]"));
  call_account (self, "SetNotifyPercents", g_variant_new ("(bai)", FALSE, NULL), &error);
  plim_test_wait (has_percents (self, FALSE, "[75, 90]"));
  g_settings_set (self->settings, PLIM_SETTINGS_NOTIFY_PERCENTS, "ai", NULL);
  plim_test_wait (has_percents (self, FALSE, "[]"));
  g_settings_reset (self->settings, PLIM_SETTINGS_NOTIFY_PERCENTS);
}

static void
test_settings (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  PlimAccount *account;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 42}");
  account = add_account (self);
  g_assert_false (
      call_account (self, "SetSettings", g_variant_new_parsed ("({'rejion': 'us'}, '')"), &error));
  g_assert_error (error, PLIM_BUS_ERROR, PLIM_BUS_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_cmpstr (g_hash_table_lookup (plim_account_get_settings (account), "region"), ==, "eu");
  call_account (self, "SetSettings",
                g_variant_new ("(@a{ss}s)", g_variant_new_parsed ("{'region': 'us'}"),
                               plim_mock_provider_get_origin (self->mock)),
                &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_hash_table_lookup (plim_account_get_settings (account), "region"), ==, "us");
  plim_test_wait (plim_mock_provider_count (self->mock, NULL) == 2); /* polls at once */
  plim_test_wait (!plim_account_is_polling (account));
}

static void
test_order (Fixture *self, gconstpointer data)
{
  const char *base = plim_mock_provider_get_origin (self->mock);
  g_autoptr (GError) error = NULL;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 42}");
  plim_test_secrets_set (OTHER_ID, "key", SECRET);
  add_account (self);
  call_manager (self, "AddAccount", new_add (self, OTHER_ID, "alpha", "", base, NULL, NULL),
                &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plim_account_get_order (plim_account_list_find (self->accounts, ID)), ==, 0);
  call_account (self, "SetOrder", g_variant_new ("(u)", 1), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plim_account_get_order (plim_account_list_find (self->accounts, ID)), ==, 1);
  g_assert_cmpuint (plim_account_get_order (plim_account_list_find (self->accounts, OTHER_ID)), ==,
                    0);
}

static void
test_remove (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 42}");
  add_account (self);
  plim_test_wait (plim_bus_client_find_account (self->client, ID) != NULL);
  call_account (self, "Remove", NULL, &error);
  g_assert_no_error (error);
  plim_test_wait (plim_bus_client_find_account (self->client, ID) == NULL);
  g_assert_cmpuint (count_accounts (self), ==, 0);
  g_assert_null (plim_test_secrets_get (ID, "key"));
  g_assert_false (call_account (self, "Refresh", NULL, &error));
  g_assert_error (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD);
}

static void
test_remove_while_polling (Fixture *self, gconstpointer data)
{
  g_autofree char *path = plim_bus_dup_account_path (ID);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 42}");
  add_account (self);
  plim_mock_provider_hang (self->mock, "/alpha");
  plim_test_clock_advance (self->clock, 100);
  g_dbus_connection_call (self->connection, PLIM_BUS_NAME, path, PLIM_BUS_NAME ".Account1",
                          "Refresh", NULL, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                          plim_test_keep_result, &result);
  plim_test_wait (plim_mock_provider_get_n_waiting (self->mock) == 1);
  g_assert_true (call_account (self, "Remove", NULL, NULL));
  plim_test_wait (result != NULL);
  reply = g_dbus_connection_call_finish (self->connection, result, &error);
  g_assert_null (reply);
  g_assert_error (error, PLIM_BUS_ERROR, PLIM_BUS_ERROR_FAILED);
}

static void
assert_count (Fixture *self, const char *account_id, guint64 expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = call (self, PLIM_BUS_PATH, PLIM_BUS_NAME ".Manager1", "CountSamples",
                                     g_variant_new ("(s)", account_id), &error);
  guint64 count;

  g_assert_no_error (error);
  g_variant_get (reply, "(t)", &count);
  g_assert_cmpuint (count, ==, expected);
}

static void
test_history (Fixture *self, gconstpointer data)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) samples = NULL;
  g_autoptr (GError) error = NULL;
  gint64 at, resets_at;
  double percent, value;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 42}");
  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 43.5}");
  add_account (self);
  plim_test_clock_advance (self->clock, 100);
  g_assert_true (call_account (self, "CheckCredential", NULL, NULL));
  plim_test_settle ();
  reply = call (self, PLIM_BUS_PATH, PLIM_BUS_NAME ".Manager1", "GetHistory",
                g_variant_new ("(ssxx)", ID, "session", (gint64) NOW, (gint64) NOW + 1000), &error);
  g_assert_no_error (error);
  samples = g_variant_get_child_value (reply, 0);
  g_assert_cmpuint (g_variant_n_children (samples), ==, 2);
  g_variant_get_child (samples, 1, "(xddx)", &at, &percent, &value, &resets_at);
  g_assert_cmpint (at, ==, NOW + 100);
  g_assert_cmpfloat (percent, ==, 43.5);
  g_assert_true (isnan (value));
  assert_count (self, ID, 2);
  g_assert_false (
      call_manager (self, "GetHistory",
                    g_variant_new ("(ssxx)", OTHER_ID, "session", (gint64) 0, (gint64) NOW),
                    &error));
  g_assert_error (error, PLIM_BUS_ERROR, PLIM_BUS_ERROR_NOT_FOUND);
}

static GVariant *
get_series (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      call (self, PLIM_BUS_PATH, PLIM_BUS_NAME ".Manager1", "GetSeries",
            g_variant_new ("(ssxxu)", "", "", (gint64) NOW, (gint64) NOW + 1000, 100), &error);

  g_assert_no_error (error);
  return g_variant_get_child_value (reply, 0);
}

static void
test_series (Fixture *self, gconstpointer data)
{
  g_autoptr (GVariant) before = NULL;
  g_autoptr (GVariant) after = NULL;
  g_autoptr (GVariant) series = NULL;
  g_autoptr (GVariant) points = NULL;
  g_autoptr (GVariant) window = NULL;
  g_autoptr (GError) error = NULL;
  gint64 at;
  double low, high, last;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 42}");
  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 43.5}");
  add_account (self);
  plim_test_clock_advance (self->clock, 100);
  g_assert_true (call_account (self, "CheckCredential", NULL, NULL));
  plim_test_settle ();
  before = get_series (self);
  g_assert_cmpuint (g_variant_n_children (before), ==, 1);
  series = g_variant_get_child_value (before, 0);
  window = g_variant_get_child_value (series, 1);
  g_assert_cmpstr (g_variant_get_string (window, NULL), ==, "session");
  points = g_variant_get_child_value (series, 6);
  g_assert_cmpuint (g_variant_n_children (points), ==, 2);
  g_variant_get_child (points, 1, "(xddd)", &at, &low, &high, &last);
  g_assert_cmpint (at, ==, NOW + 100);
  g_assert_cmpfloat (last, ==, 43.5);
  g_assert_true (call_manager (self, "ClearHistory", g_variant_new ("(s)", ID), &error));
  g_assert_no_error (error);
  after = get_series (self);
  g_assert_cmpuint (g_variant_n_children (after), ==, 0);
  g_assert_false (call_manager (self, "ClearHistory", g_variant_new ("(s)", OTHER_ID), &error));
  g_assert_error (error, PLIM_BUS_ERROR, PLIM_BUS_ERROR_NOT_FOUND);
}

static void
test_sums (Fixture *self, gconstpointer data)
{
  static const gint64 bounds[] = { NOW - 3600, NOW + 3600 };
  static const gint64 reversed[] = { NOW, NOW - 1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) consumption = NULL;
  g_autoptr (GVariant) heatmap = NULL;
  g_autoptr (GVariant) size = NULL;
  g_autoptr (GPtrArray) sums = NULL;
  g_autoptr (GPtrArray) hours = NULL;
  g_autoptr (GVariant) sums_value = NULL;
  g_autoptr (GVariant) hours_value = NULL;
  PlimHistorySums *first;
  double total = 0;
  guint64 size_bytes;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 42}");
  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 43.5}");
  add_account (self);
  plim_test_clock_advance (self->clock, 100);
  g_assert_true (call_account (self, "CheckCredential", NULL, NULL));
  plim_test_settle ();
  consumption = call (self, PLIM_BUS_PATH, PLIM_BUS_NAME ".Manager1", "GetConsumption",
                      g_variant_new ("(ss@ax)", "", "",
                                     g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, bounds, 2,
                                                                sizeof (gint64))),
                      &error);
  g_assert_no_error (error);
  sums_value = g_variant_get_child_value (consumption, 0);
  sums = plim_bus_sums_from_variant (sums_value);
  g_assert_cmpuint (sums->len, ==, 1);
  first = sums->pdata[0];
  g_assert_cmpstr (first->account_id, ==, ID);
  g_assert_cmpstr (first->window_id, ==, "session");
  g_assert_true (first->percent);
  g_assert_cmpuint (first->sums->len, ==, 1);
  g_assert_cmpfloat_with_epsilon (g_array_index (first->sums, double, 0), 1.5, 1e-9);
  heatmap =
      call (self, PLIM_BUS_PATH, PLIM_BUS_NAME ".Manager1", "GetHeatmap",
            g_variant_new ("(ssxx)", ID, "session", (gint64) NOW - 1, (gint64) NOW + 999), &error);
  g_assert_no_error (error);
  hours_value = g_variant_get_child_value (heatmap, 0);
  hours = plim_bus_sums_from_variant (hours_value);
  first = hours->pdata[0];
  g_assert_cmpuint (first->sums->len, ==, 168);
  for (guint i = 0; i < 168; i++)
    total += g_array_index (first->sums, double, i);
  g_assert_cmpfloat_with_epsilon (total, 1.5, 1e-9);
  size = call (self, PLIM_BUS_PATH, PLIM_BUS_NAME ".Manager1", "GetHistorySize", NULL, &error);
  g_assert_no_error (error);
  g_variant_get (size, "(t)", &size_bytes);
  g_assert_cmpuint (size_bytes, >=, 4096);
  g_assert_false (
      call_manager (self, "GetConsumption",
                    g_variant_new ("(ss@ax)", "", "",
                                   g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, reversed, 2,
                                                              sizeof (gint64))),
                    &error));
  g_assert_error (error, PLIM_BUS_ERROR, PLIM_BUS_ERROR_INVALID_ARGUMENT);
}

static void
on_quit (PlimBusExport *export, gboolean *has_quit)
{
  *has_quit = TRUE;
}

static void
test_manager (Fixture *self, gconstpointer data)
{
  PlimHeadline headline = { .state = PLIM_HEADLINE_FRESH,
                            .severity = PLIM_SEVERITY_WARNING,
                            .window_id = (char *) "session",
                            .used_percent = 76 };
  gboolean has_quit = FALSE;

  g_assert_cmpstr (plim_bus_manager1_get_state (self->manager), ==, "empty");
  g_assert_cmpfloat (plim_bus_manager1_get_percentage (self->manager), ==, -1);
  g_assert_cmpstr (plim_bus_manager1_get_version (self->manager), !=, "");
  plim_bus_export_set_headline (self->export, &headline, "Session: 76 % used");
  plim_bus_export_set_tray_host (self->export, TRUE);
  plim_test_wait (plim_bus_manager1_get_tray_host (self->manager));
  g_assert_cmpstr (plim_bus_manager1_get_state (self->manager), ==, "fresh");
  g_assert_cmpstr (plim_bus_manager1_get_severity (self->manager), ==, "warning");
  g_assert_cmpstr (plim_bus_manager1_get_summary (self->manager), ==, "Session: 76 % used");
  g_assert_cmpfloat (plim_bus_manager1_get_percentage (self->manager), ==, 76);
  g_assert_true (call_manager (self, "Snooze", g_variant_new ("(x)", (gint64) NOW + 60), NULL));
  plim_test_wait (plim_bus_manager1_get_snoozed_until (self->manager) == NOW + 60);
  g_assert_true (call_manager (self, "Snooze", g_variant_new ("(x)", (gint64) 0), NULL));
  g_signal_connect (self->export, "quit", G_CALLBACK (on_quit), &has_quit);
  g_assert_true (call_manager (self, "Quit", NULL, NULL));
  g_assert_true (has_quit);
}

static void
test_unlock (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  PlimAccount *account;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 42}");
  account = add_account (self);
  plim_test_secrets_fail (PLIM_SECRETS_ERROR_CANCELLED);
  g_assert_false (call_account (self, "CheckCredential", NULL, &error));
  g_assert_error (error, PLIM_BUS_ERROR, PLIM_BUS_ERROR_MISCONFIGURED);
  g_clear_error (&error);
  g_assert_false (call_manager (self, "UnlockKeyring", NULL, &error));
  g_assert_error (error, PLIM_BUS_ERROR, PLIM_BUS_ERROR_MISCONFIGURED);
  g_assert_nonnull (strstr (error->message, "keyring_cancelled"));
  plim_test_secrets_fail (PLIM_SECRETS_ERROR_LOCKED);
  g_assert_true (call_manager (self, "UnlockKeyring", NULL, NULL));
  plim_test_wait (plim_account_get_status (account) == PLIM_STATUS_OK);
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *name;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "adds-after-a-live-check", test_add },
    { "choices-of-the-provider-are-shown", test_choices },
    { "other-owner-is-told", test_other_owner },
    { "invalid-argument-names-the-nearest", test_add_invalid },
    { "refused-account-is-not-saved", test_add_refused },
    { "an-incomplete-account-is-told-before-anything-is-sent", test_add_incomplete },
    { "one-id-is-added-once", test_add_twice },
    { "adding-can-be-cancelled", test_cancel_add },
    { "importing-comes-before-adding", test_imported_while_added },
    { "no-secret-is-on-the-bus", test_no_secret },
    { "state-is-all-properties", test_state },
    { "status-is-what-a-client-would-write", test_status },
    { "refresh-says-how-it-ended", test_refresh },
    { "check-credential-polls-and-forgets", test_check_credential },
    { "changes-reach-clients", test_changes },
    { "settings-are-checked-and-polled", test_settings },
    { "percents-are-set-for-one-account", test_percents },
    { "order-moves-the-others", test_order },
    { "removed-account-is-gone", test_remove },
    { "removed-while-polling", test_remove_while_polling },
    { "history-is-told", test_history },
    { "series-are-told-and-cleared", test_series },
    { "consumption-and-heatmap-are-told", test_sums },
    { "manager-tells-the-headline", test_manager },
    { "unlocking-polls-what-waited", test_unlock },
  };

  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/service/bus-export/", tests[i].name, NULL);

    g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
  }
  return g_test_run ();
}
