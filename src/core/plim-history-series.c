/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-history-series.h"

PlimSeries *
plim_series_new (const char *account_id, const char *window_id)
{
  PlimSeries *self = g_new0 (PlimSeries, 1);

  self->account_id = g_strdup (account_id);
  self->window_id = g_strdup (window_id);
  self->points = g_array_new (FALSE, FALSE, sizeof (PlimSeriesPoint));
  self->gaps = g_array_new (FALSE, FALSE, sizeof (PlimSeriesGap));
  self->resets = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

void
plim_series_free (PlimSeries *self)
{
  g_free (self->account_id);
  g_free (self->window_id);
  g_array_unref (self->points);
  g_array_unref (self->gaps);
  g_array_unref (self->resets);
  g_free (self);
}

PlimHistorySums *
plim_history_sums_new (const char *account_id, const char *window_id, guint n_sums)
{
  PlimHistorySums *self = g_new0 (PlimHistorySums, 1);

  self->account_id = g_strdup (account_id);
  self->window_id = g_strdup (window_id);
  self->sums = g_array_new (FALSE, TRUE, sizeof (double));
  g_array_set_size (self->sums, n_sums);
  return self;
}

void
plim_history_sums_free (PlimHistorySums *self)
{
  g_free (self->account_id);
  g_free (self->window_id);
  g_array_unref (self->sums);
  g_free (self);
}
