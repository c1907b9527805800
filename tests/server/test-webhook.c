/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-webhook.h"

#include "plim-json.h"
#include "plim-server.h"
#include "plim-settings.h"
#include "plim-test-clock.h"
#include "plim-test-database.h"
#include "plim-test-http.h"
#include "plim-test-secrets.h"
#include "plim-test-wait.h"

#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#define ID "0123456789abcdefghijABCDEFGHIJ_-0123456789a"

typedef struct {
  char *folder;
  char *path;
  GSettings *settings;
  PlimTestClock *clock;
  PlimDatabase *database;
  PlimAccountList *accounts;
  PlimCollectors *collectors;
  PlimRouter *router;
  PlimWebhook *webhook;
  PlimServer *server;
  gint64 received_at;
} Fixture;

static void
open_service (Fixture *fixture)
{
  g_autoptr (GAsyncResult) accounts_result = NULL;
  g_autoptr (GAsyncResult) collectors_result = NULL;

  fixture->clock = plim_test_clock_new (fixture->received_at);
  fixture->database = plim_test_open_database (fixture->path);
  fixture->accounts = plim_account_list_new (fixture->database);
  plim_account_list_load_async (fixture->accounts, NULL, plim_test_keep_result, &accounts_result);
  plim_test_wait (accounts_result != NULL);
  g_assert_true (plim_account_list_load_finish (fixture->accounts, accounts_result, NULL));
  fixture->collectors =
      plim_collectors_new (fixture->accounts, fixture->database, PLIM_CLOCK (fixture->clock));
  plim_collectors_load_async (fixture->collectors, NULL, plim_test_keep_result, &collectors_result);
  plim_test_wait (collectors_result != NULL);
  g_assert_true (plim_collectors_load_finish (fixture->collectors, collectors_result, NULL));
  fixture->router = plim_router_new ();
  fixture->webhook = plim_webhook_new (fixture->router, fixture->collectors, fixture->settings);
  plim_webhook_set_id (fixture->webhook, ID);
  fixture->server = plim_server_new (fixture->settings, fixture->router);
}

