/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-error.h"
#include "plim-providers.h"
#include "plim-script.h"

#include <math.h>
#include <string.h>

#define ORG_A "aaaaaaaa-0000-4000-8000-000000000001"
#define ORG_B "bbbbbbbb-0000-4000-8000-000000000002"
#define LIST "/api/organizations"
#define USAGE_A "/api/organizations/" ORG_A "/usage"
#define USAGE_B "/api/organizations/" ORG_B "/usage"
#define CREDITS_A "/api/organizations/" ORG_A "/prepaid/credits"
#define GOOD "{\"five_hour\": {\"utilization\": 12.5, \"resets_at\": null}}"
#define ENTRY(uuid, rest) "{\"uuid\": \"" uuid "\", " rest "}"

static void
test_chooses_who_can_chat (void)
{
  static const struct {
    const char *list;
    const char *usage;
  } cases[] = {
    { "[" ENTRY (ORG_A,
                 "\"capabilities\": [\"api\"]") "," ENTRY (ORG_B,
                                                           "\"capabilities\": [\"chat\"]") "]",
      USAGE_B },
    { "[" ENTRY (ORG_A, "\"capabilities\": [\"raven\"]") "," ENTRY (
          ORG_B, "\"capabilities\": [\"claude_pro\", \"chat\"]") "]",
      USAGE_B },
    { "[" ENTRY (ORG_A, "\"capabilities\": [\"api\", \"api_individual\"]") "," ENTRY (
          ORG_B, "\"capabilities\": [\"raven\"]") "]",
      USAGE_B },
    { "[" ENTRY (ORG_A, "\"capabilities\": [\"api\"]") "," ENTRY (
          ORG_B, "\"capabilities\": [\"api_individual\"]") "]",
      USAGE_A },
    { "[" ENTRY (ORG_A, "\"capabilities\": 3") "," ENTRY (ORG_B, "\"capabilities\": []") "]",
      USAGE_A },
    { "[7, " ENTRY ("../../admin",
                    "\"capabilities\": [\"chat\"]") "," ENTRY (ORG_B, "\"capabilities\": []") "]",
      USAGE_B },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PlimScript) script = plim_script_new ();
    g_autoptr (PlimReplay) replay = NULL;

    plim_script_answer (script, 200, cases[i].list);
    plim_script_answer (script, 200, GOOD);
    replay = plim_script_run (script, "claude-web");
    plim_script_assert_requests (replay, LIST, cases[i].usage, NULL);
    plim_script_assert_percent (replay, "session", 12.5);
  }
}

