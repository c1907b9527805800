/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-json.h"
#include "plim-test-api.h"
#include "plim-test-secrets.h"
#include "plim-test-wait.h"

#include <string.h>

/* What the web app's page promises its reader. */
#define SOON_US (100 * 1000)
#define N_ROUNDS 7

typedef struct {
  SoupWebsocketConnection *connection; /* (nullable): refused */
  guint status;
  GPtrArray *messages; /* JsonObject */
  gint64 received_us;
} Client;

static void
on_message (SoupWebsocketConnection *connection, int type, GBytes *bytes, Client *client)
{
  GError *error = NULL;
  JsonObject *message = plim_json_parse_object (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpint (type, ==, SOUP_WEBSOCKET_DATA_TEXT);
  client->received_us = g_get_monotonic_time ();
  g_ptr_array_add (client->messages, message);
}

static void
connect_client (Client *client, PlimTestApi *self, const char *path, const char *origin)
{
  g_autofree char *url =
      g_strdup_printf ("ws://127.0.0.1:%u%s", plim_server_get_port (self->server), path);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  client->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  soup_session_websocket_connect_async (self->session, message, origin, NULL, G_PRIORITY_DEFAULT,
                                        NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  client->connection = soup_session_websocket_connect_finish (self->session, result, &error);
  if (error != NULL)
    g_test_message ("%s", error->message);
  client->status = soup_message_get_status (message);
  if (client->connection != NULL)
    g_signal_connect (client->connection, "message", G_CALLBACK (on_message), client);
}

static void
client_clear (Client *client)
{
  if (client->connection != NULL) {
    g_signal_handlers_disconnect_by_data (client->connection, client);
    if (soup_websocket_connection_get_state (client->connection) == SOUP_WEBSOCKET_STATE_OPEN)
      soup_websocket_connection_close (client->connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
    plim_test_wait (soup_websocket_connection_get_state (client->connection) ==
                    SOUP_WEBSOCKET_STATE_CLOSED);
    g_object_unref (client->connection);
  }
  g_ptr_array_unref (client->messages);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Client, client_clear)

static void
connect_with_token (Client *client, PlimTestApi *self, const char *format)
{
  g_auto (GStrv) parts = g_strsplit (format, "TOKEN", 2);
  g_autofree char *path = g_strjoinv (self->read_token, parts);

  connect_client (client, self, path, NULL);
  g_assert_nonnull (client->connection);
}

static JsonArray *
wait_for (Client *client, guint n_messages)
{
  JsonObject *message;

  plim_test_wait (client->messages->len >= n_messages);
  message = g_ptr_array_index (client->messages, n_messages - 1);
  g_assert_cmpstr (plim_json_get_string (message, "type"), ==, "status");
  g_assert_true (json_object_has_member (message, "ts"));
  return plim_json_get_array (message, "data");
}

static void
test_first_message (PlimTestApi *self, gconstpointer data)
{
  static const char *const paths[] = { "/ws?token=TOKEN", "/?token=TOKEN" };
  PlimAccount *account = plim_test_api_add_account (self, PLIM_TEST_ID (1), "codex", "work");

  plim_test_api_poll (self, account, 20);
  plim_test_api_add_account (self, PLIM_TEST_ID (2), "ollama-cloud", "lab");
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_auto (Client) client = { 0 };
    JsonArray *list;

    connect_with_token (&client, self, paths[i]);
    list = wait_for (&client, 1);
    g_assert_cmpuint (json_array_get_length (list), ==, 1);
    plim_test_check_status (json_array_get_object_element (list, 0), FALSE);
  }
}

static void
test_all_providers (PlimTestApi *self, gconstpointer data)
{
  g_auto (Client) client = { 0 };

  plim_test_api_add_account (self, PLIM_TEST_ID (2), "ollama-cloud", "lab");
  connect_with_token (&client, self, "/ws?token=TOKEN&providers=all");
  g_assert_cmpuint (json_array_get_length (wait_for (&client, 1)), ==, 1);
}

/* Returns how long a change after a quiet second takes to be with a client. */
static gint64
measure_change_us (void)
{
  PlimTestApi api = { 0 };
  gint64 elapsed_us;

  plim_test_api_set_up (&api, NULL);
  {
    PlimAccount *account = plim_test_api_add_account (&api, PLIM_TEST_ID (1), "codex", "work");
    g_auto (Client) client = { 0 };
    gint64 changed_us;

    connect_with_token (&client, &api, "/ws?token=TOKEN");
    wait_for (&client, 1);
    plim_test_settle ();
    changed_us = g_get_monotonic_time ();
    plim_account_set_label (account, "renamed");
    wait_for (&client, 2);
    elapsed_us = client.received_us - changed_us;
  }
  plim_test_api_tear_down (&api, NULL);
  g_test_message ("after %.1f ms", (double) elapsed_us / 1000);
  return elapsed_us;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

/* Half of them: each may be the one during which the machine did something else. */
static void
test_soon (void)
{
  gint64 elapsed_us[N_ROUNDS];

  for (guint i = 0; i < N_ROUNDS; i++)
    elapsed_us[i] = measure_change_us ();
  qsort (elapsed_us, N_ROUNDS, sizeof elapsed_us[0], compare_times);
  g_assert_cmpint (elapsed_us[N_ROUNDS / 2], <, SOON_US);
}

static void
test_changes (PlimTestApi *self, gconstpointer data)
{
  PlimAccount *account = plim_test_api_add_account (self, PLIM_TEST_ID (1), "codex", "work");
  g_auto (Client) client = { 0 };
  JsonArray *list;

  connect_with_token (&client, self, "/ws?token=TOKEN");
  wait_for (&client, 1);
  plim_account_set_label (account, "first");
  plim_account_set_label (account, "second");
  wait_for (&client, 2);
  /* What follows at once is sent once, a second later. */
  for (guint i = 0; i < 100; i++) {
    g_autofree char *label = g_strdup_printf ("%u", i);

    plim_account_set_label (account, label);
    plim_test_settle ();
  }
  list = wait_for (&client, 3);
  g_assert_cmpstr (plim_json_get_string (plim_json_get_object (json_array_get_object_element (list,
                                                                                              0),
                                                               "service"),
                                         "name"),
                   ==, "99");
  g_assert_cmpuint (client.messages->len, ==, 3);
}

static void
assert_closed (Client *client, gushort code, const char *reason)
{
  g_assert_nonnull (client->connection);
  plim_test_wait (soup_websocket_connection_get_state (client->connection) ==
                  SOUP_WEBSOCKET_STATE_CLOSED);
  g_assert_cmpuint (soup_websocket_connection_get_close_code (client->connection), ==, code);
  if (reason != NULL)
    g_assert_cmpstr (soup_websocket_connection_get_close_data (client->connection), ==, reason);
  g_assert_cmpuint (client->messages->len, ==, 0);
}

static void
test_refusals (PlimTestApi *self, gconstpointer data)
{
  static const struct {
    const char *path;
    const char *reason;
  } cases[] = {
    { "/ws", "Authentication required" },
    { "/", "Authentication required" },
    { "/ws?token=", "Authentication required" },
    { "/ws?token=plim_no", "Invalid or expired token" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Client) client = { 0 };

    connect_client (&client, self, cases[i].path, NULL);
    assert_closed (&client, 4401, cases[i].reason);
  }
}

static void
test_foreign_origin (PlimTestApi *self, gconstpointer data)
{
  g_auto (Client) client = { 0 };
  g_autofree char *path = g_strconcat ("/ws?token=", self->read_token, NULL);

  connect_client (&client, self, path, "https://example.com");
  g_assert_null (client.connection);
  g_assert_cmpuint (client.status, ==, 403);
}

static void
test_incoming (PlimTestApi *self, gconstpointer data)
{
  g_auto (Client) client = { 0 };
  g_autofree char *large = g_strnfill (5000, 'x');
  PlimAccount *account = plim_test_api_add_account (self, PLIM_TEST_ID (1), "codex", "work");

  connect_with_token (&client, self, "/ws?token=TOKEN");
  wait_for (&client, 1);
  soup_websocket_connection_send_text (client.connection, "{\"type\": \"subscribe\"}");
  soup_websocket_connection_send_text (client.connection, "no JSON");
  plim_account_set_label (account, "renamed");
  wait_for (&client, 2);
  soup_websocket_connection_send_text (client.connection, large);
  plim_test_wait (soup_websocket_connection_get_state (client.connection) ==
                  SOUP_WEBSOCKET_STATE_CLOSED);
  g_assert_cmpuint (soup_websocket_connection_get_close_code (client.connection), ==,
                    SOUP_WEBSOCKET_CLOSE_TOO_BIG);
}

static void
test_revocation (PlimTestApi *self, gconstpointer data)
{
  const PlimApiKey *key =
      plim_api_keys_find (plim_api_tokens_get_keys (self->tokens), self->read_token);
  g_autofree char *path = g_strconcat ("/ws?token=", self->change_token, NULL);
  g_auto (Client) revoked = { 0 }, other = { 0 };

  connect_with_token (&revoked, self, "/ws?token=TOKEN");
  wait_for (&revoked, 1);
  connect_client (&other, self, path, NULL);
  wait_for (&other, 1);
  plim_test_secrets_set (PLIM_API_KEYS_ACCOUNT, key->id, NULL);
  plim_test_api_reload_tokens (self);
  plim_test_wait (soup_websocket_connection_get_state (revoked.connection) ==
                  SOUP_WEBSOCKET_STATE_CLOSED);
  g_assert_cmpuint (soup_websocket_connection_get_close_code (revoked.connection), ==, 4401);
  g_assert_cmpint (soup_websocket_connection_get_state (other.connection), ==,
                   SOUP_WEBSOCKET_STATE_OPEN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
#define ADD(name, function)                                                                        \
  g_test_add ("/server/websocket/" name, PlimTestApi, NULL, plim_test_api_set_up, function,        \
              plim_test_api_tear_down)
  ADD ("first-message-comes-at-once", test_first_message);
  ADD ("all-providers-come-when-asked-for", test_all_providers);
  g_test_add_func ("/server/websocket/changes-come-within-100-ms", test_soon);
  ADD ("changes-that-follow-are-gathered", test_changes);
  ADD ("without-a-token-it-closes-with-4401", test_refusals);
  ADD ("revoked-token-closes-its-sockets", test_revocation);
  ADD ("foreign-origin-is-not-upgraded", test_foreign_origin);
  ADD ("what-comes-in-is-ignored-and-too-much-closes", test_incoming);
  return g_test_run ();
}
