/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The routes of the local API over HTTP. */
#include "plim-test-api.h"

#include "plim-database-analytics.h"
#include "plim-history.h"
#include "plim-json.h"
#include "plim-settings.h"
#include "plim-test-secrets.h"
#include "plim-test-wait.h"

#include <math.h>
#include <string.h>

#define FIXTURE PlimTestApi *self, gconstpointer data

static const char *
get_header (PlimTestReply *reply, const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (reply->message), name);
}

static JsonObject *
get_element (PlimTestReply *reply, guint index)
{
  return json_array_get_object_element (plim_test_reply_get_array (reply), index);
}

static guint
count (PlimTestReply *reply)
{
  return json_array_get_length (plim_test_reply_get_array (reply));
}

static guint
get (PlimTestApi *self, PlimTestReply *reply, const char *path)
{
  return plim_test_api_ask (self, reply, "GET", path, self->read_token, NULL);
}

/* Who may. */

static const struct {
  const char *method;
  const char *path;
  PlimAccess access;
} routes[] = {
  { "GET", "/api/services", PLIM_ACCESS_READ },
  { "POST", "/api/services", PLIM_ACCESS_CHANGE },
  { "PUT", "/api/services/x", PLIM_ACCESS_CHANGE },
  { "DELETE", "/api/services/x", PLIM_ACCESS_CHANGE },
  { "POST", "/api/services/reorder", PLIM_ACCESS_CHANGE },
  { "GET", "/api/quotas", PLIM_ACCESS_READ },
  { "POST", "/api/quotas/refresh", PLIM_ACCESS_CHANGE },
  { "POST", "/api/quotas/refresh/x", PLIM_ACCESS_CHANGE },
  { "GET", "/api/status/cached", PLIM_ACCESS_READ },
  { "GET", "/api/status", PLIM_ACCESS_READ },
  { "GET", "/api/usage/history", PLIM_ACCESS_READ },
  { "GET", "/api/usage/analytics", PLIM_ACCESS_READ },
  { "GET", "/api/usage/analytics/providers", PLIM_ACCESS_READ },
  { "GET", "/api/logs", PLIM_ACCESS_READ },
  { "GET", "/api/auth/me", PLIM_ACCESS_READ },
  { "GET", "/api/auth/api-keys", PLIM_ACCESS_READ },
  { "POST", "/api/auth/logout", PLIM_ACCESS_READ },
  { "GET", "/api/collectors", PLIM_ACCESS_READ },
  { "GET", "/metrics", PLIM_ACCESS_READ },
};

static void
test_tokens_are_needed (FIXTURE)
{
  g_auto (PlimTestReply) reply = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++) {
    g_test_message ("%s %s", routes[i].method, routes[i].path);
    g_assert_cmpuint (plim_test_api_ask (self, &reply, routes[i].method, routes[i].path, NULL,
                                         NULL),
                      ==, 401);
    g_assert_cmpstr (plim_test_reply_get_error (&reply), ==, "Authentication required");
    g_assert_cmpstr (get_header (&reply, "WWW-Authenticate"), ==, "Bearer");
    plim_test_api_ask (self, &reply, routes[i].method, routes[i].path, self->read_token, "{}");
    if (routes[i].access == PLIM_ACCESS_CHANGE)
      g_assert_cmpuint (reply.status, ==, 403);
    else
      g_assert_cmpuint (reply.status, ==, 200);
  }
}

static void
test_wrong_tokens_are_limited (FIXTURE)
{
  g_auto (PlimTestReply) reply = { 0 };

  for (guint i = 0; i < PLIM_API_TOKENS_MAX_FAILURES; i++) {
    g_assert_cmpuint (plim_test_api_ask (self, &reply, "GET", "/api/status", "plim_no", NULL), ==,
                      401);
    g_assert_cmpstr (plim_test_reply_get_error (&reply), ==, "Invalid or expired token");
  }
  g_assert_cmpuint (plim_test_api_ask (self, &reply, "GET", "/api/status", "plim_no", NULL), ==,
                    429);
  g_assert_cmpstr (get_header (&reply, "Retry-After"), ==, "60");
  /* A right one is never slowed down. */
  g_assert_cmpuint (get (self, &reply, "/api/status"), ==, 200);
  plim_test_clock_advance (self->clock, 60);
  g_assert_cmpuint (plim_test_api_ask (self, &reply, "GET", "/api/status", "plim_no", NULL), ==,
                    401);
}

static void
test_revoked_token_is_wrong (FIXTURE)
{
  g_auto (PlimTestReply) reply = { 0 };
  GPtrArray *keys = plim_api_tokens_get_keys (self->tokens);
  const PlimApiKey *key = plim_api_keys_find (keys, self->read_token);

  plim_test_secrets_set (PLIM_API_KEYS_ACCOUNT, key->id, NULL);
  plim_test_api_reload_tokens (self);
  g_assert_cmpuint (get (self, &reply, "/api/status"), ==, 401);
}

