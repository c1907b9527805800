/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-quiet-hours.h"

#define MINUTE_S 60
#define HOUR_S 3600
#define HOUR_MIN 60

static gboolean
is_inside (guint from_min, guint to_min, guint minute)
{
  if (from_min <= to_min)
    return minute >= from_min && minute < to_min;
  return minute >= from_min || minute < to_min;
}

static gint64
find_end (GDateTime *local, GTimeZone *time_zone, guint to_min, gboolean is_tomorrow)
{
  g_autoptr (GDateTime) day = g_date_time_add_days (local, is_tomorrow ? 1 : 0);
  g_autoptr (GDateTime) end =
      g_date_time_new (time_zone, g_date_time_get_year (day), g_date_time_get_month (day),
                       g_date_time_get_day_of_month (day), (int) (to_min / HOUR_MIN),
                       (int) (to_min % HOUR_MIN), 0);

  return end != NULL ? g_date_time_to_unix (end) : PLIM_TIME_UNKNOWN;
}

gint64
plim_quiet_hours_get_end (guint from_min, guint to_min, GTimeZone *time_zone, gint64 now)
{
  g_autoptr (GTimeZone) zone =
      time_zone != NULL ? g_time_zone_ref (time_zone) : g_time_zone_new_local ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
  guint minute;
  gint64 end;

  if (local == NULL)
    return PLIM_TIME_UNKNOWN;
  minute = (guint) (g_date_time_get_hour (local) * HOUR_MIN + g_date_time_get_minute (local));
  if (!is_inside (from_min, to_min, minute))
    return PLIM_TIME_UNKNOWN;
  end = find_end (local, zone, to_min, minute >= to_min);
  /* The hour that comes twice: the end meant is the second. */
  if (end != PLIM_TIME_UNKNOWN && end <= now)
    end += HOUR_S;
  return end > now ? end : now + MINUTE_S;
}
