/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-test-api.h"

#include "plim-history.h"
#include "plim-json.h"
#include "plim-settings.h"
#include "plim-test-database.h"
#include "plim-test-secrets.h"
#include "plim-test-wait.h"

#include <math.h>
#include <string.h>

char *
plim_test_api_add_key (const char *name, PlimApiScope scope)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PlimApiKey) key = NULL;
  char *token;

  key = plim_api_key_new (name, scope, PLIM_TEST_NOW - 100, &token, NULL);
  plim_api_keys_store_async (key, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  g_assert_true (plim_api_keys_store_finish (result, NULL));
  return token;
}

void
plim_test_api_reload_tokens (PlimTestApi *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  plim_api_tokens_load_async (self->tokens, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  plim_api_tokens_load_finish (self->tokens, result, NULL);
}

static void
load_accounts (PlimTestApi *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  plim_account_list_load_async (self->accounts, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  plim_account_list_load_finish (self->accounts, result, &error);
  g_assert_no_error (error);
}

/* What the API asked the database at its start is answered before this is. */
static void
drain (PlimTestApi *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  plim_database_get_size_async (self->database, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  g_assert_cmpint (plim_database_get_size_finish (self->database, result, NULL), !=, -1);
}

void
plim_test_api_set_up (PlimTestApi *self, gconstpointer data)
{
  plim_test_secrets_reset ();
  self->settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  g_settings_set_uint (self->settings, PLIM_SETTINGS_SERVER_PORT, 0);
  g_settings_set_boolean (self->settings, PLIM_SETTINGS_SERVER_ENABLED, TRUE);
  self->clock = plim_test_clock_new (PLIM_TEST_NOW);
  self->database = plim_test_open_database (NULL);
  self->accounts = plim_account_list_new (self->database);
  plim_account_list_set_clock (self->accounts, PLIM_CLOCK (self->clock));
  load_accounts (self);
  self->fetcher = plim_fetcher_new ();
  self->poller = plim_poller_new (G_LIST_MODEL (self->accounts), self->fetcher,
                                  PLIM_CLOCK (self->clock), NULL, self->settings);
  self->log = plim_log_ring_new (500);
  self->read_token = plim_test_api_add_key ("bar", PLIM_API_SCOPE_READ);
  self->change_token = plim_test_api_add_key ("phone", PLIM_API_SCOPE_CHANGE);
  self->router = plim_router_new ();
  self->tokens = plim_api_tokens_new (PLIM_CLOCK (self->clock));
  self->api = plim_api_new (self->router, self->accounts, self->poller, self->database,
                            PLIM_CLOCK (self->clock), self->settings, self->tokens, self->log);
  self->server = plim_server_new (self->settings, self->router);
  plim_api_serve_websockets (self->api, self->server);
  self->session = soup_session_new ();
  plim_test_api_reload_tokens (self);
  drain (self);
}

void
plim_test_api_tear_down (PlimTestApi *self, gconstpointer data)
{
  soup_session_abort (self->session);
  g_object_unref (self->session);
  plim_test_settle ();
  g_assert_finalize_object (self->server);
  plim_test_settle ();
  g_assert_finalize_object (self->api);
  g_object_unref (self->tokens);
  g_assert_finalize_object (self->router);
  g_object_unref (self->log);
  g_object_unref (self->poller);
  g_object_unref (self->fetcher);
  g_object_unref (self->accounts);
  plim_test_settle ();
  plim_test_close_database (self->database);
  g_object_unref (self->clock);
  g_settings_reset (self->settings, PLIM_SETTINGS_SERVER_ENABLED);
  g_settings_reset (self->settings, PLIM_SETTINGS_PRIVACY);
  g_object_unref (self->settings);
  g_free (self->read_token);
  g_free (self->change_token);
}

PlimAccount *
plim_test_api_add_account (PlimTestApi *self,
                           const char *id,
                           const char *provider_id,
                           const char *label)
{
  g_autoptr (PlimAccount) account = plim_account_new (id, provider_id);

  plim_account_set_label (account, label);
  plim_account_list_add (self->accounts, account);
  return account;
}

static void
add_window (PlimSnapshot *snapshot, const char *id, gint64 length_s, double percent)
{
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, id, PLIM_WINDOW_ROLLING);

  window->title = g_strdup (id);
  window->length_s = length_s;
  window->used_percent = percent;
  window->resets_at = PLIM_TEST_NOW + 86400 * 3;
}

void
plim_test_api_poll (PlimTestApi *self, PlimAccount *account, double percent)
{
  gint64 now = plim_clock_get_now (PLIM_CLOCK (self->clock));
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (now);
  g_autoptr (GAsyncResult) result = NULL;

  add_window (snapshot, "session", 18000, percent);
  add_window (snapshot, "weekly", 604800, percent / 2);
  plim_snapshot_set_plan (snapshot, "pro");
  plim_snapshot_seal (snapshot);
  plim_account_set_expected_interval (account, 300);
  plim_account_update (account, snapshot, NULL, now);
  plim_database_save_poll_async (self->database, account, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
}

void
plim_test_api_fail (PlimTestApi *self, PlimAccount *account, PlimStatus status)
{
  g_autoptr (GError) error = plim_error_new (status, PLIM_CAUSE_NONE, 0, "it failed");

  plim_account_update (account, NULL, error, plim_clock_get_now (PLIM_CLOCK (self->clock)));
}

/* Asking. */

void
plim_test_reply_clear (PlimTestReply *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->json, json_node_unref);
  g_clear_object (&self->message);
}

guint
plim_test_api_ask (PlimTestApi *self,
                   PlimTestReply *reply,
                   const char *method,
                   const char *path,
                   const char *token,
                   const char *body)
{
  g_autofree char *url =
      g_strdup_printf ("http://127.0.0.1:%u%s", plim_server_get_port (self->server), path);
  g_autofree char *authorization = g_strdup_printf ("Bearer %s", token);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  g_autoptr (GBytes) answer = NULL;
  GError *error = NULL;

  plim_test_reply_clear (reply);
  reply->message = soup_message_new (method, url);
  if (token != NULL)
    soup_message_headers_append (soup_message_get_request_headers (reply->message), "Authorization",
                                 authorization);
  if (bytes != NULL)
    soup_message_set_request_body_from_bytes (reply->message, "text/plain", bytes);
  soup_session_send_and_read_async (self->session, reply->message, G_PRIORITY_DEFAULT, NULL,
                                    plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  answer = soup_session_send_and_read_finish (self->session, result, &error);
  g_assert_no_error (error);
  reply->status = soup_message_get_status (reply->message);
  reply->text = g_strdup_printf ("%.*s", (int) g_bytes_get_size (answer),
                                 (const char *) g_bytes_get_data (answer, NULL));
  reply->json = json_from_string (reply->text, NULL);
  return reply->status;
}

typedef struct {
  guint port;
  char *request;
  GString *answer;
  int is_done; /* atomic */
} Apart;

static gpointer
run_apart (gpointer data)
{
  Apart *apart = data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) apart->port, NULL, NULL);
  g_autofree char *buffer = g_malloc (1 << 18);
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  gssize n_read;

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                             apart->request, strlen (apart->request), NULL, NULL, NULL);
  while ((n_read = g_input_stream_read (input, buffer, 1 << 18, NULL, NULL)) > 0)
    g_string_append_len (apart->answer, buffer, n_read);
  g_atomic_int_set (&apart->is_done, 1);
  g_main_context_wakeup (NULL);
  return NULL;
}

