/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-chart-geometry.h"
#include "plim-format.h"

G_BEGIN_DECLS

/* Numbers and times beside charts. Every function returns (transfer full) translated text. */

/** plim_format_tick: "14:00", "Fri 27" or "Nov", as the tick's kind says; the year with January. */
char *plim_format_tick (const PlimFormat *self, const PlimChartTick *tick);

/** plim_format_moment: "Fri 27 Nov, 14:05" */
char *plim_format_moment (const PlimFormat *self, gint64 at);

/** plim_format_weekday: "Mon"; @day: 0 is Monday */
char *plim_format_weekday (const PlimFormat *self, guint day);

/** plim_format_hour: "14:00" */
char *plim_format_hour (const PlimFormat *self, guint hour);

/** plim_format_chart_amount: @amount as it is, in percent where @unit is %NULL; "•••" for an amount
 * in privacy mode */
char *plim_format_chart_amount (const PlimFormat *self, double amount, const char *unit);

G_END_DECLS
