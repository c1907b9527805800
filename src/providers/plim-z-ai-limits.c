/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-z-ai-limits.h"

#include "plim-provider-parts.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SESSION_S (5 * PLIM_HOUR_S)
#define MAX_LENGTH_S (1000 * PLIM_DAY_S)

/* Seconds of a quota's period; 0 for a month; -1 for what is not known. Old answers have neither
 * unit nor number and mean the session. */
static gint64
read_length (JsonObject *limit)
{
  gboolean has_unit = plim_json_get_node (limit, "unit") != NULL;
  gboolean has_number = plim_json_get_node (limit, "number") != NULL;
  double unit, number;
  gint64 unit_s;

  if (!has_unit && !has_number)
    return SESSION_S;
  plim_json_get_number (limit, "unit", &unit);
  plim_json_get_number (limit, "number", &number);
  if (unit == 7)
    return number == 1 ? 0 : -1;
  unit_s = unit == 3                ? PLIM_HOUR_S
           : unit == 6              ? PLIM_WEEK_S
           : unit == 1 || unit == 4 ? PLIM_DAY_S
           : unit == 5              ? 60
                                    : 0;
  if (unit_s == 0 || isnan (number) || number < 1 || number > (double) (MAX_LENGTH_S / unit_s))
    return -1;
  return unit_s * (gint64) number;
}

static char *
dup_length_title (gint64 length_s)
{
  if (length_s % PLIM_DAY_S == 0)
    return g_strdup_printf ("%d days", (int) (length_s / PLIM_DAY_S));
  if (length_s % PLIM_HOUR_S == 0)
    return g_strdup_printf ("%d hours", (int) (length_s / PLIM_HOUR_S));
  return g_strdup_printf ("%d minutes", (int) (length_s / 60));
}

/* Windows are told by their length. Lengths that were never seen have a title in English. */
static PlimUsageWindow *
add_window_of_length (PlimSnapshot *snapshot, gint64 length_s)
{
  g_autofree char *id = g_strdup_printf ("window-%" G_GINT64_FORMAT, length_s);
  PlimUsageWindow *window;

  if (length_s == 0) {
    window = plim_snapshot_add_window (snapshot, "monthly", PLIM_WINDOW_FIXED);
    window->title = g_strdup (N_ ("Month"));
    return window;
  }
  window = plim_snapshot_add_window (snapshot,
                                     length_s == SESSION_S     ? "session"
                                     : length_s == PLIM_WEEK_S ? "weekly"
                                                               : id,
                                     PLIM_WINDOW_ROLLING);
  window->length_s = length_s;
  window->title = length_s == SESSION_S     ? g_strdup (N_ ("Session (5 h)"))
                  : length_s == PLIM_WEEK_S ? g_strdup (N_ ("Week"))
                                            : dup_length_title (length_s);
  return window;
}

/* `usage` is the limit, in spite of its name. The counts are finer than the whole percentage, and
 * of two ways to count what is used the larger is right. Returns whether there is a percentage. */
static gboolean
fill_window (PlimUsageWindow *window, JsonObject *limit, const char *unit)
{
  double remaining, percent;

  plim_json_get_number (limit, "usage", &window->limit);
  plim_json_get_number (limit, "currentValue", &window->used);
  plim_json_get_number (limit, "remaining", &remaining);
  if (!(window->limit > 0))
    window->limit = NAN;
  window->used = fmax (window->used, window->limit - remaining);
  if (window->used < 0)
    window->used = 0;
  if (!isnan (window->used) || !isnan (window->limit))
    window->unit = g_strdup (unit);
  window->resets_at = plim_json_get_time (limit, "nextResetTime");
  plim_usage_window_derive_percent (window);
  if (isnan (window->used_percent) && plim_json_get_number (limit, "percentage", &percent))
    window->used_percent = percent;
  return !isnan (window->used_percent);
}

/* Returns whether @limit is well-formed or of no concern. */
static gboolean
add_limit (PlimSnapshot *snapshot, JsonObject *limit, const char *type)
{
  PlimUsageWindow *window;
  const char *unit;
  gint64 length_s;

  if (g_str_equal (type, "TIME_LIMIT") || g_str_equal (type, "MCP_LIMIT")) {
    window = plim_snapshot_add_window (snapshot, "calls-monthly", PLIM_WINDOW_FIXED);
    window->title = g_strdup (N_ ("Web search and reader"));
    unit = "requests";
  } else {
    length_s = read_length (limit);
    if (length_s < 0)
      return TRUE;
    window = add_window_of_length (snapshot, length_s);
    unit = g_str_equal (type, "CREDIT_LIMIT") ? "credits" : "tokens";
  }
  if (fill_window (window, limit, unit))
    return TRUE;
  plim_snapshot_drop_window (snapshot);
  return FALSE;
}

/* Adds the entries of one type; returns how many are malformed. */
static guint
add_limits_of_type (PlimSnapshot *snapshot, JsonArray *limits, const char *wanted)
{
  guint n_malformed = 0;

  for (guint i = 0; i < json_array_get_length (limits); i++) {
    JsonObject *limit = plim_json_get_element_object (limits, i);
    const char *type = plim_json_get_string (limit, "type");

    if (type == NULL)
      type = plim_json_get_string (limit, "name");
    if (g_strcmp0 (type, wanted) == 0 && !add_limit (snapshot, limit, type))
      n_malformed++;
  }
  return n_malformed;
}

gboolean
plim_z_ai_add_limits (PlimSnapshot *snapshot, JsonArray *limits)
{
  /* Of two entries for the same window the first is kept: credits replaced tokens in 2026-08. */
  static const char *const types[] = { "CREDIT_LIMIT", "TOKENS_LIMIT", "TIME_LIMIT", "MCP_LIMIT" };
  guint n_malformed = 0;

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    n_malformed += add_limits_of_type (snapshot, limits, types[i]);
  return n_malformed == 0 || plim_snapshot_get_n_windows (snapshot) > 0;
}
