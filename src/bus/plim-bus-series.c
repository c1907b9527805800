/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-bus-series.h"

/* Points and gaps lie in memory as they do on the bus, so that they go over in one piece. */
G_STATIC_ASSERT (sizeof (PlimSeriesPoint) == 32);
G_STATIC_ASSERT (sizeof (PlimSeriesGap) == 16);

static GVariant *
to_fixed (const char *type, const GArray *items)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE (type), items->data, items->len,
                                    g_array_get_element_size ((GArray *) items));
}

static void
take_fixed (GArray *items, GVariant *variant)
{
  gsize n_items;
  gconstpointer data =
      g_variant_get_fixed_array (variant, &n_items, g_array_get_element_size (items));

  if (n_items > 0)
    g_array_append_vals (items, data, (guint) n_items);
}

GVariant *
plim_bus_series_to_variant (const GPtrArray *all)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (PLIM_BUS_SERIES));

  for (guint i = 0; i < all->len; i++) {
    const PlimSeries *series = all->pdata[i];

    g_variant_builder_add (&builder, "(ssbbxx@a(xddd)@a(xx)@ax)", series->account_id,
                           series->window_id, series->percent, series->falls, series->step_s,
                           series->known_until, to_fixed ("(xddd)", series->points),
                           to_fixed ("(xx)", series->gaps), to_fixed ("x", series->resets));
  }
  return g_variant_builder_end (&builder);
}

GPtrArray *
plim_bus_series_from_variant (GVariant *variant)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_series_free);
  GVariantIter iter;
  const char *account_id, *window_id;
  gboolean percent, falls;
  gint64 step_s, known_until;
  GVariant *points, *gaps, *resets;

  g_variant_iter_init (&iter, variant);
  while (g_variant_iter_next (&iter, "(&s&sbbxx@a(xddd)@a(xx)@ax)", &account_id, &window_id,
                              &percent, &falls, &step_s, &known_until, &points, &gaps, &resets)) {
    PlimSeries *series = plim_series_new (account_id, window_id);

    series->percent = percent;
    series->falls = falls;
    series->step_s = step_s;
    series->known_until = known_until;
    take_fixed (series->points, points);
    take_fixed (series->gaps, gaps);
    take_fixed (series->resets, resets);
    g_ptr_array_add (all, series);
    g_variant_unref (points);
    g_variant_unref (gaps);
    g_variant_unref (resets);
  }
  return g_steal_pointer (&all);
}

GVariant *
plim_bus_sums_to_variant (const GPtrArray *all)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (PLIM_BUS_SUMS));

  for (guint i = 0; i < all->len; i++) {
    const PlimHistorySums *sums = all->pdata[i];

    g_variant_builder_add (&builder, "(ssb@ad)", sums->account_id, sums->window_id, sums->percent,
                           to_fixed ("d", sums->sums));
  }
  return g_variant_builder_end (&builder);
}

GPtrArray *
plim_bus_sums_from_variant (GVariant *variant)
{
  g_autoptr (GPtrArray) all =
      g_ptr_array_new_with_free_func ((GDestroyNotify) plim_history_sums_free);
  GVariantIter iter;
  const char *account_id, *window_id;
  gboolean percent;
  GVariant *numbers;

  g_variant_iter_init (&iter, variant);
  while (g_variant_iter_next (&iter, "(&s&sb@ad)", &account_id, &window_id, &percent, &numbers)) {
    PlimHistorySums *sums = plim_history_sums_new (account_id, window_id, 0);

    sums->percent = percent;
    take_fixed (sums->sums, numbers);
    g_ptr_array_add (all, sums);
    g_variant_unref (numbers);
  }
  return g_steal_pointer (&all);
}
