/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * plim_account_add_to_json:
 * @is_private: privacy mode: a number instead of the label, no identity, no amounts
 *
 * Writes `id`, `provider`, `label`, `enabled`, `status`, `cause`, `message`, `plan`, `identity`,
 * `collected_at`, `age_seconds`, `stale`, `identity_changed_at`, `former_identity`, `attempted_at`,
 * `next_poll_at`, `next_poll_reason`, `incident`, `interval_seconds` and `windows`, each with its
 * own `stale`, into the object that @builder is in. What is not known is left out; locale-free.
 */
void plim_account_add_to_json (PlimAccount *account,
                               JsonBuilder *builder,
                               gint64 now,
                               gboolean is_private);

G_END_DECLS
