/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-headline.h"

G_BEGIN_DECLS

/** PlimNoticeLevel: how far a window is. */
typedef enum {
  PLIM_NOTICE_BELOW,
  PLIM_NOTICE_WARNING,
  PLIM_NOTICE_CRITICAL,
  PLIM_NOTICE_REACHED,
} PlimNoticeLevel;

/**
 * PlimNoticeState:
 * @level: the highest that was said, or need not be said, since the last reset
 * @peak_percent: the highest since then
 * @resets_at: as last reported, or %PLIM_TIME_UNKNOWN
 * @is_snoozed: nothing is said until the reset
 * @was_reset: whether the last observation found that what had been used was reset; not kept
 *
 * What the notifier knows of one window between polls and restarts.
 */
typedef struct {
  PlimNoticeLevel level;
  double peak_percent;
  gint64 resets_at;
  gboolean is_snoozed;
  gboolean was_reset;
} PlimNoticeState;

/** plim_notice_state_from_text: whether @text, hostile or not, was one that
 * plim_notice_state_to_text() wrote. */
gboolean plim_notice_state_from_text (PlimNoticeState *self, const char *text);

/** plim_notice_state_to_text: (transfer full): rounded, so that it changes only when it matters */
char *plim_notice_state_to_text (const PlimNoticeState *self);

/** plim_notice_can_tell: whether @window says something that a notice could be about. */
gboolean plim_notice_can_tell (const PlimUsageWindow *window, gint64 now);

/** plim_notice_get_level: where @window stands. */
PlimNoticeLevel
plim_notice_get_level (const PlimUsageWindow *window, const PlimThresholds *thresholds);

/** plim_notice_state_begin: the first observation, which is a baseline. */
void plim_notice_state_begin (PlimNoticeState *self,
                              const PlimUsageWindow *window,
                              const PlimThresholds *thresholds);

/**
 * plim_notice_state_observe:
 * @hold: a level that is reached now stays to be said later
 *
 * The window was reset when the reset that was told last has passed and the answer no longer tells
 * it, or when its percentage fell to less than half of the peak and by 20 points at least: usage
 * that goes up and down around a level is no reset.
 *
 * Returns: the level to say, or %PLIM_NOTICE_BELOW for nothing
 */
PlimNoticeLevel plim_notice_state_observe (PlimNoticeState *self,
                                           const PlimUsageWindow *window,
                                           const PlimThresholds *thresholds,
                                           gboolean hold,
                                           gint64 now);

G_END_DECLS
