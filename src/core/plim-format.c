/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers and times; windows and accounts are in plim-format-window.c. */

#include "plim-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define HIDDEN "•••"
/* No percentage that is shown is larger. */
#define MAX_PERCENT 99999
#define MINUTE_S 60
#define HOUR_S (60 * MINUTE_S)
#define DAY_S (24 * HOUR_S)
/* Money below the smallest coin: an API key's first requests. */
#define SMALL_MONEY 0.01
#define SMALL_MONEY_DECIMALS 4

int
plim_format_percent_number (const PlimFormat *self, double used_percent)
{
  int used;

  g_return_val_if_fail (self != NULL, -1);

  if (isnan (used_percent))
    return -1;
  used = (int) lround (CLAMP (used_percent, 0, MAX_PERCENT));
  if (used >= 100 && used_percent < 100)
    used = 99;
  else if (used <= 0 && used_percent > 0)
    used = 1;
  /* What is left follows from what is used: the two views of one window never contradict. */
  return self->show_left ? MAX (100 - used, 0) : used;
}

char *
plim_format_percent (const PlimFormat *self, double used_percent)
{
  int number = plim_format_percent_number (self, used_percent);

  if (number < 0)
    return g_strdup ("–");
  /* Translators: a percentage, such as "57 %" */
  return g_strdup_printf (_ ("%d %%"), number);
}

char *
plim_format_percent_words (const PlimFormat *self, double used_percent)
{
  int number = plim_format_percent_number (self, used_percent);

  if (number < 0)
    return g_strdup (C_ ("usage", "unknown"));
  if (self->show_left)
    /* Translators: so much of a limit is left, such as "43 % left" */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d %% left", "%d %% left",
                                         (gulong) number),
                            number);
  /* Translators: so much of a limit is used, such as "57 % used" */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d %% used", "%d %% used",
                                       (gulong) number),
                          number);
}

double
plim_format_fraction (const PlimFormat *self, double used_percent)
{
  int number = plim_format_percent_number (self, used_percent);

  return number < 0 ? NAN : MIN (number, 100) / 100.0;
}

char *
plim_format_duration (gint64 duration_s)
{
  gint64 seconds = MAX (duration_s, 0);
  /* What is longer than the calendar is no duration to read. */
  int days = (int) MIN (seconds / DAY_S, 999999);
  int hours = (int) (seconds % DAY_S / HOUR_S);
  int minutes = (int) (seconds % HOUR_S / MINUTE_S);

  if (days > 0 && hours > 0)
    /* Translators: days and hours, short, such as "2d 4h" */
    return g_strdup_printf (C_ ("duration", "%dd %dh"), days, hours);
  if (days > 0)
    /* Translators: days, short, such as "2d" */
    return g_strdup_printf (C_ ("duration", "%dd"), days);
  if (hours > 0 && minutes > 0)
    /* Translators: hours and minutes, short, such as "3h 53m" */
    return g_strdup_printf (C_ ("duration", "%dh %dm"), hours, minutes);
  if (hours > 0)
    /* Translators: hours, short, such as "3h" */
    return g_strdup_printf (C_ ("duration", "%dh"), hours);
  if (minutes > 0)
    /* Translators: minutes, short, such as "12m" */
    return g_strdup_printf (C_ ("duration", "%dm"), minutes);
  /* Translators: seconds, short, such as "45s" */
  return g_strdup_printf (C_ ("duration", "%ds"), (int) seconds);
}

char *
plim_format_age (gint64 at, gint64 now)
{
  g_autofree char *duration = NULL;
  gint64 age_s = now - at;

  if (at == PLIM_TIME_UNKNOWN)
    return g_strdup (C_ ("age", "never"));
  /* A clock that was set back makes ages negative. */
  if (age_s < MINUTE_S)
    return g_strdup (C_ ("age", "just now"));
  if (age_s < HOUR_S) {
    int minutes = (int) (age_s / MINUTE_S);

    /* Translators: how old a number is */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d min ago", "%d min ago",
                                         (gulong) minutes),
                            minutes);
  }
  duration = plim_format_duration (age_s);
  /* Translators: how old a number is; %s is a duration such as "2h 5m" */
  return g_strdup_printf (C_ ("age", "%s ago"), duration);
}

GDateTime *
plim_format_to_local (const PlimFormat *self, gint64 at)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at);

  if (utc == NULL)
    return NULL;
  return self->time_zone != NULL ? g_date_time_to_timezone (utc, self->time_zone)
                                 : g_date_time_to_local (utc);
}

