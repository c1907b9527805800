/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-sample-history.h"

#include "plim-bus-series.h"
#include "plim-heatmap.h"
#include "plim-history-sums.h"

#define NOW ((gint64) 1795003200) /* 2026-11-18T12:00:00Z, a Wednesday */
#define DAY (24 * (gint64) 3600)

static PlimSeries *
make_series (const char *account, const char *window, double first, double last)
{
  PlimSeries *series = plim_series_new (account, window);
  PlimSeriesPoint points[] = { { NOW - 6 * DAY, first, first, first },
                               { NOW - 2 * DAY, last, last, last } };
  PlimSeriesGap gap = { NOW - 5 * DAY, NOW - 4 * DAY };
  gint64 reset = NOW - 3 * DAY;

  series->percent = TRUE;
  series->known_until = NOW;
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
plim_sample_history_give (PlimFakeService *service)
{
  static const double weeks[] = { 61, 59, 42 };
  g_autoptr (GPtrArray) series = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_series_free);
  g_autoptr (GPtrArray) sums =
      g_ptr_array_new_with_free_func ((GDestroyNotify) plim_history_sums_free);
  g_autoptr (GPtrArray) hours =
      g_ptr_array_new_with_free_func ((GDestroyNotify) plim_history_sums_free);
  double heat[PLIM_HEATMAP_HOURS] = { 0 };
  PlimSeries *credit = make_series ("a1", "credit", 8, 3.2);

  heat[24 + 14] = 30;
  heat[48 + 9] = 10;
  credit->percent = FALSE;
  credit->falls = TRUE;
  g_ptr_array_add (series, make_series ("a1", "session", 80, 57));
  g_ptr_array_add (series, make_series ("a1", "weekly", 20, 78.4));
  g_ptr_array_add (series, credit);
  g_ptr_array_add (series, make_series ("a5", "weekly", 33, 44));
  add_sums (sums, "a1", "weekly", weeks, 3);
  add_sums (sums, "a5", "weekly", weeks, 3);
  add_sums (hours, "a1", "weekly", heat, PLIM_HEATMAP_HOURS);
  plim_fake_service_set_history (service, plim_bus_series_to_variant (series),
                                 plim_bus_sums_to_variant (sums), plim_bus_sums_to_variant (hours));
}
