/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-fetcher.h"

#include "plim-mock-provider.h"
#include "plim-test-secrets.h"
#include "plim-test-wait.h"

#include <glib/gstdio.h>

#define NOW 1795176000
#define ID "11111111-2222-4333-8444-555555555555"

static const PlimField fields[] = {
  { .id = "key", .kind = PLIM_FIELD_SECRET, .label = "Key" },
  { .id = NULL },
};

static PlimSnapshot *
parse (const PlimExchange *exchange, GError **error)
{
  PlimSnapshot *snapshot = plim_snapshot_new (exchange->now);

  plim_snapshot_seal (snapshot);
  return snapshot;
}

static const PlimProvider provider = {
  .id = "test",
  .name = "Test",
  .fields = fields,
  .origin = "https://api.example.com",
  .path = "/usage",
  .place = PLIM_CREDENTIAL_BEARER,
  .secret_field = "key",
  .parse = parse,
};

/* (nullable): a fresh certificate for 127.0.0.1 that no authority signed. */
static GTlsCertificate *
make_certificate (void)
{
  g_autofree char *folder = g_dir_make_tmp ("plimsoll-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "certificate.pem", NULL);
  const char *argv[] = { "openssl",
                         "req",
                         "-x509",
                         "-newkey",
                         "ec",
                         "-pkeyopt",
                         "ec_paramgen_curve:P-256",
                         "-nodes",
                         "-subj",
                         "/CN=127.0.0.1",
                         "-addext",
                         "subjectAltName=IP:127.0.0.1",
                         "-days",
                         "2",
                         "-keyout",
                         path,
                         "-out",
                         "-",
                         NULL };
  g_autofree char *text = NULL;
  g_autofree char *key = NULL;
  g_autofree char *both = NULL;
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                     NULL, NULL, &text, NULL, NULL, NULL))
    return NULL;
  g_file_get_contents (path, &key, NULL, &error);
  g_assert_no_error (error);
  both = g_strconcat (text, key, NULL);
  certificate = g_tls_certificate_new_from_pem (both, -1, &error);
  g_assert_no_error (error);
  g_remove (path);
  g_rmdir (folder);
  return certificate;
}

static PlimSnapshot *
fetch (PlimFetcher *fetcher, PlimMockProvider *mock, GError **error)
{
  g_autoptr (PlimAccount) account = plim_account_new (ID, "test");
  g_autoptr (GAsyncResult) result = NULL;

  plim_account_set_base_url (account, plim_mock_provider_get_origin (mock));
  plim_fetcher_fetch_async (fetcher, &provider, account, NOW, FALSE, NULL, plim_test_keep_result,
                            &result);
  plim_test_wait (result != NULL);
  return plim_fetcher_fetch_finish (fetcher, result, error);
}

static void
test_unknown_authority (gconstpointer data)
{
  g_autoptr (PlimMockProvider) mock = plim_mock_provider_new ((GTlsCertificate *) data);
  g_autoptr (PlimFetcher) fetcher = plim_fetcher_new ();
  g_autoptr (PlimSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;

  plim_mock_provider_add (mock, "/usage", 200, NULL, "{}");
  snapshot = fetch (fetcher, mock, &error);
  g_assert_null (snapshot);
  g_assert_error (error, PLIM_ERROR, PLIM_STATUS_PROVIDER_UNAVAILABLE);
  g_assert_cmpint (plim_error_get_cause (error), ==, PLIM_CAUSE_TLS);
  g_assert_cmpuint (plim_mock_provider_count (mock, NULL), ==, 0);
}

static void
test_trusted (gconstpointer data)
{
  g_autoptr (PlimMockProvider) mock = plim_mock_provider_new ((GTlsCertificate *) data);
  g_autoptr (PlimFetcher) fetcher = plim_fetcher_new ();
  g_autofree char *path = NULL;
  g_autofree char *pem = NULL;
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (PlimSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;

  g_object_get ((gpointer) data, "certificate-pem", &pem, NULL);
  path = g_build_filename (g_get_tmp_dir (), "plimsoll-test-XXXXXX", NULL);
  g_close (g_mkstemp (path), NULL);
  g_file_set_contents (path, pem, -1, &error);
  g_assert_no_error (error);
  database = g_tls_file_database_new (path, &error);
  g_assert_no_error (error);
  soup_session_set_tls_database (plim_fetcher_get_session (fetcher), database);
  plim_mock_provider_add (mock, "/usage", 200, NULL, "{}");
  snapshot = fetch (fetcher, mock, &error);
  g_remove (path); /* it was read only now */
  g_assert_no_error (error);
  g_assert_nonnull (snapshot);
  g_assert_cmpstr (plim_mock_provider_get_header (mock, 0, "Authorization"), ==, "Bearer k");
}

int
main (int argc, char *argv[])
{
  g_autoptr (GTlsCertificate) certificate = NULL;

  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  plim_test_secrets_set (ID, "key", "k");
  certificate = make_certificate ();
  if (certificate == NULL) {
    g_print ("1..0 # SKIP openssl is not installed\n");
    return 0;
  }
  g_test_add_data_func ("/service/fetcher-tls/unknown-authority-is-refused", certificate,
                        test_unknown_authority);
  g_test_add_data_func ("/service/fetcher-tls/known-authority-is-fine", certificate, test_trusted);
  return g_test_run ();
}
