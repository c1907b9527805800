/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-window-layer.h"

#ifdef PLIM_HAVE_LAYER_SHELL

#include <gdk/wayland/gdkwayland.h>
#include <gtk4-layer-shell.h>

#define GAP 6

/* (nullable) (transfer full) */
static GdkMonitor *
find_monitor (PlimPlace at)
{
  GListModel *monitors = gdk_display_get_monitors (gdk_display_get_default ());

  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++) {
    g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
    GdkRectangle geometry;

    gdk_monitor_get_geometry (monitor, &geometry);
    if (gdk_rectangle_contains_point (&geometry, at.x, at.y))
      return g_steal_pointer (&monitor);
  }
  return NULL;
}

static int
get_usual_width (GtkWindow *window)
{
  int width;

  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL,
                      NULL);
  return width;
}

/* The compositor keeps it off the panel at that edge, whose height nobody tells. */
static void
anchor (GtkWindow *window, PlimPlace click, const GdkRectangle *area)
{
  gboolean is_top = click.y < area->y + area->height / 2;
  GtkLayerShellEdge edge = is_top ? GTK_LAYER_SHELL_EDGE_TOP : GTK_LAYER_SHELL_EDGE_BOTTOM;
  int width = get_usual_width (window);
  int left = click.x - area->x - width / 2;

  gtk_layer_set_anchor (window, edge, TRUE);
  gtk_layer_set_margin (window, edge, GAP);
  gtk_layer_set_anchor (window, GTK_LAYER_SHELL_EDGE_LEFT, TRUE);
  gtk_layer_set_margin (window, GTK_LAYER_SHELL_EDGE_LEFT,
                        MAX (GAP, MIN (left, area->width - width - GAP)));
}

gboolean
plim_window_layer_attach (GtkWindow *window, PlimPlace click)
{
  g_autoptr (GdkMonitor) monitor = NULL;
  GdkRectangle area;

  /* The library takes every display for one of Wayland's. */
  if (!GDK_IS_WAYLAND_DISPLAY (gdk_display_get_default ()) || !gtk_layer_is_supported () ||
      (monitor = find_monitor (click)) == NULL)
    return FALSE;
  gdk_monitor_get_geometry (monitor, &area);
  gtk_layer_init_for_window (window);
  gtk_layer_set_namespace (window, "plimsoll");
  gtk_layer_set_layer (window, GTK_LAYER_SHELL_LAYER_TOP);
  gtk_layer_set_keyboard_mode (window, GTK_LAYER_SHELL_KEYBOARD_MODE_ON_DEMAND);
  gtk_layer_set_monitor (window, monitor);
  anchor (window, click, &area);
  return TRUE;
}

#else

gboolean
plim_window_layer_attach (GtkWindow *window, PlimPlace click)
{
  return FALSE;
}

#endif
