/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-exchange.h"

#include "fixture.h"
#include "plim-error.h"

static PlimAnswer *
read_text (const char *text)
{
  g_autoptr (GBytes) bytes = bytes_of (text);
  g_autoptr (GError) error = NULL;
  PlimAnswer *answer = plim_answer_new_from_text (bytes, &error);

  g_assert_no_error (error);
  return answer;
}

static void
assert_body (const PlimAnswer *answer, const char *expected)
{
  gsize size;
  const char *data = g_bytes_get_data (answer->body, &size);

  g_assert_cmpmem (data, size, expected, strlen (expected));
}

static void
test_recorded_answers_are_read (void)
{
  static const char *const ends[] = { "\n", "\r\n" };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *text =
        g_strconcat ("HTTP/1.1 429 Too Many Requests", ends[i], "Retry-After:  30 ", ends[i],
                     "no colon here", ends[i], "X-Empty:", ends[i], ends[i], "one\r\n\ntwo", NULL);
    g_autoptr (PlimAnswer) answer = read_text (text);

    g_assert_cmpuint (answer->status, ==, 429);
    g_assert_cmpuint (answer->headers->len, ==, 2);
    g_assert_cmpstr (plim_answer_get_header (answer, "retry-after"), ==, "30");
    g_assert_cmpstr (plim_answer_get_header (answer, "x-empty"), ==, "");
    assert_body (answer, "one\r\n\ntwo");
  }
}

static void
test_a_recorded_answer_may_have_no_body (void)
{
  g_autoptr (PlimAnswer) answer = read_text ("HTTP/1.0 204 No Content\nServer: x");

  g_assert_cmpuint (answer->status, ==, 204);
  g_assert_cmpstr (plim_answer_get_header (answer, "Server"), ==, "x");
  assert_body (answer, "");
}

static void
test_other_text_is_no_answer (void)
{
  static const char *const texts[] = { "",
                                       "{}",
                                       "HTTP/1.1",
                                       "HTTP/1.1 abc",
                                       "HTTP/1.1 99 Low",
                                       "HTTP/1.1 600 High",
                                       "\nHTTP/1.1 200 OK" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GBytes) bytes = bytes_of (texts[i]);
    g_autoptr (GError) error = NULL;

    g_assert_null (plim_answer_new_from_text (bytes, &error));
    g_assert_error (error, PLIM_ERROR, (int) PLIM_STATUS_INVALID_RESPONSE);
  }
}

static void
test_html_is_told_by_type_or_start (void)
{
  static const struct {
    const char *text;
    gboolean is_html;
  } cases[] = {
    { "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n\n{}", TRUE },
    { "HTTP/1.1 200 OK\nContent-Type: Text/HTML\n\n", TRUE },
    { "HTTP/1.1 200 OK\n\n \n<!DOCTYPE html><p>", TRUE },
    { "HTTP/1.1 200 OK\nContent-Type: text/plain\n\n<HTML>", TRUE },
    { "HTTP/1.1 200 OK\nContent-Type: application/json\n\n<html>", FALSE },
    { "HTTP/1.1 200 OK\n\n{\"a\":\"<html>\"}", FALSE },
    { "HTTP/1.1 200 OK\n\n", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PlimAnswer) answer = read_text (cases[i].text);

    g_test_message ("case %u", i);
    g_assert_cmpint (plim_answer_is_html (answer), ==, cases[i].is_html);
  }
}

static void
test_challenges_are_told_by_their_marks (void)
{
  static const struct {
    const char *text;
    gboolean is_challenge;
  } cases[] = {
    { "HTTP/1.1 403 No\ncf-mitigated: challenge\n\n{}", TRUE },
    { "HTTP/1.1 403 No\nContent-Type: text/html\n\n<title>Just a moment...</title>", TRUE },
    { "HTTP/1.1 503 No\n\n<!doctype html><script src=/cdn-cgi/challenge-platform/x>", TRUE },
    { "HTTP/1.1 403 No\n\n<html><div id=cf-chl-widget>", TRUE },
    { "HTTP/1.1 403 No\n\n<html>Forbidden", FALSE },
    { "HTTP/1.1 403 No\nContent-Type: application/json\n\n{\"m\":\"Just a moment...\"}", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PlimAnswer) answer = read_text (cases[i].text);

    g_test_message ("case %u", i);
    g_assert_cmpint (plim_answer_is_challenge (answer), ==, cases[i].is_challenge);
  }
}

