/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-server.h"

#include "plim-settings.h"
#include "plim-test-http.h"
#include "plim-test-wait.h"

#include <string.h>

typedef struct {
  GSettings *settings;
  PlimRouter *router;
  PlimServer *server;
  PlimCall *waiting; /* (nullable): one that is answered later */
  gsize body_bytes;
  guint n_handled;
} Fixture;

static void
on_echo (PlimCall *call, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_handled++;
  fixture->body_bytes = g_bytes_get_size (plim_call_get_body (call));
  plim_call_answer (call, 200, "text/plain", plim_call_get_body (call));
}

static void
on_parameter (PlimCall *call, gpointer user_data)
{
  const char *parameter = plim_call_get_parameter (call);
  g_autoptr (GBytes) body = g_bytes_new (parameter, strlen (parameter));

  plim_call_answer (call, 200, "text/plain", body);
}

static void
on_later (PlimCall *call, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->waiting = plim_call_ref (call);
}

static const PlimRoute routes[] = {
  { "GET", "/echo", PLIM_ACCESS_NONE, PLIM_ROUTE_PLAIN, on_echo },
  { "POST", "/echo", PLIM_ACCESS_NONE, PLIM_ROUTE_PLAIN, on_echo },
  { "GET", "/named/:name", PLIM_ACCESS_NONE, PLIM_ROUTE_PLAIN, on_parameter },
  { "GET", "/named/:name/more", PLIM_ACCESS_NONE, PLIM_ROUTE_PLAIN, on_parameter },
  { "GET", "/later", PLIM_ACCESS_NONE, PLIM_ROUTE_PLAIN, on_later },
  { "GET", "/secret", PLIM_ACCESS_READ, PLIM_ROUTE_PLAIN, on_echo },
  { "POST", "/hook", PLIM_ACCESS_NONE, PLIM_ROUTE_EXTENSIONS | PLIM_ROUTE_OK_MEMBER, on_echo },
};

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  g_settings_set_uint (fixture->settings, PLIM_SETTINGS_SERVER_PORT, 0);
  g_settings_set_boolean (fixture->settings, PLIM_SETTINGS_SERVER_ENABLED, TRUE);
  fixture->router = plim_router_new ();
  plim_router_add (fixture->router, routes, G_N_ELEMENTS (routes), fixture);
  fixture->server = plim_server_new (fixture->settings, fixture->router);
  g_assert_true (plim_server_is_listening (fixture->server));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->waiting, plim_call_unref);
  g_assert_finalize_object (fixture->server);
  g_assert_finalize_object (fixture->router);
  g_settings_reset (fixture->settings, PLIM_SETTINGS_SERVER_ENABLED);
  g_settings_reset (fixture->settings, PLIM_SETTINGS_SERVER_HOSTS);
  g_object_unref (fixture->settings);
  plim_test_settle ();
}

static PlimTestPeer *
ask (Fixture *fixture, const char *request, const char *body)
{
  return plim_test_http (plim_server_get_port (fixture->server), request, body);
}

static void
assert_status (Fixture *fixture, const char *request, guint status)
{
  g_autoptr (PlimTestPeer) peer = ask (fixture, request, NULL);

  g_test_message ("%s", request);
  g_assert_cmpuint (plim_test_peer_get_status (peer), ==, status);
}

static void
test_off_by_default (void)
{
  g_autoptr (GSettings) settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  g_autoptr (PlimRouter) router = plim_router_new ();
  g_autoptr (PlimServer) server = plim_server_new (settings, router);

  g_assert_false (plim_server_is_listening (server));
  g_assert_null (plim_server_get_problem (server));
}

static void
test_answers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimTestPeer) peer = ask (fixture, "POST /echo HTTP/1.1\r\nHost: HOST\r\n", "hello");
  g_autofree char *caching = plim_test_peer_dup_header (peer, "Cache-Control");
  g_autofree char *sniffing = plim_test_peer_dup_header (peer, "X-Content-Type-Options");

  g_assert_cmpuint (plim_test_peer_get_status (peer), ==, 200);
  g_assert_cmpstr (plim_test_peer_get_body (peer), ==, "hello");
  g_assert_cmpstr (caching, ==, "no-store");
  g_assert_cmpstr (sniffing, ==, "nosniff");
}

