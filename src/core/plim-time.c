/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-time.h"

#include "plim-json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Numbers from here on are milliseconds: as seconds they would be the year 5138. */
#define FIRST_MILLISECONDS 100000000000.0

gint64
plim_time_from_seconds (gint64 at)
{
  return at > 0 && at <= PLIM_TIME_LAST ? at : PLIM_TIME_UNKNOWN;
}

static gint64
time_from_number (double number)
{
  if (!isfinite (number) || number <= 0)
    return PLIM_TIME_UNKNOWN;
  if (number >= FIRST_MILLISECONDS)
    number /= 1000;
  return number < (double) PLIM_TIME_LAST + 1 ? (gint64) number : PLIM_TIME_UNKNOWN;
}

/* GLib reads fractions as doubles and may round a long one up to the next second: they are cut off.
 */
static char *
without_fraction (const char *text)
{
  const char *dot = strpbrk (text, ".,");
  const char *rest;

  if (dot == NULL)
    return g_strdup (text);
  for (rest = dot + 1; g_ascii_isdigit (*rest);)
    rest++;
  return g_strdup_printf ("%.*s%s", (int) (dot - text), text, rest);
}

gint64
plim_time_parse (const char *text)
{
  g_autoptr (GDateTime) date_time = NULL;
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *trimmed = NULL;
  g_autofree char *whole = NULL;
  double number;

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return PLIM_TIME_UNKNOWN;
  trimmed = g_strstrip (g_strdup (text));
  number = plim_number_from_string (trimmed);
  if (!isnan (number))
    return time_from_number (number);

  whole = without_fraction (trimmed);
  date_time = g_date_time_new_from_iso8601 (whole, utc);
  return date_time != NULL ? plim_time_from_seconds (g_date_time_to_unix (date_time))
                           : PLIM_TIME_UNKNOWN;
}

gint64
plim_time_from_json (JsonNode *node)
{
  GType type;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return PLIM_TIME_UNKNOWN;
  type = json_node_get_value_type (node);
  if (type == G_TYPE_STRING)
    return plim_time_parse (json_node_get_string (node));
  return time_from_number (plim_number_from_json (node));
}

char *
plim_time_to_iso8601 (gint64 at)
{
  g_autoptr (GDateTime) date_time = NULL;

  if (at == PLIM_TIME_UNKNOWN)
    return NULL;
  date_time = g_date_time_new_from_unix_utc (at);
  return date_time != NULL ? g_date_time_format (date_time, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}

/* IMF-fixdate, the one form of HTTP dates that is still sent: "Sun, 06 Nov 1994 08:49:37 GMT" (RFC
 * 9110, 5.6.7). */
static gint64
parse_http_date (const char *text)
{
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  g_autoptr (GDateTime) date_time = NULL;
  char month[4] = { 0 };
  int day, year, hour, minute, second;
  int end = 0; /* stays so when the zone is another */
  const char *found;

  if (sscanf (text, "%*3s, %2d %3s %4d %2d:%2d:%2d GMT%n", &day, month, &year, &hour, &minute,
              &second, &end) != 6 ||
      end == 0)
    return PLIM_TIME_UNKNOWN;
  found = strlen (month) == 3 ? strstr (months, month) : NULL;
  if (found == NULL || (found - months) % 3 != 0)
    return PLIM_TIME_UNKNOWN;
  date_time = g_date_time_new_utc (year, (int) (found - months) / 3 + 1, day, hour, minute, second);
  return date_time != NULL ? g_date_time_to_unix (date_time) : PLIM_TIME_UNKNOWN;
}

gint64
plim_time_parse_retry_after (const char *value, gint64 now)
{
  double seconds;
  gint64 at;

  if (value == NULL)
    return 0;
  seconds = plim_number_from_string (value);
  if (!isnan (seconds))
    return seconds > 0 && seconds < (double) PLIM_TIME_LAST ? (gint64) ceil (seconds) : 0;
  at = parse_http_date (value);
  return at > now ? at - now : 0;
}

static gint64
month_start (gint64 at, int months_later)
{
  g_autoptr (GDateTime) date_time = g_date_time_new_from_unix_utc (at);
  g_autoptr (GDateTime) first = NULL;
  g_autoptr (GDateTime) moved = NULL;

  g_return_val_if_fail (date_time != NULL, PLIM_TIME_UNKNOWN);
  first = g_date_time_new_utc (g_date_time_get_year (date_time), g_date_time_get_month (date_time),
                               1, 0, 0, 0);
  moved = g_date_time_add_months (first, months_later);
  return g_date_time_to_unix (moved);
}

gint64
plim_time_month_start (gint64 at)
{
  return month_start (at, 0);
}

gint64
plim_time_month_end (gint64 at)
{
  return month_start (at, 1);
}