static void
test_locked_keyring_is_500 (FIXTURE)
{
  g_auto (PlimTestReply) reply = { 0 };

  plim_test_secrets_fail (PLIM_SECRETS_ERROR_LOCKED);
  plim_test_api_reload_tokens (self);
  g_assert_cmpuint (get (self, &reply, "/api/status"), ==, 500);
  g_assert_cmpuint (plim_test_api_ask (self, &reply, "GET", "/health", NULL, NULL), ==, 200);
  plim_test_secrets_fail (-1);
}

static void
test_schemes (FIXTURE)
{
  static const char *const refused[] = { "Basic %s", "%s", "Bearer", "Bearer%s", "Token %s" };
  g_autofree char *url =
      g_strdup_printf ("http://127.0.0.1:%u/api/status", plim_server_get_port (self->server));

  for (gsize i = 0; i <= G_N_ELEMENTS (refused); i++) {
    g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GBytes) body = NULL;
    g_auto (GStrv) parts =
        g_strsplit (i < G_N_ELEMENTS (refused) ? refused[i] : "bEaReR  %s", "%s", 2);
    g_autofree char *header = g_strjoinv (self->read_token, parts);

    soup_message_headers_append (soup_message_get_request_headers (message), "Authorization",
                                 header);
    soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, NULL,
                                      plim_test_keep_result, &result);
    plim_test_wait (result != NULL);
    body = soup_session_send_and_read_finish (self->session, result, NULL);
    g_assert_cmpuint (soup_message_get_status (message), ==,
                      i < G_N_ELEMENTS (refused) ? 401 : 200);
  }
}

/* What needs no token. */

static void
test_open_routes (FIXTURE)
{
  static const struct {
    const char *method;
    const char *path;
    guint status;
    const char *text;
  } cases[] = {
    { "GET", "/health", 200, "{\"status\":\"ok\",\"ts\":1795176000}" },
    { "GET", "/api/auth/status", 200, "{\"enabled\":true,\"hasUsers\":true}" },
    { "POST", "/api/auth/register", 403, "{\"error\":\"Registration is closed.\"}" },
    { "POST", "/api/auth/change-password", 403,
      "{\"error\":\"Password changes require a logged-in session\"}" },
    { "POST", "/api/auth/login", 403, NULL },
    { "POST", "/api/auth/api-keys", 403, NULL },
    { "DELETE", "/api/auth/api-keys/x", 403, NULL },
    { "GET", "/version", 200, NULL },
    { "GET", "/nowhere", 404, NULL },
    { "PATCH", "/api/services", 405, NULL },
    { "OPTIONS", "/api/services", 403, NULL },
    { "GET", "/ws", 400, NULL },
  };
  g_auto (PlimTestReply) reply = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s %s", cases[i].method, cases[i].path);
    g_assert_cmpuint (plim_test_api_ask (self, &reply, cases[i].method, cases[i].path, NULL, NULL),
                      ==, cases[i].status);
    g_assert_nonnull (reply.json);
    if (cases[i].text != NULL)
      g_assert_cmpstr (reply.text, ==, cases[i].text);
    else if (cases[i].status >= 400)
      g_assert_nonnull (plim_test_reply_get_error (&reply));
    g_assert_cmpstr (get_header (&reply, "Content-Type"), ==, "application/json; charset=utf-8");
    g_assert_cmpstr (get_header (&reply, "Cache-Control"), ==, "no-store");
    g_assert_cmpstr (get_header (&reply, "X-Content-Type-Options"), ==, "nosniff");
  }
}

static void
test_whose_token (FIXTURE)
{
  g_auto (PlimTestReply) reply = { 0 };
  JsonObject *key;

  g_assert_cmpuint (get (self, &reply, "/api/auth/me"), ==, 200);
  g_assert_true (
      g_uuid_string_is_valid (plim_json_get_string (plim_test_reply_get_object (&reply), "id")));
  g_assert_cmpstr (plim_json_get_string (plim_test_reply_get_object (&reply), "username"), ==,
                   "local");
  g_assert_cmpuint (get (self, &reply, "/api/auth/api-keys"), ==, 200);
  g_assert_cmpuint (count (&reply), ==, 2);
  g_assert_null (strstr (reply.text, self->read_token));
  for (guint i = 0; i < 2; i++) {
    gboolean is_used;

    key = get_element (&reply, i);
    is_used = strcmp (plim_json_get_string (key, "name"), "bar") == 0;
    g_assert_true (json_object_has_member (key, "lastUsedAt"));
    g_assert_cmpint (json_object_get_null_member (key, "lastUsedAt"), ==, !is_used);
    g_assert_cmpint (json_object_get_int_member (key, "createdAt"), ==, PLIM_TEST_NOW - 100);
  }
}

