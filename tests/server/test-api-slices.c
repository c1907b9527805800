/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-api-slices.h"

#include "plim-server.h"
#include "plim-settings.h"
#include "plim-test-http.h"
#include "plim-test-wait.h"

#include <string.h>

#define N_PIECES 200
#define PIECE_US 500
/* A slice is shorter: however slow the machine is, no more of them fit into it. */
#define MAX_SLICE_US 10000
/* More than the kernel keeps for who does not read. */
#define LARGE_BYTES (16 * 1024 * 1024)

typedef struct {
  GSettings *settings;
  PlimRouter *router;
  PlimServer *server;
  PlimApiSlices *slices;
  GString *ended;  /* a letter for each answer that ended */
  guint n_written; /* pieces of the last of them */
  guint n_pieces;
  gboolean is_large;  /* each piece is */
  guint n_since_turn; /* pieces since somebody else had a turn */
  guint n_at_most;
  gboolean was_answered_at_once;
} Fixture;

typedef struct {
  Fixture *fixture;
  char letter;
  guint n_written;
} Answer;

static gboolean
write_piece (GString *text, gpointer user_data)
{
  Answer *answer = user_data;
  gint64 end_us = g_get_monotonic_time () + (answer->fixture->n_pieces > 10 ? PIECE_US : 0);

  while (g_get_monotonic_time () < end_us)
    ;
  answer->fixture->n_since_turn++;
  if (answer->fixture->is_large)
    g_string_set_size (text, LARGE_BYTES);
  else
    g_string_append_c (text, answer->letter);
  return ++answer->n_written < answer->fixture->n_pieces;
}

static void
end_answer (gpointer data)
{
  Answer *answer = data;

  g_string_append_c (answer->fixture->ended, answer->letter);
  answer->fixture->n_written = answer->n_written;
  g_free (answer);
}

static void
on_asked (PlimCall *call, gpointer user_data)
{
  Fixture *fixture = user_data;
  Answer *answer = g_new0 (Answer, 1);

  answer->fixture = fixture;
  answer->letter = plim_call_get_parameter (call)[0];
  plim_api_slices_answer (fixture->slices, call, "text/plain", write_piece, answer, end_answer);
  fixture->was_answered_at_once = plim_call_is_answered (call);
}

static const PlimRoute routes[] = {
  { "GET", "/:letter", PLIM_ACCESS_NONE, PLIM_ROUTE_PLAIN, on_asked },
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
  fixture->slices = plim_api_slices_new ();
  fixture->ended = g_string_new (NULL);
  fixture->n_pieces = N_PIECES;
  g_assert_true (plim_server_is_listening (fixture->server));
  plim_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->slices, plim_api_slices_free);
  plim_test_settle ();
  if (fixture->server != NULL)
    g_assert_finalize_object (fixture->server);
  g_assert_finalize_object (fixture->router);
  g_settings_reset (fixture->settings, PLIM_SETTINGS_SERVER_ENABLED);
  g_settings_reset (fixture->settings, PLIM_SETTINGS_SERVER_PORT);
  g_object_unref (fixture->settings);
  g_string_free (fixture->ended, TRUE);
}

static PlimTestPeer *
ask (Fixture *fixture, char letter)
{
  guint port = plim_server_get_port (fixture->server);
  PlimTestPeer *peer = plim_test_peer_new (port);
  g_autofree char *request =
      g_strdup_printf ("GET /%c HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", letter, port);

  plim_test_peer_send (peer, request, -1);
  return peer;
}

static gboolean
on_turn (gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_at_most = MAX (fixture->n_at_most, fixture->n_since_turn);
  fixture->n_since_turn = 0;
  return G_SOURCE_CONTINUE;
}

static void
test_nobody_waits (Fixture *fixture, gconstpointer data)
{
  g_autofree char *expected = g_strnfill (N_PIECES, 'a');
  guint source_id = g_idle_add_full (G_PRIORITY_DEFAULT, on_turn, fixture, NULL);
  g_autoptr (PlimTestPeer) peer = ask (fixture, 'a');

  plim_test_peer_wait_answer (peer);
  g_source_remove (source_id);
  g_assert_cmpuint (plim_test_peer_get_status (peer), ==, 200);
  g_assert_cmpstr (plim_test_peer_get_body (peer), ==, expected);
  g_assert_cmpuint (fixture->n_at_most, >, 0);
  g_assert_cmpuint (fixture->n_at_most, <=, MAX_SLICE_US / PIECE_US);
  g_assert_false (fixture->was_answered_at_once);
  g_assert_cmpstr (fixture->ended->str, ==, "a");
}

static void
test_small_ones_are_made_at_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimTestPeer) peer = NULL;

  fixture->n_pieces = 1;
  peer = ask (fixture, 'b');
  plim_test_peer_wait_answer (peer);
  g_assert_cmpstr (plim_test_peer_get_body (peer), ==, "b");
  g_assert_true (fixture->was_answered_at_once);
  g_assert_cmpstr (fixture->ended->str, ==, "b");
}

static void
test_one_after_the_other (Fixture *fixture, gconstpointer data)
{
  g_autofree char *expected = g_strnfill (N_PIECES, 'b');
  g_autoptr (PlimTestPeer) first = ask (fixture, 'a');
  g_autoptr (PlimTestPeer) second = NULL;

  plim_test_wait (plim_api_slices_get_count (fixture->slices) == 1);
  second = ask (fixture, 'b');
  plim_test_wait (plim_api_slices_get_count (fixture->slices) == 2);
  plim_test_peer_wait_answer (second);
  plim_test_peer_wait_answer (first);
  g_assert_cmpstr (plim_test_peer_get_body (second), ==, expected);
  g_assert_cmpuint (plim_test_peer_get_status (first), ==, 200);
  g_assert_cmpstr (fixture->ended->str, ==, "ab");
}

