/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PlimInspection:
 *
 * The last conversation with a provider, masked at once (see plim-mask.h) so that it can be shown
 * and put into a bug report. Kept in memory alone.
 */
typedef struct _PlimInspection PlimInspection;

PlimInspection *plim_inspection_new (void);
PlimInspection *plim_inspection_ref (PlimInspection *self);
void plim_inspection_unref (PlimInspection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimInspection, plim_inspection_unref)

/**
 * plim_inspection_add:
 * @origin: where @request went
 * @answer: (nullable): %NULL when it failed in transport
 */
void plim_inspection_add (PlimInspection *self,
                          const PlimRequest *request,
                          const char *origin,
                          const PlimAnswer *answer);

/**
 * plim_inspection_add_to_json:
 *
 * Writes `exchanges` into the object that @builder is in: an array of objects with `request`
 * (`method`, `origin`, `path`, `headers`) and `response` (`status`, `headers`, `body`: JSON, or a
 * string; `truncated`).
 */
void plim_inspection_add_to_json (const PlimInspection *self, JsonBuilder *builder);

G_END_DECLS
