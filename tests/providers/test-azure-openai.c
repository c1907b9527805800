/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-error.h"
#include "plim-json.h"
#include "plim-providers.h"
#include "plim-script.h"

#include <math.h>
#include <string.h>

#define PROBE "/openai/deployments/chat/chat/completions?api-version=2024-10-21"
#define TENANT "00000000-0000-4000-8000-00000000dddd"
#define TOKEN "/" TENANT "/oauth2/v2.0/token"
#define USAGES                                                                                     \
  "/subscriptions/s-1/providers/Microsoft.CognitiveServices/locations/eastus/"                     \
  "usages?api-version=2024-10-01"
#define TOKEN_ANSWER "{\"access_token\": \"t-1\", \"expires_in\": 3599}"
#define USAGE(name, current, limit)                                                                \
  "{\"name\": {\"value\": \"" name "\"}, \"currentValue\": " current ", \"limit\": " limit "}"
#define RENAMED                                                                                    \
  "{\"error\": {\"message\": \"Unsupported parameter: 'max_tokens' is not supported with this "    \
  "model. Use 'max_completion_tokens' instead.\"}}"

static PlimScript *
script_with_probe (void)
{
  PlimScript *script = plim_script_new ();

  plim_exchange_add_secret_field (script->exchange, "api_key");
  plim_script_set (script, "probe", "true");
  plim_script_set (script, "deployment", "chat");
  return script;
}

static PlimScript *
script_with_allocation (void)
{
  PlimScript *script = plim_script_new ();

  plim_exchange_add_secret_field (script->exchange, "client_secret");
  plim_script_set (script, "tenant", TENANT);
  plim_script_set (script, "client", "c-1");
  plim_script_set (script, "subscription", "s-1");
  plim_script_set (script, "region", "eastus");
  return script;
}

static JsonObject *
parse_body (const PlimReplay *replay, guint index)
{
  const PlimRequest *request = g_ptr_array_index (replay->requests, index);
  JsonObject *body = plim_json_parse_object (request->body, NULL);

  g_assert_nonnull (body);
  return body;
}

static void
test_token_is_asked_for_and_spent (void)
{
  g_autoptr (PlimScript) script = script_with_allocation ();
  g_autoptr (PlimReplay) replay = NULL;
  const PlimRequest *request;

  plim_script_answer (script, 200, TOKEN_ANSWER);
  plim_script_answer (script, 200, "{\"value\": []}");
  replay = plim_script_run (script, "azure-openai");
  g_assert_no_error (replay->error);
  plim_script_assert_requests (replay, TOKEN, USAGES, NULL);
  request = g_ptr_array_index (replay->requests, 0);
  g_assert_cmpstr (request->origin, ==, "https://login.microsoftonline.com");
  g_assert_cmpint (plim_request_get_credential (request, 0)->place, ==, PLIM_CREDENTIAL_FORM);
  g_assert_cmpstr (plim_request_get_credential (request, 0)->secret_field, ==, "client_secret");
  request = g_ptr_array_index (replay->requests, 1);
  g_assert_cmpstr (request->origin, ==, "https://management.azure.com");
  g_assert_cmpint (plim_request_get_credential (request, 0)->place, ==, PLIM_CREDENTIAL_BEARER);
  g_assert_cmpstr (plim_request_get_credential (request, 0)->member, ==, "access_token");
  g_assert_cmpuint (plim_request_get_credential (request, 0)->answer, ==, 0);
}

static PlimReplay *
run_next_link (const char *link)
{
  g_autoptr (PlimScript) script = script_with_allocation ();
  g_autofree char *first =
      g_strdup_printf ("{\"value\": [" USAGE ("OpenAI.A", "1", "4") "], \"nextLink\": \"%s\"}",
                       link);

  plim_script_answer (script, 200, TOKEN_ANSWER);
  plim_script_answer (script, 200, first);
  plim_script_answer (script, 200,
                      "{\"value\": [" USAGE ("OpenAI.B", "2", "4") "], \"nextLink\": null}");
  return plim_script_run (script, "azure-openai");
}

