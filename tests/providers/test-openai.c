/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-error.h"
#include "plim-json.h"
#include "plim-openai-rates.h"
#include "plim-providers.h"
#include "plim-script.h"

#include <math.h>

#define COSTS "/v1/organization/costs?start_time=1793491200&bucket_width=1d&limit=31"
#define SPEND_LIMIT "/v1/organization/spend_limit"
#define PROBE "/v1/responses"
#define AMOUNT(value, currency) "{\"amount\": {\"value\": " value ", \"currency\": " currency "}}"
#define PAGE(results, more) "{\"data\": [{\"results\": [" results "]}], \"has_more\": " more "}"
#define LAST_PAGE PAGE (AMOUNT ("\"1.5\"", "\"usd\""), "false")

static PlimScript *
script_with_secrets (const char *first, const char *second)
{
  PlimScript *script = plim_script_new ();

  plim_exchange_add_secret_field (script->exchange, first);
  if (second != NULL)
    plim_exchange_add_secret_field (script->exchange, second);
  return script;
}

static PlimScript *
script_with_probe (const char *admin_key)
{
  PlimScript *script = script_with_secrets ("api_key", admin_key);

  plim_script_set (script, "probe", "true");
  plim_script_set (script, "model", "gpt-5-mini");
  return script;
}

static void
test_durations (void)
{
  static const struct {
    const char *text;
    double seconds;
  } cases[] = {
    { "12ms", 0.012 },
    { "1s", 1 },
    { "6m0s", 360 },
    { "1h2m3.5s", 3723.5 },
    { "8.64s", 8.64 },
    { "5", 5 },
    { "0", 0 },
    { "1m30s", 90 },
    { "3\302\265s", 3e-6 },
    { "3\316\274s", 3e-6 },
    { "3us", 3e-6 },
    { "7ns", 7e-9 },
  };
  static const char *const bad[] = { "",    "s",    "1d",    "1m2", "-5",
                                     "-5s", "1e3s", "1..5s", "inf", "1 s" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].text);
    g_assert_cmpfloat_with_epsilon (plim_openai_parse_duration (cases[i].text), cases[i].seconds,
                                    1e-9);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_test_message ("%s", bad[i]);
    g_assert_true (isnan (plim_openai_parse_duration (bad[i])));
  }
  g_assert_true (isnan (plim_openai_parse_duration (NULL)));
}

