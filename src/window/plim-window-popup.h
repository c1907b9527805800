/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-window-place.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PlimWindowPopup:
 *
 * What makes a window the tray icon's popup: it stands beside the click, stays on the screen as it
 * grows, and closes when it loses the focus unless it is kept open or another window of ours is
 * there.
 */
#define PLIM_TYPE_WINDOW_POPUP (plim_window_popup_get_type ())
G_DECLARE_FINAL_TYPE (PlimWindowPopup, plim_window_popup, PLIM, WINDOW_POPUP, GObject)

/** plim_window_popup_new: @window: (transfer none): not realized yet; owns the new object
 * @settings: say whether it is kept open */
PlimWindowPopup *plim_window_popup_new (GtkWindow *window, GSettings *settings);

/** plim_window_popup_set_click: @click: (nullable): where the tray icon was clicked, in device
 * pixels */
void plim_window_popup_set_click (PlimWindowPopup *self, const PlimPlace *click);

G_END_DECLS
