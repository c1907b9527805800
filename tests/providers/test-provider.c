/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-error.h"
#include "plim-providers.h"
#include "plim-replay.h"

#include <string.h>

static const PlimFieldChoice choices[] = { { "red", "Red" }, { "blue", "Blue" }, { NULL } };

static const PlimField test_fields[] = {
  { .id = "token", .kind = PLIM_FIELD_SECRET, .is_required = TRUE, .label = "Token" },
  { .id = "text", .kind = PLIM_FIELD_TEXT, .is_required = TRUE, .label = "Text" },
  { .id = "number", .kind = PLIM_FIELD_NUMBER, .label = "Number" },
  { .id = "boolean", .kind = PLIM_FIELD_BOOLEAN, .label = "Boolean" },
  { .id = "choice", .kind = PLIM_FIELD_CHOICE, .label = "Choice", .choices = choices },
  { NULL },
};

static PlimSnapshot *
parse_nothing (const PlimExchange *exchange, GError **error)
{
  PlimSnapshot *snapshot = plim_snapshot_new (exchange->now);

  plim_snapshot_seal (snapshot);
  return snapshot;
}

/* Asks for ever. */
static PlimRequest *
ask_again (const PlimExchange *exchange)
{
  PlimRequest *request = plim_request_new ("GET", "/again");

  request->is_optional = TRUE;
  return request;
}

static const PlimProvider test_provider = {
  .id = "test",
  .name = "Test",
  .fields = test_fields,
  .origin = "https://example.com//",
  .path = "/usage",
  .place = PLIM_CREDENTIAL_HEADER,
  .credential_name = "x-token",
  .secret_field = "token",
  .parse = parse_nothing,
};

