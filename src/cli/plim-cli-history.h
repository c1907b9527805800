/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-cli-service.h"
#include "plim-format.h"
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PlimCliSeries:
 * @account: (owned)
 * @window_id: (owned)
 * @samples: (owned): `a(xddx)`, as Manager1.GetHistory answers
 *
 * The history of one limit.
 */
typedef struct {
  PlimAccount *account;
  char *window_id;
  GVariant *samples;
} PlimCliSeries;

/** PlimCliSample: one change; %NAN and %PLIM_TIME_UNKNOWN where not known. */
typedef struct {
  gint64 at;
  double used_percent;
  double value;
  gint64 resets_at;
} PlimCliSample;

/**
 * plim_cli_history_parse_since:
 * @text: such as `7d`, `12h`, `30m`, `2w`, or a date or time in ISO 8601
 * @from: (out): Unix seconds
 *
 * Returns: whether it was understood; otherwise a usage error
 */
gboolean plim_cli_history_parse_since (const char *text, gint64 now, gint64 *from, GError **error);

/**
 * plim_cli_history_load:
 * @window_id: (nullable): one limit of @account; without it all that it has or had
 * @series: (element-type PlimCliSeries): what is found is appended here
 */
gboolean plim_cli_history_load (PlimCliService *service,
                                PlimAccount *account,
                                const char *window_id,
                                gint64 from,
                                gint64 to,
                                GPtrArray *series,
                                GError **error);

/** plim_cli_history_new_list: (transfer full): an empty list for plim_cli_history_load() */
GPtrArray *plim_cli_history_new_list (void);

/** plim_cli_series_get: the sample at @index of g_variant_n_children(). */
PlimCliSample plim_cli_series_get (const PlimCliSeries *self, gsize index);

/** plim_cli_history_add_json: an array of `account`, `window` and `samples`. */
void plim_cli_history_add_json (GPtrArray *series, JsonBuilder *builder);

/** plim_cli_history_dup_csv: (transfer full): with a line of headings; RFC 4180 with plain line
 * ends */
char *plim_cli_history_dup_csv (GPtrArray *series, const PlimFormat *format);

/** plim_cli_csv_append: a cell and what ends it, `,` or `\n`. */
void plim_cli_csv_append (GString *text, const char *cell, char end);

G_END_DECLS