static int
count_days (GDateTime *from, GDateTime *to)
{
  GDate from_date, to_date;

  g_date_clear (&from_date, 1);
  g_date_clear (&to_date, 1);
  g_date_set_dmy (&from_date, (GDateDay) g_date_time_get_day_of_month (from),
                  (GDateMonth) g_date_time_get_month (from),
                  (GDateYear) g_date_time_get_year (from));
  g_date_set_dmy (&to_date, (GDateDay) g_date_time_get_day_of_month (to),
                  (GDateMonth) g_date_time_get_month (to), (GDateYear) g_date_time_get_year (to));
  return g_date_days_between (&from_date, &to_date);
}

static const char *
choose_clock_form (const PlimFormat *self, GDateTime *at, GDateTime *now)
{
  int days = ABS (count_days (now, at));

  if (days == 0)
    /* Translators: a time today, as g_date_time_format() takes it: 12 hours, then 24 hours */
    return self->use_12h ? C_ ("clock", "%-I:%M %p") : C_ ("clock", "%H:%M");
  if (days <= 6)
    /* Translators: a weekday and time, as g_date_time_format() takes it */
    return self->use_12h ? C_ ("clock", "%a %-I:%M %p") : C_ ("clock", "%a %H:%M");
  if (g_date_time_get_year (at) == g_date_time_get_year (now))
    /* Translators: a day of this year, such as "28 Nov", as g_date_time_format() takes it */
    return C_ ("clock", "%-d %b");
  /* Translators: a day of another year, such as "28 Nov 2027", as g_date_time_format() takes it */
  return C_ ("clock", "%-d %b %Y");
}

char *
plim_format_clock (const PlimFormat *self, gint64 at, gint64 now)
{
  g_autoptr (GDateTime) local = NULL;
  g_autoptr (GDateTime) local_now = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  local = plim_format_to_local (self, at);
  local_now = plim_format_to_local (self, now);
  if (at == PLIM_TIME_UNKNOWN || local == NULL || local_now == NULL)
    return g_strdup (C_ ("time", "unknown"));
  return g_date_time_format (local, choose_clock_form (self, local, local_now));
}

/* Whether plim_format_clock() writes a bare time. */
static gboolean
is_today (const PlimFormat *self, gint64 at, gint64 now)
{
  g_autoptr (GDateTime) local = plim_format_to_local (self, at);
  g_autoptr (GDateTime) local_now = plim_format_to_local (self, now);

  return local != NULL && local_now != NULL && count_days (local_now, local) == 0;
}

static char *
format_reset_clock (const PlimFormat *self, const PlimUsageWindow *window, gint64 now)
{
  g_autofree char *clock = plim_format_clock (self, window->resets_at, now);

  if (window->resets_at_estimated)
    /* Translators: %s is a time or a day, such as "14:05", "Fri 14:05", "28 Nov" */
    return g_strdup_printf (_ ("resets about %s"), clock);
  if (is_today (self, window->resets_at, now))
    /* Translators: %s is a time today, such as "14:05" */
    return g_strdup_printf (_ ("resets at %s"), clock);
  /* Translators: %s is a day, perhaps with a time, such as "Fri 14:05" or "28 Nov" */
  return g_strdup_printf (_ ("resets on %s"), clock);
}

static char *
format_reset_countdown (const PlimFormat *self, const PlimUsageWindow *window, gint64 now)
{
  g_autofree char *duration = plim_format_duration (window->resets_at - now);
  g_autofree char *clock = plim_format_clock (self, window->resets_at, now);

  if (self->reset_style == PLIM_RESET_COUNTDOWN && window->resets_at_estimated)
    /* Translators: %s is a duration such as "3h 53m" */
    return g_strdup_printf (_ ("resets in about %s"), duration);
  if (self->reset_style == PLIM_RESET_COUNTDOWN)
    /* Translators: %s is a duration such as "3h 53m" */
    return g_strdup_printf (_ ("resets in %s"), duration);
  if (window->resets_at_estimated)
    /* Translators: a duration such as "3h 53m", then the time or day, such as "Fri 14:05" */
    return g_strdup_printf (_ ("resets in about %s, %s"), duration, clock);
  /* Translators: a duration such as "3h 53m", then the time or day, such as "Fri 14:05" */
  return g_strdup_printf (_ ("resets in %s, %s"), duration, clock);
}

/* Says that the number is from before a reset. */
static char *
format_past_reset (const PlimFormat *self, const PlimUsageWindow *window, gint64 now)
{
  g_autofree char *text = NULL;

  if (self->reset_style != PLIM_RESET_CLOCK) {
    text = plim_format_duration (now - window->resets_at);
    /* Translators: %s is a duration such as "5m" */
    return g_strdup_printf (_ ("was reset %s ago"), text);
  }
  text = plim_format_clock (self, window->resets_at, now);
  if (is_today (self, window->resets_at, now))
    /* Translators: %s is a time today, such as "14:05" */
    return g_strdup_printf (_ ("was reset at %s"), text);
  /* Translators: %s is a day, perhaps with a time, such as "Fri 14:05" or "28 Nov" */
  return g_strdup_printf (_ ("was reset on %s"), text);
}

