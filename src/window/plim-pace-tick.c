/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-pace-tick.h"

#define WIDTH 2.0f

struct _PlimPaceTick {
  GtkWidget parent_instance;
  double fraction;
};

G_DEFINE_FINAL_TYPE (PlimPaceTick, plim_pace_tick, GTK_TYPE_WIDGET)

static void
plim_pace_tick_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PlimPaceTick *self = PLIM_PACE_TICK (widget);
  float width = (float) gtk_widget_get_width (widget);
  float x = (float) self->fraction * (width - WIDTH);
  graphene_rect_t area;
  GdkRGBA colour;

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = width - WIDTH - x;
  /* The text's colour stands out on both parts of the bar, in every style. */
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  graphene_rect_init (&area, x, 0, WIDTH, (float) gtk_widget_get_height (widget));
  gtk_snapshot_append_color (snapshot, &colour, &area);
}

static void
plim_pace_tick_class_init (PlimPaceTickClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = plim_pace_tick_snapshot;
  gtk_widget_class_set_css_name (widget_class, "pace-tick");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
plim_pace_tick_init (PlimPaceTick *self)
{
}

void
plim_pace_tick_set_fraction (PlimPaceTick *self, double fraction)
{
  g_return_if_fail (PLIM_IS_PACE_TICK (self));

  fraction = CLAMP (fraction, 0, 1);
  if (self->fraction > fraction || self->fraction < fraction) {
    self->fraction = fraction;
    gtk_widget_queue_draw (GTK_WIDGET (self));
  }
}
