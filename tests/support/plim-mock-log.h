/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/** PlimMockLog: what a stand-in was asked, by provider and in order. */
typedef struct _PlimMockLog PlimMockLog;

PlimMockLog *plim_mock_log_new (void);
void plim_mock_log_free (PlimMockLog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimMockLog, plim_mock_log_free)
void plim_mock_log_clear (PlimMockLog *self);

/**
 * plim_mock_log_add:
 * @path: without what tells the provider
 *
 * Keeps method, target, path, headers and body.
 *
 * Returns: (transfer none): the entry, for the answer's name
 */
JsonObject *plim_mock_log_add (PlimMockLog *self,
                               const char *provider,
                               const char *path,
                               SoupServerMessage *message);

/** plim_mock_log_count: (transfer full): provider → number of requests */
JsonObject *plim_mock_log_count (PlimMockLog *self);

/** plim_mock_log_dup: (transfer full): the requests of @provider as JSON */
char *plim_mock_log_dup (PlimMockLog *self, const char *provider);

/** plim_mock_log_dup_target: (transfer full): path and query as they came */
char *plim_mock_log_dup_target (SoupServerMessage *message);

G_END_DECLS