static void
close_service (Fixture *fixture)
{
  plim_test_settle ();
  g_assert_finalize_object (fixture->server);
  plim_test_settle ();
  g_assert_finalize_object (fixture->webhook);
  g_assert_finalize_object (fixture->router);
  plim_database_close (fixture->database);
  plim_test_settle ();
  g_assert_finalize_object (fixture->collectors);
  g_assert_finalize_object (fixture->accounts);
  plim_test_close_database (fixture->database);
  g_assert_finalize_object (fixture->clock);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  plim_test_secrets_reset ();
  plim_test_secrets_set ("webhook", "id", ID);
  fixture->received_at = plim_time_parse ("2026-08-11T18:40:05Z");
  fixture->folder = g_dir_make_tmp ("plimsoll-test-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "data", "plimsoll.db", NULL);
  fixture->settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  g_settings_set_uint (fixture->settings, PLIM_SETTINGS_SERVER_PORT, 0);
  g_settings_set_boolean (fixture->settings, PLIM_SETTINGS_SERVER_ENABLED, TRUE);
  g_settings_set_boolean (fixture->settings, PLIM_SETTINGS_WEBHOOK_ENABLED, TRUE);
  open_service (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *command = g_strdup_printf ("rm -r %s", fixture->folder);

  close_service (fixture);
  g_settings_reset (fixture->settings, PLIM_SETTINGS_SERVER_ENABLED);
  g_settings_reset (fixture->settings, PLIM_SETTINGS_WEBHOOK_ENABLED);
  g_object_unref (fixture->settings);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  g_free (fixture->folder);
  g_free (fixture->path);
}

/* Sending. */

static char *
read_fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "webhook", name, NULL);
  char *text;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static PlimTestPeer *
post (Fixture *fixture, const char *id, const char *headers, const char *body)
{
  g_autofree char *request =
      g_strdup_printf ("POST /api/webhook/%s?ignored HTTP/1.1\r\nHost: HOST\r\n%s", id, headers);

  PlimTestPeer *peer = plim_test_http (plim_server_get_port (fixture->server), request, body);

  plim_collectors_flush (fixture->collectors);
  return peer;
}

static PlimTestPeer *
post_fixture (Fixture *fixture, const char *name)
{
  g_autofree char *body = read_fixture (name);

  return post (fixture, ID, "Content-Type: application/json\r\n", body);
}

static void
post_good (Fixture *fixture, const char *name)
{
  g_autoptr (PlimTestPeer) peer = post_fixture (fixture, name);

  g_assert_cmpuint (plim_test_peer_get_status (peer), ==, 200);
}

static JsonObject *
parse_body (PlimTestPeer *peer)
{
  const char *text = plim_test_peer_get_body (peer);
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  GError *error = NULL;
  JsonObject *object = plim_json_parse_object (bytes, &error);

  g_assert_no_error (error);
  return object;
}

/* Comparing. */

static void
check_member (JsonObject *expected, const char *name, JsonNode *node, gpointer user_data)
{
  JsonObject *actual = user_data;

  g_assert_true (json_object_has_member (actual, name));
  if (g_str_equal (name, "message"))
    g_assert_cmpuint (strlen (json_object_get_string_member (actual, name)), >, 0);
  else
    g_assert_true (json_node_equal (json_object_get_member (actual, name), node));
}

static void
check_answer (Fixture *fixture, JsonObject *expected)
{
  const char *path = plim_json_get_string (expected, "path");
  g_autoptr (PlimTestPeer) peer = post_fixture (fixture, plim_json_get_string (expected, "file"));
  g_autoptr (JsonObject) body = parse_body (peer);
  g_autofree char *type = plim_test_peer_dup_header (peer, "Content-Type");
  JsonObject *response = plim_json_get_object (expected, "response");

  g_test_message ("%s", plim_json_get_string (expected, "file"));
  g_assert_cmpuint (plim_test_peer_get_status (peer), ==,
                    json_object_get_int_member (expected, "http"));
  g_assert_cmpstr (type, ==, "application/json; charset=utf-8");
  json_object_foreach_member (response, check_member, body);
  g_assert_cmpuint (json_object_get_size (body), ==, json_object_get_size (response));
  if (path != NULL)
    g_assert_nonnull (strstr (plim_json_get_string (body, "message"), path));
}

static PlimAccount *
find_account (Fixture *fixture, const char *account_key)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)); i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (G_LIST_MODEL (fixture->accounts), i);
    const PlimCollectorFeed *feed = plim_collectors_get_feed (fixture->collectors, account);

    if (feed != NULL && g_str_equal (feed->account_key, account_key))
      return account; /* the list keeps it */
  }
  g_assert_not_reached ();
  return NULL;
}

static void
check_windows (PlimAccount *account, JsonArray *expected)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  guint count = json_array_get_length (expected);

  g_assert_cmpuint (snapshot != NULL ? plim_snapshot_get_n_windows (snapshot) : 0, ==, count);
  for (guint i = 0; i < count; i++) {
    JsonObject *item = plim_json_get_element_object (expected, i);
    const PlimUsageWindow *window =
        plim_snapshot_find_window (snapshot, plim_json_get_string (item, "id"));

    g_assert_cmpstr (window->title, ==, plim_json_get_string (item, "label"));
    g_assert_cmpint (window->length_s, ==, json_object_get_int_member (item, "duration_seconds"));
    g_assert_cmpfloat_with_epsilon (window->used_percent,
                                    json_object_get_double_member (item, "used_percent"), 0.01);
    g_assert_cmpint (ABS (window->resets_at - plim_json_get_time (item, "reset_at")), <=, 1);
    g_assert_cmpint (window->limit_reached, ==,
                     json_object_get_boolean_member (item, "limit_reached"));
  }
}

