/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-forecast.h"

#include <math.h>

#define HOUR_S 3600
#define HORIZON_S (90 * 24 * (gint64) HOUR_S)
/* Before that a window has seen too little. */
#define MIN_ELAPSED_S (5 * 60)
#define MIN_ELAPSED_PART 50
#define MIN_CHANGES 2
#define MIN_SEEN_H 48.0
/* What a week must have consumed to be believed by half against the weeks before it; shorter
 * windows differ more from each other, so less suffices. */
#define TRUST_PERCENT 20.0
#define MIN_TRUST_PERCENT 5.0
#define WEEK_S (7 * 24 * HOUR_S)
/* What was never seen is taken to be like the window so far, but that soon learns. */
#define MAX_USUAL_H 8.0
/* A range that is narrower than such a part of the time until then is a point. */
#define MIN_RANGE_PART 4

/* What the forecast goes by; amounts are percent or the window's unit. */
typedef struct {
  gint64 now;
  gint64 begun_at; /* of the window */
  gint64 until;
  double used; /* since its begin */
  double left;
  double rates[PLIM_BURN_HOURS]; /* per hour, as usual */
  double pace;                   /* as against usual */
  double spread;                 /* how far off the pace may be: a part of it */
} Outlook;

static double
get_week_amount (const Outlook *self)
{
  double amount = 0;

  for (guint i = 0; i < PLIM_BURN_HOURS; i++)
    amount += self->rates[i];
  return amount;
}

/* How much is consumed as usual between the two. A window may have begun before 1970, and be longer
 * than could be gone through by the hour. */
static double
integrate (const Outlook *self, gint64 from, gint64 to)
{
  gint64 n_weeks = MAX (to - from, 0) / WEEK_S;
  double amount = n_weeks > 0 ? (double) n_weeks * get_week_amount (self) : 0;

  from += n_weeks * WEEK_S;
  for (gint64 at = from; at < to;) {
    gint64 end = MIN (to, (at / HOUR_S + 1) * HOUR_S);

    amount += self->rates[at / HOUR_S % PLIM_BURN_HOURS] * (double) (end - at) / HOUR_S;
    at = end;
  }
  return amount;
}

/* When what is left is consumed at @pace; PLIM_TIME_UNKNOWN when it lasts. */
static gint64
find_end (const Outlook *self, double pace)
{
  double left = self->left;

  for (gint64 at = self->now; at < self->until;) {
    gint64 end = MIN (self->until, (at / HOUR_S + 1) * HOUR_S);
    double rate = pace * self->rates[at / HOUR_S % PLIM_BURN_HOURS];
    double amount = rate * (double) (end - at) / HOUR_S;

    if (amount >= left)
      return at + (gint64) (left / rate * HOUR_S);
    left -= amount;
    at = end;
  }
  return PLIM_TIME_UNKNOWN;
}

static gboolean
has_span (const PlimUsageWindow *window)
{
  return window->length_s > 0 && window->resets_at != PLIM_TIME_UNKNOWN;
}

static gboolean
can_tell (const PlimUsageWindow *window, gint64 now)
{
  return window->can_lead && window->kind != PLIM_WINDOW_RATE &&
         !isnan (plim_burn_get_used (window)) && !plim_usage_window_is_exhausted (window) &&
         !plim_usage_window_is_past_reset (window, now) &&
         (window->resets_at != PLIM_TIME_UNKNOWN || window->kind == PLIM_WINDOW_BALANCE);
}

static gboolean
knows_enough (const PlimBurn *burn, const Outlook *outlook, const PlimUsageWindow *window)
{
  gint64 elapsed_s = outlook->now - outlook->begun_at;

  if (elapsed_s < MAX (MIN_ELAPSED_S, window->length_s / MIN_ELAPSED_PART))
    return FALSE;
  return burn->n_changes >= MIN_CHANGES || plim_burn_get_seen (burn) >= MIN_SEEN_H;
}