/* Lists. */

static void
add_three (PlimTestApi *self)
{
  PlimAccount *codex = plim_test_api_add_account (self, PLIM_TEST_ID (1), "codex", "work");
  PlimAccount *claude = plim_test_api_add_account (self, PLIM_TEST_ID (2), "claude-web", "home");

  plim_test_api_add_account (self, PLIM_TEST_ID (3), "ollama-cloud", "lab");
  plim_test_api_poll (self, codex, 57.5);
  plim_test_api_fail (self, claude, PLIM_STATUS_NOT_AUTHENTICATED);
}

static void
test_statuses (FIXTURE)
{
  g_auto (PlimTestReply) reply = { 0 };
  JsonObject *status, *service, *quota;

  add_three (self);
  g_assert_cmpuint (get (self, &reply, "/api/status/cached"), ==, 200);
  g_assert_cmpuint (count (&reply), ==, 2);
  g_assert_cmpstr (get_header (&reply, "X-Plimsoll-Omitted"), ==, "1");
  for (guint i = 0; i < 2; i++)
    plim_test_check_status (get_element (&reply, i), FALSE);
  g_assert_null (strstr (reply.text, "null"));
  status = get_element (&reply, 0);
  service = plim_json_get_object (status, "service");
  g_assert_cmpstr (plim_json_get_string (service, "name"), ==, "work");
  g_assert_cmpint (json_object_get_int_member (service, "displayOrder"), ==, 1);
  g_assert_true (json_object_get_boolean_member (status, "isHealthy"));
  g_assert_cmpint (json_object_get_int_member (status, "lastUpdated"), ==, PLIM_TEST_NOW);
  quota = json_array_get_object_element (plim_json_get_array (status, "quotas"), 0);
  g_assert_cmpstr (plim_json_get_string (quota, "metric"), ==, "rolling_5hour");
  g_assert_cmpfloat (json_object_get_double_member (quota, "used"), ==, 57.5);
  g_assert_cmpfloat (json_object_get_double_member (quota, "remaining"), ==, 42.5);
  status = get_element (&reply, 1);
  g_assert_cmpstr (plim_json_get_string (plim_json_get_object (status, "service"), "provider"), ==,
                   "claude");
  g_assert_true (json_object_get_boolean_member (status, "authError"));
  g_assert_false (json_object_get_boolean_member (status, "isHealthy"));
  g_assert_cmpstr (plim_json_get_string (status, "error"), ==, "it failed");
}

static void
test_all_providers (FIXTURE)
{
  g_auto (PlimTestReply) reply = { 0 };
  JsonObject *status;

  add_three (self);
  g_assert_cmpuint (get (self, &reply, "/api/status?providers=all"), ==, 200);
  g_assert_cmpuint (count (&reply), ==, 3);
  g_assert_null (get_header (&reply, "X-Plimsoll-Omitted"));
  status = get_element (&reply, 2);
  plim_test_check_status (status, TRUE);
  g_assert_cmpstr (plim_json_get_string (plim_json_get_object (status, "service"), "provider"), ==,
                   "ollama-cloud");
  g_assert_cmpstr (plim_json_get_string (status, "error"), ==, "No data yet");
  g_assert_false (json_object_has_member (plim_json_get_object (status, "plimsoll"), "status"));
  g_assert_cmpuint (get (self, &reply, "/api/status?providers=some"), ==, 400);
}

static void
test_disabled_accounts (FIXTURE)
{
  g_auto (PlimTestReply) reply = { 0 };

  add_three (self);
  plim_account_set_enabled (plim_account_list_find (self->accounts, PLIM_TEST_ID (1)), FALSE);
  get (self, &reply, "/api/services");
  g_assert_cmpuint (count (&reply), ==, 1);
  get (self, &reply, "/api/services?include=disabled");
  g_assert_cmpuint (count (&reply), ==, 2);
  plim_test_check_service (get_element (&reply, 0), FALSE);
  g_assert_false (json_object_get_boolean_member (get_element (&reply, 0), "enabled"));
  get (self, &reply, "/api/status/cached?include=disabled");
  g_assert_cmpuint (count (&reply), ==, 2);
}

