/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-usage-window.h"

G_BEGIN_DECLS

#define PLIM_BURN_HOURS (7 * 24)

/**
 * PlimBurn:
 * @percent: whether amounts are points of percent; otherwise they are in the window's unit
 * @begun_at: the first observation since the last reset, or %PLIM_TIME_UNKNOWN before any
 * @begun_used: what was used then
 * @last_used: in percent; where the percentage is unknown, what remains, below zero
 * @n_changes: how often @last_used grew since @begun_at
 *
 * How a window was used up: a level since its last reset, and what was consumed in each hour of the
 * week (UTC) over the last weeks, older ones counting less (half after two weeks). A plain struct
 * of about 1.4 kB without anything to free; all zeros is an empty one.
 */
typedef struct {
  gboolean percent;
  gint64 begun_at;
  double begun_used;
  gint64 last_at;
  double last_used;
  gint64 resets_at;
  guint n_changes;
  gint64 aged_at;
  gint64 hour;
  double hour_amount;
  double amounts;
  double squares;
  float used[PLIM_BURN_HOURS];
  float seen_h[PLIM_BURN_HOURS];
} PlimBurn;

/** plim_burn_get_used: the one number that grows with use: the percentage, or what remains, below
 * zero; %NAN when neither is known. */
double plim_burn_get_used (const PlimUsageWindow *window);

/**
 * plim_burn_observe:
 * @at: before the last one it is dropped; by more than an hour, the clock went back: all is new
 * @used: see plim_burn_get_used(); unknown is dropped
 * @resets_at: or %PLIM_TIME_UNKNOWN
 *
 * Takes in what one poll saw, changed or not. A reset, and any fall of the number, begins anew:
 * nothing is ever compared across it. A pause of more than three hours says how much was used, but
 * not when, so it teaches no hour.
 */
void plim_burn_observe (PlimBurn *self, gint64 at, double used, gboolean percent, gint64 resets_at);

/**
 * plim_burn_get_rates:
 * @usual: amount per hour to assume of what was never seen
 * @usual_h: as how many seen hours it counts
 * @rates: (out caller-allocates):
 *
 * What is expected to be consumed in each hour of the week: amounts per hour. The first hour is
 * Thursday's first in UTC, as Unix seconds count.
 */
void plim_burn_get_rates (const PlimBurn *self,
                          double usual,
                          double usual_h,
                          double rates[PLIM_BURN_HOURS]);

/** plim_burn_get_seen: over how many hours the rate was learnt, older ones counting less */
double plim_burn_get_seen (const PlimBurn *self);

/** plim_burn_get_lump: how much is consumed at a time: the typical amount of a busy hour; 0 when
 * nothing was consumed yet */
double plim_burn_get_lump (const PlimBurn *self);

G_END_DECLS
