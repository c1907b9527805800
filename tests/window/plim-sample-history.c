/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-sample-history.h"

#include "plim-bus-series.h"

#define DAY (24 * (gint64) 3600)
#define N_HOURS (7 * 24)

static PlimSeries *
make_series (gint64 now, const char *account, const char *window, double first, double last)
{
  PlimSeries *series = plim_series_new (account, window);
  PlimSeriesPoint points[] = { { now - 6 * DAY, first, first, first },
                               { now - 2 * DAY, last, last, last } };
  PlimSeriesGap gap = { now - 5 * DAY, now - 4 * DAY };
  gint64 reset = now - 3 * DAY;

  series->percent = TRUE;
  series->known_until = now;
  g_array_append_vals (series->points, points, G_N_ELEMENTS (points));
  g_array_append_val (series->gaps, gap);
  g_array_append_val (series->resets, reset);
  return series;
}

static void
add_sums (GPtrArray *all, const char *account, const char *window, const double *sums, guint n_sums)
{
  PlimHistorySums *item = plim_history_sums_new (account, window, 0);

  item->percent = TRUE;
  g_array_append_vals (item->sums, sums, n_sums);
  g_ptr_array_add (all, item);
}

void
plim_sample_history_give (PlimFakeService *service, gint64 now)
{
  static const double weeks[] = { 61, 59, 42 };
  g_autoptr (GPtrArray) series = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_series_free);
  g_autoptr (GPtrArray) sums =
      g_ptr_array_new_with_free_func ((GDestroyNotify) plim_history_sums_free);
  g_autoptr (GPtrArray) hours =
      g_ptr_array_new_with_free_func ((GDestroyNotify) plim_history_sums_free);
  double heat[N_HOURS] = { 0 };
  PlimSeries *credit = make_series (now, "a1", "credit", 8, 3.2);

  heat[24 + 14] = 30;
  heat[48 + 9] = 10;
  credit->percent = FALSE;
  credit->falls = TRUE;
  g_ptr_array_add (series, make_series (now, "a1", "session", 80, 57));
  g_ptr_array_add (series, make_series (now, "a1", "weekly", 20, 78.4));
  g_ptr_array_add (series, credit);
  g_ptr_array_add (series, make_series (now, "a5", "weekly", 33, 44));
  add_sums (sums, "a1", "weekly", weeks, 3);
  add_sums (sums, "a5", "weekly", weeks, 3);
  add_sums (hours, "a1", "weekly", heat, N_HOURS);
  plim_fake_service_set_history (service, plim_bus_series_to_variant (series),
                                 plim_bus_sums_to_variant (sums), plim_bus_sums_to_variant (hours));
}
