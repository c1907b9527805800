/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-error.h"
#include "plim-json.h"
#include "plim-providers.h"
#include "plim-script.h"

#include <math.h>
#include <string.h>

#define COST                                                                                       \
  "/v1/organizations/cost_report?starting_at=2026-11-01T00:00:00Z&bucket_width=1d&limit=31"
#define PROBE "/v1/messages"
#define MODELS "/v1/models?limit=1"
#define SPEND_LIMITS "/v1/organizations/spend_limits"
#define PAGE(amount, more)                                                                         \
  "{\"data\": [{\"results\": [{\"amount\": " amount "}]}], \"has_more\": " more "}"
#define LAST_PAGE PAGE ("\"150.5\"", "false")

static PlimScript *
script_with_secrets (const char *first, const char *second)
{
  PlimScript *script = plim_script_new ();

  plim_exchange_add_secret_field (script->exchange, first);
  if (second != NULL)
    plim_exchange_add_secret_field (script->exchange, second);
  return script;
}

static void
add_rate_headers (PlimAnswer *answer, const char *kind, const char *limit, const char *remaining)
{
  g_autofree char *limit_name = g_strdup_printf ("anthropic-ratelimit-%s-limit", kind);
  g_autofree char *remaining_name = g_strdup_printf ("Anthropic-RateLimit-%s-Remaining", kind);

  plim_answer_add_header (answer, limit_name, limit);
  if (remaining != NULL)
    plim_answer_add_header (answer, remaining_name, remaining);
}

static void
test_pages_are_summed_up (void)
{
  g_autoptr (PlimScript) script = script_with_secrets ("admin_key", NULL);
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_set (script, "monthly_budget", "10");
  plim_script_answer (script, 200, PAGE ("\"100\"", "true, \"next_page\": \"a&b/c\""));
  plim_script_answer (script, 200, PAGE ("250.25", "true, \"next_page\": \"page_2\""));
  plim_script_answer (script, 200, PAGE ("\"-0.25\"", "false, \"next_page\": \"page_2\""));
  replay = plim_script_run (script, "anthropic");
  plim_script_assert_requests (replay, COST, COST "&page=a%26b%2Fc", COST "&page=page_2", NULL);
  plim_script_assert_percent (replay, "monthly-spend", 35);
}

