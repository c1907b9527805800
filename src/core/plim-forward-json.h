/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"

G_BEGIN_DECLS

/**
 * plim_forward_dup_payload:
 * @version: Plimsoll's
 *
 * What the webhook of the Home Assistant integration “AI Usage” (2026.8.1) accepts of
 * @account's last poll, as its payload 2.0 has it: only windows with a length, a percentage and a
 * reset time, percentages up to 100. A failed poll brings the last good windows along, or they
 * would vanish there. The label goes out, an identity never.
 *
 * Returns: (transfer full) (nullable): JSON; %NULL when there is nothing to send: nothing was read
 *   yet, being offline, or no window that would be accepted
 */
char *plim_forward_dup_payload (PlimAccount *account, const char *version);

G_END_DECLS
