/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-window-picture.h"

#include "plim-test-wait.h"

/* (nullable): a window that is to be laid out again has nothing to draw. */
static GskRenderNode *
dup_node (GtkWidget *window, const PlimWindowPicture *picture)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snapshot, picture->width, picture->height);
  return gtk_snapshot_to_node (snapshot);
}

PlimWindowPicture *
plim_window_picture_new (GtkWidget *window, int scale)
{
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GskRenderer) renderer = gsk_cairo_renderer_new ();
  g_autoptr (GdkTexture) texture = NULL;
  PlimWindowPicture *self = g_new0 (PlimWindowPicture, 1);
  GError *error = NULL;

  self->scale = scale;
  self->width = gtk_widget_get_width (window) * scale;
  self->height = gtk_widget_get_height (window) * scale;
  plim_test_wait ((node = dup_node (window, self)) != NULL);
  gsk_renderer_realize (renderer, NULL, &error);
  g_assert_no_error (error);
  texture = gsk_renderer_render_texture (renderer, node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) self->width,
                                                              (float) self->height));
  self->pixels = g_malloc0_n ((gsize) self->width * 4, (gsize) self->height);
  gdk_texture_download (texture, self->pixels, (gsize) self->width * 4);
  gsk_renderer_unrealize (renderer);
  return self;
}

void
plim_window_picture_free (PlimWindowPicture *self)
{
  g_free (self->pixels);
  g_free (self);
}

guint32
plim_window_picture_get (const PlimWindowPicture *self, int x, int y)
{
  const guint8 *pixel = self->pixels + ((gsize) y * (gsize) self->width + (gsize) x) * 4;

  return (guint32) (pixel[2] << 16 | pixel[1] << 8 | pixel[0]);
}

GdkRectangle
plim_window_picture_clip (const PlimWindowPicture *self, const graphene_rect_t *bounds)
{
  GdkRectangle all = { 0, 0, self->width, self->height };
  float scale = (float) self->scale;
  GdkRectangle area = { (int) (bounds->origin.x * scale), (int) (bounds->origin.y * scale),
                        (int) (bounds->size.width * scale), (int) (bounds->size.height * scale) };

  if (!gdk_rectangle_intersect (&all, &area, &area))
    area.width = area.height = 0;
  return area;
}
