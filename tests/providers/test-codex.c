/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-error.h"
#include "plim-providers.h"
#include "plim-script.h"
#include "plim-sign-in-file.h"

#include <math.h>
#include <string.h>

#define AUTH "\"https://api.openai.com/auth\""
#define PROFILE "\"https://api.openai.com/profile\""

static const PlimProvider *
get_codex (void)
{
  return plim_providers_find ("codex");
}

static char *
make_token (const char *claims)
{
  g_autofree char *middle = g_base64_encode ((const guchar *) claims, strlen (claims));

  g_strdelimit (middle, "+", '-');
  g_strdelimit (middle, "/", '_');
  middle[strcspn (middle, "=")] = '\0';
  return g_strconcat ("eyJhbGciOiJub25lIn0.", middle, ".c2lnbmF0dXJl", NULL);
}

static void
supply (PlimScript *script, const char *field, const char *secret)
{
  g_autoptr (GError) error = NULL;

  plim_exchange_add_secret_field (script->exchange, field);
  g_assert_true (get_codex ()->inspect_secret (script->exchange, field, secret, &error));
  g_assert_no_error (error);
}

static void
supply_claims (PlimScript *script, const char *claims)
{
  g_autofree char *token = make_token (claims);

  supply (script, "access_token", token);
}

static PlimReplay *
run_usage (guint status, const char *body)
{
  g_autoptr (PlimScript) script = plim_script_new ();

  plim_script_answer (script, status, body);
  return plim_script_run (script, "codex");
}

static const char *
find_header (const PlimReplay *replay, guint index, const char *name)
{
  const PlimRequest *request = g_ptr_array_index (replay->requests, index);

  for (guint i = 0; i < request->headers->len; i++) {
    const PlimHeader *header = g_ptr_array_index (request->headers, i);

    if (g_ascii_strcasecmp (header->name, name) == 0)
      return header->value;
  }
  return NULL;
}

static void
assert_id (const PlimReplay *replay, const char *id, gint64 length_s)
{
  g_assert_no_error (replay->error);
  g_assert_cmpuint (plim_snapshot_get_n_windows (replay->snapshot), ==, 1);
  g_assert_cmpstr (plim_snapshot_get_window (replay->snapshot, 0)->id, ==, id);
  g_assert_cmpint (plim_snapshot_get_window (replay->snapshot, 0)->length_s, ==, length_s);
}

static void
test_windows_go_by_length (void)
{
  static const struct {
    gint64 length_s;
    const char *id;
  } cases[] = {
    { 18000, "session" },   { 17941, "session" },      { 18060, "session" },
    { 604800, "weekly" },   { 601200, "weekly" },      { 2628000, "monthly" },
    { 2419200, "monthly" }, { 86400, "window-86400" }, { 18061, "window-18061" },
  };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (cases); i++) {
    const char *place = i % 2 == 0 ? "primary_window" : "secondary_window";
    g_autofree char *body = g_strdup_printf (
        "{\"rate_limit\": {\"%s\": {\"used_percent\": 1, \"limit_window_seconds\": "
        "%" G_GINT64_FORMAT "}}}",
        place, cases[i / 2].length_s);
    g_autoptr (PlimReplay) replay = run_usage (200, body);

    assert_id (replay, cases[i / 2].id, cases[i / 2].length_s);
  }
}

static void
test_a_window_without_length_goes_by_place (void)
{
  g_autoptr (PlimReplay) first =
      run_usage (200, "{\"rate_limit\": {\"primary_window\": {\"used_percent\": 1}}}");
  g_autoptr (PlimReplay) second =
      run_usage (200, "{\"rate_limit\": {\"secondary_window\": {\"used_percent\": 1, "
                      "\"limit_window_seconds\": 0}}}");

  assert_id (first, "session", 18000);
  assert_id (second, "weekly", 604800);
}

