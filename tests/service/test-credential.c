/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-credential.h"
#include "plim-error.h"

#include <libsecret/secret.h>
#include <string.h>

/* 2026-11-20T12:00:00Z */
#define NOW ((gint64) 1795176000)

typedef struct {
  const char *name;
  PlimCredentialPlace place;
  const char *credential_name;
  const char *secret;
  const char *header;
  const char *expected; /* (nullable): refused */
} PutCase;

static const PutCase put_cases[] = {
  { "bearer", PLIM_CREDENTIAL_BEARER, NULL, "k-1", "Authorization", "Bearer k-1" },
  { "header", PLIM_CREDENTIAL_HEADER, "x-api-key", "k=1", "x-api-key", "k=1" },
  { "bare-cookie", PLIM_CREDENTIAL_COOKIE, "sessionKey", "k-1", "Cookie", "sessionKey=k-1" },
  { "whole-cookie-header", PLIM_CREDENTIAL_COOKIE, "sessionKey", "a=b; sessionKey=k-1", "Cookie",
    "a=b; sessionKey=k-1" },
  { "line-break", PLIM_CREDENTIAL_BEARER, NULL, "k\r\nX-Evil: 1", "Authorization", NULL },
  { "line-feed-in-a-cookie", PLIM_CREDENTIAL_COOKIE, "c", "a=b\nX: 1", "Cookie", NULL },
  { "escape-character", PLIM_CREDENTIAL_HEADER, "x-api-key", "k\033[0m", "x-api-key", NULL },
  { "empty", PLIM_CREDENTIAL_BEARER, NULL, "", "Authorization", NULL },
};

static void
test_put (gconstpointer data)
{
  const PutCase *each = data;
  g_autoptr (SoupMessage) message = soup_message_new ("GET", "https://example.com/");
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autoptr (PlimRequest) request = plim_request_new ("GET", "/");
  g_autoptr (GError) error = NULL;

  plim_request_add_credential (request, each->place, each->credential_name, "key", NULL);
  if (each->expected != NULL) {
    g_assert_true (plim_credential_put (message, request, plim_request_get_credential (request, 0),
                                        each->secret, NOW, &error));
    g_assert_no_error (error);
    g_assert_cmpstr (soup_message_headers_get_one (headers, each->header), ==, each->expected);
    plim_credential_take_out (message, request);
  } else {
    g_assert_false (plim_credential_put (message, request, plim_request_get_credential (request, 0),
                                         each->secret, NOW, &error));
    g_assert_error (error, PLIM_ERROR, PLIM_STATUS_NOT_AUTHENTICATED);
  }
  g_assert_null (soup_message_headers_get_one (headers, each->header));
}

static void
assert_body (SoupMessage *message, const PlimRequest *request, const char *expected)
{
  g_autoptr (GBytes) body = plim_credential_dup_body (message, request);
  gsize size = 0;
  const char *data = body != NULL ? g_bytes_get_data (body, &size) : NULL;
  g_autofree char *text = g_strndup (data != NULL ? data : "", size);

  g_assert_cmpstr (text, ==, expected);
}

static void
put_all (SoupMessage *message, const PlimRequest *request, const char *secret)
{
  for (guint i = 0; i < request->credentials->len; i++) {
    g_autoptr (GError) error = NULL;

    g_assert_true (plim_credential_put (message, request, plim_request_get_credential (request, i),
                                        secret, NOW, &error));
    g_assert_no_error (error);
  }
}

static void
test_form (void)
{
  g_autoptr (SoupMessage) message = soup_message_new ("POST", "https://example.com/");
  g_autoptr (PlimRequest) request = plim_request_new ("POST", "/");

  plim_request_set_body (request, "application/x-www-form-urlencoded", "a=b");
  plim_request_add_credential (request, PLIM_CREDENTIAL_FORM, "id", "key", NULL);
  plim_request_add_credential (request, PLIM_CREDENTIAL_FORM, "secret", "key", NULL);
  put_all (message, request, "a~b &=+%\303\251");
  assert_body (message, request, "a=b&id=a~b%20%26%3D%2B%25%C3%A9&secret=a~b%20%26%3D%2B%25%C3%A9");
  g_assert_cmpint (soup_message_headers_get_content_length (
                       soup_message_get_request_headers (message)),
                   ==, strlen ("a=b&id=a~b%20%26%3D%2B%25%C3%A9&secret=a~b%20%26%3D%2B%25%C3%A9"));
  plim_credential_take_out (message, request);
  assert_body (message, request, "a=b");
  g_assert_cmpint (soup_message_headers_get_content_length (
                       soup_message_get_request_headers (message)),
                   ==, 3);
}

static void
test_form_alone (void)
{
  g_autoptr (SoupMessage) message = soup_message_new ("POST", "https://example.com/");
  g_autoptr (PlimRequest) request = plim_request_new ("POST", "/");

  plim_request_set_body (request, "application/x-www-form-urlencoded", "");
  plim_request_add_credential (request, PLIM_CREDENTIAL_FORM, "key", "key", NULL);
  put_all (message, request, "k-1");
  assert_body (message, request, "key=k-1");
  plim_credential_take_out (message, request);
  assert_body (message, request, "");
}

/* The vector `list-service-quotas-temporary-credentials` of the fixtures. */

#define SIGNATURE_HEAD                                                                             \
  "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261120/us-east-1/servicequotas/aws4_request, "        \
  "SignedHeaders="

static PlimRequest *
new_signed_request (void)
{
  PlimRequest *request = plim_request_new ("POST", "/");

  plim_request_set_body (request, "application/x-amz-json-1.1",
                         "{\"ServiceCode\":\"bedrock\",\"MaxResults\":100}");
  return request;
}

