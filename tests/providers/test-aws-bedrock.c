/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-error.h"
#include "plim-json.h"
#include "plim-providers.h"
#include "plim-script.h"

#include <math.h>
#include <string.h>

#define ID "aws-bedrock"
#define MODEL "us.anthropic.claude-sonnet-4-5-20250929-v1:0"
#define PER_MINUTE "tpm:us.anthropic.claude-sonnet-4-5-20250929-v1-0"
#define PER_DAY "tpd:us.anthropic.claude-sonnet-4-5-20250929-v1-0"
#define KIND "Cross-region model inference tokens per minute for "
#define DAY_KIND "Model invocation max tokens per day for "

#define QUOTAS(list) "{\"Quotas\": [" list "]}"
#define QUOTA(name, value)                                                                         \
  "{\"QuotaCode\": \"L-1\", \"QuotaName\": \"" name "\", \"Value\": " value "}"
#define METRICS(list) "{\"MetricDataResults\": [" list "], \"Messages\": []}"
#define SERIES(id, times, values)                                                                  \
  "{\"Id\": \"" id "\", \"StatusCode\": \"Complete\", \"Timestamps\": [" times                     \
  "], \"Values\": [" values "]}"
#define COST(amount)                                                                               \
  "{\"ResultsByTime\": [{\"Groups\": [{\"Keys\": [\"Amazon Bedrock\"], \"Metrics\": "              \
  "{\"UnblendedCost\": {\"Amount\": \"" amount "\", \"Unit\": \"USD\"}}}]}]}"
#define REFUSAL(type, message) "{\"__type\": \"" type "\", \"message\": \"" message "\"}"
#define DENIED REFUSAL ("AccessDeniedException", "no")

#define SONNET QUOTAS (QUOTA (KIND "Anthropic Claude Sonnet 4.5 V1", "1000"))
/* At 11:58 of the day of the test. */
#define BUSY METRICS (SERIES ("m0", "1795175880", "250"))
#define IDLE METRICS (SERIES ("m0", "", ""))

static PlimScript *
script_of (const char *models)
{
  PlimScript *script = plim_script_new ();

  plim_script_set (script, "access_key_id", "AKIAMADEUP0000000000");
  plim_script_set (script, "region", "eu-central-1");
  if (models != NULL)
    plim_script_set (script, "models", models);
  plim_exchange_add_secret_field (script->exchange, "secret_access_key");
  return script;
}

static const char *
get_header (const PlimRequest *request, const char *name)
{
  for (guint i = 0; i < request->headers->len; i++) {
    const PlimHeader *header = g_ptr_array_index (request->headers, i);

    if (g_str_equal (header->name, name))
      return header->value;
  }
  return NULL;
}

/* The calls that were made, answered or not, by the last words of their targets. */
static void
assert_calls (const PlimReplay *replay, const char *expected)
{
  g_autoptr (GString) calls = g_string_new (NULL);

  for (guint i = 0; i < replay->requests->len; i++) {
    const char *target = get_header (g_ptr_array_index (replay->requests, i), "X-Amz-Target");

    g_string_append_printf (calls, "%s%s", i > 0 ? " " : "", strchr (target, '.') + 1);
  }
  g_assert_cmpstr (calls->str, ==, expected);
}

