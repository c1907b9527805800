/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-fitting-scroller.h"

#define MIN_HEIGHT 120

struct _PlimFittingScroller {
  GtkWidget parent_instance;
  GtkScrolledWindow *scroller;
  GtkWidget *child; /* (nullable), in the scroller's viewport */
  int usual_width;
  int max_height;
  gboolean is_end_wanted;
};

G_DEFINE_FINAL_TYPE (PlimFittingScroller, plim_fitting_scroller, GTK_TYPE_WIDGET)

enum { PROP_CHILD = 1, PROP_USUAL_WIDTH, PROP_MAX_HEIGHT, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

static void
measure_height (PlimFittingScroller *self, int width, int *minimum, int *natural)
{
  *natural = 0;
  if (width < 0)
    width = self->usual_width;
  if (self->child != NULL)
    gtk_widget_measure (self->child, GTK_ORIENTATION_VERTICAL, width, NULL, natural, NULL, NULL);
  *natural = MIN (*natural, self->max_height);
  *minimum = MIN (*natural, MIN_HEIGHT);
}

static void
plim_fitting_scroller_measure (GtkWidget *widget,
                               GtkOrientation orientation,
                               int for_size,
                               int *minimum,
                               int *natural,
                               int *minimum_baseline,
                               int *natural_baseline)
{
  PlimFittingScroller *self = PLIM_FITTING_SCROLLER (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    measure_height (self, for_size, minimum, natural);
  else {
    gtk_widget_measure (GTK_WIDGET (self->scroller), orientation, for_size, minimum, natural, NULL,
                        NULL);
    if (self->usual_width > 0)
      *natural = MAX (*minimum, self->usual_width);
  }
}

static void
plim_fitting_scroller_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PlimFittingScroller *self = PLIM_FITTING_SCROLLER (widget);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  gtk_widget_allocate (GTK_WIDGET (self->scroller), width, height, baseline, NULL);
  if (!self->is_end_wanted)
    return;
  self->is_end_wanted = FALSE;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  /* Else the frame is drawn with a content that has no place yet. */
  gtk_widget_allocate (GTK_WIDGET (self->scroller), width, height, baseline, NULL);
}

static GtkSizeRequestMode
plim_fitting_scroller_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
set_child (PlimFittingScroller *self, GtkWidget *child)
{
  self->child = child;
  gtk_scrolled_window_set_child (self->scroller, child);
}

static void
plim_fitting_scroller_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PlimFittingScroller *self = PLIM_FITTING_SCROLLER (object);

  switch (id) {
  case PROP_CHILD:
    g_value_set_object (value, self->child);
    break;
  case PROP_USUAL_WIDTH:
    g_value_set_int (value, self->usual_width);
    break;
  case PROP_MAX_HEIGHT:
    g_value_set_int (value, self->max_height);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
plim_fitting_scroller_set_property (GObject *object,
                                    guint id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  PlimFittingScroller *self = PLIM_FITTING_SCROLLER (object);

  switch (id) {
  case PROP_CHILD:
    set_child (self, g_value_get_object (value));
    break;
  case PROP_USUAL_WIDTH:
    self->usual_width = g_value_get_int (value);
    gtk_widget_queue_resize (GTK_WIDGET (self));
    break;
  case PROP_MAX_HEIGHT:
    plim_fitting_scroller_set_max_height (self, g_value_get_int (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
plim_fitting_scroller_dispose (GObject *object)
{
  PlimFittingScroller *self = PLIM_FITTING_SCROLLER (object);

  self->child = NULL;
  if (self->scroller != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->scroller));
  self->scroller = NULL;
  G_OBJECT_CLASS (plim_fitting_scroller_parent_class)->dispose (object);
}

static void
plim_fitting_scroller_class_init (PlimFittingScrollerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = plim_fitting_scroller_get_property;
  object_class->set_property = plim_fitting_scroller_set_property;
  object_class->dispose = plim_fitting_scroller_dispose;
  widget_class->measure = plim_fitting_scroller_measure;
  widget_class->size_allocate = plim_fitting_scroller_size_allocate;
  widget_class->get_request_mode = plim_fitting_scroller_get_request_mode;

  properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_USUAL_WIDTH] = g_param_spec_int ("usual-width", NULL, NULL, -1, G_MAXINT, -1,
                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MAX_HEIGHT] = g_param_spec_int ("max-height", NULL, NULL, 0, G_MAXINT, G_MAXINT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
plim_fitting_scroller_init (PlimFittingScroller *self)
{
  self->usual_width = -1;
  self->max_height = G_MAXINT;
  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_policy (self->scroller, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_parent (GTK_WIDGET (self->scroller), GTK_WIDGET (self));
}

void
plim_fitting_scroller_set_max_height (PlimFittingScroller *self, int max_height)
{
  g_return_if_fail (PLIM_IS_FITTING_SCROLLER (self));

  self->max_height = max_height;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
plim_fitting_scroller_show_end (PlimFittingScroller *self)
{
  g_return_if_fail (PLIM_IS_FITTING_SCROLLER (self));

  self->is_end_wanted = TRUE;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}
