/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-credential.h"

#include "plim-error.h"

#include <libsecret/secret.h>
#include <string.h>

static const char *
get_header_name (const PlimRequest *request)
{
  switch (request->place) {
  case PLIM_CREDENTIAL_BEARER:
    return "Authorization";
  case PLIM_CREDENTIAL_HEADER:
    return request->credential_name;
  case PLIM_CREDENTIAL_COOKIE:
    return "Cookie";
  case PLIM_CREDENTIAL_NONE:
  default:
    return NULL;
  }
}

gboolean
plim_credential_is_header_safe (const char *value)
{
  for (const char *byte = value; *byte != '\0'; byte++) {
    if (g_ascii_iscntrl (*byte) && *byte != '\t')
      return FALSE;
  }
  return TRUE;
}

static void
replace_header (SoupMessage *message, const char *name, const char *prefix, const char *secret)
{
  char *value = g_strconcat (prefix, secret, NULL);

  soup_message_headers_replace (soup_message_get_request_headers (message), name, value);
  secret_password_free (value);
}

gboolean
plim_credential_put (SoupMessage *message,
                     const PlimRequest *request,
                     const char *secret,
                     GError **error)
{
  const char *name = get_header_name (request);
  g_autofree char *cookie_prefix = NULL;
  const char *prefix = "";

  g_return_val_if_fail (name != NULL && secret != NULL, FALSE);

  if (secret[0] == '\0' || !plim_credential_is_header_safe (secret)) {
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE,
                    "the stored credential is empty or has control characters");
    return FALSE;
  }
  if (request->place == PLIM_CREDENTIAL_BEARER)
    prefix = "Bearer ";
  else if (request->place == PLIM_CREDENTIAL_COOKIE && strchr (secret, '=') == NULL)
    prefix = cookie_prefix = g_strconcat (request->credential_name, "=", NULL);
  replace_header (message, name, prefix, secret);
  return TRUE;
}

void
plim_credential_take_out (SoupMessage *message, const PlimRequest *request)
{
  const char *name = get_header_name (request);

  if (name != NULL)
    soup_message_headers_remove (soup_message_get_request_headers (message), name);
}

static gboolean
is_cookie (const char *pair, gsize length, const char *name)
{
  gsize name_length = strlen (name);

  return length > name_length && strncmp (pair, name, name_length) == 0 && pair[name_length] == '=';
}

char *
plim_credential_rotate (const char *secret, const char *name, const char *value)
{
  GString *header;
  gboolean is_found = FALSE;

  g_return_val_if_fail (secret != NULL && name != NULL && value != NULL, NULL);

  if (strchr (secret, '=') == NULL)
    return g_strdup (value);

  /* Sized so that it never moves and leaves a copy behind. */
  header = g_string_sized_new (strlen (secret) + strlen (name) + strlen (value) + 8);
  for (const char *pair = secret; *pair != '\0';) {
    gsize length;

    pair += strspn (pair, "; \t");
    length = strcspn (pair, ";");
    if (length == 0)
      break;
    if (header->len > 0)
      g_string_append (header, "; ");
    if (is_cookie (pair, length, name)) {
      g_string_append (header, name);
      g_string_append_c (header, '=');
      g_string_append (header, value);
      is_found = TRUE;
    } else {
      g_string_append_len (header, pair, (gssize) length);
    }
    pair += length;
  }
  if (!is_found) {
    g_string_append (header, header->len > 0 ? "; " : "");
    g_string_append (header, name);
    g_string_append_c (header, '=');
    g_string_append (header, value);
  }
  return g_string_free (header, FALSE);
}