static void
test_routes (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *path;
    guint status;
    const char *body;
  } cases[] = {
    { "/named/one", 200, "one" },         { "/named/one/more", 200, "one" },
    { "/named/a%2Fb", 200, "a/b" },       { "/named/%2525", 200, "%25" },
    { "/n%61med/x?y=/z", 200, "x" },      { "/named/", 404, NULL },
    { "/named/%00", 404, NULL },          { "/named/%ff", 404, NULL },
    { "/named/one/more/", 404, NULL },    { "/", 404, NULL },
    { "/named/%C3%A9", 200, "\303\251" }, { "//echo", 404, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *request = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: HOST\r\n", cases[i].path);
    g_autoptr (PlimTestPeer) peer = ask (fixture, request, NULL);

    g_test_message ("%s", cases[i].path);
    g_assert_cmpuint (plim_test_peer_get_status (peer), ==, cases[i].status);
    if (cases[i].body != NULL)
      g_assert_cmpstr (plim_test_peer_get_body (peer), ==, cases[i].body);
    else
      g_assert_cmpstr (plim_test_peer_get_body (peer), ==,
                       "{\"error\":\"there is no such route\"}");
  }
}

static void
test_other_methods (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimTestPeer) peer = ask (fixture, "PUT /echo HTTP/1.1\r\nHost: HOST\r\n", "x");
  g_autofree char *allowed = plim_test_peer_dup_header (peer, "Allow");

  g_assert_cmpuint (plim_test_peer_get_status (peer), ==, 405);
  g_assert_cmpstr (allowed, ==, "GET, HEAD, POST");
  assert_status (fixture, "OPTIONS /echo HTTP/1.1\r\nHost: HOST\r\n", 403);
}

static void
test_head_has_no_body (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimTestPeer) peer =
      ask (fixture, "HEAD /named/one HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n", NULL);

  plim_test_peer_wait_end (peer);
  g_assert_cmpuint (plim_test_peer_get_status (peer), ==, 200);
  g_assert_cmpstr (plim_test_peer_get_body (peer), ==, "");
}

static void
check_two_hosts (Fixture *fixture)
{
  const char *request = "GET /echo HTTP/1.1\r\nHost: HOST\r\nHost: evil.example\r\n";

  if (!soup_check_version (3, 7, 1)) {
    assert_status (fixture, request, 403);
    return;
  }
  /* libsoup refuses them itself, with a warning. */
  g_test_expect_message ("libsoup", G_LOG_LEVEL_WARNING, "*duplicate Host header");
  assert_status (fixture, request, 400);
  g_test_assert_expected_messages ();
}

static void
test_foreign_host_and_origin (Fixture *fixture, gconstpointer data)
{
  static const char *const added[] = { "box.example", NULL };

  assert_status (fixture, "GET /echo HTTP/1.1\r\nHost: evil.example\r\n", 403);
  assert_status (fixture, "GET /none HTTP/1.1\r\nHost: evil.example\r\n", 403);
  check_two_hosts (fixture);
  assert_status (fixture, "GET /echo HTTP/1.1\r\nHost: HOST\r\nOrigin: https://evil.example\r\n",
                 403);
  assert_status (fixture, "GET /echo HTTP/1.1\r\nHost: HOST\r\nOrigin: null\r\n", 403);
  assert_status (fixture, "GET /echo HTTP/1.1\r\nHost: HOST\r\nOrigin: moz-extension://a\r\n", 403);
  assert_status (fixture, "GET /echo HTTP/1.1\r\nHost: HOST\r\nOrigin: http://HOST\r\n", 200);
  assert_status (fixture, "GET /echo HTTP/1.1\r\nHost: box.example\r\n", 403);
  g_settings_set_strv (fixture->settings, PLIM_SETTINGS_SERVER_HOSTS, added);
  assert_status (fixture, "GET /echo HTTP/1.1\r\nHost: box.example\r\n", 200);
  g_assert_cmpuint (fixture->n_handled, ==, 2);
}

static void
test_extension_sees_each_answer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimTestPeer) peer =
      ask (fixture, "GET /hook HTTP/1.1\r\nHost: HOST\r\nOrigin: chrome-extension://abc\r\n", NULL);
  g_autofree char *allowed = plim_test_peer_dup_header (peer, "Access-Control-Allow-Origin");
  g_autofree char *vary = plim_test_peer_dup_header (peer, "Vary");

  g_assert_cmpuint (plim_test_peer_get_status (peer), ==, 405);
  g_assert_cmpstr (allowed, ==, "chrome-extension://abc");
  g_assert_cmpstr (vary, ==, "Origin");
  g_assert_cmpstr (plim_test_peer_get_body (peer), ==,
                   "{\"ok\":false,\"error\":\"this route does not know the method\"}");
}

