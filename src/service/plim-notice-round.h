/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-format.h"
#include "plim-notice-account.h"
#include "plim-notice-board.h"

G_BEGIN_DECLS

/**
 * PlimNoticeRound:
 *
 * Gathers what is due, and says it in one notice.
 */
typedef struct _PlimNoticeRound PlimNoticeRound;

/** plim_notice_round_new: @notice: (transfer full): that is to say it */
PlimNoticeRound *plim_notice_round_new (PlimNotice *notice, PlimNoticeBoard *board, gint64 now);

/** plim_notice_round_add: adds what is due of @account, of the kinds that @rules want now. It must
 * live until plim_notice_round_end(). */
void plim_notice_round_add (PlimNoticeRound *self,
                            PlimNoticeAccount *account,
                            const PlimNoticeRules *rules);

/** plim_notice_round_end: (transfer full): says it, if there is anything, and frees @self. */
void plim_notice_round_end (PlimNoticeRound *self, const PlimFormat *format, gboolean with_buttons);

/** plim_notice_round_dup_id: (transfer full): of a notice about such things of one account */
char *plim_notice_round_dup_id (const char *account_id, PlimNoticeKind kind);

G_END_DECLS