static void
check_account (Fixture *fixture, JsonObject *expected)
{
  PlimAccount *account = find_account (fixture, plim_json_get_string (expected, "account_key"));
  const PlimCollectorFeed *feed = plim_collectors_get_feed (fixture->collectors, account);
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  const char *last_error = feed->error_code != NULL ? feed->error_code : "none";

  g_assert_cmpstr (feed->provider, ==, plim_json_get_string (expected, "provider"));
  g_assert_cmpstr (plim_account_get_label (account), ==, plim_json_get_string (expected, "label"));
  g_assert_cmpstr (snapshot != NULL ? plim_snapshot_get_plan (snapshot) : NULL, ==,
                   plim_json_get_string (expected, "plan"));
  g_assert_cmpstr (feed->status_word, ==, plim_json_get_string (expected, "status"));
  g_assert_cmpstr (last_error, ==, plim_json_get_string (expected, "last_error"));
  g_assert_cmpint (ABS (feed->collected_at - plim_json_get_time (expected, "collected_at")), <=, 1);
  g_assert_cmpstr (feed->source, ==, plim_json_get_string (expected, "source"));
  g_assert_cmpstr (feed->source_version, ==, plim_json_get_string (expected, "source_version"));
  g_assert_cmpuint (feed->request_count, ==,
                    json_object_get_int_member (expected, "request_count"));
  g_assert_cmpint (plim_account_get_status (account) != PLIM_STATUS_OK, ==,
                   json_object_get_boolean_member (expected, "problem"));
  g_assert_cmpint (plim_collector_feed_is_available (feed, account), ==,
                   json_object_get_boolean_member (expected, "available"));
  g_assert_cmpint (plim_collector_feed_is_allowed (feed, account), ==,
                   json_object_get_boolean_member (expected, "allowed"));
  g_assert_cmpint (plim_collector_feed_is_limit_reached (account), ==,
                   json_object_get_boolean_member (expected, "limit_reached"));
  g_assert_false (plim_account_is_polled (account));
  check_windows (account, json_object_get_array_member (expected, "windows"));
}

static void
check_count (JsonObject *expected, const char *name, JsonNode *node, gpointer user_data)
{
  const PlimWebhookState *state = user_data;
  int status;

  g_assert_true (plim_enum_from_nick (PLIM_TYPE_INGEST_STATUS, name, &status));
  g_assert_cmpuint (state->attempts[status], ==, json_node_get_int (node));
}

static void
check_webhook (Fixture *fixture, JsonObject *expected)
{
  const PlimWebhookState *state = plim_collectors_get_state (fixture->collectors);
  JsonObject *unscoped = plim_json_get_object (expected, "last_unscoped_error");

  g_assert_cmpstr (plim_enum_to_nick (PLIM_TYPE_INGEST_STATUS, state->last_status), ==,
                   plim_json_get_string (expected, "last_ingest_status"));
  g_assert_cmpint (state->last_received_at, ==, fixture->received_at);
  g_assert_cmpstr (state->last_source, ==, plim_json_get_string (expected, "last_source"));
  g_assert_cmpstr (state->last_source_version, ==,
                   plim_json_get_string (expected, "last_source_version"));
  g_assert_cmpstr (state->last_provider, ==, plim_json_get_string (expected, "last_provider"));
  g_assert_cmpstr (state->last_account_key, ==,
                   plim_json_get_string (expected, "last_account_key"));
  g_assert_cmpuint (plim_collectors_get_count (fixture->collectors, NULL), ==,
                    json_object_get_int_member (expected, "known_accounts"));
  json_object_foreach_member (plim_json_get_object (expected, "attempts"), check_count,
                              (gpointer) state);
  g_assert_cmpstr (state->unscoped.code, ==, plim_json_get_string (unscoped, "code"));
  g_assert_cmpstr (state->unscoped.message, ==, plim_json_get_string (unscoped, "message"));
  g_assert_cmpstr (state->unscoped.source, ==, plim_json_get_string (unscoped, "source"));
}

static JsonObject *
load_expected (void)
{
  g_autofree char *text = read_fixture ("EXPECTED.json");
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return plim_json_parse_object (bytes, NULL);
}

static void
start_afresh (Fixture *fixture)
{
  tear_down (fixture, NULL);
  set_up (fixture, NULL);
}

static void
test_cases (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JsonObject) root = load_expected ();
  JsonArray *cases = plim_json_get_array (root, "cases");

  for (guint i = 0; i < json_array_get_length (cases); i++) {
    JsonObject *expected = plim_json_get_element_object (cases, i);
    JsonObject *account = plim_json_get_object (expected, "account");

    if (i > 0)
      start_afresh (fixture);
    check_answer (fixture, expected);
    g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)), ==,
                      account != NULL);
    if (account != NULL)
      check_account (fixture, account);
  }
}

static void
check_end (Fixture *fixture, JsonObject *sequence)
{
  JsonArray *accounts = plim_json_get_array (sequence, "accounts");

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)), ==,
                    json_array_get_length (accounts));
  for (guint i = 0; i < json_array_get_length (accounts); i++)
    check_account (fixture, plim_json_get_element_object (accounts, i));
  check_webhook (fixture, plim_json_get_object (sequence, "webhook"));
}

