/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-snapshot.h"
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The one encoder of windows and snapshots as JSON, for CLI, database and local server. Field names
 * are those of the provider contracts; unknown values are left out (never null, never 0);
 * locale-free. */

/** plim_usage_window_add_to_json: writes @window's members into the object that @builder is in. */
void plim_usage_window_add_to_json (const PlimUsageWindow *window, JsonBuilder *builder);

/**
 * plim_snapshot_add_to_json:
 *
 * Writes `status`, `plan`, `identity`, `collected_at`, `retry_after_seconds` and `windows` into the
 * object that @builder is in.
 */
void plim_snapshot_add_to_json (const PlimSnapshot *self, JsonBuilder *builder);

/**
 * plim_snapshot_from_json:
 *
 * Reads what plim_snapshot_add_to_json() wrote.
 *
 * Returns: (transfer full) (nullable): a sealed snapshot
 */
PlimSnapshot *plim_snapshot_from_json (JsonObject *object, GError **error);

/** plim_json_builder_to_string: (transfer full): the finished document of @builder; ends the
 * builder. */
char *plim_json_builder_to_string (JsonBuilder *builder, gboolean pretty);

G_END_DECLS
