/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who has one of the server's places, and who gets it next. */
#include "plim-server-peers.h"
#include "plim-server.h"
#include "plim-settings.h"
#include "plim-test-http.h"
#include "plim-test-wait.h"

#include <string.h>

#define N_PEERS PLIM_SERVER_MAX_PEERS

typedef struct {
  GSettings *settings;
  PlimRouter *router;
  PlimServer *server;
  GPtrArray *waiting; /* PlimCall: those that are answered later */
  PlimTestPeer *peers[N_PEERS];
} Fixture;

static void
on_now (PlimCall *call, gpointer user_data)
{
  plim_call_answer (call, 200, "text/plain", NULL);
}

static void
on_later (PlimCall *call, gpointer user_data)
{
  g_ptr_array_add (((Fixture *) user_data)->waiting, plim_call_ref (call));
}

static const PlimRoute routes[] = {
  { "GET", "/now", PLIM_ACCESS_NONE, PLIM_ROUTE_PLAIN, on_now },
  { "GET", "/later", PLIM_ACCESS_NONE, PLIM_ROUTE_PLAIN, on_later },
};

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  g_settings_set_uint (fixture->settings, PLIM_SETTINGS_SERVER_PORT, 0);
  g_settings_set_boolean (fixture->settings, PLIM_SETTINGS_SERVER_ENABLED, TRUE);
  fixture->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_call_unref);
  fixture->router = plim_router_new ();
  plim_router_add (fixture->router, routes, G_N_ELEMENTS (routes), fixture);
  fixture->server = plim_server_new (fixture->settings, fixture->router);
  g_assert_true (plim_server_is_listening (fixture->server));
  /* GLib (2.74) begins to accept anew for the second address, and loses who came before that. */
  plim_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_ptr_array_unref (fixture->waiting);
  g_assert_finalize_object (fixture->server);
  g_assert_finalize_object (fixture->router);
  g_settings_reset (fixture->settings, PLIM_SETTINGS_SERVER_ENABLED);
  g_object_unref (fixture->settings);
  plim_test_settle ();
}

/* As many clients as there are places, before the server looks up once. */
static void
connect_all (Fixture *fixture, const char *path)
{
  guint port = plim_server_get_port (fixture->server);
  g_autofree char *request =
      g_strdup_printf ("GET %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", path, port);

  for (guint i = 0; i < N_PEERS; i++) {
    GError *error = NULL;

    fixture->peers[i] = plim_test_peer_new_at_once (port);
    g_socket_send (g_socket_connection_get_socket (fixture->peers[i]->connection), request,
                   strlen (request), NULL, &error);
    g_assert_no_error (error);
  }
}

static void
for_each_peer (Fixture *fixture, void (*function) (PlimTestPeer *))
{
  for (guint i = 0; i < N_PEERS; i++)
    function (fixture->peers[i]);
}

static void
assert_answered (PlimTestPeer *peer)
{
  plim_test_peer_wait_answer (peer);
  g_assert_cmpuint (plim_test_peer_get_status (peer), ==, 200);
}

static void
assert_next_are_answered (Fixture *fixture)
{
  connect_all (fixture, "/now");
  for_each_peer (fixture, assert_answered);
  g_assert_cmpuint (plim_router_get_refusals (fixture->router, NULL, PLIM_REFUSAL_CONNECTIONS), ==,
                    0);
  for_each_peer (fixture, plim_test_peer_free);
}

/* The server learns of both in one look: that those are gone, and that these are there. */
static void
test_closed_ones (Fixture *fixture, gconstpointer data)
{
  connect_all (fixture, "/now");
  for_each_peer (fixture, assert_answered);
  g_assert_cmpuint (plim_server_get_connections (fixture->server), ==, N_PEERS);
  for_each_peer (fixture, plim_test_peer_free);
  assert_next_are_answered (fixture);
}

static void
test_reset_ones (Fixture *fixture, gconstpointer data)
{
  connect_all (fixture, "/now");
  for_each_peer (fixture, assert_answered);
  g_assert_cmpuint (plim_server_get_connections (fixture->server), ==, N_PEERS);
  for_each_peer (fixture, plim_test_peer_reset);
  assert_next_are_answered (fixture);
}