static JsonObject *
dup_body (const PlimReplay *replay, guint index)
{
  const PlimRequest *request = g_ptr_array_index (replay->requests, index);
  g_autoptr (GError) error = NULL;
  JsonObject *body = plim_json_parse_object (request->body, &error);

  g_assert_no_error (error);
  return body;
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

/* Which quota is a model's. */

typedef struct {
  const char *model;
  const char *quota;
  double per_minute; /* of a quota of 100 */
  double per_day;
} MatchCase;

static const MatchCase match_cases[] = {
  { MODEL, KIND "Anthropic Claude Sonnet 4.5 V1", 100, NAN },
  { MODEL, KIND "Claude Sonnet 4.5", 100, NAN },
  { MODEL, "CROSS-REGION MODEL INFERENCE tokens per minute for anthropic CLAUDE sonnet 4.5", 100,
    NAN },
  { MODEL, "Cross-Region InvokeModel tokens per minute for Anthropic Claude Sonnet 4.5", 100, NAN },
  { MODEL, KIND "Anthropic Claude Sonnet 4.5 V1 1M Context Length", NAN, NAN },
  { MODEL, KIND "Anthropic Claude Sonnet 4", NAN, NAN },
  { MODEL, KIND "Meta Claude Sonnet 4.5 V2", NAN, NAN },
  { MODEL, "Cross-region model inference requests per minute for Claude Sonnet 4.5", NAN, NAN },
  { MODEL, "On-demand model inference tokens per minute for Claude Sonnet 4.5", NAN, NAN },
  { MODEL, "Global cross-region model inference tokens per minute for Claude Sonnet 4.5", NAN,
    NAN },
  { MODEL, DAY_KIND "Anthropic Claude Sonnet 4.5 V1", NAN, 100 },
  { MODEL, DAY_KIND "Anthropic Claude Sonnet 4.5 V1 (doubled for cross-region calls)", NAN, 200 },
  { "anthropic.claude-sonnet-4-5-20250929-v1:0",
    DAY_KIND "Anthropic Claude Sonnet 4.5 V1 (doubled for cross-region calls)", NAN, 100 },
  { "anthropic.claude-sonnet-4-5-20250929-v1:0",
    "On-demand InvokeModel tokens per minute for Anthropic Claude Sonnet 4.5 V1", 100, NAN },
  { "global.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "Global cross-region model inference tokens per minute for Anthropic Claude Sonnet 4.5 V1", 100,
    NAN },
  { "global.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "Global cross-region model inference tokens per day for Anthropic Claude Sonnet 4.5 V1", NAN,
    100 },
  { "global.anthropic.claude-sonnet-4-5-20250929-v1:0",
    DAY_KIND "Anthropic Claude Sonnet 4.5 V1 (doubled for cross-region calls)", NAN, NAN },
  { "us-gov.anthropic.claude-3-5-sonnet-20241022-v2:0", KIND "Anthropic Claude 3.5 Sonnet V2", 100,
    NAN },
  { "us-gov.anthropic.claude-3-5-sonnet-20241022-v2:0", KIND "Anthropic Claude 3.5 Sonnet", NAN,
    NAN },
  { "amazon.nova-pro-v1:0", "On-demand model inference tokens per minute for Amazon Nova Pro", 100,
    NAN },
  { "apac.amazon.nova-pro-v1:0:300k", KIND "Amazon Nova Pro", 100, NAN },
};

static void
assert_same (double actual, double expected)
{
  if (isnan (expected))
    g_assert_true (isnan (actual));
  else
    g_assert_cmpfloat (actual, ==, expected);
}

static void
test_match (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (match_cases); i++) {
    const MatchCase *each = &match_cases[i];
    g_autoptr (PlimScript) script = script_of (each->model);
    g_autoptr (PlimReplay) replay = NULL;
    g_autofree char *quotas = g_strdup_printf (QUOTAS (QUOTA ("%s", "100")), each->quota);
    g_autofree char *slug = plim_slug (each->model);
    g_autofree char *minute_id = g_strconcat ("tpm:", slug, NULL);
    g_autofree char *day_id = g_strconcat ("tpd:", slug, NULL);

    g_test_message ("%s: %s", each->model, each->quota);
    plim_script_answer (script, 200, quotas);
    if (isnan (each->per_minute))
      plim_script_answer (script, 200, QUOTAS (""));
    plim_script_answer (script, 200, BUSY);
    if (!isnan (each->per_day))
      plim_script_answer (script, 200, METRICS (SERIES ("d0", "1795172400", "50")));
    replay = plim_script_run (script, ID);
    assert_same (get_window (replay, minute_id)->limit, each->per_minute);
    if (isnan (each->per_day))
      g_assert_null (plim_snapshot_find_window (replay->snapshot, day_id));
    else
      assert_same (get_window (replay, day_id)->limit, each->per_day);
  }
}

static void
test_ambiguous (void)
{
  g_autoptr (PlimScript) script = script_of (MODEL);
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_answer (script, 200,
                      QUOTAS (
                          QUOTA (KIND "Claude Sonnet 4.5",
                                 "100") "," QUOTA (KIND "Anthropic Claude Sonnet 4.5 V1", "200")));
  plim_script_answer (script, 200, BUSY);
  replay = plim_script_run (script, ID);
  g_assert_true (isnan (get_window (replay, PER_MINUTE)->limit));
  g_assert_true (isnan (get_window (replay, PER_MINUTE)->used_percent));
  g_assert_cmpfloat (get_window (replay, PER_MINUTE)->used, ==, 250);
}

