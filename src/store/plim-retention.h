/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* Private: what of history is thrown away. */

/** PLIM_RETENTION_BELIEF_DAYS: for so many days of use a clock that jumped is not believed */
#define PLIM_RETENTION_BELIEF_DAYS 30

/**
 * PlimRetention:
 * @samples_until: samples before this hour go
 * @hours_until: hours before this day go
 * @later_than: what is later than that goes, in seconds; %G_MAXINT64 when nothing does
 *
 * A clock may be wrong by years, and is put right later; what it has thrown away by then is lost.
 * So nothing goes by the clock alone: the present is at most as far from the past as the days on
 * which history was looked after tell. With %PLIM_RETENTION_BELIEF_DAYS of them in a row that is
 * what the clock says. When it jumps, be it wrong or the computer was off for long, a day's use
 * counts as a day, until so many were seen there: then the clock is believed. What is later than
 * now goes likewise, once the clock was earlier for so many days that had not been seen before.
 */
typedef struct {
  gint64 now;
  gint64 samples_until;
  gint64 hours_until;
  gint64 later_than;
} PlimRetention;

/** plim_retention_begin: notes that history is looked after at @now, mends the gaps that a wrong
 * clock made, and decides. */
gboolean plim_retention_begin (
    sqlite3 *db, gint64 now, gint64 raw_s, gint64 hour_s, PlimRetention *self, GError **error);

/** plim_retention_drop: throws away some rows of a series; @more: (out): whether there may be more
 */
gboolean plim_retention_drop (
    sqlite3 *db, const PlimRetention *self, gint64 series, gboolean *more, GError **error);

/** plim_retention_end: all series are done. */
gboolean plim_retention_end (sqlite3 *db, const PlimRetention *self, GError **error);

G_END_DECLS
