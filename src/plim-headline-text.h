/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-format.h"
#include "plim-headline.h"
#include "plim-tray.h"

G_BEGIN_DECLS

/**
 * plim_headline_dup_line:
 *
 * Returns: (transfer full): @window in one line that does not grow old by itself: no countdown and
 *   no age, but clock times
 */
char *plim_headline_dup_line (PlimAccount *account,
                              const PlimUsageWindow *window,
                              const PlimFormat *format,
                              gint64 now);

/** plim_headline_dup_problem: (transfer full) (nullable): what is wrong with @account and what to
 * do
 */
char *plim_headline_dup_problem (PlimAccount *account, const PlimFormat *format);

/** plim_headline_dup_summary: (transfer full): the headline in one line, in the user's language and
 * form */
char *plim_headline_dup_summary (const PlimHeadline *headline, GSettings *settings, gint64 now);

/** plim_headline_dup_status: (transfer full): the same, as short as it gets: "Claude: 57 % used";
 * in privacy mode "57 % used" */
char *plim_headline_dup_status (const PlimHeadline *headline, GSettings *settings, gint64 now);

/**
 * plim_tray_state_init:
 * @accounts: for the tooltip's lines
 *
 * Makes all that the tray shows of @headline; free it with plim_tray_state_clear().
 */
void plim_tray_state_init (PlimTrayState *state,
                           const PlimHeadline *headline,
                           GListModel *accounts,
                           GSettings *settings,
                           gint64 now);
void plim_tray_state_clear (PlimTrayState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlimTrayState, plim_tray_state_clear)

G_END_DECLS