static void
test_picked (void)
{
  g_autoptr (PlimScript) script = script_of (MODEL "=L-2");
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_answer (script, 200,
                      QUOTAS (QUOTA (KIND "Claude Sonnet 4.5", "100") ",{\"QuotaCode\": \"L-2\", "
                                                                      "\"QuotaName\": \"Other\", "
                                                                      "\"Value\": 500}"));
  plim_script_answer (script, 200, BUSY);
  replay = plim_script_run (script, ID);
  plim_script_assert_percent (replay, PER_MINUTE, 50);
  plim_script_assert_memory (replay, "quotas", MODEL "=L-2 500 -\n");
}

static void
test_defaults (void)
{
  g_autoptr (PlimScript) script = script_of (MODEL ", amazon.nova-pro-v1:0");
  g_autoptr (PlimReplay) replay = NULL;
  g_autoptr (JsonObject) second = NULL;

  plim_script_answer (script, 200, "{\"Quotas\": [], \"NextToken\": \"a/b+c\"}");
  plim_script_answer (script, 200, SONNET);
  plim_script_answer (script, 200,
                      QUOTAS (QUOTA (KIND "Anthropic Claude Sonnet 4.5 V1", "7") "," QUOTA (
                          "On-demand model inference tokens per minute for Amazon Nova Pro",
                          "500")));
  plim_script_answer (script, 200,
                      METRICS (SERIES ("m0", "1795175880", "250") "," SERIES ("m1", "", "")));
  replay = plim_script_run (script, ID);
  assert_calls (replay, "ListServiceQuotas ListServiceQuotas ListAWSDefaultServiceQuotas "
                        "GetMetricData");
  second = dup_body (replay, 1);
  g_assert_cmpstr (plim_json_get_string (second, "NextToken"), ==, "a/b+c");
  g_assert_cmpstr (plim_json_get_string (second, "ServiceCode"), ==, "bedrock");
  plim_script_assert_percent (replay, PER_MINUTE, 25);
  plim_script_assert_percent (replay, "tpm:amazon.nova-pro-v1-0", 0);
  plim_script_assert_memory (replay, "quotas", MODEL " 1000 -\namazon.nova-pro-v1:0 500 -\n");
}

static PlimScript *
script_with_quotas (const char *asked_at)
{
  PlimScript *script = script_of (MODEL);

  plim_script_remember (script, "quotas", MODEL " 500 4000\n");
  plim_script_remember (script, "quotas_in", "eu-central-1");
  plim_script_remember (script, "quotas_at", asked_at);
  return script;
}

static void
test_remembered_quotas (void)
{
  g_autoptr (PlimScript) script = script_with_quotas ("2026-11-20T00:00:01Z");
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_answer (script, 200, BUSY);
  plim_script_answer (script, 200, METRICS (SERIES ("d0", "1795172400", "1000")));
  replay = plim_script_run (script, ID);
  assert_calls (replay, "GetMetricData GetMetricData");
  plim_script_assert_percent (replay, PER_MINUTE, 50);
  plim_script_assert_percent (replay, PER_DAY, 25);
  plim_script_assert_memory (replay, "quotas_at", NULL);
}

static void
test_forgotten_quotas (void)
{
  g_autoptr (PlimScript) old = script_with_quotas ("2026-11-20T00:00:00Z");
  g_autoptr (PlimScript) elsewhere = script_with_quotas ("2026-11-20T11:00:00Z");
  g_autoptr (PlimScript) other_model = script_with_quotas ("2026-11-20T11:00:00Z");
  PlimScript *scripts[] = { old, elsewhere, other_model };

  plim_script_set (elsewhere, "region", "us-east-1");
  plim_script_set (other_model, "models", MODEL ", amazon.nova-pro-v1:0");
  for (gsize i = 0; i < G_N_ELEMENTS (scripts); i++) {
    g_autoptr (PlimReplay) replay = plim_script_run (scripts[i], ID);

    assert_calls (replay, "ListServiceQuotas");
  }
}

/* Parts without permission. */

static void
test_no_quotas (void)
{
  g_autoptr (PlimScript) script = script_of (MODEL);
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_answer (script, 400, DENIED);
  plim_script_answer (script, 200, BUSY);
  replay = plim_script_run (script, ID);
  assert_calls (replay, "ListServiceQuotas GetMetricData");
  g_assert_cmpfloat (get_window (replay, PER_MINUTE)->used, ==, 250);
  g_assert_true (isnan (get_window (replay, PER_MINUTE)->used_percent));
  plim_script_assert_memory (replay, "quotas_at", NULL);
}