static void
test_logins_are_told_by_whole_words (void)
{
  static const struct {
    guint status;
    const char *location;
    gboolean is_login;
  } cases[] = {
    { 302, "/login?next=/api", TRUE },
    { 307, "https://example.com/en/Sign-In", TRUE },
    { 303, "https://auth.example.com/", TRUE },
    { 302, "https://accounts.google.com/v3/choose", TRUE },
    { 302, "https://login.microsoftonline.com/common/x", TRUE },
    { 302, "https://auth.ampcode.com/", TRUE },
    { 302, "https://authenticator.cursor.sh/?client_id=x", TRUE },
    { 302, "https://signin.ollama.com/", TRUE },
    { 302, "https://example.com/api/auth/login", TRUE },
    { 302, "/console/login", TRUE },
    { 302, "/auth/github", TRUE },
    { 302, "/signin", TRUE },
    { 302, "/oauth/authorize?client_id=x", TRUE },
    { 302, "/login.html", TRUE },
    { 302, "//login.example.com/x", TRUE },
    { 302, "/api/v2/usage", FALSE },
    { 302, "https://authors.example.com/loginfo", FALSE },
    { 302, "/usage?from=login", FALSE },
    { 302, "/api/accounts/7/usage", FALSE },
    { 302, "/author/authentication", FALSE },
    { 302, "https://api.auth-tools.example.com/usage", FALSE },
    { 302, "https://example.auth.io/usage", FALSE },
    { 302, "http://[", FALSE },
    { 302, NULL, FALSE },
    { 200, "/login", FALSE },
    { 401, "/login", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PlimAnswer) answer = plim_answer_new (cases[i].status, NULL);

    g_test_message ("case %u", i);
    if (cases[i].location != NULL)
      plim_answer_add_header (answer, "location", cases[i].location);
    g_assert_cmpint (plim_answer_is_login_redirect (answer), ==, cases[i].is_login);
  }
}

static void
test_the_last_cookie_of_a_name_counts (void)
{
  g_autoptr (PlimAnswer) answer = plim_answer_new (200, NULL);

  assert_text (plim_answer_dup_set_cookie (answer, "sessionKey"), NULL);
  plim_answer_add_header (answer, "Set-Cookie", "sessionKey=one; Path=/; HttpOnly");
  plim_answer_add_header (answer, "set-cookie", "sessionKeyOther=no; Path=/");
  plim_answer_add_header (answer, "Cookie", "sessionKey=no");
  assert_text (plim_answer_dup_set_cookie (answer, "sessionKey"), "one");
  plim_answer_add_header (answer, "set-cookie", "sessionKey=two=2");
  assert_text (plim_answer_dup_set_cookie (answer, "sessionKey"), "two=2");
  plim_answer_add_header (answer, "set-cookie", "sessionKey=; Max-Age=0");
  assert_text (plim_answer_dup_set_cookie (answer, "sessionKey"), NULL);
}

typedef struct {
  const char *text;
  PlimStatus status;
  PlimCause cause;
  gint64 retry_after_s;
} Check;

