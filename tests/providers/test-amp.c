/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-error.h"
#include "plim-providers.h"
#include "plim-script.h"

#include <math.h>

#define BALANCE "/api/internal?userDisplayBalanceInfo"
#define REMOTE(hash) "/_app/remote/" hash "/getFreeTierUsage"
#define RESULT "{\"type\": \"result\", \"result\": \"[{\\\"quota\\\":1,\\\"used\\\":2},1000,250]\"}"
#define PAGE_DATA                                                                                  \
  "<script>x={freeTierUsage:{bucket:\"ubi\",quota:1000,hourlyReplenishment:50,windowHours:20,"     \
  "used:338.5}}</script>"

static PlimReplay *
run_text (const char *text)
{
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autofree char *body =
      g_strdup_printf ("{\"ok\": true, \"result\": {\"displayText\": \"%s\"}}", text);

  plim_script_answer (script, 200, body);
  return plim_script_run (script, "amp");
}

static PlimScript *
new_cookie_script (void)
{
  PlimScript *script = plim_script_new ();

  plim_exchange_add_secret_field (script->exchange, "session");
  return script;
}

static PlimReplay *
run_remote (const char *body)
{
  g_autoptr (PlimScript) script = new_cookie_script ();

  plim_script_answer (script, 200, body);
  return plim_script_run (script, "amp");
}

static const PlimUsageWindow *
find (const PlimReplay *replay, const char *id)
{
  g_assert_no_error (replay->error);
  return plim_snapshot_find_window (replay->snapshot, id);
}

static void
test_daily_share_ends_at_midnight (void)
{
  g_autoptr (PlimReplay) replay = run_text ("Amp Free: 61% remaining today (resets daily)");
  const PlimUsageWindow *window = find (replay, "free");

  plim_script_assert_percent (replay, "free", 39);
  g_assert_cmpint (window->kind, ==, PLIM_WINDOW_FIXED);
  g_assert_cmpint (window->length_s, ==, 86400);
  g_assert_cmpint (window->resets_at, ==, PLIM_SCRIPT_NOW + 12 * 3600);
  g_assert_true (window->resets_at_estimated);
  g_assert_cmpint (window->provenance, ==, PLIM_PROVENANCE_REPORTED);
}

static void
test_free_tier_without_a_rate_has_no_reset (void)
{
  g_autoptr (PlimReplay) replay = run_text ("Amp Free: $0/$1,000 remaining");
  const PlimUsageWindow *window = find (replay, "free");

  plim_script_assert_percent (replay, "free", 100);
  g_assert_cmpfloat (window->limit, ==, 1000);
  g_assert_true (window->limit_reached);
  g_assert_cmpint (window->length_s, ==, 0);
  g_assert_cmpint (window->resets_at, ==, PLIM_TIME_UNKNOWN);
}

static void
test_more_than_the_limit_is_nothing_used (void)
{
  g_autoptr (PlimReplay) replay =
      run_text ("Amp Free: $12/$10 remaining (replenishes +$0.42/hour)");

  plim_script_assert_percent (replay, "free", 0);
  g_assert_cmpint (find (replay, "free")->resets_at, ==, PLIM_TIME_UNKNOWN);
}

static void
test_older_tier_line_has_percentages (void)
{
  static const char *const lines[] = {
    "Amp Megawatt Subscription: 97% other usage and 90% orb usage remaining - resets upon renewal "
    "in 29 days",
    "Subscription Megawatt: 97% other usage and 90% orb usage remaining",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autoptr (PlimReplay) replay = run_text (lines[i]);

    plim_script_assert_percent (replay, "agent", 3);
    plim_script_assert_percent (replay, "orb", 10);
    g_assert_cmpstr (plim_snapshot_get_plan (replay->snapshot), ==, "Megawatt");
    g_assert_cmpint (find (replay, "agent")->resets_at, ==, PLIM_TIME_UNKNOWN);
  }
}

