/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server's side of AWS Signature Version 4, after
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html (read
 * 2026-11). It shares nothing with Plimsoll's own signing, so that one cannot excuse the other. */
#include "plim-signature.h"

#include "plim-json.h"

#include <string.h>

#define ALGORITHM "AWS4-HMAC-SHA256"
#define DIGEST_BYTES 32

/* (nullable) */
static const char *
find_header (JsonObject *request, const char *name)
{
  JsonArray *headers = plim_json_get_array (request, "headers");

  for (guint i = 0; i < json_array_get_length (headers); i++) {
    JsonArray *pair = json_array_get_array_element (headers, i);

    if (g_ascii_strcasecmp (json_array_get_string_element (pair, 0), name) == 0)
      return json_array_get_string_element (pair, 1);
  }
  return NULL;
}

/* Of `ALGORITHM Credential=…, SignedHeaders=…, Signature=…`. */
static char *
dup_part (const char *value, const char *name)
{
  g_autofree char *mark = g_strconcat (name, "=", NULL);
  const char *start = strstr (value, mark);

  g_assert_nonnull (start);
  start += strlen (mark);
  return g_strndup (start, strcspn (start, ", "));
}

static void
check_is_signed (JsonObject *request, const char *const *signed_names)
{
  JsonArray *headers = plim_json_get_array (request, "headers");

  for (guint i = 0; i < json_array_get_length (headers); i++) {
    JsonArray *pair = json_array_get_array_element (headers, i);
    g_autofree char *name = g_ascii_strdown (json_array_get_string_element (pair, 0), -1);

    if (g_str_has_prefix (name, "x-amz-") || g_str_equal (name, "host") ||
        g_str_equal (name, "content-type"))
      g_assert_true (g_strv_contains (signed_names, name));
  }
  for (guint i = 1; signed_names[0] != NULL && signed_names[i] != NULL; i++)
    g_assert_cmpstr (signed_names[i - 1], <, signed_names[i]);
}

static char *
dup_canonical (JsonObject *request, const char *names, const char *const *signed_names)
{
  const char *body = plim_json_get_string (request, "body");
  g_auto (GStrv) target = g_strsplit (plim_json_get_string (request, "target"), "?", 2);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, body, -1);
  g_autoptr (GString) text = g_string_new (plim_json_get_string (request, "method"));

  /* A query would have to be sorted; none of the services has one. */
  g_assert_null (target[1]);
  g_string_append_printf (text, "\n%s\n\n", target[0]);
  for (guint i = 0; signed_names[i] != NULL; i++) {
    g_autofree char *value = g_strdup (find_header (request, signed_names[i]));

    g_assert_nonnull (value);
    g_string_append_printf (text, "%s:%s\n", signed_names[i], g_strstrip (value));
  }
  g_string_append_printf (text, "\n%s\n%s", names, hash);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
sign (const guint8 *key, gsize key_bytes, const char *text, guint8 *digest)
{
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, key, key_bytes);
  gsize size = DIGEST_BYTES;

  g_hmac_update (hmac, (const guchar *) text, (gssize) strlen (text));
  g_hmac_get_digest (hmac, digest, &size);
}

static char *
dup_signature (const char *secret, const char *scope, const char *text)
{
  g_autofree char *first = g_strconcat ("AWS4", secret, NULL);
  g_auto (GStrv) parts = g_strsplit (scope, "/", -1);
  GString *hex = g_string_new (NULL);
  guint8 key[DIGEST_BYTES], digest[DIGEST_BYTES];

  sign ((const guint8 *) first, strlen (first), parts[0], key);
  for (guint i = 1; parts[i] != NULL; i++) {
    sign (key, sizeof key, parts[i], digest);
    memcpy (key, digest, sizeof key);
  }
  sign (key, sizeof key, text, digest);
  for (gsize i = 0; i < sizeof digest; i++)
    g_string_append_printf (hex, "%02x", digest[i]);
  return g_string_free (hex, FALSE);
}

void
plim_signature_check (JsonObject *wanted, JsonObject *request, const char *value)
{
  const char *date = find_header (request, "X-Amz-Date");
  g_autofree char *names = dup_part (value, "SignedHeaders");
  g_auto (GStrv) signed_names = g_strsplit (names, ";", -1);
  g_autofree char *credential = dup_part (value, "Credential");
  g_autofree char *signature = dup_part (value, "Signature");
  g_autofree char *scope = NULL;
  g_autofree char *expected_credential = NULL;
  g_autofree char *canonical = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *text = NULL;
  g_autofree char *expected = NULL;

  g_assert_true (g_str_has_prefix (value, ALGORITHM " "));
  g_assert_nonnull (date);
  scope = g_strdup_printf ("%.8s/%s/%s/aws4_request", date, plim_json_get_string (wanted, "region"),
                           plim_json_get_string (wanted, "service"));
  expected_credential = g_strconcat (plim_json_get_string (wanted, "access_key"), "/", scope, NULL);
  g_assert_cmpstr (credential, ==, expected_credential);
  check_is_signed (request, (const char *const *) signed_names);
  canonical = dup_canonical (request, names, (const char *const *) signed_names);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, canonical, -1);
  text = g_strconcat (ALGORITHM "\n", date, "\n", scope, "\n", hash, NULL);
  expected = dup_signature (plim_json_get_string (wanted, "secret"), scope, text);
  g_assert_cmpstr (signature, ==, expected);
}
