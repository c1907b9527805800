/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-error.h"
#include "plim-providers.h"
#include "plim-script.h"

#include <math.h>

static PlimReplay *
run_usage (guint status, const char *body)
{
  g_autoptr (PlimScript) script = plim_script_new ();

  plim_script_answer (script, status, body);
  return plim_script_run (script, "ollama-cloud");
}

static PlimReplay *
run_page (const char *body)
{
  g_autoptr (PlimScript) script = plim_script_new ();

  plim_exchange_add_secret_field (script->exchange, "cookie");
  plim_script_answer (script, 200, body);
  return plim_script_run (script, "ollama-cloud");
}

static const PlimUsageWindow *
find (const PlimReplay *replay, const char *id)
{
  g_assert_no_error (replay->error);
  return plim_snapshot_find_window (replay->snapshot, id);
}

static void
test_usage_is_a_share (void)
{
  g_autoptr (PlimReplay) replay =
      run_usage (200, "{\"limits\": {\"session\": {\"usage\": 1.5}, \"weekly\": {\"usage\": "
                      "\"0.006\"}}}");

  plim_script_assert_percent (replay, "session", 150);
  g_assert_true (find (replay, "session")->limit_reached);
  plim_script_assert_percent (replay, "weekly", 0.6);
}

static void
test_limits_that_do_not_apply_are_left_out (void)
{
  static const char *const bodies[] = {
    "{\"limits\": {}}",
    "{\"limits\": {\"session\": null, \"weekly\": {\"usage\": null}, \"monthly\": {}, \"new\": 1}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (PlimReplay) replay = run_usage (200, bodies[i]);

    g_assert_no_error (replay->error);
    g_assert_cmpuint (plim_snapshot_get_n_windows (replay->snapshot), ==, 0);
  }
}

static void
test_one_malformed_limit_is_dropped (void)
{
  g_autoptr (PlimReplay) replay =
      run_usage (200, "{\"limits\": {\"session\": 5, \"weekly\": {\"usage\": 0.5}}}");

  g_assert_null (find (replay, "session"));
  plim_script_assert_percent (replay, "weekly", 50);
}

static void
test_windows_keep_to_the_grid (void)
{
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;

  script->exchange->now = 1795392000; /* Monday, 2026-11-23T00:00:00Z */
  plim_script_answer (script, 200,
                      "{\"limits\": {\"session\": {\"usage\": 0}, \"weekly\": {\"usage\": 0}}}");
  replay = plim_script_run (script, "ollama-cloud");
  g_assert_cmpint (find (replay, "weekly")->resets_at, ==, 1795392000 + 7 * 86400);
  g_assert_cmpint (find (replay, "session")->resets_at, ==, 1795392000 + 5 * 3600);
  g_assert_true (find (replay, "session")->resets_at_estimated);
}

static void
test_refusals (void)
{
  static const struct {
    guint http;
    const char *body;
    PlimStatus status;
  } cases[] = {
    { 403, "{}", PLIM_STATUS_NOT_AUTHENTICATED },
    { 404, "404 page not found", PLIM_STATUS_INVALID_RESPONSE },
    { 429, "{}", PLIM_STATUS_RATE_LIMITED },
    { 502, "", PLIM_STATUS_PROVIDER_UNAVAILABLE },
    { 200, "{}", PLIM_STATUS_INVALID_RESPONSE },
    { 200, "{\"limits\": []}", PLIM_STATUS_INVALID_RESPONSE },
    { 200, "{\"limits\": {\"session\": {\"usage\": \"much\"}}}", PLIM_STATUS_INVALID_RESPONSE },
    { 200, "<html>", PLIM_STATUS_INVALID_RESPONSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PlimReplay) replay = run_usage (cases[i].http, cases[i].body);

    g_test_message ("%u %s", cases[i].http, cases[i].body);
    plim_script_assert_requests (replay, "/api/usage", NULL);
    plim_script_assert_error (replay, cases[i].status, PLIM_CAUSE_NONE);
  }
}

