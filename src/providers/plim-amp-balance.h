/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-snapshot.h"

G_BEGIN_DECLS

/**
 * plim_amp_add_balance:
 * @text: what Amp shows to people of the account's balance, a fact per line
 *
 * Adds plan, identity and windows of the lines that are understood; others are passed over.
 *
 * Returns: whether any line was understood
 */
gboolean plim_amp_add_balance (PlimSnapshot *snapshot, gint64 now, const char *text);

G_END_DECLS
