/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The colours of charts are the theme's palette, lighter in the dark style, stronger in high
 * contrast. */

/** plim_chart_colours_get_line: of the line of that number. Lines of one colour, and all in high
 * contrast, differ by their dashes. */
void plim_chart_colours_get_line (GtkWidget *widget, guint index, GdkRGBA *colour);

/** plim_chart_colours_get_named: a colour of the theme, such as `warning_color`; the text's colour
 * where the theme has none of that name */
void plim_chart_colours_get_named (GtkWidget *widget, const char *name, GdkRGBA *colour);

/** plim_chart_colours_set_dash: how the line of that number is stroked */
void plim_chart_colours_set_dash (cairo_t *cr, guint index);

/** plim_chart_colours_follow: draws @widget anew when the style changes. */
void plim_chart_colours_follow (GtkWidget *widget);

G_END_DECLS