static void
test_needs_a_token (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimTestPeer) peer = ask (fixture, "GET /secret HTTP/1.1\r\nHost: HOST\r\n", NULL);
  g_autofree char *scheme = plim_test_peer_dup_header (peer, "WWW-Authenticate");

  g_assert_cmpuint (plim_test_peer_get_status (peer), ==, 401);
  g_assert_cmpstr (scheme, ==, "Bearer");
  g_assert_cmpuint (fixture->n_handled, ==, 0);
}

static void
test_encoded_body (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimTestPeer) peer =
      ask (fixture, "POST /echo HTTP/1.1\r\nHost: HOST\r\nContent-Encoding: gzip\r\n", "x");

  g_assert_cmpuint (plim_test_peer_get_status (peer), ==, 415);
}

/* The answer comes while the body is still owed. */
static void
test_announced_oversize (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimTestPeer) peer =
      ask (fixture, "POST /echo HTTP/1.1\r\nHost: HOST\r\nContent-Length: 65537\r\n", NULL);

  g_assert_cmpuint (plim_test_peer_get_status (peer), ==, 413);
  g_assert_cmpstr (plim_test_peer_get_body (peer), ==,
                   "{\"error\":\"the body is larger than 65536 bytes\"}");
  plim_test_peer_wait_end (peer);
  g_assert_cmpuint (fixture->n_handled, ==, 0);
}

static void
test_largest_body (Fixture *fixture, gconstpointer data)
{
  g_autofree char *body = g_strnfill (PLIM_SERVER_MAX_BODY, 'x');
  g_autoptr (PlimTestPeer) peer = ask (fixture, "POST /echo HTTP/1.1\r\nHost: HOST\r\n", body);

  g_assert_cmpuint (plim_test_peer_get_status (peer), ==, 200);
  g_assert_cmpuint (fixture->body_bytes, ==, PLIM_SERVER_MAX_BODY);
}

static void
test_endless_chunks (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimTestPeer) peer = plim_test_peer_new (plim_server_get_port (fixture->server));
  g_autofree char *host = g_strdup_printf ("POST /echo HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
                                           "Transfer-Encoding: chunked\r\n\r\n",
                                           plim_server_get_port (fixture->server));
  g_autofree char *content = g_strnfill (4096, 'x');
  g_autofree char *chunk = g_strconcat ("1000\r\n", content, "\r\n", NULL);

  plim_test_peer_send (peer, host, -1);
  while (!peer->is_closed)
    plim_test_peer_send (peer, chunk, -1);
  g_assert_cmpuint (plim_test_peer_get_status (peer), ==, 413);
  g_assert_cmpuint (fixture->n_handled, ==, 0);
}

static void
test_connection_is_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimTestPeer) peer = ask (fixture, "POST /echo HTTP/1.1\r\nHost: HOST\r\n", "one");
  g_autofree char *request =
      g_strdup_printf ("GET /named/two HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n",
                       plim_server_get_port (fixture->server));

  g_assert_cmpstr (plim_test_peer_get_body (peer), ==, "one");
  g_string_truncate (peer->received, 0);
  plim_test_peer_send (peer, request, -1);
  plim_test_peer_wait_answer (peer);
  g_assert_cmpstr (plim_test_peer_get_body (peer), ==, "two");
}

static void
test_answers_later (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimTestPeer) peer = plim_test_peer_new (plim_server_get_port (fixture->server));
  g_autofree char *request = g_strdup_printf ("GET /later HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n",
                                              plim_server_get_port (fixture->server));

  plim_test_peer_send (peer, request, -1);
  plim_test_wait (fixture->waiting != NULL);
  plim_call_answer_error (fixture->waiting, 500, "late");
  plim_call_answer_error (fixture->waiting, 200, "only the first counts");
  plim_test_peer_wait_answer (peer);
  g_assert_cmpuint (plim_test_peer_get_status (peer), ==, 500);
}

static void
test_answer_to_nobody (Fixture *fixture, gconstpointer data)
{
  PlimTestPeer *peer = plim_test_peer_new (plim_server_get_port (fixture->server));
  g_autofree char *request = g_strdup_printf ("GET /later HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n",
                                              plim_server_get_port (fixture->server));

  plim_test_peer_send (peer, request, -1);
  plim_test_wait (fixture->waiting != NULL);
  plim_test_peer_free (peer);
  plim_test_settle ();
  plim_call_answer_error (fixture->waiting, 500, "late");
  plim_test_wait (plim_server_get_connections (fixture->server) == 0);
}