static void
test_tier_without_orbs_leaves_them_out (void)
{
  g_autoptr (PlimReplay) none =
      run_text ("Amp Big Watt Tier: agent usage $5 of $20 remaining (25%) - period 2026-11-13 to "
                "2026-12-13");
  g_autoptr (PlimReplay) zero = run_text (
      "Amp Kilowatt Tier: agent usage $0 of $0 remaining, orb usage 0h of 0h remaining (0%)");

  plim_script_assert_percent (none, "agent", 75);
  g_assert_cmpint (find (none, "agent")->length_s, ==, 30 * 86400);
  g_assert_null (find (none, "orb"));
  g_assert_cmpstr (plim_snapshot_get_plan (none->snapshot), ==, "Big Watt");
  g_assert_no_error (zero->error);
  g_assert_cmpuint (plim_snapshot_get_n_windows (zero->snapshot), ==, 0);
  g_assert_cmpstr (plim_snapshot_get_plan (zero->snapshot), ==, "Kilowatt");
}

static void
test_debt_is_shown (void)
{
  g_autoptr (PlimReplay) replay =
      run_text ("Individual credits: -$3.50 remaining\\nWorkspace A: b: $2 remaining");

  g_assert_cmpfloat (find (replay, "credits")->remaining, ==, -3.5);
  g_assert_true (find (replay, "credits")->limit_reached);
  g_assert_cmpfloat (find (replay, "credits:a-b")->remaining, ==, 2);
  g_assert_cmpstr (find (replay, "credits:a-b")->scope, ==, "A: b");
}

static void
test_identity_alone_is_an_answer (void)
{
  g_autoptr (PlimReplay) replay = run_text ("Signed in as dev@example.com (dev)\\nSomething new");

  g_assert_no_error (replay->error);
  g_assert_cmpuint (plim_snapshot_get_n_windows (replay->snapshot), ==, 0);
  g_assert_cmpstr (plim_snapshot_get_identity (replay->snapshot), ==, "dev@example.com");
  g_assert_null (plim_snapshot_get_plan (replay->snapshot));
}

