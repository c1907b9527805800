/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-api-private.h"
#include "plim-database-analytics.h"

G_BEGIN_DECLS

/* What history and analytics share. The database knows used percents and amounts; on the wire a
 * value is what a quota's `used` was, so percents become amounts where the window has amounts now.
 */

/**
 * PlimApiUsage:
 * @metric: (nullable): the only one that is asked for
 * @group_by: of the time series, as it was asked for
 * @lines: (element-type PlimApiLine): what was read, complete when @begin is called
 * @begin: makes @progress
 * @write: a little of the document, see #PlimApiWrite; as text, as a tree of nodes of so many rows
 *   would take a kilobyte for each
 * @end: (nullable): frees @progress, unless that is %NULL
 * @progress: what @begin made: how far the document is
 *
 * One request for what was used.
 */
typedef struct _PlimApiUsage PlimApiUsage;
struct _PlimApiUsage {
  PlimApi *api; /* (nullable): %NULL once the database has answered */
  PlimCall *call;
  PlimApiView view;
  char *metric;
  guint group_by;
  guint days;
  PlimAccountList *accounts;
  GPtrArray *shown; /* of PlimAccount */
  GPtrArray *set;   /* of PlimUsageSeries */
  guint n_seen;     /* of the set, on the way to lines */
  GArray *lines;
  gpointer (*begin) (PlimApiUsage *usage);
  gboolean (*write) (PlimApiUsage *usage, gpointer progress, GString *text);
  GDestroyNotify end;
  gboolean is_begun;
  gpointer progress; /* (nullable) */
};

/**
 * PlimApiLine:
 * @factor: from the database's value to a quota's `used`
 * @type: (nullable): of the window's quota; %NULL when it has none now
 * @limit: of that quota, as it is shown
 * @used: of that quota, as it is shown
 *
 * A series as the wire has it.
 */
typedef struct {
  const PlimUsageSeries *series;
  PlimAccount *account;
  char *metric;
  double factor;
  const char *type;
  double limit;
  double used;
} PlimApiLine;

/** plim_api_line_compare: lines by metric, and of one metric by account; a #GCompareFunc */
int plim_api_line_compare (gconstpointer a, gconstpointer b);

PlimApiUsage *plim_api_usage_new (PlimApi *api, PlimCall *call, const PlimApiView *view);

/**
 * plim_api_usage_start:
 * @self: (transfer full):
 * @account_id: (nullable): %NULL for all
 * @interval_s: of the buckets; 0 for none
 * @with_rows: whether the samples themselves are wanted
 *
 * Reads the last @length_s seconds and has them answered.
 */
void plim_api_usage_start (PlimApiUsage *self,
                           const char *account_id,
                           gint64 length_s,
                           gint64 interval_s,
                           gboolean with_rows);

/** plim_api_usage_append_builder: the whole document that @builder holds */
void plim_api_usage_append_builder (GString *text, JsonBuilder *builder);

/** plim_api_usage_append_whose: the members that say what a line is, the first ones of an object */
void plim_api_usage_append_whose (GString *text, const PlimApiUsage *self, const PlimApiLine *line);

G_END_DECLS
