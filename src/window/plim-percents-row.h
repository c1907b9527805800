/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/** PlimPercentsRow: a list of percentages, to which one is added and from which one is taken by a
 * click. Property `percents` (GVariant `ai`, never %NULL, notifies when the user changes it). */
#define PLIM_TYPE_PERCENTS_ROW (plim_percents_row_get_type ())
G_DECLARE_FINAL_TYPE (PlimPercentsRow, plim_percents_row, PLIM, PERCENTS_ROW, AdwPreferencesRow)

/** plim_percents_row_set_percents: @percents: an `ai`, sunk if it floats */
void plim_percents_row_set_percents (PlimPercentsRow *self, GVariant *percents);

/** plim_percents_row_get_percents: (transfer none): an `ai` */
GVariant *plim_percents_row_get_percents (PlimPercentsRow *self);

/** plim_percents_row_bind: keeps @key of @settings, an `ai`, and the row the same. */
void plim_percents_row_bind (PlimPercentsRow *self, GSettings *settings, const char *key);

G_END_DECLS
