/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-fetcher.h"

#include "plim-mock-provider.h"
#include "plim-target.h"
#include "plim-test-secrets.h"
#include "plim-test-wait.h"

#include <string.h>

#define ID "11111111-2222-4333-8444-555555555555"
#define NOW 1795176000

typedef struct {
  PlimMockProvider *mock;
  PlimFetcher *fetcher;
  PlimAccount *account;
  GCancellable *cancellable;
  GAsyncResult *result;
  PlimSnapshot *snapshot;
  GError *error;
} Fixture;

/* Providers of the tests. */

static char *
normalize_key (const PlimField *field, const char *value, GError **error)
{
  if (strstr (value, "good") != NULL)
    return g_strdup (value);
  plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, "no good key");
  return NULL;
}

static const PlimField one_field[] = {
  { .id = "key", .kind = PLIM_FIELD_SECRET, .label = "Key", .normalize = normalize_key },
  { .id = NULL },
};

static const PlimField two_fields[] = {
  { .id = "key", .kind = PLIM_FIELD_SECRET, .label = "Key" },
  { .id = "org", .kind = PLIM_FIELD_TEXT, .label = "Organization" },
  { .id = "admin", .kind = PLIM_FIELD_SECRET, .label = "Admin key" },
  { .id = NULL },
};

/* The plan tells how many answers there were, and the status of the last. */
static PlimSnapshot *
parse (const PlimExchange *exchange, GError **error)
{
  guint n_answers = plim_exchange_get_n_answers (exchange);
  const PlimAnswer *last = plim_exchange_get_answer (exchange, n_answers - 1);
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (exchange->now);
  g_autofree char *plan = g_strdup_printf ("%u:%u", n_answers, last->status);

  if (last->status != 0 && !plim_answer_check (last, exchange->now, error))
    return NULL;
  plim_snapshot_set_plan (snapshot, plan);
  plim_snapshot_seal (snapshot);
  return g_steal_pointer (&snapshot);
}

static const PlimProvider bearer = {
  .id = "bearer",
  .name = "Bearer",
  .fields = one_field,
  .origin = "https://api.example.com",
  .path = "/usage?a=b%20c",
  .place = PLIM_CREDENTIAL_BEARER,
  .secret_field = "key",
  .parse = parse,
};

static const PlimProvider rotating = {
  .id = "rotating",
  .name = "Rotating",
  .fields = one_field,
  .origin = "https://api.example.com",
  .path = "/usage",
  .place = PLIM_CREDENTIAL_COOKIE,
  .credential_name = "session",
  .secret_field = "key",
  .rotating_cookie = "session",
  .rotating_field = "key",
  .parse = parse,
};

static PlimRequest *
ask_evil_path (const PlimExchange *exchange)
{
  PlimRequest *request = plim_request_new ("GET", "/");

  g_free (request->path);
  request->path = g_strdup ("@evil.example.com/");
  return request;
}

static PlimRequest *
ask_elsewhere (const PlimExchange *exchange)
{
  PlimRequest *request = plim_request_new ("GET", "/");

  request->origin = g_strdup ("https://elsewhere.example.com");
  plim_request_add_credential (request, PLIM_CREDENTIAL_BEARER, NULL, "key", NULL);
  return request;
}

static PlimRequest *
ask_plain (const PlimExchange *exchange)
{
  PlimRequest *request = ask_elsewhere (exchange);

  g_free (request->origin);
  request->origin = g_strdup ("http://elsewhere.example.com");
  return request;
}

static PlimRequest *
ask_for_ever (const PlimExchange *exchange)
{
  return plim_request_new ("GET", "/usage");
}

static PlimRequest *
ask_optional_first (const PlimExchange *exchange)
{
  guint n_answers = plim_exchange_get_n_answers (exchange);
  PlimRequest *request;

  if (n_answers == 2)
    return NULL;
  request = plim_request_new ("GET", n_answers == 0 ? "/optional" : "/usage");
  request->is_optional = n_answers == 0;
  return request;
}

