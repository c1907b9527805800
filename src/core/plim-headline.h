/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PlimThresholds:
 *
 * The levels in percent from which a number is a warning, is critical, is reached: 75, 90 and 100
 * by default.
 */
typedef struct {
  double warning;
  double critical;
} PlimThresholds;

/**
 * PlimHeadline:
 * @account: (owned) (nullable): whose window leads; in the error state, which one failed: the first
 *   that waits for the user, else the first
 * @window_id: (owned) (nullable): %NULL in the error state
 * @used_percent: %NAN when unknown
 *
 * What the tray shows: the binding window, the one that stops the user first.
 */
typedef struct {
  PlimHeadlineState state;
  PlimSeverity severity;
  PlimAccount *account;
  char *window_id;
  double used_percent;
  guint n_failing; /* enabled accounts whose last poll failed */
} PlimHeadline;

/**
 * plim_severity_of:
 * @forecast: (nullable): where the window goes
 *
 * The verdict on the projection: what runs out before its reset is a warning, and critical when it
 * is above the warning level already or an hour away; what lasts is normal, and a warning at the
 * critical level. Without a clear forecast the level decides; unknown is normal. An exhausted
 * window is critical.
 */
PlimSeverity plim_severity_of (const PlimUsageWindow *window,
                               const PlimForecast *forecast,
                               const PlimThresholds *thresholds,
                               gint64 now);

/**
 * plim_headline_init:
 * @accounts: a list model of #PlimAccount
 * @pinned_account: (nullable): an account id to lead, whatever binds; one that is gone or disabled
 *   counts for nothing
 * @pinned_window: (nullable): a window id of @pinned_account, which leads even if it may not by
 *   itself; without it the account's own binding window leads
 *
 * Finds the headline at @now. Fresh numbers win over stale ones; disabled accounts, windows that
 * may not lead and windows without any number do not count. Among those, an exhausted window wins,
 * then the highest percentage, last an amount without one; of equal ones, and of exhausted ones,
 * the one that resets later binds. A sign-in that two accounts hold counts once: the first
 * account's numbers, while they are fresh, stand for the other's.
 */
void plim_headline_init (PlimHeadline *self,
                         GListModel *accounts,
                         const PlimThresholds *thresholds,
                         const char *pinned_account,
                         const char *pinned_window,
                         gint64 now);
void plim_headline_clear (PlimHeadline *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlimHeadline, plim_headline_clear)

/** plim_headline_find_twin: (transfer none) (nullable): the first enabled account before @account
 * in
 * @accounts that holds the same sign-in: of the same provider, for the same owner */
PlimAccount *plim_headline_find_twin (GListModel *accounts, PlimAccount *account);

/** plim_headline_get_window: (transfer none) (nullable): the leading window */
const PlimUsageWindow *plim_headline_get_window (const PlimHeadline *self);

G_END_DECLS
