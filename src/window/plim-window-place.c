/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-window-place.h"

#ifdef GDK_WINDOWING_X11
#include <gdk/x11/gdkx.h>
#include <X11/Xutil.h>
#endif

/* Between the window and the panel. */
#define GAP 6

static int
clamp (int value, int low, int high)
{
  return MAX (low, MIN (value, high));
}

PlimPlace
plim_window_place_compute (const GdkRectangle *area, PlimPlace click, int width, int height)
{
  gboolean is_below = click.y < area->y + area->height / 2;
  PlimPlace place = {
    .x = click.x - width / 2,
    .y = is_below ? click.y + GAP : click.y - GAP - height,
  };

  place.x = clamp (place.x, area->x + GAP, area->x + area->width - width - GAP);
  place.y = clamp (place.y, area->y + GAP, area->y + area->height - height - GAP);
  return place;
}

#ifdef GDK_WINDOWING_X11

static GdkSurface *
get_x11_surface (GtkWindow *window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));

  return GDK_IS_X11_SURFACE (surface) ? surface : NULL;
}

static GdkMonitor *
find_monitor (GdkDisplay *display, PlimPlace at)
{
  GListModel *monitors = gdk_display_get_monitors (display);

  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++) {
    g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
    GdkRectangle geometry;

    gdk_monitor_get_geometry (monitor, &geometry);
    if (gdk_rectangle_contains_point (&geometry, at.x, at.y))
      return monitor; /* the display's list keeps it */
  }
  return NULL;
}

/* The X window is larger than what is seen: it carries the shadow. */
static void
move (GtkWindow *window, GdkSurface *surface, PlimPlace place)
{
  int scale = gdk_surface_get_scale_factor (surface);
  double shadow_x, shadow_y;

  gtk_native_get_surface_transform (GTK_NATIVE (window), &shadow_x, &shadow_y);
  XMoveWindow (GDK_SURFACE_XDISPLAY (surface), GDK_SURFACE_XID (surface),
               (place.x - (int) shadow_x) * scale, (place.y - (int) shadow_y) * scale);
}

/* Before its first allocation: the size that it will ask for. */
static void
get_size (GtkWindow *window, int *width, int *height)
{
  GtkWidget *widget = GTK_WIDGET (window);

  *width = gtk_widget_get_width (widget);
  *height = gtk_widget_get_height (widget);
  if (*width > 0)
    return;
  gtk_window_get_default_size (window, width, height);
  if (*width <= 0)
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, width, NULL, NULL);
  if (*height <= 0)
    gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, *width, NULL, height, NULL, NULL);
}

void
plim_window_place_move (GtkWindow *window, PlimPlace click)
{
  GdkSurface *surface = get_x11_surface (window);
  GdkRectangle area;
  GdkMonitor *monitor;
  int scale, width, height;

  if (surface == NULL)
    return;
  scale = gdk_surface_get_scale_factor (surface);
  click = (PlimPlace){ click.x / scale, click.y / scale };
  monitor = find_monitor (gdk_surface_get_display (surface), click);
  if (monitor == NULL)
    return;
  gdk_x11_monitor_get_workarea (monitor, &area);
  get_size (window, &width, &height);
  move (window, surface, plim_window_place_compute (&area, click, width, height));
}

static PlimPlace
get_place (GtkWindow *window, GdkSurface *surface)
{
  int scale = gdk_surface_get_scale_factor (surface);
  double shadow_x, shadow_y;
  Window child;
  int x, y;

  XTranslateCoordinates (GDK_SURFACE_XDISPLAY (surface), GDK_SURFACE_XID (surface),
                         gdk_x11_display_get_xrootwindow (gdk_surface_get_display (surface)), 0, 0,
                         &x, &y, &child);
  gtk_native_get_surface_transform (GTK_NATIVE (window), &shadow_x, &shadow_y);
  return (PlimPlace){ x / scale + (int) shadow_x, y / scale + (int) shadow_y };
}

void
plim_window_place_keep_inside (GtkWindow *window)
{
  GdkSurface *surface = get_x11_surface (window);
  int width = gtk_widget_get_width (GTK_WIDGET (window));
  int height = gtk_widget_get_height (GTK_WIDGET (window));
  GdkRectangle area;
  PlimPlace old, new;

  if (surface == NULL || !plim_window_place_get_area (window, &area))
    return;
  old = get_place (window, surface);
  new.x = clamp (old.x, area.x, area.x + area.width - width);
  new.y = clamp (old.y, area.y, area.y + area.height - height);
  if (new.x != old.x || new.y != old.y)
    move (window, surface, new);
}

void
plim_window_place_note_click (GtkWindow *window)
{
  GdkSurface *surface = get_x11_surface (window);

  if (surface != NULL)
    gdk_x11_surface_set_user_time (surface, gdk_x11_get_server_time (surface));
}

void
plim_window_place_announce (GtkWindow *window)
{
  GdkSurface *surface = get_x11_surface (window);
  XSizeHints hints = { .flags = USPosition | PPosition };

  if (surface == NULL)
    return;
  plim_window_place_note_click (window);
  gdk_x11_surface_set_skip_taskbar_hint (surface, TRUE);
  gdk_x11_surface_set_skip_pager_hint (surface, TRUE);
  XSetWMNormalHints (GDK_SURFACE_XDISPLAY (surface), GDK_SURFACE_XID (surface), &hints);
}

#else

void
plim_window_place_move (GtkWindow *window, PlimPlace click)
{
}

void
plim_window_place_keep_inside (GtkWindow *window)
{
}

void
plim_window_place_note_click (GtkWindow *window)
{
}

void
plim_window_place_announce (GtkWindow *window)
{
}

#endif

gboolean
plim_window_place_get_area (GtkWindow *window, GdkRectangle *area)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  GdkMonitor *monitor =
      gdk_display_get_monitor_at_surface (gdk_surface_get_display (surface), surface);

  if (monitor == NULL)
    return FALSE;
#ifdef GDK_WINDOWING_X11
  if (GDK_IS_X11_MONITOR (monitor)) {
    gdk_x11_monitor_get_workarea (monitor, area);
    return TRUE;
  }
#endif
  gdk_monitor_get_geometry (monitor, area);
  return TRUE;
}