GString *
plim_test_api_ask_apart (PlimTestApi *self, const char *path)
{
  guint port = plim_server_get_port (self->server);
  g_autofree char *request =
      g_strdup_printf ("GET %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nAuthorization: Bearer %s\r\n"
                       "Connection: close\r\n\r\n",
                       path, port, self->read_token);
  Apart apart = { port, request, g_string_new (NULL), 0 };
  GThread *thread = g_thread_new ("client", run_apart, &apart);

  plim_test_wait (g_atomic_int_get (&apart.is_done) != 0);
  g_thread_join (thread);
  return apart.answer;
}

const char *
plim_test_reply_get_error (PlimTestReply *self)
{
  return plim_json_get_string (plim_test_reply_get_object (self), "error");
}

JsonArray *
plim_test_reply_get_array (PlimTestReply *self)
{
  if (self->json == NULL || !JSON_NODE_HOLDS_ARRAY (self->json))
    g_error ("no array: %s", self->text);
  return json_node_get_array (self->json);
}

JsonObject *
plim_test_reply_get_object (PlimTestReply *self)
{
  if (self->json == NULL || !JSON_NODE_HOLDS_OBJECT (self->json))
    g_error ("no object: %s", self->text);
  return json_node_get_object (self->json);
}

/* The client's schema. */

