/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-jwt.h"

#include "plim-json.h"

#include <string.h>

/* (nullable) (transfer full): base64url without padding, as GLib's decoder wants it */
static char *
dup_base64 (const char *text, gsize size)
{
  gsize padded_size = (size + 3) / 4 * 4;
  char *base64;

  if (size == 0 || size % 4 == 1)
    return NULL;
  base64 = g_malloc (padded_size + 1);
  for (gsize i = 0; i < size; i++) {
    /* GLib skips what is not base 64. */
    if (!g_ascii_isalnum (text[i]) && text[i] != '-' && text[i] != '_') {
      g_free (base64);
      return NULL;
    }
    base64[i] = text[i] == '-' ? '+' : text[i] == '_' ? '/' : text[i];
  }
  memset (base64 + size, '=', padded_size - size);
  base64[padded_size] = '\0';
  return base64;
}

JsonObject *
plim_jwt_dup_claims (const char *token)
{
  const char *start = token != NULL ? strchr (token, '.') : NULL;
  const char *end = start != NULL ? strchr (start + 1, '.') : NULL;
  g_autofree char *base64 = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guchar *claims;
  gsize size;

  if (end == NULL || end - start > PLIM_JWT_MAX_SIZE / 3 * 4)
    return NULL;
  base64 = dup_base64 (start + 1, (gsize) (end - start - 1));
  if (base64 == NULL)
    return NULL;
  claims = g_base64_decode (base64, &size);
  bytes = g_bytes_new_take (claims, size);
  return plim_json_parse_object (bytes, NULL);
}
