/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-error.h"
#include "plim-google-series.h"
#include "plim-json.h"
#include "plim-providers.h"
#include "plim-script.h"

#include <math.h>
#include <string.h>

#define ID "google-ai"
#define TOKEN "{\"access_token\": \"ya29.MADE-UP\"}"
#define FREE "generate_content_free_tier_requests"
#define TOKENS "generate_content_paid_tier_input_token_count"
#define PER_DAY "GenerateRequestsPerDayPerProjectPerModel"
#define PER_MINUTE "GenerateRequestsPerMinutePerProjectPerModel"
#define REFUSAL(code, message) "{\"error\": {\"code\": " code ", \"message\": \"" message "\"}}"
#define NO_METRIC REFUSAL ("404", "Cannot find metric(s) that match type")
#define LIST(series) "{\"timeSeries\": [" series "]}"
#define SERIES(name, location, points)                                                             \
  "{\"metric\": {\"labels\": {\"limit_name\": \"" name "\", \"model\": \"m\"}}, \"resource\": "    \
  "{\"labels\": {\"location\": \"" location "\"}}, \"points\": [" points "]}"
#define POINT(time, value)                                                                         \
  "{\"interval\": {\"endTime\": \"2026-11-" time "Z\"}, "                                          \
  "\"value\": {\"int64Value\": \"" value "\"}}"
#define LIMIT(name, value) LIST (SERIES (name, "global", POINT ("20T11:55:00", value)))

static PlimScript *
script_of (const char *route)
{
  PlimScript *script = plim_script_new ();

  plim_script_set (script, "route", route);
  plim_script_set (script, "project", "project-1");
  plim_exchange_add_secret_field (script->exchange, "credentials");
  return script;
}

/* Whose families were found an hour ago, and limits @limits_at. */
static PlimScript *
script_with_families (const char *families, const char *limits_at)
{
  PlimScript *script = script_of ("monitoring");

  plim_script_remember (script, "project", "project-1");
  plim_script_remember (script, "families", families);
  plim_script_remember (script, "families_at", "2026-11-20T11:00:00Z");
  if (limits_at != NULL)
    plim_script_remember (script, "limits_at", limits_at);
  plim_script_remember (script, "limits", FREE " " PER_DAY " m global 200\n");
  plim_script_answer (script, 200, TOKEN);
  return script;
}

static const PlimRequest *
get_request (const PlimReplay *replay, guint index)
{
  g_assert_cmpuint (index, <, replay->requests->len);
  return g_ptr_array_index (replay->requests, index);
}

static const PlimUsageWindow *
get_window (const PlimReplay *replay, const char *id)
{
  const PlimUsageWindow *window;

  g_assert_no_error (replay->error);
  window = plim_snapshot_find_window (replay->snapshot, id);
  g_assert_nonnull (window);
  return window;
}

static void
assert_no_window (const PlimReplay *replay)
{
  g_assert_no_error (replay->error);
  g_assert_cmpuint (plim_snapshot_get_n_windows (replay->snapshot), ==, 0);
}

/* Days. */

