/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/** PlimIntervalRow: chooses a poll interval. Property `interval-s`: in seconds; 0: adaptive or
 * as in the preferences; %PLIM_INTERVAL_MANUAL: only when asked. */
#define PLIM_TYPE_INTERVAL_ROW (plim_interval_row_get_type ())
G_DECLARE_FINAL_TYPE (PlimIntervalRow, plim_interval_row, PLIM, INTERVAL_ROW, AdwComboRow)

/** plim_interval_row_set_minimum: leaves out what is below; call it before setting the interval. */
void plim_interval_row_set_minimum (PlimIntervalRow *self, guint minimum_s);

guint plim_interval_row_get_interval (PlimIntervalRow *self);

/** plim_interval_row_set_interval: another value than those offered is offered too. */
void plim_interval_row_set_interval (PlimIntervalRow *self, guint interval_s);

G_END_DECLS