static void
on_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gboolean *is_closed = user_data;

  plim_server_close_finish (PLIM_SERVER (source), result);
  *is_closed = TRUE;
}

static void
test_close_lets_answers_end (Fixture *fixture, gconstpointer data)
{
  guint port = plim_server_get_port (fixture->server);
  g_autoptr (PlimTestPeer) idle = plim_test_peer_new (port);
  g_autoptr (PlimTestPeer) peer = plim_test_peer_new (port);
  g_autofree char *request =
      g_strdup_printf ("GET /later HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", port);
  gboolean is_closed = FALSE;

  plim_test_peer_send (peer, request, -1);
  plim_test_wait (fixture->waiting != NULL);
  plim_server_close_async (fixture->server, on_closed, &is_closed);
  plim_test_peer_wait_end (idle);
  g_assert_false (is_closed);
  plim_call_answer_error (fixture->waiting, 500, "last");
  plim_test_peer_wait_end (peer);
  g_assert_cmpuint (plim_test_peer_get_status (peer), ==, 500);
  plim_test_wait (is_closed);
}

static void
test_port_in_use (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimServer) second = NULL;

  g_settings_set_uint (fixture->settings, PLIM_SETTINGS_SERVER_PORT, 0);
  g_signal_handlers_block_matched (fixture->settings, G_SIGNAL_MATCH_ID,
                                   g_signal_lookup ("changed", G_TYPE_SETTINGS), 0, NULL, NULL,
                                   NULL);
  g_settings_set_uint (fixture->settings, PLIM_SETTINGS_SERVER_PORT,
                       plim_server_get_port (fixture->server));
  second = plim_server_new (fixture->settings, fixture->router);
  g_assert_false (plim_server_is_listening (second));
  g_assert_nonnull (strstr (plim_server_get_problem (second), "cannot listen on 127.0.0.1"));
}

static void
test_switch (Fixture *fixture, gconstpointer data)
{
  g_settings_set_boolean (fixture->settings, PLIM_SETTINGS_SERVER_ENABLED, FALSE);
  g_assert_false (plim_server_is_listening (fixture->server));
  g_settings_set_string (fixture->settings, PLIM_SETTINGS_SERVER_ADDRESS, "nowhere");
  g_settings_set_boolean (fixture->settings, PLIM_SETTINGS_SERVER_ENABLED, TRUE);
  g_assert_false (plim_server_is_listening (fixture->server));
  g_assert_nonnull (plim_server_get_problem (fixture->server));
  g_settings_reset (fixture->settings, PLIM_SETTINGS_SERVER_ADDRESS);
  g_assert_true (plim_server_is_listening (fixture->server));
  g_assert_null (plim_server_get_problem (fixture->server));
}

/* Many that say nothing never keep one out that asks. */
static void
test_ten_thousand_connections (Fixture *fixture, gconstpointer data)
{
  guint port = plim_server_get_port (fixture->server);
  g_autoptr (GQueue) peers = g_queue_new ();

  for (guint i = 0; i < 10000; i++) {
    g_queue_push_tail (peers, plim_test_peer_new (port));
    plim_test_settle ();
    g_assert_cmpuint (plim_server_get_connections (fixture->server), <=, 64);
    if (g_queue_get_length (peers) > 200)
      plim_test_peer_free (g_queue_pop_head (peers));
    if (i % 1000 == 0)
      assert_status (fixture, "GET /echo HTTP/1.1\r\nHost: HOST\r\n", 200);
  }
  assert_status (fixture, "GET /echo HTTP/1.1\r\nHost: HOST\r\n", 200);
  g_queue_clear_full (peers, (GDestroyNotify) plim_test_peer_free);
  plim_test_wait (plim_server_get_connections (fixture->server) == 0);
}

static void
test_counts (Fixture *fixture, gconstpointer data)
{
  const PlimRouteCount *counts;
  guint n_counts;

  assert_status (fixture, "GET /echo HTTP/1.1\r\nHost: HOST\r\n", 200);
  assert_status (fixture, "GET /echo HTTP/1.1\r\nHost: HOST\r\n", 200);
  assert_status (fixture, "GET /none HTTP/1.1\r\nHost: HOST\r\n", 404);
  counts = plim_router_get_counts (fixture->router, &n_counts);
  g_assert_cmpuint (n_counts, ==, 2);
  g_assert_cmpstr (counts[0].pattern, ==, "/echo");
  g_assert_cmpuint (counts[0].count, ==, 2);
  g_assert_cmpstr (counts[1].pattern, ==, "");
  g_assert_cmpuint (counts[1].status, ==, 404);
  g_assert_cmpuint (plim_router_get_refusals (fixture->router, NULL, PLIM_REFUSAL_ROUTE), ==, 1);
}

