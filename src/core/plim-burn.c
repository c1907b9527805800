/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-burn.h"

#include <math.h>

#define HOUR_S 3600
#define DAY_H 24
#define HALF_LIFE_S (14.0 * DAY_H * HOUR_S)
/* Ageing is a pass over all hours: done once in so many seconds. */
#define AGEING_S (6 * HOUR_S)
#define MAX_PAUSE_S (3 * HOUR_S)
/* A percentage that falls by less was rounded or corrected, not reset. */
#define MAX_CORRECTION 1.0
/* So many hours of what is known in general an hour of the day counts, and of the week. */
#define DAY_PRIOR_H 4.0
#define WEEK_PRIOR_H 0.5

double
plim_burn_get_used (const PlimUsageWindow *window)
{
  g_return_val_if_fail (window != NULL, NAN);

  return !isnan (window->used_percent) ? window->used_percent : -window->remaining;
}

static guint
get_hour_of_week (gint64 at)
{
  return (guint) (at / HOUR_S % PLIM_BURN_HOURS);
}

static void
age (PlimBurn *self, gint64 now)
{
  double factor;

  if (self->aged_at == PLIM_TIME_UNKNOWN)
    self->aged_at = now;
  if (now - self->aged_at < AGEING_S)
    return;
  factor = exp2 ((double) (self->aged_at - now) / HALF_LIFE_S);
  for (guint i = 0; i < PLIM_BURN_HOURS; i++) {
    self->used[i] *= (float) factor;
    self->seen_h[i] *= (float) factor;
  }
  self->amounts *= factor;
  self->squares *= factor;
  self->aged_at = now;
}

/* The hour that ended was one lump. */
static void
count_lump (PlimBurn *self, gint64 hour, double amount)
{
  if (hour != self->hour) {
    self->amounts += self->hour_amount;
    self->squares += self->hour_amount * self->hour_amount;
    self->hour_amount = 0;
    self->hour = hour;
  }
  self->hour_amount += amount;
}

/* @amount was consumed some time between the two: evenly, for all that is known. */
static void
spread (PlimBurn *self, gint64 from, gint64 to, double amount)
{
  double length_s = (double) (to - from);

  if (to <= from || to - from > MAX_PAUSE_S)
    return;
  for (gint64 at = from; at < to;) {
    gint64 end = MIN (to, (at / HOUR_S + 1) * HOUR_S);
    double part = (double) (end - at) / length_s;

    self->seen_h[get_hour_of_week (at)] += (float) ((double) (end - at) / HOUR_S);
    self->used[get_hour_of_week (at)] += (float) (amount * part);
    count_lump (self, at / HOUR_S, amount * part);
    at = end;
  }
}

static void
begin (PlimBurn *self, gint64 at, double used)
{
  self->begun_at = at;
  self->begun_used = used;
  self->n_changes = 0;
}

static gboolean
has_reset (const PlimBurn *self, gint64 at)
{
  return self->resets_at != PLIM_TIME_UNKNOWN && self->resets_at > self->last_at &&
         self->resets_at <= at;
}

/* After a reset a percentage counts from nothing, so all of it was consumed since. */
static void
cross_reset (PlimBurn *self, gint64 at, double used)
{
  if (self->percent) {
    spread (self, self->last_at, self->resets_at, 0);
    spread (self, self->resets_at, at, MAX (used, 0));
  }
  begin (self, at, used);
}

static void
go_on (PlimBurn *self, gint64 at, double used)
{
  double amount = used - self->last_used;

  if (amount < -MAX_CORRECTION || (amount < 0 && !self->percent)) {
    begin (self, at, used);
    return;
  }
  spread (self, self->last_at, at, MAX (amount, 0));
  self->n_changes += amount > 0;
}

void
plim_burn_observe (PlimBurn *self, gint64 at, double used, gboolean percent, gint64 resets_at)
{
  g_return_if_fail (self != NULL);

  if (isnan (used))
    return;
  /* The clock was ahead and is right again: what was learnt lies in the future. */
  if (at < self->last_at - HOUR_S)
    *self = (PlimBurn){ .percent = percent };
  if (at <= self->last_at)
    return;
  if (percent != self->percent) /* another measure: what was learnt says nothing about it */
    *self = (PlimBurn){ .percent = percent };
  age (self, at);
  if (self->begun_at == PLIM_TIME_UNKNOWN)
    begin (self, at, used);
  else if (has_reset (self, at))
    cross_reset (self, at, used);
  else
    go_on (self, at, used);
  self->last_at = at;
  self->last_used = used;
  self->resets_at = resets_at;
}

double
plim_burn_get_seen (const PlimBurn *self)
{
  double seen_h = 0;

  for (guint i = 0; i < PLIM_BURN_HOURS; i++)
    seen_h += (double) self->seen_h[i];
  return seen_h;
}

double
plim_burn_get_lump (const PlimBurn *self)
{
  double amounts = self->amounts + self->hour_amount;

  return amounts > 0 ? (self->squares + self->hour_amount * self->hour_amount) / amounts : 0;
}

/* What hours of the week have in common with the same hour of other days: a first week knows no
 * Saturday yet, but it knows nights. */
static double
get_mean (const PlimBurn *self, guint first, guint step, double prior, double prior_h)
{
  double used = prior * prior_h;
  double seen_h = prior_h;

  for (guint i = first; i < PLIM_BURN_HOURS; i += step) {
    used += (double) self->used[i];
    seen_h += (double) self->seen_h[i];
  }
  return seen_h > 0 ? used / seen_h : 0;
}

void
plim_burn_get_rates (const PlimBurn *self,
                     double usual,
                     double usual_h,
                     double rates[PLIM_BURN_HOURS])
{
  double of_all;

  g_return_if_fail (self != NULL && rates != NULL);

  of_all = get_mean (self, 0, 1, usual, usual_h);
  for (guint day_hour = 0; day_hour < DAY_H; day_hour++) {
    double of_day = get_mean (self, day_hour, DAY_H, of_all, DAY_PRIOR_H);

    for (guint i = day_hour; i < PLIM_BURN_HOURS; i += DAY_H)
      rates[i] = ((double) self->used[i] + of_day * WEEK_PRIOR_H) /
                 ((double) self->seen_h[i] + WEEK_PRIOR_H);
  }
}
