/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-notice-state.h"

#include <math.h>
#include <stdio.h>

/* Answers tell one reset differently by fractions of a minute. */
#define SAME_RESET_S 60
#define FALL_POINTS 20
#define FALL_S 300
#define REACHED_PERCENT 100

/* How the state of the projection is kept. Earlier versions knew the first two. */
enum { PROJECTION_NONE, PROJECTION_SAID, PROJECTION_SEEN };

/* Of versions that knew three levels. */
static gboolean
read_levels (PlimNoticeState *self, const char *text)
{
  static const int percents[] = { 0, 75, 90, REACHED_PERCENT };
  int level, peak, is_snoozed, length = 0;
  gint64 resets_at;

  if (sscanf (text, "level=%d;peak=%d;resets_at=%" G_GINT64_FORMAT ";snoozed=%d%n", &level, &peak,
              &resets_at, &is_snoozed, &length) != 4 ||
      text[length] != '\0' || level < 0 || level >= (int) G_N_ELEMENTS (percents))
    return FALSE;
  *self = (PlimNoticeState){ .seen_percent = percents[level],
                             .said_percent = percents[level],
                             .peak_percent = peak,
                             .resets_at = resets_at,
                             .is_snoozed = is_snoozed != 0 };
  return TRUE;
}

gboolean
plim_notice_state_from_text (PlimNoticeState *self, const char *text)
{
  int seen, said, peak, projection, is_reset_due, is_snoozed, length = 0;
  gint64 resets_at, fell_at;

  if (g_str_has_prefix (text, "level="))
    return read_levels (self, text);
  if (sscanf (text,
              "seen=%d;said=%d;projected=%d;reset=%d;snoozed=%d;peak=%d;resets_at=%" G_GINT64_FORMAT
              ";fell_at=%" G_GINT64_FORMAT "%n",
              &seen, &said, &projection, &is_reset_due, &is_snoozed, &peak, &resets_at, &fell_at,
              &length) != 8 ||
      text[length] != '\0' || seen < 0 || seen > REACHED_PERCENT || said < 0 ||
      said > REACHED_PERCENT)
    return FALSE;
  *self = (PlimNoticeState){ .seen_percent = seen,
                             .said_percent = said,
                             .is_projection_seen = projection != PROJECTION_NONE,
                             .is_projection_said = projection == PROJECTION_SAID,
                             .is_reset_due = is_reset_due != 0,
                             .is_snoozed = is_snoozed != 0,
                             .peak_percent = peak,
                             .resets_at = resets_at,
                             .fell_at = fell_at };
  return TRUE;
}

