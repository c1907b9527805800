/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-bus-collectors.h"

#include "plim-bus-codec.h"
#include "plim-bus-generated.h"
#include "plim-settings.h"
#include "plim-test-bus.h"
#include "plim-test-clock.h"
#include "plim-test-database.h"
#include "plim-test-secrets.h"
#include "plim-test-wait.h"

#include <string.h>

#define NOW 1795176000

typedef struct {
  GTestDBus *bus;
  GDBusConnection *service;
  GDBusConnection *connection;
  PlimTestClock *clock;
  GSettings *settings;
  PlimDatabase *database;
  PlimAccountList *accounts;
  PlimCollectors *collectors;
  PlimBusCollectors *export;
  PlimBusCollectors1 *proxy;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plim_test_secrets_reset ();
  self->bus = plim_test_bus_new ();
  self->service = plim_test_bus_connect (self->bus);
  self->connection = plim_test_bus_connect (self->bus);
  self->clock = plim_test_clock_new (NOW);
  self->settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  self->database = plim_test_open_database (NULL);
  self->accounts = plim_account_list_new (self->database);
  self->collectors = plim_collectors_new (self->accounts, self->database, PLIM_CLOCK (self->clock));
  self->export = plim_bus_collectors_new (self->service, self->collectors, self->accounts,
                                          self->settings, &error);
  g_assert_no_error (error);
  plim_bus_collectors1_proxy_new (self->connection, G_DBUS_PROXY_FLAGS_NONE,
                                  g_dbus_connection_get_unique_name (self->service), PLIM_BUS_PATH,
                                  NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  self->proxy = plim_bus_collectors1_proxy_new_finish (result, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->proxy);
  g_object_unref (self->export);
  plim_test_settle ();
  g_object_unref (self->collectors);
  g_object_unref (self->accounts);
  plim_test_settle ();
  plim_test_close_database (self->database);
  g_object_unref (self->settings);
  g_object_unref (self->clock);
  plim_test_bus_disconnect (&self->connection);
  plim_test_bus_disconnect (&self->service);
  g_test_dbus_down (self->bus);
  g_object_unref (self->bus);
}

static GBytes *
read_fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "webhook", name, NULL);
  char *text;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  return g_bytes_new_take (text, length);
}

static void
push (Fixture *self, const char *name)
{
  g_autoptr (PlimIngestResult) outcome = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) body = read_fixture (name);

  plim_collectors_ingest_async (self->collectors, body, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  outcome = plim_collectors_ingest_finish (self->collectors, result);
  plim_collectors_flush (self->collectors);
}

/* (transfer full): what is told of the only account */
static GVariant *
get_account (Fixture *self)
{
  GVariant *accounts = plim_bus_collectors1_get_accounts (self->proxy);
  g_autoptr (GVariant) entry = NULL;

  g_assert_cmpuint (g_variant_n_children (accounts), ==, 1);
  entry = g_variant_get_child_value (accounts, 0);
  return g_variant_get_child_value (entry, 1);
}

