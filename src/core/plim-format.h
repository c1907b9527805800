/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-forecast.h"
#include "plim-headline.h"

G_BEGIN_DECLS

/* What people read: percentages, amounts, times, windows. The only place that knows locale, clock
 * format and privacy mode. Every function returns (transfer full) translated text. */

/**
 * PlimFormat:
 * @show_left: percentages and bars say what is left instead of what is used
 * @privacy: hide labels, identities and amounts
 * @use_12h: clock times with AM/PM
 * @time_zone: (nullable): %NULL is the local one
 */
typedef struct {
  gboolean show_left;
  gboolean privacy;
  gboolean use_12h;
  PlimResetStyle reset_style;
  GTimeZone *time_zone;
} PlimFormat;

/** plim_format_percent_number: the whole number to show: 100 only when full, 0 only when empty; of
 * what is left when @show_left. -1 when unknown. */
int plim_format_percent_number (const PlimFormat *self, double used_percent);

/** plim_format_percent: such as "57 %", in the locale's form; "–" when unknown. */
char *plim_format_percent (const PlimFormat *self, double used_percent);

/** plim_format_percent_words: such as "57 % used" or "43 % left". */
char *plim_format_percent_words (const PlimFormat *self, double used_percent);

/** plim_format_fraction: 0–1 for a bar, agreeing with number and word; %NAN when unknown. */
double plim_format_fraction (const PlimFormat *self, double used_percent);

/** plim_format_duration: two units: "3h 53m", "2d 4h", "45s", never negative. */
char *plim_format_duration (gint64 duration_s);

/** plim_format_age: "just now", "3 min ago", "2h 5m ago"; "never" when @at is unknown. */
char *plim_format_age (gint64 at, gint64 now);

/** plim_format_to_local: (transfer full) (nullable): @at in the user's time zone; %NULL beyond the
 * calendar */
GDateTime *plim_format_to_local (const PlimFormat *self, gint64 at);

/** plim_format_clock: "14:05" today, "Fri 14:05" within the week, a date beyond. */
char *plim_format_clock (const PlimFormat *self, gint64 at, gint64 now);

/** plim_format_reset: (nullable): "resets in 3h 53m, 14:05"; "about" for an estimate; "was reset 5m
 * ago"; %NULL when not known. In clock style it does not change from minute to minute. */
char *plim_format_reset (const PlimFormat *self, const PlimUsageWindow *window, gint64 now);

/** plim_format_forecast: (nullable): "Lasts until reset", "Runs out Fri 14:05 (in 2h 30m)", "Runs
 * out between 14:05 and Sat 9:00", "No forecast yet"; %NULL when there is nothing to foretell, or
 * what was foretold is past. */
char *plim_format_forecast (const PlimFormat *self,
                            const PlimForecast *forecast,
                            const PlimUsageWindow *window,
                            gint64 now);

/** plim_format_line_with_forecast: @line and behind it that @window of @account runs out, or may;
 * @line alone when it does not or its number is not current. */
char *plim_format_line_with_forecast (const PlimFormat *self,
                                      const char *line,
                                      PlimAccount *account,
                                      const PlimUsageWindow *window,
                                      gint64 now);

/** plim_format_collected: how old a number is: "read 2h 5m ago"; in clock style "as of 14:05". */
char *plim_format_collected (const PlimFormat *self, gint64 at, gint64 now);

/** plim_format_count: "1,234", as the locale groups it. */
char *plim_format_count (guint64 count);

/** plim_format_list: "claude-web, claude-code", as the language separates what it lists */
char *plim_format_list (const char *const *items);

/** plim_format_get_plural: what g_dngettext() takes for @amount, which may have a fraction */
gulong plim_format_get_plural (double amount);

/** plim_format_amount: "12.34 USD" as the locale writes it, "1,234 requests"; "•••" in privacy
 * mode. */
char *plim_format_amount (const PlimFormat *self, double amount, const char *unit);

/** plim_format_amount_of: "12.34 of 50.00 USD"; "•••" in privacy mode. */
char *plim_format_amount_of (const PlimFormat *self, double amount, double limit, const char *unit);

/** plim_format_window_title: "Week", translated, with its scope: "Week · Opus". */
char *plim_format_window_title (const PlimUsageWindow *window);

/** plim_format_window_value: the percentage in words, or the amounts where there is none: "12.34
 * USD left", "unknown". */
char *plim_format_window_value (const PlimFormat *self, const PlimUsageWindow *window);

/** plim_format_window_detail: (nullable): amounts beside a percentage, in its direction: "12.34 of
 * 50.00 USD"; %NULL when there are none, or they are hidden. */
char *plim_format_window_detail (const PlimFormat *self, const PlimUsageWindow *window);

/** plim_format_window_words: the same without the account: "Session (5 h): 57 % used, resets in 2h
 * 5m". */
char *plim_format_window_words (const PlimFormat *self,
                                PlimAccount *account,
                                const PlimUsageWindow *window,
                                gint64 now);

/** plim_format_window_line: one line for menu and tooltip: "Claude · Session (5 h): 57 % used,
 * resets in 2h 5m"; of a stale account "…, read 2h 5m ago". */
char *plim_format_window_line (const PlimFormat *self,
                               PlimAccount *account,
                               const PlimUsageWindow *window,
                               gint64 now);

/** plim_format_label: the account's label; hidden in privacy mode ("Account 1", by its order). */
char *plim_format_label (const PlimFormat *self, PlimAccount *account);

/** plim_format_owner_note: (nullable): that the account answers for somebody else than before, for
 * a week; %NULL when it does not. Names nobody in privacy mode. */
char *plim_format_owner_note (const PlimFormat *self, PlimAccount *account, gint64 now);

/** plim_format_identity: (nullable): e-mail or name; %NULL when not known or hidden. */
char *plim_format_identity (const PlimFormat *self, const char *identity);

G_END_DECLS