/* A session that is unused has no reset: it must not take the week's. */
static void
test_block_ends_at_the_next_label (void)
{
  g_autoptr (PlimReplay) replay =
      run_page ("<span>Session usage</span><span>0% used</span><span>Weekly usage</span>"
                "<p>12% USED</p><p class='a local-time' data-time='2026-11-23T00:00:00Z'>");

  plim_script_assert_percent (replay, "session", 0);
  g_assert_cmpint (find (replay, "session")->resets_at, ==, PLIM_TIME_UNKNOWN);
  plim_script_assert_percent (replay, "weekly", 12);
  g_assert_cmpint (find (replay, "weekly")->resets_at, ==, 1795392000);
  g_assert_false (find (replay, "weekly")->resets_at_estimated);
}

static void
test_percentage_is_found_in_many_forms (void)
{
  static const struct {
    const char *block;
    double percent;
  } cases[] = {
    { "<i>4.4% used</i>", 4.4 },
    { "<i>0,5% used</i>", 0.5 },
    { "<i>37.5</i><i>% used</i>", 37.5 },
    { "<i>37%\n  Used</i>", 37 },
    { "<div data-usage-track aria-label='Session usage 8.5% used'></div>", 8.5 },
    { "<div data-usage-track><div style='color: red; width: 61.2%'></div></div>", 61.2 },
    { "<i>5% used</i><i>7% used</i><div style='width: 9%'></div>", 5 },
    { "5% used", 5 },
    { "<style>i{a:1% used}</style><i>6% used", 6 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *body = g_strconcat ("<div> SESSION\n usage </div>", cases[i].block, NULL);
    g_autoptr (PlimReplay) replay = run_page (body);

    g_test_message ("%s", cases[i].block);
    plim_script_assert_percent (replay, "session", cases[i].percent);
  }
}

static void
test_labels_say_the_length (void)
{
  g_autoptr (PlimReplay) replay =
      run_page ("<div><p>Hourly usage</p>3% used</div><p>Monthly usage</p><b>4% used</b>");
  g_autoptr (PlimReplay) twice =
      run_page ("<p>Session usage is counted</p><p>Session usage</p><b>4% used</b>");

  plim_script_assert_percent (replay, "session", 3);
  g_assert_cmpint (find (replay, "session")->length_s, ==, 0);
  g_assert_cmpint (find (replay, "monthly")->length_s, ==, 0);
  plim_script_assert_percent (replay, "monthly", 4);
  plim_script_assert_percent (twice, "session", 4);
}

static void
test_pages_without_usage (void)
{
  static const struct {
    const char *body;
    PlimStatus status;
  } cases[] = {
    { "<h1>Sign in to Ollama</h1>", PLIM_STATUS_NOT_AUTHENTICATED },
    { "<form action='/signin'>", PLIM_STATUS_NOT_AUTHENTICATED },
    { "<form action='https://x/auth/signin?a=b'>", PLIM_STATUS_NOT_AUTHENTICATED },
    { "<p>Settings</p><form action='/search'>", PLIM_STATUS_INVALID_RESPONSE },
    { "<script>Session usage 5% used</script>", PLIM_STATUS_INVALID_RESPONSE },
    { "<p>Session usage</p><p>a lot</p>", PLIM_STATUS_INVALID_RESPONSE },
    { "{}", PLIM_STATUS_INVALID_RESPONSE },
    { "", PLIM_STATUS_INVALID_RESPONSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PlimReplay) replay = run_page (cases[i].body);

    g_test_message ("%s", cases[i].body);
    plim_script_assert_requests (replay, "/settings", NULL);
    plim_script_assert_error (replay, cases[i].status, PLIM_CAUSE_NONE);
  }
}

static void
test_redirects_to_a_sign_in (void)
{
  static const char *const places[] = { "/signin", "https://signin.ollama.com/?x",
                                        "https://forward-42.workos.com/x" };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autoptr (PlimScript) script = plim_script_new ();
    g_autoptr (PlimReplay) replay = NULL;

    plim_exchange_add_secret_field (script->exchange, "cookie");
    plim_answer_add_header (plim_script_answer (script, 303, ""), "Location", places[i]);
    replay = plim_script_run (script, "ollama-cloud");
    plim_script_assert_error (replay, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE);
  }
}