static void
test_no_metrics (void)
{
  g_autoptr (PlimScript) script = script_of (MODEL);
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_set (script, "cost", "true");
  plim_script_answer (script, 200, SONNET);
  plim_script_answer (script, 403, DENIED);
  plim_script_answer (script, 200, COST ("12.5"));
  replay = plim_script_run (script, ID);
  assert_calls (replay, "ListServiceQuotas GetMetricData GetCostAndUsage");
  g_assert_cmpfloat (get_window (replay, "monthly-spend")->used, ==, 12.5);
  g_assert_cmpuint (plim_snapshot_get_n_windows (replay->snapshot), ==, 1);
}

static void
test_no_cost (void)
{
  g_autoptr (PlimScript) script = script_of (MODEL);
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_set (script, "cost", "true");
  plim_script_answer (script, 200, SONNET);
  plim_script_answer (script, 200, BUSY);
  plim_script_answer (script, 400, DENIED);
  replay = plim_script_run (script, ID);
  plim_script_assert_percent (replay, PER_MINUTE, 25);
  g_assert_null (plim_snapshot_find_window (replay->snapshot, "monthly-spend"));
  plim_script_assert_memory (replay, "cost", "");
  plim_script_assert_memory (replay, "cost_at", "2026-11-20T12:00:00Z");
}

static void
test_nothing_allowed (void)
{
  g_autoptr (PlimScript) script = script_of (MODEL);
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_set (script, "cost", "true");
  plim_script_answer (script, 400, REFUSAL ("AccessDeniedException", "the first"));
  plim_script_answer (script, 400, DENIED);
  plim_script_answer (script, 400, DENIED);
  replay = plim_script_run (script, ID);
  plim_script_assert_error (replay, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_MISSING_PERMISSION);
  g_assert_nonnull (strstr (replay->error->message, "the first"));
}

static void
test_forbidden_series (void)
{
  g_autoptr (PlimScript) script = script_of (MODEL);
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_answer (script, 200, SONNET);
  plim_script_answer (script, 200,
                      METRICS ("{\"Id\": \"m0\", \"StatusCode\": \"Forbidden\", \"Timestamps\": "
                               "[], \"Values\": []}"));
  replay = plim_script_run (script, ID);
  plim_script_assert_error (replay, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_MISSING_PERMISSION);
}

/* Metrics. */

static void
test_body (void)
{
  g_autoptr (PlimScript) script = script_with_quotas ("2026-11-20T11:00:00Z");
  g_autoptr (PlimReplay) replay = NULL;
  g_autoptr (JsonObject) minutes = NULL;
  g_autoptr (JsonObject) day = NULL;
  JsonObject *query;
  double number;

  plim_script_answer (script, 200, BUSY);
  replay = plim_script_run (script, ID);
  minutes = dup_body (replay, 0);
  day = dup_body (replay, 1);
  g_assert_cmpint (json_object_get_int_member (minutes, "StartTime"), ==, PLIM_SCRIPT_NOW - 900);
  g_assert_cmpint (json_object_get_int_member (minutes, "EndTime"), ==, PLIM_SCRIPT_NOW);
  g_assert_cmpint (json_object_get_int_member (day, "StartTime"), ==, PLIM_SCRIPT_NOW - 43200);
  query = plim_json_get_element_object (plim_json_get_array (day, "MetricDataQueries"), 0);
  g_assert_cmpstr (plim_json_get_string (query, "Id"), ==, "d0");
  query = plim_json_get_object (query, "MetricStat");
  plim_json_get_number (query, "Period", &number);
  g_assert_cmpfloat (number, ==, 3600);
  g_assert_cmpstr (plim_json_get_string (query, "Stat"), ==, "Sum");
  query = plim_json_get_object (query, "Metric");
  g_assert_cmpstr (plim_json_get_string (query, "MetricName"), ==, "EstimatedTPMQuotaUsage");
  query = plim_json_get_element_object (plim_json_get_array (query, "Dimensions"), 0);
  g_assert_cmpstr (plim_json_get_string (query, "Value"), ==, MODEL);
}

static void
test_pages (void)
{
  g_autoptr (PlimScript) script = script_with_quotas ("2026-11-20T11:00:00Z");
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_answer (script, 200,
                      "{\"MetricDataResults\": [" SERIES ("m0", "1795175880",
                                                          "100") "], \"NextToken\": \"t\"}");
  plim_script_answer (script, 200, METRICS (SERIES ("m0", "1795175820", "\"400\"")));
  plim_script_answer (script, 200,
                      "{\"MetricDataResults\": [" SERIES ("d0", "1795172400",
                                                          "1000") "], \"NextToken\": \"t\"}");
  plim_script_answer (script, 200, METRICS (SERIES ("d0", "1795168800", "600")));
  replay = plim_script_run (script, ID);
  plim_script_assert_percent (replay, PER_MINUTE, 80);
  plim_script_assert_percent (replay, PER_DAY, 40);
}

