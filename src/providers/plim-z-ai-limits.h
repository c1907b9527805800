/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-json.h"
#include "plim-snapshot.h"

G_BEGIN_DECLS

/**
 * plim_z_ai_add_limits:
 * @limits: `data.limits` of /api/monitor/usage/quota/limit: an entry per quota, each with `type`,
 * `unit` and `number` (its length), `usage` (its limit), `currentValue`, `remaining`, `percentage`,
 * `nextResetTime`
 *
 * Adds a window for each entry of a known type and length; others are passed over.
 *
 * Returns: %FALSE if all entries that matter are malformed
 */
gboolean plim_z_ai_add_limits (PlimSnapshot *snapshot, JsonArray *limits);

G_END_DECLS