static void
test_cached_answer_follows_changes (FIXTURE)
{
  g_auto (PlimTestReply) reply = { 0 };
  PlimAccount *account;
  JsonObject *details;

  add_three (self);
  account = plim_account_list_find (self->accounts, PLIM_TEST_ID (1));
  get (self, &reply, "/api/status/cached");
  plim_account_set_label (account, "renamed");
  get (self, &reply, "/api/status/cached");
  g_assert_nonnull (strstr (reply.text, "\"renamed\""));
  /* Time alone makes it old. */
  plim_test_clock_advance (self->clock, 3600);
  get (self, &reply, "/api/status/cached");
  details = plim_json_get_object (get_element (&reply, 0), "plimsoll");
  g_assert_true (json_object_get_boolean_member (details, "stale"));
  /* What is new of one account makes no other one new. */
  plim_test_api_poll (self, plim_account_list_find (self->accounts, PLIM_TEST_ID (2)), 30);
  get (self, &reply, "/api/status/cached");
  details = plim_json_get_object (get_element (&reply, 0), "plimsoll");
  g_assert_true (json_object_get_boolean_member (details, "stale"));
  details = plim_json_get_object (get_element (&reply, 1), "plimsoll");
  g_assert_false (json_object_get_boolean_member (details, "stale"));
  g_assert_true (json_object_get_boolean_member (get_element (&reply, 1), "isHealthy"));
  g_settings_set_boolean (self->settings, PLIM_SETTINGS_PRIVACY, TRUE);
  get (self, &reply, "/api/status/cached");
  g_assert_null (strstr (reply.text, "renamed"));
}

static void
test_quotas (FIXTURE)
{
  g_auto (PlimTestReply) reply = { 0 };

  add_three (self);
  g_assert_cmpuint (get (self, &reply, "/api/quotas"), ==, 200);
  g_assert_cmpuint (count (&reply), ==, 2);
  for (guint i = 0; i < 2; i++)
    plim_test_check_quota (get_element (&reply, i));
  g_assert_cmpstr (plim_json_get_string (get_element (&reply, 1), "metric"), ==, "weekly");
}

static void
test_head (FIXTURE)
{
  g_auto (PlimTestReply) reply = { 0 };

  add_three (self);
  g_assert_cmpuint (plim_test_api_ask (self, &reply, "HEAD", "/api/quotas", self->read_token, NULL),
                    ==, 200);
  g_assert_cmpstr (reply.text, ==, "");
}

static void
test_logs (FIXTURE)
{
  g_auto (PlimTestReply) reply = { 0 };
  JsonArray *entries;

  plim_log_ring_add (self->log, "message", "one", PLIM_TEST_NOW);
  plim_log_ring_add (self->log, "warning", "two", PLIM_TEST_NOW + 1);
  g_assert_cmpuint (get (self, &reply, "/api/logs?limit=1"), ==, 200);
  entries = plim_json_get_array (plim_test_reply_get_object (&reply), "entries");
  g_assert_cmpuint (json_array_get_length (entries), ==, 1);
  g_assert_cmpstr (plim_json_get_string (json_array_get_object_element (entries, 0), "level"), ==,
                   "warn");
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (entries, 0), "ts"),
                   ==, (gint64) (PLIM_TEST_NOW + 1) * 1000);
}

/* Changing. */

static guint
change (
    PlimTestApi *self, PlimTestReply *reply, const char *method, const char *path, const char *body)
{
  return plim_test_api_ask (self, reply, method, path, self->change_token, body);
}

static void
test_add (FIXTURE)
{
  g_auto (PlimTestReply) reply = { 0 };
  const char *id;

  g_assert_cmpuint (change (self, &reply, "POST", "/api/services",
                            "{\"name\":\" Work \",\"provider\":\"zai\",\"apiKey\":\"ignored.key1\","
                            "\"bearerToken\":\"0123456789abcdef0123456789abcdef.GoodGoodGoodGood\","
                            "\"enabled\":false}"),
                    ==, 201);
  plim_test_check_service (plim_test_reply_get_object (&reply), FALSE);
  g_assert_null (strstr (reply.text, "GoodGood"));
  id = plim_json_get_string (plim_test_reply_get_object (&reply), "id");
  g_assert_cmpstr (plim_test_secrets_get (id, "api_key"), ==,
                   "0123456789abcdef0123456789abcdef.GoodGoodGoodGood");
  g_assert_cmpstr (plim_account_get_label (plim_account_list_find (self->accounts, id)), ==,
                   "Work");
  g_assert_false (plim_account_get_enabled (plim_account_list_find (self->accounts, id)));
}

static void
test_refused_additions (FIXTURE)
{
  static const char *const bodies[] = {
    "",
    "no JSON",
    "[]",
    "{}",
    "{\"name\":\"a\"}",
    "{\"provider\":\"zai\"}",
    "{\"name\":\"  \",\"provider\":\"zai\",\"apiKey\":\"0123456789abcdef0123456789abcdef.Good\"}",
    "{\"name\":1,\"provider\":\"zai\"}",
    "{\"name\":\"a\",\"provider\":\"nobody\",\"apiKey\":\"k\"}",
    "{\"name\":\"a\",\"provider\":\"zai\"}",
    "{\"name\":\"a\",\"provider\":\"zai\",\"apiKey\":null}",
    "{\"name\":\"a\",\"provider\":\"zai\",\"enabled\":1}",
    "{\"name\":\"a\",\"provider\":\"claude\",\"bearerToken\":\"sk-ant-ort01-x\"}",
    "{\"name\":\"a\",\"provider\":\"codex\",\"baseUrl\":\"https://example.com\"}",
    "{\"name\":\"a\",\"provider\":\"amp\",\"apiKey\":\"session=x\",\"baseUrl\":\"ftp://x\"}",
  };
  g_auto (PlimTestReply) reply = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_test_message ("%s", bodies[i]);
    g_assert_cmpuint (change (self, &reply, "POST", "/api/services", bodies[i]), ==, 400);
    g_assert_nonnull (plim_test_reply_get_error (&reply));
    g_test_message ("→ %s", plim_test_reply_get_error (&reply));
  }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->accounts)), ==, 0);
}

