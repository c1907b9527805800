/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-notice-account.h"
#include "plim-notice-board.h"

G_BEGIN_DECLS

/** PlimNoticeEvent: @event: one of the PLIM_EVENT_ names; @window_id: (nullable): */
typedef void (*PlimNoticeEvent) (PlimNoticeAccount *account,
                                 const char *event,
                                 const char *window_id,
                                 gpointer user_data);

/**
 * PlimNoticeLook:
 * @notice: keeps what changed
 * @event: what was decided
 * @ended: (out): the kinds that are no longer so: their notices are to be withdrawn
 *
 * One look at an account, as after a poll.
 */
typedef struct {
  PlimNoticeAccount *account;
  const PlimNoticeRules *rules;
  PlimNotice *notice;
  gint64 now;
  PlimNoticeEvent event;
  gpointer user_data;
  guint ended;
} PlimNoticeLook;

/** plim_notice_look_at_account: sees what is new and what is over. Nothing is said yet. */
void plim_notice_look_at_account (PlimNoticeLook *self);

/** plim_notice_look_at_board: withdraws what is said of @account and is no longer true. */
void plim_notice_look_at_board (PlimNoticeAccount *account,
                                const PlimNoticeRules *rules,
                                PlimNoticeBoard *board);

G_END_DECLS
