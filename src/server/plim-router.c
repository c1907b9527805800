/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-router.h"

#include "plim-call-private.h"

#include <string.h>

typedef struct {
  const PlimRoute *routes;
  guint n_routes;
  gpointer user_data;
} Table;

typedef struct {
  const char *pattern; /* "" for none */
  const char *reason;
  guint64 count;
} Refusal;

struct _PlimRouter {
  GObject parent_instance;

  GArray *tables;   /* of Table */
  GArray *counts;   /* of PlimRouteCount */
  GArray *refusals; /* of Refusal */
  guint port;
  char **added; /* (nullable) */
  PlimAuthorize authorize;
  gpointer authorize_data;
};

G_DEFINE_FINAL_TYPE (PlimRouter, plim_router, G_TYPE_OBJECT)

/* What the path of a request leads to. */
typedef struct {
  const PlimRoute *route; /* (nullable): path and method fit, or the first whose path does */
  gpointer user_data;
  char *parameter;     /* (nullable) */
  gboolean has_method; /* whether the method fits too */
} Match;

static char *
decode_segment (const char *start, gsize length)
{
  g_autofree char *text = g_uri_unescape_segment (start, start + length, NULL);

  if (text == NULL || *text == '\0' || !g_utf8_validate (text, -1, NULL))
    return NULL;
  return g_steal_pointer (&text);
}

static gboolean
match_segment (
    const char *pattern, gsize pattern_length, const char *segment, gsize length, char **parameter)
{
  g_autofree char *decoded = NULL;

  if (*pattern == ':') {
    g_clear_pointer (parameter, g_free);
    *parameter = decode_segment (segment, length);
    return *parameter != NULL;
  }
  if (memchr (segment, '%', length) == NULL)
    return length == pattern_length && memcmp (segment, pattern, length) == 0;
  decoded = decode_segment (segment, length);
  return decoded != NULL && strlen (decoded) == pattern_length &&
         memcmp (decoded, pattern, pattern_length) == 0;
}

/* Segment by segment: an encoded slash belongs to the text of its segment. */
static gboolean
match_path (const char *pattern, const char *path, char **parameter)
{
  g_autofree char *found = NULL;

  while (*pattern == '/' && *path == '/') {
    gsize pattern_length = strcspn (++pattern, "/");
    gsize length = strcspn (++path, "/");

    if (!match_segment (pattern, pattern_length, path, length, &found))
      return FALSE;
    pattern += pattern_length;
    path += length;
  }
  if (*pattern != '\0' || *path != '\0')
    return FALSE;
  *parameter = g_steal_pointer (&found);
  return TRUE;
}

static gboolean
is_method (const PlimRoute *route, const char *method)
{
  return g_str_equal (route->method, method) ||
         (g_str_equal (method, "HEAD") && g_str_equal (route->method, "GET"));
}

static void
find_route (PlimRouter *self, const char *method, const char *path, Match *match)
{
  for (guint t = 0; t < self->tables->len; t++) {
    const Table *table = &g_array_index (self->tables, Table, t);

    for (guint i = 0; i < table->n_routes; i++) {
      const PlimRoute *route = &table->routes[i];
      char *parameter = NULL;

      if (match->route != NULL && !is_method (route, method))
        continue;
      if (!match_path (route->pattern, path, &parameter))
        continue;
      g_free (match->parameter);
      *match = (Match){ route, table->user_data, parameter, is_method (route, method) };
      if (match->has_method)
        return;
    }
  }
}

static char *
dup_allowed (PlimRouter *self, const PlimRoute *fitting)
{
  GString *allowed = g_string_new (NULL);

  for (guint t = 0; t < self->tables->len; t++) {
    const Table *table = &g_array_index (self->tables, Table, t);

    for (guint i = 0; i < table->n_routes; i++) {
      if (!g_str_equal (table->routes[i].pattern, fitting->pattern))
        continue;
      g_string_append_printf (allowed, "%s%s", allowed->len > 0 ? ", " : "",
                              table->routes[i].method);
      if (g_str_equal (table->routes[i].method, "GET"))
        g_string_append (allowed, ", HEAD");
    }
  }
  return g_string_free (allowed, FALSE);
}

