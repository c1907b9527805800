/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-api-error.h"
#include "plim-api-json.h"
#include "plim-api-query.h"
#include "plim-api-slices.h"
#include "plim-api-sockets.h"
#include "plim-api.h"
#include "plim-poll-meter.h"

G_BEGIN_DECLS

/* What the files of the API share. */

/** PlimApiAnswer: a status list as it was sent last. */
typedef struct {
  GBytes *body; /* (nullable) */
  guint n_omitted;
} PlimApiAnswer;

#define PLIM_API_N_ANSWERS 4 /* with all providers or not, with disabled ones or not */

struct _PlimApi {
  GObject parent_instance;

  PlimRouter *router;
  PlimAccountList *accounts;
  PlimPoller *poller;
  PlimDatabase *database;
  PlimClock *clock;
  GSettings *settings;
  PlimApiTokens *tokens;
  PlimLogRing *log; /* (nullable) */
  PlimApiSockets *sockets;
  PlimApiSlices *slices;
  PlimPollMeter *meter;
  PlimCollectors *collectors; /* (nullable) */
  PlimFormat format;
  PlimApiAnswer answers[PLIM_API_N_ANSWERS];
  GHashTable *statuses;   /* account id → its element of them */
  gint64 answers_until;   /* when something becomes stale; G_MAXINT64: nothing does */
  guint stale_id;         /* of the timer for that, for WebSockets */
  GHashTable *first_seen; /* `<account id>/<window id>` → gint64 */
  GCancellable *cancellable;
};

/** plim_api_find_address: (transfer full): where @call comes from */
char *plim_api_dup_address (PlimCall *call);

/** plim_api_init_view: (out caller-allocates): what @query asks to see; it borrows from @self. */
gboolean plim_api_init_view (PlimApi *self, PlimApiQuery *query, PlimApiView *view, GError **error);

/** plim_api_answer_gerror: answers the status and text of an error in %PLIM_API_ERROR, and 500 with
 * the redacted text of any other. */
void plim_api_answer_gerror (PlimCall *call, const GError *error);

/** plim_api_begin_list: (transfer full) (nullable): @call's query, with the view that it asks for;
 * %NULL when that was answered with an error */
PlimApiQuery *plim_api_begin (PlimApi *self, PlimCall *call, PlimApiView *view);

/** plim_api_list: (transfer full): the accounts that @view shows; says in a header of @call how
 * many are left out. */
GPtrArray *plim_api_list (PlimApi *self, PlimCall *call, const PlimApiView *view);

/* plim-api-statuses.c */
void plim_api_init_statuses (PlimApi *self);

/** plim_api_get_answer: (transfer none): the list of statuses; valid until something changes. */
const PlimApiAnswer *plim_api_get_answer (PlimApi *self, gboolean all_providers, gboolean disabled);

/** plim_api_answer_statuses: answers with that list. */
void plim_api_answer_statuses (PlimApi *self, PlimCall *call, const PlimApiView *view);

/** plim_api_forget_status: something has changed about @account; %NULL: about all */
void plim_api_forget_status (PlimApi *self, PlimAccount *account);

/** plim_api_forget_answers: the lists are made anew, of what is not stale of their elements. */
void plim_api_forget_answers (PlimApi *self);

/** plim_api_answer_status: answers with one account's status. */
void plim_api_answer_status (PlimApi *self, PlimCall *call, PlimAccount *account);

/* The routes, by file. */
void plim_api_add_list_routes (PlimApi *self);
void plim_api_add_change_routes (PlimApi *self);
void plim_api_add_refresh_routes (PlimApi *self);
void plim_api_add_history_routes (PlimApi *self);
void plim_api_add_analytics_routes (PlimApi *self);
void plim_api_add_auth_routes (PlimApi *self);
void plim_api_add_metrics_routes (PlimApi *self);
void plim_api_add_page_routes (PlimApi *self);
void plim_api_add_collectors_routes (PlimApi *self);

/** plim_api_write_collectors: the families of the webhook */
void plim_api_write_collectors (PlimApi *self, PlimMetrics *metrics);

G_END_DECLS