static void
test_endless (void)
{
  g_autoptr (PlimScript) script = script_with_quotas ("2026-11-20T11:00:00Z");
  g_autoptr (PlimReplay) replay = NULL;

  for (guint i = 0; i < 20; i++)
    plim_script_answer (script, 200, "{\"MetricDataResults\": [], \"NextToken\": \"t\"}");
  replay = plim_script_run (script, ID);
  plim_script_assert_error (replay, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
  g_assert_cmpuint (replay->n_answered, ==, 10);
}

static void
test_malformed_metrics (void)
{
  static const char *const bodies[] = {
    "{}",
    "{\"MetricDataResults\": {}}",
    METRICS (""),
    METRICS ("{}"),
    METRICS (SERIES ("m0", "1795175880", "")),
    METRICS (SERIES ("m1", "1795175880", "1")),
    METRICS (SERIES ("d0", "1795175880", "1")),
    METRICS (SERIES ("", "1795175880", "1")),
    METRICS (SERIES ("m", "1795175880", "1")),
    METRICS (SERIES ("m-1", "1795175880", "1")),
    METRICS ("{\"Id\": \"m0\", \"StatusCode\": \"InternalError\", \"Timestamps\": [], "
             "\"Values\": []}"),
    "{\"MetricDataResults\": [" SERIES ("m0", "", "") "], \"Messages\": [{\"Code\": \"x\"}]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (PlimScript) script = script_of (MODEL);
    g_autoptr (PlimReplay) replay = NULL;

    g_test_message ("%s", bodies[i]);
    plim_script_remember (script, "estimate_in", "eu-central-1");
    plim_script_answer (script, 200, SONNET);
    plim_script_answer (script, 200, bodies[i]);
    replay = plim_script_run (script, ID);
    plim_script_assert_error (replay, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
  }
}

static void
test_one_malformed_series (void)
{
  g_autoptr (PlimScript) script = script_of (MODEL ", amazon.nova-pro-v1:0");
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_answer (script, 200, SONNET);
  plim_script_answer (script, 200, QUOTAS (""));
  plim_script_answer (script, 200, METRICS ("{\"Id\": \"m0\"}," SERIES ("m1", "1795175880", "5")));
  replay = plim_script_run (script, ID);
  g_assert_cmpfloat (get_window (replay, "tpm:amazon.nova-pro-v1-0")->used, ==, 5);
  g_assert_cmpuint (plim_snapshot_get_n_windows (replay->snapshot), ==, 1);
}

static void
test_no_quota (void)
{
  g_autoptr (PlimScript) script = script_of (MODEL);
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_answer (script, 200, QUOTAS (QUOTA (KIND "Claude Sonnet 4.5", "0")));
  plim_script_answer (script, 200, BUSY);
  replay = plim_script_run (script, ID);
  g_assert_true (isnan (get_window (replay, PER_MINUTE)->used_percent));
  g_assert_true (get_window (replay, PER_MINUTE)->limit_reached);
}

/* Regions without the estimate. */

static void
test_counts (void)
{
  g_autoptr (PlimScript) script = script_with_quotas ("2026-11-20T11:00:00Z");
  g_autoptr (PlimReplay) replay = NULL;
  g_autoptr (JsonObject) body = NULL;

  plim_script_answer (script, 200, IDLE);
  plim_script_answer (script, 200, METRICS (SERIES ("d0", "", "")));
  /* Two minutes of the last quarter, one of the morning, one of yesterday. */
  plim_script_answer (script, 200,
                      METRICS (SERIES ("i0", "1795175880, 1795175820, 1795140000, 1795130000",
                                       "100, 90, 500, 9") "," SERIES ("o0",
                                                                      "1795175820, 1795175880",
                                                                      "60, 20")));
  replay = plim_script_run (script, ID);
  assert_calls (replay, "GetMetricData GetMetricData GetMetricData");
  body = dup_body (replay, 2);
  g_assert_cmpint (json_object_get_int_member (body, "StartTime"), ==, PLIM_SCRIPT_NOW - 43200);
  g_assert_cmpuint (json_array_get_length (plim_json_get_array (body, "MetricDataQueries")), ==, 2);
  g_assert_cmpfloat (get_window (replay, PER_MINUTE)->used, ==, 150);
  g_assert_cmpfloat (get_window (replay, PER_DAY)->used, ==, 770);
  plim_script_assert_memory (replay, "counts_in", "eu-central-1");
  plim_script_assert_memory (replay, "counts_at", "2026-11-20T12:00:00Z");
}

static void
test_no_counts (void)
{
  g_autoptr (PlimScript) estimated = script_of (MODEL);
  g_autoptr (PlimScript) counted = script_of (MODEL);
  PlimScript *scripts[] = { estimated, counted };

  plim_script_remember (estimated, "estimate_in", "eu-central-1");
  plim_script_remember (counted, "counts_at", "2026-11-20T11:30:00Z");
  for (gsize i = 0; i < G_N_ELEMENTS (scripts); i++) {
    g_autoptr (PlimReplay) replay = NULL;

    plim_script_answer (scripts[i], 200, SONNET);
    plim_script_answer (scripts[i], 200, IDLE);
    replay = plim_script_run (scripts[i], ID);
    assert_calls (replay, "ListServiceQuotas GetMetricData");
    plim_script_assert_percent (replay, PER_MINUTE, 0);
  }
}

/* Cost. */

static PlimReplay *
run_cost (const char *cost, const char *asked_at, const char *answer, guint status)
{
  g_autoptr (PlimScript) script = script_of (NULL);

  plim_script_set (script, "cost", "true");
  plim_script_set (script, "monthly_budget", "50");
  if (cost != NULL)
    plim_script_remember (script, "cost", cost);
  if (asked_at != NULL)
    plim_script_remember (script, "cost_at", asked_at);
  if (answer != NULL)
    plim_script_answer (script, status, answer);
  return plim_script_run (script, ID);
}

static void
test_cost (void)
{
  g_autoptr (PlimReplay) replay = run_cost (NULL, NULL, COST ("12.5"), 200);
  const PlimRequest *request = g_ptr_array_index (replay->requests, 0);
  g_autoptr (JsonObject) body = dup_body (replay, 0);
  JsonObject *period = plim_json_get_object (body, "TimePeriod");

  assert_calls (replay, "GetCostAndUsage");
  g_assert_cmpstr (request->origin, ==, "https://ce.us-east-1.amazonaws.com");
  g_assert_cmpstr (plim_request_get_credential (request, 0)->name, ==,
                   "AKIAMADEUP0000000000/us-east-1/ce");
  g_assert_cmpstr (plim_json_get_string (period, "Start"), ==, "2026-11-01");
  g_assert_cmpstr (plim_json_get_string (period, "End"), ==, "2026-11-21");
  plim_script_assert_percent (replay, "monthly-spend", 25);
  plim_script_assert_memory (replay, "cost", "12.500000");
  plim_script_assert_memory (replay, "cost_at", "2026-11-20T12:00:00Z");
}

static void
test_remembered_cost (void)
{
  g_autoptr (PlimReplay) replay = run_cost ("25", "2026-11-20T06:00:01Z", NULL, 0);

  g_assert_cmpuint (replay->requests->len, ==, 0);
  plim_script_assert_percent (replay, "monthly-spend", 50);
  plim_script_assert_memory (replay, "cost_at", NULL);
}

static void
test_old_cost (void)
{
  g_autoptr (PlimReplay) six_hours = run_cost ("25", "2026-11-20T06:00:00Z", COST ("1"), 200);

  assert_calls (six_hours, "GetCostAndUsage");
  plim_script_assert_percent (six_hours, "monthly-spend", 2);
}

static void
test_new_month (void)
{
  g_autoptr (PlimScript) script = script_of (NULL);
  g_autoptr (PlimReplay) replay = NULL;

  /* 2026-12-01T00:30:00Z */
  script->exchange->now = 1796085000;
  plim_script_set (script, "cost", "true");
  plim_script_remember (script, "cost", "25");
  plim_script_remember (script, "cost_at", "2026-11-30T23:50:00Z");
  plim_script_answer (script, 400, REFUSAL ("x#DataUnavailableException", "not yet"));
  replay = plim_script_run (script, ID);
  assert_calls (replay, "GetCostAndUsage");
  g_assert_cmpfloat (get_window (replay, "monthly-spend")->used, ==, 0);
  g_assert_cmpint (get_window (replay, "monthly-spend")->length_s, ==, 31 * 86400);
}

static void
test_cost_is_off (void)
{
  g_autoptr (PlimScript) script = script_of (MODEL);
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_set (script, "monthly_budget", "50");
  plim_script_remember (script, "cost", "25");
  plim_script_remember (script, "cost_at", "2026-11-20T11:00:00Z");
  plim_script_answer (script, 200, SONNET);
  plim_script_answer (script, 200, BUSY);
  replay = plim_script_run (script, ID);
  assert_calls (replay, "ListServiceQuotas GetMetricData");
  g_assert_null (plim_snapshot_find_window (replay->snapshot, "monthly-spend"));
}

static void
test_malformed_cost (void)
{
  static const char *const bodies[] = { "{}", "{\"ResultsByTime\": [{}]}", COST ("many") };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (PlimReplay) replay = run_cost (NULL, NULL, bodies[i], 200);

    plim_script_assert_error (replay, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
  }
}

/* Requests. */

static void
test_hosts (void)
{
  g_autoptr (PlimScript) script = script_of (MODEL);
  g_autoptr (PlimReplay) replay = NULL;
  const PlimRequest *request;

  plim_script_set (script, "region", "cn-north-1");
  plim_script_set (script, "cost", "true");
  plim_exchange_add_secret_field (script->exchange, "session_token");
  plim_script_answer (script, 200, SONNET);
  plim_script_answer (script, 200, BUSY);
  replay = plim_script_run (script, ID);
  request = g_ptr_array_index (replay->requests, 0);
  g_assert_cmpstr (request->origin, ==, "https://servicequotas.cn-north-1.amazonaws.com.cn");
  g_assert_cmpstr (request->content_type, ==, "application/x-amz-json-1.1");
  g_assert_cmpstr (plim_request_get_credential (request, 0)->name, ==, "X-Amz-Security-Token");
  g_assert_cmpint (plim_request_get_credential (request, 1)->place, ==, PLIM_CREDENTIAL_SIGV4);
  g_assert_cmpstr (plim_request_get_credential (request, 1)->name, ==,
                   "AKIAMADEUP0000000000/cn-north-1/servicequotas");
  request = g_ptr_array_index (replay->requests, 1);
  g_assert_cmpstr (request->origin, ==, "https://monitoring.cn-north-1.amazonaws.com.cn");
  g_assert_cmpstr (request->content_type, ==, "application/x-amz-json-1.0");
  request = g_ptr_array_index (replay->requests, 2);
  g_assert_cmpstr (request->origin, ==, "https://ce.cn-northwest-1.amazonaws.com.cn");
}

typedef struct {
  guint status;
  const char *body;
  PlimStatus expected;
  PlimCause cause;
} ErrorCase;

static const ErrorCase error_cases[] = {
  { 403, REFUSAL ("InvalidSignatureException", "Signature expired: 1 is now earlier than 2"),
    PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_CLOCK },
  { 403, REFUSAL ("a.b#InvalidSignatureException", "Signature not yet current: 1"),
    PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_CLOCK },
  { 403, REFUSAL ("InvalidSignatureException", "it does not match"), PLIM_STATUS_NOT_AUTHENTICATED,
    PLIM_CAUSE_NONE },
  { 403, REFUSAL ("SignatureDoesNotMatch", "x"), PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE },
  { 400, REFUSAL ("ExpiredTokenException", "x"), PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE },
  { 400, REFUSAL ("InvalidClientTokenId", "x"), PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE },
  { 403, REFUSAL ("MissingAuthenticationTokenException", "x"), PLIM_STATUS_NOT_AUTHENTICATED,
    PLIM_CAUSE_NONE },
  { 400, "{\"__type\": \"AccessDeniedException\"}", PLIM_STATUS_MISCONFIGURED,
    PLIM_CAUSE_MISSING_PERMISSION },
  { 400, REFUSAL ("ValidationException", "x"), PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE },
  { 400, REFUSAL ("LimitExceededException", "x"), PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE },
  { 400, REFUSAL ("ThrottlingException", "x"), PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE },
  { 500, REFUSAL ("InternalFailure", "x"), PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE },
  { 401, "", PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE },
};

static void
test_errors (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (error_cases); i++) {
    g_autoptr (PlimReplay) replay =
        run_cost (NULL, NULL, error_cases[i].body, error_cases[i].status);

    g_test_message ("%s", error_cases[i].body);
    plim_script_assert_error (replay, error_cases[i].expected, error_cases[i].cause);
  }
}

/* Setting up. */

typedef struct {
  const char *field;
  const char *value;
  const char *expected; /* (nullable): refused */
} FieldCase;

static const FieldCase field_cases[] = {
  { "access_key_id", " AKIAMADEUP0000000000 ", "AKIAMADEUP0000000000" },
  { "access_key_id", "AKIA/us-east-1/ce000", NULL },
  { "access_key_id", "akiamadeup0000000000", NULL },
  { "secret_access_key", "MADE+UP/0000", "MADE+UP/0000" },
  { "secret_access_key", "AKIAMADEUP0000000000", NULL },
  { "secret_access_key", "made up", NULL },
  { "region", "EU-Central-1", "eu-central-1" },
  { "region", "us-gov-west-1", "us-gov-west-1" },
  { "region", "Frankfurt", NULL },
  { "region", "us-east-1.evil.example", NULL },
  { "region", "us-east-1/x", NULL },
  { "models", "[\"a.b-v1:0\", \"c.d\"]", "a.b-v1:0, c.d" },
  { "models", "a.b;c.d=L-1  ", "a.b, c.d=L-1" },
  { "models", "arn:aws:bedrock:us-east-1:1:application-inference-profile/x",
    "arn:aws:bedrock:us-east-1:1:application-inference-profile/x" },
  { "models", "a&b", NULL },
  { "monthly_budget", "0", NULL },
};

static void
test_fields (void)
{
  const PlimProvider *provider = plim_providers_find (ID);

  for (gsize i = 0; i < G_N_ELEMENTS (field_cases); i++) {
    const PlimField *field = plim_provider_find_field (provider, field_cases[i].field);
    g_autoptr (GError) error = NULL;
    g_autofree char *value = plim_field_normalize (field, field_cases[i].value, &error);

    g_test_message ("%s", field_cases[i].value);
    g_assert_cmpstr (value, ==, field_cases[i].expected);
    g_assert_cmpint (error != NULL, ==, value == NULL);
  }
}

static gboolean
is_complete (PlimScript *script)
{
  return plim_provider_check_setup (plim_providers_find (ID), script->exchange, NULL);
}

static void
test_setup (void)
{
  g_autoptr (PlimScript) script = script_of (NULL);

  g_assert_false (is_complete (script));
  plim_script_set (script, "cost", "true");
  g_assert_true (is_complete (script));
  plim_script_set (script, "access_key_id", "ASIAMADEUP0000000000");
  g_assert_false (is_complete (script));
  plim_exchange_add_secret_field (script->exchange, "session_token");
  g_assert_true (is_complete (script));
}

static void
test_nothing_to_read (void)
{
  g_autoptr (PlimScript) script = script_of (NULL);
  g_autoptr (PlimReplay) replay = plim_script_run (script, ID);

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
    { "quota-is-found-by-the-words-of-the-model", test_match },
    { "two-quotas-that-fit-are-none", test_ambiguous },
    { "picked-quota-counts", test_picked },
    { "defaults-fill-gaps", test_defaults },
    { "quotas-are-remembered-for-twelve-hours", test_remembered_quotas },
    { "quotas-of-other-models-are-asked-anew", test_forgotten_quotas },
    { "without-quotas-the-use-is-shown-alone", test_no_quotas },
    { "without-metrics-the-cost-is-shown-alone", test_no_metrics },
    { "without-cost-the-metrics-are-shown-alone", test_no_cost },
    { "without-anything-the-first-error-counts", test_nothing_allowed },
    { "forbidden-series-is-a-missing-permission", test_forbidden_series },
    { "metrics-are-asked-by-minute-and-day", test_body },
    { "pages-of-metrics-are-put-together", test_pages },
    { "pages-end", test_endless },
    { "malformed-metrics-are-refused", test_malformed_metrics },
    { "one-malformed-series-is-left-out", test_one_malformed_series },
    { "quota-of-zero-is-reached", test_no_quota },
    { "tokens-are-counted-without-an-estimate", test_counts },
    { "tokens-are-not-counted-needlessly", test_no_counts },
    { "cost-is-asked-where-bills-are-kept", test_cost },
    { "cost-is-remembered-for-six-hours", test_remembered_cost },
    { "cost-is-asked-again-after-six-hours", test_old_cost },
    { "cost-begins-anew-with-the-month", test_new_month },
    { "cost-is-off-until-switched-on", test_cost_is_off },
    { "malformed-cost-is-refused", test_malformed_cost },
    { "china-has-hosts-of-its-own", test_hosts },
    { "errors-are-told-by-their-type", test_errors },
    { "fields-are-checked", test_fields },
    { "setup-needs-something-to-read", test_setup },
    { "nothing-to-read-sends-nothing", test_nothing_to_read },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/providers/aws-bedrock/", tests[i].name, NULL);

    g_test_add_func (path, tests[i].test);
  }
  return g_test_run ();
}