static void
test_next_page_is_asked_of_the_same_host (void)
{
  static const char *const bad[] = { "",
                                     "/p?a=b",
                                     "https://management.azure.com.example.com/p",
                                     "http://management.azure.com/p",
                                     "https://management.azure.com/p q",
                                     "https://management.azure.com/p\\r\\nX: 1" };
  g_autoptr (PlimReplay) good = run_next_link ("https://management.azure.com/p?$skip=a%20b");

  plim_script_assert_requests (good, TOKEN, USAGES, "/p?$skip=a%20b", NULL);
  plim_script_assert_percent (good, "quota:openai.a", 25);
  plim_script_assert_percent (good, "quota:openai.b", 50);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (PlimReplay) replay = run_next_link (bad[i]);

    g_test_message ("%s", bad[i]);
    plim_script_assert_requests (replay, TOKEN, USAGES, NULL);
    plim_script_assert_percent (replay, "quota:openai.a", 25);
  }
}

static void
test_twenty_pages_are_the_most (void)
{
  g_autoptr (PlimScript) script = script_with_allocation ();
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_answer (script, 200, TOKEN_ANSWER);
  for (guint i = 0; i < 30; i++)
    plim_script_answer (script, 200,
                        "{\"value\": [], \"nextLink\": \"https://management.azure.com/again\"}");
  replay = plim_script_run (script, "azure-openai");
  g_assert_no_error (replay->error);
  g_assert_cmpuint (replay->n_answered, ==, 21);
}

static void
test_allocation_never_leads (void)
{
  g_autoptr (PlimScript) script = script_with_allocation ();
  g_autoptr (PlimReplay) replay = NULL;
  const PlimUsageWindow *window;

  plim_script_answer (script, 200, TOKEN_ANSWER);
  plim_script_answer (script, 200,
                      "{\"value\": [" USAGE ("OpenAI.A", "\"5\"", "4") ", {\"name\": 5}, " USAGE (
                          "OpenAI.B", "null", "4") ", " USAGE ("AIServices.C", "1", "1") "]}");
  replay = plim_script_run (script, "azure-openai");
  plim_script_assert_percent (replay, "quota:openai.a", 125);
  g_assert_cmpuint (plim_snapshot_get_n_windows (replay->snapshot), ==, 1);
  window = plim_snapshot_get_window (replay->snapshot, 0);
  g_assert_false (window->can_lead);
  g_assert_false (window->limit_reached);
  g_assert_cmpstr (window->scope, ==, "OpenAI.A");
}

