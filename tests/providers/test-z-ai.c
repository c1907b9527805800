/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-error.h"
#include "plim-providers.h"
#include "plim-script.h"

#include <math.h>

#define QUOTA "/api/monitor/usage/quota/limit"
#define TEAM_QUOTA QUOTA "?type=2"
#define LIST "/api/biz/subscription/list"
#define ENVELOPE(data) "{\"code\": 200, \"success\": true, \"data\": " data "}"
#define GOOD ENVELOPE ("{\"level\": \"pro\", \"limits\": []}")
#define BAD_KEY "{\"code\": 401, \"msg\": \"no\", \"success\": false}"

/* Replays one quota answer of an account whose other requests are not due. */
static PlimReplay *
run_quota (guint status, const char *body)
{
  g_autoptr (PlimScript) script = plim_script_new ();

  plim_script_remember (script, "auth_form", "bearer");
  plim_script_remember (script, "subscription_at", "2026-11-20T11:00:00Z");
  plim_script_answer (script, status, body);
  return plim_script_run (script, "z-ai");
}

static PlimReplay *
run_limit (const char *limit)
{
  g_autofree char *body =
      g_strdup_printf ("{\"code\": \"200\", \"data\": {\"limits\": [%s]}}", limit);

  return run_quota (200, body);
}

static void
test_windows_are_told_by_their_length (void)
{
  static const struct {
    int unit;
    int number;
    const char *id;
    gint64 length_s;
  } cases[] = {
    { 3, 5, "session", 18000 },        { 5, 300, "session", 18000 },
    { 6, 1, "weekly", 604800 },        { 1, 7, "weekly", 604800 },
    { 3, 168, "weekly", 604800 },      { 4, 1, "window-86400", 86400 },
    { 1, 3, "window-259200", 259200 }, { 6, 2, "window-1209600", 1209600 },
    { 5, 1, "window-60", 60 },         { 7, 1, "monthly", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *limit = g_strdup_printf (
        "{\"type\": \"TOKENS_LIMIT\", \"unit\": %d, \"number\": \"%d\", \"percentage\": 7}",
        cases[i].unit, cases[i].number);
    g_autoptr (PlimReplay) replay = run_limit (limit);
    const PlimUsageWindow *window;

    g_assert_no_error (replay->error);
    g_assert_cmpuint (plim_snapshot_get_n_windows (replay->snapshot), ==, 1);
    window = plim_snapshot_get_window (replay->snapshot, 0);
    g_assert_cmpstr (window->id, ==, cases[i].id);
    g_assert_cmpint (window->length_s, ==, cases[i].length_s);
    g_assert_cmpint (window->kind, ==,
                     cases[i].length_s > 0 ? PLIM_WINDOW_ROLLING : PLIM_WINDOW_FIXED);
    g_assert_nonnull (window->title);
  }
}

static void
test_old_entry_without_length_is_the_session (void)
{
  g_autoptr (PlimReplay) replay = run_limit ("{\"name\": \"TOKENS_LIMIT\", \"percentage\": 0.5}");

  plim_script_assert_percent (replay, "session", 0.5);
}

static void
test_unknown_entries_are_ignored (void)
{
  static const char *const limits[] = {
    "{\"type\": \"NOVELTY\", \"percentage\": 1}",
    "{\"type\": \"TOKENS_LIMIT\", \"unit\": 9, \"number\": 1, \"percentage\": 1}",
    "{\"type\": \"TOKENS_LIMIT\", \"unit\": 3, \"number\": 0, \"percentage\": 1}",
    "{\"type\": \"TOKENS_LIMIT\", \"unit\": 3, \"number\": 1e300, \"percentage\": 1}",
    "{\"type\": \"TOKENS_LIMIT\", \"unit\": 3, \"percentage\": 1}",
    "{\"type\": \"TOKENS_LIMIT\", \"unit\": 7, \"number\": 3, \"percentage\": 1}",
    "7, null, []",
  };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++) {
    g_autoptr (PlimReplay) replay = run_limit (limits[i]);

    g_assert_no_error (replay->error);
    g_assert_cmpuint (plim_snapshot_get_n_windows (replay->snapshot), ==, 0);
  }
}

