/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PlimFittingScroller:
 *
 * As high as its child is at the width that it gets, up to `max-height`; beyond that it scrolls.
 * GtkScrolledWindow asks its child for the height without a width, so wrapped text counts as one
 * line. Properties: `child`; `max-height`; `usual-width`: its natural one, and where a container
 * asks without one.
 */
#define PLIM_TYPE_FITTING_SCROLLER (plim_fitting_scroller_get_type ())
G_DECLARE_FINAL_TYPE (PlimFittingScroller, plim_fitting_scroller, PLIM, FITTING_SCROLLER, GtkWidget)

void plim_fitting_scroller_set_max_height (PlimFittingScroller *self, int max_height);

/** plim_fitting_scroller_show_end: scrolls to the end when the child has its new size. */
void plim_fitting_scroller_show_end (PlimFittingScroller *self);

G_END_DECLS
