/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-chart-colours.h"

/* Red and yellow are for severity. */
static const char *const hues[] = { "blue", "orange", "green", "purple", "brown" };

static int
choose_shade (AdwStyleManager *manager)
{
  gboolean is_dark = adw_style_manager_get_dark (manager);

  if (adw_style_manager_get_high_contrast (manager))
    return is_dark ? 1 : 5;
  return is_dark ? 2 : 4;
}

void
plim_chart_colours_get_line (GtkWidget *widget, guint index, GdkRGBA *colour)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (widget));
  g_autofree char *name =
      g_strdup_printf ("%s_%d", hues[index % G_N_ELEMENTS (hues)], choose_shade (manager));

  plim_chart_colours_get_named (widget, name, colour);
}

void
plim_chart_colours_get_named (GtkWidget *widget, const char *name, GdkRGBA *colour)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  if (!gtk_style_context_lookup_color (context, name, colour))
    gtk_style_context_get_color (context, colour);
}

void
plim_chart_colours_set_dash (cairo_t *cr, guint index)
{
  static const double dashes[][2] = { { 0, 0 }, { 8, 4 }, { 2, 4 }, { 14, 4 }, { 4, 8 } };
  AdwStyleManager *manager = adw_style_manager_get_default ();
  guint kind = adw_style_manager_get_high_contrast (manager) ? index : index / G_N_ELEMENTS (hues);
  const double *dash = dashes[kind % G_N_ELEMENTS (dashes)];

  cairo_set_dash (cr, dash, dash[0] > 0 ? 2 : 0, 0);
}

void
plim_chart_colours_follow (GtkWidget *widget)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (widget));

  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), widget,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw),
                           widget, G_CONNECT_SWAPPED);
}