/* Afterwards, and after a restart. */
static void
test_sequences (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JsonObject) root = load_expected ();
  JsonArray *sequences = plim_json_get_array (root, "sequences");

  for (guint i = 0; i < json_array_get_length (sequences); i++) {
    JsonObject *sequence = plim_json_get_element_object (sequences, i);
    JsonArray *steps = plim_json_get_array (sequence, "steps");

    g_test_message ("%s", plim_json_get_string (sequence, "name"));
    if (i > 0)
      start_afresh (fixture);
    for (guint n = 0; n < json_array_get_length (steps); n++)
      check_answer (fixture, plim_json_get_element_object (steps, n));
    check_end (fixture, sequence);
    close_service (fixture);
    open_service (fixture);
    check_end (fixture, sequence);
  }
}

/* Who may not. */

static void
assert_refused (Fixture *fixture, const char *id, const char *headers, guint status)
{
  g_autoptr (PlimTestPeer) peer = post (fixture, id, headers, "{}");
  g_autoptr (JsonObject) body = parse_body (peer);

  g_assert_cmpuint (plim_test_peer_get_status (peer), ==, status);
  g_assert_false (json_object_get_boolean_member (body, "ok"));
  g_assert_nonnull (plim_json_get_string (body, "error"));
}

static void
test_unknown_ids (Fixture *fixture, gconstpointer data)
{
  g_autofree char *retry_after = NULL;
  g_autoptr (PlimTestPeer) last = NULL;

  assert_refused (fixture, "short", "", 404);
  g_settings_set_boolean (fixture->settings, PLIM_SETTINGS_WEBHOOK_ENABLED, FALSE);
  assert_refused (fixture, ID, "", 404);
  g_settings_set_boolean (fixture->settings, PLIM_SETTINGS_WEBHOOK_ENABLED, TRUE);
  for (guint i = 2; i < 60; i++)
    assert_refused (fixture, "0123456789abcdefghijABCDEFGHIJ_-0123456789b", "", 404);
  last = post (fixture, "x", "", "{}");
  retry_after = plim_test_peer_dup_header (last, "Retry-After");
  g_assert_cmpuint (plim_test_peer_get_status (last), ==, 429);
  g_assert_cmpint (g_ascii_strtoll (retry_after, NULL, 10), >, 0);
  /* A right one is not slowed down, and no attempt was counted before. */
  assert_refused (fixture, "y", "", 429);
  g_assert_cmpint (plim_collectors_get_state (fixture->collectors)->last_status, ==, -1);
  g_assert_cmpuint (plim_router_get_refusals (fixture->router, PLIM_WEBHOOK_PATTERN,
                                              PLIM_REFUSAL_WEBHOOK_ID),
                    ==, 60);
  g_assert_cmpuint (plim_router_get_refusals (fixture->router, PLIM_WEBHOOK_PATTERN,
                                              PLIM_REFUSAL_RATE),
                    ==, 2);
  last->received = g_string_truncate (last->received, 0);
  {
    g_autoptr (PlimTestPeer) right = post_fixture (fixture, "01-codex.json");

    g_assert_cmpuint (plim_test_peer_get_status (right), ==, 200);
  }
}

static void
test_guard (Fixture *fixture, gconstpointer data)
{
  assert_refused (fixture, ID, "Origin: https://evil.example\r\n", 403);
  assert_refused (fixture, ID, "Host: evil.example\r\n", 403);
  assert_refused (fixture, ID, "Content-Encoding: gzip\r\n", 415);
  g_assert_cmpint (plim_collectors_get_state (fixture->collectors)->last_status, ==, -1);
}

static void
test_null_origin (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimTestPeer) peer = post (fixture, ID, "Origin: null\r\n", "{}");
  g_autofree char *allowed = plim_test_peer_dup_header (peer, "Access-Control-Allow-Origin");

  g_assert_cmpuint (plim_test_peer_get_status (peer), ==, 400);
  g_assert_null (allowed);
}

static PlimTestPeer *
preflight (Fixture *fixture, const char *headers)
{
  g_autofree char *request =
      g_strdup_printf ("OPTIONS /api/webhook/any HTTP/1.1\r\nHost: HOST\r\n%s", headers);

  return plim_test_http (plim_server_get_port (fixture->server), request, NULL);
}