static PlimRequest *
ask_optional_last (const PlimExchange *exchange)
{
  guint n_answers = plim_exchange_get_n_answers (exchange);
  PlimRequest *request;

  if (n_answers == 2)
    return NULL;
  request = plim_request_new ("GET", n_answers == 0 ? "/usage" : "/optional");
  request->is_optional = n_answers == 1;
  return request;
}

static PlimRequest *
post_with_setting (const PlimExchange *exchange)
{
  PlimRequest *request;

  if (plim_exchange_get_n_answers (exchange) > 0)
    return NULL;
  request = plim_request_new ("POST", "/usage");
  plim_request_add_header (request, "X-Organization", plim_exchange_get_setting (exchange, "org"));
  plim_request_add_header (request, "User-Agent", "Browser/1");
  plim_request_set_body (request, "application/json", "{}");
  plim_request_add_credential (request, PLIM_CREDENTIAL_HEADER, "x-api-key", "admin", NULL);
  return request;
}

static PlimRequest *
ask_by_secrets (const PlimExchange *exchange)
{
  if (plim_exchange_get_n_answers (exchange) > 0)
    return NULL;
  g_assert_true (plim_exchange_has_secret (exchange, "admin", FALSE));
  g_assert_false (plim_exchange_has_secret (exchange, "key", TRUE));
  return plim_request_new ("GET", "/usage");
}

#define FORM "application/x-www-form-urlencoded"

/* Asks a host of its own for a token and spends it at a third. */
static PlimRequest *
ask_with_token (const PlimExchange *exchange)
{
  guint n_answers = plim_exchange_get_n_answers (exchange);
  PlimRequest *request;

  if (n_answers == 2)
    return NULL;
  request =
      plim_request_new (n_answers == 0 ? "POST" : "GET", n_answers == 0 ? "/token" : "/usage");
  if (n_answers == 0) {
    request->origin = g_strdup ("https://login.example.com");
    plim_request_set_body (request, FORM, "grant=client");
    plim_request_add_credential (request, PLIM_CREDENTIAL_FORM, "secret", "key", NULL);
  } else {
    request->origin = g_strdup ("https://management.example.com");
    plim_request_add_token (request, PLIM_CREDENTIAL_BEARER, NULL, 0, "access.token");
  }
  return request;
}

#define PROVIDER(variable, its_fields, ask)                                                        \
  static const PlimProvider variable = {                                                           \
    .id = #variable,                                                                               \
    .name = #variable,                                                                             \
    .fields = its_fields,                                                                          \
    .origin = "https://api.example.com",                                                           \
    .next_request = ask,                                                                           \
    .parse = parse,                                                                                \
  }

PROVIDER (evil_path, one_field, ask_evil_path);
PROVIDER (elsewhere, one_field, ask_elsewhere);
PROVIDER (plain, one_field, ask_plain);
PROVIDER (for_ever, one_field, ask_for_ever);
PROVIDER (optional_first, one_field, ask_optional_first);
PROVIDER (optional_last, one_field, ask_optional_last);
PROVIDER (post, two_fields, post_with_setting);
PROVIDER (by_secrets, two_fields, ask_by_secrets);
PROVIDER (with_token, one_field, ask_with_token);

static const char *const other_origins[] = { "https://login.example.com",
                                             "https://elsewhere.example.com", NULL };

/* No base URL but the user's own. */
static const PlimProvider homeless = {
  .id = "homeless",
  .name = "Homeless",
  .fields = one_field,
  .next_request = ask_for_ever,
  .parse = parse,
};

static const PlimProvider known_elsewhere = {
  .id = "known-elsewhere",
  .name = "Known elsewhere",
  .fields = one_field,
  .other_origins = other_origins,
  .next_request = ask_elsewhere,
  .parse = parse,
};

/* The fixture. */

