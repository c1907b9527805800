/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-error.h"
#include "plim-providers.h"
#include "plim-script.h"

#include <math.h>

#define ORGS "/console/api/orgs"
#define STATUS "/console/api/go/status"
#define BILLING "/console/api/billing/status"
#define BUDGET "/console/api/budgets/org"
#define PAGE_BILLING "/workspace/wrk_1/billing"
#define PAGE_GO "/workspace/wrk_1/go"

static PlimScript *
new_script (const char *secret, const char *workspace)
{
  PlimScript *script = plim_script_new ();

  plim_exchange_add_secret_field (script->exchange, secret);
  if (workspace != NULL)
    plim_script_set (script, "workspace", workspace);
  return script;
}

static PlimReplay *
run_console (const char *status, const char *billing, const char *budget)
{
  g_autoptr (PlimScript) script = new_script ("service_key", "wrk_1");

  plim_script_answer (script, 200, status);
  plim_script_answer (script, billing != NULL ? 200 : 500, billing != NULL ? billing : "");
  plim_script_answer (script, budget != NULL ? 200 : 404, budget != NULL ? budget : "");
  return plim_script_run (script, "opencode-zen");
}

static PlimReplay *
run_pages (const char *billing, const char *go)
{
  g_autoptr (PlimScript) script = new_script ("auth_cookie", "wrk_1");

  plim_script_answer (script, 200, billing);
  plim_script_answer (script, 200, go);
  return plim_script_run (script, "opencode-zen");
}

static const PlimUsageWindow *
find (const PlimReplay *replay, const char *id)
{
  g_assert_no_error (replay->error);
  return plim_snapshot_find_window (replay->snapshot, id);
}

static void
test_only_workspace_is_found_and_remembered (void)
{
  g_autoptr (PlimScript) script = new_script ("service_key", NULL);
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_answer (script, 200, "[{\"id\": \"wrk_7\", \"name\": \"x\"}]");
  plim_script_answer (script, 200, "null");
  replay = plim_script_run (script, "opencode-zen");
  plim_script_assert_requests (replay, ORGS, STATUS, BILLING, BUDGET, NULL);
  plim_script_assert_memory (replay, "workspace", "wrk_7");
  g_assert_cmpstr (plim_snapshot_get_owner_id (replay->snapshot), ==, "wrk_7");
}

static void
test_refused_workspace_is_found_anew (void)
{
  g_autoptr (PlimScript) script = new_script ("service_key", NULL);
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_remember (script, "workspace", "wrk_old");
  plim_script_answer (script, 403, "{\"_tag\": \"Forbidden\"}");
  plim_script_answer (script, 200, "[{\"id\": \"wrk_new\"}]");
  plim_script_answer (script, 200, "{\"access\": null}");
  replay = plim_script_run (script, "opencode-zen");
  plim_script_assert_requests (replay, STATUS, ORGS, STATUS, BILLING, BUDGET, NULL);
  plim_script_assert_memory (replay, "workspace", "wrk_new");
  g_assert_cmpstr (plim_snapshot_get_owner_id (replay->snapshot), ==, "wrk_new");
}

static void
test_workspace_must_be_chosen_of_several (void)
{
  static const struct {
    const char *list;
    PlimStatus status;
    PlimCause cause;
  } cases[] = {
    { "[{\"id\": \"wrk_1\"}, {\"id\": \"wrk_2\"}]", PLIM_STATUS_MISCONFIGURED,
      PLIM_CAUSE_WRONG_ORGANIZATION },
    { "[]", PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_WRONG_ORGANIZATION },
    { "[{\"id\": \"a\\r\\nb\"}]", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
    { "{}", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PlimScript) script = new_script ("console_session", NULL);
    g_autoptr (PlimReplay) replay = NULL;

    plim_script_answer (script, 200, cases[i].list);
    replay = plim_script_run (script, "opencode-zen");
    plim_script_assert_requests (replay, ORGS, NULL);
    plim_script_assert_error (replay, cases[i].status, cases[i].cause);
  }
}

static void
test_account_without_go_shows_its_balance (void)
{
  static const char *const bodies[] = { "null", "{\"product\": \"go\", \"access\": null}" };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (PlimReplay) replay =
        run_console (bodies[i], "{\"balanceMicroCents\": -250000000}", NULL);

    g_assert_cmpuint (plim_snapshot_get_n_windows (replay->snapshot), ==, 1);
    g_assert_cmpfloat (find (replay, "balance")->remaining, ==, -2.5);
    g_assert_true (find (replay, "balance")->limit_reached);
    g_assert_cmpstr (plim_snapshot_get_plan (replay->snapshot), ==, "Pay as you go");
  }
}

