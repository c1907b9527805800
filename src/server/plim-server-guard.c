/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-server-guard.h"

#include <string.h>

#define PORT_NONE 0
#define PORT_HTTP 80
#define PORT_HTTPS 443

static const char *const own_names[] = { "localhost", "127.0.0.1", "[::1]" };
static const char *const extension_schemes[] = { "chrome-extension", "moz-extension",
                                                 "safari-web-extension" };

/* The name of `name[:port]`, its length, and the port when there is one. */
static gboolean
split_authority (const char *authority, gsize *name_length, guint *port)
{
  const char *end = authority[0] == '[' ? strchr (authority, ']') : NULL;
  guint64 number;

  if (authority[0] == '[') {
    if (end == NULL)
      return FALSE;
    end++;
  } else {
    end = authority + strcspn (authority, ":");
  }
  *name_length = (gsize) (end - authority);
  *port = PORT_NONE;
  if (*name_length == 0 || memchr (authority, '/', *name_length) != NULL)
    return FALSE;
  if (*end == '\0')
    return TRUE;
  if (*end != ':' || !g_ascii_string_to_unsigned (end + 1, 10, 1, G_MAXUINT16, &number, NULL))
    return FALSE;
  *port = (guint) number;
  return TRUE;
}

static gboolean
is_name (const char *name, gsize length, const char *expected)
{
  return strlen (expected) == length && g_ascii_strncasecmp (name, expected, length) == 0;
}

static gboolean
is_own_name (const char *name, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (own_names); i++) {
    if (is_name (name, length, own_names[i]))
      return TRUE;
  }
  return FALSE;
}

/* What follows the scheme; @scheme is %NULL when there is none. */
static const char *
split_scheme (const char *text, char **scheme)
{
  const char *separator = strstr (text, "://");

  *scheme = separator != NULL ? g_ascii_strdown (text, separator - text) : NULL;
  return separator != NULL ? separator + strlen ("://") : text;
}

static guint
get_default_port (const char *scheme)
{
  return g_strcmp0 (scheme, "https") == 0 ? PORT_HTTPS : PORT_HTTP;
}

/* @scheme is NULL for a `Host`, which does not say it. */
static gboolean
is_added (const char *scheme, const char *name, gsize length, guint port, const char *entry)
{
  g_autofree char *entry_scheme = NULL;
  const char *authority = split_scheme (entry, &entry_scheme);
  gsize entry_length;
  guint entry_port;

  if (!split_authority (authority, &entry_length, &entry_port))
    return FALSE;
  if (entry_length != length || g_ascii_strncasecmp (authority, name, length) != 0)
    return FALSE;
  if (scheme != NULL && entry_scheme != NULL && !g_str_equal (scheme, entry_scheme))
    return FALSE;
  if (entry_port == PORT_NONE)
    return TRUE;
  if (port == PORT_NONE)
    port = get_default_port (scheme != NULL ? scheme : entry_scheme);
  return port == entry_port;
}

static gboolean
is_any_added (
    const char *scheme, const char *name, gsize length, guint port, const char *const *added)
{
  for (guint i = 0; added != NULL && added[i] != NULL; i++) {
    if (is_added (scheme, name, length, port, added[i]))
      return TRUE;
  }
  return FALSE;
}

gboolean
plim_server_guard_allows_host (const char *host, guint port, const char *const *added)
{
  gsize length;
  guint host_port;

  if (host == NULL || !split_authority (host, &length, &host_port))
    return FALSE;
  if (is_own_name (host, length) && (host_port == PORT_NONE ? PORT_HTTP : host_port) == port)
    return TRUE;
  return is_any_added (NULL, host, length, host_port, added);
}

PlimOrigin
plim_server_guard_classify_origin (const char *origin, guint port, const char *const *added)
{
  g_autofree char *scheme = NULL;
  const char *authority;
  gsize length;
  guint origin_port;

  if (origin == NULL)
    return PLIM_ORIGIN_NONE;
  if (g_str_equal (origin, "null"))
    return PLIM_ORIGIN_OPAQUE;
  authority = split_scheme (origin, &scheme);
  if (scheme == NULL || !split_authority (authority, &length, &origin_port))
    return PLIM_ORIGIN_FOREIGN;
  for (guint i = 0; i < G_N_ELEMENTS (extension_schemes); i++) {
    if (g_str_equal (scheme, extension_schemes[i]))
      return PLIM_ORIGIN_EXTENSION;
  }
  if (!g_str_equal (scheme, "http") && !g_str_equal (scheme, "https"))
    return PLIM_ORIGIN_FOREIGN;
  if (g_str_equal (scheme, "http") && is_own_name (authority, length) &&
      (origin_port == PORT_NONE ? PORT_HTTP : origin_port) == port)
    return PLIM_ORIGIN_OWN;
  return is_any_added (scheme, authority, length, origin_port, added) ? PLIM_ORIGIN_OWN
                                                                      : PLIM_ORIGIN_FOREIGN;
}