static void
set_up (Fixture *self, gconstpointer data)
{
  self->mock = plim_mock_provider_new (NULL);
  self->fetcher = plim_fetcher_new ();
  self->account = plim_account_new (ID, "test");
  self->cancellable = g_cancellable_new ();
  plim_account_set_label (self->account, "work");
  plim_account_set_base_url (self->account, plim_mock_provider_get_origin (self->mock));
  plim_test_secrets_reset ();
  plim_test_secrets_set (ID, "key", "good-1");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_cmpuint (plim_test_secrets_get_n_prompts (), ==, 0);
  g_clear_object (&self->result);
  g_clear_pointer (&self->snapshot, plim_snapshot_unref);
  g_clear_error (&self->error);
  plim_test_settle ();
  g_assert_finalize_object (self->fetcher);
  g_assert_finalize_object (self->account);
  g_clear_object (&self->cancellable);
  plim_mock_provider_free (self->mock);
}

static void
begin (Fixture *self, const PlimProvider *provider)
{
  g_clear_object (&self->result);
  g_clear_pointer (&self->snapshot, plim_snapshot_unref);
  g_clear_error (&self->error);
  plim_fetcher_fetch_async (self->fetcher, provider, self->account, NOW, FALSE, self->cancellable,
                            plim_test_keep_result, &self->result);
}

static void
end (Fixture *self)
{
  plim_test_wait (self->result != NULL);
  self->snapshot = plim_fetcher_fetch_finish (self->fetcher, self->result, &self->error);
  g_clear_object (&self->result);
  g_assert_true ((self->snapshot == NULL) != (self->error == NULL));
}

static void
fetch (Fixture *self, const PlimProvider *provider)
{
  begin (self, provider);
  end (self);
}

static void
assert_failed (Fixture *self, PlimStatus status, PlimCause cause)
{
  g_assert_error (self->error, PLIM_ERROR, (int) status);
  g_assert_cmpint (plim_error_get_cause (self->error), ==, cause);
  g_assert_null (strstr (self->error->message, "good-1"));
}

static void
assert_plan (Fixture *self, const char *plan)
{
  g_assert_no_error (self->error);
  g_assert_cmpstr (plim_snapshot_get_plan (self->snapshot), ==, plan);
}

/* The tests. */

static void
test_bearer (Fixture *self, gconstpointer data)
{
  plim_mock_provider_add (self->mock, "/usage", 200, NULL, "{}");
  fetch (self, &bearer);
  assert_plan (self, "1:200");
  g_assert_cmpint (plim_snapshot_get_collected_at (self->snapshot), ==, NOW);
  g_assert_cmpstr (plim_mock_provider_get_header (self->mock, 0, "Authorization"), ==,
                   "Bearer good-1");
  g_assert_true (
      g_str_has_prefix (plim_mock_provider_get_header (self->mock, 0, "User-Agent"), "Plimsoll/"));
  g_assert_null (plim_mock_provider_get_header (self->mock, 0, "Cookie"));
}

static void
test_base_path (Fixture *self, gconstpointer data)
{
  g_autofree char *base = g_strconcat (plim_mock_provider_get_origin (self->mock), "/proxy/", NULL);

  plim_account_set_base_url (self->account, base);
  plim_mock_provider_add (self->mock, "/proxy/usage", 200, NULL, "{}");
  fetch (self, &bearer);
  assert_plan (self, "1:200");
}

static void
test_post (Fixture *self, gconstpointer data)
{
  g_autoptr (GHashTable) settings = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (settings, (char *) "org", (char *) "o-1");
  plim_account_set_settings (self->account, settings);
  plim_test_secrets_set (ID, "admin", "good-2");
  plim_mock_provider_add (self->mock, "/usage", 200, NULL, "{}");
  fetch (self, &post);
  assert_plan (self, "1:200");
  g_assert_cmpstr (plim_mock_provider_get_header (self->mock, 0, "x-api-key"), ==, "good-2");
  g_assert_cmpstr (plim_mock_provider_get_header (self->mock, 0, "X-Organization"), ==, "o-1");
  g_assert_cmpstr (plim_mock_provider_get_header (self->mock, 0, "User-Agent"), ==, "Browser/1");
  g_assert_cmpstr (plim_mock_provider_get_header (self->mock, 0, "Content-Type"), ==,
                   "application/json");
}

