/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-window-place.h"

G_BEGIN_DECLS

/**
 * plim_window_layer_attach:
 * @window: not realized yet
 * @click: where the icon was clicked, in the compositor's pixels
 *
 * Makes @window a surface of wlr-layer-shell at the panel's edge of the monitor, near @click: sway,
 * Hyprland, KWin and other Wayland compositors let nobody place an ordinary window.
 *
 * Returns: whether it did: %FALSE on X11, on a compositor without the protocol (GNOME's), and in a
 *   build without gtk4-layer-shell
 */
gboolean plim_window_layer_attach (GtkWindow *window, PlimPlace click);

G_END_DECLS