static void
test_keyring_refuses (FIXTURE)
{
  g_auto (PlimTestReply) reply = { 0 };

  plim_test_secrets_fail (PLIM_SECRETS_ERROR_LOCKED);
  g_assert_cmpuint (change (self, &reply, "POST", "/api/services",
                            "{\"name\":\"a\",\"provider\":\"zai\",\"apiKey\":"
                            "\"0123456789abcdef0123456789abcdef.GoodGoodGoodGood\"}"),
                    ==, 500);
  g_assert_nonnull (strstr (plim_test_reply_get_error (&reply), "keyring"));
  plim_test_secrets_fail (-1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->accounts)), ==, 0);
}

static void
test_change (FIXTURE)
{
  static const char path[] = "/api/services/" PLIM_TEST_ID (1);
  g_auto (PlimTestReply) reply = { 0 };
  PlimAccount *account;

  add_three (self);
  account = plim_account_list_find (self->accounts, PLIM_TEST_ID (1));
  g_assert_cmpuint (change (self, &reply, "PUT", path,
                            "{\"name\":\"new\",\"enabled\":false,\"displayOrder\":2}"),
                    ==, 200);
  plim_test_check_service (plim_test_reply_get_object (&reply), FALSE);
  g_assert_cmpstr (plim_account_get_label (account), ==, "new");
  g_assert_false (plim_account_get_enabled (account));
  g_assert_cmpuint (plim_account_get_order (account), ==, 1);
  g_assert_cmpuint (change (self, &reply, "PUT", path,
                            "{\"apiKey\":\"__Secure-next-auth.session-token=abcdefghijklmnop\"}"),
                    ==, 200);
  g_assert_nonnull (plim_test_secrets_get (PLIM_TEST_ID (1), "cookie"));
  g_assert_cmpuint (change (self, &reply, "PUT", path, "{\"apiKey\":\"\"}"), ==, 200);
  g_assert_null (plim_test_secrets_get (PLIM_TEST_ID (1), "cookie"));
}

static void
test_refused_changes (FIXTURE)
{
  g_auto (PlimTestReply) reply = { 0 };

  add_three (self);
  g_assert_cmpuint (change (self, &reply, "PUT", "/api/services/x", "{\"name\":\"a\"}"), ==, 404);
  g_assert_cmpuint (change (self, &reply, "PUT", "/api/services/" PLIM_TEST_ID (1), "{\"x\":1}"),
                    ==, 400);
  g_assert_cmpstr (plim_test_reply_get_error (&reply), ==, "No valid fields to update");
  g_assert_cmpuint (change (self, &reply, "PUT", "/api/services/" PLIM_TEST_ID (1),
                            "{\"displayOrder\":\"1\"}"),
                    ==, 400);
  g_assert_cmpuint (change (self, &reply, "PUT", "/api/services/" PLIM_TEST_ID (1),
                            "{\"name\":\"\"}"),
                    ==, 400);
}

static void
test_remove (FIXTURE)
{
  g_auto (PlimTestReply) reply = { 0 };

  add_three (self);
  plim_test_secrets_set (PLIM_TEST_ID (1), "cookie", "secret");
  for (guint i = 0; i < 2; i++) {
    g_assert_cmpuint (change (self, &reply, "DELETE", "/api/services/" PLIM_TEST_ID (1), NULL), ==,
                      204);
    g_assert_cmpstr (reply.text, ==, "");
    g_assert_null (plim_test_secrets_get (PLIM_TEST_ID (1), "cookie"));
  }
  g_assert_null (plim_account_list_find (self->accounts, PLIM_TEST_ID (1)));
}