/* From when on what was used is known: the window's own begin, where a percentage counts from
 * nothing, or the first look at it. */
static void
look_back (Outlook *self, const PlimBurn *burn, const PlimUsageWindow *window)
{
  double used = plim_burn_get_used (window);

  self->left = burn->percent ? 100 - used : -used;
  if (burn->percent && has_span (window)) {
    self->begun_at = MIN (window->resets_at - window->length_s, self->now);
    self->used = used;
  } else {
    self->begun_at = MIN (burn->begun_at, self->now);
    self->used = MAX (used - burn->begun_used, 0);
  }
}

static void
look_ahead (Outlook *self, const PlimBurn *burn, const PlimUsageWindow *window)
{
  double elapsed_h = (double) (self->now - self->begun_at) / HOUR_S;
  double lump = plim_burn_get_lump (burn);
  double trust = MAX (lump, G_MINDOUBLE);
  double usual;

  if (burn->percent)
    trust = CLAMP (TRUST_PERCENT * (double) window->length_s / WEEK_S, MIN_TRUST_PERCENT,
                   TRUST_PERCENT);

  self->until = window->resets_at != PLIM_TIME_UNKNOWN
                    ? MIN (window->resets_at, self->now + HORIZON_S)
                    : self->now + HORIZON_S;
  plim_burn_get_rates (burn, self->used / elapsed_h, MIN (elapsed_h, MAX_USUAL_H), self->rates);
  usual = integrate (self, self->begun_at, self->now);
  self->pace = (self->used + trust) / (usual + trust);
  /* Lumps that come by chance: their number so far, and their number until the end. */
  self->spread = sqrt (lump / (self->used + trust) + lump / self->left);
}

static void
judge (PlimForecast *self, const Outlook *outlook)
{
  gint64 runs_out_at = find_end (outlook, outlook->pace);
  gint64 earliest_at = find_end (outlook, outlook->pace * (1 + outlook->spread));
  gint64 latest_at = find_end (outlook, outlook->pace / (1 + outlook->spread));

  self->runs_out_at = runs_out_at;
  self->earliest_at = earliest_at;
  self->latest_at = latest_at;
  if (earliest_at == PLIM_TIME_UNKNOWN) {
    self->verdict = PLIM_VERDICT_LASTS;
  } else if (latest_at == PLIM_TIME_UNKNOWN) {
    self->verdict = PLIM_VERDICT_MAY_RUN_OUT;
  } else {
    self->verdict = PLIM_VERDICT_RUNS_OUT;
    if (latest_at - earliest_at < (runs_out_at - outlook->now) / MIN_RANGE_PART)
      self->earliest_at = self->latest_at = runs_out_at;
  }
}

void
plim_forecast_init (PlimForecast *self,
                    const PlimBurn *burn,
                    const PlimUsageWindow *window,
                    gint64 now)
{
  Outlook outlook = { .now = now };
  double amount;

  g_return_if_fail (self != NULL && window != NULL);

  *self = (PlimForecast){ .even_percent = NAN, .projected_percent = NAN, .rate = NAN };
  if (!can_tell (window, now))
    return;
  if (has_span (window))
    self->even_percent =
        CLAMP (100 * (1 - (double) (window->resets_at - now) / (double) window->length_s), 0, 100);
  self->verdict = PLIM_VERDICT_NOT_YET;
  if (burn == NULL || burn->begun_at == PLIM_TIME_UNKNOWN ||
      burn->percent != !isnan (window->used_percent))
    return;
  look_back (&outlook, burn, window);
  if (!knows_enough (burn, &outlook, window))
    return;
  look_ahead (&outlook, burn, window);
  amount = outlook.pace * integrate (&outlook, now, outlook.until);
  self->rate = amount / ((double) (outlook.until - now) / HOUR_S);
  if (burn->percent && window->resets_at != PLIM_TIME_UNKNOWN)
    self->projected_percent = window->used_percent + amount;
  judge (self, &outlook);
}