static void
test_list_without_a_usable_entry_is_told_apart (void)
{
  static const struct {
    const char *list;
    PlimStatus status;
    PlimCause cause;
  } cases[] = {
    { "[]", PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_WRONG_ORGANIZATION },
    { "[{\"uuid\": 5}]", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
    { "{}", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PlimScript) script = plim_script_new ();
    g_autoptr (PlimReplay) replay = NULL;

    plim_script_answer (script, 200, cases[i].list);
    replay = plim_script_run (script, "claude-web");
    plim_script_assert_requests (replay, LIST, NULL);
    plim_script_assert_error (replay, cases[i].status, cases[i].cause);
  }
}

static void
test_plan_follows_tier_then_capabilities (void)
{
  static const char *const cases[][2] = {
    { "\"rate_limit_tier\": \"default_claude_ai\"", "Free" },
    { "\"rate_limit_tier\": \"default_claude_pro\"", "Pro" },
    { "\"rate_limit_tier\": \"default_claude_max_20x\"", "Max 20x" },
    { "\"rate_limit_tier\": \"default_raven\"", "Team" },
    { "\"rate_limit_tier\": \"default_claude_super_duper\"", "Super Duper" },
    { "\"rate_limit_tier\": \"default_thing\"", "Thing" },
    { "\"rate_limit_tier\": 4, \"capabilities\": [\"chat\", \"claude_max\"]", "Max" },
    { "\"capabilities\": [\"chat\", \"claude_pro\"]", "Pro" },
    { "\"capabilities\": [\"raven\", \"chat\"]", "Team" },
    { "\"capabilities\": [\"chat\"]", "Free" },
    { "\"capabilities\": [\"api\"]", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PlimScript) script = plim_script_new ();
    g_autoptr (PlimReplay) replay = NULL;
    g_autofree char *list = g_strdup_printf ("[{\"uuid\": \"%s\", %s}]", ORG_A, cases[i][0]);

    plim_script_answer (script, 200, list);
    plim_script_answer (script, 200, GOOD);
    replay = plim_script_run (script, "claude-web");
    g_assert_no_error (replay->error);
    g_assert_cmpstr (plim_snapshot_get_plan (replay->snapshot), ==, cases[i][1]);
    plim_script_assert_memory (replay, "plan", cases[i][1] != NULL ? cases[i][1] : "");
    plim_script_assert_memory (replay, "organization", ORG_A);
    plim_script_assert_memory (replay, "organizations_at", "2026-11-20T12:00:00Z");
    plim_script_assert_memory (replay, "choices:organization",
                               "[{\"id\":\"" ORG_A "\",\"label\":\"" ORG_A "\"}]");
  }
}

/* A poll of a known organization: only its usage, with the plan that was learnt. */
static void
test_known_organization_is_asked_alone (void)
{
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_remember (script, "organization", ORG_A);
  plim_script_remember (script, "organizations_at", "2026-11-20T00:00:00Z");
  plim_script_remember (script, "plan", "Pro");
  plim_script_answer (script, 200, GOOD);
  replay = plim_script_run (script, "claude-web");
  plim_script_assert_requests (replay, USAGE_A, NULL);
  g_assert_cmpstr (plim_snapshot_get_plan (replay->snapshot), ==, "Pro");
  g_assert_cmpstr (plim_snapshot_get_owner_id (replay->snapshot), ==, ORG_A);
}

static void
test_setting_goes_before_what_was_discovered (void)
{
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_set (script, "organization", ORG_B);
  plim_script_remember (script, "organization", ORG_A);
  plim_script_answer (script, 200, GOOD);
  replay = plim_script_run (script, "claude-web");
  plim_script_assert_requests (replay, USAGE_B, NULL);
  g_assert_cmpstr (plim_snapshot_get_owner_id (replay->snapshot), ==, ORG_B);
}

static void
test_list_is_asked_again_after_a_day (void)
{
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_remember (script, "organization", ORG_A);
  plim_script_remember (script, "organizations_at", "2026-11-19T12:00:00Z");
  plim_script_answer (script, 200, "[" ENTRY (ORG_B, "\"rate_limit_tier\": \"x_y\"") "]");
  plim_script_answer (script, 200, GOOD);
  replay = plim_script_run (script, "claude-web");
  plim_script_assert_requests (replay, LIST, USAGE_B, NULL);
  plim_script_assert_memory (replay, "organization", ORG_B);
  plim_script_assert_memory (replay, "organizations_at", "2026-11-20T12:00:00Z");
}

/* One that was imported was never set up, and its plan not read. */
static void
test_chosen_organization_learns_its_plan_with_the_second_poll (void)
{
  g_autoptr (PlimScript) first = plim_script_new ();
  g_autoptr (PlimScript) second = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_set (first, "organization", ORG_A);
  plim_script_answer (first, 200, GOOD);
  replay = plim_script_run (first, "claude-web");
  plim_script_assert_requests (replay, USAGE_A, NULL);
  plim_script_assert_memory (replay, "organizations_at", "1");
  g_clear_pointer (&replay, plim_replay_free);

  plim_script_set (second, "organization", ORG_A);
  plim_script_remember (second, "organizations_at", "1");
  plim_script_answer (second, 200, "[" ENTRY (ORG_A, "\"rate_limit_tier\": \"x_y\"") "]");
  plim_script_answer (second, 200, GOOD);
  replay = plim_script_run (second, "claude-web");
  plim_script_assert_requests (replay, LIST, USAGE_A, NULL);
  g_assert_cmpstr (plim_snapshot_get_plan (replay->snapshot), ==, "X Y");
}

/* As after signing in as somebody else. */
static void
test_refused_discovery_is_made_anew (void)
{
  static const guint refusals[] = { 403, 404 };

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autoptr (PlimScript) script = plim_script_new ();
    g_autoptr (PlimReplay) replay = NULL;

    plim_script_remember (script, "organization", ORG_A);
    plim_script_remember (script, "organizations_at", "2026-11-20T11:00:00Z");
    plim_script_answer (script, refusals[i],
                        "{\"error\": {\"message\": \"Invalid authorization for organization\"}}");
    plim_script_answer (script, 200, "[" ENTRY (ORG_B, "\"capabilities\": [\"chat\"]") "]");
    plim_script_answer (script, 200, GOOD);
    replay = plim_script_run (script, "claude-web");
    plim_script_assert_requests (replay, USAGE_A, LIST, USAGE_B, NULL);
    plim_script_assert_percent (replay, "session", 12.5);
    plim_script_assert_memory (replay, "organization", ORG_B);
    g_assert_cmpstr (plim_snapshot_get_owner_id (replay->snapshot), ==, ORG_B);
  }
}

