/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
/* Nothing is saved on failure, and nothing is lost. */
#include "plim-new-account.h"
#include "plim-credential-change.h"
#include "plim-fake-service.h"
#include "plim-providers.h"
#include "plim-sample-accounts.h"
#include "plim-secret-batch.h"
#include "plim-test-secrets.h"
#include "plim-window-test.h"

#define SECRET "sk-ant-sid01-made-up"

typedef struct {
  PlimFakeService *service;
  PlimBusClient *client;
  GAsyncResult *result;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (PlimAccount) account = plim_sample_account ("a1", 1795003200);
  g_autoptr (GAsyncResult) result = NULL;

  plim_test_secrets_reset ();
  fixture->service = plim_fake_service_new ();
  plim_fake_service_show (fixture->service, account);
  plim_bus_client_new_async (connection, FALSE, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  fixture->client = plim_bus_client_new_finish (result, NULL);
  g_assert_nonnull (fixture->client);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->result);
  g_assert_finalize_object (fixture->client);
  plim_fake_service_free (fixture->service);
}

/* Returns the new account's id. */
static char *
start (Fixture *fixture, GCancellable *cancellable)
{
  PlimNewAccount *setup = plim_new_account_new (plim_providers_find ("claude-web"));
  char *id = g_strdup (setup->id);

  setup->label = g_strdup ("work");
  g_hash_table_insert (setup->secrets, g_strdup ("session_key"), g_strdup (SECRET));
  plim_new_account_add_async (setup, plim_bus_client_get_manager (fixture->client), cancellable,
                              plim_test_keep_result, &fixture->result);
  return id;
}

static void
test_success (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = start (fixture, NULL);

  plim_test_wait (fixture->result != NULL);
  g_assert_true (plim_new_account_add_finish (fixture->result, &error));
  g_assert_no_error (error);
  g_assert_true (g_uuid_string_is_valid (id));
  g_assert_cmpstr (plim_test_secrets_get (id, "session_key"), ==, SECRET);
  g_assert_cmpuint (plim_fake_service_count (fixture->service, "AddAccount claude-web work"), ==,
                    1);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  plim_fake_service_fail (fixture->service, PLIM_BUS_ERROR_NOT_AUTHENTICATED, "none: HTTP 401");
  id = start (fixture, NULL);
  plim_test_wait (fixture->result != NULL);
  g_assert_false (plim_new_account_add_finish (fixture->result, &error));
  g_assert_error (error, PLIM_BUS_ERROR, PLIM_BUS_ERROR_NOT_AUTHENTICATED);
  g_assert_null (plim_test_secrets_get (id, "session_key"));
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *call = NULL;

  plim_fake_service_hang (fixture->service);
  id = start (fixture, cancellable);
  plim_test_wait (plim_fake_service_count (fixture->service, "AddAccount") == 1);
  g_assert_cmpstr (plim_test_secrets_get (id, "session_key"), ==, SECRET);
  g_cancellable_cancel (cancellable);
  plim_test_wait (fixture->result != NULL);
  g_assert_false (plim_new_account_add_finish (fixture->result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  call = g_strdup_printf ("CancelAdd %s", id);
  g_assert_cmpuint (plim_fake_service_count (fixture->service, call), ==, 1);
  g_assert_null (plim_test_secrets_get (id, "session_key"));
}

static void
test_keyring_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  plim_test_secrets_fail_store (PLIM_SECRETS_ERROR_MISSING);
  id = start (fixture, NULL);
  plim_test_wait (fixture->result != NULL);
  g_assert_false (plim_new_account_add_finish (fixture->result, &error));
  g_assert_error (error, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_MISSING);
  g_assert_cmpuint (plim_fake_service_count (fixture->service, "AddAccount"), ==, 0);
}

static void
change (Fixture *fixture, const char *secret)
{
  g_autoptr (GHashTable) secrets = plim_secret_table_new ();

  g_hash_table_insert (secrets, g_strdup ("session_key"), g_strdup (secret));
  plim_credential_change_async (plim_bus_client_get_account_proxy (fixture->client, "a1"),
                                plim_providers_find ("claude-web"), "work", secrets, NULL,
                                plim_test_keep_result, &fixture->result);
  plim_test_wait (fixture->result != NULL);
}

static void
test_change (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  plim_test_secrets_set ("a1", "session_key", "old");
  change (fixture, "new");
  g_assert_true (plim_credential_change_finish (fixture->result, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (plim_test_secrets_get ("a1", "session_key"), ==, "new");
  g_assert_cmpuint (plim_fake_service_count (fixture->service, "CheckCredential a1"), ==, 1);
}

static void
test_change_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  plim_test_secrets_set ("a1", "session_key", "old");
  plim_test_secrets_set ("a1", "other", "stays");
  plim_fake_service_fail (fixture->service, PLIM_BUS_ERROR_NOT_AUTHENTICATED, "none: HTTP 401");
  change (fixture, "new");
  g_assert_false (plim_credential_change_finish (fixture->result, &error));
  g_assert_error (error, PLIM_BUS_ERROR, PLIM_BUS_ERROR_NOT_AUTHENTICATED);
  g_assert_cmpstr (plim_test_secrets_get ("a1", "session_key"), ==, "old");
  g_assert_cmpstr (plim_test_secrets_get ("a1", "other"), ==, "stays");
}

static void
test_change_refused_without_old (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  plim_fake_service_fail (fixture->service, PLIM_BUS_ERROR_OFFLINE, "none: no route");
  change (fixture, "new");
  g_assert_false (plim_credential_change_finish (fixture->result, &error));
  g_assert_null (plim_test_secrets_get ("a1", "session_key"));
}

int
main (int argc, char **argv)
{
  plim_window_test_init (&argc, &argv);
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/window/new-account/success-keeps-the-secret", test_success);
  ADD ("/window/new-account/refusal-clears-the-secret", test_refused);
  ADD ("/window/new-account/cancelling-ends-the-check-and-clears-the-secret", test_cancelled);
  ADD ("/window/new-account/without-keyring-nothing-is-asked", test_keyring_missing);
  ADD ("/window/credential-change/success-keeps-the-new-secret", test_change);
  ADD ("/window/credential-change/refusal-restores-the-old-secret", test_change_refused);
  ADD ("/window/credential-change/refusal-leaves-none-where-none-was",
       test_change_refused_without_old);
  return g_test_run ();
}
