/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-test-trace.h"

#include <math.h>

#define HOUR_S 3600
#define DAY_S (24 * HOUR_S)
#define STEP_H ((double) PLIM_TRACE_STEP_S / HOUR_S)
#define BURSTS_A_WEEK 10.0

const char *
plim_trace_name (PlimTraceKind kind)
{
  static const char *const names[] = { "steady", "office hours", "bursts", "two users" };

  return names[kind];
}

void
plim_trace_init (PlimTrace *self, PlimTraceKind kind, gint64 length_s, guint32 seed)
{
  /* A window may begin in any hour of the week. */
  gint64 begin = PLIM_TRACE_START + seed * 37 % (7 * 24) * (gint64) HOUR_S;

  *self = (PlimTrace){ .kind = kind,
                       .random = g_rand_new_with_seed (seed),
                       .at = begin,
                       .resets_at = begin + length_s,
                       .length_s = length_s,
                       .day_factor = 1,
                       .other_factor = 1 };
}

void
plim_trace_clear (PlimTrace *self)
{
  g_clear_pointer (&self->random, g_rand_free);
}

/* One at each time of the week, in percent of a week's window an hour. */
static double
get_office_rate (gint64 at, double factor)
{
  gint64 day = (at - PLIM_TRACE_START) / DAY_S % 7;
  gint64 hour = at % DAY_S / HOUR_S;

  return day < 5 && hour >= 9 && hour < 17 ? 2.2 * factor : 0;
}

static double
get_evening_rate (gint64 at, double factor)
{
  gint64 day = (at - PLIM_TRACE_START) / DAY_S % 7;
  gint64 hour = at % DAY_S / HOUR_S;

  return hour >= (day < 5 ? 20 : 14) && hour < 23 ? 1.2 * factor : 0;
}

static double
get_burst_rate (PlimTrace *self)
{
  if (self->at >= self->burst_until &&
      g_rand_double (self->random) < BURSTS_A_WEEK * STEP_H / (7 * 24)) {
    self->burst_until = self->at + (gint64) (HOUR_S * g_rand_double_range (self->random, 1, 4));
    self->burst_rate = g_rand_double_range (self->random, 2, 5);
  }
  return self->at < self->burst_until ? self->burst_rate : 0;
}

static double
get_rate (PlimTrace *self)
{
  double noise = g_rand_double_range (self->random, 0, 2);

  if (self->at % DAY_S == 0) {
    self->day_factor = g_rand_double_range (self->random, 0.4, 1.6);
    self->other_factor = g_rand_double_range (self->random, 0.2, 1.8);
  }
  switch (self->kind) {
  case PLIM_TRACE_OFFICE:
    return noise * get_office_rate (self->at, self->day_factor);
  case PLIM_TRACE_BURSTS:
    return get_burst_rate (self);
  case PLIM_TRACE_TWO:
    return noise * (get_office_rate (self->at, self->day_factor) / 2 +
                    get_evening_rate (self->at, self->other_factor));
  case PLIM_TRACE_STEADY:
  case PLIM_N_TRACES:
  default:
    return 0.5 * noise;
  }
}

void
plim_trace_step (PlimTrace *self)
{
  self->used += get_rate (self) * STEP_H;
  self->at += PLIM_TRACE_STEP_S;
  if (self->at >= self->resets_at) {
    self->used = 0;
    self->resets_at += self->length_s;
  }
}

void
plim_trace_observe (const PlimTrace *self, PlimBurn *burn, PlimUsageWindow *window)
{
  *window = (PlimUsageWindow){ .kind = PLIM_WINDOW_FIXED,
                               .can_lead = TRUE,
                               .length_s = self->length_s,
                               .resets_at = self->resets_at,
                               .used_percent = floor (self->used),
                               .used = NAN,
                               .limit = NAN,
                               .remaining = NAN };
  plim_burn_observe (burn, self->at, window->used_percent, TRUE, window->resets_at);
}