static void
test_reorder (FIXTURE)
{
  g_auto (PlimTestReply) reply = { 0 };

  add_three (self);
  g_assert_cmpuint (change (self, &reply, "POST", "/api/services/reorder?providers=all",
                            "{\"serviceIds\":[\"" PLIM_TEST_ID (3) "\",\"nobody\",\"" PLIM_TEST_ID (
                                2) "\"]}"),
                    ==, 200);
  g_assert_cmpuint (count (&reply), ==, 3);
  g_assert_cmpstr (plim_json_get_string (get_element (&reply, 0), "id"), ==, PLIM_TEST_ID (3));
  g_assert_cmpstr (plim_json_get_string (get_element (&reply, 1), "id"), ==, PLIM_TEST_ID (2));
  g_assert_cmpint (json_object_get_int_member (get_element (&reply, 2), "displayOrder"), ==, 3);
  g_assert_cmpuint (change (self, &reply, "POST", "/api/services/reorder", "{\"serviceIds\":1}"),
                    ==, 400);
  g_assert_cmpuint (change (self, &reply, "POST", "/api/services/reorder", "{\"serviceIds\":[1]}"),
                    ==, 400);
}

/* There is no secret for it, so nobody is asked; how it ended is no HTTP error. */
static void
test_refresh (FIXTURE)
{
  g_auto (PlimTestReply) reply = { 0 };
  JsonObject *status;

  plim_poller_start (self->poller);
  g_assert_cmpuint (change (self, &reply, "POST", "/api/quotas/refresh", NULL), ==, 200);
  g_assert_cmpuint (count (&reply), ==, 0);
  g_assert_cmpuint (change (self, &reply, "POST", "/api/quotas/refresh/x", NULL), ==, 404);
  plim_test_api_add_account (self, PLIM_TEST_ID (1), "codex", "work");
  g_assert_cmpuint (change (self, &reply, "POST", "/api/quotas/refresh", NULL), ==, 200);
  status = get_element (&reply, 0);
  plim_test_check_status (status, FALSE);
  g_assert_true (json_object_get_boolean_member (status, "authError"));
  g_assert_cmpuint (change (self, &reply, "POST", "/api/quotas/refresh/" PLIM_TEST_ID (1), NULL),
                    ==, 200);
  plim_test_check_status (plim_test_reply_get_object (&reply), FALSE);
}

/* History. */

static void
poll_for_a_day (PlimTestApi *self)
{
  static const double percents[] = { 10, 30, 5, 25 };
  PlimAccount *account = plim_test_api_add_account (self, PLIM_TEST_ID (1), "codex", "work");

  for (gsize i = 0; i < G_N_ELEMENTS (percents); i++) {
    plim_test_clock_advance (self->clock, 1800);
    plim_test_api_poll (self, account, percents[i]);
  }
  plim_test_clock_advance (self->clock, 1800);
}

static void
test_history (FIXTURE)
{
  g_auto (PlimTestReply) reply = { 0 };
  JsonObject *row;

  poll_for_a_day (self);
  g_assert_cmpuint (get (self, &reply, "/api/usage/history"), ==, 200);
  g_assert_cmpuint (count (&reply), ==, 8);
  get (self, &reply, "/api/usage/history?metric=rolling_5hour&hours=1");
  g_assert_cmpuint (count (&reply), ==, 2);
  row = get_element (&reply, 0);
  g_assert_cmpfloat (json_object_get_double_member (row, "value"), ==, 25);
  g_assert_cmpint (json_object_get_int_member (row, "ts"), ==, PLIM_TEST_NOW + 4 * 1800);
  g_assert_cmpstr (plim_json_get_string (row, "service_name"), ==, "work");
  g_assert_cmpstr (plim_json_get_string (row, "serviceId"), ==, PLIM_TEST_ID (1));
  get (self, &reply, "/api/usage/history?serviceId=nobody");
  g_assert_cmpuint (count (&reply), ==, 0);
}

static JsonObject *
get_member_element (PlimTestReply *reply, const char *name, guint n_expected, guint index)
{
  JsonArray *array = plim_json_get_array (plim_test_reply_get_object (reply), name);

  g_assert_nonnull (array);
  g_assert_cmpuint (json_array_get_length (array), ==, n_expected);
  return json_array_get_object_element (array, index);
}

