/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-chart.h"

#include "plim-chart-colours.h"
#include "plim-chart-picture.h"

#define HEIGHT 220
#define MIN_WIDTH 200
/* The arrow keys cross a chart in so many presses. */
#define KEY_STEPS 96

struct _PlimChart {
  GtkWidget parent_instance;
  PlimPresentation *presentation; /* (nullable) */
  GTimeZone *zone;
  PlimChartPicture picture;
};

G_DEFINE_FINAL_TYPE (PlimChart, plim_chart, GTK_TYPE_WIDGET)

static guint cursor_moved;

static void
set_cursor (PlimChart *self, gint64 at)
{
  if (at == self->picture.cursor)
    return;
  self->picture.cursor = at;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, cursor_moved, 0);
}

static void
plim_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PlimChart *self = PLIM_CHART (widget);
  graphene_rect_t area;
  cairo_t *cr;

  if (self->picture.data == NULL)
    return;
  plim_chart_picture_lay_out (&self->picture);
  graphene_rect_init (&area, 0, 0, (float) gtk_widget_get_width (widget),
                      (float) gtk_widget_get_height (widget));
  cr = gtk_snapshot_append_cairo (snapshot, &area);
  plim_chart_picture_paint (&self->picture, cr);
  cairo_destroy (cr);
}

/* The cursor. */

static void
on_motion (PlimChart *self, double x, double y)
{
  if (self->picture.data == NULL || x < self->picture.frame.x ||
      x > self->picture.frame.x + self->picture.frame.width)
    set_cursor (self, PLIM_TIME_UNKNOWN);
  else
    set_cursor (self, plim_chart_frame_get_at (&self->picture.frame, x));
}

static void
on_leave (PlimChart *self)
{
  set_cursor (self, PLIM_TIME_UNKNOWN);
}

static gboolean
move_cursor (GtkWidget *widget, GVariant *parameter, gpointer unused)
{
  PlimChart *self = PLIM_CHART (widget);
  int steps = g_variant_get_int32 (parameter);
  gint64 from, to, at;

  if (self->picture.data == NULL)
    return FALSE;
  from = self->picture.data->from;
  to = self->picture.data->to;
  at = self->picture.cursor == PLIM_TIME_UNKNOWN
           ? to
           : self->picture.cursor + steps * (to - from) / KEY_STEPS;
  set_cursor (self, CLAMP (at, from, to));
  return TRUE;
}

static gboolean
drop_cursor (GtkWidget *widget, GVariant *parameter, gpointer unused)
{
  PlimChart *self = PLIM_CHART (widget);

  /* Otherwise the key is the window's. */
  if (self->picture.cursor == PLIM_TIME_UNKNOWN)
    return FALSE;
  set_cursor (self, PLIM_TIME_UNKNOWN);
  return TRUE;
}

static void
plim_chart_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 2 * MIN_WIDTH : HEIGHT;
}

static void
plim_chart_finalize (GObject *object)
{
  PlimChart *self = PLIM_CHART (object);

  g_clear_object (&self->presentation);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (plim_chart_parent_class)->finalize (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  static const struct {
    guint key;
    int steps;
  } keys[] = {
    { GDK_KEY_Left, -1 },
    { GDK_KEY_Right, 1 },
    { GDK_KEY_Page_Up, -KEY_STEPS / 8 },
    { GDK_KEY_Page_Down, KEY_STEPS / 8 },
    { GDK_KEY_Home, -KEY_STEPS },
    { GDK_KEY_End, KEY_STEPS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class, keys[i].key, 0, move_cursor, "i", keys[i].steps);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, drop_cursor, NULL);
}

static void
plim_chart_class_init (PlimChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = plim_chart_finalize;
  widget_class->snapshot = plim_chart_snapshot;
  widget_class->measure = plim_chart_measure;
  cursor_moved = g_signal_new ("cursor-moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                               NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  add_keys (widget_class);
}

static void
plim_chart_init (PlimChart *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->zone = g_time_zone_new_local ();
  self->picture.widget = GTK_WIDGET (self);
  self->picture.zone = self->zone;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  plim_chart_colours_follow (GTK_WIDGET (self));
}

void
plim_chart_show (PlimChart *self,
                 PlimPresentation *presentation,
                 const PlimChartData *data,
                 const char *name)
{
  g_return_if_fail (PLIM_IS_CHART (self));

  g_set_object (&self->presentation, presentation);
  self->picture.presentation = presentation;
  self->picture.data = data;
  if (data == NULL || self->picture.cursor < data->from || self->picture.cursor > data->to)
    set_cursor (self, PLIM_TIME_UNKNOWN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gint64
plim_chart_get_cursor (PlimChart *self)
{
  g_return_val_if_fail (PLIM_IS_CHART (self), PLIM_TIME_UNKNOWN);

  return self->picture.cursor;
}

const PlimChartStep *
plim_chart_find (PlimChart *self, const PlimChartLine *line, gint64 at)
{
  g_return_val_if_fail (PLIM_IS_CHART (self), NULL);

  return plim_chart_picture_find (&self->picture, line, at);
}
