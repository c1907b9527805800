/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a window goes, as people read it. */

#include "plim-format.h"

#include <glib/gi18n-lib.h>

static char *
format_end (const PlimFormat *self, const PlimForecast *forecast, gint64 now)
{
  g_autofree char *from = plim_format_clock (self, forecast->earliest_at, now);
  g_autofree char *to = plim_format_clock (self, forecast->latest_at, now);
  g_autofree char *clock = plim_format_clock (self, forecast->runs_out_at, now);
  g_autofree char *duration = plim_format_duration (forecast->runs_out_at - now);

  /* Two times that read the same are none. */
  if (!g_str_equal (from, to))
    /* Translators: a limit is used up between two times or days, such as "14:05", "Fri 14:05", "28
     * Nov" */
    return g_strdup_printf (_ ("Runs out between %s and %s"), from, to);
  if (self->reset_style == PLIM_RESET_CLOCK)
    /* Translators: a limit is used up at a time or day, such as "14:05", "Fri 14:05", "28 Nov" */
    return g_strdup_printf (_ ("Runs out %s"), clock);
  /* Translators: a limit is used up at a time or day ("14:05", "Fri 14:05", "28 Nov"), then the
   * time until then ("2h 30m") */
  return g_strdup_printf (_ ("Runs out %s (in %s)"), clock, duration);
}

char *
plim_format_forecast (const PlimFormat *self,
                      const PlimForecast *forecast,
                      const PlimUsageWindow *window,
                      gint64 now)
{
  g_autofree char *clock = NULL;

  g_return_val_if_fail (self != NULL && forecast != NULL && window != NULL, NULL);

  if (plim_usage_window_is_past_reset (window, now))
    return NULL;
  switch (forecast->verdict) {
  case PLIM_VERDICT_NOT_YET:
    return g_strdup (_ ("No forecast yet"));
  case PLIM_VERDICT_LASTS:
    if (window->resets_at == PLIM_TIME_UNKNOWN)
      return g_strdup (_ ("Lasts for months"));
    return g_strdup (_ ("Lasts until reset"));
  case PLIM_VERDICT_MAY_RUN_OUT:
    if (forecast->earliest_at <= now)
      return g_strdup (_ ("May run out soon"));
    clock = plim_format_clock (self, forecast->earliest_at, now);
    /* Translators: a limit may be used up before its reset; %s is a time or day, such as "14:05",
     * "Fri 14:05", "28 Nov" */
    return g_strdup_printf (_ ("May run out, at the earliest %s"), clock);
  case PLIM_VERDICT_RUNS_OUT:
    return forecast->runs_out_at > now ? format_end (self, forecast, now) : NULL;
  case PLIM_VERDICT_NONE:
  default:
    return NULL;
  }
}

char *
plim_format_line_with_forecast (const PlimFormat *self,
                                const char *line,
                                PlimAccount *account,
                                const PlimUsageWindow *window,
                                gint64 now)
{
  const PlimForecast *forecast;
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL && line != NULL && window != NULL, NULL);
  g_return_val_if_fail (PLIM_IS_ACCOUNT (account), NULL);

  forecast = plim_account_get_forecast (account, window->id);
  if (forecast != NULL && !plim_account_is_window_stale (account, window, now) &&
      (forecast->verdict == PLIM_VERDICT_RUNS_OUT || forecast->verdict == PLIM_VERDICT_MAY_RUN_OUT))
    text = plim_format_forecast (self, forecast, window, now);
  if (text == NULL)
    return g_strdup (line);
  /* Translators: what is used of a limit and when it resets, then a sentence of when it runs out:
   * "Claude · Week: 57 % used, resets in 2d. Runs out Fri 14:05 (in 5h)" */
  return g_strdup_printf (_ ("%s. %s"), line, text);
}