char *
plim_format_reset (const PlimFormat *self, const PlimUsageWindow *window, gint64 now)
{
  g_return_val_if_fail (self != NULL && window != NULL, NULL);

  if (window->resets_at == PLIM_TIME_UNKNOWN)
    return NULL;
  if (window->resets_at > now)
    return self->reset_style == PLIM_RESET_CLOCK ? format_reset_clock (self, window, now)
                                                 : format_reset_countdown (self, window, now);
  /* A throughput limit that refilled since is no news. */
  if (!plim_usage_window_is_past_reset (window, now))
    return NULL;
  return format_past_reset (self, window, now);
}

char *
plim_format_collected (const PlimFormat *self, gint64 at, gint64 now)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->reset_style != PLIM_RESET_CLOCK) {
    text = plim_format_age (at, now);
    /* Translators: %s is how old a number is, such as "2h 5m ago" */
    return g_strdup_printf (_ ("read %s"), text);
  }
  text = plim_format_clock (self, at, now);
  /* Translators: %s is when a number was read, such as "14:05", "Fri 14:05", "28 Nov" */
  return g_strdup_printf (_ ("as of %s"), text);
}

/* Grouping and decimal mark are the locale's, whatever its character set. */
static char *
format_number (double number, int decimals)
{
  g_autofree char *text = g_strdup_printf ("%'.*f", decimals, number);
  char *utf8 = g_locale_to_utf8 (text, -1, NULL, NULL, NULL);

  return utf8 != NULL ? utf8 : g_utf8_make_valid (text, -1);
}

static gboolean
is_currency (const char *unit)
{
  return unit != NULL && strlen (unit) == 3 && g_ascii_isupper (unit[0]) &&
         g_ascii_isupper (unit[1]) && g_ascii_isupper (unit[2]);
}

static int
count_decimals (double amount, const char *unit)
{
  static const char *const whole[] = { "CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", NULL };

  if (is_currency (unit)) {
    if (g_strv_contains (whole, unit))
      return 0;
    return fabs (amount) > 0 && fabs (amount) < SMALL_MONEY ? SMALL_MONEY_DECIMALS : 2;
  }
  if (fabs (amount - round (amount)) < 1e-9 * fmax (1, fabs (amount)))
    return 0;
  return g_strcmp0 (unit, "hours") == 0 ? 1 : 2;
}

/* 1.5 is plural in English and singular in French: of the whole numbers it goes like 0 in both. */
gulong
plim_format_get_plural (double amount)
{
  double size = fmin (fabs (amount), 1e9);

  if (!isfinite (amount))
    return 0;
  if (count_decimals (size, NULL) == 0)
    return (gulong) lround (size);
  return size < 2 ? 0 : (gulong) ceil (size);
}

char *
plim_format_count (guint64 count)
{
  return format_number ((double) count, 0);
}

char *
plim_format_list (const char *const *items)
{
  /* Translators: stands between the items of a list: "claude-web, claude-code" */
  return g_strjoinv (C_ ("list", ", "), (char **) items);
}

char *
plim_format_amount (const PlimFormat *self, double amount, const char *unit)
{
  g_autofree char *number = NULL;
  gulong n;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->privacy)
    return g_strdup (HIDDEN);
  if (!isfinite (amount))
    return g_strdup ("–");
  number = format_number (amount, count_decimals (amount, unit));
  n = plim_format_get_plural (amount);
  if (unit == NULL || g_str_equal (unit, "count"))
    return g_steal_pointer (&number);
  if (g_str_equal (unit, "requests"))
    /* Translators: %s is a number */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s request", "%s requests", n), number);
  if (g_str_equal (unit, "tokens"))
    /* Translators: %s is a number */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s token", "%s tokens", n), number);
  if (g_str_equal (unit, "credits"))
    /* Translators: %s is a number */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s credit", "%s credits", n), number);
  if (g_str_equal (unit, "hours"))
    /* Translators: %s is a number */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s hour", "%s hours", n), number);
  /* Translators: an amount: a number, then a currency such as USD */
  return g_strdup_printf (C_ ("amount", "%s %s"), number, unit);
}

char *
plim_format_amount_of (const PlimFormat *self, double amount, double limit, const char *unit)
{
  g_autofree char *number = NULL;
  g_autofree char *whole = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->privacy)
    return g_strdup (HIDDEN);
  number = format_number (amount, count_decimals (amount, unit));
  whole = plim_format_amount (self, limit, unit);
  /* Translators: a number, then the limit with its unit: "12.34 of 50.00 USD" */
  return g_strdup_printf (C_ ("amount", "%s of %s"), number, whole);
}
