/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-time.h"
#include <glib.h>

G_BEGIN_DECLS

/**
 * plim_quiet_hours_get_end:
 * @from_min: where the quiet hours begin, in minutes since midnight
 * @to_min: where they end; before @from_min: on the next day; the same: there are none
 * @time_zone: (nullable): %NULL is the local one
 *
 * They follow the clock on the wall: in the night in which it is changed they are an hour shorter
 * or longer.
 *
 * Returns: when the quiet hours in which @now lies end; %PLIM_TIME_UNKNOWN when it lies in none
 */
gint64 plim_quiet_hours_get_end (guint from_min, guint to_min, GTimeZone *time_zone, gint64 now);

G_END_DECLS
