/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"

G_BEGIN_DECLS

/**
 * plim_claude_add_usage:
 * @answer: a 200 answer of `/usage`
 *
 * Adds the session, the weeks and extra usage. No windows at all is fine when the answer is usage.
 */
gboolean plim_claude_add_usage (PlimSnapshot *snapshot, const PlimAnswer *answer, GError **error);

G_END_DECLS
