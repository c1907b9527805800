/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** PlimPaceTick: a mark across a bar that it lies over: how far an even pace would be. It is told
 * in words beside it, so a screen reader passes over it. */
#define PLIM_TYPE_PACE_TICK (plim_pace_tick_get_type ())
G_DECLARE_FINAL_TYPE (PlimPaceTick, plim_pace_tick, PLIM, PACE_TICK, GtkWidget)

/** plim_pace_tick_set_fraction: where on the bar, from 0 to 1 in reading direction */
void plim_pace_tick_set_fraction (PlimPaceTick *self, double fraction);

G_END_DECLS
