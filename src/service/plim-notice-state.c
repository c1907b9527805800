/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-notice-state.h"

#include <math.h>
#include <stdio.h>

/* Answers tell one reset differently by fractions of a minute. */
#define SAME_RESET_S 60
#define FALL_POINTS 20
#define REACHED_PERCENT 100

gboolean
plim_notice_state_from_text (PlimNoticeState *self, const char *text)
{
  int level, peak, is_snoozed, length = 0;
  gint64 resets_at;

  if (sscanf (text, "level=%d;peak=%d;resets_at=%" G_GINT64_FORMAT ";snoozed=%d%n", &level, &peak,
              &resets_at, &is_snoozed, &length) != 4 ||
      text[length] != '\0' || level < PLIM_NOTICE_BELOW || level > PLIM_NOTICE_REACHED)
    return FALSE;
  self->level = (PlimNoticeLevel) level;
  self->peak_percent = peak;
  self->resets_at = resets_at;
  self->is_snoozed = is_snoozed != 0;
  self->was_reset = FALSE;
  return TRUE;
}

char *
plim_notice_state_to_text (const PlimNoticeState *self)
{
  return g_strdup_printf ("level=%d;peak=%d;resets_at=%" G_GINT64_FORMAT ";snoozed=%d",
                          (int) self->level, (int) CLAMP (self->peak_percent, 0, G_MAXINT / 2),
                          self->resets_at / SAME_RESET_S * SAME_RESET_S, self->is_snoozed ? 1 : 0);
}

static double
get_percent (const PlimUsageWindow *window)
{
  if (plim_usage_window_is_exhausted (window) && !(window->used_percent > REACHED_PERCENT))
    return REACHED_PERCENT;
  return window->used_percent;
}

gboolean
plim_notice_can_tell (const PlimUsageWindow *window, gint64 now)
{
  /* A rate limit refills within the minute: by the time it is read the notice is old. */
  return window->can_lead && window->kind != PLIM_WINDOW_RATE && !isnan (get_percent (window)) &&
         !plim_usage_window_is_past_reset (window, now);
}

PlimNoticeLevel
plim_notice_get_level (const PlimUsageWindow *window, const PlimThresholds *thresholds)
{
  double percent = get_percent (window);

  if (percent >= REACHED_PERCENT)
    return PLIM_NOTICE_REACHED;
  if (percent >= thresholds->critical)
    return PLIM_NOTICE_CRITICAL;
  if (percent >= thresholds->warning)
    return PLIM_NOTICE_WARNING;
  return PLIM_NOTICE_BELOW;
}

void
plim_notice_state_begin (PlimNoticeState *self,
                         const PlimUsageWindow *window,
                         const PlimThresholds *thresholds)
{
  self->level = plim_notice_get_level (window, thresholds);
  self->peak_percent = get_percent (window);
  self->resets_at = window->resets_at;
  self->is_snoozed = FALSE;
  self->was_reset = FALSE;
}

static gboolean
was_reset (const PlimNoticeState *self, const PlimUsageWindow *window, double percent, gint64 now)
{
  gboolean has_passed = self->resets_at != PLIM_TIME_UNKNOWN && now >= self->resets_at;

  if (has_passed && (window->resets_at == PLIM_TIME_UNKNOWN ||
                     window->resets_at > self->resets_at + SAME_RESET_S))
    return TRUE;
  return percent < self->peak_percent / 2 && percent <= self->peak_percent - FALL_POINTS;
}

PlimNoticeLevel
plim_notice_state_observe (PlimNoticeState *self,
                           const PlimUsageWindow *window,
                           const PlimThresholds *thresholds,
                           gboolean hold,
                           gint64 now)
{
  PlimNoticeLevel level = plim_notice_get_level (window, thresholds);
  double percent = get_percent (window);
  gboolean is_silent;

  self->was_reset = FALSE;
  if (was_reset (self, window, percent, now)) {
    self->was_reset = self->peak_percent > 0;
    self->level = PLIM_NOTICE_BELOW;
    self->peak_percent = 0;
    self->resets_at = window->resets_at;
    self->is_snoozed = FALSE;
  }
  if (window->resets_at != PLIM_TIME_UNKNOWN)
    self->resets_at = window->resets_at;
  self->peak_percent = MAX (self->peak_percent, percent);
  if (level <= self->level || (hold && !self->is_snoozed))
    return PLIM_NOTICE_BELOW;
  is_silent = self->is_snoozed;
  self->level = level;
  return is_silent ? PLIM_NOTICE_BELOW : level;
}