static void
test_preflight (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimTestPeer) peer =
      preflight (fixture, "Origin: chrome-extension://abc\r\n"
                          "Access-Control-Request-Method: POST\r\n"
                          "Access-Control-Request-Private-Network: true\r\n");
  g_autofree char *origin = plim_test_peer_dup_header (peer, "Access-Control-Allow-Origin");
  g_autofree char *methods = plim_test_peer_dup_header (peer, "Access-Control-Allow-Methods");
  g_autofree char *headers = plim_test_peer_dup_header (peer, "Access-Control-Allow-Headers");
  g_autofree char *age = plim_test_peer_dup_header (peer, "Access-Control-Max-Age");
  g_autofree char *vary = plim_test_peer_dup_header (peer, "Vary");
  g_autofree char *network =
      plim_test_peer_dup_header (peer, "Access-Control-Allow-Private-Network");
  g_autoptr (PlimTestPeer) other = preflight (fixture, "Access-Control-Request-Method: POST\r\n");
  g_autoptr (PlimTestPeer) put =
      preflight (fixture, "Origin: moz-extension://a\r\nAccess-Control-Request-Method: PUT\r\n");

  g_assert_cmpuint (plim_test_peer_get_status (peer), ==, 204);
  g_assert_cmpstr (origin, ==, "chrome-extension://abc");
  g_assert_cmpstr (methods, ==, "POST");
  g_assert_cmpstr (headers, ==, "content-type, accept");
  g_assert_cmpstr (age, ==, "600");
  g_assert_cmpstr (vary, ==, "Origin");
  g_assert_cmpstr (network, ==, "true");
  g_assert_cmpuint (plim_test_peer_get_status (other), ==, 403);
  g_assert_cmpuint (plim_test_peer_get_status (put), ==, 403);
}

static void
test_other_method (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimTestPeer) peer =
      plim_test_http (plim_server_get_port (fixture->server),
                      "GET /api/webhook/unknown HTTP/1.1\r\nHost: HOST\r\n", NULL);
  g_autofree char *allowed = plim_test_peer_dup_header (peer, "Allow");

  g_assert_cmpuint (plim_test_peer_get_status (peer), ==, 405);
  g_assert_cmpstr (allowed, ==, "POST, OPTIONS");
}

static void
test_hostile_bodies (Fixture *fixture, gconstpointer data)
{
  g_autofree char *deep = g_strnfill (60000, '[');
  g_autoptr (PlimTestPeer) nested = post (fixture, ID, "", deep);
  g_autoptr (PlimTestPeer) bytes = post (fixture, ID, "", "{\"provider\": \"\377\"}");
  const PlimWebhookState *state = plim_collectors_get_state (fixture->collectors);

  g_assert_cmpuint (plim_test_peer_get_status (nested), ==, 400);
  g_assert_cmpuint (plim_test_peer_get_status (bytes), ==, 400);
  g_assert_cmpuint (state->attempts[PLIM_INGEST_INVALID_JSON], ==, 2);
}

/* Times. */

static void
on_stopped (PlimCollectors *collectors, PlimAccount *account, guint *n_stopped)
{
  (*n_stopped)++;
}

static void
test_stale_and_stopped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimTestPeer) refused = NULL;
  PlimAccount *account;
  gint64 collected_at;
  guint n_stopped = 0;

  post_good (fixture, "01-codex.json");
  account = find_account (fixture, "acct_2dcf971120d11e93");
  collected_at = plim_snapshot_get_collected_at (plim_account_get_snapshot (account));
  g_signal_connect (fixture->collectors, "stopped", G_CALLBACK (on_stopped), &n_stopped);
  g_assert_false (plim_account_is_stale (account, collected_at + 15 * 60));
  g_assert_true (plim_account_is_stale (account, collected_at + 15 * 60 + 1));
  plim_test_clock_jump (fixture->clock, fixture->received_at + 15 * 60);
  refused = post (fixture, ID, "", "{}");
  g_assert_cmpuint (n_stopped, ==, 0);
  plim_test_clock_jump (fixture->clock, fixture->received_at + 15 * 60 + 1);
  for (guint i = 0; i < 2; i++) {
    g_clear_pointer (&refused, plim_test_peer_free);
    refused = post (fixture, ID, "", "{}");
  }
  plim_test_settle ();
  g_assert_cmpuint (n_stopped, ==, 1);
  g_signal_handlers_disconnect_by_data (fixture->collectors, &n_stopped);
}

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gboolean *is_removed = user_data;

  plim_account_list_remove_finish (PLIM_ACCOUNT_LIST (source), result);
  *is_removed = TRUE;
}