static void
test_refused_choice_is_left_to_the_user (void)
{
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_set (script, "organization", ORG_A);
  plim_script_answer (script, 404, "{}");
  replay = plim_script_run (script, "claude-web");
  plim_script_assert_requests (replay, USAGE_A, NULL);
  plim_script_assert_error (replay, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_WRONG_ORGANIZATION);
}

static void
test_failing_list_does_not_hide_usage (void)
{
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_remember (script, "organization", ORG_A);
  plim_script_remember (script, "organizations_at", "2026-11-01T12:00:00Z");
  plim_script_remember (script, "plan", "Pro");
  plim_script_answer (script, 500, "");
  plim_script_answer (script, 200, GOOD);
  replay = plim_script_run (script, "claude-web");
  plim_script_assert_requests (replay, LIST, USAGE_A, NULL);
  plim_script_assert_percent (replay, "session", 12.5);
  g_assert_cmpstr (plim_snapshot_get_plan (replay->snapshot), ==, "Pro");
}

static void
test_setup_asks_everything (void)
{
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;
  const PlimUsageWindow *credits;

  script->exchange->is_setup = TRUE;
  plim_script_set (script, "organization", ORG_A);
  plim_script_answer (script, 200,
                      "[" ENTRY (ORG_B, "\"rate_limit_tier\": \"default_raven\"") "," ENTRY (
                          ORG_A, "\"rate_limit_tier\": \"default_claude_pro\"") "]");
  plim_script_answer (script, 200, GOOD);
  plim_script_answer (script, 200, "{\"amount\": 1234, \"currency\": \"eur\"}");
  replay = plim_script_run (script, "claude-web");
  plim_script_assert_requests (replay, LIST, USAGE_A, CREDITS_A, NULL);
  g_assert_cmpstr (plim_snapshot_get_plan (replay->snapshot), ==, "Pro");
  credits = plim_snapshot_find_window (replay->snapshot, "credits");
  g_assert_nonnull (credits);
  g_assert_cmpint (credits->kind, ==, PLIM_WINDOW_BALANCE);
  g_assert_cmpfloat_with_epsilon (credits->remaining, 12.34, 0.001);
  g_assert_cmpstr (credits->unit, ==, "EUR");
  g_assert_true (isnan (credits->used_percent));
  plim_script_assert_memory (replay, "credits", "1234.00 EUR");
}

static void
test_credits_are_asked_hourly_or_daily (void)
{
  static const struct {
    const char *credits;
    const char *credits_at;
    gboolean is_asked;
  } cases[] = {
    { NULL, NULL, FALSE },
    { NULL, "1", TRUE },
    { "", "2026-11-20T10:00:00Z", FALSE },
    { "", "2026-11-19T11:00:00Z", TRUE },
    { "500.00 USD", "2026-11-20T11:30:00Z", FALSE },
    { "500.00 USD", "2026-11-20T11:00:00Z", TRUE },
    { "500.00 USD", "2031-01-01T00:00:00Z", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PlimScript) script = plim_script_new ();
    g_autoptr (PlimReplay) replay = NULL;
    gboolean has_credits = cases[i].credits != NULL && cases[i].credits[0] != '\0';

    plim_script_set (script, "organization", ORG_A);
    if (cases[i].credits != NULL)
      plim_script_remember (script, "credits", cases[i].credits);
    if (cases[i].credits_at != NULL)
      plim_script_remember (script, "credits_at", cases[i].credits_at);
    plim_script_answer (script, 200, GOOD);
    replay = plim_script_run (script, "claude-web");
    g_assert_cmpuint (replay->requests->len, ==, cases[i].is_asked ? 2 : 1);
    /* Not answered: the last known balance stays. */
    g_assert_no_error (replay->error);
    g_assert_cmpint (plim_snapshot_find_window (replay->snapshot, "credits") != NULL, ==,
                     has_credits);
  }
}