static void
refuse (PlimRouter *self, PlimCall *call, guint status, const char *reason, const char *text)
{
  plim_router_count_refusal (self, plim_call_get_route (call), reason);
  plim_call_answer_error (call, status, text);
}

/* Those whose origin is let through, with what their browser needs to show them the answer. */
static gboolean
check_origin (PlimRouter *self, PlimCall *call)
{
  const PlimRoute *route = plim_call_get_route (call);
  gboolean extensions = route != NULL && (route->flags & PLIM_ROUTE_EXTENSIONS) != 0;

  switch (plim_call_get_origin (call)) {
  case PLIM_ORIGIN_NONE:
  case PLIM_ORIGIN_OWN:
    return TRUE;
  case PLIM_ORIGIN_OPAQUE:
    if (extensions)
      return TRUE;
    break;
  case PLIM_ORIGIN_EXTENSION:
    if (extensions) {
      plim_call_set_header (call, "Access-Control-Allow-Origin",
                            plim_call_get_header (call, "Origin"));
      plim_call_set_header (call, "Vary", "Origin");
      return TRUE;
    }
    break;
  case PLIM_ORIGIN_FOREIGN:
  default:
    break;
  }
  refuse (self, call, SOUP_STATUS_FORBIDDEN, PLIM_REFUSAL_ORIGIN,
          "requests from this origin are not allowed");
  return FALSE;
}

static gboolean
check_route (PlimRouter *self, PlimCall *call, gboolean has_method)
{
  const PlimRoute *route = plim_call_get_route (call);
  SoupServerMessage *message = plim_call_get_message (call);
  g_autofree char *allowed = NULL;

  if (has_method)
    return TRUE;
  if (g_str_equal (soup_server_message_get_method (message), "OPTIONS")) {
    refuse (self, call, SOUP_STATUS_FORBIDDEN, PLIM_REFUSAL_METHOD,
            "cross-origin requests are not allowed");
    return FALSE;
  }
  if (route == NULL) {
    refuse (self, call, SOUP_STATUS_NOT_FOUND, PLIM_REFUSAL_ROUTE, "there is no such route");
    return FALSE;
  }
  allowed = dup_allowed (self, route);
  plim_call_set_header (call, "Allow", allowed);
  refuse (self, call, SOUP_STATUS_METHOD_NOT_ALLOWED, PLIM_REFUSAL_METHOD,
          "this route does not know the method");
  return FALSE;
}

static gboolean
check_encoding (PlimRouter *self, PlimCall *call)
{
  const char *encoding = plim_call_get_header (call, "Content-Encoding");

  if (encoding == NULL || g_ascii_strcasecmp (encoding, "identity") == 0)
    return TRUE;
  refuse (self, call, SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE, PLIM_REFUSAL_ENCODING,
          "the body must be sent without a content encoding");
  return FALSE;
}

static gboolean
check_access (PlimRouter *self, PlimCall *call)
{
  PlimAccess access = plim_call_get_route (call)->access;

  if (access == PLIM_ACCESS_NONE)
    return TRUE;
  if (self->authorize != NULL)
    return self->authorize (call, access, self->authorize_data);
  plim_call_set_header (call, "WWW-Authenticate", "Bearer");
  refuse (self, call, SOUP_STATUS_UNAUTHORIZED, PLIM_REFUSAL_TOKEN, "a token is needed");
  return FALSE;
}

static gboolean
check_host (PlimRouter *self, PlimCall *call)
{
  if (plim_server_guard_allows_host (plim_call_get_header (call, "Host"), self->port,
                                     (const char *const *) self->added))
    return TRUE;
  refuse (self, call, SOUP_STATUS_FORBIDDEN, PLIM_REFUSAL_HOST, "this host name is not ours");
  return FALSE;
}

static void
count_answer (PlimCall *call, guint status, gpointer user_data)
{
  PlimRouter *self = user_data;
  const PlimRoute *route = plim_call_get_route (call);
  PlimRouteCount count = { .method = route != NULL ? route->method : "",
                           .pattern = route != NULL ? route->pattern : "",
                           .status = status,
                           .count = 1 };

  for (guint i = 0; i < self->counts->len; i++) {
    PlimRouteCount *known = &g_array_index (self->counts, PlimRouteCount, i);

    if (known->status == status && g_str_equal (known->pattern, count.pattern) &&
        g_str_equal (known->method, count.method)) {
      known->count++;
      return;
    }
  }
  g_array_append_val (self->counts, count);
}