static void
test_a_full_block_marks_its_fullest_window (void)
{
  g_autoptr (PlimReplay) replay = run_usage (
      200, "{\"rate_limit\": {\"limit_reached\": true, \"primary_window\": {\"used_percent\": 20}, "
           "\"secondary_window\": {\"used_percent\": 99.2}}, \"code_review_rate_limit\": "
           "{\"limit_reached\": false, \"primary_window\": {\"used_percent\": 99.5}}}");

  g_assert_no_error (replay->error);
  g_assert_false (plim_snapshot_find_window (replay->snapshot, "session")->limit_reached);
  g_assert_true (plim_snapshot_find_window (replay->snapshot, "weekly")->limit_reached);
  g_assert_false (
      plim_snapshot_find_window (replay->snapshot, "session:code-review")->limit_reached);
}

static void
test_malformed_windows_are_dropped (void)
{
  g_autoptr (PlimReplay) one =
      run_usage (200, "{\"rate_limit\": {\"primary_window\": {\"used_percent\": \"much\"}, "
                      "\"secondary_window\": {\"used_percent\": 5}}}");
  g_autoptr (PlimReplay) all =
      run_usage (200, "{\"plan_type\": \"plus\", \"rate_limit\": {\"primary_window\": {}, "
                      "\"secondary_window\": 7}}");
  g_autoptr (PlimReplay) none = run_usage (200, "{\"rate_limit\": null}");

  assert_id (one, "weekly", 604800);
  plim_script_assert_error (all, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
  g_assert_no_error (none->error);
  g_assert_cmpuint (plim_snapshot_get_n_windows (none->snapshot), ==, 0);
}

static void
test_credits_only_when_there_is_a_balance (void)
{
  static const char *const none[] = {
    "null",
    "{\"has_credits\": false, \"balance\": 5}",
    "{\"has_credits\": true, \"unlimited\": true, \"balance\": 5}",
    "{\"has_credits\": true, \"balance\": null}",
    "{\"has_credits\": true, \"balance\": \"some\"}",
  };
  g_autoptr (PlimReplay) some =
      run_usage (200, "{\"credits\": {\"has_credits\": true, \"balance\": 5}}");

  g_assert_no_error (some->error);
  g_assert_cmpfloat (plim_snapshot_find_window (some->snapshot, "credits")->remaining, ==, 5);
  for (guint i = 0; i < G_N_ELEMENTS (none); i++) {
    g_autofree char *body = g_strdup_printf ("{\"credits\": %s}", none[i]);
    g_autoptr (PlimReplay) replay = run_usage (200, body);

    g_assert_no_error (replay->error);
    g_assert_cmpuint (plim_snapshot_get_n_windows (replay->snapshot), ==, 0);
  }
}

static void
test_spending_cap_is_found_in_three_places (void)
{
  static const char *const bodies[] = {
    "{\"plan_type\": \"team\", \"individual_limit\": %s}",
    "{\"rate_limit\": {\"individual_limit\": %s}}",
    "{\"credits\": null, \"spend_control\": {\"individual_limit\": %s}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (GString) body = g_string_new (bodies[i]);
    g_autoptr (PlimReplay) replay = NULL;
    const PlimUsageWindow *window;

    g_string_replace (body, "%s",
                      "{\"limit\": \"200\", \"used\": \"50.5\", \"reset_at\": 1795780800}", 0);
    replay = run_usage (200, body->str);
    g_assert_no_error (replay->error);
    window = plim_snapshot_find_window (replay->snapshot, "spend-cap");
    g_assert_nonnull (window);
    g_assert_cmpfloat_with_epsilon (window->used_percent, 25.25, 0.001);
    g_assert_cmpint (window->provenance, ==, PLIM_PROVENANCE_DERIVED);
    g_assert_cmpint (window->resets_at, ==, 1795780800);
  }
}

static void
test_plans_have_the_names_people_know (void)
{
  static const struct {
    const char *type;
    const char *plan;
  } cases[] = {
    { "free", "Free" },
    { "prolite", "Pro 5x" },
    { "pro", "Pro 20x" },
    { "edu", "Edu" },
    { "education", "Edu" },
    { "enterprise", "Enterprise" },
    { "free_workspace", "Free Workspace" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *body = g_strdup_printf ("{\"plan_type\": \"%s\"}", cases[i].type);
    g_autoptr (PlimReplay) replay = run_usage (200, body);

    g_assert_no_error (replay->error);
    g_assert_cmpstr (plim_snapshot_get_plan (replay->snapshot), ==, cases[i].plan);
  }
}

static void
test_a_token_says_whose_it_is (void)
{
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;

  supply_claims (script, "{\"exp\": 1795176061, " AUTH
                         ": {\"chatgpt_account_id\": \"acct-1\", \"chatgpt_plan_type\": "
                         "\"plus\"}, " PROFILE ": {\"email\": \"a@example.com\"}}");
  plim_script_answer (script, 200, "{\"rate_limit\": null}");
  replay = plim_script_run (script, "codex");
  g_assert_no_error (replay->error);
  g_assert_cmpstr (find_header (replay, 0, "ChatGPT-Account-Id"), ==, "acct-1");
  g_assert_cmpstr (plim_snapshot_get_plan (replay->snapshot), ==, "Plus");
  g_assert_cmpstr (plim_snapshot_get_identity (replay->snapshot), ==, "a@example.com");
  g_assert_cmpstr (plim_snapshot_get_owner_id (replay->snapshot), ==, "acct-1");
}

static void
test_the_answer_knows_better_than_the_token (void)
{
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;

  supply_claims (script, "{\"email\": \"old@example.com\", " AUTH
                         ": {\"chatgpt_account_id\": \"acct-1\", \"chatgpt_plan_type\": "
                         "\"plus\"}}");
  plim_script_set (script, "account_id", "acct-2");
  plim_script_answer (script, 200, "{\"plan_type\": \"pro\", \"email\": \"new@example.com\"}");
  replay = plim_script_run (script, "codex");
  g_assert_no_error (replay->error);
  g_assert_cmpstr (find_header (replay, 0, "ChatGPT-Account-Id"), ==, "acct-2");
  g_assert_cmpstr (plim_snapshot_get_plan (replay->snapshot), ==, "Pro 20x");
  g_assert_cmpstr (plim_snapshot_get_identity (replay->snapshot), ==, "new@example.com");
  g_assert_cmpstr (plim_snapshot_get_owner_id (replay->snapshot), ==, "acct-2");
}

static void
test_a_token_that_ended_is_not_sent (void)
{
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;

  /* Within the next minute is as good as past. */
  supply_claims (script, "{\"exp\": 1795176060}");
  replay = plim_script_run (script, "codex");
  g_assert_cmpuint (replay->requests->len, ==, 0);
  plim_script_assert_error (replay, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE);
}

static void
test_cookies_step_in_for_a_token_that_ended (void)
{
  g_autofree char *token =
      make_token ("{" AUTH ": {\"chatgpt_account_id\": \"acct-3\"}, \"exp\": 1795176600}");
  g_autofree char *session =
      g_strdup_printf ("{\"access_token\": \"%s\", \"user\": {\"email\": \"web@example.com\"}}",
                       token);
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;
  const PlimRequest *request;

  supply_claims (script, "{\"exp\": 1795170000}");
  supply (script, "cookie", "__Secure-next-auth.session-token=x");
  plim_script_answer (script, 200, session);
  plim_script_answer (script, 200, "{\"rate_limit\": null}");
  replay = plim_script_run (script, "codex");
  plim_script_assert_requests (replay, "/api/auth/session", "/backend-api/wham/usage", NULL);
  g_assert_no_error (replay->error);
  g_assert_cmpstr (find_header (replay, 1, "ChatGPT-Account-Id"), ==, "acct-3");
  g_assert_cmpstr (plim_snapshot_get_identity (replay->snapshot), ==, "web@example.com");
  g_assert_cmpstr (plim_snapshot_get_owner_id (replay->snapshot), ==, "acct-3");
  request = g_ptr_array_index (replay->requests, 1);
  g_assert_cmpstr (plim_request_get_credential (request, 0)->member, ==, "access_token");
  g_assert_cmpint (plim_request_get_credential (request, 1)->place, ==, PLIM_CREDENTIAL_COOKIE);
}

static void
test_refusals (void)
{
  static const struct {
    guint http;
    const char *body;
    PlimStatus status;
    PlimCause cause;
  } cases[] = {
    { 401, "{\"detail\": \"no\"}", PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE },
    { 403, "{}", PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE },
    { 403, "<html>", PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_CHALLENGE },
    { 404, "{}", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
    { 502, "", PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE },
    { 200, "{}", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
    { 200, "[]", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE },
  };
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) workspace = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PlimReplay) replay = NULL;
    g_autoptr (PlimScript) bare = plim_script_new ();
    g_autoptr (GBytes) body = g_bytes_new_static (cases[i].body, strlen (cases[i].body));

    g_test_message ("%u %s", cases[i].http, cases[i].body);
    g_ptr_array_add (bare->answers, plim_answer_new (cases[i].http, body));
    replay = plim_script_run (bare, "codex");
    plim_script_assert_error (replay, cases[i].status, cases[i].cause);
  }
  plim_script_set (script, "account_id", "acct-2");
  plim_script_answer (script, 404, "{}");
  workspace = plim_script_run (script, "codex");
  plim_script_assert_error (workspace, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_WRONG_ORGANIZATION);
}

static void
test_credentials_are_told_apart (void)
{
  static const struct {
    const char *field;
    const char *value;
    const char *clean;
  } cases[] = {
    { "access_token", " Bearer eyJh.e30.c2ln ", "eyJh.e30.c2ln" },
    { "access_token", "authorization: bearer eyJh.e30.c2ln", "eyJh.e30.c2ln" },
    { "access_token", "sk-proj-1", NULL },
    { "access_token", "__Secure-next-auth.session-token=x", NULL },
    { "access_token", "eyJh..iv.text.tag", NULL },
    { "cookie", "eyJh..iv.text.tag", "eyJh..iv.text.tag" },
    { "cookie", "eyJh.e30.c2ln", NULL },
    { "cookie",
      "Cookie: a=1;__Secure-next-auth.session-token.0=x; "
      "__Secure-next-auth.session-token.1=y",
      "a=1; __Secure-next-auth.session-token.0=x; __Secure-next-auth.session-token.1=y" },
    { "cookie", "oai-did=1; theme=dark", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const PlimField *field = plim_provider_find_field (get_codex (), cases[i].field);
    g_autoptr (GError) error = NULL;
    g_autofree char *clean = plim_field_normalize (field, cases[i].value, &error);

    g_test_message ("%s: %s", cases[i].field, cases[i].value);
    g_assert_cmpstr (clean, ==, cases[i].clean);
    if (clean == NULL)
      g_assert_error (error, PLIM_ERROR, PLIM_STATUS_NOT_AUTHENTICATED);
  }
}

static void
test_a_file_in_the_other_case_is_read (void)
{
  g_autofree char *token = make_token ("{\"exp\": 1795200000}");
  g_autofree char *content =
      g_strdup_printf ("{\"tokens\": {\"accessToken\": \"%s\", \"accountId\": \"acct-9\"}}", token);
  const PlimField *field = plim_provider_find_field (get_codex (), "auth_file");
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;
  g_autofree char *taken = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (
      plim_sign_in_file_take (get_codex (), field, script->exchange, content, &taken, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (taken, ==, token);
  plim_script_answer (script, 200, "{\"rate_limit\": null}");
  replay = plim_script_run (script, "codex");
  g_assert_no_error (replay->error);
  g_assert_cmpstr (find_header (replay, 0, "ChatGPT-Account-Id"), ==, "acct-9");
}

/* The key alone, in the file's first part. */
static void
test_the_store_is_found_in_the_settings (void)
{
  static const struct {
    const char *text;
    PlimCause cause;
  } cases[] = {
    { "cli_auth_credentials_store = \"keyring\"", PLIM_CAUSE_SIGN_IN_UNREADABLE },
    { "a = 1\ncli_auth_credentials_store='auto' # why\n", PLIM_CAUSE_SIGN_IN_UNREADABLE },
    { "cli_auth_credentials_store = \"file\"", PLIM_CAUSE_SIGN_IN_MISSING },
    { "# cli_auth_credentials_store = \"keyring\"", PLIM_CAUSE_SIGN_IN_MISSING },
    { "[other]\ncli_auth_credentials_store = \"keyring\"", PLIM_CAUSE_SIGN_IN_MISSING },
    { "cli_auth_credentials_store_2 = \"keyring\"", PLIM_CAUSE_SIGN_IN_MISSING },
    { "cli_auth_credentials_store = keyring", PLIM_CAUSE_SIGN_IN_MISSING },
    { NULL, PLIM_CAUSE_SIGN_IN_MISSING },
  };
  const PlimField *field = plim_provider_find_field (get_codex (), "auth_file");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", cases[i].text);
    plim_sign_in_file_set_missing (field, "~/.codex/auth.json", cases[i].text, &error);
    g_assert_cmpint (plim_error_get_cause (error), ==, cases[i].cause);
  }
}

static void
test_one_credential_is_needed (void)
{
  static const char *const fields[] = { "access_token", "cookie" };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_autoptr (PlimScript) script = plim_script_new ();
    g_autoptr (GError) error = NULL;

    g_assert_false (plim_provider_check_setup (get_codex (), script->exchange, &error));
    g_assert_error (error, PLIM_ERROR, PLIM_STATUS_NOT_AUTHENTICATED);
    g_clear_error (&error);
    plim_exchange_add_secret_field (script->exchange, fields[i]);
    g_assert_true (plim_provider_check_setup (get_codex (), script->exchange, &error));
    g_assert_no_error (error);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/providers/codex/" name, function)
  ADD ("windows-go-by-length", test_windows_go_by_length);
  ADD ("a-window-without-length-goes-by-place", test_a_window_without_length_goes_by_place);
  ADD ("a-full-block-marks-its-fullest-window", test_a_full_block_marks_its_fullest_window);
  ADD ("malformed-windows-are-dropped", test_malformed_windows_are_dropped);
  ADD ("credits-only-when-there-is-a-balance", test_credits_only_when_there_is_a_balance);
  ADD ("spending-cap-is-found-in-three-places", test_spending_cap_is_found_in_three_places);
  ADD ("plans-have-the-names-people-know", test_plans_have_the_names_people_know);
  ADD ("a-token-says-whose-it-is", test_a_token_says_whose_it_is);
  ADD ("the-answer-knows-better-than-the-token", test_the_answer_knows_better_than_the_token);
  ADD ("a-token-that-ended-is-not-sent", test_a_token_that_ended_is_not_sent);
  ADD ("cookies-step-in-for-a-token-that-ended", test_cookies_step_in_for_a_token_that_ended);
  ADD ("refusals", test_refusals);
  ADD ("credentials-are-told-apart", test_credentials_are_told_apart);
  ADD ("a-file-in-the-other-case-is-read", test_a_file_in_the_other_case_is_read);
  ADD ("the-store-is-found-in-the-settings", test_the_store_is_found_in_the_settings);
  ADD ("one-credential-is-needed", test_one_credential_is_needed);
  return g_test_run ();
}
