/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-redact.h"

#include "fixture.h"

/* All made up. */
static const char *const cases[][2] = {
  /* Keys by their mark. */
  { "key sk-ant-sid01-AbCdEf_gh-12 refused", "key sk-••• refused" },
  { "sk-proj-abcdefgh", "sk-•••" },
  { "use ghp_0123456789abcdefABCDEF now", "use ghp_••• now" },
  { "AIzaSyA1234567890abcdefghijk", "AIza•••" },
  /* JWTs. */
  { "got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl.", "got •••" },
  /* Authorization values. */
  { "Bearer abc123.def", "Bearer •••" },
  { "bearer AbcDef", "bearer •••" },
  { "Basic dXNlcjpwYXNz", "Basic •••" },
  /* Headers, to the end of their line. */
  { "Cookie: a=b; c=d\nHTTP 401", "Cookie: •••\nHTTP 401" },
  { "Set-Cookie: sessionKey=x; Path=/\nServer: y", "Set-Cookie: •••\nServer: y" },
  { "authorization: Token x", "authorization: •••" },
  { "x-api-key: short", "x-api-key: •••" },
  { "{\"Authorization\": \"Bearer x\"}", "{\"Authorization\": •••" },
  /* Names with a value. */
  { "sessionKey=abc&x=1", "sessionKey=•••&x=1" },
  { "https://example.com/?api_key=abc&limit=5", "https://example.com/?api_key=•••&limit=5" },
  { "client_secret = abc, mode = b", "client_secret = •••, mode = b" },
  { "{\"access_token\": \"a b \\\" c\", \"n\": 1}", "{\"access_token\": •••, \"n\": 1}" },
  { "{\\\"refreshToken\\\":\\\"a b\\\",\\\"n\\\":1}",
    "{\\\"refreshToken\\\":•••\\\",\\\"n\\\":1}" },
  { "password: 'a b' wrong", "password: ••• wrong" },
  { "token: x1", "token: •••" },
  { "https://user:pass@localhost/x", "https://•••@localhost/x" },
  { "https://user:p@ss@localhost/x?a=b@c", "https://•••@localhost/x?a=b@c" },
  /* People and accounts. */
  { "no user jane.doe+x@mail.example.com here", "no user ••• here" },
  { "?email=jane%40example.com&a=b", "?email=•••&a=b" },
  { "/organizations/0a1b2c3d-1111-2222-3333-0123456789AB/usage", "/organizations/•••/usage" },
  /* What looks random. */
  { "id 0123456789abcdef0123456789abcdef.aB3dE5gH7jK9mN1p gone", "id ••• gone" },
  { "sum 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c", "sum •••" },
  { "blob q1W2e3R4/t5Y6u7I8+o9P0a1S2d3F4g5==", "blob •••" },
  { "/files/q1W2e3R4t5Y6u7I8o9P0a1S2/download", "•••" },
};

/* What must stay, for the text to be of use. */
static const char *const plain[] = {
  "",
  "the provider answered HTTP 503",
  "“limit” is missing or not a number",
  "max_tokens=4096, tokens: 1234, input_tokens=5",
  "model claude-3-5-sonnet-20241022 is unknown",
  "GET https://api.example.com/api/monitor/usage/quota/limit?type=5: HTTP 500",
  "2026-11-20T12:00:00.000Z",
  "Basic plan: the Bearer token is missing",
  "the session: expired",
  "Error resolving “generativelanguage.googleapis.com”: Name or service not known",
  "/home/x/.local/share/plimsoll/plimsoll.sqlite is not writable",
  "org.freedesktop.DBus.Error.ServiceUnknown",
  "Grüße, 日本語",
};

static void
test_secrets_are_masked (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_text (plim_redact (cases[i][0]), cases[i][1]);
}

static void
test_plain_text_stays (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    assert_text (plim_redact (plain[i]), plain[i]);
  assert_text (plim_redact (NULL), NULL);
}

static void
test_masking_twice_changes_nothing (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_text (plim_redact (cases[i][1]), cases[i][1]);
}

static void
test_text_is_cut_at_characters (void)
{
  GString *text = g_string_new (NULL);
  g_autofree char *cut = NULL;

  while (text->len < 3000)
    g_string_append (text, "für ");
  cut = plim_redact (text->str);
  g_assert_true (g_utf8_validate (cut, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (cut, -1), ==, 500);
  g_assert_true (g_str_has_suffix (cut, "…"));
  g_string_set_size (text, 5 * 100);
  assert_text (plim_redact (text->str), text->str);
  g_string_free (text, TRUE);
}

/* The secret lies across the end of what is read, with all before it masked away. */
static void
test_no_half_secret_is_left_at_the_end (void)
{
  for (guint start = 4060; start <= 4100; start++) {
    g_autofree char *value = g_strnfill (start - 5, 'x');
    g_autofree char *text =
        g_strdup_printf ("key=%s sk-ant-THESECRETTHESECRETTHESECRETTHESECRET end", value);
    g_autofree char *masked = plim_redact (text);

    g_assert_null (strstr (masked, "THE"));
    g_assert_null (strstr (masked, "xx"));
  }
}

static void
test_one_endless_word_is_masked (void)
{
  g_autofree char *word = g_strnfill (1024 * 1024, 'a');

  assert_text (plim_redact (word), "•••");
}

static void
test_bytes_become_text (void)
{
  assert_text (plim_redact ("bad \xff\xfe byte"), "bad \xef\xbf\xbd\xef\xbf\xbd byte");
  assert_text (plim_redact ("Cookie: a\r\nServer: b"), "Cookie: ••• \nServer: b");
  assert_text (plim_redact ("bell\a, escape\033[31m, tab\t, line\n"),
               "bell , escape [31m, tab\t, line\n");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/redact/secrets-are-masked", test_secrets_are_masked);
  g_test_add_func ("/core/redact/plain-text-stays", test_plain_text_stays);
  g_test_add_func ("/core/redact/masking-twice-changes-nothing",
                   test_masking_twice_changes_nothing);
  g_test_add_func ("/core/redact/text-is-cut-at-characters", test_text_is_cut_at_characters);
  g_test_add_func ("/core/redact/no-half-secret-is-left-at-the-end",
                   test_no_half_secret_is_left_at_the_end);
  g_test_add_func ("/core/redact/one-endless-word-is-masked", test_one_endless_word_is_masked);
  g_test_add_func ("/core/redact/bytes-become-text", test_bytes_become_text);
  return g_test_run ();
}
