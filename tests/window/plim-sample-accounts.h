/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"

G_BEGIN_DECLS

/* Accounts to look at, in every state that a card can have. */

/** plim_sample_account: (transfer full): fresh at @now: 57 % of a session, 92 % of a week, an
 * amount without a percentage */
PlimAccount *plim_sample_account (const char *id, gint64 now);

/** plim_sample_accounts: (transfer full) (element-type PlimAccount): the one above, and others:
 * signed out and stale, offline, never read, turned off, not understood */
GPtrArray *plim_sample_accounts (gint64 now);

G_END_DECLS
