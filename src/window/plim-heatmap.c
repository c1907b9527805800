/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-heatmap.h"

#include "plim-chart-colours.h"
#include "plim-format-chart.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define N_DAYS 7
#define N_HOURS 24
#define ROW_HEIGHT 20
#define AXIS_HEIGHT 22
#define MARGIN 8
#define SPACE 2
#define MIN_CELL_WIDTH 6
#define CELL_WIDTH 16
#define LABEL_WIDTH 40
#define HOURS_A_LABEL 6
#define RADIUS 3
#define EMPTY_ALPHA 0.06
#define LABEL_ALPHA 0.65
#define NONE (-1)

struct _PlimHeatmap {
  GtkWidget parent_instance;
  PlimPresentation *presentation; /* (nullable) */
  double shares[PLIM_HEATMAP_HOURS];
  double most;
  int chosen;
  double left; /* where the cells begin */
};

G_DEFINE_FINAL_TYPE (PlimHeatmap, plim_heatmap, GTK_TYPE_WIDGET)

static guint chosen_changed;

static double
get_cell_width (PlimHeatmap *self)
{
  return (gtk_widget_get_width (GTK_WIDGET (self)) - self->left - MARGIN) / N_HOURS;
}

static void
tell (PlimHeatmap *self)
{
  g_autofree char *reading = plim_heatmap_dup_reading (self);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  reading, -1);
  g_signal_emit (self, chosen_changed, 0);
}

static void
choose (PlimHeatmap *self, int hour)
{
  if (hour == self->chosen)
    return;
  self->chosen = hour;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  tell (self);
}

/* Painting. */

static PangoLayout *
create_label (PlimHeatmap *self, const char *text)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
  pango_layout_set_attributes (layout, attributes);
  return layout;
}

static void
paint_days (PlimHeatmap *self, cairo_t *cr)
{
  const PlimFormat *format = plim_presentation_get_format (self->presentation);
  int widest = 0;

  for (guint day = 0; day < N_DAYS; day++) {
    g_autofree char *text = plim_format_weekday (format, day);
    g_autoptr (PangoLayout) layout = create_label (self, text);
    int width, height;

    pango_layout_get_pixel_size (layout, &width, &height);
    widest = MAX (widest, width);
    cairo_move_to (cr, MARGIN, day * ROW_HEIGHT + (ROW_HEIGHT - height) / 2.0);
    pango_cairo_show_layout (cr, layout);
  }
  self->left = widest + 2 * MARGIN;
}

static void
paint_hours (PlimHeatmap *self, cairo_t *cr)
{
  const PlimFormat *format = plim_presentation_get_format (self->presentation);

  for (guint hour = 0; hour < N_HOURS; hour += HOURS_A_LABEL) {
    g_autofree char *text = plim_format_hour (format, hour);
    g_autoptr (PangoLayout) layout = create_label (self, text);
    int height;

    pango_layout_get_pixel_size (layout, NULL, &height);
    cairo_move_to (cr, self->left + hour * get_cell_width (self),
                   N_DAYS * ROW_HEIGHT + AXIS_HEIGHT - height);
    pango_cairo_show_layout (cr, layout);
  }
}

static void
add_cell (PlimHeatmap *self, cairo_t *cr, int hour)
{
  double width = get_cell_width (self);
  double x = self->left + hour % N_HOURS * width;
  double y = hour / N_HOURS * ROW_HEIGHT;
  double right = x + width - SPACE;
  double bottom = y + ROW_HEIGHT - SPACE;

  cairo_new_sub_path (cr);
  cairo_arc (cr, right - RADIUS, y + RADIUS, RADIUS, -G_PI / 2, 0);
  cairo_arc (cr, right - RADIUS, bottom - RADIUS, RADIUS, 0, G_PI / 2);
  cairo_arc (cr, x + RADIUS, bottom - RADIUS, RADIUS, G_PI / 2, G_PI);
  cairo_arc (cr, x + RADIUS, y + RADIUS, RADIUS, G_PI, 3 * G_PI / 2);
  cairo_close_path (cr);
}

static void
paint_cells (PlimHeatmap *self, cairo_t *cr, const GdkRGBA *text_colour)
{
  GdkRGBA colour;

  plim_chart_colours_get_line (GTK_WIDGET (self), 0, &colour);
  for (int hour = 0; hour < PLIM_HEATMAP_HOURS; hour++) {
    double strength = self->most > 0 ? self->shares[hour] / self->most : 0;

    add_cell (self, cr, hour);
    cairo_set_source_rgba (cr, text_colour->red, text_colour->green, text_colour->blue,
                           EMPTY_ALPHA);
    cairo_fill_preserve (cr);
    cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue, strength);
    cairo_fill (cr);
  }
  if (self->chosen == NONE)
    return;
  add_cell (self, cr, self->chosen);
  gdk_cairo_set_source_rgba (cr, text_colour);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
}

