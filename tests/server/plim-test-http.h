/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A client that sends bytes as they are: what a library would not let a test send. */

typedef struct {
  GSocketConnection *connection;
  GString *received;
  gboolean is_closed; /* by the other side */
} PlimTestPeer;

/** plim_test_peer_new: connects to 127.0.0.1. */
PlimTestPeer *plim_test_peer_new (guint port);

/** plim_test_peer_new_at_once: the same while the other side's main context stands still. */
PlimTestPeer *plim_test_peer_new_at_once (guint port);
void plim_test_peer_free (PlimTestPeer *self);

/** plim_test_peer_reset: goes without a farewell, as a program does that crashes. */
void plim_test_peer_reset (PlimTestPeer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimTestPeer, plim_test_peer_free)

/** plim_test_peer_send: what the other side no longer takes is lost without a word. */
void plim_test_peer_send (PlimTestPeer *self, const char *data, gssize length);

/** plim_test_peer_poll: takes what has come. */
void plim_test_peer_poll (PlimTestPeer *self);

/** plim_test_peer_wait_answer: runs the main context until a whole answer or the end is there. */
void plim_test_peer_wait_answer (PlimTestPeer *self);

/** plim_test_peer_wait_length: runs the main context until so much was received, or the end is
 * there.
 */
void plim_test_peer_wait_length (PlimTestPeer *self, gsize length);

/** plim_test_peer_wait_end: runs the main context until the other side has closed. */
void plim_test_peer_wait_end (PlimTestPeer *self);

/** plim_test_peer_get_status: of the first answer in what was received; 0: none */
guint plim_test_peer_get_status (PlimTestPeer *self);

/** plim_test_peer_get_body: (transfer none): of the first answer */
const char *plim_test_peer_get_body (PlimTestPeer *self);

/** plim_test_peer_dup_header: (transfer full) (nullable): of the first answer */
char *plim_test_peer_dup_header (PlimTestPeer *self, const char *name);

/**
 * plim_test_http:
 * @request: request line and headers, each ended by CR LF, without the empty line; `HOST` in it
 *   becomes ours
 * @body: (nullable): sent with its Content-Length
 *
 * Returns: (transfer full): after the whole answer
 */
PlimTestPeer *plim_test_http (guint port, const char *request, const char *body);

G_END_DECLS