static void
test_unknown_text_is_invalid (void)
{
  static const char *const texts[] = { "", "Something new: 5", "Amp Free: $x/$10 remaining" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (PlimReplay) replay = run_text (texts[i]);

    plim_script_assert_error (replay, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
  }
}

static void
test_refusals_of_the_token (void)
{
  static const struct {
    guint http;
    const char *body;
    PlimStatus status;
  } cases[] = {
    { 401, "{\"ok\": false, \"error\": {\"code\": \"auth-required\"}}",
      PLIM_STATUS_NOT_AUTHENTICATED },
    { 200, "{\"ok\": false, \"error\": {\"code\": \"busy\"}}", PLIM_STATUS_PROVIDER_UNAVAILABLE },
    { 200, "{\"ok\": false}", PLIM_STATUS_PROVIDER_UNAVAILABLE },
    { 403, "{}", PLIM_STATUS_NOT_AUTHENTICATED },
    { 429, "{}", PLIM_STATUS_RATE_LIMITED },
    { 200, "{\"ok\": true, \"result\": {\"displayText\": 5}}", PLIM_STATUS_INVALID_RESPONSE },
    { 200, "<html>", PLIM_STATUS_INVALID_RESPONSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PlimScript) script = plim_script_new ();
    g_autoptr (PlimReplay) replay = NULL;

    g_test_message ("%u %s", cases[i].http, cases[i].body);
    plim_script_answer (script, cases[i].http, cases[i].body);
    replay = plim_script_run (script, "amp");
    plim_script_assert_requests (replay, BALANCE, NULL);
    plim_script_assert_error (replay, cases[i].status, PLIM_CAUSE_NONE);
  }
}

static void
test_envelopes_are_understood (void)
{
  static const struct {
    const char *body;
    PlimStatus status;
  } cases[] = {
    { "{\"type\": \"redirect\", \"location\": \"https://auth.ampcode.com/x\"}",
      PLIM_STATUS_NOT_AUTHENTICATED },
    { "{\"type\": \"redirect\", \"location\": \"/elsewhere\"}", PLIM_STATUS_INVALID_RESPONSE },
    { "{\"type\": \"redirect\"}", PLIM_STATUS_INVALID_RESPONSE },
    { "{\"type\": \"error\", \"status\": 401}", PLIM_STATUS_NOT_AUTHENTICATED },
    { "{\"type\": \"error\", \"status\": 403}", PLIM_STATUS_NOT_AUTHENTICATED },
    { "{\"type\": \"error\", \"status\": 502}", PLIM_STATUS_PROVIDER_UNAVAILABLE },
    { "{\"type\": \"error\"}", PLIM_STATUS_INVALID_RESPONSE },
    { "{\"type\": \"result\"}", PLIM_STATUS_INVALID_RESPONSE },
    { "{\"type\": \"result\", \"result\": \"[]\"}", PLIM_STATUS_INVALID_RESPONSE },
    { "{\"type\": \"result\", \"result\": \"[{\\\"quota\\\":1,\\\"used\\\":-1},5]\"}",
      PLIM_STATUS_INVALID_RESPONSE },
    { "{\"type\": \"result\", \"result\": \"[{\\\"quota\\\":1,\\\"used\\\":9},5]\"}",
      PLIM_STATUS_INVALID_RESPONSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PlimReplay) replay = run_remote (cases[i].body);

    g_test_message ("%s", cases[i].body);
    plim_script_assert_error (replay, cases[i].status, PLIM_CAUSE_NONE);
  }
}

static void
test_window_hours_come_before_the_rate (void)
{
  g_autoptr (PlimReplay) replay =
      run_remote ("{\"type\": \"result\", \"result\": \"[{\\\"windowHours\\\":4,\\\"quota\\\":1,"
                  "\\\"hourlyReplenishment\\\":2,\\\"used\\\":3},1000,50,\\\"250.5\\\",12]\"}");
  const PlimUsageWindow *window = find (replay, "free");

  plim_script_assert_percent (replay, "free", 25.05);
  g_assert_cmpint (window->length_s, ==, 12 * 3600);
  g_assert_cmpint (window->resets_at, ==, PLIM_SCRIPT_NOW + 18036);
}

static void
test_moved_function_is_found_in_the_page (void)
{
  g_autoptr (PlimScript) script = new_cookie_script ();
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_remember (script, "remote", "old123");
  plim_script_answer (script, 404, "{}");
  plim_script_answer (script, 200, "<script>\"new456/getFreeTierUsage\"</script>" PAGE_DATA);
  plim_script_answer (script, 200, RESULT);
  replay = plim_script_run (script, "amp");
  plim_script_assert_requests (replay, REMOTE ("old123"), "/settings", REMOTE ("new456"), NULL);
  plim_script_assert_percent (replay, "free", 25);
  plim_script_assert_memory (replay, "remote", "new456");
}

static void
test_moved_function_is_found_in_a_script (void)
{
  g_autoptr (PlimScript) script = new_cookie_script ();
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_answer (script, 404, "{}");
  plim_script_answer (script, 200,
                      "<link href=\"./_app/immutable/a.js\"><link href=\"/_app/immutable/a.js\">"
                      "<link href=\"/_app/immutable/../x.js\"><link href=\"/_app/immutable/b.js\">"
                      "<link href=\"/_app/immutable/c.js\">");
  plim_script_answer (script, 500, "oops");
  plim_script_answer (script, 200, "e=\"zz99zz/getFreeTierUsage\"");
  plim_script_answer (script, 200, RESULT);
  replay = plim_script_run (script, "amp");
  plim_script_assert_requests (replay, REMOTE ("w6b2h6"), "/settings", "/_app/immutable/a.js",
                               "/_app/immutable/b.js", REMOTE ("zz99zz"), NULL);
  g_assert_cmpuint (((PlimRequest *) replay->requests->pdata[1])->credentials->len, ==, 1);
  g_assert_cmpuint (((PlimRequest *) replay->requests->pdata[2])->credentials->len, ==, 0);
  plim_script_assert_memory (replay, "remote", "zz99zz");
}

static void
test_page_itself_may_hold_the_numbers (void)
{
  g_autoptr (PlimScript) script = new_cookie_script ();
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_answer (script, 404, "{}");
  plim_script_answer (script, 200, PAGE_DATA "<link href=\"/_app/immutable/a.js\">");
  replay = plim_script_run (script, "amp");
  plim_script_assert_requests (replay, REMOTE ("w6b2h6"), "/settings", NULL);
  plim_script_assert_percent (replay, "free", 33.85);
  g_assert_cmpint (find (replay, "free")->length_s, ==, 20 * 3600);
  plim_script_assert_memory (replay, "remote", NULL);
}

static void
test_function_that_is_nowhere_is_invalid (void)
{
  static const char *const pages[] = { "", "<html>", "\"w6b2h6/getFreeTierUsage\"",
                                       "<link href=\"/_app/immutable/a.js\">" };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++) {
    g_autoptr (PlimScript) script = new_cookie_script ();
    g_autoptr (PlimReplay) replay = NULL;

    plim_script_answer (script, 404, "{}");
    plim_script_answer (script, 200, pages[i]);
    plim_script_answer (script, 200, "nothing here");
    replay = plim_script_run (script, "amp");
    plim_script_assert_error (replay, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
  }
}

static void
test_page_that_wants_a_login (void)
{
  g_autoptr (PlimScript) script = new_cookie_script ();
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_answer (script, 404, "{}");
  plim_answer_add_header (plim_script_answer (script, 302, ""), "Location", "/signin?next=x");
  replay = plim_script_run (script, "amp");
  plim_script_assert_error (replay, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE);
}

static void
test_credentials_are_told_apart (void)
{
  const PlimProvider *provider = plim_providers_find ("amp");
  static const struct {
    const char *field;
    const char *value;
    const char *clean;
  } cases[] = {
    { "access_token", " sgamp_user_x_1 ", "sgamp_user_x_1" },
    { "access_token", "sk-1", NULL },
    { "access_token", "sgamp_a b", NULL },
    { "session", "abc.def%3D", "abc.def%3D" },
    { "session", "YWJj==", "session=YWJj==" },
    { "session", "Cookie: a=1; session=abc", "a=1; session=abc" },
    { "session", "other=abc", NULL },
    { "session", "sgamp_user_x_1", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *clean =
        plim_field_normalize (plim_provider_find_field (provider, cases[i].field), cases[i].value,
                              &error);

    g_test_message ("%s: %s", cases[i].field, cases[i].value);
    g_assert_cmpstr (clean, ==, cases[i].clean);
    if (clean == NULL)
      g_assert_error (error, PLIM_ERROR, PLIM_STATUS_NOT_AUTHENTICATED);
  }
}

static void
test_one_credential_is_needed (void)
{
  const PlimProvider *provider = plim_providers_find ("amp");
  g_autoptr (PlimScript) script = new_cookie_script ();
  g_autoptr (PlimScript) bare = plim_script_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (plim_provider_check_setup (provider, script->exchange, &error));
  g_assert_no_error (error);
  g_assert_false (plim_provider_check_setup (provider, bare->exchange, &error));
  g_assert_error (error, PLIM_ERROR, PLIM_STATUS_NOT_AUTHENTICATED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/providers/amp/" name, function)
  ADD ("daily-share-ends-at-midnight", test_daily_share_ends_at_midnight);
  ADD ("free-tier-without-a-rate-has-no-reset", test_free_tier_without_a_rate_has_no_reset);
  ADD ("more-than-the-limit-is-nothing-used", test_more_than_the_limit_is_nothing_used);
  ADD ("older-tier-line-has-percentages", test_older_tier_line_has_percentages);
  ADD ("tier-without-orbs-leaves-them-out", test_tier_without_orbs_leaves_them_out);
  ADD ("debt-is-shown", test_debt_is_shown);
  ADD ("identity-alone-is-an-answer", test_identity_alone_is_an_answer);
  ADD ("unknown-text-is-invalid", test_unknown_text_is_invalid);
  ADD ("refusals-of-the-token", test_refusals_of_the_token);
  ADD ("envelopes-are-understood", test_envelopes_are_understood);
  ADD ("window-hours-come-before-the-rate", test_window_hours_come_before_the_rate);
  ADD ("moved-function-is-found-in-the-page", test_moved_function_is_found_in_the_page);
  ADD ("moved-function-is-found-in-a-script", test_moved_function_is_found_in_a_script);
  ADD ("page-itself-may-hold-the-numbers", test_page_itself_may_hold_the_numbers);
  ADD ("function-that-is-nowhere-is-invalid", test_function_that_is_nowhere_is_invalid);
  ADD ("page-that-wants-a-login", test_page_that_wants_a_login);
  ADD ("credentials-are-told-apart", test_credentials_are_told_apart);
  ADD ("one-credential-is-needed", test_one_credential_is_needed);
  return g_test_run ();
}
