/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** PlimWindowPicture: what a window draws. @pixels: B, G, R and A of each, line by line */
typedef struct {
  guint8 *pixels;
  int width, height;
  int scale;
} PlimWindowPicture;

/** plim_window_picture_new: of @window as it is, once it is laid out. @scale: pixels of the picture
 * for one of the window's */
PlimWindowPicture *plim_window_picture_new (GtkWidget *window, int scale);
void plim_window_picture_free (PlimWindowPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimWindowPicture, plim_window_picture_free)

/** plim_window_picture_get: the colour of one pixel, as 0xRRGGBB */
guint32 plim_window_picture_get (const PlimWindowPicture *self, int x, int y);

/** plim_window_picture_clip: what of @bounds, in the window's pixels, is within the picture, in its
 * own */
GdkRectangle
plim_window_picture_clip (const PlimWindowPicture *self, const graphene_rect_t *bounds);

G_END_DECLS
