/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-fetcher.h"

#include "plim-error.h"
#include "plim-transport.h"

static gboolean
is_secure (GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);

  return g_strcmp0 (scheme, "https") == 0 ||
         (g_strcmp0 (scheme, "http") == 0 && plim_transport_is_loopback (uri));
}

/* GUri lets these pass, and programs disagree on what they mean in an address. */
static gboolean
has_odd_bytes (const char *text)
{
  for (const char *byte = text; *byte != '\0'; byte++) {
    if (g_ascii_iscntrl (*byte) || *byte == ' ' || *byte == '\\')
      return TRUE;
  }
  return FALSE;
}

gboolean
plim_fetcher_check_base_url (const char *base_url, GError **error)
{
  g_autoptr (GUri) uri = NULL;
  const char *problem = NULL;

  g_return_val_if_fail (base_url != NULL, FALSE);

  uri = g_uri_parse (base_url, SOUP_HTTP_URI_FLAGS, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_host (uri)[0] == '\0' ||
      has_odd_bytes (base_url))
    problem = "it is not an address such as https://example.com";
  else if (!is_secure (uri))
    problem = "it must be HTTPS; plain HTTP only to this computer itself";
  else if (g_uri_get_userinfo (uri) != NULL)
    problem = "it must not hold a user name";
  else if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    problem = "it must not hold a query or a fragment";
  if (problem != NULL)
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE,
                    "the base URL cannot be used: %s", problem);
  return problem == NULL;
}
