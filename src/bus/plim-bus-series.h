/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-history-series.h"

G_BEGIN_DECLS

/** PLIM_BUS_SERIES: of Manager1.GetSeries; PLIM_BUS_SUMS: of GetConsumption and GetHeatmap */
#define PLIM_BUS_SERIES "a(ssbbxxa(xddd)a(xx)ax)"
#define PLIM_BUS_SUMS "a(ssbad)"

/** plim_bus_series_to_variant: @all: (element-type PlimSeries):
 * Returns: (transfer floating): a %PLIM_BUS_SERIES */
GVariant *plim_bus_series_to_variant (const GPtrArray *all);

/** plim_bus_series_from_variant: @variant: a %PLIM_BUS_SERIES
 * Returns: (transfer full) (element-type PlimSeries): */
GPtrArray *plim_bus_series_from_variant (GVariant *variant);

/** plim_bus_sums_to_variant: @all: (element-type PlimHistorySums):
 * Returns: (transfer floating): a %PLIM_BUS_SUMS */
GVariant *plim_bus_sums_to_variant (const GPtrArray *all);

/** plim_bus_sums_from_variant: @variant: a %PLIM_BUS_SUMS
 * Returns: (transfer full) (element-type PlimHistorySums): */
GPtrArray *plim_bus_sums_from_variant (GVariant *variant);

G_END_DECLS
