/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-database-file.h"
#include "plim-retention.h"

G_BEGIN_DECLS

/* Private: hours made from samples, days made from hours, and what is too old thrown away. */

/**
 * PlimUpkeep:
 * @raw_s: samples older than that go once they are in an hour
 * @hour_s: hours older than that go once they are in a day
 * @retention: what goes
 * @series: where it stands: at this one
 * @is_rolled: all are rolled up, and it is at throwing away
 *
 * One pass over all series in small steps. Nothing is lost or counted twice when a step is cut
 * short: each is one transaction, and says in the table of series how far it came.
 */
typedef struct {
  gint64 now;
  gint64 raw_s;
  gint64 hour_s;
  PlimRetention retention;
  gint64 series;
  gboolean is_begun;
  gboolean is_rolled;
  gboolean is_done;
} PlimUpkeep;

/** plim_upkeep_step: @upkeep: a #PlimUpkeep, which it moves on; some milliseconds' work, in a
 * transaction */
gboolean plim_upkeep_step (sqlite3 *db, gpointer upkeep, gpointer *output, GError **error);

G_END_DECLS