static void
test_refused_credits_are_forgotten (void)
{
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_set (script, "organization", ORG_A);
  plim_script_remember (script, "credits", "500.00 USD");
  plim_script_remember (script, "credits_at", "2026-11-19T11:00:00Z");
  plim_script_answer (script, 200, GOOD);
  plim_script_answer (script, 404, "{}");
  replay = plim_script_run (script, "claude-web");
  plim_script_assert_memory (replay, "credits", "");
  plim_script_assert_memory (replay, "credits_at", "2026-11-20T12:00:00Z");
  g_assert_null (plim_snapshot_find_window (replay->snapshot, "credits"));
}

static PlimReplay *
run_usage (guint status, const char *body)
{
  g_autoptr (PlimScript) script = plim_script_new ();

  plim_script_set (script, "organization", ORG_A);
  plim_script_answer (script, status, body);
  return plim_script_run (script, "claude-web");
}

static void
test_malformed_window_is_dropped_alone (void)
{
  g_autoptr (PlimReplay) replay =
      run_usage (200, "{\"five_hour\": {\"utilization\": \"NaN\"},"
                      " \"seven_day\": {\"utilization\": \" 41.5% \"},"
                      " \"seven_day_opus\": 5, \"seven_day_sonnet\": null,"
                      " \"limits\": [7, {\"kind\": \"weekly_scoped\", \"percent\": 9, \"scope\":"
                      " {\"model\": {\"id\": \"claude-x-1\"}}},"
                      " {\"kind\": \"weekly_scoped\", \"percent\": 9, \"scope\":"
                      " {\"model\": {\"display_name\": \"All models\"}}}]}");

  plim_script_assert_percent (replay, "weekly", 41.5);
  plim_script_assert_percent (replay, "weekly:claude-x-1", 9);
  g_assert_cmpuint (plim_snapshot_get_n_windows (replay->snapshot), ==, 2);
}

static void
test_limits_stand_in_for_flat_keys (void)
{
  g_autoptr (PlimReplay) replay =
      run_usage (200,
                 "{\"five_hour\": {\"utilization\": 10}, \"limits\": ["
                 "{\"kind\": \"session\", \"percent\": 99, \"scope\": null},"
                 "{\"kind\": \"weekly_all\", \"percent\": 20},"
                 "{\"kind\": \"weekly_all\", \"percent\": 77, \"scope\": {\"surface\": \"x\"}},"
                 "{\"kind\": \"novelty\", \"percent\": 1}]}");

  plim_script_assert_percent (replay, "session", 10);
  plim_script_assert_percent (replay, "weekly", 20);
  g_assert_cmpuint (plim_snapshot_get_n_windows (replay->snapshot), ==, 2);
}

