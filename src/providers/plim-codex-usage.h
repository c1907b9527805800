/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-snapshot.h"

G_BEGIN_DECLS

/**
 * plim_codex_add_usage:
 * @body: the answer of `/wham/usage`, received at the snapshot's time
 *
 * Adds plan, identity and windows.
 *
 * Returns: whether it could be understood
 */
gboolean plim_codex_add_usage (PlimSnapshot *snapshot, GBytes *body, GError **error);

/** plim_codex_dup_plan: (transfer full): what people call a `plan_type`. */
char *plim_codex_dup_plan (const char *type);

G_END_DECLS
