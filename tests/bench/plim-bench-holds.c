/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-bench-holds.h"

#include <time.h>

/* A context has one function for polling, which gets no data. */
static PlimBenchHolds holds;
static GPollFunc real_poll;
static gint64 since_us;
static gint64 since_cpu_us;

static gint64
get_cpu_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
note_hold (void)
{
  gint64 cpu_us = get_cpu_us () - since_cpu_us;

  holds.longest_us = MAX (holds.longest_us, g_get_monotonic_time () - since_us);
  holds.longest_cpu_us = MAX (holds.longest_cpu_us, cpu_us);
  holds.sum_cpu_us += cpu_us;
}

static void
begin_hold (void)
{
  since_us = g_get_monotonic_time ();
  since_cpu_us = get_cpu_us ();
}

static int
poll_and_note (GPollFD *fds, guint n_fds, int timeout_ms)
{
  int n_ready;

  note_hold ();
  n_ready = real_poll (fds, n_fds, timeout_ms);
  begin_hold ();
  return n_ready;
}

void
plim_bench_holds_start (void)
{
  g_return_if_fail (real_poll == NULL);

  holds = (PlimBenchHolds){ 0 };
  real_poll = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, poll_and_note);
  begin_hold ();
}

PlimBenchHolds
plim_bench_holds_stop (void)
{
  note_hold ();
  g_main_context_set_poll_func (NULL, real_poll);
  real_poll = NULL;
  return holds;
}
