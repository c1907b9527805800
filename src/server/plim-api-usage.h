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
 * @answer: writes the document; as text, as a tree of nodes of so many rows would take a kilobyte
 * for each
 *
 * One request for what was used.
 */
typedef struct _PlimApiUsage PlimApiUsage;
struct _PlimApiUsage {
  PlimApi *api;
  PlimCall *call;
  PlimApiView view;
  char *metric;
  guint group_by;
  guint days;
  void (*answer) (const PlimApiUsage *usage, GArray *lines, GString *text);
};

/**
 * PlimApiLine:
 * @factor: from the database's value to a quota's `used`
 *
 * A series as the wire has it.
 */
typedef struct {
  const PlimUsageSeries *series;
  PlimAccount *account;
  char *metric;
  double factor;
} PlimApiLine;

PlimApiUsage *plim_api_usage_new (PlimApi *api, PlimCall *call, const PlimApiView *view);

/**
 * plim_api_usage_start:
 * @self: (transfer full):
 * @account_id: (nullable): %NULL for all
 * @interval_s: of the buckets; 0 for none
 * @with_rows: whether the samples themselves are wanted
 *
 * Reads the last @length_s seconds and has them answered, as an array of #PlimApiLine.
 */
void plim_api_usage_start (PlimApiUsage *self,
                           const char *account_id,
                           gint64 length_s,
                           gint64 interval_s,
                           gboolean with_rows);

/** plim_api_usage_append_integer: a member, after another one */
void plim_api_usage_append_integer (GString *text, const char *name, gint64 value);

/** plim_api_usage_append_number: a member, after another one; none when @value is not finite */
void plim_api_usage_append_number (GString *text, const char *name, double value);

/** plim_api_usage_append_builder: the whole document that @builder holds */
void plim_api_usage_append_builder (GString *text, JsonBuilder *builder);

/** plim_api_usage_add_name: the member `service_name` */
void plim_api_usage_add_name (const PlimApiUsage *self, JsonBuilder *builder, PlimAccount *account);

G_END_DECLS