static void
test_removed_account_is_forgotten (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimTestPeer) second = NULL;
  g_autoptr (JsonObject) body = NULL;
  gboolean is_removed = FALSE;

  post_good (fixture, "01-codex.json");
  plim_account_list_remove_async (fixture->accounts,
                                  find_account (fixture, "acct_2dcf971120d11e93"), on_removed,
                                  &is_removed);
  plim_test_wait (is_removed);
  g_assert_cmpuint (plim_collectors_get_count (fixture->collectors, NULL), ==, 0);
  second = post_fixture (fixture, "01-codex.json");
  body = parse_body (second);
  g_assert_true (json_object_get_boolean_member (body, "created_account"));
}

static void
test_given_name_stays (Fixture *fixture, gconstpointer data)
{
  PlimAccount *account;

  post_good (fixture, "01-codex.json");
  account = find_account (fixture, "acct_2dcf971120d11e93");
  plim_account_set_label (account, "Mine");
  post_good (fixture, "51-other-collector.json");
  g_assert_cmpstr (plim_account_get_label (account), ==, "Mine");
}

/* Many at once are one transaction or a few, and each is answered and counted. */
static void
post_of_unknown_provider (Fixture *fixture)
{
  g_autofree char *text = read_fixture ("01-codex.json");
  GString *body = g_string_new (text);
  g_autoptr (PlimTestPeer) peer = NULL;

  g_string_replace (body, "\"codex\"", "\"unknown\"", 1);
  peer = post (fixture, ID, "", body->str);
  g_string_free (body, TRUE);
  g_assert_cmpuint (plim_test_peer_get_status (peer), ==, 200);
}

/* Another computer's, of which an import brings the name and the past. */
static void
test_imported_account_is_fed (Fixture *fixture, gconstpointer data)
{
  static const char id[] = "11111111-2222-4333-8444-555555555555";
  g_autoptr (PlimAccount) account = plim_account_new (id, "unknown");

  plim_account_set_label (account, "sam@example.com");
  plim_account_set_polled (account, FALSE);
  plim_account_list_add (fixture->accounts, account);
  post_of_unknown_provider (fixture);
  plim_test_wait (plim_account_get_snapshot (account) != NULL);
  /* Of another provider, though of the same name. */
  post_good (fixture, "01-codex.json");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)), ==, 2);
  close_service (fixture);
  open_service (fixture);
  post_of_unknown_provider (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)), ==, 2);
  g_assert_cmpuint (plim_collectors_get_feed (fixture->collectors,
                                              plim_account_list_find (fixture->accounts, id))
                        ->request_count,
                    ==, 2);
}

static void
test_many_at_once (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = read_fixture ("01-codex.json");
  g_autoptr (GBytes) body = g_bytes_new_static (text, strlen (text));
  GAsyncResult *results[200] = { NULL };
  guint n_created = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    plim_collectors_ingest_async (fixture->collectors, body, plim_test_keep_result, &results[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++) {
    PlimIngestResult *result;

    plim_test_wait (results[i] != NULL);
    result = plim_collectors_ingest_finish (fixture->collectors, results[i]);
    g_assert_cmpint (result->status, ==, PLIM_INGEST_OK);
    n_created += result->created_account;
    plim_ingest_result_free (result);
    g_object_unref (results[i]);
  }
  plim_collectors_flush (fixture->collectors);
  g_assert_cmpuint (n_created, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)), ==, 1);
  g_assert_cmpuint (plim_collectors_get_feed (fixture->collectors,
                                              find_account (fixture, "acct_2dcf971120d11e93"))
                        ->request_count,
                    ==, 200);
}

/* Beside polls. */

static void
on_snapshot (PlimAccount *account, GParamSpec *pspec, guint *n_changes)
{
  (*n_changes)++;
}

static void
poll (Fixture *fixture, PlimAccount *account, gint64 at, double percent)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (at);
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "short", PLIM_WINDOW_ROLLING);

  window->used_percent = percent;
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, at);
}

