/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-format.h"

G_BEGIN_DECLS

/**
 * PlimAnnouncement:
 * @level: the highest since the reset, said or seen at first; 0 before anything was seen
 * @used_percent: as last seen, %NAN when unknown
 * @resets_at: as last seen, or %PLIM_TIME_UNKNOWN
 *
 * What was said of a window, so that it is said once. Begins as zeros. A plain value without
 * anything to free.
 */
typedef struct {
  int level;
  double used_percent;
  gint64 resets_at;
} PlimAnnouncement;

/**
 * plim_announcement_observe:
 * @window: one of @account's
 *
 * Takes in how @window is, as its row shows it.
 *
 * Returns: (transfer full) (nullable): what is to be said: that it became more urgent than ever
 *   since its reset, or that it was reset after it was urgent. %NULL when there is nothing new: the
 *   first time, when its number is not current, and for windows that may not lead.
 */
char *plim_announcement_observe (PlimAnnouncement *self,
                                 PlimAccount *account,
                                 const PlimUsageWindow *window,
                                 const PlimFormat *format,
                                 const PlimThresholds *thresholds,
                                 gint64 now);

/**
 * plim_announcement_join:
 * @lines: (element-type utf8): what plim_announcement_observe() returned
 *
 * Returns: (transfer full) (nullable): all in one, the first of many; %NULL without any
 */
char *plim_announcement_join (GPtrArray *lines);

G_END_DECLS