static void
test_no_http (Fixture *fixture, gconstpointer data)
{
  static const char *const requests[] = {
    "nonsense\r\n",
    "GET / HTTP/1.1\r\n",
#ifndef __SANITIZE_ADDRESS__ /* libsoup 3.2 loses the path of such a request */
    "GET /echo HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: none\r\n",
#endif
  };

  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++) {
    g_autoptr (PlimTestPeer) peer = ask (fixture, requests[i], NULL);
    g_autofree char *type = plim_test_peer_dup_header (peer, "Content-Type");

    g_test_message ("%s", requests[i]);
    g_assert_cmpuint (plim_test_peer_get_status (peer) / 100, ==, i < 2 ? 4 : 5);
    g_assert_cmpstr (type, ==, "application/json; charset=utf-8");
    g_assert_cmpstr (plim_test_peer_get_body (peer), ==, "{\"error\":\"this is no HTTP request\"}");
  }
}

/* Who goes on sending holds a place no longer than who does not. */
static void
test_slow_headers (Fixture *fixture, gconstpointer data)
{
  static const char request[] = "GET /echo HTTP/1.1\r\nX-A: ";
  g_autoptr (PlimTestPeer) peer = NULL;

  plim_server_set_limits (fixture->server, 50 * 1000, 10 * G_USEC_PER_SEC);
  peer = plim_test_peer_new (plim_server_get_port (fixture->server));
  plim_test_peer_send (peer, request, sizeof request - 1);
  for (guint i = 0; i < 20; i++)
    plim_test_peer_send (peer, "a", 1);
  plim_test_peer_wait_end (peer);
  g_assert_cmpuint (plim_test_peer_get_status (peer), ==, 0);
  g_assert_cmpuint (plim_router_get_refusals (fixture->router, NULL, PLIM_REFUSAL_TIME), ==, 1);
}

static void
test_slow_body (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimTestPeer) peer = NULL;
  g_autofree char *request = g_strdup_printf ("POST /echo HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
                                              "Content-Length: 60000\r\n\r\n",
                                              plim_server_get_port (fixture->server));

  plim_server_set_limits (fixture->server, 10 * G_USEC_PER_SEC, 50 * 1000);
  peer = plim_test_peer_new (plim_server_get_port (fixture->server));
  plim_test_peer_send (peer, request, -1);
  for (guint i = 0; i < 20; i++)
    plim_test_peer_send (peer, "a", 1);
  plim_test_peer_wait_end (peer);
  g_assert_cmpuint (plim_test_peer_get_status (peer), !=, 200);
  g_assert_cmpuint (plim_router_get_refusals (fixture->router, NULL, PLIM_REFUSAL_TIME), ==, 1);
}

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  g_test_add_func ("/server/server/off-by-default", test_off_by_default);
  ADD ("/server/server/answers", test_answers);
  ADD ("/server/server/routes", test_routes);
  ADD ("/server/server/other-methods", test_other_methods);
  ADD ("/server/server/head-has-no-body", test_head_has_no_body);
  ADD ("/server/server/foreign-host-and-origin", test_foreign_host_and_origin);
  ADD ("/server/server/extension-sees-each-answer", test_extension_sees_each_answer);
  ADD ("/server/server/needs-a-token", test_needs_a_token);
  ADD ("/server/server/encoded-body", test_encoded_body);
  ADD ("/server/server/announced-oversize", test_announced_oversize);
  ADD ("/server/server/largest-body", test_largest_body);
  ADD ("/server/server/endless-chunks", test_endless_chunks);
  ADD ("/server/server/connection-is-kept", test_connection_is_kept);
  ADD ("/server/server/answers-later", test_answers_later);
  ADD ("/server/server/answer-to-nobody", test_answer_to_nobody);
  ADD ("/server/server/close-lets-answers-end", test_close_lets_answers_end);
  ADD ("/server/server/port-in-use", test_port_in_use);
  ADD ("/server/server/switch", test_switch);
  ADD ("/server/server/ten-thousand-connections", test_ten_thousand_connections);
  ADD ("/server/server/what-is-no-http-gets-json-too", test_no_http);
  ADD ("/server/server/slow-headers-end", test_slow_headers);
  ADD ("/server/server/slow-body-ends", test_slow_body);
  ADD ("/server/server/counts", test_counts);
  return g_test_run ();
}