static void
test_broken_costs_are_refused (void)
{
  static const char *const bad[] = {
    PAGE (AMOUNT ("\"much\"", "\"usd\""), "false"),
    PAGE (AMOUNT ("null", "\"usd\""), "false"),
    PAGE (AMOUNT ("1", "\"dollars\""), "false"),
    PAGE ("{}", "false"),
    PAGE ("7", "false"),
    "{\"data\": [{}]}",
    "{\"data\": {\"a\": 1}}",
    "{}",
    "[]",
    PAGE ("", "true"),
    PAGE ("", "true, \"next_page\": \"\""),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (PlimScript) script = script_with_secrets ("admin_key", NULL);
    g_autoptr (PlimReplay) replay = NULL;

    plim_script_answer (script, 200, bad[i]);
    replay = plim_script_run (script, "openai");
    plim_script_assert_error (replay, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
  }
}

static void
test_repeated_page_is_refused (void)
{
  g_autoptr (PlimScript) script = script_with_secrets ("admin_key", NULL);
  g_autoptr (PlimReplay) replay = NULL;

  for (guint i = 0; i < 3; i++)
    plim_script_answer (script, 200, PAGE ("", "true, \"next_page\": \"a&b\""));
  replay = plim_script_run (script, "openai");
  plim_script_assert_requests (replay, COSTS, COSTS "&page=a%26b", NULL);
  plim_script_assert_error (replay, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
}

static void
test_month_without_cost_is_nothing_used (void)
{
  g_autoptr (PlimScript) script = script_with_secrets ("admin_key", NULL);
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_set (script, "monthly_budget", "10");
  plim_script_answer (script, 200, "{\"data\": [], \"has_more\": false}");
  replay = plim_script_run (script, "openai");
  plim_script_assert_percent (replay, "monthly-spend", 0);
}

static void
test_currencies_are_not_added_up (void)
{
  g_autoptr (PlimScript) script = script_with_secrets ("admin_key", NULL);
  g_autoptr (PlimReplay) replay = NULL;
  const PlimUsageWindow *window;

  plim_script_set (script, "monthly_budget", "10");
  plim_script_answer (script, 200,
                      PAGE (AMOUNT ("3", "\"eur\"") "," AMOUNT ("2",
                                                                "\"usd\"") "," AMOUNT ("4",
                                                                                       "\"EUR\""),
                            "false"));
  replay = plim_script_run (script, "openai");
  plim_script_assert_percent (replay, "monthly-spend", 20);
  g_assert_cmpuint (plim_snapshot_get_n_windows (replay->snapshot), ==, 2);
  window = plim_snapshot_find_window (replay->snapshot, "monthly-spend:eur");
  g_assert_cmpfloat (window->used, ==, 7);
  g_assert_cmpstr (window->unit, ==, "EUR");
  g_assert_true (isnan (window->limit));
}

static void
test_project_is_asked_alone (void)
{
  g_autoptr (PlimScript) script = script_with_secrets ("admin_key", NULL);
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_set (script, "project", "proj_a");
  plim_script_remember (script, "spend_limit", "3.00");
  plim_script_remember (script, "spend_limit_at", "2026-11-20T11:59:00Z");
  plim_script_answer (script, 200, LAST_PAGE);
  plim_script_answer (script, 404, "{\"error\": {\"message\": \"none\"}}");
  replay = plim_script_run (script, "openai");
  plim_script_assert_requests (replay, COSTS "&project_ids=proj_a",
                               "/v1/organization/projects/proj_a/spend_limit", NULL);
  plim_script_assert_memory (replay, "spend_limit", "");
  plim_script_assert_memory (replay, "spend_limit_project", "proj_a");
  g_assert_true (
      isnan (plim_snapshot_find_window (replay->snapshot, "monthly-spend")->used_percent));
}

static void
test_spend_limit_is_asked_hourly (void)
{
  g_autoptr (PlimScript) script = script_with_secrets ("admin_key", NULL);
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_remember (script, "spend_limit", "3.00");
  plim_script_remember (script, "spend_limit_at", "2026-11-20T11:10:00Z");
  plim_script_answer (script, 200, LAST_PAGE);
  replay = plim_script_run (script, "openai");
  plim_script_assert_requests (replay, COSTS, NULL);
  plim_script_assert_percent (replay, "monthly-spend", 50);
}

/* The old one is better than none. */
static void
test_failing_spend_limit_is_kept (void)
{
  g_autoptr (PlimScript) script = script_with_secrets ("admin_key", NULL);
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_remember (script, "spend_limit", "3.00");
  plim_script_answer (script, 200, LAST_PAGE);
  plim_script_answer (script, 500, "{}");
  replay = plim_script_run (script, "openai");
  plim_script_assert_requests (replay, COSTS, SPEND_LIMIT, NULL);
  plim_script_assert_percent (replay, "monthly-spend", 50);
  plim_script_assert_memory (replay, "spend_limit", "3.00");
}

static void
test_odd_spend_limits_are_none (void)
{
  static const char *const bodies[] = {
    "{\"threshold_amount\": 0, \"currency\": \"USD\"}",
    "{\"threshold_amount\": 100, \"currency\": \"EUR\"}",
    "{\"threshold_amount\": 100, \"interval\": \"day\"}",
    "{}",
    "no JSON",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (PlimScript) script = script_with_secrets ("admin_key", NULL);
    g_autoptr (PlimReplay) replay = NULL;

    plim_script_answer (script, 200, LAST_PAGE);
    plim_script_answer (script, 200, bodies[i]);
    replay = plim_script_run (script, "openai");
    g_assert_no_error (replay->error);
    g_assert_true (
        isnan (plim_snapshot_find_window (replay->snapshot, "monthly-spend")->used_percent));
  }
}

static void
test_nothing_is_paid_unless_switched_on (void)
{
  g_autoptr (PlimScript) script = script_with_secrets ("api_key", "admin_key");
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_set (script, "model", "gpt-5-mini");
  plim_script_set (script, "monthly_budget", "10");
  plim_script_answer (script, 200, LAST_PAGE);
  replay = plim_script_run (script, "openai");
  plim_script_assert_requests (replay, COSTS, NULL);
}

static void
test_probe_is_tiny (void)
{
  g_autoptr (PlimScript) script = script_with_probe (NULL);
  g_autoptr (PlimReplay) replay = NULL;
  g_autoptr (JsonObject) body = NULL;
  const PlimRequest *request;
  double max_tokens;

  plim_script_set (script, "model", "a \"quoted\" model");
  plim_script_answer (script, 200, "not even JSON");
  replay = plim_script_run (script, "openai");
  g_assert_no_error (replay->error);
  plim_script_assert_requests (replay, PROBE, NULL);
  request = g_ptr_array_index (replay->requests, 0);
  g_assert_cmpstr (plim_request_get_credential (request, 0)->secret_field, ==, "api_key");
  body = plim_json_parse_object (request->body, NULL);
  g_assert_cmpstr (plim_json_get_string (body, "model"), ==, "a \"quoted\" model");
  g_assert_true (plim_json_get_number (body, "max_output_tokens", &max_tokens));
  g_assert_cmpfloat (max_tokens, ==, 16);
}

/* What was paid for is not asked again within 15 minutes, unless of another model; its numbers stay
 * for a while. */
static void
test_probe_is_kept_between (void)
{
  static const struct {
    const char *probe_at;
    const char *kept;
    gboolean is_asked;
    gboolean is_shown;
  } cases[] = {
    { "2026-11-20T11:45:01Z", "gpt-5-mini\nrequests 50 40 1795176060", FALSE, TRUE },
    { "2026-11-20T11:45:00Z", "gpt-5-mini\nrequests 50 40 1795176060", TRUE, FALSE },
    { "2026-11-20T11:59:00Z", "gpt-5\nrequests 50 40 1795176060", TRUE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PlimScript) script = script_with_probe (NULL);
    g_autoptr (PlimReplay) replay = NULL;

    plim_script_remember (script, "probe", cases[i].kept);
    plim_script_remember (script, "probe_at", cases[i].probe_at);
    if (cases[i].is_asked)
      plim_script_answer (script, 200, "{}");
    replay = plim_script_run (script, "openai");
    g_assert_no_error (replay->error);
    g_assert_cmpuint (replay->requests->len, ==, cases[i].is_asked);
    if (cases[i].is_shown)
      plim_script_assert_percent (replay, "requests", 20);
    else
      g_assert_cmpuint (plim_snapshot_get_n_windows (replay->snapshot), ==, 0);
  }
}

static void
test_remaining_alone_has_no_percent (void)
{
  g_autoptr (PlimScript) script = script_with_probe (NULL);
  g_autoptr (PlimReplay) replay = NULL;
  PlimAnswer *answer = plim_script_answer (script, 200, "{}");
  const PlimUsageWindow *window;

  plim_answer_add_header (answer, "X-RateLimit-Remaining-Requests", "7");
  plim_answer_add_header (answer, "x-ratelimit-limit-tokens", "0");
  plim_answer_add_header (answer, "x-ratelimit-remaining-tokens", "9");
  plim_answer_add_header (answer, "x-ratelimit-reset-tokens", "soon");
  replay = plim_script_run (script, "openai");
  g_assert_cmpuint (plim_snapshot_get_n_windows (replay->snapshot), ==, 2);
  window = plim_snapshot_find_window (replay->snapshot, "requests");
  g_assert_cmpfloat (window->remaining, ==, 7);
  g_assert_true (isnan (window->used_percent));
  g_assert_cmpstr (window->scope, ==, "gpt-5-mini");
  window = plim_snapshot_find_window (replay->snapshot, "tokens");
  g_assert_true (isnan (window->used_percent));
  g_assert_cmpint (window->resets_at, ==, PLIM_TIME_UNKNOWN);
}

static void
test_refused_probe_shows_its_windows (void)
{
  g_autoptr (PlimScript) script = script_with_probe ("admin_key");
  g_autoptr (PlimReplay) replay = NULL;
  PlimAnswer *answer = plim_script_answer (
      script, 429, "{\"error\": {\"code\": \"rate_limit_exceeded\", \"message\": \"slow\"}}");

  plim_answer_add_header (answer, "x-ratelimit-limit-requests", "10");
  plim_answer_add_header (answer, "x-ratelimit-remaining-requests", "0");
  plim_answer_add_header (answer, "Retry-After", "20");
  replay = plim_script_run (script, "openai");
  plim_script_assert_requests (replay, PROBE, NULL);
  plim_script_assert_percent (replay, "requests", 100);
  g_assert_cmpint (plim_snapshot_get_status (replay->snapshot), ==, PLIM_STATUS_RATE_LIMITED);
  g_assert_cmpint (plim_snapshot_get_retry_after (replay->snapshot), ==, 20);
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
    { 401, "{\"error\": {\"message\": \"Missing scopes: model.request\"}}",
      PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_MISSING_PERMISSION },
    { 401, "{\"error\": {\"code\": \"invalid_api_key\", \"message\": \"Incorrect API key\"}}",
      PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE },
    { 403, "{\"error\": {\"code\": \"unsupported_country_region_territory\"}}",
      PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_REGION },
    { 403, "{\"error\": {\"code\": \"model_not_found\"}}", PLIM_STATUS_MISCONFIGURED,
      PLIM_CAUSE_NONE },
    { 404, "{\"error\": {\"code\": \"model_not_found\"}}", PLIM_STATUS_MISCONFIGURED,
      PLIM_CAUSE_NONE },
    { 404, "<html>", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
    { 429, "{\"error\": {\"code\": \"insufficient_quota\"}}", PLIM_STATUS_RATE_LIMITED,
      PLIM_CAUSE_NONE },
    { 503, "{}", PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PlimScript) script = script_with_probe (NULL);
    g_autoptr (PlimReplay) replay = NULL;

    plim_answer_add_header (plim_script_answer (script, cases[i].status, cases[i].body),
                            "Retry-After", "5");
    replay = plim_script_run (script, "openai");
    plim_script_assert_error (replay, cases[i].expected, cases[i].cause);
    if (cases[i].status == 429)
      g_assert_cmpint (plim_error_get_retry_after (replay->error), ==, 0);
  }
}

static void
test_unknown_project_is_told (void)
{
  for (guint has_project = 0; has_project < 2; has_project++) {
    g_autoptr (PlimScript) script = script_with_secrets ("admin_key", NULL);
    g_autoptr (PlimReplay) replay = NULL;

    if (has_project)
      plim_script_set (script, "project", "proj_a");
    plim_script_answer (script, 404, "{\"error\": {\"message\": \"no such project\"}}");
    replay = plim_script_run (script, "openai");
    plim_script_assert_error (replay,
                              has_project ? PLIM_STATUS_MISCONFIGURED
                                          : PLIM_STATUS_INVALID_RESPONSE,
                              PLIM_CAUSE_NONE);
  }
}

static void
assert_setup (PlimScript *script, int status)
{
  const PlimProvider *provider = plim_providers_find ("openai");
  g_autoptr (GError) error = NULL;
  gboolean is_fine = plim_provider_check_setup (provider, script->exchange, &error);

  g_assert_cmpint (is_fine, ==, status == PLIM_STATUS_OK);
  if (!is_fine)
    g_assert_error (error, PLIM_ERROR, status);
}

static void
test_setup_must_show_something (void)
{
  g_autoptr (PlimScript) none = plim_script_new ();
  g_autoptr (PlimScript) admin = script_with_secrets ("admin_key", NULL);
  g_autoptr (PlimScript) api = script_with_secrets ("api_key", NULL);
  g_autoptr (PlimScript) probe = script_with_probe (NULL);

  assert_setup (none, PLIM_STATUS_NOT_AUTHENTICATED);
  assert_setup (admin, PLIM_STATUS_OK);
  assert_setup (api, PLIM_STATUS_NOT_AUTHENTICATED);
  assert_setup (probe, PLIM_STATUS_OK);
  plim_script_set (admin, "probe", "true");
  assert_setup (admin, PLIM_STATUS_NOT_AUTHENTICATED);
  plim_script_set (api, "probe", "true");
  assert_setup (api, PLIM_STATUS_MISCONFIGURED);
}

static void
test_values_are_checked (void)
{
  static const struct {
    const char *field;
    const char *value;
    gboolean is_good;
  } cases[] = {
    { "admin_key", "sk-admin-abc", TRUE },  { "admin_key", "sk-proj-abc", FALSE },
    { "admin_key", "abc", FALSE },          { "api_key", "sk-proj-abc", TRUE },
    { "api_key", "sk-abc", TRUE },          { "api_key", "sk-admin-abc", FALSE },
    { "api_key", "sk-ant-api03-a", FALSE }, { "api_key", "sk-a b", FALSE },
    { "project", "proj_Ab1", TRUE },        { "project", "proj_a/b", FALSE },
    { "project", "Default", FALSE },        { "monthly_budget", "12.5", TRUE },
    { "monthly_budget", "0", FALSE },
  };
  const PlimProvider *provider = plim_providers_find ("openai");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const PlimField *field = plim_provider_find_field (provider, cases[i].field);
    g_autofree char *value = plim_field_normalize (field, cases[i].value, NULL);

    g_test_message ("%s", cases[i].value);
    g_assert_cmpstr (value, ==, cases[i].is_good ? cases[i].value : NULL);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, function) g_test_add_func ("/providers/openai/" name, function)
  TEST ("durations", test_durations);
  TEST ("broken-costs-are-refused", test_broken_costs_are_refused);
  TEST ("repeated-page-is-refused", test_repeated_page_is_refused);
  TEST ("month-without-cost-is-nothing-used", test_month_without_cost_is_nothing_used);
  TEST ("currencies-are-not-added-up", test_currencies_are_not_added_up);
  TEST ("project-is-asked-alone", test_project_is_asked_alone);
  TEST ("spend-limit-is-asked-hourly", test_spend_limit_is_asked_hourly);
  TEST ("failing-spend-limit-is-kept", test_failing_spend_limit_is_kept);
  TEST ("odd-spend-limits-are-none", test_odd_spend_limits_are_none);
  TEST ("nothing-is-paid-unless-switched-on", test_nothing_is_paid_unless_switched_on);
  TEST ("probe-is-tiny", test_probe_is_tiny);
  TEST ("probe-is-kept-between", test_probe_is_kept_between);
  TEST ("remaining-alone-has-no-percent", test_remaining_alone_has_no_percent);
  TEST ("refused-probe-shows-its-windows", test_refused_probe_shows_its_windows);
  TEST ("refusals-are-told-apart", test_refusals_are_told_apart);
  TEST ("unknown-project-is-told", test_unknown_project_is_told);
  TEST ("setup-must-show-something", test_setup_must_show_something);
  TEST ("values-are-checked", test_values_are_checked);
  return g_test_run ();
}