static void
test_answer_must_be_usage (void)
{
  static const char *const bad[] = {
    "{}",
    "[]",
    "null",
    "{\"error\": \"nope\"}",
    "{\"five_hour\": {\"resets_at\": null}}",
    "{\"limits\": [{\"kind\": \"session\"}]}",
    "{\"five_hour\": {\"utilization\": 1",
  };
  static const char *const empty[] = {
    "{\"five_hour\": null, \"seven_day\": null}",
    "{\"limits\": []}",
    "{\"extra_usage\": null}",
    "{\"extra_usage\": {\"is_enabled\": false, \"used_credits\": 100}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (PlimReplay) replay = run_usage (200, bad[i]);

    plim_script_assert_error (replay, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
  }
  for (guint i = 0; i < G_N_ELEMENTS (empty); i++) {
    g_autoptr (PlimReplay) replay = run_usage (200, empty[i]);

    g_assert_no_error (replay->error);
    g_assert_cmpuint (plim_snapshot_get_n_windows (replay->snapshot), ==, 0);
  }
}

static void
test_extra_usage_of_enterprise_has_no_switch (void)
{
  g_autoptr (PlimReplay) replay =
      run_usage (200, "{\"extra_usage\": {\"used_credits\": 250, \"monthly_credit_limit\": 1000}}");
  const PlimUsageWindow *extra;

  plim_script_assert_percent (replay, "extra-usage", 25);
  extra = plim_snapshot_find_window (replay->snapshot, "extra-usage");
  g_assert_cmpint (extra->provenance, ==, PLIM_PROVENANCE_DERIVED);
  g_assert_cmpfloat (extra->used, ==, 2.5);
  g_assert_cmpfloat (extra->limit, ==, 10);
  g_assert_cmpstr (extra->unit, ==, "USD");
}

static void
test_extra_usage_without_cap_has_no_percentage (void)
{
  g_autoptr (PlimReplay) replay = run_usage (200, "{\"extra_usage\": {\"is_enabled\": true,"
                                                  " \"used_credits\": 250, \"monthly_limit\": "
                                                  "null, \"utilization\": null}}");
  const PlimUsageWindow *extra;

  g_assert_no_error (replay->error);
  extra = plim_snapshot_find_window (replay->snapshot, "extra-usage");
  g_assert_true (isnan (extra->used_percent));
  g_assert_true (isnan (extra->limit));
  g_assert_cmpfloat (extra->used, ==, 2.5);
}

static void
test_refusals_are_told_apart (void)
{
  static const struct {
    guint status;
    const char *location;
    const char *body;
    PlimStatus expected;
    PlimCause cause;
  } cases[] = {
    { 403, NULL, "{\"error\": {\"message\": \"Invalid authorization for organization\"}}",
      PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_WRONG_ORGANIZATION },
    { 404, NULL, "{}", PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_WRONG_ORGANIZATION },
    { 401, NULL, "{}", PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE },
    { 403, NULL, "{\"error\": 5}", PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE },
    { 302, "https://claude.ai/login?returnTo=%2F", "", PLIM_STATUS_NOT_AUTHENTICATED,
      PLIM_CAUSE_NONE },
    { 307, "https://www.anthropic.com/app-unavailable-in-region?x=1", "",
      PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_REGION },
    { 302, "https://elsewhere.example/", "", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
    { 529, NULL, "", PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE },
    { 503, NULL, "", PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PlimScript) script = plim_script_new ();
    g_autoptr (PlimReplay) replay = NULL;
    PlimAnswer *answer;

    plim_script_set (script, "organization", ORG_A);
    answer = plim_script_answer (script, cases[i].status, cases[i].body);
    if (cases[i].location != NULL)
      plim_answer_add_header (answer, "Location", cases[i].location);
    replay = plim_script_run (script, "claude-web");
    plim_script_assert_error (replay, cases[i].expected, cases[i].cause);
  }
}

static void
test_asks_like_a_browser (void)
{
  g_autoptr (PlimReplay) replay = run_usage (200, GOOD);
  const PlimRequest *request = g_ptr_array_index (replay->requests, 0);
  const char *user_agent = NULL;
  guint n_expected = 0;

  for (guint i = 0; i < request->headers->len; i++) {
    const PlimHeader *header = g_ptr_array_index (request->headers, i);

    if (g_str_equal (header->name, "User-Agent"))
      user_agent = header->value;
    else if (g_str_equal (header->name, "Referer"))
      n_expected += g_str_equal (header->value, "https://claude.ai/settings/usage");
    else if (g_str_equal (header->name, "Origin"))
      n_expected += g_str_equal (header->value, "https://claude.ai");
  }
  g_assert_cmpuint (n_expected, ==, 2);
  g_assert_true (g_str_has_prefix (user_agent, "Mozilla/5.0 "));
}

static void
test_session_key_is_cleaned_or_refused (void)
{
  static const char *const cases[][2] = {
    { "  sk-ant-sid01-FAKE \n", "sk-ant-sid01-FAKE" },
    { "sessionKey=sk-ant-sid02-FAKE", "sessionKey=sk-ant-sid02-FAKE" },
    { "Cookie:  a=1;sessionKey=sk-ant-sid02-FAKE ;; b=2=3; ",
      "a=1; sessionKey=sk-ant-sid02-FAKE; b=2=3" },
    { "", NULL },
    { "hello", NULL },
    { "sk-ant-sid01-FAKE sk-ant-sid01-FAKE", NULL },
    { "sk-ant-sid01-FAKE\nX-Header: 1", NULL },
    { "a=1; b=2", NULL },
    { "sessionKey=other", NULL },
    { "mysessionKey=sk-ant-sid01-FAKE", NULL },
    { "sk-ant-api03-FAKE", NULL },
    { "sk-ant-admin01-FAKE", NULL },
    { "sk-ant-oat01-FAKE", NULL },
  };
  const PlimField *field =
      plim_provider_find_field (plim_providers_find ("claude-web"), "session_key");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *value = plim_field_normalize (field, cases[i][0], &error);

    g_assert_cmpstr (value, ==, cases[i][1]);
    if (value == NULL) {
      g_assert_error (error, PLIM_ERROR, PLIM_STATUS_NOT_AUTHENTICATED);
      g_assert_null (strstr (error->message, "FAKE"));
    }
  }
}

static void
test_organization_is_a_uuid (void)
{
  const PlimField *field =
      plim_provider_find_field (plim_providers_find ("claude-web"), "organization");
  g_autoptr (GError) error = NULL;
  g_autofree char *value =
      plim_field_normalize (field, " AAAAAAAA-0000-4000-8000-000000000001 ", NULL);
  g_autofree char *none = plim_field_normalize (field, "  ", NULL);

  g_assert_cmpstr (value, ==, ORG_A);
  g_assert_cmpstr (none, ==, "");
  g_assert_null (plim_field_normalize (field, "My Org", &error));
  g_assert_error (error, PLIM_ERROR, PLIM_STATUS_MISCONFIGURED);
}

int
main (int argc, char **argv)
{
#define ADD(name, function) g_test_add_func ("/providers/claude-web/" name, function)
  g_test_init (&argc, &argv, NULL);
  ADD ("chooses-who-can-chat", test_chooses_who_can_chat);
  ADD ("list-without-a-usable-entry-is-told-apart", test_list_without_a_usable_entry_is_told_apart);
  ADD ("plan-follows-tier-then-capabilities", test_plan_follows_tier_then_capabilities);
  ADD ("known-organization-is-asked-alone", test_known_organization_is_asked_alone);
  ADD ("setting-goes-before-what-was-discovered", test_setting_goes_before_what_was_discovered);
  ADD ("chosen-organization-learns-its-plan-with-the-second-poll",
       test_chosen_organization_learns_its_plan_with_the_second_poll);
  ADD ("list-is-asked-again-after-a-day", test_list_is_asked_again_after_a_day);
  ADD ("refused-discovery-is-made-anew", test_refused_discovery_is_made_anew);
  ADD ("refused-choice-is-left-to-the-user", test_refused_choice_is_left_to_the_user);
  ADD ("failing-list-does-not-hide-usage", test_failing_list_does_not_hide_usage);
  ADD ("setup-asks-everything", test_setup_asks_everything);
  ADD ("credits-are-asked-hourly-or-daily", test_credits_are_asked_hourly_or_daily);
  ADD ("refused-credits-are-forgotten", test_refused_credits_are_forgotten);
  ADD ("malformed-window-is-dropped-alone", test_malformed_window_is_dropped_alone);
  ADD ("limits-stand-in-for-flat-keys", test_limits_stand_in_for_flat_keys);
  ADD ("answer-must-be-usage", test_answer_must_be_usage);
  ADD ("extra-usage-of-enterprise-has-no-switch", test_extra_usage_of_enterprise_has_no_switch);
  ADD ("extra-usage-without-cap-has-no-percentage", test_extra_usage_without_cap_has_no_percentage);
  ADD ("refusals-are-told-apart", test_refusals_are_told_apart);
  ADD ("asks-like-a-browser", test_asks_like_a_browser);
  ADD ("session-key-is-cleaned-or-refused", test_session_key_is_cleaned_or_refused);
  ADD ("organization-is-a-uuid", test_organization_is_a_uuid);
  return g_test_run ();
}