static double
get_percent (PlimAccount *account)
{
  return plim_snapshot_find_window (plim_account_get_snapshot (account), "short")->used_percent;
}

static void
post_at (Fixture *fixture, const char *time)
{
  g_autofree char *text = read_fixture ("01-codex.json");
  g_auto (GStrv) parts = g_strsplit (text, "2026-08-11T18:40:00.000Z", 2);
  g_autofree char *body = g_strjoinv (time, parts);
  g_autoptr (PlimTestPeer) peer = post (fixture, ID, "", body);

  g_assert_cmpuint (plim_test_peer_get_status (peer), ==, 200);
}

static void
test_newer_of_poll_and_push_wins (Fixture *fixture, gconstpointer data)
{
  PlimAccount *account;
  guint n_changes = 0;

  post_good (fixture, "01-codex.json");
  account = find_account (fixture, "acct_2dcf971120d11e93");
  plim_account_set_polled (account, TRUE);
  poll (fixture, account, fixture->received_at - 3, 33);
  g_signal_connect (account, "notify::snapshot", G_CALLBACK (on_snapshot), &n_changes);
  /* Older than what was polled: counted, but never shown. */
  post_at (fixture, "2026-08-11T18:40:00Z");
  post_at (fixture, "2026-08-11T18:40:01Z");
  plim_test_settle ();
  g_assert_cmpuint (n_changes, ==, 0);
  g_assert_cmpfloat (get_percent (account), ==, 33);
  g_assert_cmpuint (plim_collectors_get_feed (fixture->collectors, account)->request_count, ==, 3);
  post_at (fixture, "2026-08-11T18:40:04Z");
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpfloat (get_percent (account), ==, 15);
  g_signal_handlers_disconnect_by_data (account, &n_changes);
}

/* A full disk. */

static void
limit_file_size (rlim_t size)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = size == RLIM_INFINITY ? limit.rlim_max : size;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimTestPeer) full = NULL, invalid = NULL;
  g_autoptr (JsonObject) body = NULL;

  signal (SIGXFSZ, SIG_IGN);
  limit_file_size (1);
  full = post_fixture (fixture, "01-codex.json");
  invalid = post_fixture (fixture, "20-truncated.json");
  g_assert_cmpuint (plim_test_peer_get_status (full), ==, 507);
  g_assert_cmpuint (plim_test_peer_get_status (invalid), ==, 400);
  body = parse_body (full);
  g_assert_cmpstr (plim_json_get_string (body, "ingest_status"), ==, "unknown_error");
  g_assert_cmpuint (plim_collectors_get_waiting (fixture->collectors), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)), ==, 0);
  limit_file_size (RLIM_INFINITY);
  post_good (fixture, "52-second-account.json");
  g_assert_cmpuint (plim_collectors_get_waiting (fixture->collectors), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)), ==, 2);
  g_assert_cmpuint (plim_collectors_get_feed (fixture->collectors,
                                              find_account (fixture, "acct_2dcf971120d11e93"))
                        ->request_count,
                    ==, 1);
  close_service (fixture);
  open_service (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)), ==, 2);
}

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  ADD ("/server/webhook/cases", test_cases);
  ADD ("/server/webhook/sequences", test_sequences);
  ADD ("/server/webhook/unknown-ids", test_unknown_ids);
  ADD ("/server/webhook/guard", test_guard);
  ADD ("/server/webhook/null-origin", test_null_origin);
  ADD ("/server/webhook/preflight", test_preflight);
  ADD ("/server/webhook/other-method", test_other_method);
  ADD ("/server/webhook/hostile-bodies", test_hostile_bodies);
  ADD ("/server/webhook/stale-and-stopped", test_stale_and_stopped);
  ADD ("/server/webhook/removed-account-is-forgotten", test_removed_account_is_forgotten);
  ADD ("/server/webhook/given-name-stays", test_given_name_stays);
  ADD ("/server/webhook/imported-account-is-fed", test_imported_account_is_fed);
  ADD ("/server/webhook/many-at-once", test_many_at_once);
  ADD ("/server/webhook/newer-of-poll-and-push-wins", test_newer_of_poll_and_push_wins);
  ADD ("/server/webhook/full-disk-keeps-the-sample-waiting", test_full_disk);
  return g_test_run ();
}