static void
plim_router_finalize (GObject *object)
{
  PlimRouter *self = PLIM_ROUTER (object);

  g_array_unref (self->tables);
  g_array_unref (self->counts);
  g_array_unref (self->refusals);
  g_strfreev (self->added);
  G_OBJECT_CLASS (plim_router_parent_class)->finalize (object);
}

static void
plim_router_class_init (PlimRouterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plim_router_finalize;
}

static void
plim_router_init (PlimRouter *self)
{
  self->tables = g_array_new (FALSE, FALSE, sizeof (Table));
  self->counts = g_array_new (FALSE, FALSE, sizeof (PlimRouteCount));
  self->refusals = g_array_new (FALSE, FALSE, sizeof (Refusal));
}

PlimRouter *
plim_router_new (void)
{
  return g_object_new (PLIM_TYPE_ROUTER, NULL);
}

void
plim_router_add (PlimRouter *self, const PlimRoute *routes, guint n_routes, gpointer user_data)
{
  Table table = { routes, n_routes, user_data };

  g_return_if_fail (PLIM_IS_ROUTER (self));

  g_array_append_val (self->tables, table);
}

void
plim_router_set_authorize (PlimRouter *self, PlimAuthorize authorize, gpointer user_data)
{
  g_return_if_fail (PLIM_IS_ROUTER (self));

  self->authorize = authorize;
  self->authorize_data = user_data;
}

void
plim_router_set_guard (PlimRouter *self, guint port, const char *const *added)
{
  g_return_if_fail (PLIM_IS_ROUTER (self));

  self->port = port;
  g_strfreev (self->added);
  self->added = g_strdupv ((char **) added);
}

PlimCall *
plim_router_begin (PlimRouter *self, SoupServerMessage *message)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));
  const char *origin =
      soup_message_headers_get_list (soup_server_message_get_request_headers (message), "Origin");
  PlimCall *call;
  Match match = { 0 };

  find_route (self, soup_server_message_get_method (message), path, &match);
  call = plim_call_new (message, match.route, match.user_data, match.parameter,
                        plim_server_guard_classify_origin (origin, self->port,
                                                           (const char *const *) self->added),
                        count_answer, self);
  /* Each answers when it says no. */
  if (check_host (self, call) && check_origin (self, call) &&
      check_route (self, call, match.has_method) && check_encoding (self, call))
    check_access (self, call);
  return call;
}

void
plim_router_run (PlimRouter *self, SoupServerMessage *message)
{
  PlimCall *call = plim_call_find (message);

  g_return_if_fail (PLIM_IS_ROUTER (self));

  if (call != NULL)
    plim_call_run (call);
}

void
plim_router_count_refusal (PlimRouter *self, const PlimRoute *route, const char *reason)
{
  Refusal refusal = { route != NULL ? route->pattern : "", reason, 1 };

  g_return_if_fail (PLIM_IS_ROUTER (self));

  for (guint i = 0; i < self->refusals->len; i++) {
    Refusal *known = &g_array_index (self->refusals, Refusal, i);

    if (g_str_equal (known->pattern, refusal.pattern) && g_str_equal (known->reason, reason)) {
      known->count++;
      return;
    }
  }
  g_array_append_val (self->refusals, refusal);
}

guint64
plim_router_get_refusals (PlimRouter *self, const char *pattern, const char *reason)
{
  guint64 count = 0;

  g_return_val_if_fail (PLIM_IS_ROUTER (self), 0);

  for (guint i = 0; i < self->refusals->len; i++) {
    const Refusal *known = &g_array_index (self->refusals, Refusal, i);

    if ((pattern == NULL || g_str_equal (known->pattern, pattern)) &&
        (reason == NULL || g_str_equal (known->reason, reason)))
      count += known->count;
  }
  return count;
}

const PlimRouteCount *
plim_router_get_counts (PlimRouter *self, guint *n_counts)
{
  g_return_val_if_fail (PLIM_IS_ROUTER (self), NULL);
  g_return_val_if_fail (n_counts != NULL, NULL);

  *n_counts = self->counts->len;
  return (const PlimRouteCount *) (gpointer) self->counts->data;
}
