/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"
#include "plim-notice-state.h"
#include "plim-notice.h"

G_BEGIN_DECLS

/**
 * PlimNoticeFact:
 * @is_known: it is so
 * @is_due: and was not said yet
 * @detail: (nullable): what exactly: since when, or the id of an incident
 *
 * Something about an account itself that is said once.
 */
typedef struct {
  gboolean is_known;
  gboolean is_due;
  char *detail;
} PlimNoticeFact;

/**
 * PlimNoticeAccount:
 * @account: (nullable): unknown until it is observed
 * @seen: (nullable): the snapshot that was observed last
 * @windows: window id → #PlimNoticeState
 * @facts: by kind; those that are about windows are not used
 * @told_at: by kind
 * @incident: (nullable): what the provider tells
 *
 * What the notifier knows of an account.
 */
typedef struct {
  char *id;
  PlimAccount *account;
  PlimSnapshot *seen;
  GHashTable *windows;
  PlimNoticeFact facts[PLIM_NOTICE_N_KINDS];
  gint64 told_at[PLIM_NOTICE_N_KINDS];
  char *incident;
} PlimNoticeAccount;

PlimNoticeAccount *plim_notice_account_new (const char *id);
void plim_notice_account_free (PlimNoticeAccount *self);

/** plim_notice_account_restore: takes what was kept under @key; what is not understood is left
 * alone. */
void plim_notice_account_restore (PlimNoticeAccount *self, const char *key, const char *text);

/** plim_notice_account_keep_window: has @notice keep the state of a window. */
void plim_notice_account_keep_window (PlimNoticeAccount *self,
                                      PlimNotice *notice,
                                      const char *window_id);

/** plim_notice_account_forget_windows: begins anew with all windows. */
void plim_notice_account_forget_windows (PlimNoticeAccount *self, PlimNotice *notice);

/** plim_notice_account_snooze: says nothing of its windows until each is reset. */
void plim_notice_account_snooze (PlimNoticeAccount *self, PlimNotice *notice);

/** plim_notice_account_raise: whether it was not known before; it is due now, if @rules want that;
 * @detail: (nullable): */
gboolean plim_notice_account_raise (PlimNoticeAccount *self,
                                    PlimNoticeKind kind,
                                    const char *detail,
                                    const PlimNoticeRules *rules,
                                    PlimNotice *notice);

/** plim_notice_account_say: that it was said, or need not be */
void plim_notice_account_say (PlimNoticeAccount *self, PlimNoticeKind kind, PlimNotice *notice);

/** plim_notice_account_end: whether it was known; it is not so any more. */
gboolean plim_notice_account_end (PlimNoticeAccount *self, PlimNoticeKind kind, PlimNotice *notice);

/** plim_notice_account_find_due: what is so and was not said, of itself and of its current windows,
 * without what is stale */
guint
plim_notice_account_find_due (PlimNoticeAccount *self, const PlimNoticeRules *rules, gint64 now);

/** plim_notice_account_find_window_due: of one window; 0 when nothing can be said of it */
guint plim_notice_account_find_window_due (PlimNoticeAccount *self,
                                           const PlimUsageWindow *window,
                                           const PlimNoticeRules *rules,
                                           gint64 now);

/** plim_notice_account_is_true: whether what was said still holds; @window_id: (nullable): */
gboolean plim_notice_account_is_true (PlimNoticeAccount *self,
                                      PlimNoticeKind kind,
                                      const char *window_id,
                                      const PlimNoticeRules *rules);

G_END_DECLS