static void
assert_text (GVariant *dictionary, const char *name, const char *expected)
{
  const char *text = NULL;

  g_variant_lookup (dictionary, name, "&s", &text);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_nothing_yet (Fixture *self, gconstpointer data)
{
  g_assert_cmpstr (plim_bus_collectors1_get_last_ingest_status (self->proxy), ==, "");
  g_assert_cmpint (plim_bus_collectors1_get_last_received_at (self->proxy), ==, 0);
  g_assert_cmpuint (plim_bus_collectors1_get_known_accounts (self->proxy), ==, 0);
  g_assert_cmpuint (g_variant_n_children (plim_bus_collectors1_get_accounts (self->proxy)), ==, 0);
  g_assert_false (plim_bus_collectors1_get_listening (self->proxy));
}

static void
test_sample (Fixture *self, gconstpointer data)
{
  g_autoptr (GVariant) account = NULL;
  guint64 count = 0;

  push (self, "01-codex.json");
  plim_test_wait (plim_bus_collectors1_get_known_accounts (self->proxy) == 1);
  plim_test_wait (g_variant_n_children (plim_bus_collectors1_get_accounts (self->proxy)) == 1);
  g_assert_cmpstr (plim_bus_collectors1_get_last_ingest_status (self->proxy), ==, "ok");
  g_assert_cmpstr (plim_bus_collectors1_get_last_source (self->proxy), ==, "browser_extension");
  g_assert_cmpint (plim_bus_collectors1_get_last_received_at (self->proxy), ==, NOW);
  g_assert_false (plim_bus_collectors1_get_webhook_problem (self->proxy));
  account = get_account (self);
  assert_text (account, "account_key", "acct_2dcf971120d11e93");
  assert_text (account, "status", "ok");
  g_assert_true (g_variant_lookup (account, "request_count", "t", &count));
  g_assert_cmpuint (count, ==, 1);
}

static void
test_problem (Fixture *self, gconstpointer data)
{
  GVariant *unscoped;

  push (self, "07-error-without-account.json");
  plim_test_wait (plim_bus_collectors1_get_webhook_problem (self->proxy));
  unscoped = plim_bus_collectors1_get_last_unscoped_error (self->proxy);
  g_assert_cmpstr (plim_bus_collectors1_get_last_ingest_status (self->proxy), ==,
                   "account_unidentified");
  g_assert_cmpuint (g_variant_n_children (unscoped), >, 0);
  assert_text (unscoped, "source", "browser_extension");
}

typedef struct {
  guint count;
  gboolean created;
  char *ingest_status;
} Attempts;

static void
on_attempt (PlimBusCollectors1 *proxy,
            const char *provider,
            const char *account_key,
            const char *ingest_status,
            const char *provider_status,
            gboolean created,
            guint known_accounts,
            Attempts *attempts)
{
  attempts->count++;
  attempts->created = attempts->created || created;
  g_free (attempts->ingest_status);
  attempts->ingest_status = g_strdup (ingest_status);
}

static void
test_attempts (Fixture *self, gconstpointer data)
{
  Attempts attempts = { 0 };

  g_signal_connect (self->proxy, "attempt", G_CALLBACK (on_attempt), &attempts);
  push (self, "01-codex.json");
  push (self, "20-truncated.json");
  plim_test_wait (attempts.count == 2);
  g_assert_true (attempts.created);
  g_assert_cmpstr (attempts.ingest_status, ==, "invalid_json");
  g_signal_handlers_disconnect_by_data (self->proxy, &attempts);
  g_free (attempts.ingest_status);
}

/* The first at once, then the last; of two batches that a busy machine takes apart, one more. */
static void
test_alike_attempts (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) body = read_fixture ("01-codex.json");
  GAsyncResult *results[20] = { NULL };
  Attempts attempts = { 0 };

  g_signal_connect (self->proxy, "attempt", G_CALLBACK (on_attempt), &attempts);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    plim_collectors_ingest_async (self->collectors, body, plim_test_keep_result, &results[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++) {
    plim_test_wait (results[i] != NULL);
    plim_ingest_result_free (plim_collectors_ingest_finish (self->collectors, results[i]));
    g_object_unref (results[i]);
  }
  plim_test_wait (attempts.count >= 2);
  push (self, "20-truncated.json");
  plim_test_wait (g_strcmp0 (attempts.ingest_status, "invalid_json") == 0);
  g_assert_true (attempts.created);
  g_assert_cmpuint (attempts.count, <=, 4);
  g_signal_handlers_disconnect_by_data (self->proxy, &attempts);
  g_free (attempts.ingest_status);
}

static gboolean
on_reload (PlimBusCollectors *export, GDBusMethodInvocation *invocation, gboolean *is_asked)
{
  *is_asked = TRUE;
  return FALSE; /* it answers itself */
}

static void
test_server_and_address (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  gboolean is_asked = FALSE;

  plim_bus_collectors_set_server (self->export, TRUE, 8765, NULL);
  plim_test_wait (plim_bus_collectors1_get_port (self->proxy) == 8765);
  g_assert_true (plim_bus_collectors1_get_listening (self->proxy));
  plim_bus_collectors_set_server (self->export, FALSE, 0, "the port is taken");
  plim_test_wait (plim_bus_collectors1_get_port (self->proxy) == 0);
  g_assert_cmpstr (plim_bus_collectors1_get_problem (self->proxy), ==, "the port is taken");
  g_signal_connect (self->export, "reload-address", G_CALLBACK (on_reload), &is_asked);
  plim_bus_collectors1_call_reload_address (self->proxy, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  g_assert_true (plim_bus_collectors1_call_reload_address_finish (self->proxy, result, NULL));
  g_assert_true (is_asked);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
#define ADD(name, function)                                                                        \
  g_test_add ("/service/bus-collectors/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("nothing-is-told-before-the-first", test_nothing_yet);
  ADD ("sample-is-told-of", test_sample);
  ADD ("problem-is-told-of", test_problem);
  ADD ("each-kind-of-attempt-is-a-signal", test_attempts);
  ADD ("alike-attempts-are-few-signals", test_alike_attempts);
  ADD ("server-and-address", test_server_and_address);
  return g_test_run ();
}