/* While an answer is made, libsoup does not look whether anybody still wants it. */
static void
test_reset_ones_that_waited (Fixture *fixture, gconstpointer data)
{
  connect_all (fixture, "/later");
  plim_test_wait (fixture->waiting->len == N_PEERS);
  for_each_peer (fixture, plim_test_peer_reset);
  assert_next_are_answered (fixture);
  for (guint i = 0; i < N_PEERS; i++)
    plim_call_answer_error (g_ptr_array_index (fixture->waiting, i), 200, "to nobody");
  plim_test_wait (plim_server_get_connections (fixture->server) == 0);
}

/* Their work is still done, so there is a limit to how much of it is begun. */
static void
test_endless_reset_ones (Fixture *fixture, gconstpointer data)
{
  guint port = plim_server_get_port (fixture->server);
  guint n_waiting = 0;
  g_autoptr (PlimTestPeer) next = NULL;

  while (plim_router_get_refusals (fixture->router, NULL, PLIM_REFUSAL_CONNECTIONS) == 0) {
    n_waiting = fixture->waiting->len;
    connect_all (fixture, "/later");
    plim_test_wait (fixture->waiting->len == n_waiting + N_PEERS ||
                    plim_router_get_refusals (fixture->router, NULL, PLIM_REFUSAL_CONNECTIONS) > 0);
    for_each_peer (fixture, plim_test_peer_reset);
  }
  g_assert_cmpuint (fixture->waiting->len, ==, 4 * N_PEERS);
  for (guint i = 0; i < fixture->waiting->len; i++)
    plim_call_answer_error (g_ptr_array_index (fixture->waiting, i), 200, "to nobody");
  plim_test_settle ();
  next = plim_test_http (port, "GET /now HTTP/1.1\r\nHost: HOST\r\n", NULL);
  g_assert_cmpuint (plim_test_peer_get_status (next), ==, 200);
}

static guint
count_files (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n_files = 0;

  while (g_dir_read_name (folder) != NULL)
    n_files++;
  return n_files;
}

/* However they go: before they ask, between two requests, put out for others, reset. */
static void
test_nothing_stays (Fixture *fixture, gconstpointer data)
{
  guint n_files = count_files ();

  for (guint i = 0; i < 3; i++) {
    connect_all (fixture, "/now");
    for_each_peer (fixture, assert_answered);
    for_each_peer (fixture, i == 0 ? plim_test_peer_free : plim_test_peer_reset);
    plim_test_wait (count_files () == n_files);
  }
  for (guint i = 0; i < 3 * N_PEERS; i++)
    plim_test_peer_free (plim_test_peer_new (plim_server_get_port (fixture->server)));
  plim_test_wait (count_files () == n_files);
  g_assert_cmpuint (plim_server_get_connections (fixture->server), ==, 0);
}

static void
end_sending (PlimTestPeer *peer)
{
  g_assert_true (
      g_socket_shutdown (g_socket_connection_get_socket (peer->connection), FALSE, TRUE, NULL));
}

/* Who has asked all it wants may end its side before the answer is there: it is no more gone than
 * others, and its place is taken until then.
 */
static void
test_half_closed_ones (Fixture *fixture, gconstpointer data)
{
  guint port = plim_server_get_port (fixture->server);
  g_autoptr (PlimTestPeer) refused = NULL;
  g_autoptr (PlimTestPeer) next = NULL;

  connect_all (fixture, "/later");
  for_each_peer (fixture, end_sending);
  plim_test_wait (fixture->waiting->len == N_PEERS);
  refused = plim_test_http (port, "GET /now HTTP/1.1\r\nHost: HOST\r\n", NULL);
  g_assert_cmpuint (plim_test_peer_get_status (refused), ==, 503);
  for (guint i = 0; i < N_PEERS; i++)
    plim_call_answer_error (g_ptr_array_index (fixture->waiting, i), 200, "late");
  plim_test_peer_wait_end (fixture->peers[0]);
  next = plim_test_http (port, "GET /now HTTP/1.1\r\nHost: HOST\r\n", NULL);
  g_assert_cmpuint (plim_test_peer_get_status (next), ==, 200);
  for_each_peer (fixture, assert_answered);
  for_each_peer (fixture, plim_test_peer_free);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/server/connections/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  ADD ("closed-ones-make-room-at-once", test_closed_ones);
  ADD ("reset-ones-make-room-at-once", test_reset_ones);
  ADD ("reset-ones-that-waited-make-room-at-once", test_reset_ones_that_waited);
  ADD ("reset-ones-begin-no-endless-work", test_endless_reset_ones);
  ADD ("nothing-of-them-stays", test_nothing_stays);
  ADD ("half-closed-ones-are-answered", test_half_closed_ones);
  return g_test_run ();
}
