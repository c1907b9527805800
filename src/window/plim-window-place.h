/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** PlimPlace: a point on the screen. */
typedef struct {
  int x;
  int y;
} PlimPlace;

/**
 * plim_window_place_compute:
 * @area: the part of the monitor that is free of panels
 * @click: where the icon was clicked
 * @width: of the window
 * @height: of the window
 *
 * Returns: the window's top left corner: beside the click, all of it inside @area where it fits
 */
PlimPlace
plim_window_place_compute (const GdkRectangle *area, PlimPlace click, int width, int height);

/**
 * plim_window_place_get_area:
 * @window: realized
 *
 * Returns: whether @area was set to the free part of the window's monitor, in application pixels
 */
gboolean plim_window_place_get_area (GtkWindow *window, GdkRectangle *area);

/**
 * plim_window_place_move:
 * @window: realized
 * @click: in device pixels, as the tray's host tells it
 *
 * Moves @window beside @click on X11; elsewhere the compositor places it.
 */
void plim_window_place_move (GtkWindow *window, PlimPlace click);

/** plim_window_place_keep_inside: moves an X11 window that has grown out of its monitor back in. */
void plim_window_place_keep_inside (GtkWindow *window);

/** plim_window_place_note_click: the icon was clicked just now, which an X11 window manager hears
 * when
 * @window, realized, asks for the focus: with an older time of its own it may be refused. */
void plim_window_place_note_click (GtkWindow *window);

/** plim_window_place_announce: tells an X11 window manager, before @window is mapped, that it
 * answers a click of the user and stands where it was put, without an entry in the task bar. */
void plim_window_place_announce (GtkWindow *window);

G_END_DECLS
