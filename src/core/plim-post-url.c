/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-post-url.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The block fc00::/7, which GInetAddress does not know. */
static gboolean
is_unique_local (GInetAddress *address)
{
  return g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 &&
         (g_inet_address_to_bytes (address)[0] & 0xFE) == 0xFC;
}

static gboolean
is_near (const char *host)
{
  static const char *const endings[] = { ".local", ".lan", ".home.arpa", ".internal",
                                         ".localhost" };
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);
  g_autofree char *lower = g_ascii_strdown (host, -1);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address) || g_inet_address_get_is_site_local (address) ||
           g_inet_address_get_is_link_local (address) || is_unique_local (address);
  if (strchr (host, '.') == NULL)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++) {
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  }
  return FALSE;
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

static GUri *
fail (GError **error, const char *sentence)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, sentence);
  return NULL;
}

GUri *
plim_post_url_parse (const char *text, GError **error)
{
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (g_utf8_validate (text, -1, NULL) && !has_odd_bytes (text))
    uri = g_uri_parse (text,
                       (GUriFlags) (G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED |
                                    G_URI_FLAGS_SCHEME_NORMALIZE),
                       NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_host (uri)[0] == '\0')
    return fail (error, _ ("This is no address such as https://example.com/hook."));
  if (g_uri_get_userinfo (uri) != NULL)
    return fail (error, _ ("The address must not hold a user name."));
  if (g_str_equal (g_uri_get_scheme (uri), "https") ||
      (g_str_equal (g_uri_get_scheme (uri), "http") && is_near (g_uri_get_host (uri))))
    return g_steal_pointer (&uri);
  return fail (error, _ ("The address must begin with https://; plain HTTP is for your own network "
                         "only."));
}

gboolean
plim_post_url_is_plain (GUri *uri)
{
  g_autoptr (GInetAddress) address = NULL;

  g_return_val_if_fail (uri != NULL, FALSE);

  address = g_inet_address_new_from_string (g_uri_get_host (uri));
  return g_str_equal (g_uri_get_scheme (uri), "http") &&
         (address == NULL || !g_inet_address_get_is_loopback (address)) &&
         !g_str_equal (g_uri_get_host (uri), "localhost");
}