static void
test_values_are_normalized_by_kind (void)
{
  static const char *const cases[][3] = {
    { "text", "  some text ", "some text" },
    { "text", "", NULL },
    { "text", "two\nlines", NULL },
    { "text", "bell\a", NULL },
    { "text", "\xff", NULL },
    { "number", " 12.50 ", "12.5" },
    { "number", "1e3", "1000" },
    { "number", "12,50", NULL },
    { "number", "much", NULL },
    { "number", "inf", NULL },
    { "number", "", "" },
    { "boolean", "Yes", "true" },
    { "boolean", "0", "false" },
    { "boolean", "maybe", NULL },
    { "choice", "BLUE", "blue" },
    { "choice", "green", NULL },
    { "choice", " ", "" },
    { "token", " secret ", "secret" },
    { "token", " ", NULL },
    { "token", "se\rcret", NULL },
    { "token", "{\n\t\"a\": \"b\"\r\n}\n", "{  \"a\": \"b\"  }" },
    { "text", "{\n}", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const PlimField *field = plim_provider_find_field (&test_provider, cases[i][0]);
    g_autoptr (GError) error = NULL;
    g_autofree char *value = plim_field_normalize (field, cases[i][1], &error);

    g_test_message ("case %u: %s", i, cases[i][0]);
    g_assert_cmpstr (value, ==, cases[i][2]);
    if (value != NULL)
      g_assert_no_error (error);
    else if (field->kind == PLIM_FIELD_SECRET)
      g_assert_error (error, PLIM_ERROR, PLIM_STATUS_NOT_AUTHENTICATED);
    else
      g_assert_error (error, PLIM_ERROR, PLIM_STATUS_MISCONFIGURED);
  }
}

static void
test_required_fields_must_be_there (void)
{
  g_autoptr (PlimExchange) exchange = plim_exchange_new (1, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (plim_provider_check_setup (&test_provider, exchange, &error));
  g_assert_error (error, PLIM_ERROR, PLIM_STATUS_NOT_AUTHENTICATED);
  g_clear_error (&error);
  plim_exchange_add_secret_field (exchange, "token");
  g_assert_false (plim_provider_check_setup (&test_provider, exchange, &error));
  g_assert_error (error, PLIM_ERROR, PLIM_STATUS_MISCONFIGURED);
  g_assert_nonnull (strstr (error->message, "Text"));
  g_hash_table_insert (exchange->settings, g_strdup ("text"), g_strdup ("x"));
  g_assert_true (plim_provider_check_setup (&test_provider, exchange, NULL));
}

static void
test_supplied_secrets_are_named_by_their_fields (void)
{
  g_autoptr (GHashTable) settings = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) secrets = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;

  g_hash_table_insert (settings, (char *) "text", (char *) "x");
  g_assert_false (plim_provider_check_supplied (&test_provider, settings, secrets, &error));
  g_assert_error (error, PLIM_ERROR, PLIM_STATUS_NOT_AUTHENTICATED);
  g_hash_table_insert (secrets, (char *) "token", (char *) "secret");
  g_assert_true (plim_provider_check_supplied (&test_provider, settings, secrets, NULL));
}

static void
test_single_get_needs_only_a_path (void)
{
  g_autoptr (PlimExchange) exchange = plim_exchange_new (1, NULL, NULL);
  g_autofree char *origin = plim_provider_dup_origin (&test_provider, exchange);
  g_autoptr (PlimRequest) request = plim_provider_next_request (&test_provider, exchange);

  g_assert_cmpstr (origin, ==, "https://example.com");
  g_assert_cmpstr (request->method, ==, "GET");
  g_assert_cmpstr (request->path, ==, "/usage");
  g_assert_cmpint (plim_request_get_credential (request, 0)->place, ==, PLIM_CREDENTIAL_HEADER);
  g_assert_cmpstr (plim_request_get_credential (request, 0)->name, ==, "x-token");
  g_assert_cmpstr (plim_request_get_credential (request, 0)->secret_field, ==, "token");
  plim_exchange_take_answer (exchange, plim_answer_new (200, NULL));
  g_assert_null (plim_provider_next_request (&test_provider, exchange));
}

static void
test_replay_ends (void)
{
  PlimProvider endless = test_provider;
  g_autoptr (PlimExchange) exchange = plim_exchange_new (1, NULL, NULL);
  g_autoptr (PlimReplay) replay = NULL;

  endless.next_request = ask_again;
  replay = plim_replay_run (&endless, exchange, g_ptr_array_new ());
  g_assert_error (replay->error, PLIM_ERROR, PLIM_STATUS_INVALID_RESPONSE);
}

static void
check_fields (const PlimProvider *provider)
{
  gboolean has_secret = FALSE;

  for (const PlimField *field = provider->fields; field != NULL && field->id != NULL; field++) {
    g_assert_true (plim_provider_find_field (provider, field->id) == field);
    g_assert_nonnull (field->label);
    g_assert_true ((field->kind == PLIM_FIELD_CHOICE) == (field->choices != NULL));
    g_assert_true ((field->kind == PLIM_FIELD_FILE) == (field->file != NULL));
    has_secret = has_secret || field->kind == PLIM_FIELD_SECRET;
  }
  g_assert_cmpint (has_secret, ==, provider->needs_network);
}

static void
check_uri (const char *uri)
{
  if (uri != NULL)
    g_assert_true (g_str_has_prefix (uri, "https://"));
}

static void
test_table_is_complete_and_sorted (void)
{
  const PlimProvider *const *all = plim_providers_get_all ();

  g_assert_null (plim_providers_find ("nonsense"));
  g_assert_null (plim_providers_find (NULL));
  for (guint i = 0; all[i] != NULL; i++) {
    const PlimProvider *provider = all[i];
    g_autofree char *icon =
        g_strdup_printf ("io.github.plimsoll.Plimsoll-provider-%s-symbolic", provider->id);

    g_test_message ("%s", provider->id);
    g_assert_true (plim_providers_find (provider->id) == provider);
    if (i > 0)
      g_assert_cmpint (g_ascii_strcasecmp (all[i - 1]->name, provider->name), <, 0);
    g_assert_cmpstr (provider->icon_name, ==, icon);
    g_assert_nonnull (provider->summary);
    g_assert_nonnull (provider->steps[0]);
    g_assert_nonnull (provider->parse);
    g_assert_cmpuint (provider->interval_s, >=, provider->minimum_interval_s);
    g_assert_cmpuint (provider->minimum_interval_s, >=, 30);
    g_assert_cmpint (provider->origin != NULL || provider->dup_origin != NULL, ==,
                     provider->needs_network);
    g_assert_true ((provider->rotating_cookie == NULL) == (provider->rotating_field == NULL));
    check_fields (provider);
    check_uri (provider->origin);
    check_uri (provider->dashboard_uri);
    check_uri (provider->billing_uri);
    check_uri (provider->status_uri);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/providers/values-are-normalized-by-kind", test_values_are_normalized_by_kind);
  g_test_add_func ("/providers/required-fields-must-be-there", test_required_fields_must_be_there);
  g_test_add_func ("/providers/supplied-secrets-are-named-by-their-fields",
                   test_supplied_secrets_are_named_by_their_fields);
  g_test_add_func ("/providers/single-get-needs-only-a-path", test_single_get_needs_only_a_path);
  g_test_add_func ("/providers/replay-ends", test_replay_ends);
  g_test_add_func ("/providers/table-is-complete-and-sorted", test_table_is_complete_and_sorted);
  return g_test_run ();
}
