/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-burn.h"

G_BEGIN_DECLS

/* Made-up but recorded-like use of a window: weeks of polls, every five minutes, of a percentage
 * that is whole as most providers give it. The same seed gives the same trace. */

#define PLIM_TRACE_STEP_S 300
/* A Monday: 2026-11-16T00:00:00Z. */
#define PLIM_TRACE_START ((gint64) 1794787200)

typedef enum {
  PLIM_TRACE_STEADY, /* something that runs day and night */
  PLIM_TRACE_OFFICE, /* weekdays from nine to five, one day busier than another */
  PLIM_TRACE_BURSTS, /* a few hours now and then, at any time */
  PLIM_TRACE_TWO,    /* the office and somebody's evenings and weekends */
  PLIM_N_TRACES,
} PlimTraceKind;

typedef struct {
  PlimTraceKind kind;
  GRand *random;
  gint64 at;
  gint64 resets_at;
  gint64 length_s;
  double used; /* exact */
  double day_factor;
  double other_factor;
  gint64 burst_until;
  double burst_rate;
} PlimTrace;

/** plim_trace_name: as the tables have it */
const char *plim_trace_name (PlimTraceKind kind);

/** plim_trace_init: begins a window of @length_s at %PLIM_TRACE_START. */
void plim_trace_init (PlimTrace *self, PlimTraceKind kind, gint64 length_s, guint32 seed);
void plim_trace_clear (PlimTrace *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlimTrace, plim_trace_clear)

/** plim_trace_step: goes on by one poll; a window that ends is followed by the next. */
void plim_trace_step (PlimTrace *self);

/** plim_trace_observe: what the poll sees */
void plim_trace_observe (const PlimTrace *self, PlimBurn *burn, PlimUsageWindow *window);

G_END_DECLS
