/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-bus-generated.h"

G_BEGIN_DECLS

/** PlimFakeHistory: what a service answers that is asked for its history. */
typedef struct _PlimFakeHistory PlimFakeHistory;

/** plim_fake_history_new: @manager: must not be called any more once it is freed. @calls:
 * (element-type utf8): gets each call, as "Method id" */
PlimFakeHistory *plim_fake_history_new (PlimBusManager1 *manager, GPtrArray *calls);
void plim_fake_history_free (PlimFakeHistory *self);

/** plim_fake_history_set: the answers of GetSeries, GetConsumption and GetHeatmap; floating ones
 * are taken */
void plim_fake_history_set (PlimFakeHistory *self,
                            GVariant *series,
                            GVariant *consumption,
                            GVariant *heatmap);

G_END_DECLS