static void
plim_heatmap_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PlimHeatmap *self = PLIM_HEATMAP (widget);
  graphene_rect_t area;
  GdkRGBA colour;
  cairo_t *cr;

  if (self->presentation == NULL)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  graphene_rect_init (&area, -2, -2, (float) gtk_widget_get_width (widget) + 4,
                      (float) gtk_widget_get_height (widget) + 4);
  cr = gtk_snapshot_append_cairo (snapshot, &area);
  cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue, colour.alpha * LABEL_ALPHA);
  paint_days (self, cr);
  paint_hours (self, cr);
  paint_cells (self, cr, &colour);
  cairo_destroy (cr);
}

static void
plim_heatmap_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = LABEL_WIDTH + N_HOURS * MIN_CELL_WIDTH;
    *natural = LABEL_WIDTH + N_HOURS * CELL_WIDTH;
  } else {
    *minimum = *natural = N_DAYS * ROW_HEIGHT + AXIS_HEIGHT;
  }
}

/* Choosing. */

static void
on_motion (PlimHeatmap *self, double x, double y)
{
  int column = (int) floor ((x - self->left) / get_cell_width (self));
  int row = (int) floor (y / ROW_HEIGHT);

  choose (self, column >= 0 && column < N_HOURS && row >= 0 && row < N_DAYS ? row * N_HOURS + column
                                                                            : NONE);
}

static void
on_leave (PlimHeatmap *self)
{
  choose (self, NONE);
}

static gboolean
move (GtkWidget *widget, GVariant *parameter, gpointer unused)
{
  PlimHeatmap *self = PLIM_HEATMAP (widget);
  int hour = self->chosen == NONE ? 0 : self->chosen + g_variant_get_int32 (parameter);

  /* At the edge the key leads on to the next widget. */
  if (hour < 0 || hour >= PLIM_HEATMAP_HOURS)
    return FALSE;
  choose (self, hour);
  return TRUE;
}

static void
plim_heatmap_finalize (GObject *object)
{
  g_clear_object (&PLIM_HEATMAP (object)->presentation);
  G_OBJECT_CLASS (plim_heatmap_parent_class)->finalize (object);
}

static void
plim_heatmap_class_init (PlimHeatmapClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = plim_heatmap_finalize;
  widget_class->snapshot = plim_heatmap_snapshot;
  widget_class->measure = plim_heatmap_measure;
  chosen_changed = g_signal_new ("chosen-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "heatmap");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, 0, move, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Right, 0, move, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Up, 0, move, "i", -N_HOURS);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Down, 0, move, "i", N_HOURS);
}

static void
plim_heatmap_init (PlimHeatmap *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->chosen = NONE;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Use by hour of the week"), -1);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  plim_chart_colours_follow (GTK_WIDGET (self));
}

void
plim_heatmap_show (PlimHeatmap *self, PlimPresentation *presentation, const double *shares)
{
  g_return_if_fail (PLIM_IS_HEATMAP (self));

  g_set_object (&self->presentation, presentation);
  self->most = 0;
  for (guint i = 0; i < PLIM_HEATMAP_HOURS; i++) {
    self->shares[i] = shares[i];
    self->most = MAX (self->most, shares[i]);
  }
  gtk_widget_queue_draw (GTK_WIDGET (self));
  tell (self);
}

static int
find_most (PlimHeatmap *self)
{
  int most = 0;

  for (int i = 1; i < PLIM_HEATMAP_HOURS; i++) {
    if (self->shares[i] > self->shares[most])
      most = i;
  }
  return most;
}

char *
plim_heatmap_dup_reading (PlimHeatmap *self)
{
  const PlimFormat *format;
  g_autofree char *day = NULL;
  g_autofree char *hour = NULL;
  g_autofree char *share = NULL;
  int chosen;

  g_return_val_if_fail (PLIM_IS_HEATMAP (self), NULL);

  if (self->presentation == NULL || self->most <= 0)
    return g_strdup ("");
  format = plim_presentation_get_format (self->presentation);
  chosen = self->chosen != NONE ? self->chosen : find_most (self);
  day = plim_format_weekday (format, (guint) chosen / N_HOURS);
  hour = plim_format_hour (format, (guint) chosen % N_HOURS);
  share = plim_format_chart_amount (format, 100 * self->shares[chosen], NULL);
  if (self->chosen == NONE)
    /* Translators: a weekday, an hour, a percentage: "Most on Tue 14:00: 7 % of all use" */
    return g_strdup_printf (_ ("Most on %s %s: %s of all use"), day, hour, share);
  /* Translators: a weekday, an hour, a percentage: "Tue 14:00: 7 % of all use" */
  return g_strdup_printf (_ ("%s %s: %s of all use"), day, hour, share);
}