static void
test_setting_with_line_break (Fixture *self, gconstpointer data)
{
  g_autoptr (GHashTable) settings = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (settings, (char *) "org", (char *) "o\r\nX-Evil: 1");
  plim_account_set_settings (self->account, settings);
  plim_test_secrets_set (ID, "admin", "good-2");
  fetch (self, &post);
  assert_failed (self, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE);
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 0);
}

static void
test_secret_with_line_break (Fixture *self, gconstpointer data)
{
  plim_test_secrets_set (ID, "key", "good\nX-Evil: 1");
  fetch (self, &bearer);
  assert_failed (self, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE);
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 0);
}

static void
test_known_secrets (Fixture *self, gconstpointer data)
{
  plim_test_secrets_set (ID, "key", NULL);
  plim_test_secrets_set (ID, "admin", "good-2");
  plim_mock_provider_add (self->mock, "/usage", 200, NULL, "{}");
  fetch (self, &by_secrets);
  assert_plan (self, "1:200");
}

static void
test_redirect (Fixture *self, gconstpointer data)
{
  g_autoptr (PlimMockProvider) other = plim_mock_provider_new (NULL);
  g_autofree char *location =
      g_strdup_printf ("Location: %s/usage", plim_mock_provider_get_origin (other));

  plim_mock_provider_add (self->mock, "/usage", 302, location, NULL);
  plim_mock_provider_add (other, "/usage", 200, NULL, "{}");
  fetch (self, &bearer);
  assert_failed (self, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
  g_assert_cmpuint (plim_mock_provider_count (other, NULL), ==, 0);
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 1);
}

static void
test_login_redirect (Fixture *self, gconstpointer data)
{
  plim_mock_provider_add (self->mock, "/usage", 307, "Location: /login", NULL);
  fetch (self, &bearer);
  assert_failed (self, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE);
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 1);
}

static void
test_evil_path (Fixture *self, gconstpointer data)
{
  fetch (self, &evil_path);
  assert_failed (self, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE);
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 0);
}

static void
test_elsewhere (Fixture *self, gconstpointer data)
{
  plim_account_set_base_url (self->account, "https://proxy.example.com");
  fetch (self, &elsewhere);
  assert_failed (self, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE);
  g_assert_nonnull (strstr (self->error->message, "elsewhere.example.com"));
}

static char *
dup_target (const PlimProvider *provider, const char *base, GError **error)
{
  g_autoptr (PlimRequest) request = ask_elsewhere (NULL);
  g_autoptr (GUri) uri = plim_target_build (provider, request, base, TRUE, error);

  return uri != NULL ? g_uri_to_string (uri) : NULL;
}

static void
test_other_origins (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *known = dup_target (&known_elsewhere, "https://proxy.example.com", NULL);
  g_autofree char *same = dup_target (&elsewhere, "https://elsewhere.example.com/p", NULL);
  g_autofree char *local = dup_target (&elsewhere, "http://[::1]:8080/p", NULL);
  g_autofree char *third = dup_target (&elsewhere, "https://127.0.0.1.example.com", &error);

  g_assert_cmpstr (known, ==, "https://elsewhere.example.com/");
  g_assert_cmpstr (same, ==, "https://elsewhere.example.com/");
  g_assert_cmpstr (local, ==, "http://[::1]:8080/p/elsewhere.example.com/");
  g_assert_null (third);
  g_assert_error (error, PLIM_ERROR, PLIM_STATUS_MISCONFIGURED);
}

