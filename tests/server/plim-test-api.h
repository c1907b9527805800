/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-api.h"
#include "plim-test-clock.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define PLIM_TEST_NOW 1795176000
#define PLIM_TEST_ID(n) "11111111-2222-4333-8444-00000000000" #n

/** PlimTestApi: the local API on a port of its own, with a keyring and a database in memory, a
 * clock that stands still, and a token for each scope. */
typedef struct {
  GSettings *settings;
  PlimTestClock *clock;
  PlimDatabase *database;
  PlimAccountList *accounts;
  PlimFetcher *fetcher;
  PlimPoller *poller;
  PlimLogRing *log;
  PlimRouter *router;
  PlimApiTokens *tokens;
  PlimApi *api;
  PlimServer *server;
  SoupSession *session;
  char *read_token;
  char *change_token;
} PlimTestApi;

void plim_test_api_set_up (PlimTestApi *self, gconstpointer data);
void plim_test_api_tear_down (PlimTestApi *self, gconstpointer data);

/** plim_test_api_reload_tokens: reads the keyring anew. */
void plim_test_api_reload_tokens (PlimTestApi *self);

/** plim_test_api_add_key: (transfer full): the token */
char *plim_test_api_add_key (const char *name, PlimApiScope scope);

/** plim_test_api_add_account: (transfer none): */
PlimAccount *plim_test_api_add_account (PlimTestApi *self,
                                        const char *id,
                                        const char *provider_id,
                                        const char *label);

/** plim_test_api_poll: what a poll does that read a session of @percent and a week of half of it;
 * waits until it is in the database. */
void plim_test_api_poll (PlimTestApi *self, PlimAccount *account, double percent);

/** plim_test_api_fail: what a poll does that failed. */
void plim_test_api_fail (PlimTestApi *self, PlimAccount *account, PlimStatus status);

/** PlimTestReply: @json is %NULL when the body is no JSON. */
typedef struct {
  guint status;
  char *text;
  JsonNode *json;
  SoupMessage *message;
} PlimTestReply;

void plim_test_reply_clear (PlimTestReply *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlimTestReply, plim_test_reply_clear)

/**
 * plim_test_api_ask:
 * @token: (nullable):
 * @body: (nullable):
 *
 * Puts the answer into @reply, in place of what was there.
 *
 * Returns: the HTTP status
 */
guint plim_test_api_ask (PlimTestApi *self,
                         PlimTestReply *reply,
                         const char *method,
                         const char *path,
                         const char *token,
                         const char *body);

/**
 * plim_test_api_ask_apart:
 *
 * The same from a thread of its own, so that what the client does is no work of the main loop.
 *
 * Returns: (transfer full): the whole answer, head and body
 */
GString *plim_test_api_ask_apart (PlimTestApi *self, const char *path);

/** plim_test_reply_get_error: (transfer none) (nullable): the text of an error */
const char *plim_test_reply_get_error (PlimTestReply *self);

/** plim_test_reply_get_array: (transfer none): fails the test when it is none */
JsonArray *plim_test_reply_get_array (PlimTestReply *self);

/** plim_test_reply_get_object: (transfer none): fails the test when it is none */
JsonObject *plim_test_reply_get_object (PlimTestReply *self);

/* As the web app's client checks: required members are there, types are exact, what is absent is
 * not null, numbers are finite. Each fails the test. */
void plim_test_check_service (JsonObject *service, gboolean all_providers);
void plim_test_check_quota (JsonObject *quota);
void plim_test_check_status (JsonObject *status, gboolean all_providers);

G_END_DECLS
