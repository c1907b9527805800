/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-format-chart.h"

#include <glib/gi18n-lib.h>

static const char *
choose_tick_form (const PlimFormat *self, const PlimChartTick *tick, GDateTime *local)
{
  switch (tick->kind) {
  case PLIM_CHART_TICK_HOUR:
    /* Translators: an hour on a chart's axis, such as "2 PM" or "14:00" */
    return self->use_12h ? C_ ("axis", "%-l %p") : C_ ("axis", "%H:%M");
  case PLIM_CHART_TICK_DAY:
    /* Translators: a day on a chart's axis, such as "27 Nov" */
    return C_ ("axis", "%-d %b");
  case PLIM_CHART_TICK_MONTH:
  default:
    /* Translators: a month on a chart's axis: January with its year, such as "Jan 2027", and any
     * other alone */
    return g_date_time_get_month (local) == 1 ? C_ ("axis", "%b %Y") : C_ ("axis", "%b");
  }
}

char *
plim_format_tick (const PlimFormat *self, const PlimChartTick *tick)
{
  g_autoptr (GDateTime) local = plim_format_to_local (self, tick->at);

  return local != NULL ? g_date_time_format (local, choose_tick_form (self, tick, local))
                       : g_strdup ("");
}

char *
plim_format_moment (const PlimFormat *self, gint64 at)
{
  g_autoptr (GDateTime) local = plim_format_to_local (self, at);

  if (local == NULL)
    return g_strdup ("");
  /* Translators: a moment on a chart, such as "Fri 27 Nov, 2:05 PM" or "Fri 27 Nov, 14:05" */
  return g_date_time_format (local, self->use_12h ? C_ ("moment", "%a %-d %b, %-l:%M %p")
                                                  : C_ ("moment", "%a %-d %b, %H:%M"));
}

char *
plim_format_weekday (const PlimFormat *self, guint day)
{
  /* The first of January 2024 was a Monday. */
  g_autoptr (GDateTime) at = g_date_time_new_utc (2024, 1, 1 + (int) (day % 7), 0, 0, 0);

  /* Translators: a weekday on a chart's axis and before an hour, such as "Mon" in "Mon 14:00" */
  return g_date_time_format (at, C_ ("weekday", "%a"));
}

char *
plim_format_hour (const PlimFormat *self, guint hour)
{
  g_autoptr (GDateTime) at = g_date_time_new_utc (2024, 1, 1, (int) (hour % 24), 0, 0);

  return g_date_time_format (at, self->use_12h ? C_ ("axis", "%-l %p") : C_ ("axis", "%H:%M"));
}

char *
plim_format_chart_amount (const PlimFormat *self, double amount, const char *unit)
{
  /* What is left was subtracted before: here the number is taken as it is. */
  PlimFormat plain = *self;

  plain.show_left = FALSE;
  return unit == NULL ? plim_format_percent (&plain, amount)
                      : plim_format_amount (&plain, amount, unit);
}