static const Check checks[] = {
  { "HTTP/1.1 200 OK\n\n", PLIM_STATUS_OK, PLIM_CAUSE_NONE, 0 },
  { "HTTP/1.1 204 OK\n\n", PLIM_STATUS_OK, PLIM_CAUSE_NONE, 0 },
  { "HTTP/1.1 401 No\n\n", PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, 0 },
  { "HTTP/1.1 403 No\n\n{}", PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, 0 },
  { "HTTP/1.1 403 No\n\n<html>", PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_CHALLENGE, 0 },
  { "HTTP/1.1 403 No\ncf-mitigated: challenge\n\n{}", PLIM_STATUS_PROVIDER_UNAVAILABLE,
    PLIM_CAUSE_CHALLENGE, 0 },
  { "HTTP/1.1 404 No\n\n", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE, 0 },
  { "HTTP/1.1 400 No\nRetry-After: 9\n\n", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE, 0 },
  { "HTTP/1.1 408 No\n\n", PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE, 0 },
  { "HTTP/1.1 429 No\n\n", PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE, 0 },
  { "HTTP/1.1 429 No\nRetry-After: 0\n\n", PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE, 0 },
  { "HTTP/1.1 429 No\nRetry-After: 90\n\n", PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE, 90 },
  { "HTTP/1.1 429 No\nRetry-After: Fri, 20 Nov 2026 12:02:00 GMT\n\n", PLIM_STATUS_RATE_LIMITED,
    PLIM_CAUSE_NONE, 120 },
  { "HTTP/1.1 500 No\nRetry-After: 9\n\n", PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE, 0 },
  { "HTTP/1.1 503 No\nRetry-After: 9\n\n", PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE, 9 },
  { "HTTP/1.1 503 No\n\n<html>cf-chl-x", PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_CHALLENGE,
    0 },
  { "HTTP/1.1 529 No\n\n", PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE, 0 },
  { "HTTP/1.1 302 Go\nLocation: /login\n\n", PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, 0 },
  { "HTTP/1.1 302 Go\nLocation: https://other.example/\n\n", PLIM_STATUS_INVALID_RESPONSE,
    PLIM_CAUSE_NONE, 0 },
  { "HTTP/1.1 304 Same\n\n", PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE, 0 },
};

static void
test_statuses_have_defaults (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++) {
    g_autoptr (PlimAnswer) answer = read_text (checks[i].text);
    g_autoptr (GError) error = NULL;

    g_test_message ("case %u", i);
    if (plim_answer_check (answer, NOW, &error)) {
      g_assert_no_error (error);
      g_assert_cmpint (checks[i].status, ==, PLIM_STATUS_OK);
      continue;
    }
    g_assert_error (error, PLIM_ERROR, (int) checks[i].status);
    g_assert_cmpint (plim_error_get_cause (error), ==, checks[i].cause);
    g_assert_cmpint (plim_error_get_retry_after (error), ==, checks[i].retry_after_s);
  }
}