static void
test_analytics (FIXTURE)
{
  g_auto (PlimTestReply) reply = { 0 };
  JsonObject *object;

  poll_for_a_day (self);
  g_assert_cmpuint (get (self, &reply, "/api/usage/analytics?days=1&interval=1h"), ==, 200);
  /* Samples at half past, full, half past, full: three hours, two windows. */
  object = get_member_element (&reply, "timeSeries", 6, 0);
  g_assert_cmpint (json_object_get_int_member (object, "ts") % 3600, ==, 0);
  g_assert_cmpstr (plim_json_get_string (object, "metric"), ==, "rolling_5hour");
  g_assert_cmpint (json_object_get_int_member (object, "data_points"), ==, 1);
  /* 30 % for half an hour, then 5 % for the other half. */
  object = get_member_element (&reply, "timeSeries", 6, 2);
  g_assert_cmpfloat (json_object_get_double_member (object, "avg_value"), ==, 17.5);
  g_assert_cmpfloat (json_object_get_double_member (object, "min_value"), ==, 5);
  g_assert_cmpfloat (json_object_get_double_member (object, "max_value"), ==, 30);
  g_assert_cmpint (json_object_get_int_member (object, "data_points"), ==, 2);
  /* Rises only: 10 → 30, and 5 → 25. */
  object = get_member_element (&reply, "summary", 2, 0);
  g_assert_cmpstr (plim_json_get_string (object, "metric"), ==, "rolling_5hour");
  g_assert_cmpfloat (json_object_get_double_member (object, "total_consumed"), ==, 40);
  g_assert_cmpint (json_object_get_int_member (object, "active_days"), ==, 1);
  object = get_member_element (&reply, "quotas", 2, 0);
  g_assert_cmpfloat (json_object_get_double_member (object, "used"), ==, 25);
  g_assert_cmpint (json_object_get_int_member (plim_test_reply_get_object (&reply), "days"), ==, 1);
  get (self, &reply, "/api/usage/analytics?days=1&groupBy=metric");
  object = get_member_element (&reply, "timeSeries", 6, 0);
  g_assert_cmpstr (plim_json_get_string (object, "service_name"), ==, "All Services");
  get (self, &reply, "/api/usage/analytics/providers?days=1");
  object = get_member_element (&reply, "providers", 1, 0);
  g_assert_cmpstr (plim_json_get_string (object, "provider"), ==, "codex");
  g_assert_cmpint (json_object_get_int_member (object, "data_points"), ==, 8);
  g_assert_cmpfloat (json_object_get_double_member (object, "peak_usage"), ==, 30);
}

static void
import_minutes (PlimTestApi *self, guint n_minutes)
{
  g_autoptr (GArray) samples = g_array_sized_new (FALSE, FALSE, sizeof (PlimSample), n_minutes);
  g_autoptr (GAsyncResult) result = NULL;
  guint n_imported = 0;

  for (guint i = 0; i < n_minutes; i++) {
    PlimSample sample = { .at = PLIM_TEST_NOW - 60 * (gint64) (n_minutes - i),
                          .used_percent = i % 97,
                          .value = NAN,
                          .resets_at = PLIM_TIME_UNKNOWN };

    g_array_append_val (samples, sample);
  }
  plim_database_import_history_async (self->database, PLIM_TEST_ID (1), "session", samples, NULL,
                                      plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  g_assert_true (plim_database_import_history_finish (self->database, result, &n_imported, NULL));
  g_assert_cmpuint (n_imported, ==, n_minutes);
}

/* A request for all that there is takes neither gigabytes nor minutes. */
static void
test_too_much_at_once (FIXTURE)
{
  g_auto (PlimTestReply) reply = { 0 };

  plim_test_api_poll (self, plim_test_api_add_account (self, PLIM_TEST_ID (1), "codex", "work"),
                      20);
  import_minutes (self, PLIM_DATABASE_MAX_USAGE);
  g_assert_cmpuint (get (self, &reply, "/api/usage/analytics?days=90&interval=1m"), ==, 400);
  g_assert_nonnull (strstr (plim_test_reply_get_error (&reply), "100000"));
  g_assert_cmpuint (get (self, &reply, "/api/usage/analytics?days=90&interval=1h"), ==, 200);
  g_assert_cmpuint (get (self, &reply, "/api/usage/history?hours=168"), ==, 200);
  g_assert_cmpuint (count (&reply), >, 168 * 60);
}

static void
test_parameter_errors (FIXTURE)
{
  static const struct {
    const char *path;
    const char *text;
  } cases[] = {
    { "/api/usage/history?hours=x", "hours must be a positive integer" },
    { "/api/usage/history?hours=", "hours must be a positive integer" },
    { "/api/usage/history?hours=-1", "hours must be a positive integer" },
    { "/api/usage/history?hours=1.5", "hours must be a positive integer" },
    { "/api/usage/history?hours=0", "hours must be between 1 and 168" },
    { "/api/usage/history?hours=169", "hours must be between 1 and 168" },
    { "/api/usage/history?hours=99999999999999999999999", "hours must be between 1 and 168" },
    { "/api/usage/history?hours=1&hours=2", "hours must be given once" },
    { "/api/usage/history?serviceId=", "serviceId must be non-empty" },
    { "/api/usage/history?metric=", "metric must be non-empty" },
    { "/api/usage/history?metric=%ff", "the query is malformed" },
    { "/api/usage/analytics?days=366", "days must be between 1 and 365" },
    { "/api/usage/analytics?interval=1w", "interval must match <number><m|h|d>" },
    { "/api/usage/analytics?interval=h", "interval must match <number><m|h|d>" },
    { "/api/usage/analytics?interval=0h", "interval must be greater than 0" },
    { "/api/usage/analytics?serviceId=", "serviceId must be non-empty" },
    { "/api/usage/analytics?groupBy=x", "groupBy must be one of service, provider, metric" },
    { "/api/usage/analytics/providers?days=0", "days must be between 1 and 365" },
    { "/api/logs?limit=501", "limit must be between 1 and 500" },
  };
  g_auto (PlimTestReply) reply = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].path);
    g_assert_cmpuint (get (self, &reply, cases[i].path), ==, 400);
    g_assert_cmpstr (plim_test_reply_get_error (&reply), ==, cases[i].text);
  }
}