/* libsoup does not look at who waits for an answer; that it cannot be sent, it sees. */
static void
test_who_goes_leaves_nothing (Fixture *fixture, gconstpointer data)
{
  PlimTestPeer *gone = ask (fixture, 'a');
  g_autoptr (PlimTestPeer) next = NULL;

  plim_test_wait (plim_api_slices_get_count (fixture->slices) == 1);
  plim_test_peer_reset (gone);
  next = ask (fixture, 'b');
  plim_test_peer_wait_answer (next);
  g_assert_cmpuint (plim_test_peer_get_status (next), ==, 200);
  g_assert_cmpstr (fixture->ended->str, ==, "ab");
  g_assert_cmpuint (plim_api_slices_get_count (fixture->slices), ==, 0);
  plim_test_wait (plim_server_get_connections (fixture->server) == 1);
}

static void
on_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  plim_server_close_finish (PLIM_SERVER (source), result);
  *(gboolean *) user_data = TRUE;
}

/* A graceful stop waits for what is under way. */
static void
test_a_stop_lets_it_end (Fixture *fixture, gconstpointer data)
{
  g_autofree char *expected = g_strnfill (N_PIECES / 4, 'a');
  g_autoptr (PlimTestPeer) peer = ask (fixture, 'a');
  gboolean is_closed = FALSE;

  fixture->n_pieces = N_PIECES / 4;
  plim_test_wait (plim_api_slices_get_count (fixture->slices) == 1);
  plim_server_close_async (fixture->server, on_closed, &is_closed);
  plim_test_wait (is_closed);
  plim_test_peer_wait_end (peer);
  g_assert_cmpstr (plim_test_peer_get_body (peer), ==, expected);
  g_assert_cmpstr (fixture->ended->str, ==, "a");
}

static void
test_a_server_that_goes_ends_it (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimTestPeer) peer = ask (fixture, 'a');

  plim_test_wait (plim_api_slices_get_count (fixture->slices) == 1);
  g_assert_finalize_object (g_steal_pointer (&fixture->server));
  plim_test_wait (plim_api_slices_get_count (fixture->slices) == 0);
  g_assert_cmpstr (fixture->ended->str, ==, "a");
  g_assert_cmpuint (fixture->n_written, <, N_PIECES);
  plim_test_peer_wait_end (peer);
  g_assert_cmpuint (plim_test_peer_get_status (peer), ==, 0);
}

/* Memory is not for who asks and does not read. */
static void
test_unread_ones_are_few (Fixture *fixture, gconstpointer data)
{
  PlimTestPeer *first;
  g_autoptr (PlimTestPeer) second = NULL;
  g_autoptr (PlimTestPeer) third = NULL;
  g_autofree char *seconds = NULL;

  plim_api_slices_set_max_bytes (fixture->slices, LARGE_BYTES + LARGE_BYTES / 2);
  fixture->is_large = TRUE;
  fixture->n_pieces = 2;
  first = ask (fixture, 'a');
  plim_test_wait (g_str_equal (fixture->ended->str, "a"));
  second = ask (fixture, 'b');
  plim_test_peer_wait_answer (second);
  g_assert_cmpuint (plim_test_peer_get_status (second), ==, 503);
  seconds = plim_test_peer_dup_header (second, "Retry-After");
  g_assert_cmpstr (seconds, ==, "1");
  g_assert_nonnull (strstr (plim_test_peer_get_body (second), "not read"));

  plim_test_peer_reset (first);
  plim_test_wait (plim_server_get_connections (fixture->server) == 1);
  third = ask (fixture, 'c');
  plim_test_peer_wait_length (third, 100);
  g_assert_cmpuint (plim_test_peer_get_status (third), ==, 200);
}

/* The API goes before it has written all. */
static void
test_an_end_leaves_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimTestPeer) first = ask (fixture, 'a');
  g_autoptr (PlimTestPeer) second = NULL;

  plim_test_wait (plim_api_slices_get_count (fixture->slices) == 1);
  second = ask (fixture, 'b');
  plim_test_wait (plim_api_slices_get_count (fixture->slices) == 2);
  g_clear_pointer (&fixture->slices, plim_api_slices_free);
  g_assert_cmpstr (fixture->ended->str, ==, "ab");
  g_assert_cmpuint (fixture->n_written, ==, 0);
  plim_test_peer_poll (first);
  g_assert_cmpuint (first->received->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
#define ADD(name, test)                                                                            \
  g_test_add ("/server/api-slices/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("nobody-waits-for-a-large-answer", test_nobody_waits);
  ADD ("small-ones-are-made-at-once", test_small_ones_are_made_at_once);
  ADD ("one-is-made-after-the-other", test_one_after_the_other);
  ADD ("who-goes-leaves-nothing", test_who_goes_leaves_nothing);
  ADD ("a-graceful-stop-lets-it-end", test_a_stop_lets_it_end);
  ADD ("unread-ones-are-few", test_unread_ones_are_few);
  ADD ("a-server-that-goes-ends-it", test_a_server_that_goes_ends_it);
  ADD ("an-end-leaves-nothing", test_an_end_leaves_nothing);
#undef ADD
  return g_test_run ();
}
