/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-history-lines.h"

#include <math.h>

/* More lines than these are there, but hidden at first. */
#define MAX_SHOWN 5
/* As are those that are reset more often, where they would cover the others. */
#define MAX_RESETS 60

const PlimUsageWindow *
plim_history_find_window (PlimAccount *account, const char *window_id)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);

  for (guint i = 0; snapshot != NULL && i < plim_snapshot_get_n_windows (snapshot); i++) {
    const PlimUsageWindow *window = plim_snapshot_get_window (snapshot, i);

    if (g_str_equal (window->id, window_id))
      return window;
  }
  return NULL;
}

char *
plim_history_dup_title (PlimAccount *account, const char *window_id)
{
  const PlimUsageWindow *window = plim_history_find_window (account, window_id);

  return window != NULL ? plim_format_window_title (window) : g_strdup (window_id);
}

const char *
plim_history_get_main_window (PlimAccount *account)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  const PlimUsageWindow *main_window = NULL;

  for (guint i = 0; snapshot != NULL && i < plim_snapshot_get_n_windows (snapshot); i++) {
    const PlimUsageWindow *window = plim_snapshot_get_window (snapshot, i);

    if (window->can_lead && !isnan (window->used_percent) &&
        (main_window == NULL || window->length_s > main_window->length_s))
      main_window = window;
  }
  return main_window != NULL ? main_window->id : NULL;
}

gboolean
plim_history_is_shown (PlimPresentation *presentation,
                       PlimAccount *account,
                       PlimAccount *owner,
                       const char *window_id,
                       gboolean percent)
{
  if (!percent && plim_presentation_get_format (presentation)->privacy)
    return FALSE;
  return account != NULL ||
         (percent && g_strcmp0 (plim_history_get_main_window (owner), window_id) == 0);
}

static const char *
get_unit (PlimAccount *owner, const PlimSeries *series)
{
  const PlimUsageWindow *window = plim_history_find_window (owner, series->window_id);

  if (series->percent)
    return NULL;
  return window != NULL && window->unit != NULL ? window->unit : "count";
}

/* The chart of that unit and direction, made when it is the first. */
static PlimChartData *
find_chart (GPtrArray *charts, const char *unit, gint64 from, gint64 to, gboolean is_left)
{
  PlimChartData *chart;

  for (guint i = 0; i < charts->len; i++) {
    chart = charts->pdata[i];
    if (chart->is_left == is_left &&
        g_strcmp0 (plim_chart_data_get_line (chart, 0)->unit, unit) == 0)
      return chart;
  }
  chart = plim_chart_data_new (from, to, unit == NULL, is_left);
  g_ptr_array_insert (charts, unit == NULL ? 0 : -1, chart);
  return chart;
}

static gboolean
is_calm (const PlimChartData *chart, guint index)
{
  return plim_chart_data_get_line (chart, index)->resets->len <= MAX_RESETS;
}

/* Never all of them. */
static void
hide_lines (PlimChartData *chart)
{
  guint n_calm = 0, n_shown = 0;

  for (guint i = 0; i < chart->lines->len; i++)
    n_calm += is_calm (chart, i);
  for (guint i = 0; i < chart->lines->len; i++) {
    gboolean is_shown = n_shown < MAX_SHOWN && (n_calm == 0 || is_calm (chart, i));

    plim_chart_data_get_line (chart, i)->is_hidden = !is_shown;
    n_shown += is_shown;
  }
}

GPtrArray *
plim_history_build_charts (PlimBusClient *client,
                           PlimPresentation *presentation,
                           PlimAccount *account,
                           const GPtrArray *all,
                           gint64 from,
                           gint64 to)
{
  const PlimFormat *format = plim_presentation_get_format (presentation);
  GPtrArray *charts = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_chart_data_free);

  for (guint i = 0; i < all->len; i++) {
    const PlimSeries *series = all->pdata[i];
    PlimAccount *owner = plim_bus_client_find_account (client, series->account_id);
    const char *unit;
    PlimChartData *chart;
    g_autofree char *title = NULL;

    if (owner == NULL ||
        !plim_history_is_shown (presentation, account, owner, series->window_id, series->percent))
      continue;
    unit = get_unit (owner, series);
    /* A balance falls, whatever is shown of the limits. */
    chart =
        find_chart (charts, unit, from, to, series->percent ? format->show_left : series->falls);
    title = account != NULL ? plim_history_dup_title (owner, series->window_id)
                            : plim_format_label (format, owner);
    plim_chart_data_add (chart, series, title, unit);
  }
  for (guint i = 0; i < charts->len; i++)
    hide_lines (charts->pdata[i]);
  return charts;
}