static void
test_typed_address (void)
{
  g_autoptr (PlimRequest) named = ask_elsewhere (NULL);
  g_autoptr (PlimRequest) unnamed = plim_request_new ("GET", "/");

  g_assert_true (plim_target_is_typed (&elsewhere, named, FALSE));
  g_assert_false (plim_target_is_typed (&known_elsewhere, named, FALSE));
  g_assert_true (plim_target_is_typed (&known_elsewhere, named, TRUE));
  g_assert_true (plim_target_is_typed (&homeless, unnamed, FALSE));
  g_assert_false (plim_target_is_typed (&elsewhere, unnamed, FALSE));
}

static void
test_token (Fixture *self, gconstpointer data)
{
  g_autofree char *base = g_strconcat (plim_mock_provider_get_origin (self->mock), "/p", NULL);

  plim_test_secrets_set (ID, "key", "good&1");
  plim_account_set_base_url (self->account, base);
  plim_mock_provider_add (self->mock, "/p/login.example.com/token", 200, NULL,
                          "{\"access\": {\"token\": \"t-1\"}}");
  plim_mock_provider_add (self->mock, "/p/management.example.com/usage", 200, NULL, "{}");
  fetch (self, &with_token);
  assert_plan (self, "2:200");
  g_assert_cmpstr (plim_mock_provider_get_body (self->mock, 0), ==, "grant=client&secret=good%261");
  g_assert_cmpstr (plim_mock_provider_get_header (self->mock, 0, "Content-Type"), ==, FORM);
  g_assert_null (plim_mock_provider_get_header (self->mock, 0, "Authorization"));
  g_assert_cmpstr (plim_mock_provider_get_header (self->mock, 1, "Authorization"), ==,
                   "Bearer t-1");
  g_assert_cmpstr (plim_mock_provider_get_body (self->mock, 1), ==, "");
}

static void
test_no_token (Fixture *self, gconstpointer data)
{
  plim_mock_provider_add (self->mock, "/login.example.com/token", 200, NULL, "{}");
  fetch (self, &with_token);
  assert_failed (self, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE);
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 1);
}

static void
test_homeless (Fixture *self, gconstpointer data)
{
  plim_account_set_base_url (self->account, NULL);
  fetch (self, &homeless);
  assert_failed (self, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE);
}

static void
test_plain (Fixture *self, gconstpointer data)
{
  plim_account_set_base_url (self->account, NULL);
  fetch (self, &plain);
  assert_failed (self, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE);
}

static void
test_for_ever (Fixture *self, gconstpointer data)
{
  plim_mock_provider_add (self->mock, "/usage", 200, NULL, "{}");
  fetch (self, &for_ever);
  assert_failed (self, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 50);
}

static void
test_optional (Fixture *self, gconstpointer data)
{
  plim_fetcher_set_deadline (self->fetcher, 50);
  plim_mock_provider_hang (self->mock, "/optional");
  plim_mock_provider_add (self->mock, "/usage", 200, NULL, "{}");
  fetch (self, &optional_first);
  assert_plan (self, "2:200");
  fetch (self, &optional_last);
  assert_plan (self, "2:0");
}

static void
test_slow (Fixture *self, gconstpointer data)
{
  plim_fetcher_set_deadline (self->fetcher, 50);
  plim_mock_provider_hang (self->mock, "/usage");
  fetch (self, &bearer);
  assert_failed (self, PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE);
}

