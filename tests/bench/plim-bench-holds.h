/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlimBenchHolds:
 * @longest_us: how long everybody else waited at most
 * @longest_cpu_us: the longest by the thread's own clock, which knows nothing of what else runs on
 *   the machine
 * @sum_cpu_us: of all
 *
 * How long the main loop was held by what it dispatched between two looks at what there is to do.
 */
typedef struct {
  gint64 longest_us;
  gint64 longest_cpu_us;
  gint64 sum_cpu_us;
} PlimBenchHolds;

/** plim_bench_holds_start: counts from now on, in the main context, which this thread runs. */
void plim_bench_holds_start (void);

/** plim_bench_holds_stop: ends the counting. */
PlimBenchHolds plim_bench_holds_stop (void);

G_END_DECLS
