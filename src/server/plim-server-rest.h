/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlimServerRest:
 *
 * The rest after a burst of requests, or a large answer: when none came for two seconds, the memory
 * that the C library kept of it goes back to the system, once.
 */
typedef struct _PlimServerRest PlimServerRest;

PlimServerRest *plim_server_rest_new (void);
void plim_server_rest_free (PlimServerRest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimServerRest, plim_server_rest_free)

/** plim_server_rest_set_quiet: how long nothing has to come; until then two seconds */
void plim_server_rest_set_quiet (PlimServerRest *self, guint quiet_ms);

/** plim_server_rest_is_due: whether there will be a rest once nothing comes */
gboolean plim_server_rest_is_due (PlimServerRest *self);

/** plim_server_rest_count: a request has ended, with an answer of @size_bytes. */
void plim_server_rest_count (PlimServerRest *self, goffset size_bytes);

G_END_DECLS
