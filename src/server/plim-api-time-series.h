/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-api-usage.h"

G_BEGIN_DECLS

/** PlimApiTimeSeries: the array of what was used in each interval, while it is written */
typedef struct _PlimApiTimeSeries PlimApiTimeSeries;

/** plim_api_time_series_new: @is_merged: all services together, by metric; @usage: has its lines,
 * and outlives it */
PlimApiTimeSeries *plim_api_time_series_new (const PlimApiUsage *usage, gboolean is_merged);
void plim_api_time_series_free (PlimApiTimeSeries *self);

/** plim_api_time_series_write: one more point, after a comma unless it is the first. Returns
 * whether there was one. */
gboolean plim_api_time_series_write (PlimApiTimeSeries *self, GString *text);

G_END_DECLS