typedef enum { TEXT, NUMBER, BOOLEAN } Kind;

static void
check_member (JsonObject *object, const char *name, Kind kind, gboolean is_required)
{
  JsonNode *node = json_object_get_member (object, name);
  GType type;

  if (node == NULL && !is_required)
    return;
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    g_error ("%s is missing, null or no value", name);
  type = json_node_get_value_type (node);
  if ((kind == TEXT && type != G_TYPE_STRING) || (kind == BOOLEAN && type != G_TYPE_BOOLEAN) ||
      (kind == NUMBER && type != G_TYPE_INT64 && type != G_TYPE_DOUBLE))
    g_error ("%s is of the type %s", name, g_type_name (type));
  if (kind == NUMBER)
    g_assert_true (isfinite (json_node_get_double (node)));
}

static void
check_word (JsonObject *object, const char *name, const char *const *words)
{
  const char *word = plim_json_get_string (object, name);

  if (word != NULL && !g_strv_contains (words, word))
    g_error ("%s is “%s”", name, word);
}

void
plim_test_check_service (JsonObject *service, gboolean all_providers)
{
  static const char *const providers[] = { "codex", "claude", "opencode", "amp", "zai", NULL };
  static const char *const kinds[] = { "auth", "fetch", NULL };

  check_member (service, "id", TEXT, TRUE);
  check_member (service, "name", TEXT, TRUE);
  check_member (service, "provider", TEXT, TRUE);
  check_member (service, "baseUrl", TEXT, FALSE);
  check_member (service, "enabled", BOOLEAN, TRUE);
  check_member (service, "displayOrder", NUMBER, TRUE);
  check_member (service, "createdAt", NUMBER, TRUE);
  check_member (service, "updatedAt", NUMBER, TRUE);
  check_member (service, "lastError", TEXT, FALSE);
  check_member (service, "lastErrorKind", TEXT, FALSE);
  check_word (service, "lastErrorKind", kinds);
  if (!all_providers)
    check_word (service, "provider", providers);
  g_assert_false (json_object_has_member (service, "apiKey"));
  g_assert_false (json_object_has_member (service, "bearerToken"));
}

void
plim_test_check_quota (JsonObject *quota)
{
  static const char *const types[] = { "usage", "credits", "rate_limit", NULL };
  static const char *const numbers[] = { "limit",   "used",      "remaining",
                                         "resetAt", "createdAt", "updatedAt" };

  check_member (quota, "id", TEXT, TRUE);
  check_member (quota, "serviceId", TEXT, TRUE);
  check_member (quota, "metric", TEXT, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    check_member (quota, numbers[i], NUMBER, TRUE);
  check_member (quota, "type", TEXT, FALSE);
  check_word (quota, "type", types);
}

void
plim_test_check_status (JsonObject *status, gboolean all_providers)
{
  JsonArray *quotas = plim_json_get_array (status, "quotas");

  plim_test_check_service (plim_json_get_object (status, "service"), all_providers);
  g_assert_nonnull (quotas);
  for (guint i = 0; i < json_array_get_length (quotas); i++)
    plim_test_check_quota (json_array_get_object_element (quotas, i));
  check_member (status, "lastUpdated", NUMBER, TRUE);
  check_member (status, "isHealthy", BOOLEAN, TRUE);
  check_member (status, "authError", BOOLEAN, TRUE);
  check_member (status, "error", TEXT, FALSE);
  check_member (status, "tokenExpiration", NUMBER, FALSE);
}