static SoupMessage *
new_message (const PlimRequest *request, const char *address)
{
  SoupMessage *message = soup_message_new ("POST", address);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_headers_append (headers, "User-Agent", "Plimsoll/1");
  soup_message_headers_append (headers, "X-Amz-Target", "ServiceQuotasV20190624.ListServiceQuotas");
  soup_message_set_request_body_from_bytes (message, request->content_type, request->body);
  return message;
}

static void
put_one (SoupMessage *message, const PlimRequest *request, guint index, const char *secret)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (plim_credential_put (message, request,
                                      plim_request_get_credential (request, index), secret, NOW,
                                      &error));
  g_assert_no_error (error);
}

static void
test_sigv4 (void)
{
  g_autoptr (PlimRequest) request = new_signed_request ();
  g_autoptr (SoupMessage) message =
      new_message (request, "https://servicequotas.us-east-1.amazonaws.com/");
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  plim_request_add_credential (request, PLIM_CREDENTIAL_HEADER, "X-Amz-Security-Token", "token",
                               NULL);
  plim_request_add_credential (request, PLIM_CREDENTIAL_SIGV4,
                               "AKIDEXAMPLE/us-east-1/servicequotas", "key", NULL);
  put_one (message, request, 0, "FAKE+SESSION/TOKEN==");
  put_one (message, request, 1, "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
  g_assert_cmpstr (soup_message_headers_get_one (headers, "X-Amz-Date"), ==, "20261120T120000Z");
  g_assert_cmpstr (soup_message_headers_get_one (headers, "Authorization"), ==,
                   SIGNATURE_HEAD
                   "content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature="
                   "881914bf3a7c08c461806d8fb1f380261ed0c3f995271bd64857eef0286300d4");
  plim_credential_take_out (message, request);
  g_assert_null (soup_message_headers_get_one (headers, "Authorization"));
  g_assert_null (soup_message_headers_get_one (headers, "X-Amz-Date"));
  g_assert_null (soup_message_headers_get_one (headers, "X-Amz-Security-Token"));
}

static void
test_sigv4_long_term (void)
{
  g_autoptr (PlimRequest) request = new_signed_request ();
  g_autoptr (SoupMessage) message =
      new_message (request, "https://servicequotas.us-east-1.amazonaws.com:443/");

  plim_request_add_credential (request, PLIM_CREDENTIAL_SIGV4,
                               "AKIDEXAMPLE/us-east-1/servicequotas", "key", NULL);
  put_one (message, request, 0, "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
  g_assert_cmpstr (soup_message_headers_get_one (soup_message_get_request_headers (message),
                                                 "Authorization"),
                   ==,
                   SIGNATURE_HEAD
                   "content-type;host;x-amz-date;x-amz-target, Signature="
                   "2af642d1c43ad81eb7190dcda4100e8804f3e4e86b25afdc8dcd114ac6ec644c");
}

static void
test_sigv4_incomplete (void)
{
  static const char *const names[] = { "AKIDEXAMPLE", "/us-east-1/ce", "AKIDEXAMPLE//ce",
                                       "AKID/us-1/",  "A/B/us-1/ce",   "AKID\r\nX: 1/us-1/ce" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (PlimRequest) request = new_signed_request ();
    g_autoptr (SoupMessage) message = new_message (request, "https://ce.example.com/");
    g_autoptr (GError) error = NULL;

    plim_request_add_credential (request, PLIM_CREDENTIAL_SIGV4, names[i], "key", NULL);
    g_assert_false (plim_credential_put (message, request, plim_request_get_credential (request, 0),
                                         "secret", NOW, &error));
    g_assert_error (error, PLIM_ERROR, PLIM_STATUS_MISCONFIGURED);
  }
}

typedef struct {
  const char *name;
  const char *secret;
  const char *expected;
} RotateCase;

static const RotateCase rotate_cases[] = {
  { "bare-value", "old", "new" },
  { "only-cookie", "key=old", "key=new" },
  { "first", "key=old; a=b", "key=new; a=b" },
  { "middle", "a=b; key=old; c=d", "a=b; key=new; c=d" },
  { "last-without-spaces", "a=b;key=old", "a=b; key=new" },
  { "value-with-equals", "a=b==; key=old==", "a=b==; key=new" },
  { "name-is-whole", "xkey=1; keyx=2; key=old", "xkey=1; keyx=2; key=new" },
  { "absent", "a=b", "a=b; key=new" },
  { "trailing-semicolon", "key=old; ", "key=new" },
};

static void
test_rotate (gconstpointer data)
{
  const RotateCase *each = data;
  char *rotated = plim_credential_rotate (each->secret, "key", "new");

  g_assert_cmpstr (rotated, ==, each->expected);
  secret_password_free (rotated);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (put_cases); i++) {
    g_autofree char *path = g_strconcat ("/service/credential/put/", put_cases[i].name, NULL);

    g_test_add_data_func (path, &put_cases[i], test_put);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (rotate_cases); i++) {
    g_autofree char *path = g_strconcat ("/service/credential/rotate/", rotate_cases[i].name, NULL);

    g_test_add_data_func (path, &rotate_cases[i], test_rotate);
  }
  g_test_add_func ("/service/credential/put/form-is-escaped-and-taken-out", test_form);
  g_test_add_func ("/service/credential/put/form-of-nothing-else", test_form_alone);
  g_test_add_func ("/service/credential/put/signature-covers-the-session-token", test_sigv4);
  g_test_add_func ("/service/credential/put/signature-without-a-token", test_sigv4_long_term);
  g_test_add_func ("/service/credential/put/signature-needs-its-whole-scope",
                   test_sigv4_incomplete);
  return g_test_run ();
}
