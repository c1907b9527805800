/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-target.h"

#include "plim-error.h"
#include "plim-fetcher.h"
#include "plim-transport.h"

static GUri *
parse (const char *text)
{
  return text != NULL ? g_uri_parse (text, SOUP_HTTP_URI_FLAGS, NULL) : NULL;
}

static gboolean
is_at (GUri *uri, const char *origin)
{
  g_autoptr (GUri) other = parse (origin);

  return other != NULL && plim_transport_is_same_origin (uri, other);
}

static GUri *
join (const char *origin, const char *path, GError **error)
{
  g_autofree char *text = g_strconcat (origin, path, NULL);
  g_autoptr (GUri) uri = parse (text);

  if (path[0] == '/' && uri != NULL && is_at (uri, origin))
    return g_steal_pointer (&uri);
  plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE,
                  "the address of the request is not valid");
  return NULL;
}

static gboolean
is_loopback (const char *origin)
{
  g_autoptr (GUri) uri = parse (origin);

  return uri != NULL && plim_transport_is_loopback (uri);
}

/* Whether the provider itself asks there with its credentials. */
static gboolean
is_of_provider (GUri *uri, const PlimProvider *provider)
{
  const char *const *others = provider->other_origins;

  for (guint i = 0; others != NULL && others[i] != NULL; i++) {
    if (is_at (uri, others[i]))
      return TRUE;
  }
  return is_at (uri, provider->origin);
}

GUri *
plim_target_build (const PlimProvider *provider,
                   const PlimRequest *request,
                   const char *base,
                   gboolean is_own_base,
                   GError **error)
{
  const char *origin = request->origin != NULL ? request->origin : base;
  g_autoptr (GUri) uri = NULL;

  if (origin == NULL) {
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE,
                    "the settings name no address");
    return NULL;
  }
  if (!plim_fetcher_check_base_url (origin, error))
    return NULL;
  uri = join (origin, request->path, error);
  if (uri == NULL || !is_own_base || is_at (uri, base))
    return g_steal_pointer (&uri);
  if (is_loopback (base)) {
    g_autofree char *stand_in = g_strconcat (base, "/", g_uri_get_host (uri), NULL);

    return join (stand_in, request->path, error);
  }
  /* A credential for the user's own base goes to no third party. */
  if (request->credentials->len > 0 && !is_of_provider (uri, provider)) {
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE,
                    "with this base URL the credential may not go to %s", g_uri_get_host (uri));
    return NULL;
  }
  return g_steal_pointer (&uri);
}

gboolean
plim_target_is_typed (const PlimProvider *provider,
                      const PlimRequest *request,
                      gboolean is_own_base)
{
  g_autoptr (GUri) uri = parse (request->origin);

  if (is_own_base)
    return TRUE;
  return uri != NULL ? !is_of_provider (uri, provider) : provider->origin == NULL;
}
