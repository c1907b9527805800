/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-server-guard.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef enum {
  PLIM_ACCESS_NONE,   /* for everybody */
  PLIM_ACCESS_READ,   /* needs a token */
  PLIM_ACCESS_CHANGE, /* needs a token that may change things */
} PlimAccess;

typedef enum {
  PLIM_ROUTE_PLAIN = 0,
  PLIM_ROUTE_EXTENSIONS = 1 << 0, /* browser extensions and `Origin: null` may use it; CORS */
  PLIM_ROUTE_OK_MEMBER = 1 << 1,  /* error bodies carry `"ok": false` */
  PLIM_ROUTE_WEBSOCKET = 1 << 2,  /* may be upgraded, see plim_server_set_websocket() */
} PlimRouteFlags;

/**
 * PlimCall:
 *
 * One HTTP request on its way through a route. Reference-counted. A handler answers by one of the
 * functions below, at once or later: until then the connection waits. When the client is gone, an
 * answer is dropped.
 */
typedef struct _PlimCall PlimCall;

#define PLIM_TYPE_CALL (plim_call_get_type ())
GType plim_call_get_type (void);
PlimCall *plim_call_ref (PlimCall *self);
void plim_call_unref (PlimCall *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimCall, plim_call_unref)

/** PlimRouteHandler: answers @call, or keeps a reference and answers later. */
typedef void (*PlimRouteHandler) (PlimCall *call, gpointer user_data);

/**
 * PlimRoute:
 * @method: `GET` (which answers `HEAD` too), `POST`, …
 * @pattern: a path; a segment that begins with a colon takes any text, which becomes the parameter:
 *   one per route at most
 *
 * A line of a static table.
 */
typedef struct {
  const char *method;
  const char *pattern;
  PlimAccess access;
  PlimRouteFlags flags;
  PlimRouteHandler handler;
} PlimRoute;

/** plim_call_get_message: (transfer none) (nullable): %NULL when the client is gone */
SoupServerMessage *plim_call_get_message (PlimCall *self);

/** plim_call_get_route: (transfer none) (nullable): %NULL when no route fits */
const PlimRoute *plim_call_get_route (PlimCall *self);

/** plim_call_get_parameter: (transfer none) (nullable): the text for the pattern's `:name`,
 * percent-decoded once, valid UTF-8, never empty */
const char *plim_call_get_parameter (PlimCall *self);

/** plim_call_get_query: (transfer none) (nullable): as it came, still encoded */
const char *plim_call_get_query (PlimCall *self);

/** plim_call_get_body: (transfer none): empty before the whole request was read */
GBytes *plim_call_get_body (PlimCall *self);

/** plim_call_get_header: (transfer none) (nullable): of the request */
const char *plim_call_get_header (PlimCall *self, const char *name);

/** plim_call_set_header: adds a header to the answer. */
void plim_call_set_header (PlimCall *self, const char *name, const char *value);

/** plim_call_get_origin: what the guard made of `Origin` */
PlimOrigin plim_call_get_origin (PlimCall *self);

/** plim_call_is_answered: whether there is an answer, or nobody to have one. */
gboolean plim_call_is_answered (PlimCall *self);

/** PLIM_CALL_JSON: the content type of JSON */
#define PLIM_CALL_JSON "application/json; charset=utf-8"

/**
 * plim_call_answer:
 * @content_type: (nullable): %NULL when there is no body
 * @body: (nullable): is not copied
 *
 * Only the first answer counts.
 */
void plim_call_answer (PlimCall *self, guint status, const char *content_type, GBytes *body);

/** plim_call_answer_json: answers with the document that @builder holds; ends the builder. */
void plim_call_answer_json (PlimCall *self, guint status, JsonBuilder *builder);

/** plim_call_answer_error: answers `{"error": "@text"}`. */
void plim_call_answer_error (PlimCall *self, guint status, const char *text);

G_END_DECLS
