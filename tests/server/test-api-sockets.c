/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What becomes of WebSocket clients that do not read. */
#include "plim-api-sockets.h"
#include "plim-server.h"
#include "plim-settings.h"
#include "plim-test-http.h"
#include "plim-test-wait.h"

#include <string.h>

/* Large, so that the kernel's buffers hold few. */
#define TEXT_BYTES (128 * 1024)
/* Kind, length and length of the length. */
#define FRAME_BYTES (TEXT_BYTES + 10)
#define PERIOD_US 1000
#define N_CHANGES 40

typedef struct {
  GSettings *settings;
  PlimRouter *router;
  PlimServer *server;
  PlimApiSockets *sockets;
  PlimTestPeer *reader;
  PlimTestPeer *other; /* never reads unless a test makes it */
  guint n_made;
} Fixture;

static GBytes *
make_message (gboolean all_providers, gpointer user_data)
{
  Fixture *fixture = user_data;
  char *text = g_strnfill (TEXT_BYTES, ' ');
  g_autofree char *number = g_strdup_printf ("%u", ++fixture->n_made);

  memcpy (text, number, strlen (number));
  return g_bytes_new_take (text, TEXT_BYTES);
}

static void
on_websocket (PlimCall *call,
              SoupWebsocketConnection *connection,
              GSocket *socket,
              gpointer user_data)
{
  plim_api_sockets_add (((Fixture *) user_data)->sockets, connection, socket, NULL, FALSE);
}

static void
on_plain (PlimCall *call, gpointer user_data)
{
  plim_call_answer_error (call, SOUP_STATUS_BAD_REQUEST, "only WebSockets");
}

static const PlimRoute routes[] = {
  { "GET", "/ws", PLIM_ACCESS_NONE, PLIM_ROUTE_WEBSOCKET, on_plain },
};

/* The frames begin after the head. */
static gsize
get_head_length (PlimTestPeer *peer)
{
  return (gsize) (plim_test_peer_get_body (peer) - peer->received->str);
}

static guint
count_frames (PlimTestPeer *peer)
{
  return (guint) ((peer->received->len - get_head_length (peer)) / FRAME_BYTES);
}

static guint
get_number (PlimTestPeer *peer, guint n_frame)
{
  const char *frame = plim_test_peer_get_body (peer) + (gsize) (n_frame - 1) * FRAME_BYTES;

  g_assert_cmphex ((guchar) frame[0], ==, 0x81);
  g_assert_cmphex ((guchar) frame[1], ==, 127);
  return (guint) g_ascii_strtoull (frame + FRAME_BYTES - TEXT_BYTES, NULL, 10);
}

static PlimTestPeer *
connect_peer (Fixture *fixture)
{
  PlimTestPeer *peer = plim_test_peer_new (plim_server_get_port (fixture->server));
  g_autofree char *request = g_strdup_printf (
      "GET /ws HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
      plim_server_get_port (fixture->server));
  guint n_clients = plim_api_sockets_get_count (fixture->sockets);

  plim_test_peer_send (peer, request, -1);
  plim_test_wait (plim_api_sockets_get_count (fixture->sockets) > n_clients);
  return peer;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  g_settings_set_uint (fixture->settings, PLIM_SETTINGS_SERVER_PORT, 0);
  g_settings_set_boolean (fixture->settings, PLIM_SETTINGS_SERVER_ENABLED, TRUE);
  fixture->sockets = plim_api_sockets_new (make_message, fixture);
  fixture->router = plim_router_new ();
  plim_router_add (fixture->router, routes, G_N_ELEMENTS (routes), fixture);
  fixture->server = plim_server_new (fixture->settings, fixture->router);
  plim_server_set_websocket (fixture->server, on_websocket, fixture);
  fixture->reader = connect_peer (fixture);
  plim_test_peer_wait_length (fixture->reader, FRAME_BYTES);
  fixture->other = connect_peer (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  plim_test_peer_free (fixture->reader);
  plim_test_peer_free (fixture->other);
  plim_test_wait (plim_server_get_connections (fixture->server) == 0);
  plim_test_settle ();
  g_assert_finalize_object (fixture->sockets);
  g_assert_finalize_object (fixture->server);
  g_assert_finalize_object (fixture->router);
  g_settings_reset (fixture->settings, PLIM_SETTINGS_SERVER_ENABLED);
  g_object_unref (fixture->settings);
}

static void
change (Fixture *fixture, guint n_changes)
{
  gsize head_length = get_head_length (fixture->reader);

  for (guint i = 0; i < n_changes; i++) {
    guint n_frames = count_frames (fixture->reader);

    plim_api_sockets_announce (fixture->sockets);
    plim_test_peer_wait_length (fixture->reader, head_length + (n_frames + 1) * FRAME_BYTES);
  }
}

/* 5 MiB for who reads; the kernel keeps a few for who does not, and we a few more. */
static void
test_no_queue (Fixture *fixture, gconstpointer data)
{
  guint n_frames;

  plim_api_sockets_set_limits (fixture->sockets, PERIOD_US, G_MAXINT64);
  change (fixture, N_CHANGES);
  g_assert_cmpuint (count_frames (fixture->reader), ==, N_CHANGES + 1);
  g_assert_cmpuint (plim_api_sockets_get_count (fixture->sockets), ==, 2);
  /* It reads again, and sees what is now. */
  plim_test_peer_wait_length (fixture->other, FRAME_BYTES);
  while (get_number (fixture->other, count_frames (fixture->other)) < fixture->n_made)
    plim_test_peer_wait_length (fixture->other, fixture->other->received->len + 1);
  n_frames = count_frames (fixture->other);
  g_test_message ("%u of %u messages", n_frames, count_frames (fixture->reader));
  g_assert_cmpuint (n_frames, <, N_CHANGES / 2);
}

static void
test_dropped (Fixture *fixture, gconstpointer data)
{
  plim_api_sockets_set_limits (fixture->sockets, PERIOD_US, 20 * PERIOD_US);
  change (fixture, N_CHANGES);
  plim_test_wait (plim_api_sockets_get_count (fixture->sockets) == 1);
  plim_test_wait (plim_server_get_connections (fixture->server) == 1);
  plim_test_peer_wait_end (fixture->other);
  change (fixture, 1);
}

/* The farewell stands behind what it does not read. */
static void
test_dropped_when_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) no_keys = g_ptr_array_new ();

  plim_api_sockets_set_limits (fixture->sockets, PERIOD_US, G_MAXINT64);
  change (fixture, N_CHANGES);
  plim_api_sockets_set_limits (fixture->sockets, PERIOD_US, 20 * PERIOD_US);
  plim_api_sockets_close_others (fixture->sockets, no_keys);
  g_assert_cmpuint (plim_api_sockets_get_count (fixture->sockets), ==, 0);
  plim_test_peer_wait_end (fixture->other);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
#define ADD(name, function)                                                                        \
  g_test_add ("/server/api-sockets/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("who-does-not-read-gets-only-the-newest", test_no_queue);
  ADD ("who-does-not-read-is-dropped", test_dropped);
  ADD ("who-does-not-read-is-dropped-when-refused", test_dropped_when_refused);
  return g_test_run ();
}