static void
test_pages_must_end (void)
{
  static const char *const bad[] = { "true", "true, \"next_page\": null",
                                     "true, \"next_page\": \"\"", "true, \"next_page\": 5" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (PlimScript) script = script_with_secrets ("admin_key", NULL);
    g_autoptr (PlimReplay) replay = NULL;
    g_autofree char *body = g_strdup_printf ("{\"data\": [], \"has_more\": %s}", bad[i]);

    plim_script_answer (script, 200, body);
    replay = plim_script_run (script, "anthropic");
    plim_script_assert_error (replay, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
  }
}

static void
test_repeated_page_is_refused (void)
{
  g_autoptr (PlimScript) script = script_with_secrets ("admin_key", NULL);
  g_autoptr (PlimReplay) replay = NULL;

  for (guint i = 0; i < 3; i++)
    plim_script_answer (script, 200, PAGE ("1", "true, \"next_page\": \"again\""));
  replay = plim_script_run (script, "anthropic");
  g_assert_cmpuint (replay->n_answered, ==, 2);
  plim_script_assert_error (replay, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
}

static PlimReplay *
run_pages (guint n_pages)
{
  g_autoptr (PlimScript) script = script_with_secrets ("admin_key", NULL);

  plim_script_set (script, "monthly_budget", "100");
  for (guint i = 1; i <= n_pages; i++) {
    g_autofree char *body = g_strdup_printf (PAGE ("100", "%s, \"next_page\": \"page_%u\""),
                                             i < n_pages ? "true" : "false", i);

    plim_script_answer (script, 200, body);
  }
  return plim_script_run (script, "anthropic");
}

static void
test_forty_pages_are_the_most (void)
{
  g_autoptr (PlimReplay) forty = run_pages (40);
  g_autoptr (PlimReplay) more = run_pages (41);

  plim_script_assert_percent (forty, "monthly-spend", 40);
  g_assert_cmpuint (more->n_answered, ==, 40);
  plim_script_assert_error (more, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
}

static void
test_broken_report_is_refused (void)
{
  static const char *const bad[] = {
    PAGE ("\"much\"", "false"),
    PAGE ("null", "false"),
    "{\"data\": [{}]}",
    "{\"data\": [5]}",
    "{\"data\": {\"a\": 1}}",
    "{}",
    "[]",
    "{\"data\": [{\"results\": [7]}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (PlimScript) script = script_with_secrets ("admin_key", NULL);
    g_autoptr (PlimReplay) replay = NULL;

    plim_script_answer (script, 200, bad[i]);
    replay = plim_script_run (script, "anthropic");
    plim_script_assert_error (replay, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
  }
}

static void
test_spend_limit_stands_in_for_a_budget (void)
{
  g_autoptr (PlimScript) script = script_with_secrets ("admin_key", NULL);
  g_autoptr (PlimReplay) replay = NULL;
  const PlimUsageWindow *window;

  plim_script_answer (script, 200, LAST_PAGE);
  plim_script_answer (
      script, 200,
      "{\"data\": [5, {\"amount\": \"1\", \"period\": \"daily\", \"is_enabled\": true,"
      " \"scope\": {\"type\": \"organization\"}},"
      " {\"amount\": \"2\", \"period\": \"monthly\", \"is_enabled\": false,"
      " \"scope\": {\"type\": \"organization\"}},"
      " {\"amount\": \"3\", \"period\": \"monthly\", \"is_enabled\": true,"
      " \"scope\": {\"type\": \"workspace\"}},"
      " {\"amount\": \"301\", \"period\": \"monthly\", \"is_enabled\": true,"
      " \"scope\": {\"type\": \"organization\"}}]}");
  replay = plim_script_run (script, "anthropic");
  plim_script_assert_requests (replay, COST, SPEND_LIMITS, NULL);
  plim_script_assert_percent (replay, "monthly-spend", 50);
  window = plim_snapshot_find_window (replay->snapshot, "monthly-spend");
  g_assert_cmpfloat_with_epsilon (window->limit, 3.01, 0.001);
  plim_script_assert_memory (replay, "spend_limit", "301.00");
  plim_script_assert_memory (replay, "spend_limit_at", "2026-11-20T12:00:00Z");
}

static void
test_spend_limit_is_asked_hourly (void)
{
  g_autoptr (PlimScript) script = script_with_secrets ("admin_key", NULL);
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_remember (script, "spend_limit", "301.00");
  plim_script_remember (script, "spend_limit_at", "2026-11-20T11:10:00Z");
  plim_script_answer (script, 200, LAST_PAGE);
  replay = plim_script_run (script, "anthropic");
  plim_script_assert_requests (replay, COST, NULL);
  plim_script_assert_percent (replay, "monthly-spend", 50);
}

static void
test_refused_spend_limits_are_ignored (void)
{
  g_autoptr (PlimScript) script = script_with_secrets ("admin_key", NULL);
  g_autoptr (PlimReplay) replay = NULL;
  const PlimUsageWindow *window;

  plim_script_answer (script, 200, LAST_PAGE);
  plim_script_answer (script, 403, "{\"error\": {\"type\": \"permission_error\"}}");
  replay = plim_script_run (script, "anthropic");
  plim_script_assert_memory (replay, "spend_limit", "");
  window = plim_snapshot_find_window (replay->snapshot, "monthly-spend");
  g_assert_cmpfloat_with_epsilon (window->used, 1.505, 0.0001);
  g_assert_true (isnan (window->limit));
  g_assert_true (isnan (window->used_percent));
}

static void
test_api_key_alone_is_only_checked (void)
{
  g_autoptr (PlimScript) script = script_with_secrets ("api_key", NULL);
  g_autoptr (PlimReplay) replay = NULL;
  const PlimRequest *request;

  plim_script_answer (script, 200, "{\"data\": []}");
  replay = plim_script_run (script, "anthropic");
  plim_script_assert_requests (replay, MODELS, NULL);
  g_assert_no_error (replay->error);
  g_assert_cmpuint (plim_snapshot_get_n_windows (replay->snapshot), ==, 0);
  request = g_ptr_array_index (replay->requests, 0);
  g_assert_cmpstr (plim_request_get_credential (request, 0)->secret_field, ==, "api_key");
  g_assert_cmpstr (plim_request_get_credential (request, 0)->name, ==, "x-api-key");
}

static void
test_setup_checks_both_keys (void)
{
  g_autoptr (PlimScript) script = script_with_secrets ("api_key", "admin_key");
  g_autoptr (PlimReplay) replay = NULL;

  script->exchange->is_setup = TRUE;
  plim_script_set (script, "monthly_budget", "10");
  plim_script_answer (script, 200, LAST_PAGE);
  plim_script_answer (script, 401, "{}");
  replay = plim_script_run (script, "anthropic");
  plim_script_assert_requests (replay, COST, MODELS, NULL);
  plim_script_assert_error (replay, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE);
}

static void
test_nothing_is_paid_unless_switched_on (void)
{
  g_autoptr (PlimScript) script = script_with_secrets ("api_key", "admin_key");
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_set (script, "monthly_budget", "10");
  plim_script_answer (script, 200, LAST_PAGE);
  replay = plim_script_run (script, "anthropic");
  plim_script_assert_requests (replay, COST, NULL);
}

static void
test_probe_is_tiny (void)
{
  g_autoptr (PlimScript) script = script_with_secrets ("api_key", NULL);
  g_autoptr (PlimReplay) replay = NULL;
  g_autoptr (JsonObject) body = NULL;
  const PlimRequest *request;
  double max_tokens;

  plim_script_set (script, "probe", "true");
  plim_script_set (script, "model", "a \"quoted\" model");
  plim_script_answer (script, 200, "not even JSON");
  replay = plim_script_run (script, "anthropic");
  g_assert_no_error (replay->error);
  plim_script_assert_requests (replay, PROBE, NULL);
  request = g_ptr_array_index (replay->requests, 0);
  g_assert_cmpstr (request->content_type, ==, "application/json");
  body = plim_json_parse_object (request->body, NULL);
  g_assert_cmpstr (plim_json_get_string (body, "model"), ==, "a \"quoted\" model");
  g_assert_true (plim_json_get_number (body, "max_tokens", &max_tokens));
  g_assert_cmpfloat (max_tokens, ==, 1);
}

static void
test_probe_says_whose_key_it_is (void)
{
  g_autoptr (PlimScript) script = script_with_secrets ("api_key", NULL);
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_set (script, "probe", "true");
  plim_answer_add_header (plim_script_answer (script, 200, "{}"), "anthropic-organization-id",
                          "org-a1");
  replay = plim_script_run (script, "anthropic");
  g_assert_no_error (replay->error);
  g_assert_cmpstr (plim_snapshot_get_owner_id (replay->snapshot), ==, "org-a1");
}

/* What was paid for is not asked again within 15 minutes; its numbers stay for a while. */
static void
test_probe_is_kept_between (void)
{
  static const struct {
    const char *probe_at;
    gboolean is_asked;
    gboolean is_kept;
  } cases[] = {
    { "2026-11-20T11:59:00Z", FALSE, TRUE },
    { "2026-11-20T11:45:01Z", FALSE, TRUE },
    { "2026-11-20T11:45:00Z", TRUE, TRUE },
    { "2026-11-20T11:30:00Z", TRUE, FALSE },
  };
  g_autoptr (PlimScript) first = script_with_secrets ("api_key", NULL);
  g_autoptr (PlimReplay) paid = NULL;
  const char *kept;

  plim_script_set (first, "probe", "true");
  add_rate_headers (plim_script_answer (first, 200, "{}"), "requests", "50", "40");
  paid = plim_script_run (first, "anthropic");
  plim_script_assert_percent (paid, "requests", 20);
  plim_script_assert_memory (paid, "probe_at", "2026-11-20T12:00:00Z");
  kept = g_hash_table_lookup (plim_snapshot_get_memory (paid->snapshot), "probe");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PlimScript) script = script_with_secrets ("api_key", "admin_key");
    g_autoptr (PlimReplay) replay = NULL;

    plim_script_set (script, "probe", "true");
    plim_script_set (script, "monthly_budget", "10");
    plim_script_remember (script, "probe", kept);
    plim_script_remember (script, "probe_at", cases[i].probe_at);
    if (cases[i].is_asked)
      plim_script_answer (script, 200, "{}");
    plim_script_answer (script, 200, LAST_PAGE);
    replay = plim_script_run (script, "anthropic");
    g_assert_no_error (replay->error);
    g_assert_cmpuint (replay->requests->len, ==, cases[i].is_asked ? 2 : 1);
    if (!cases[i].is_asked && cases[i].is_kept)
      plim_script_assert_percent (replay, "requests", 20);
  }
}

static PlimReplay *
run_rates (const char *kinds[][3], guint n_kinds)
{
  g_autoptr (PlimScript) script = script_with_secrets ("api_key", NULL);
  PlimAnswer *answer;

  plim_script_set (script, "probe", "true");
  answer = plim_script_answer (script, 200, "{}");
  for (guint i = 0; i < n_kinds; i++)
    add_rate_headers (answer, kinds[i][0], kinds[i][1], kinds[i][2]);
  return plim_script_run (script, "anthropic");
}

static void
test_tokens_stand_in_for_input_and_output (void)
{
  const char *alone[][3] = { { "tokens", "1000", "900" } };
  const char *beside[][3] = { { "tokens", "1000", "900" }, { "output-tokens", "10", "5" } };
  g_autoptr (PlimReplay) one = run_rates (alone, 1);
  g_autoptr (PlimReplay) two = run_rates (beside, 2);

  plim_script_assert_percent (one, "tokens", 10);
  plim_script_assert_percent (two, "output-tokens", 50);
  g_assert_null (plim_snapshot_find_window (two->snapshot, "tokens"));
}

static void
test_rate_needs_limit_and_remaining (void)
{
  const char *kinds[][3] = {
    { "requests", "50", NULL },
    { "input-tokens", "many", "5" },
    { "output-tokens", "0", "0" },
  };
  g_autoptr (PlimReplay) replay = run_rates (kinds, 3);
  const PlimUsageWindow *window;

  g_assert_no_error (replay->error);
  g_assert_cmpuint (plim_snapshot_get_n_windows (replay->snapshot), ==, 1);
  window = plim_snapshot_get_window (replay->snapshot, 0);
  g_assert_cmpstr (window->id, ==, "output-tokens");
  g_assert_true (isnan (window->used_percent));
  g_assert_cmpint (window->length_s, ==, 60);
}

static void
test_more_left_than_the_limit_is_nothing_used (void)
{
  const char *kinds[][3] = { { "requests", "1000", "1004" } };
  g_autoptr (PlimReplay) replay = run_rates (kinds, 1);

  plim_script_assert_percent (replay, "requests", 0);
}

static void
test_refusals_are_told_apart (void)
{
  static const struct {
    guint status;
    const char *body;
    PlimStatus expected;
    PlimCause cause;
  } cases[] = {
    { 403, "{\"error\": {\"type\": \"permission_error\", \"message\": \"no\"}}",
      PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_MISSING_PERMISSION },
    { 404, "{\"error\": {\"type\": \"not_found_error\", \"message\": \"model: x\"}}",
      PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE },
    { 404, "{}", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
    { 400,
      "{\"error\": {\"type\": \"invalid_request_error\", \"message\": \"Your Credit Balance is too "
      "low to access the API.\"}}",
      PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NO_CREDIT },
    { 400, "{\"error\": {\"type\": \"invalid_request_error\", \"message\": \"other\"}}",
      PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
    { 500, "{\"error\": {\"type\": \"api_error\"}}", PLIM_STATUS_PROVIDER_UNAVAILABLE,
      PLIM_CAUSE_NONE },
    /* A refusal without any header has no windows to show. */
    { 429, "{}", PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PlimScript) script = script_with_secrets ("api_key", NULL);
    g_autoptr (PlimReplay) replay = NULL;

    plim_script_set (script, "probe", "true");
    plim_script_answer (script, cases[i].status, cases[i].body);
    replay = plim_script_run (script, "anthropic");
    plim_script_assert_error (replay, cases[i].expected, cases[i].cause);
  }
}

static void
test_month_has_its_true_length (void)
{
  g_autoptr (PlimScript) script = script_with_secrets ("admin_key", NULL);
  g_autoptr (PlimReplay) replay = NULL;
  const PlimUsageWindow *window;

  script->exchange->now = plim_time_parse ("2028-02-29T23:59:59Z");
  plim_script_set (script, "monthly_budget", "10");
  plim_script_answer (script, 200, LAST_PAGE);
  replay = plim_script_run (script, "anthropic");
  window = plim_snapshot_find_window (replay->snapshot, "monthly-spend");
  g_assert_cmpint (window->length_s, ==, 29 * 86400);
  g_assert_cmpint (window->resets_at, ==, plim_time_parse ("2028-03-01T00:00:00Z"));
}

static void
test_one_of_two_keys_is_needed (void)
{
  const PlimProvider *provider = plim_providers_find ("anthropic");
  g_autoptr (PlimScript) none = plim_script_new ();
  g_autoptr (PlimScript) admin = script_with_secrets ("admin_key", NULL);
  g_autoptr (PlimScript) api = script_with_secrets ("api_key", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (plim_provider_check_setup (provider, none->exchange, &error));
  g_assert_error (error, PLIM_ERROR, PLIM_STATUS_NOT_AUTHENTICATED);
  g_assert_true (plim_provider_check_setup (provider, admin->exchange, NULL));
  plim_script_set (admin, "probe", "true");
  g_assert_false (plim_provider_check_setup (provider, admin->exchange, NULL));
  plim_script_set (api, "probe", "true");
  g_assert_true (plim_provider_check_setup (provider, api->exchange, NULL));
}

static void
test_keys_are_told_apart_by_prefix (void)
{
  static const struct {
    const char *field;
    const char *value;
    gboolean is_good;
  } cases[] = {
    { "api_key", " sk-ant-api03-FAKE", TRUE },
    { "api_key", "sk-ant-admin01-FAKE", FALSE },
    { "api_key", "sk-ant-oat01-FAKE", FALSE },
    { "api_key", "sk-FAKE", FALSE },
    { "api_key", "sk-ant-api FAKE", FALSE },
    { "admin_key", "sk-ant-admin01-FAKE ", TRUE },
    { "admin_key", "sk-ant-api03-FAKE", FALSE },
    { "admin_key", "sk-ant-sid01-FAKE", FALSE },
    { "admin_key", "FAKE", FALSE },
    { "admin_key", "", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const PlimField *field =
        plim_provider_find_field (plim_providers_find ("anthropic"), cases[i].field);
    g_autoptr (GError) error = NULL;
    g_autofree char *value = plim_field_normalize (field, cases[i].value, &error);

    g_assert_cmpint (value != NULL, ==, cases[i].is_good);
    if (value == NULL)
      g_assert_error (error, PLIM_ERROR, PLIM_STATUS_NOT_AUTHENTICATED);
  }
}

int
main (int argc, char **argv)
{
#define ADD(name, function) g_test_add_func ("/providers/anthropic/" name, function)
  g_test_init (&argc, &argv, NULL);
  ADD ("pages-are-summed-up", test_pages_are_summed_up);
  ADD ("pages-must-end", test_pages_must_end);
  ADD ("repeated-page-is-refused", test_repeated_page_is_refused);
  ADD ("forty-pages-are-the-most", test_forty_pages_are_the_most);
  ADD ("broken-report-is-refused", test_broken_report_is_refused);
  ADD ("spend-limit-stands-in-for-a-budget", test_spend_limit_stands_in_for_a_budget);
  ADD ("spend-limit-is-asked-hourly", test_spend_limit_is_asked_hourly);
  ADD ("refused-spend-limits-are-ignored", test_refused_spend_limits_are_ignored);
  ADD ("api-key-alone-is-only-checked", test_api_key_alone_is_only_checked);
  ADD ("setup-checks-both-keys", test_setup_checks_both_keys);
  ADD ("nothing-is-paid-unless-switched-on", test_nothing_is_paid_unless_switched_on);
  ADD ("probe-is-tiny", test_probe_is_tiny);
  ADD ("probe-says-whose-key-it-is", test_probe_says_whose_key_it_is);
  ADD ("probe-is-kept-between", test_probe_is_kept_between);
  ADD ("tokens-stand-in-for-input-and-output", test_tokens_stand_in_for_input_and_output);
  ADD ("rate-needs-limit-and-remaining", test_rate_needs_limit_and_remaining);
  ADD ("more-left-than-the-limit-is-nothing-used", test_more_left_than_the_limit_is_nothing_used);
  ADD ("refusals-are-told-apart", test_refusals_are_told_apart);
  ADD ("month-has-its-true-length", test_month_has_its_true_length);
  ADD ("one-of-two-keys-is-needed", test_one_of_two_keys_is_needed);
  ADD ("keys-are-told-apart-by-prefix", test_keys_are_told_apart_by_prefix);
  return g_test_run ();
}
