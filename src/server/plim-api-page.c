/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The status page: three files of this program. What it shows it asks the API for, with the token
 * that its reader types. */
#include "plim-api-private.h"

#include "plim-api-resources.h"

#define PREFIX "/io/github/plimsoll/Plimsoll/server/"
/* Nothing from anywhere else, nothing inline, and no frame around it. */
#define POLICY                                                                                     \
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "   \
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

static void
answer_file (PlimCall *call, const char *name, const char *content_type)
{
  g_autofree char *path = g_strconcat (PREFIX, name, NULL);
  GResource *resource = plim_api_get_resource ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body =
      g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  if (body == NULL) {
    plim_api_answer_gerror (call, error);
    return;
  }
  plim_call_set_header (call, "Content-Security-Policy", POLICY);
  plim_call_set_header (call, "Referrer-Policy", "no-referrer");
  plim_call_answer (call, SOUP_STATUS_OK, content_type, body);
}

static void
on_page (PlimCall *call, gpointer user_data)
{
  answer_file (call, "page.html", "text/html; charset=utf-8");
}

static void
on_style (PlimCall *call, gpointer user_data)
{
  answer_file (call, "page.css", "text/css; charset=utf-8");
}

static void
on_script (PlimCall *call, gpointer user_data)
{
  answer_file (call, "page.js", "text/javascript; charset=utf-8");
}

static void
on_socket (PlimCall *call, gpointer user_data)
{
  plim_call_answer_error (call, SOUP_STATUS_BAD_REQUEST, "this route is for WebSockets");
}

void
plim_api_add_page_routes (PlimApi *self)
{
  static const PlimRoute routes[] = {
    { "GET", "/", PLIM_ACCESS_NONE, PLIM_ROUTE_WEBSOCKET, on_page },
    { "GET", "/ws", PLIM_ACCESS_NONE, PLIM_ROUTE_WEBSOCKET, on_socket },
    { "GET", "/page.css", PLIM_ACCESS_NONE, PLIM_ROUTE_PLAIN, on_style },
    { "GET", "/page.js", PLIM_ACCESS_NONE, PLIM_ROUTE_PLAIN, on_script },
  };

  plim_router_add (self->router, routes, G_N_ELEMENTS (routes), self);
}
