/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-forecast.h"
#include "plim-notice-rules.h"

G_BEGIN_DECLS

/**
 * PlimNoticeState:
 * @seen_percent: the highest threshold that was passed since the last reset; 100: the limit
 * @said_percent: the highest of them that was said, or need not be
 * @is_projection_seen: since the last reset it was foreseen that the window runs out
 * @is_projection_said: and that was said, or need not be
 * @is_reset_due: it was reset from above the chosen percentage, which is not said yet
 * @is_snoozed: nothing is said until the reset
 * @peak_percent: the highest since the last reset
 * @resets_at: as last reported, or %PLIM_TIME_UNKNOWN
 * @fell_at: since when it has been far below its peak for no known reason; else
 *   %PLIM_TIME_UNKNOWN
 * @was_reset: whether the last observation found that what had been used was reset; not kept
 * @was_passed: whether the last observation found a threshold passed for the first time; not kept
 * @was_foreseen: whether it was foreseen then for the first time that the window runs out; not kept
 *
 * What the notifier knows of one window between polls and restarts.
 */
typedef struct {
  int seen_percent;
  int said_percent;
  gboolean is_projection_seen;
  gboolean is_projection_said;
  gboolean is_reset_due;
  gboolean is_snoozed;
  double peak_percent;
  gint64 resets_at;
  gint64 fell_at;
  gboolean was_reset;
  gboolean was_passed;
  gboolean was_foreseen;
} PlimNoticeState;

/** plim_notice_state_from_text: whether @text, hostile or not, was one that
 * plim_notice_state_to_text() wrote, here or in an earlier version. */
gboolean plim_notice_state_from_text (PlimNoticeState *self, const char *text);

/** plim_notice_state_to_text: (transfer full): rounded, so that it changes only when it matters */
char *plim_notice_state_to_text (const PlimNoticeState *self);

/** plim_notice_can_tell: whether @window says something that a notice could be about. */
gboolean plim_notice_can_tell (const PlimUsageWindow *window, gint64 now);

/** plim_notice_get_level: the highest threshold that @window has reached; 100: its limit; 0: none
 */
int plim_notice_get_level (const PlimUsageWindow *window, const PlimNoticeRules *rules);

/** plim_notice_state_begin: the first observation, which is a baseline; @forecast: (nullable): */
void plim_notice_state_begin (PlimNoticeState *self,
                              const PlimUsageWindow *window,
                              const PlimForecast *forecast,
                              const PlimNoticeRules *rules);

/**
 * plim_notice_state_observe:
 *
 * The window was reset when the reset that was told last has passed and the answer no longer tells
 * it, or when its percentage fell to less than half of the peak and by 20 points at least: at once
 * when a later reset is told, else when it stayed there for five minutes. Usage that goes up and
 * down is no reset.
 */
void plim_notice_state_observe (PlimNoticeState *self,
                                const PlimUsageWindow *window,
                                const PlimNoticeRules *rules,
                                gint64 now);

/** plim_notice_state_foresee: after each observation, the first too: where the window goes;
 * @forecast: (nullable): */
void plim_notice_state_foresee (PlimNoticeState *self, const PlimForecast *forecast);

/**
 * plim_notice_state_find_due:
 * @forecast: (nullable): where @window goes
 *
 * Returns: the kinds that are true of @window, wanted, and were not said yet: a set of
 *   PLIM_NOTICE_BIT(); nothing while it is snoozed
 */
guint plim_notice_state_find_due (const PlimNoticeState *self,
                                  const PlimUsageWindow *window,
                                  const PlimForecast *forecast,
                                  const PlimNoticeRules *rules);

/** plim_notice_state_is_true: whether what was said of @kind still holds. */
gboolean plim_notice_state_is_true (const PlimNoticeState *self,
                                    PlimNoticeKind kind,
                                    const PlimUsageWindow *window,
                                    const PlimForecast *forecast,
                                    const PlimNoticeRules *rules);

/** plim_notice_state_say: notes that @kinds were said, @level being plim_notice_get_level(). */
void plim_notice_state_say (PlimNoticeState *self, guint kinds, int level);

/** plim_notice_state_skip: notes what is due but need not be said: what is not wanted, and what the
 * user snoozed. */
void plim_notice_state_skip (PlimNoticeState *self,
                             const PlimUsageWindow *window,
                             const PlimForecast *forecast,
                             const PlimNoticeRules *rules);

G_END_DECLS
