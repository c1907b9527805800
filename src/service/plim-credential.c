/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-credential.h"

#include "plim-error.h"
#include "plim-json.h"
#include "plim-signing.h"

#include <libsecret/secret.h>
#include <string.h>

/* The message's body with the credentials of its form, GBytes. */
#define FORM_KEY "plim-form"

static const char *
get_header_name (const PlimCredential *credential)
{
  switch (credential->place) {
  case PLIM_CREDENTIAL_BEARER:
  case PLIM_CREDENTIAL_SIGV4:
    return "Authorization";
  case PLIM_CREDENTIAL_HEADER:
    return credential->name;
  case PLIM_CREDENTIAL_COOKIE:
    return "Cookie";
  case PLIM_CREDENTIAL_FORM:
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

GBytes *
plim_credential_dup_body (SoupMessage *message, const PlimRequest *request)
{
  GBytes *form = g_object_get_data (G_OBJECT (message), FORM_KEY);

  if (form == NULL)
    form = request->body;
  return form != NULL ? g_bytes_ref (form) : NULL;
}

static void
append_to_form (SoupMessage *message,
                const PlimRequest *request,
                const char *name,
                const char *secret)
{
  g_autoptr (GBytes) before = plim_credential_dup_body (message, request);
  gsize size = 0;
  const char *data = before != NULL ? g_bytes_get_data (before, &size) : NULL;
  char *head = g_strndup (data != NULL ? data : "", size);
  char *escaped = g_uri_escape_string (secret, NULL, FALSE);
  char *text = g_strconcat (head, size > 0 ? "&" : "", name, "=", escaped, NULL);
  GBytes *form =
      g_bytes_new_with_free_func (text, strlen (text), (GDestroyNotify) secret_password_free, text);

  soup_message_set_request_body_from_bytes (message, request->content_type, form);
  g_object_set_data_full (G_OBJECT (message), FORM_KEY, form, (GDestroyNotify) g_bytes_unref);
  secret_password_free (escaped);
  secret_password_free (head);
}

static gboolean
put (SoupMessage *message,
     const PlimRequest *request,
     const PlimCredential *credential,
     const char *secret,
     gint64 now,
     GError **error)
{
  g_autofree char *cookie_prefix = NULL;
  g_autoptr (GBytes) body = NULL;

  switch (credential->place) {
  case PLIM_CREDENTIAL_BEARER:
    replace_header (message, "Authorization", "Bearer ", secret);
    return TRUE;
  case PLIM_CREDENTIAL_HEADER:
    replace_header (message, credential->name, "", secret);
    return TRUE;
  case PLIM_CREDENTIAL_COOKIE:
    if (strchr (secret, '=') == NULL)
      cookie_prefix = g_strconcat (credential->name, "=", NULL);
    replace_header (message, "Cookie", cookie_prefix != NULL ? cookie_prefix : "", secret);
    return TRUE;
  case PLIM_CREDENTIAL_FORM:
    append_to_form (message, request, credential->name, secret);
    return TRUE;
  case PLIM_CREDENTIAL_SIGV4:
    body = plim_credential_dup_body (message, request);
    return plim_signing_sign (message, credential, secret, body, now, error);
  case PLIM_CREDENTIAL_NONE:
  default:
    g_return_val_if_reached (FALSE);
  }
}

gboolean
plim_credential_put (SoupMessage *message,
                     const PlimRequest *request,
                     const PlimCredential *credential,
                     const char *secret,
                     gint64 now,
                     GError **error)
{
  char *value;
  gboolean is_put = FALSE;

  g_return_val_if_fail (secret != NULL, FALSE);

  value = credential->member != NULL ? plim_json_dup_member (secret, credential->member)
                                     : g_strdup (secret);
  if (value == NULL || value[0] == '\0' || !plim_credential_is_header_safe (value))
    plim_set_error (error, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE,
                    "the stored credential is empty, incomplete or has control characters");
  else
    is_put = put (message, request, credential, value, now, error);
  secret_password_free (value);
  return is_put;
}

void
plim_credential_take_out (SoupMessage *message, const PlimRequest *request)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  for (guint i = 0; i < request->credentials->len; i++) {
    const PlimCredential *credential = plim_request_get_credential (request, i);
    const char *name = get_header_name (credential);

    if (name != NULL)
      soup_message_headers_remove (headers, name);
    if (credential->place == PLIM_CREDENTIAL_SIGV4)
      soup_message_headers_remove (headers, PLIM_SIGNING_DATE);
  }
  if (g_object_get_data (G_OBJECT (message), FORM_KEY) == NULL)
    return;
  soup_message_set_request_body_from_bytes (message, request->content_type, request->body);
  g_object_set_data (G_OBJECT (message), FORM_KEY, NULL);
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
