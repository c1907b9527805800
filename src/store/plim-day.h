/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* Private: days, made from hours. */

#define PLIM_DAY_HOURS 24

/** plim_day_roll: goes on from day @from up to @until, or ends some days later, and says in the
 * table of series how far it came. */
gboolean plim_day_roll (sqlite3 *db, gint64 series, gint64 from, gint64 until, GError **error);

/** plim_day_read_hours: of a column used_by_hour: what was used in each hour of the day */
void plim_day_read_hours (sqlite3_stmt *statement, int column, float used[PLIM_DAY_HOURS]);

G_END_DECLS
