/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* AWS Signature Version 4. Source:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html, read
 * 2026-11. */
#include "plim-sigv4.h"

#include <string.h>

#define ALGORITHM "AWS4-HMAC-SHA256"
#define END_OF_SCOPE "aws4_request"
#define DIGEST_BYTES 32

char *
plim_sigv4_dup_date (gint64 at)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (at);

  return time != NULL ? g_date_time_format (time, "%Y%m%dT%H%M%SZ") : g_strdup ("");
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const PlimHeader *const *first = a;
  const PlimHeader *const *second = b;

  return g_ascii_strcasecmp ((*first)->name, (*second)->name);
}

/* (transfer container): by name */
static GPtrArray *
sort_headers (GPtrArray *headers)
{
  GPtrArray *sorted = g_ptr_array_copy (headers, NULL, NULL);

  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_names);
  return sorted;
}

static char *
dup_signed_names (GPtrArray *headers)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < headers->len; i++) {
    const PlimHeader *header = g_ptr_array_index (headers, i);

    if (i > 0)
      g_string_append_c (names, ';');
    g_string_append (names, header->name);
  }
  g_string_ascii_down (names);
  return g_string_free (names, FALSE);
}

static void
append_header (GString *text, const PlimHeader *header)
{
  g_autofree char *name = g_ascii_strdown (header->name, -1);
  g_autofree char *value = g_strdup (header->value);

  g_string_append_printf (text, "%s:%s\n", name, g_strstrip (value));
}

static char *
dup_canonical_request (const char *method,
                       const char *path,
                       GPtrArray *headers,
                       const char *signed_names,
                       GBytes *body)
{
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autofree char *body_hash =
      g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, body != NULL ? body : nothing);
  GString *text = g_string_new (NULL);

  /* The empty line is the query. */
  g_string_append_printf (text, "%s\n%s\n\n", method, path);
  for (guint i = 0; i < headers->len; i++)
    append_header (text, g_ptr_array_index (headers, i));
  g_string_append_printf (text, "\n%s\n%s", signed_names, body_hash);
  return g_string_free (text, FALSE);
}

static void
hash (const guint8 *key, gsize key_bytes, const char *text, guint8 *digest)
{
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, key, key_bytes);
  gsize size = DIGEST_BYTES;

  g_hmac_update (hmac, (const guchar *) text, (gssize) strlen (text));
  g_hmac_get_digest (hmac, digest, &size);
}

/* @steps: the parts of the scope and at last the text to sign, each hashed with the one before. */
static char *
dup_signature (const char *secret, const char *const *steps)
{
  g_autofree char *first = g_strconcat ("AWS4", secret, NULL);
  GString *signature = g_string_new (NULL);
  guint8 key[DIGEST_BYTES];
  guint8 next[DIGEST_BYTES];

  hash ((const guint8 *) first, strlen (first), steps[0], key);
  for (guint i = 1; steps[i] != NULL; i++) {
    hash (key, sizeof key, steps[i], next);
    memcpy (key, next, sizeof key);
  }
  for (gsize i = 0; i < sizeof key; i++)
    g_string_append_printf (signature, "%02x", key[i]);
  explicit_bzero (first, strlen (first));
  explicit_bzero (key, sizeof key);
  explicit_bzero (next, sizeof next);
  return g_string_free (signature, FALSE);
}

char *
plim_sigv4_sign (const char *method,
                 const char *path,
                 GPtrArray *headers,
                 GBytes *body,
                 const PlimSigv4Scope *scope,
                 const char *secret,
                 gint64 at)
{
  g_autoptr (GPtrArray) sorted = sort_headers (headers);
  g_autofree char *names = dup_signed_names (sorted);
  g_autofree char *request = dup_canonical_request (method, path, sorted, names, body);
  g_autofree char *request_hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, request, -1);
  g_autofree char *time = plim_sigv4_dup_date (at);
  g_autofree char *date = g_strndup (time, strlen ("YYYYMMDD"));
  g_autofree char *scope_text =
      g_strjoin ("/", date, scope->region, scope->service, END_OF_SCOPE, NULL);
  g_autofree char *text = g_strjoin ("\n", ALGORITHM, time, scope_text, request_hash, NULL);
  const char *steps[] = { date, scope->region, scope->service, END_OF_SCOPE, text, NULL };
  g_autofree char *signature = dup_signature (secret, steps);

  return g_strdup_printf (ALGORITHM " Credential=%s/%s, SignedHeaders=%s, Signature=%s",
                          scope->access_key_id, scope_text, names, signature);
}
