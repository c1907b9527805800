/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How far the forecast is off: bench-forecast [TRACES [SEED]]. For each kind of use so many traces
 * of six windows; at the half of each, what is foretold for its end is compared with what came, and
 * so is the straight line from its beginning. The traces are other ones each time, so nothing was
 * chosen to suit them; a run is done again with the seed it names. */
#include "compare-doubles.h"
#include "plim-forecast.h"
#include "plim-test-trace.h"

#include <math.h>
#include <stdlib.h>

#define N_WINDOWS 6

typedef struct {
  GArray *line;     /* errors of the straight line */
  GArray *forecast; /* errors of ours */
} Errors;

static double
get_part (GArray *errors, double part)
{
  g_array_sort (errors, compare_doubles);
  return g_array_index (errors, double, (guint) (part * (errors->len - 1)));
}

static void
add_error (GArray *errors, double foretold, double came)
{
  double error = fabs (foretold - came);

  g_array_append_val (errors, error);
}

/* One window from its begin to its end. */
static void
run_window (PlimTrace *trace, PlimBurn *burn, Errors *errors)
{
  gint64 ends_at = trace->resets_at;
  double foretold = NAN, line = NAN, came = 0;
  PlimUsageWindow window;

  while (trace->at < ends_at) {
    plim_trace_observe (trace, burn, &window);
    came = trace->used;
    if (trace->at == ends_at - trace->length_s / 2) {
      PlimForecast forecast;

      plim_forecast_init (&forecast, burn, &window, trace->at);
      line = window.used_percent * 2;
      foretold = isnan (forecast.projected_percent) ? line : forecast.projected_percent;
    }
    plim_trace_step (trace);
  }
  if (isnan (foretold))
    return;
  add_error (errors->line, line, came);
  add_error (errors->forecast, foretold, came);
}

static void
run_kind (PlimTraceKind kind, gint64 length_s, guint n_traces, guint32 seed)
{
  Errors errors = { g_array_new (FALSE, FALSE, sizeof (double)),
                    g_array_new (FALSE, FALSE, sizeof (double)) };
  gboolean is_better;

  for (guint i = 0; i < n_traces; i++) {
    g_auto (PlimTrace) trace = { 0 };
    PlimBurn burn = { 0 };

    plim_trace_init (&trace, kind, length_s, seed + i);
    for (int n = 0; n < N_WINDOWS; n++)
      run_window (&trace, &burn, &errors);
  }
  is_better = get_part (errors.forecast, 0.5) < get_part (errors.line, 0.5);
  g_print ("%-14s %8.2f %8.2f %10.2f %8.2f   %s\n", plim_trace_name (kind),
           get_part (errors.line, 0.5), get_part (errors.forecast, 0.5),
           get_part (errors.line, 0.9), get_part (errors.forecast, 0.9),
           is_better ? "" : "the line is nearer");
  g_array_unref (errors.line);
  g_array_unref (errors.forecast);
}

int
main (int argc, char **argv)
{
  guint n_traces = argc > 1 ? (guint) atoi (argv[1]) : 200;
  guint32 seed =
      argc > 2 ? (guint32) g_ascii_strtoull (argv[2], NULL, 10) : (guint32) g_random_int ();

  g_print ("error at half-window in points of percent, %u traces of %d weeks from %u on\n",
           n_traces, N_WINDOWS, seed);
  g_print ("%-14s %8s %8s %10s %8s\n", "", "line", "forecast", "line p90", "p90");
  for (PlimTraceKind kind = 0; kind < PLIM_N_TRACES; kind++)
    run_kind (kind, 7 * 24 * 3600, n_traces, seed);
  return 0;
}
