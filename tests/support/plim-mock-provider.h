/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * PlimMockProvider:
 *
 * A provider on loopback for tests in one process: answers by path, in the order in which the
 * answers were added, the last one for ever; counts and keeps the requests. The answer to an
 * unknown path is 404. Paths are compared without their query.
 */
typedef struct _PlimMockProvider PlimMockProvider;

/** plim_mock_provider_new: @certificate: (nullable): serves HTTPS with it */
PlimMockProvider *plim_mock_provider_new (GTlsCertificate *certificate);
void plim_mock_provider_free (PlimMockProvider *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimMockProvider, plim_mock_provider_free)

/** plim_mock_provider_get_origin: such as `http://127.0.0.1:40123` */
const char *plim_mock_provider_get_origin (PlimMockProvider *self);

/**
 * plim_mock_provider_add:
 * @headers: (nullable): lines of `Name: value`, separated by LF
 * @body: (nullable): served as JSON unless @headers say otherwise
 */
void plim_mock_provider_add (
    PlimMockProvider *self, const char *path, guint status, const char *headers, const char *body);

/** plim_mock_provider_add_bytes: an answer of @size spaces */
void plim_mock_provider_add_bytes (PlimMockProvider *self, const char *path, gsize size);

/** plim_mock_provider_hang: requests of @path get no answer until plim_mock_provider_release(). */
void plim_mock_provider_hang (PlimMockProvider *self, const char *path);
void plim_mock_provider_release (PlimMockProvider *self);

/** plim_mock_provider_reset: forgets answers and requests. */
void plim_mock_provider_reset (PlimMockProvider *self);

/** plim_mock_provider_count: how many requests of @path came; of all paths when it is %NULL */
guint plim_mock_provider_count (PlimMockProvider *self, const char *path);

/** plim_mock_provider_get_n_waiting: how many requests hang now */
guint plim_mock_provider_get_n_waiting (PlimMockProvider *self);

/** plim_mock_provider_get_header: (nullable): of the request at @index, counted from 0 */
const char *plim_mock_provider_get_header (PlimMockProvider *self, guint index, const char *name);

/** plim_mock_provider_get_body: of the request at @index, as text; "" for none */
const char *plim_mock_provider_get_body (PlimMockProvider *self, guint index);

/** plim_mock_provider_get_body_bytes: how much of the bodies was written to the clients */
gsize plim_mock_provider_get_body_bytes (PlimMockProvider *self);

G_END_DECLS
