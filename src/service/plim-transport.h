/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"
#include <libsoup/soup.h>

G_BEGIN_DECLS

/* One HTTP message, sent and read within its bounds. What is common to all: TLS by the system's
 * authorities, the system's proxy, no cookies, no cache, redirects never followed. */

/** PLIM_TRANSPORT_MAX_BYTES: a longer answer is refused while it is being read. */
#define PLIM_TRANSPORT_MAX_BYTES (4 * 1024 * 1024)

/** plim_transport_session_new: (transfer full): */
SoupSession *plim_transport_session_new (void);

/**
 * plim_transport_send_async:
 * @deadline_ms: the longest that it may take in all
 */
void plim_transport_send_async (SoupSession *session,
                                SoupMessage *message,
                                guint deadline_ms,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/**
 * plim_transport_send_finish:
 *
 * Returns: (transfer full) (nullable): the answer, whatever its HTTP status; or an error as the
 *   libraries tell it: plim_transport_map_error() translates it
 */
PlimAnswer *plim_transport_send_finish (GAsyncResult *result, GError **error);

/**
 * plim_transport_map_error:
 * @error: why nothing, or not all, was received
 * @uri: (nullable): to whom
 * @is_own_base: whether the user typed that address
 * @has_network: whether the system says that there is a network
 *
 * Returns: (transfer full): the same in %PLIM_ERROR, redacted; a cancellation and a %PLIM_ERROR
 * stay what they are
 */
GError *plim_transport_map_error (const GError *error,
                                  GUri *uri,
                                  gboolean is_own_base,
                                  gboolean has_network);

/** plim_transport_is_loopback: whether @uri leads to this very machine. */
gboolean plim_transport_is_loopback (GUri *uri);

/**
 * plim_transport_is_same_origin:
 *
 * Returns: whether both have the same scheme, host and port
 */
gboolean plim_transport_is_same_origin (GUri *a, GUri *b);

G_END_DECLS
