/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-chart-geometry.h"

#define HOUR_S 3600
#define DAY_S (24 * HOUR_S)
#define MONTH_S (30 * (gint64) DAY_S)

typedef struct {
  PlimChartTickKind kind;
  int count; /* hours, days or months; 7 days are from Monday to Monday */
  gint64 length_s;
} Rhythm;

static const Rhythm rhythms[] = {
  { PLIM_CHART_TICK_HOUR, 1, HOUR_S },         { PLIM_CHART_TICK_HOUR, 2, 2 * HOUR_S },
  { PLIM_CHART_TICK_HOUR, 3, 3 * HOUR_S },     { PLIM_CHART_TICK_HOUR, 4, 4 * HOUR_S },
  { PLIM_CHART_TICK_HOUR, 6, 6 * HOUR_S },     { PLIM_CHART_TICK_HOUR, 12, 12 * HOUR_S },
  { PLIM_CHART_TICK_DAY, 1, DAY_S },           { PLIM_CHART_TICK_DAY, 2, 2 * DAY_S },
  { PLIM_CHART_TICK_DAY, 7, 7 * DAY_S },       { PLIM_CHART_TICK_DAY, 14, 14 * DAY_S },
  { PLIM_CHART_TICK_MONTH, 1, MONTH_S },       { PLIM_CHART_TICK_MONTH, 2, 2 * MONTH_S },
  { PLIM_CHART_TICK_MONTH, 3, 3 * MONTH_S },   { PLIM_CHART_TICK_MONTH, 6, 6 * MONTH_S },
  { PLIM_CHART_TICK_MONTH, 12, 12 * MONTH_S },
};

static const Rhythm *
choose_rhythm (gint64 span_s, guint max_ticks)
{
  for (guint i = 0; i < G_N_ELEMENTS (rhythms); i++) {
    if (span_s / rhythms[i].length_s <= max_ticks)
      return &rhythms[i];
  }
  return &rhythms[G_N_ELEMENTS (rhythms) - 1];
}

/* (transfer full) (nullable): @count days or months after the @day, at its begin */
static GDateTime *
get_begin (GDateTime *day, PlimChartTickKind kind, int count, GTimeZone *zone)
{
  g_autoptr (GDateTime) moved = kind == PLIM_CHART_TICK_MONTH ? g_date_time_add_months (day, count)
                                                              : g_date_time_add_days (day, count);

  return moved != NULL
             ? g_date_time_new (zone, g_date_time_get_year (moved), g_date_time_get_month (moved),
                                g_date_time_get_day_of_month (moved), 0, 0, 0)
             : NULL;
}

/* (transfer full): the begin of the day, week or month in which @from is */
static GDateTime *
get_first (gint64 from, const Rhythm *rhythm, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (from);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  int back = 0;

  if (rhythm->kind == PLIM_CHART_TICK_MONTH)
    return g_date_time_new (zone, g_date_time_get_year (local),
                            (g_date_time_get_month (local) - 1) / rhythm->count * rhythm->count + 1,
                            1, 0, 0, 0);
  if (rhythm->kind == PLIM_CHART_TICK_DAY && rhythm->count % 7 == 0)
    back = g_date_time_get_day_of_week (local) - 1;
  return get_begin (local, PLIM_CHART_TICK_DAY, -back, zone);
}

static void
add_tick (GArray *ticks, gint64 at, PlimChartTickKind kind, gint64 from, gint64 to)
{
  PlimChartTick tick = { at, kind };

  if (at >= from && at <= to)
    g_array_append_val (ticks, tick);
}

/* An hour that a clock change skips has no tick. */
static void
add_hours (
    GArray *ticks, GDateTime *day, const Rhythm *rhythm, gint64 from, gint64 to, GTimeZone *zone)
{
  for (int hour = 0; hour < 24; hour += rhythm->count) {
    g_autoptr (GDateTime) at =
        g_date_time_new (zone, g_date_time_get_year (day), g_date_time_get_month (day),
                         g_date_time_get_day_of_month (day), hour, 0, 0);

    if (at != NULL && g_date_time_get_hour (at) == hour)
      add_tick (ticks, g_date_time_to_unix (at),
                hour == 0 ? PLIM_CHART_TICK_DAY : PLIM_CHART_TICK_HOUR, from, to);
  }
}

GArray *
plim_chart_get_ticks (gint64 from, gint64 to, guint max_ticks, GTimeZone *zone)
{
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (PlimChartTick));
  const Rhythm *rhythm = choose_rhythm (to - from, MAX (max_ticks, 1));
  g_autoptr (GDateTime) day = get_first (from, rhythm, zone);
  int count = rhythm->kind == PLIM_CHART_TICK_HOUR ? 1 : rhythm->count;

  while (day != NULL && g_date_time_to_unix (day) <= to) {
    GDateTime *next = get_begin (day, rhythm->kind, count, zone);

    if (rhythm->kind == PLIM_CHART_TICK_HOUR)
      add_hours (ticks, day, rhythm, from, to, zone);
    else
      add_tick (ticks, g_date_time_to_unix (day), rhythm->kind, from, to);
    g_date_time_unref (day);
    day = next;
  }
  return ticks;
}