static void
test_credits_go_before_tokens (void)
{
  g_autoptr (PlimReplay) replay =
      run_limit ("{\"type\": \"TOKENS_LIMIT\", \"unit\": 3, \"number\": 5, \"percentage\": 1},"
                 "{\"type\": \"CREDIT_LIMIT\", \"unit\": 3, \"number\": 5, \"percentage\": 2}");

  plim_script_assert_percent (replay, "session", 2);
  g_assert_cmpuint (plim_snapshot_get_n_windows (replay->snapshot), ==, 1);
}

static void
test_counts_are_finer_than_the_percentage (void)
{
  static const struct {
    const char *counts;
    double used;
    double limit;
    double percent;
  } cases[] = {
    { "\"usage\": 1000, \"currentValue\": 5, \"remaining\": 990", 10, 1000, 1 },
    { "\"usage\": 1000, \"currentValue\": 15, \"remaining\": 990", 15, 1000, 1.5 },
    { "\"usage\": \"1000\", \"remaining\": \"400\"", 600, 1000, 60 },
    { "\"usage\": 1000, \"remaining\": 1200", 0, 1000, 0 },
    { "\"usage\": 1000, \"percentage\": 12", NAN, 1000, 12 },
    { "\"usage\": 0, \"currentValue\": 3, \"percentage\": 12", 3, NAN, 12 },
    { "\"percentage\": 130", NAN, NAN, 130 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *limit = g_strdup_printf ("{\"type\": \"MCP_LIMIT\", %s}", cases[i].counts);
    g_autoptr (PlimReplay) replay = run_limit (limit);
    const PlimUsageWindow *window;
    gboolean has_counts = !isnan (cases[i].used) || !isnan (cases[i].limit);

    plim_script_assert_percent (replay, "calls-monthly", cases[i].percent);
    window = plim_snapshot_find_window (replay->snapshot, "calls-monthly");
    g_assert_true (isnan (cases[i].used) ? isnan (window->used) : window->used == cases[i].used);
    g_assert_true (isnan (cases[i].limit) ? isnan (window->limit)
                                          : window->limit == cases[i].limit);
    g_assert_cmpstr (window->unit, ==, has_counts ? "requests" : NULL);
  }
}

static void
test_nothing_but_malformed_entries_is_an_error (void)
{
  g_autoptr (PlimReplay) replay = run_limit ("{\"type\": \"TIME_LIMIT\", \"percentage\": \"much\"},"
                                             "{\"type\": \"TOKENS_LIMIT\", \"usage\": 100}");

  plim_script_assert_error (replay, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
}

static void
test_codes_inside_http_200_are_errors (void)
{
  static const struct {
    const char *body;
    PlimStatus status;
    PlimCause cause;
  } cases[] = {
    { "{\"code\": 1003, \"msg\": \"x\"}", PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE },
    { "{\"code\": \"401\"}", PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE },
    { "{\"code\": 1302}", PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE },
    { "{\"code\": 500, \"msg\": \"No Coding Plan here\"}", PLIM_STATUS_MISCONFIGURED,
      PLIM_CAUSE_NO_PLAN },
    { "{\"code\": 500, \"msg\": \"boom\"}", PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE },
    { "{\"code\": 500}", PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE },
    { "{\"code\": 777}", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
    { "{\"code\": 1e300}", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
    { "{\"code\": 200, \"success\": false}", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
    { "{\"data\": {\"limits\": []}}", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
    { "{\"code\": 200}", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
    { ENVELOPE ("{\"limits\": {}}"), PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
    { "<html>", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PlimReplay) replay = run_quota (200, cases[i].body);

    g_test_message ("%s", cases[i].body);
    plim_script_assert_error (replay, cases[i].status, cases[i].cause);
  }
}

static void
test_team_is_asked_for_by_headers (void)
{
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;
  const PlimRequest *request;
  const PlimHeader *last;

  plim_script_set (script, "organization", "org-1");
  plim_script_set (script, "project", "proj-1");
  plim_script_answer (script, 200, ENVELOPE ("{\"limits\": {}}"));
  replay = plim_script_run (script, "z-ai");
  plim_script_assert_error (replay, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_WRONG_ORGANIZATION);
  request = g_ptr_array_index (replay->requests, 0);
  g_assert_cmpstr (request->path, ==, TEAM_QUOTA);
  last = g_ptr_array_index (request->headers, request->headers->len - 1);
  g_assert_cmpstr (last->name, ==, "Bigmodel-Project");
  g_assert_cmpstr (last->value, ==, "proj-1");
}

static void
test_missing_team_is_misconfigured (void)
{
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_set (script, "organization", "org-1");
  plim_script_answer (script, 404, "{}");
  replay = plim_script_run (script, "z-ai");
  plim_script_assert_error (replay, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_WRONG_ORGANIZATION);
}

static void
test_region_decides_the_origin (void)
{
  const PlimProvider *provider = plim_providers_find ("z-ai");
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autofree char *global = plim_provider_dup_origin (provider, script->exchange);
  g_autofree char *china = NULL;

  plim_script_set (script, "region", "china");
  china = plim_provider_dup_origin (provider, script->exchange);
  g_assert_cmpstr (global, ==, "https://api.z.ai");
  g_assert_cmpstr (china, ==, "https://open.bigmodel.cn");
}

/* A refused key that never worked is tried once more without “Bearer”. */
static void
test_bare_key_is_tried_once_and_remembered (void)
{
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;
  const PlimRequest *first, *second, *third;

  plim_script_answer (script, 200, BAD_KEY);
  plim_script_answer (script, 200, GOOD);
  replay = plim_script_run (script, "z-ai");
  plim_script_assert_requests (replay, QUOTA, QUOTA, LIST, NULL);
  first = g_ptr_array_index (replay->requests, 0);
  second = g_ptr_array_index (replay->requests, 1);
  third = g_ptr_array_index (replay->requests, 2);
  g_assert_cmpint (plim_request_get_credential (first, 0)->place, ==, PLIM_CREDENTIAL_BEARER);
  g_assert_cmpint (plim_request_get_credential (second, 0)->place, ==, PLIM_CREDENTIAL_HEADER);
  g_assert_cmpstr (plim_request_get_credential (second, 0)->name, ==, "Authorization");
  g_assert_cmpint (plim_request_get_credential (third, 0)->place, ==, PLIM_CREDENTIAL_HEADER);
  plim_script_assert_memory (replay, "auth_form", "raw");
}

static void
test_bare_key_that_is_refused_too_ends_it (void)
{
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_answer (script, 200, BAD_KEY);
  plim_script_answer (script, 200, BAD_KEY);
  replay = plim_script_run (script, "z-ai");
  plim_script_assert_requests (replay, QUOTA, QUOTA, NULL);
  plim_script_assert_error (replay, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE);
}

static void
test_key_that_once_worked_is_not_tried_otherwise (void)
{
  g_autoptr (PlimReplay) replay = run_quota (200, BAD_KEY);

  plim_script_assert_requests (replay, QUOTA, NULL);
  plim_script_assert_error (replay, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE);
}

static void
test_remembered_form_is_used (void)
{
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;
  const PlimRequest *first;

  plim_script_remember (script, "auth_form", "raw");
  plim_script_answer (script, 200, GOOD);
  replay = plim_script_run (script, "z-ai");
  first = g_ptr_array_index (replay->requests, 0);
  g_assert_cmpint (plim_request_get_credential (first, 0)->place, ==, PLIM_CREDENTIAL_HEADER);
  plim_script_assert_memory (replay, "auth_form", "raw");
}

static void
test_plan_is_asked_daily_and_kept (void)
{
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;

  plim_script_remember (script, "subscription_at", "2026-11-20T11:00:00Z");
  plim_script_remember (script, "plan", "GLM Coding Max");
  plim_script_answer (script, 200, GOOD);
  replay = plim_script_run (script, "z-ai");
  plim_script_assert_requests (replay, QUOTA, NULL);
  g_assert_cmpstr (plim_snapshot_get_plan (replay->snapshot), ==, "GLM Coding Max");
}

static void
test_level_stands_in_for_the_subscription (void)
{
  static const char *const lists[] = {
    "{\"code\": 500}",
    "nonsense",
    ENVELOPE ("[{\"productName\": \"Old\", \"status\": \"EXPIRED\"}, 5,"
              " {\"productName\": \"Next\", \"status\": \"VALID\", \"inCurrentPeriod\": false}]"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    g_autoptr (PlimScript) script = plim_script_new ();
    g_autoptr (PlimReplay) replay = NULL;

    plim_script_remember (script, "plan", "GLM Coding Max");
    plim_script_answer (script, 200, GOOD);
    plim_script_answer (script, 200, lists[i]);
    replay = plim_script_run (script, "z-ai");
    plim_script_assert_memory (replay, "subscription_at", "2026-11-20T12:00:00Z");
    g_assert_cmpstr (plim_snapshot_get_plan (replay->snapshot), ==, "Pro");
  }
}

static void
test_key_is_cleaned_or_refused (void)
{
  static const char *const cases[][2] = {
    { " 0123abc.FAKE ", "0123abc.FAKE" },
    { "bearer  0123abc.FAKE", "0123abc.FAKE" },
    { "eyJh.eyJi.FAKE", "eyJh.eyJi.FAKE" },
    { "0123abc", NULL },
    { ".FAKE", NULL },
    { "one two.three", NULL },
    { "", NULL },
  };
  const PlimField *field = plim_provider_find_field (plim_providers_find ("z-ai"), "api_key");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *value = plim_field_normalize (field, cases[i][0], &error);

    g_assert_cmpstr (value, ==, cases[i][1]);
    if (value == NULL)
      g_assert_error (error, PLIM_ERROR, PLIM_STATUS_NOT_AUTHENTICATED);
  }
}

int
main (int argc, char **argv)
{
#define ADD(name, function) g_test_add_func ("/providers/z-ai/" name, function)
  g_test_init (&argc, &argv, NULL);
  ADD ("windows-are-told-by-their-length", test_windows_are_told_by_their_length);
  ADD ("old-entry-without-length-is-the-session", test_old_entry_without_length_is_the_session);
  ADD ("unknown-entries-are-ignored", test_unknown_entries_are_ignored);
  ADD ("credits-go-before-tokens", test_credits_go_before_tokens);
  ADD ("counts-are-finer-than-the-percentage", test_counts_are_finer_than_the_percentage);
  ADD ("nothing-but-malformed-entries-is-an-error", test_nothing_but_malformed_entries_is_an_error);
  ADD ("codes-inside-http-200-are-errors", test_codes_inside_http_200_are_errors);
  ADD ("team-is-asked-for-by-headers", test_team_is_asked_for_by_headers);
  ADD ("missing-team-is-misconfigured", test_missing_team_is_misconfigured);
  ADD ("region-decides-the-origin", test_region_decides_the_origin);
  ADD ("bare-key-is-tried-once-and-remembered", test_bare_key_is_tried_once_and_remembered);
  ADD ("bare-key-that-is-refused-too-ends-it", test_bare_key_that_is_refused_too_ends_it);
  ADD ("key-that-once-worked-is-not-tried-otherwise",
       test_key_that_once_worked_is_not_tried_otherwise);
  ADD ("remembered-form-is-used", test_remembered_form_is_used);
  ADD ("plan-is-asked-daily-and-kept", test_plan_is_asked_daily_and_kept);
  ADD ("level-stands-in-for-the-subscription", test_level_stands_in_for_the_subscription);
  ADD ("key-is-cleaned-or-refused", test_key_is_cleaned_or_refused);
  return g_test_run ();
}
