/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-call.h"

G_BEGIN_DECLS

/* Why requests were refused: labels of counters. */
#define PLIM_REFUSAL_HOST "host"
#define PLIM_REFUSAL_ORIGIN "origin"
#define PLIM_REFUSAL_ROUTE "route"
#define PLIM_REFUSAL_METHOD "method"
#define PLIM_REFUSAL_ENCODING "encoding"
#define PLIM_REFUSAL_SIZE "too_large"
#define PLIM_REFUSAL_TIME "time"
#define PLIM_REFUSAL_CONNECTIONS "connections"
#define PLIM_REFUSAL_TOKEN "token"
#define PLIM_REFUSAL_WEBHOOK_ID "unknown_id"
#define PLIM_REFUSAL_RATE "rate"

/**
 * PlimRouter:
 *
 * From a request to the handler of its route, past the guard and the authorization; and the counts
 * of what was answered. All that can be refused is refused when the headers are there, before a
 * body is read.
 */
#define PLIM_TYPE_ROUTER (plim_router_get_type ())
G_DECLARE_FINAL_TYPE (PlimRouter, plim_router, PLIM, ROUTER, GObject)

/**
 * PlimAuthorize:
 *
 * Returns: whether @call may go on; when not, it has answered it
 */
typedef gboolean (*PlimAuthorize) (PlimCall *call, PlimAccess access, gpointer user_data);

/** PlimRouteCount: how many requests to a route got one status; @pattern is empty for unknown
 * paths. */
typedef struct {
  const char *method;
  const char *pattern;
  guint status;
  guint64 count;
} PlimRouteCount;

PlimRouter *plim_router_new (void);

/**
 * plim_router_add:
 * @routes: (array length=n_routes): static
 * @user_data: for their handlers; outlives the router or the last request
 */
void
plim_router_add (PlimRouter *self, const PlimRoute *routes, guint n_routes, gpointer user_data);

/** plim_router_set_authorize: who decides about routes that need a token; until then they answer
 * 401. */
void plim_router_set_authorize (PlimRouter *self, PlimAuthorize authorize, gpointer user_data);

/** plim_router_set_guard: the port that is listened on, and the hosts and origins that the user
 * added; copied. */
void plim_router_set_guard (PlimRouter *self, guint port, const char *const *added);

/**
 * plim_router_begin:
 *
 * To be called when @message's headers are there.
 *
 * Returns: (transfer none): lives as long as @message; answered when it is refused, and otherwise
 *   to be run by plim_router_run() when the body is there
 */
PlimCall *plim_router_begin (PlimRouter *self, SoupServerMessage *message);

/** plim_router_run: the whole of @message was read. */
void plim_router_run (PlimRouter *self, SoupServerMessage *message);

/** plim_router_count_refusal: @route: (nullable): what was asked for; @reason: one of the words
 * above */
void plim_router_count_refusal (PlimRouter *self, const PlimRoute *route, const char *reason);

/** plim_router_get_refusals: how many requests to the path @pattern were refused for @reason;
 * either may be %NULL: for all */
guint64 plim_router_get_refusals (PlimRouter *self, const char *pattern, const char *reason);

/** plim_router_get_counts: (transfer none) (array length=n_counts): valid until the next request */
const PlimRouteCount *plim_router_get_counts (PlimRouter *self, guint *n_counts);

G_END_DECLS