char *
plim_notice_state_to_text (const PlimNoticeState *self)
{
  int projection = PROJECTION_NONE;

  if (self->is_projection_said)
    projection = PROJECTION_SAID;
  else if (self->is_projection_seen)
    projection = PROJECTION_SEEN;
  return g_strdup_printf ("seen=%d;said=%d;projected=%d;reset=%d;snoozed=%d;peak=%d;"
                          "resets_at=%" G_GINT64_FORMAT ";fell_at=%" G_GINT64_FORMAT,
                          self->seen_percent, self->said_percent, projection,
                          self->is_reset_due ? 1 : 0, self->is_snoozed ? 1 : 0,
                          (int) CLAMP (self->peak_percent, 0, G_MAXINT / 2),
                          self->resets_at / SAME_RESET_S * SAME_RESET_S, self->fell_at);
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

int
plim_notice_get_level (const PlimUsageWindow *window, const PlimNoticeRules *rules)
{
  double percent = get_percent (window);

  if (percent >= REACHED_PERCENT)
    return REACHED_PERCENT;
  return plim_notice_rules_find_threshold (rules, percent);
}

static gboolean
runs_out (const PlimForecast *forecast)
{
  return forecast != NULL && forecast->verdict == PLIM_VERDICT_RUNS_OUT;
}

void
plim_notice_state_begin (PlimNoticeState *self,
                         const PlimUsageWindow *window,
                         const PlimForecast *forecast,
                         const PlimNoticeRules *rules)
{
  int level = plim_notice_get_level (window, rules);

  *self = (PlimNoticeState){ .seen_percent = level,
                             .said_percent = level,
                             .is_projection_seen = runs_out (forecast),
                             .is_projection_said = runs_out (forecast),
                             .peak_percent = get_percent (window),
                             .resets_at = window->resets_at };
}

static gboolean
has_later_reset (const PlimNoticeState *self, const PlimUsageWindow *window)
{
  return window->resets_at > self->resets_at + SAME_RESET_S;
}

static gboolean
was_reset (PlimNoticeState *self, const PlimUsageWindow *window, double percent, gint64 now)
{
  gboolean is_known = self->resets_at != PLIM_TIME_UNKNOWN;

  if (is_known && now >= self->resets_at &&
      (window->resets_at == PLIM_TIME_UNKNOWN || has_later_reset (self, window)))
    return TRUE;
  if (!(percent < self->peak_percent / 2 && percent <= self->peak_percent - FALL_POINTS)) {
    self->fell_at = PLIM_TIME_UNKNOWN;
    return FALSE;
  }
  if (is_known && has_later_reset (self, window))
    return TRUE;
  /* The clock may have been set back since. */
  if (self->fell_at == PLIM_TIME_UNKNOWN || self->fell_at > now)
    self->fell_at = now;
  return now - self->fell_at >= FALL_S;
}

static void
arm (PlimNoticeState *self, const PlimNoticeRules *rules)
{
  *self = (PlimNoticeState){
    .is_reset_due = self->is_reset_due || self->peak_percent >= rules->reset_percent,
    .was_reset = self->peak_percent > 0,
  };
}

void
plim_notice_state_observe (PlimNoticeState *self,
                           const PlimUsageWindow *window,
                           const PlimNoticeRules *rules,
                           gint64 now)
{
  int level = plim_notice_get_level (window, rules);
  double percent = get_percent (window);

  self->was_reset = FALSE;
  if (was_reset (self, window, percent, now))
    arm (self, rules);
  if (window->resets_at != PLIM_TIME_UNKNOWN)
    self->resets_at = window->resets_at;
  self->peak_percent = MAX (self->peak_percent, percent);
  self->was_passed = level > self->seen_percent;
  self->seen_percent = MAX (self->seen_percent, level);
  /* That it was free again is no news to somebody who has used it up since. */
  if (percent >= rules->reset_percent)
    self->is_reset_due = FALSE;
}

void
plim_notice_state_foresee (PlimNoticeState *self, const PlimForecast *forecast)
{
  /* It is no news of what has run out. */
  self->was_foreseen =
      !self->is_projection_seen && self->seen_percent < REACHED_PERCENT && runs_out (forecast);
  self->is_projection_seen = self->is_projection_seen || self->was_foreseen;
}

gboolean
plim_notice_state_is_true (const PlimNoticeState *self,
                           PlimNoticeKind kind,
                           const PlimUsageWindow *window,
                           const PlimForecast *forecast,
                           const PlimNoticeRules *rules)
{
  int level = plim_notice_get_level (window, rules);

  switch (kind) {
  case PLIM_NOTICE_REACHED:
    return level >= REACHED_PERCENT;
  case PLIM_NOTICE_THRESHOLD:
    return level > 0 && self->fell_at == PLIM_TIME_UNKNOWN;
  case PLIM_NOTICE_PROJECTED:
    /* A forecast that wavers is no reason to take back what was said. */
    return self->is_projection_said && forecast != NULL && forecast->verdict != PLIM_VERDICT_LASTS;
  case PLIM_NOTICE_RESET:
    return level == 0;
  case PLIM_NOTICE_SIGN_IN:
  case PLIM_NOTICE_STOPPED:
  case PLIM_NOTICE_INCIDENT:
  case PLIM_NOTICE_OWNER:
  case PLIM_NOTICE_N_KINDS:
  default:
    return FALSE;
  }
}

static gboolean
wants (const PlimNoticeRules *rules, PlimNoticeKind kind)
{
  return (rules->kinds & PLIM_NOTICE_BIT (kind)) != 0;
}

static guint
find_news (const PlimNoticeState *self,
           const PlimUsageWindow *window,
           const PlimForecast *forecast,
           const PlimNoticeRules *rules)
{
  int level = plim_notice_get_level (window, rules);
  int threshold = plim_notice_rules_find_threshold (rules, get_percent (window));
  guint due = 0;

  /* Who does not want to hear of the limit hears of the threshold below it. */
  if (level >= REACHED_PERCENT && wants (rules, PLIM_NOTICE_REACHED)) {
    if (self->said_percent < REACHED_PERCENT)
      due |= PLIM_NOTICE_BIT (PLIM_NOTICE_REACHED);
  } else if (threshold > self->said_percent) {
    due |= PLIM_NOTICE_BIT (PLIM_NOTICE_THRESHOLD);
  }
  if (!self->is_projection_said && level < REACHED_PERCENT && runs_out (forecast))
    due |= PLIM_NOTICE_BIT (PLIM_NOTICE_PROJECTED);
  if (self->is_reset_due)
    due |= PLIM_NOTICE_BIT (PLIM_NOTICE_RESET);
  return due;
}

guint
plim_notice_state_find_due (const PlimNoticeState *self,
                            const PlimUsageWindow *window,
                            const PlimForecast *forecast,
                            const PlimNoticeRules *rules)
{
  return self->is_snoozed ? 0 : find_news (self, window, forecast, rules) & rules->kinds;
}

void
plim_notice_state_say (PlimNoticeState *self, guint kinds, int level)
{
  const guint levels =
      PLIM_NOTICE_BIT (PLIM_NOTICE_REACHED) | PLIM_NOTICE_BIT (PLIM_NOTICE_THRESHOLD);

  if ((kinds & levels) != 0)
    self->said_percent = MAX (self->said_percent, level);
  /* That it runs out is no news to somebody who knows that it did. */
  if ((kinds & PLIM_NOTICE_BIT (PLIM_NOTICE_PROJECTED)) != 0 ||
      self->said_percent >= REACHED_PERCENT)
    self->is_projection_said = TRUE;
  if ((kinds & PLIM_NOTICE_BIT (PLIM_NOTICE_RESET)) != 0)
    self->is_reset_due = FALSE;
}

void
plim_notice_state_skip (PlimNoticeState *self,
                        const PlimUsageWindow *window,
                        const PlimForecast *forecast,
                        const PlimNoticeRules *rules)
{
  int level = plim_notice_get_level (window, rules);
  guint news = find_news (self, window, forecast, rules);
  guint due = plim_notice_state_find_due (self, window, forecast, rules);

  plim_notice_state_say (self, news & ~due, level);
  /* Otherwise it were news as soon as it is wanted. */
  if (level > self->said_percent && !wants (rules, PLIM_NOTICE_REACHED) &&
      (due & PLIM_NOTICE_BIT (PLIM_NOTICE_THRESHOLD)) == 0)
    self->said_percent = level;
}