static void
test_meters_keep_what_is_known (void)
{
  g_autoptr (PlimReplay) replay =
      run_console ("{\"product\": \"go-plus\", \"access\": {\"meters\": {"
                   "\"fiveHour\": {\"unlimited\": true, \"usedMicroCents\": 5},"
                   "\"week\": {\"usedMicroCents\": \"300000000\", \"limitMicroCents\": 0},"
                   "\"month\": {\"limitMicroCents\": 5}}}}",
                   NULL,
                   "{\"limitMicroCents\": 100000000, \"spentMicroCents\": 5, "
                   "\"exceeded\": true}");

  g_assert_null (find (replay, "session"));
  g_assert_cmpfloat (find (replay, "weekly")->used, ==, 3);
  g_assert_true (isnan (find (replay, "weekly")->used_percent));
  g_assert_null (find (replay, "monthly"));
  g_assert_null (find (replay, "balance"));
  g_assert_true (find (replay, "budget")->limit_reached);
  g_assert_cmpstr (plim_snapshot_get_plan (replay->snapshot), ==, "Go Plus");
}

static void
test_refusals (void)
{
  static const struct {
    const char *secret;
    guint http;
    const char *body;
    PlimStatus status;
    PlimCause cause;
  } cases[] = {
    { "service_key", 403, "{\"_tag\": \"Forbidden\"}", PLIM_STATUS_MISCONFIGURED,
      PLIM_CAUSE_MISSING_PERMISSION },
    { "service_key", 404, "", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
    { "service_key", 500, "", PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE },
    { "service_key", 429, "{}", PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE },
    { "service_key", 200, "[]", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
    { "service_key", 200, "{\"access\": {}}", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
    { "service_key", 200, "{\"access\": {\"meters\": {\"week\": {}}}}",
      PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
    { "go_key", 401, "{\"error\": {\"type\": \"AuthError\"}}", PLIM_STATUS_NOT_AUTHENTICATED,
      PLIM_CAUSE_NONE },
    { "go_key", 403, "{\"error\": {\"type\": \"EntitlementError\"}}", PLIM_STATUS_MISCONFIGURED,
      PLIM_CAUSE_NO_PLAN },
    { "go_key", 200, "{}", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
    { "go_key", 200, "{\"usage\": {\"weekly\": {\"percent\": \"much\"}}}",
      PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
    { "auth_cookie", 404, "<html>", PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_WRONG_ORGANIZATION },
    { "auth_cookie", 200, "<title>OpenAuth</title>", PLIM_STATUS_NOT_AUTHENTICATED,
      PLIM_CAUSE_NONE },
    { "auth_cookie", 200, "<title>OpenCode</title>", PLIM_STATUS_INVALID_RESPONSE,
      PLIM_CAUSE_NONE },
    { "auth_cookie", 200, "", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PlimScript) script = new_script (cases[i].secret, "wrk_1");
    g_autoptr (PlimReplay) replay = NULL;

    g_test_message ("%s: %u %s", cases[i].secret, cases[i].http, cases[i].body);
    plim_script_answer (script, cases[i].http, cases[i].body);
    replay = plim_script_run (script, "opencode-zen");
    plim_script_assert_error (replay, cases[i].status, cases[i].cause);
  }
}

static void
test_go_key_leaves_out_what_is_null (void)
{
  g_autoptr (PlimScript) script = new_script ("go_key", NULL);
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_answer (script, 200,
                      "{\"usage\": {\"rolling\": null, \"weekly\": {\"percent\": 0, \"status\": "
                      "\"ok\"}, \"monthly\": 5}}");
  replay = plim_script_run (script, "opencode-zen");
  plim_script_assert_requests (replay, "/zen/go/v1/usage", NULL);
  g_assert_null (find (replay, "session"));
  g_assert_null (find (replay, "monthly"));
  plim_script_assert_percent (replay, "weekly", 0);
}

static void
test_objects_elsewhere_on_the_page_are_found (void)
{
  g_autoptr (PlimReplay) replay =
      run_pages ("x={balance:0,customerID:null,monthlyLimit:null,subscription:$R[5]};"
                 "$R[5]={plan:\"100\"}",
                 "y={weeklyUsage:$R[9],rollingUsage:null};$R[9]={status:\"rate-limited\","
                 "usagePercent:99,resetInSec:60}");

  plim_script_assert_requests (replay, PAGE_BILLING, PAGE_GO, NULL);
  g_assert_cmpstr (plim_snapshot_get_plan (replay->snapshot), ==, "Black $100");
  g_assert_true (find (replay, "balance")->limit_reached);
  g_assert_null (find (replay, "budget"));
  plim_script_assert_percent (replay, "weekly", 99);
  g_assert_true (find (replay, "weekly")->limit_reached);
  g_assert_cmpint (find (replay, "weekly")->resets_at, ==, PLIM_SCRIPT_NOW + 60);
}

static void
test_last_months_spending_is_over (void)
{
  static const struct {
    const char *members;
    double used;
  } cases[] = {
    { "monthlyUsage:500000000,timeMonthlyUsageUpdated:new Date(\"2026-10-31T23:59:59Z\")", 0 },
    { "monthlyUsage:500000000,timeMonthlyUsageUpdated:new Date(\"2026-11-01T00:00:00Z\")", 5 },
    { "monthlyUsage:500000000,timeMonthlyUsageUpdated:null", 5 },
    { "monthlyUsage:null", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *page = g_strdup_printf ("x={balance:1,monthlyLimit:20,%s}", cases[i].members);
    g_autoptr (PlimReplay) replay = run_pages (page, "");

    g_assert_cmpfloat (find (replay, "budget")->used, ==, cases[i].used);
    g_assert_cmpint (find (replay, "budget")->length_s, ==, 30 * 86400);
    g_assert_cmpstr (plim_snapshot_get_plan (replay->snapshot), ==, "Pay as you go");
  }
}

static void
test_empty_billing_is_an_answer (void)
{
  g_autoptr (PlimReplay) replay =
      run_pages ("<script>_$HY.r[\"billing.get[x]\"]=$R[1]=$R[2](a=[],null)</script>", "");

  g_assert_no_error (replay->error);
  g_assert_cmpuint (plim_snapshot_get_n_windows (replay->snapshot), ==, 0);
  g_assert_null (plim_snapshot_get_plan (replay->snapshot));
}

static void
test_values_are_cleaned (void)
{
  const PlimProvider *provider = plim_providers_find ("opencode-zen");
  static const struct {
    const char *field;
    const char *value;
    const char *clean;
  } cases[] = {
    { "service_key", "oc_sk_abc", "oc_sk_abc" },
    { "service_key", "sk-abc", NULL },
    { "go_key", "sk-abc", "sk-abc" },
    { "go_key", "oc_sk_abc", NULL },
    { "console_session", "Fe26.2**abc", "Fe26.2**abc" },
    { "console_session", "auth=abc", NULL },
    { "auth_cookie", "a=b; __Host-auth=x", "a=b; __Host-auth=x" },
    { "workspace", "wrk_01ABC", "wrk_01ABC" },
    { "workspace", "https://opencode.ai/workspace/wrk_01ABC/billing", "wrk_01ABC" },
    { "workspace", "https://opencode.ai/console/org_9?x", "org_9" },
    { "workspace", "my team", NULL },
    { "workspace", "wrk_1/../x y", "wrk_1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *clean =
        plim_field_normalize (plim_provider_find_field (provider, cases[i].field), cases[i].value,
                              &error);

    g_test_message ("%s: %s", cases[i].field, cases[i].value);
    g_assert_cmpstr (clean, ==, cases[i].clean);
    g_assert_true ((clean == NULL) == (error != NULL));
  }
}

static void
test_setup_wants_what_the_route_needs (void)
{
  const PlimProvider *provider = plim_providers_find ("opencode-zen");
  g_autoptr (PlimScript) bare = plim_script_new ();
  g_autoptr (PlimScript) cookie = new_script ("auth_cookie", NULL);
  g_autoptr (PlimScript) whole = new_script ("auth_cookie", "wrk_1");
  g_autoptr (PlimScript) key = new_script ("go_key", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (plim_provider_check_setup (provider, bare->exchange, &error));
  g_assert_error (error, PLIM_ERROR, PLIM_STATUS_NOT_AUTHENTICATED);
  g_clear_error (&error);
  g_assert_false (plim_provider_check_setup (provider, cookie->exchange, &error));
  g_assert_error (error, PLIM_ERROR, PLIM_STATUS_MISCONFIGURED);
  g_clear_error (&error);
  g_assert_true (plim_provider_check_setup (provider, whole->exchange, &error));
  g_assert_true (plim_provider_check_setup (provider, key->exchange, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/providers/opencode-zen/" name, function)
  ADD ("only-workspace-is-found-and-remembered", test_only_workspace_is_found_and_remembered);
  ADD ("refused-workspace-is-found-anew", test_refused_workspace_is_found_anew);
  ADD ("workspace-must-be-chosen-of-several", test_workspace_must_be_chosen_of_several);
  ADD ("account-without-go-shows-its-balance", test_account_without_go_shows_its_balance);
  ADD ("meters-keep-what-is-known", test_meters_keep_what_is_known);
  ADD ("refusals", test_refusals);
  ADD ("go-key-leaves-out-what-is-null", test_go_key_leaves_out_what_is_null);
  ADD ("objects-elsewhere-on-the-page-are-found", test_objects_elsewhere_on_the_page_are_found);
  ADD ("last-months-spending-is-over", test_last_months_spending_is_over);
  ADD ("empty-billing-is-an-answer", test_empty_billing_is_an_answer);
  ADD ("values-are-cleaned", test_values_are_cleaned);
  ADD ("setup-wants-what-the-route-needs", test_setup_wants_what_the_route_needs);
  return g_test_run ();
}