static void
test_no_answer_is_unavailable (void)
{
  g_autoptr (PlimAnswer) answer = plim_answer_new (0, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (plim_answer_check (answer, NOW, &error));
  g_assert_error (error, PLIM_ERROR, (int) PLIM_STATUS_PROVIDER_UNAVAILABLE);
}

static void
test_an_exchange_keeps_copies (void)
{
  g_autoptr (GHashTable) settings = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (PlimExchange) exchange = NULL;

  g_hash_table_insert (settings, (char *) "region", (char *) "eu");
  g_hash_table_insert (settings, (char *) "empty", (char *) "");
  g_hash_table_insert (settings, (char *) "paid", (char *) "true");
  g_hash_table_insert (settings, (char *) "limit", (char *) "12.5");
  exchange = plim_exchange_new (NOW, settings, NULL);
  g_hash_table_remove_all (settings);

  g_assert_cmpstr (plim_exchange_get_setting (exchange, "region"), ==, "eu");
  g_assert_null (plim_exchange_get_setting (exchange, "empty"));
  g_assert_null (plim_exchange_get_setting (exchange, "gone"));
  g_assert_true (plim_exchange_get_setting_boolean (exchange, "paid"));
  g_assert_false (plim_exchange_get_setting_boolean (exchange, "region"));
  g_assert_cmpfloat (plim_exchange_get_setting_number (exchange, "limit"), ==, 12.5);
  assert_unknown (plim_exchange_get_setting_number (exchange, "region"));
  assert_unknown (plim_exchange_get_setting_number (exchange, "gone"));
  g_assert_null (plim_exchange_get_memory (exchange, "region"));
}

static void
test_answers_come_in_order (void)
{
  g_autoptr (PlimExchange) exchange = plim_exchange_new (NOW, NULL, NULL);

  plim_exchange_take_answer (exchange, plim_answer_new (200, NULL));
  plim_exchange_take_answer (exchange, plim_answer_new (404, NULL));
  g_assert_cmpuint (plim_exchange_get_n_answers (exchange), ==, 2);
  g_assert_cmpuint (plim_exchange_get_answer (exchange, 1)->status, ==, 404);
  g_assert_null (plim_exchange_get_answer (exchange, 2));
}

static void
test_secrets_are_known_by_name_only (void)
{
  g_autoptr (PlimExchange) exchange = plim_exchange_new (NOW, NULL, NULL);

  g_assert_true (plim_exchange_has_secret (exchange, "key", TRUE));
  g_assert_false (plim_exchange_has_secret (exchange, "key", FALSE));
  plim_exchange_add_secret_field (exchange, "admin");
  g_assert_false (plim_exchange_has_secret (exchange, "key", TRUE));
  g_assert_true (plim_exchange_has_secret (exchange, "admin", FALSE));
}

static void
test_text_is_escaped_for_paths (void)
{
  assert_text (plim_escape ("a/b ?c&d=é"), "a%2Fb%20%3Fc%26d%3D%C3%A9");
  assert_text (plim_escape (".."), "..");
}

static void
test_requests_hold_what_was_set (void)
{
  g_autoptr (PlimRequest) request = plim_request_new ("POST", "/v1?x=1");
  const PlimHeader *header;

  plim_request_add_header (request, "Accept", "application/json");
  plim_request_set_body (request, "text/plain", "old");
  plim_request_set_body (request, "application/json", "{}");
  plim_request_add_credential (request, PLIM_CREDENTIAL_HEADER, "x-api-key", "key", NULL);
  header = g_ptr_array_index (request->headers, 0);
  g_assert_cmpstr (header->name, ==, "Accept");
  g_assert_cmpstr (request->content_type, ==, "application/json");
  g_assert_cmpuint (g_bytes_get_size (request->body), ==, 2);
  g_assert_cmpstr (plim_request_get_credential (request, 0)->name, ==, "x-api-key");
  g_assert_cmpstr (plim_request_get_credential (request, 0)->secret_field, ==, "key");
  g_assert_null (request->origin);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/exchange/recorded-answers-are-read", test_recorded_answers_are_read);
  g_test_add_func ("/core/exchange/a-recorded-answer-may-have-no-body",
                   test_a_recorded_answer_may_have_no_body);
  g_test_add_func ("/core/exchange/other-text-is-no-answer", test_other_text_is_no_answer);
  g_test_add_func ("/core/exchange/html-is-told-by-type-or-start",
                   test_html_is_told_by_type_or_start);
  g_test_add_func ("/core/exchange/challenges-are-told-by-their-marks",
                   test_challenges_are_told_by_their_marks);
  g_test_add_func ("/core/exchange/logins-are-told-by-whole-words",
                   test_logins_are_told_by_whole_words);
  g_test_add_func ("/core/exchange/the-last-cookie-of-a-name-counts",
                   test_the_last_cookie_of_a_name_counts);
  g_test_add_func ("/core/exchange/statuses-have-defaults", test_statuses_have_defaults);
  g_test_add_func ("/core/exchange/no-answer-is-unavailable", test_no_answer_is_unavailable);
  g_test_add_func ("/core/exchange/an-exchange-keeps-copies", test_an_exchange_keeps_copies);
  g_test_add_func ("/core/exchange/answers-come-in-order", test_answers_come_in_order);
  g_test_add_func ("/core/exchange/secrets-are-known-by-name-only",
                   test_secrets_are_known_by_name_only);
  g_test_add_func ("/core/exchange/text-is-escaped-for-paths", test_text_is_escaped_for_paths);
  g_test_add_func ("/core/exchange/requests-hold-what-was-set", test_requests_hold_what_was_set);
  return g_test_run ();
}