static void
test_too_large (Fixture *self, gconstpointer data)
{
  plim_mock_provider_add_bytes (self->mock, "/usage", 50 * 1024 * 1024);
  fetch (self, &bearer);
  assert_failed (self, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
}

static void
test_retry_after (Fixture *self, gconstpointer data)
{
  plim_mock_provider_add (self->mock, "/usage", 429, "Retry-After: 120", "{}");
  plim_mock_provider_add (self->mock, "/usage", 503, "Retry-After: Fri, 20 Nov 2026 12:05:00 GMT",
                          "{}");
  fetch (self, &bearer);
  assert_failed (self, PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE);
  g_assert_cmpint (plim_error_get_retry_after (self->error), ==, 120);
  fetch (self, &bearer);
  assert_failed (self, PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE);
  g_assert_cmpint (plim_error_get_retry_after (self->error), ==, 300);
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  plim_mock_provider_hang (self->mock, "/usage");
  begin (self, &bearer);
  plim_test_wait (plim_mock_provider_get_n_waiting (self->mock) == 1);
  g_cancellable_cancel (self->cancellable);
  end (self);
  g_assert_error (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_cancelled_optional (Fixture *self, gconstpointer data)
{
  plim_mock_provider_hang (self->mock, "/optional");
  begin (self, &optional_first);
  plim_test_wait (plim_mock_provider_get_n_waiting (self->mock) == 1);
  g_cancellable_cancel (self->cancellable);
  end (self);
  g_assert_error (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 1);
}

static void
test_keyring (Fixture *self, gconstpointer data)
{
  static const struct {
    int code;
    PlimStatus status;
    PlimCause cause;
  } cases[] = {
    { PLIM_SECRETS_ERROR_LOCKED, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_KEYRING_LOCKED },
    { PLIM_SECRETS_ERROR_MISSING, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_KEYRING_MISSING },
    { PLIM_SECRETS_ERROR_CANCELLED, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_KEYRING_CANCELLED },
    { PLIM_SECRETS_ERROR_NOT_FOUND, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SECRET_MISSING },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    plim_test_secrets_fail (cases[i].code);
    fetch (self, &bearer);
    assert_failed (self, cases[i].status, cases[i].cause);
  }
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 0);
}

static void
test_rotated (Fixture *self, gconstpointer data)
{
  plim_mock_provider_add (self->mock, "/usage", 200, "Set-Cookie: session=good-2; Path=/", "{}");
  plim_mock_provider_add (self->mock, "/usage", 200, "Set-Cookie: session=good-3", "{}");
  fetch (self, &rotating);
  assert_plan (self, "1:200");
  g_assert_cmpstr (plim_test_secrets_get (ID, "key"), ==, "good-2");
  fetch (self, &rotating);
  g_assert_cmpstr (plim_mock_provider_get_header (self->mock, 1, "Cookie"), ==, "session=good-2");
  g_assert_cmpstr (plim_test_secrets_get (ID, "key"), ==, "good-3");
}

static void
test_rotated_in_header (Fixture *self, gconstpointer data)
{
  plim_test_secrets_set (ID, "key", "device=d; session=good-1; cf=c");
  plim_mock_provider_add (self->mock, "/usage", 200, "Set-Cookie: session=good-2", "{}");
  fetch (self, &rotating);
  g_assert_cmpstr (plim_test_secrets_get (ID, "key"), ==, "device=d; session=good-2; cf=c");
}

static void
test_not_rotated (Fixture *self, gconstpointer data)
{
  plim_mock_provider_add (self->mock, "/usage", 401, "Set-Cookie: session=good-2", "{}");
  plim_mock_provider_add (self->mock, "/usage", 200, "Set-Cookie: session=", "{}");
  plim_mock_provider_add (self->mock, "/usage", 200, "Set-Cookie: session=deleted", "{}");
  plim_mock_provider_add (self->mock, "/usage", 200, "Set-Cookie: other=good-2", "{}");
  for (guint i = 0; i < 4; i++) {
    fetch (self, &rotating);
    g_assert_cmpstr (plim_test_secrets_get (ID, "key"), ==, "good-1");
  }
}

static void
test_rotation_not_stored (Fixture *self, gconstpointer data)
{
  plim_test_secrets_fail_store (PLIM_SECRETS_ERROR_LOCKED);
  plim_mock_provider_add (self->mock, "/usage", 200, "Set-Cookie: session=good-2", "{}");
  fetch (self, &rotating);
  assert_plan (self, "1:200");
  g_assert_cmpstr (plim_test_secrets_get (ID, "key"), ==, "good-1");
}

static void
test_replaced_meanwhile (Fixture *self, gconstpointer data)
{
  plim_mock_provider_add (self->mock, "/usage", 200, "Set-Cookie: session=good-2", "{}");
  plim_mock_provider_hang (self->mock, "/usage");
  begin (self, &rotating);
  plim_test_wait (plim_mock_provider_get_n_waiting (self->mock) == 1);
  plim_test_secrets_set (ID, "key", "good-of-the-user");
  plim_mock_provider_release (self->mock);
  end (self);
  assert_plan (self, "1:200");
  g_assert_cmpstr (plim_test_secrets_get (ID, "key"), ==, "good-of-the-user");
}

static void
test_base_urls (void)
{
  static const char *const good[] = { "https://example.com",   "https://example.com:8443/a/b",
                                      "http://127.0.0.1:8080", "http://localhost",
                                      "http://[::1]:1",        "http://127.9.9.9" };
  static const char *const bad[] = { "",
                                     "example.com",
                                     "http://example.com",
                                     "http://127.0.0.1.example.com",
                                     "http://localhost.example.com",
                                     "http://0.0.0.0",
                                     "ftp://example.com",
                                     "file:///etc/passwd",
                                     "https://",
                                     "https://user@example.com",
                                     "https://user:secret@example.com",
                                     "https://example.com/?a=b",
                                     "https://example.com/#a",
                                     "https://exa mple.com",
                                     "https://example.com\\@evil.example.com" };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (plim_fetcher_check_base_url (good[i], NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", bad[i]);
    g_assert_false (plim_fetcher_check_base_url (bad[i], &error));
    g_assert_error (error, PLIM_ERROR, PLIM_STATUS_MISCONFIGURED);
  }
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *name;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "sends-the-credential-and-its-name", test_bearer },
    { "base-url-may-have-a-path", test_base_path },
    { "request-sets-headers-and-body", test_post },
    { "setting-with-a-line-break-is-refused", test_setting_with_line_break },
    { "secret-with-a-line-break-is-refused", test_secret_with_line_break },
    { "provider-knows-which-secrets-there-are", test_known_secrets },
    { "redirect-is-not-followed", test_redirect },
    { "redirect-to-a-login-is-signed-out", test_login_redirect },
    { "path-cannot-change-the-origin", test_evil_path },
    { "own-base-keeps-the-credential-from-others", test_elsewhere },
    { "own-base-here-stands-in-for-other-origins", test_token },
    { "answer-without-the-token-is-signed-out", test_no_token },
    { "no-address-at-all-is-told", test_homeless },
    { "plain-http-gets-no-credential", test_plain },
    { "fifty-requests-are-enough", test_for_ever },
    { "optional-request-may-fail", test_optional },
    { "slow-is-unavailable", test_slow },
    { "fifty-megabytes-are-refused", test_too_large },
    { "retry-after-is-told", test_retry_after },
    { "cancelled-is-an-end", test_cancelled },
    { "cancelled-ends-optional-too", test_cancelled_optional },
    { "keyring-says-why", test_keyring },
    { "rotated-cookie-is-kept", test_rotated },
    { "rotated-cookie-keeps-its-header", test_rotated_in_header },
    { "not-every-cookie-is-a-rotation", test_not_rotated },
    { "old-secret-stays-when-the-new-cannot-be-kept", test_rotation_not_stored },
    { "user's-new-secret-wins-over-a-rotation", test_replaced_meanwhile },
  };

  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/service/fetcher/", tests[i].name, NULL);

    g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
  }
  g_test_add_func ("/service/fetcher/base-url-is-https-or-loopback", test_base_urls);
  g_test_add_func ("/service/fetcher/credential-goes-to-known-origins", test_other_origins);
  g_test_add_func ("/service/fetcher/address-made-of-a-setting-is-typed", test_typed_address);
  return g_test_run ();
}
