/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-signing.h"

#include "plim-credential.h"
#include "plim-error.h"
#include "plim-sigv4.h"

#include <string.h>

static void
add_signed (const char *name, const char *value, gpointer headers)
{
  if (g_ascii_strcasecmp (name, "Content-Type") == 0 ||
      g_ascii_strncasecmp (name, "X-Amz-", strlen ("X-Amz-")) == 0)
    g_ptr_array_add (headers, plim_header_new (name, value));
}

static gboolean
has_default_port (GUri *uri)
{
  int port = g_uri_get_port (uri);

  return port == -1 || port == (g_strcmp0 (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80);
}

/* As libsoup makes it of the address when it sends. */
static char *
dup_host (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  g_autofree char *bracketed =
      strchr (host, ':') != NULL ? g_strconcat ("[", host, "]", NULL) : g_strdup (host);

  return has_default_port (uri) ? g_steal_pointer (&bracketed)
                                : g_strdup_printf ("%s:%d", bracketed, g_uri_get_port (uri));
}

static GPtrArray *
collect_headers (SoupMessage *message)
{
  g_autofree char *host = dup_host (soup_message_get_uri (message));
  GPtrArray *headers = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_header_free);

  g_ptr_array_add (headers, plim_header_new ("Host", host));
  soup_message_headers_foreach (soup_message_get_request_headers (message), add_signed, headers);
  return headers;
}

/* ACCESS-KEY-ID/REGION/SERVICE */
static gboolean
is_complete (const char *const *parts)
{
  return g_strv_length ((char **) parts) == 3 && parts[0][0] != '\0' && parts[1][0] != '\0' &&
         parts[2][0] != '\0' && plim_credential_is_header_safe (parts[0]);
}

gboolean
plim_signing_sign (SoupMessage *message,
                   const PlimCredential *credential,
                   const char *secret,
                   GBytes *body,
                   gint64 at,
                   GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_auto (GStrv) parts = g_strsplit (credential->name != NULL ? credential->name : "", "/", -1);
  g_autoptr (GPtrArray) signed_headers = NULL;
  g_autofree char *date = plim_sigv4_dup_date (at);
  g_autofree char *value = NULL;
  PlimSigv4Scope scope;

  if (!is_complete ((const char *const *) parts)) {
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE,
                    "the access key id or the region is missing or not valid");
    return FALSE;
  }
  scope = (PlimSigv4Scope){ .access_key_id = parts[0], .region = parts[1], .service = parts[2] };
  soup_message_headers_replace (headers, PLIM_SIGNING_DATE, date);
  signed_headers = collect_headers (message);
  value = plim_sigv4_sign (soup_message_get_method (message),
                           g_uri_get_path (soup_message_get_uri (message)), signed_headers, body,
                           &scope, secret, at);
  soup_message_headers_replace (headers, "Authorization", value);
  return TRUE;
}