static void
test_challenge_is_no_page (void)
{
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (PlimReplay) replay = NULL;

  plim_exchange_add_secret_field (script->exchange, "cookie");
  plim_answer_add_header (plim_script_answer (script, 200, "<html>"), "cf-mitigated", "challenge");
  replay = plim_script_run (script, "ollama-cloud");
  plim_script_assert_error (replay, PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_CHALLENGE);
}

static void
test_credentials_are_told_apart (void)
{
  const PlimProvider *provider = plim_providers_find ("ollama-cloud");
  static const struct {
    const char *field;
    const char *value;
    const char *clean;
  } cases[] = {
    { "api_key", " 0123abcd.XyZ_-1 ", "0123abcd.XyZ_-1" },
    { "api_key", "session=abc", NULL },
    { "cookie", "Fe26.2**abc", "Fe26.2**abc" },
    { "cookie", "Cookie: aid=1; __Secure-session=abc", "aid=1; __Secure-session=abc" },
    { "cookie", "__Secure-next-auth.session-token.0=a; __Secure-next-auth.session-token.1=b",
      "__Secure-next-auth.session-token.0=a; __Secure-next-auth.session-token.1=b" },
    { "cookie", "aid=1; theme=dark", NULL },
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
test_page_is_asked_less_often (void)
{
  g_autoptr (PlimReplay) usage = run_usage (200, "{\"limits\": {}}");
  g_autoptr (PlimReplay) page = run_page ("<span>Session usage</span><span>5% used</span>");

  plim_script_assert_memory (usage, PLIM_SNAPSHOT_LEAST_INTERVAL, "");
  g_assert_no_error (page->error);
  plim_script_assert_memory (page, PLIM_SNAPSHOT_LEAST_INTERVAL, "300");
}

static void
test_one_credential_is_needed (void)
{
  const PlimProvider *provider = plim_providers_find ("ollama-cloud");
  g_autoptr (PlimScript) script = plim_script_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (plim_provider_check_setup (provider, script->exchange, &error));
  g_assert_error (error, PLIM_ERROR, PLIM_STATUS_NOT_AUTHENTICATED);
  g_clear_error (&error);
  plim_exchange_add_secret_field (script->exchange, "cookie");
  g_assert_true (plim_provider_check_setup (provider, script->exchange, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/providers/ollama-cloud/" name, function)
  ADD ("usage-is-a-share", test_usage_is_a_share);
  ADD ("limits-that-do-not-apply-are-left-out", test_limits_that_do_not_apply_are_left_out);
  ADD ("one-malformed-limit-is-dropped", test_one_malformed_limit_is_dropped);
  ADD ("windows-keep-to-the-grid", test_windows_keep_to_the_grid);
  ADD ("refusals", test_refusals);
  ADD ("block-ends-at-the-next-label", test_block_ends_at_the_next_label);
  ADD ("percentage-is-found-in-many-forms", test_percentage_is_found_in_many_forms);
  ADD ("labels-say-the-length", test_labels_say_the_length);
  ADD ("pages-without-usage", test_pages_without_usage);
  ADD ("redirects-to-a-sign-in", test_redirects_to_a_sign_in);
  ADD ("challenge-is-no-page", test_challenge_is_no_page);
  ADD ("credentials-are-told-apart", test_credentials_are_told_apart);
  ADD ("page-is-asked-less-often", test_page_is_asked_less_often);
  ADD ("one-credential-is-needed", test_one_credential_is_needed);
  return g_test_run ();
}