static void
test_days (void)
{
  static const struct {
    const char *now, *begins_at, *ends_at;
  } cases[] = {
    { "2026-11-20T12:00:00Z", "2026-11-20T08:00:00Z", "2026-11-21T08:00:00Z" },
    { "2026-11-20T07:59:59Z", "2026-11-19T08:00:00Z", "2026-11-20T08:00:00Z" },
    { "2026-07-01T07:00:00Z", "2026-07-01T07:00:00Z", "2026-07-02T07:00:00Z" },
    /* Clocks go forward, and back. */
    { "2026-03-08T12:00:00Z", "2026-03-08T08:00:00Z", "2026-03-09T07:00:00Z" },
    { "2026-11-01T12:00:00Z", "2026-11-01T07:00:00Z", "2026-11-02T08:00:00Z" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    PlimGoogleDay day = plim_google_get_day (plim_time_parse (cases[i].now));

    g_assert_cmpint (day.begins_at, ==, plim_time_parse (cases[i].begins_at));
    g_assert_cmpint (day.ends_at, ==, plim_time_parse (cases[i].ends_at));
  }
}

/* Cloud Monitoring. */

static void
test_requests (void)
{
  g_autoptr (PlimScript) script = script_with_families (FREE, NULL);
  g_autoptr (PlimReplay) replay = NULL;
  const PlimRequest *request;

  plim_script_answer (script, 200, LIMIT (PER_DAY, "100"));
  plim_script_answer (script, 200, "{}");
  replay = plim_script_run (script, ID);
  g_assert_cmpuint (replay->requests->len, ==, 3);
  request = get_request (replay, 0);
  g_assert_cmpstr (request->origin, ==, "https://oauth2.googleapis.com");
  g_assert_cmpuint (request->credentials->len, ==, 3);
  for (guint i = 0; i < 3; i++) {
    const PlimCredential *credential = plim_request_get_credential (request, i);

    g_assert_cmpint (credential->place, ==, PLIM_CREDENTIAL_FORM);
    g_assert_cmpstr (credential->secret_field, ==, "credentials");
    g_assert_cmpstr (credential->member, ==, credential->name);
  }
  request = get_request (replay, 2);
  g_assert_null (request->origin);
  g_assert_cmpstr (plim_request_get_credential (request, 0)->member, ==, "access_token");
  g_assert_nonnull (strstr (request->path, "%2Fusage%22"));
  g_assert_nonnull (strstr (request->path, "&interval.startTime=2026-11-20T08%3A00%3A00Z"
                                           "&interval.endTime=2026-11-20T12%3A00%3A00Z&"));
  plim_script_assert_percent (replay, "daily:m", 0);
}

static void
test_file (void)
{
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_set (script, "credential_file", "~/adc.json");
  plim_exchange_add_secret_field (script->exchange, "credential_file");
  plim_exchange_set_fact (script->exchange, "project", "of-the-file");
  plim_script_answer (script, 200, TOKEN);
  replay = plim_script_run (script, ID);
  g_assert_cmpstr (plim_request_get_credential (get_request (replay, 0), 0)->secret_field, ==,
                   "credential_file");
  g_assert_true (
      g_str_has_prefix (get_request (replay, 1)->path, "/v3/projects/of-the-file/timeSeries?"));
}

static void
test_remembered_limits (void)
{
  g_autoptr (PlimScript) script = script_with_families (FREE, "2026-11-20T06:00:01Z");
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_answer (script, 200,
                      LIST (SERIES (PER_DAY, "global",
                                    POINT ("20T11:57:00", "50") "," POINT ("20T08:00:00", "9"))));
  replay = plim_script_run (script, ID);
  g_assert_cmpuint (replay->requests->len, ==, 2);
  g_assert_nonnull (strstr (get_request (replay, 1)->path, "%2Fusage%22"));
  plim_script_assert_percent (replay, "daily:m", 25);
  plim_script_assert_memory (replay, "limits_at", NULL);
  plim_script_assert_memory (replay, "families_at", NULL);
}

static void
test_old_limits (void)
{
  g_autoptr (PlimScript) script = script_with_families (FREE, "2026-11-20T06:00:00Z");
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_answer (script, 200, LIMIT (PER_DAY, "100"));
  plim_script_answer (script, 200, "{}");
  replay = plim_script_run (script, ID);
  plim_script_assert_memory (replay, "limits", FREE " " PER_DAY " m global 100\n");
  plim_script_assert_memory (replay, "limits_at", "2026-11-20T12:00:00Z");
  plim_script_assert_memory (replay, "families_at", NULL);
}

/* Of seven families the first has limits only, the fifth also use; the others are not there. */
static void
test_discovery (void)
{
  g_autoptr (PlimScript) script = script_of ("monitoring");
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_answer (script, 200, TOKEN);
  plim_script_answer (script, 200, LIMIT (PER_DAY, "100"));
  plim_script_answer (script, 200, "{}");
  for (guint i = 0; i < 3; i++)
    plim_script_answer (script, 404, NO_METRIC);
  plim_script_answer (script, 200, LIMIT (PER_MINUTE, "1000"));
  plim_script_answer (script, 200,
                      LIST (SERIES (PER_MINUTE, "global", POINT ("20T11:50:00", "100"))));
  plim_script_answer (script, 400, NO_METRIC);
  plim_script_answer (script, 404, "");
  replay = plim_script_run (script, ID);
  plim_script_assert_percent (replay, "daily:m", 0);
  plim_script_assert_percent (replay, "minute-tokens:m", 10);
  g_assert_cmpstr (get_window (replay, "minute-tokens:m")->unit, ==, "tokens");
  plim_script_assert_memory (replay, "families", FREE " " TOKENS);
  plim_script_assert_memory (replay, "families_at", "2026-11-20T12:00:00Z");
  plim_script_assert_memory (replay, "project", "project-1");
}

static PlimReplay *
run_all_missing (const char *body)
{
  g_autoptr (PlimScript) script = script_of ("monitoring");

  plim_script_answer (script, 200, TOKEN);
  for (guint i = 0; i < 7; i++)
    plim_script_answer (script, 404, body);
  return plim_script_run (script, ID);
}

static void
test_nothing_there (void)
{
  g_autoptr (PlimReplay) no_metrics = run_all_missing (NO_METRIC);
  g_autoptr (PlimReplay) no_project = run_all_missing (REFUSAL ("404", "no such project"));

  assert_no_window (no_metrics);
  plim_script_assert_memory (no_metrics, "families", "");
  plim_script_assert_error (no_project, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE);
}

static void
test_other_project (void)
{
  g_autoptr (PlimScript) script = script_with_families (TOKENS, "2026-11-20T11:00:00Z");
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_set (script, "project", "project-2");
  replay = plim_script_run (script, ID);
  g_assert_nonnull (strstr (get_request (replay, 1)->path, FREE "%2Flimit"));
}

static void
test_pages (void)
{
  g_autoptr (PlimScript) script = script_with_families (FREE, "2026-11-20T11:00:00Z");
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_answer (script, 200,
                      "{\"timeSeries\": [" SERIES (PER_DAY, "global",
                                                   POINT ("20T11:00:00",
                                                          "20")) "], \"nextPageToken\": \"a/b\"}");
  plim_script_answer (script, 200, LIST (SERIES (PER_DAY, "global", POINT ("20T10:00:00", "30"))));
  replay = plim_script_run (script, ID);
  g_assert_true (g_str_has_suffix (get_request (replay, 2)->path, "&pageToken=a%2Fb"));
  plim_script_assert_percent (replay, "daily:m", 25);
}

static void
test_endless (void)
{
  g_autoptr (PlimScript) script = script_with_families (FREE, "2026-11-20T11:00:00Z");
  g_autoptr (PlimReplay) replay = NULL;

  for (guint i = 0; i < 20; i++)
    plim_script_answer (script, 200, "{\"nextPageToken\": \"again\"}");
  replay = plim_script_run (script, ID);
  plim_script_assert_error (replay, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
  g_assert_cmpuint (replay->n_answered, ==, 11);
}

static void
test_no_limit (void)
{
  static const char *const unlimited[] = { "-1", "4611686018427387904", "9223372036854775807",
                                           "0" };

  for (gsize i = 0; i < G_N_ELEMENTS (unlimited); i++) {
    g_autoptr (PlimScript) script = script_with_families (FREE, NULL);
    g_autoptr (PlimReplay) replay = NULL;
    g_autofree char *limits = g_strdup_printf (LIMIT (PER_DAY, "%s"), unlimited[i]);

    plim_script_answer (script, 200, limits);
    plim_script_answer (script, 200,
                        LIST (SERIES (PER_DAY, "global", POINT ("20T11:00:00", "20"))));
    replay = plim_script_run (script, ID);
    assert_no_window (replay);
  }
}

static void
test_use_without_limit (void)
{
  g_autoptr (PlimScript) script = script_with_families (FREE, NULL);
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_answer (script, 200, "{}");
  plim_script_answer (script, 200,
                      LIST (SERIES (PER_DAY, "us-central1", POINT ("20T11:00:00", "20"))));
  replay = plim_script_run (script, ID);
  g_assert_cmpfloat (get_window (replay, "daily:m@us-central1")->used, ==, 20);
  g_assert_true (isnan (get_window (replay, "daily:m@us-central1")->used_percent));
}

static void
test_malformed (void)
{
  static const char *const bodies[] = {
    "[]",
    LIST ("{}"),
    LIST ("7"),
    LIST (SERIES (PER_DAY, "global", "{}")),
    LIST (SERIES (PER_DAY, "global", POINT ("20T11:00:00", "many"))),
    LIST (SERIES ("two words", "global", POINT ("20T11:00:00", "1"))),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (PlimScript) script = script_with_families (FREE, NULL);
    g_autoptr (PlimReplay) replay = NULL;

    g_test_message ("%s", bodies[i]);
    plim_script_answer (script, 200, bodies[i]);
    plim_script_answer (script, 200, "{}");
    replay = plim_script_run (script, ID);
    plim_script_assert_error (replay, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
  }
}

typedef struct {
  guint status;
  const char *body;
  PlimStatus expected;
  PlimCause cause;
  gint64 wait_s;
} ErrorCase;

static const ErrorCase error_cases[] = {
  { 401, REFUSAL ("401", "x"), PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, 0 },
  { 400, "{\"error\": \"invalid_grant\"}", PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, 0 },
  { 401, "{\"error\": \"invalid_client\"}", PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, 0 },
  { 403, REFUSAL ("403", "SERVICE_DISABLED"), PLIM_STATUS_MISCONFIGURED,
    PLIM_CAUSE_MISSING_PERMISSION, 0 },
  { 403, REFUSAL ("403", "please migrate to x"), PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NO_PLAN, 0 },
  { 404, REFUSAL ("404", "x"), PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE, 0 },
  { 429, "{\"error\": {\"details\": [{}, {\"retryDelay\": \"12s\"}]}}", PLIM_STATUS_RATE_LIMITED,
    PLIM_CAUSE_NONE, 12 },
  { 429, "{\"error\": {\"details\": [{\"retryDelay\": \"soon\"}]}}", PLIM_STATUS_RATE_LIMITED,
    PLIM_CAUSE_NONE, 0 },
  { 503, "", PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE, 0 },
  { 200, "{}", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE, 0 },
};

static void
test_errors (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (error_cases); i++) {
    g_autoptr (PlimScript) script = script_of ("monitoring");
    g_autoptr (PlimReplay) replay = NULL;

    g_test_message ("%s", error_cases[i].body);
    plim_script_answer (script, error_cases[i].status, error_cases[i].body);
    replay = plim_script_run (script, ID);
    plim_script_assert_error (replay, error_cases[i].expected, error_cases[i].cause);
    g_assert_cmpint (plim_error_get_retry_after (replay->error), ==, error_cases[i].wait_s);
  }
}

/* Code Assist. */

static PlimReplay *
run_assist (const char *assist, const char *quota)
{
  g_autoptr (PlimScript) script = script_of ("code-assist");

  plim_script_answer (script, 200, assist);
  plim_script_answer (script, 200, quota);
  return plim_script_run (script, ID);
}

static void
assert_plan (const char *assist, const char *plan)
{
  g_autoptr (PlimReplay) replay = run_assist (assist, "{\"buckets\": []}");

  assert_no_window (replay);
  g_assert_cmpstr (plim_snapshot_get_plan (replay->snapshot), ==, plan);
}

static void
test_plans (void)
{
  assert_plan ("{\"paidTier\": {\"name\": \"Google AI Ultra\"}}", "Google AI Ultra");
  assert_plan ("{\"currentTier\": {\"id\": \"standard-tier\"}}", "Standard");
  assert_plan ("{\"currentTier\": {\"id\": \"legacy-tier\"}}", "Legacy");
  assert_plan ("{\"currentTier\": {\"id\": \"free-tier\"}}", "Free");
  assert_plan ("{}", "Free");
}

static void
test_assist_project (void)
{
  static const char *const answers[] = {
    "{\"cloudaicompanionProject\": \"p-1\"}",
    "{\"cloudaicompanionProject\": {\"id\": \"p-1\"}}",
    "{}",
  };
  static const char *const projects[] = { "p-1", "p-1", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (PlimReplay) replay = run_assist (answers[i], "{\"buckets\": []}");
    g_autoptr (JsonObject) body = plim_json_parse_object (get_request (replay, 1)->body, NULL);

    g_assert_cmpstr (plim_json_get_string (body, "project"), ==, projects[i]);
  }
}

static void
test_assist_remembered (void)
{
  g_autoptr (PlimScript) script = script_of ("code-assist");
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_remember (script, "assist_at", "2026-11-19T12:00:01Z");
  plim_script_remember (script, "assist_tier", "free-tier");
  plim_exchange_set_fact (script->exchange, "gemini_file.domain", "example.com");
  plim_script_answer (script, 200, "{\"buckets\": []}");
  replay = plim_script_run (script, ID);
  plim_script_assert_requests (replay, "/v1internal:retrieveUserQuota", NULL);
  assert_no_window (replay);
  g_assert_cmpstr (plim_snapshot_get_plan (replay->snapshot), ==, "Workspace");
  plim_script_assert_memory (replay, "assist_at", NULL);
}

static void
test_buckets (void)
{
  g_autoptr (PlimReplay) replay =
      run_assist ("{}",
                  "{\"buckets\": [{\"modelId\": \"Other Model\", \"remainingFraction\": \"0.5\"}, "
                  "{\"modelId\": \"a-pro\"}, {\"remainingFraction\": 0}, {\"modelId\": \"flash\", "
                  "\"remainingFraction\": 0.2}, {\"modelId\": \"flash-2\"}]}");

  plim_script_assert_percent (replay, "daily:other-model", 50);
  plim_script_assert_percent (replay, "daily:flash", 80);
  g_assert_true (isnan (get_window (replay, "daily:pro")->used_percent));
  g_assert_cmpuint (plim_snapshot_get_n_windows (replay->snapshot), ==, 3);
}

static void
test_malformed_buckets (void)
{
  g_autoptr (PlimReplay) none = run_assist ("{}", "{}");
  g_autoptr (PlimReplay) all = run_assist ("{}", "{\"buckets\": [{}, 5]}");

  plim_script_assert_error (none, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
  plim_script_assert_error (all, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
}

/* What is supplied. */

#define LOGIN(type)                                                                                \
  "{\"type\": \"" type "\", \"client_id\": \"c\", \"client_secret\": \"s\", \"refresh_token\": "   \
  "\"r\", \"quota_project_id\": \"p-1\"}"

static void
assert_normal (const char *field, const char *value, const char *expected, PlimStatus status)
{
  const PlimProvider *provider = plim_providers_find (ID);
  g_autoptr (GError) error = NULL;
  g_autofree char *normal =
      plim_field_normalize (plim_provider_find_field (provider, field), value, &error);

  g_assert_cmpstr (normal, ==, expected);
  if (expected == NULL)
    g_assert_error (error, PLIM_ERROR, (int) status);
}

static void
test_fields (void)
{
  assert_normal ("credentials", LOGIN ("authorized_user"), LOGIN ("authorized_user"), 0);
  assert_normal ("credentials",
                 "{\n\"client_id\": \"c\", \"client_secret\": \"s\",\n"
                 "\"refresh_token\": \"r\"\n}\n",
                 "{ \"client_id\": \"c\", \"client_secret\": \"s\", \"refresh_token\": \"r\" }", 0);
  assert_normal ("credentials", LOGIN ("service_account"), NULL, PLIM_STATUS_MISCONFIGURED);
  assert_normal ("credentials", "{\"client_id\": \"c\"}", NULL, PLIM_STATUS_NOT_AUTHENTICATED);
  assert_normal ("credentials", "{", NULL, PLIM_STATUS_NOT_AUTHENTICATED);
  assert_normal ("project", "projects/gen-lang-client-0123", "gen-lang-client-0123", 0);
  assert_normal ("project", "My Project", NULL, PLIM_STATUS_MISCONFIGURED);
  assert_normal ("project", "a/../b", NULL, PLIM_STATUS_MISCONFIGURED);
  assert_normal ("api_key", "AIzaX", "AIzaX", 0);
  assert_normal ("api_key", "ya29.token", NULL, PLIM_STATUS_NOT_AUTHENTICATED);
}

static void
test_inspection (void)
{
  const PlimProvider *provider = plim_providers_find (ID);
  g_autoptr (PlimExchange) exchange = plim_exchange_new (PLIM_SCRIPT_NOW, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (
      provider->inspect_secret (exchange, "credential_file", LOGIN ("authorized_user"), NULL));
  g_assert_cmpstr (plim_exchange_get_fact (exchange, "project"), ==, "p-1");
  g_assert_true (provider->inspect_secret (exchange, "api_key", "AIza", NULL));
  g_assert_false (
      provider->inspect_secret (exchange, "credential_file", LOGIN ("service_account"), &error));
  g_assert_error (error, PLIM_ERROR, PLIM_STATUS_MISCONFIGURED);
  g_clear_error (&error);
  g_assert_false (provider->inspect_secret (exchange, "gemini_file", "{\"acc", &error));
  g_assert_error (error, PLIM_ERROR, PLIM_STATUS_INVALID_RESPONSE);
}

static void
assert_setup (gboolean is_complete, const char *secret, const char *setting, const char *value)
{
  g_autoptr (PlimScript) script = plim_script_new ();

  if (secret != NULL)
    plim_exchange_add_secret_field (script->exchange, secret);
  if (setting != NULL)
    plim_script_set (script, setting, value);
  g_assert_cmpint (plim_provider_check_setup (plim_providers_find (ID), script->exchange, NULL), ==,
                   is_complete);
}

static void
test_setup (void)
{
  assert_setup (FALSE, NULL, NULL, NULL);
  assert_setup (TRUE, "api_key", NULL, NULL);
  assert_setup (TRUE, "api_key", "route", "auto");
  assert_setup (FALSE, "api_key", "route", "monitoring");
  assert_setup (FALSE, "api_key", "route", "code-assist");
  assert_setup (FALSE, "credentials", NULL, NULL);
  assert_setup (TRUE, "credentials", "project", "p-1");
  assert_setup (FALSE, "credentials", "route", "api-key");
  assert_setup (TRUE, NULL, "credential_file", "~/adc.json");
  assert_setup (TRUE, NULL, "gemini_file", "~/.gemini/oauth_creds.json");
}

static void
test_key (void)
{
  g_autoptr (PlimScript) script = script_of ("api-key");
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_remember (script, "key_at", "2026-11-20T11:00:01Z");
  replay = plim_script_run (script, ID);
  g_assert_cmpuint (replay->requests->len, ==, 0);
  assert_no_window (replay);
}

static void
test_no_project (void)
{
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;

  plim_exchange_add_secret_field (script->exchange, "credentials");
  replay = plim_script_run (script, ID);
  g_assert_cmpuint (replay->requests->len, ==, 0);
  plim_script_assert_error (replay, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    GTestFunc test;
  } tests[] = {
    { "days-are-those-of-los-angeles", test_days },
    { "login-goes-into-a-form-and-its-token-on", test_requests },
    { "file-names-the-project", test_file },
    { "limits-are-remembered-for-six-hours", test_remembered_limits },
    { "limits-are-asked-again-after-six-hours", test_old_limits },
    { "families-are-found-out", test_discovery },
    { "nothing-there-is-fine-but-no-project-is-not", test_nothing_there },
    { "other-project-is-asked-anew", test_other_project },
    { "pages-are-put-together", test_pages },
    { "pages-end", test_endless },
    { "no-limit-is-no-window", test_no_limit },
    { "use-without-limit-is-shown-alone", test_use_without_limit },
    { "malformed-series-are-refused", test_malformed },
    { "errors-are-told-as-google-says-them", test_errors },
    { "plan-is-read", test_plans },
    { "quota-is-asked-for-the-project", test_assist_project },
    { "plan-is-remembered-for-a-day", test_assist_remembered },
    { "lowest-bucket-of-a-group-counts", test_buckets },
    { "malformed-buckets-are-refused", test_malformed_buckets },
    { "fields-are-checked", test_fields },
    { "logins-are-looked-at", test_inspection },
    { "setup-needs-what-its-route-needs", test_setup },
    { "key-is-asked-once-an-hour", test_key },
    { "no-project-sends-nothing", test_no_project },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/providers/google-ai/", tests[i].name, NULL);

    g_test_add_func (path, tests[i].test);
  }
  return g_test_run ();
}