static void
test_broken_usages_are_refused (void)
{
  static const char *const bad[] = {
    "{}",
    "[]",
    "{\"value\": {\"a\": 1}}",
    "{\"value\": [5]}",
    "{\"value\": [" USAGE ("OpenAI.A", "\"many\"", "4") "]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (PlimScript) script = script_with_allocation ();
    g_autoptr (PlimReplay) replay = NULL;

    plim_script_answer (script, 200, TOKEN_ANSWER);
    plim_script_answer (script, 200, bad[i]);
    replay = plim_script_run (script, "azure-openai");
    plim_script_assert_error (replay, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
  }
}

typedef struct {
  guint status;
  const char *body;
  PlimStatus expected;
  PlimCause cause;
} Refusal;

static const Refusal token_refusals[] = {
  { 400, "{\"error\": \"invalid_request\", \"error_codes\": [\"x\", 90002]}",
    PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE },
  { 400, "{\"error\": \"unauthorized_client\", \"error_codes\": [700016]}",
    PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE },
  { 401, "{\"error\": \"invalid_client\"}", PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE },
  { 400, "{\"error\": \"invalid_scope\"}", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
  { 200, "{\"access_token\": 5}", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
  { 429, "{}", PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE },
  { 503, "{}", PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE },
};

static const Refusal usages_refusals[] = {
  { 401, "{\"error\": {\"code\": \"ExpiredAuthenticationToken\"}}", PLIM_STATUS_NOT_AUTHENTICATED,
    PLIM_CAUSE_NONE },
  { 403, "{\"error\": {\"code\": \"AuthorizationFailed\"}}", PLIM_STATUS_MISCONFIGURED,
    PLIM_CAUSE_MISSING_PERMISSION },
  { 404, "{\"error\": {\"code\": \"SubscriptionNotFound\"}}", PLIM_STATUS_MISCONFIGURED,
    PLIM_CAUSE_NONE },
  { 400, "{\"error\": {\"code\": \"NoRegisteredProviderFound\"}}", PLIM_STATUS_MISCONFIGURED,
    PLIM_CAUSE_NONE },
  { 400, "{\"error\": {\"code\": \"LocationNotAvailableForResourceType\"}}",
    PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE },
  { 400, "{}", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
};

static const Refusal probe_refusals[] = {
  { 401, "{\"error\": {\"message\": \"wrong key or endpoint\"}}", PLIM_STATUS_NOT_AUTHENTICATED,
    PLIM_CAUSE_NONE },
  { 403, "{\"error\": {\"code\": \"403\", \"message\": \"firewall\"}}", PLIM_STATUS_MISCONFIGURED,
    PLIM_CAUSE_NONE },
  { 404, "{\"error\": {\"code\": \"404\", \"message\": \"Resource not found\"}}",
    PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE },
  { 400, "{\"error\": {\"code\": \"OperationNotSupported\"}}", PLIM_STATUS_MISCONFIGURED,
    PLIM_CAUSE_NONE },
  { 400, "{\"error\": {\"code\": \"other\"}}", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
  { 408, "{}", PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE },
  { 429, "{}", PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE },
};

static void
test_refusals_are_told_apart (void)
{
  const struct {
    PlimScript *(*make) (void);
    const char *before; /* (nullable) */
    const Refusal *refusals;
    gsize n_refusals;
  } groups[] = {
    { script_with_allocation, NULL, token_refusals, G_N_ELEMENTS (token_refusals) },
    { script_with_allocation, TOKEN_ANSWER, usages_refusals, G_N_ELEMENTS (usages_refusals) },
    { script_with_probe, NULL, probe_refusals, G_N_ELEMENTS (probe_refusals) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++) {
    for (gsize j = 0; j < groups[i].n_refusals; j++) {
      const Refusal *each = &groups[i].refusals[j];
      g_autoptr (PlimScript) script = groups[i].make ();
      g_autoptr (PlimReplay) replay = NULL;

      g_test_message ("%u %s", each->status, each->body);
      if (groups[i].before != NULL)
        plim_script_answer (script, 200, groups[i].before);
      plim_script_answer (script, each->status, each->body);
      replay = plim_script_run (script, "azure-openai");
      plim_script_assert_error (replay, each->expected, each->cause);
    }
  }
}

static void
test_other_name_of_the_token_limit_is_kept (void)
{
  g_autoptr (PlimScript) script = script_with_probe ();
  g_autoptr (PlimScript) later = script_with_probe ();
  g_autoptr (PlimReplay) first = NULL;
  g_autoptr (PlimReplay) second = NULL;
  g_autoptr (JsonObject) plain = NULL;
  g_autoptr (JsonObject) renamed = NULL;
  g_autoptr (JsonObject) known = NULL;

  plim_script_answer (script, 400, RENAMED);
  plim_answer_add_header (plim_script_answer (script, 200, "{}"), "x-ratelimit-remaining-requests",
                          "5");
  first = plim_script_run (script, "azure-openai");
  plim_script_assert_requests (first, PROBE, PROBE, NULL);
  plim_script_assert_memory (first, "renamed", "chat");
  g_assert_cmpuint (plim_snapshot_get_n_windows (first->snapshot), ==, 1);
  plain = parse_body (first, 0);
  renamed = parse_body (first, 1);
  g_assert_cmpint (json_object_get_int_member (plain, "max_tokens"), ==, 1);
  g_assert_false (json_object_has_member (renamed, "max_tokens"));
  g_assert_cmpint (json_object_get_int_member (renamed, "max_completion_tokens"), ==, 16);

  plim_script_remember (later, "renamed", "chat");
  plim_script_answer (later, 400, RENAMED);
  second = plim_script_run (later, "azure-openai");
  plim_script_assert_requests (second, PROBE, NULL);
  known = parse_body (second, 0);
  g_assert_cmpint (json_object_get_int_member (known, "max_completion_tokens"), ==, 16);
  plim_script_assert_error (second, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
}

static void
test_model_that_thinks_too_long_was_asked_too (void)
{
  g_autoptr (PlimScript) script = script_with_probe ();
  g_autoptr (PlimReplay) replay = NULL;
  PlimAnswer *answer = plim_script_answer (
      script, 400,
      "{\"error\": {\"message\": \"Could not finish the message because max_tokens or model output "
      "limit was reached.\"}}");

  plim_answer_add_header (answer, "x-ratelimit-limit-requests", "10");
  plim_answer_add_header (answer, "x-ratelimit-remaining-requests", "9");
  replay = plim_script_run (script, "azure-openai");
  plim_script_assert_percent (replay, "requests", 10);
}

static void
test_newer_path_names_the_deployment_in_the_body (void)
{
  g_autoptr (PlimScript) script = script_with_probe ();
  g_autoptr (PlimReplay) replay = NULL;
  g_autoptr (JsonObject) body = NULL;

  plim_script_set (script, "api_version", "v1");
  plim_script_set (script, "deployment", "a \"b\"/c");
  plim_script_answer (script, 200, "{}");
  replay = plim_script_run (script, "azure-openai");
  plim_script_assert_requests (replay, "/openai/v1/chat/completions", NULL);
  body = parse_body (replay, 0);
  g_assert_cmpstr (plim_json_get_string (body, "model"), ==, "a \"b\"/c");
}

static void
test_deployment_is_escaped (void)
{
  g_autoptr (PlimScript) script = script_with_probe ();
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_set (script, "deployment", "a/../b?c");
  plim_script_answer (script, 200, "{}");
  replay = plim_script_run (script, "azure-openai");
  plim_script_assert_requests (
      replay, "/openai/deployments/a%2F..%2Fb%3Fc/chat/completions?api-version=2024-10-21", NULL);
}

static void
test_unlimited_is_no_limit (void)
{
  g_autoptr (PlimScript) script = script_with_probe ();
  g_autoptr (PlimReplay) replay = NULL;
  PlimAnswer *answer = plim_script_answer (script, 200, "{}");
  const PlimUsageWindow *window;

  plim_answer_add_header (answer, "x-ratelimit-limit-tokens", "-1");
  plim_answer_add_header (answer, "x-ratelimit-remaining-tokens", "9000");
  plim_answer_add_header (answer, "x-ratelimit-limit-requests", "-1");
  plim_answer_add_header (answer, "x-ratelimit-remaining-requests", "-1");
  replay = plim_script_run (script, "azure-openai");
  g_assert_cmpuint (plim_snapshot_get_n_windows (replay->snapshot), ==, 1);
  window = plim_snapshot_get_window (replay->snapshot, 0);
  g_assert_cmpstr (window->id, ==, "tokens");
  g_assert_cmpfloat (window->remaining, ==, 9000);
  g_assert_true (isnan (window->used_percent));
  g_assert_cmpint (window->length_s, ==, 60);
}

static void
test_nothing_is_paid_unless_switched_on (void)
{
  g_autoptr (PlimScript) script = script_with_allocation ();
  g_autoptr (PlimReplay) replay = NULL;

  plim_exchange_add_secret_field (script->exchange, "api_key");
  plim_script_set (script, "deployment", "chat");
  plim_script_answer (script, 200, TOKEN_ANSWER);
  plim_script_answer (script, 200, "{\"value\": []}");
  replay = plim_script_run (script, "azure-openai");
  plim_script_assert_requests (replay, TOKEN, USAGES, NULL);
}

static void
test_probe_is_kept_between (void)
{
  g_autoptr (PlimScript) script = script_with_probe ();
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_remember (script, "probe", "chat\nrequests 50 40 1795176060");
  plim_script_remember (script, "probe_at", "2026-11-20T11:45:01Z");
  replay = plim_script_run (script, "azure-openai");
  g_assert_cmpuint (replay->requests->len, ==, 0);
  plim_script_assert_percent (replay, "requests", 20);
}

static void
assert_setup (PlimScript *script, int status)
{
  const PlimProvider *provider = plim_providers_find ("azure-openai");
  g_autoptr (GError) error = NULL;
  gboolean is_fine = plim_provider_check_setup (provider, script->exchange, &error);

  g_assert_cmpint (is_fine, ==, status == PLIM_STATUS_OK);
  if (!is_fine)
    g_assert_error (error, PLIM_ERROR, status);
}

static void
test_setup_must_be_whole (void)
{
  g_autoptr (PlimScript) none = plim_script_new ();
  g_autoptr (PlimScript) probe = script_with_probe ();
  g_autoptr (PlimScript) allocation = script_with_allocation ();

  assert_setup (none, PLIM_STATUS_NOT_AUTHENTICATED);
  plim_script_set (none, "probe", "true");
  assert_setup (none, PLIM_STATUS_NOT_AUTHENTICATED);
  assert_setup (probe, PLIM_STATUS_OK);
  plim_script_set (probe, "deployment", "");
  assert_setup (probe, PLIM_STATUS_MISCONFIGURED);
  assert_setup (allocation, PLIM_STATUS_OK);
  plim_script_set (allocation, "region", "");
  assert_setup (allocation, PLIM_STATUS_MISCONFIGURED);
  g_hash_table_remove_all (allocation->exchange->secrets);
  assert_setup (allocation, PLIM_STATUS_NOT_AUTHENTICATED);
}

static void
test_values_are_checked (void)
{
  static const struct {
    const char *field;
    const char *value;
    const char *expected; /* (nullable): refused */
  } cases[] = {
    { "endpoint", "made-up.openai.azure.com", "https://made-up.openai.azure.com" },
    { "endpoint", "https://a.openai.azure.com/openai/v1/", "https://a.openai.azure.com" },
    { "endpoint", "https://a.openai.azure.com/openai/", "https://a.openai.azure.com" },
    { "endpoint", "https://proxy.example.com/azure//", "https://proxy.example.com/azure" },
    { "endpoint", "http://127.0.0.1:8080", "http://127.0.0.1:8080" },
    { "endpoint", "http://a.openai.azure.com", NULL },
    { "endpoint", "http://127.0.0.1.example.com", NULL },
    { "endpoint", "https://a.openai.azure.com/x?api-version=1", NULL },
    { "endpoint", "https://user@a.openai.azure.com", NULL },
    { "endpoint", "https://", NULL },
    { "endpoint", "a b", NULL },
    { "api_key", "0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef" },
    { "api_key", "sk-proj-0123456789abcdef", NULL },
    { "api_key", "short", NULL },
    { "client_secret", "aB~8.value", "aB~8.value" },
    { "client_secret", TENANT, NULL },
    { "tenant", "Example.OnMicrosoft.com", "example.onmicrosoft.com" },
    { "tenant", TENANT, TENANT },
    { "tenant", "a/b.c", NULL },
    { "tenant", "common", NULL },
    { "client", "not an id", NULL },
    { "subscription", TENANT, TENANT },
    { "region", "East US 2", "eastus2" },
    { "region", "east/us", NULL },
    { "api_version", "2025-04-01-preview", "2025-04-01-preview" },
    { "api_version", "v1", "v1" },
    { "api_version", "latest", NULL },
  };
  const PlimProvider *provider = plim_providers_find ("azure-openai");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const PlimField *field = plim_provider_find_field (provider, cases[i].field);
    g_autofree char *value = plim_field_normalize (field, cases[i].value, NULL);

    g_test_message ("%s", cases[i].value);
    g_assert_cmpstr (value, ==, cases[i].expected);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, function) g_test_add_func ("/providers/azure-openai/" name, function)
  TEST ("token-is-asked-for-and-spent", test_token_is_asked_for_and_spent);
  TEST ("next-page-is-asked-of-the-same-host", test_next_page_is_asked_of_the_same_host);
  TEST ("twenty-pages-are-the-most", test_twenty_pages_are_the_most);
  TEST ("allocation-never-leads", test_allocation_never_leads);
  TEST ("broken-usages-are-refused", test_broken_usages_are_refused);
  TEST ("refusals-are-told-apart", test_refusals_are_told_apart);
  TEST ("other-name-of-the-token-limit-is-kept", test_other_name_of_the_token_limit_is_kept);
  TEST ("model-that-thinks-too-long-was-asked-too", test_model_that_thinks_too_long_was_asked_too);
  TEST ("newer-path-names-the-deployment", test_newer_path_names_the_deployment_in_the_body);
  TEST ("deployment-is-escaped", test_deployment_is_escaped);
  TEST ("unlimited-is-no-limit", test_unlimited_is_no_limit);
  TEST ("nothing-is-paid-unless-switched-on", test_nothing_is_paid_unless_switched_on);
  TEST ("probe-is-kept-between", test_probe_is_kept_between);
  TEST ("setup-must-be-whole", test_setup_must_be_whole);
  TEST ("values-are-checked", test_values_are_checked);
  return g_test_run ();
}
