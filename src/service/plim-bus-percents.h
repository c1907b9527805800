/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-bus-generated.h"

G_BEGIN_DECLS

/** plim_bus_percents_export: shows at which percentages notices of an account are given, and lets
 * them be changed, while @account exists. */
void plim_bus_percents_export (PlimBusAccount1 *account, GSettings *settings);

G_END_DECLS
