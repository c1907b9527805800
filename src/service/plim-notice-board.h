/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-notice-rules.h"

G_BEGIN_DECLS

/**
 * PlimNoticeBoard:
 *
 * The notices that are shown, or about to be, and what each says: one that says nothing true any
 * more is withdrawn.
 */
typedef struct _PlimNoticeBoard PlimNoticeBoard;

/** PlimNoticeTruth: whether what was said still holds; @window_id: (nullable): */
typedef gboolean (*PlimNoticeTruth) (PlimNoticeKind kind,
                                     const char *window_id,
                                     gpointer user_data);

/** plim_notice_board_new: @application: (nullable): which shows them, as long as it lives */
PlimNoticeBoard *plim_notice_board_new (GApplication *application);
void plim_notice_board_free (PlimNoticeBoard *self);

/** plim_notice_board_begin: a notice of that id is about to be shown, and says nothing yet. */
void plim_notice_board_begin (PlimNoticeBoard *self, const char *id);

/** plim_notice_board_add: what it says of an account; @window_id: (nullable): */
void plim_notice_board_add (PlimNoticeBoard *self,
                            const char *id,
                            const char *account_id,
                            PlimNoticeKind kind,
                            const char *window_id);

/** plim_notice_board_show: %FALSE when nothing of it is true any more, and it is not shown. */
gboolean
plim_notice_board_show (PlimNoticeBoard *self, const char *id, GNotification *notification);

/** plim_notice_board_check: takes away what @is_true denies of @account_id; %NULL denies all. */
void plim_notice_board_check (PlimNoticeBoard *self,
                              const char *account_id,
                              PlimNoticeTruth is_true,
                              gpointer user_data);

/** plim_notice_board_withdraw: also one that was shown before a restart */
void plim_notice_board_withdraw (PlimNoticeBoard *self, const char *id);

G_END_DECLS