static void
test_collectors (FIXTURE)
{
  g_autoptr (PlimCollectors) collectors =
      plim_collectors_new (self->accounts, self->database, PLIM_CLOCK (self->clock));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PlimIngestResult) outcome = NULL;
  g_autoptr (GBytes) body = g_bytes_new_static ("no JSON", 7);
  g_auto (PlimTestReply) reply = { 0 };
  JsonObject *object;

  plim_api_show_collectors (self->api, collectors);
  g_assert_cmpuint (get (self, &reply, "/api/collectors"), ==, 200);
  g_assert_false (json_object_has_member (plim_test_reply_get_object (&reply), "problem"));
  plim_collectors_ingest_async (collectors, body, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  outcome = plim_collectors_ingest_finish (collectors, result);
  get (self, &reply, "/api/collectors");
  object = plim_test_reply_get_object (&reply);
  g_assert_cmpstr (plim_json_get_string (object, "lastIngestStatus"), ==, "invalid_json");
  g_assert_true (json_object_get_boolean_member (object, "problem"));
  g_assert_cmpint (json_object_get_int_member (object, "knownAccounts"), ==, 0);
  g_assert_cmpint (json_object_get_int_member (plim_json_get_object (object, "attempts"),
                                               "invalid_json"),
                   ==, 1);
  g_assert_false (json_object_has_member (object, "lastUnscopedError"));
  g_assert_null (strstr (reply.text, "null"));
  g_assert_cmpuint (get (self, &reply, "/metrics"), ==, 200);
  g_assert_nonnull (strstr (reply.text, "\nplimsoll_webhook_requests_total{"
                                        "ingest_status=\"invalid_json\"} 1\n"));
}

/* The page. */

static void
test_page (FIXTURE)
{
  static const char *const paths[] = { "/", "/page.css", "/page.js" };
  g_auto (PlimTestReply) reply = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_assert_cmpuint (plim_test_api_ask (self, &reply, "GET", paths[i], NULL, NULL), ==, 200);
    g_assert_true (g_str_has_prefix (get_header (&reply, "Content-Security-Policy"),
                                     "default-src 'none'; script-src 'self'"));
    g_assert_null (strstr (reply.text, "://"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
#define ADD(name, function)                                                                        \
  g_test_add ("/server/api/" name, PlimTestApi, NULL, plim_test_api_set_up, function,              \
              plim_test_api_tear_down)
  ADD ("every-route-needs-its-token", test_tokens_are_needed);
  ADD ("wrong-tokens-are-limited-and-right-ones-are-not", test_wrong_tokens_are_limited);
  ADD ("revoked-token-is-wrong", test_revoked_token_is_wrong);
  ADD ("locked-keyring-is-500", test_locked_keyring_is_500);
  ADD ("only-bearer-is-a-scheme", test_schemes);
  ADD ("open-routes-need-no-token", test_open_routes);
  ADD ("keys-are-listed-without-tokens", test_whose_token);
  ADD ("statuses-are-what-the-client-checks", test_statuses);
  ADD ("all-providers-come-when-asked-for", test_all_providers);
  ADD ("disabled-accounts-come-when-asked-for", test_disabled_accounts);
  ADD ("cached-answer-follows-changes", test_cached_answer_follows_changes);
  ADD ("quotas-are-the-current-ones", test_quotas);
  ADD ("head-is-get-without-a-body", test_head);
  ADD ("logs-are-the-newest", test_logs);
  ADD ("added-account-has-its-secret-in-the-keyring", test_add);
  ADD ("bad-additions-add-nothing", test_refused_additions);
  ADD ("what-the-keyring-refuses-is-not-added", test_keyring_refuses);
  ADD ("account-is-changed", test_change);
  ADD ("bad-changes-are-refused", test_refused_changes);
  ADD ("removing-takes-the-secret-too", test_remove);
  ADD ("order-is-as-named", test_reorder);
  ADD ("refresh-answers-with-statuses", test_refresh);
  ADD ("history-is-newest-first", test_history);
  ADD ("too-much-at-once-is-refused", test_too_much_at_once);
  ADD ("analytics-weigh-by-time-and-sum-rises", test_analytics);
  ADD ("parameter-errors-say-what-is-wrong", test_parameter_errors);
  ADD ("collectors-are-told-of", test_collectors);
  ADD ("page-loads-nothing-from-elsewhere", test_page);
  return g_test_run ();
}
