/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-chart-view.h"

#include "plim-chart-colours.h"
#include "plim-chart-table.h"
#include "plim-format-chart.h"

#include <glib/gi18n-lib.h>

#define SWATCH_WIDTH 18
#define SWATCH_HEIGHT 12
#define TITLE_CHARS 24

struct _PlimChartView {
  GtkBox parent_instance;
  PlimPresentation *presentation;
  PlimChartData *data; /* (nullable) */
  GPtrArray *readings; /* GtkLabel, one a line */
  GtkLabel *title;
  GtkLabel *moment;
  GtkToggleButton *table_button;
  GtkStack *forms;
  PlimChart *chart;
  AdwBin *table;
  GtkFlowBox *legend;
};

G_DEFINE_FINAL_TYPE (PlimChartView, plim_chart_view, GTK_TYPE_BOX)

/* What the line says at the cursor, else last. */
static char *
dup_reading (PlimChartView *self, const PlimChartLine *line)
{
  const PlimFormat *format = plim_presentation_get_format (self->presentation);
  gint64 cursor = plim_chart_get_cursor (self->chart);
  gboolean has_cursor = cursor != PLIM_TIME_UNKNOWN;
  const PlimChartStep *step = NULL;

  if (has_cursor)
    step = plim_chart_find (self->chart, line, cursor);
  else if (line->steps->len > 0)
    step = &g_array_index (line->steps, PlimChartStep, line->steps->len - 1);
  if (step == NULL)
    return g_strdup ("–");
  return plim_format_chart_amount (format, has_cursor ? step->value : step->last, line->unit);
}

static void
update_readings (PlimChartView *self)
{
  const PlimFormat *format = plim_presentation_get_format (self->presentation);
  gint64 cursor = plim_chart_get_cursor (self->chart);
  g_autofree char *moment = NULL;
  g_autoptr (GString) spoken = g_string_new (NULL);

  if (self->data == NULL)
    return;
  if (cursor != PLIM_TIME_UNKNOWN)
    moment = plim_format_moment (format, cursor);
  gtk_label_set_text (self->moment, moment != NULL ? moment : _ ("Now"));
  g_string_append (spoken, gtk_label_get_text (self->moment));
  for (guint i = 0; i < self->readings->len; i++) {
    const PlimChartLine *line = plim_chart_data_get_line (self->data, i);
    g_autofree char *reading = dup_reading (self, line);

    gtk_label_set_text (self->readings->pdata[i], reading);
    if (!line->is_hidden)
      g_string_append_printf (spoken, "; %s: %s", line->title, reading);
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chart), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  spoken->str, -1);
}

static void
update_table (PlimChartView *self)
{
  gboolean is_table = gtk_toggle_button_get_active (self->table_button);

  adw_bin_set_child (self->table, is_table && self->data != NULL
                                      ? plim_chart_table_new (self->presentation, self->data)
                                      : NULL);
  gtk_stack_set_visible_child (self->forms,
                               is_table ? GTK_WIDGET (self->table) : GTK_WIDGET (self->chart));
}

static void
on_table (PlimChartView *self)
{
  update_table (self);
}

static void
draw_swatch (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  guint index = GPOINTER_TO_UINT (user_data);
  GdkRGBA colour;

  plim_chart_colours_get_line (GTK_WIDGET (area), index, &colour);
  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_set_line_width (cr, 3);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  plim_chart_colours_set_dash (cr, index);
  cairo_move_to (cr, 2, height / 2.0);
  cairo_line_to (cr, width - 2, height / 2.0);
  cairo_stroke (cr);
}

static GtkWidget *
create_swatch (guint index)
{
  GtkWidget *swatch = gtk_drawing_area_new ();

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (swatch), SWATCH_WIDTH);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (swatch), SWATCH_HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (swatch), draw_swatch, GUINT_TO_POINTER (index),
                                  NULL);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  plim_chart_colours_follow (swatch);
  return swatch;
}

static void
on_entry (GtkToggleButton *entry, gpointer user_data)
{
  PlimChartView *self = user_data;
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (entry), "line"));

  plim_chart_data_get_line (self->data, index)->is_hidden = !gtk_toggle_button_get_active (entry);
  gtk_widget_set_opacity (GTK_WIDGET (entry), gtk_toggle_button_get_active (entry) ? 1 : 0.5);
  gtk_widget_queue_draw (GTK_WIDGET (self->chart));
  update_readings (self);
  update_table (self);
}

static void
add_entry (PlimChartView *self, guint index)
{
  const PlimChartLine *line = plim_chart_data_get_line (self->data, index);
  GtkWidget *entry = gtk_toggle_button_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = gtk_label_new (line->title);
  GtkWidget *reading = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (title), TITLE_CHARS);
  gtk_widget_add_css_class (reading, "numeric");
  gtk_widget_add_css_class (reading, "dim-label");
  gtk_box_append (GTK_BOX (content), create_swatch (index));
  gtk_box_append (GTK_BOX (content), title);
  gtk_box_append (GTK_BOX (content), reading);
  gtk_button_set_child (GTK_BUTTON (entry), content);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (entry), !line->is_hidden);
  gtk_widget_set_opacity (entry, line->is_hidden ? 0.5 : 1);
  gtk_widget_set_tooltip_text (entry, line->title);
  gtk_widget_set_halign (entry, GTK_ALIGN_START);
  gtk_widget_add_css_class (entry, "legend-entry");
  gtk_widget_add_css_class (entry, "flat");
  g_object_set_data (G_OBJECT (entry), "line", GUINT_TO_POINTER (index));
  g_signal_connect (entry, "toggled", G_CALLBACK (on_entry), self);
  gtk_flow_box_append (self->legend, entry);
  gtk_widget_set_focusable (gtk_widget_get_parent (entry), FALSE);
  g_ptr_array_add (self->readings, reading);
}

static void
fill_legend (PlimChartView *self)
{
  GtkWidget *child;

  g_ptr_array_set_size (self->readings, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->legend))) != NULL)
    gtk_flow_box_remove (self->legend, child);
  for (guint i = 0; i < self->data->lines->len; i++)
    add_entry (self, i);
}

static gboolean
have_same_lines (const PlimChartData *one, const PlimChartData *other)
{
  if (one->lines->len != other->lines->len)
    return FALSE;
  for (guint i = 0; i < one->lines->len; i++) {
    const PlimChartLine *line = plim_chart_data_get_line (one, i);
    const PlimChartLine *other_line = plim_chart_data_get_line (other, i);

    if (!g_str_equal (line->account_id, other_line->account_id) ||
        !g_str_equal (line->window_id, other_line->window_id) ||
        !g_str_equal (line->title, other_line->title))
      return FALSE;
  }
  return TRUE;
}

/* What was read anew looks as the reader left it, and the focus stays where it was. */
static void
update_legend (PlimChartView *self, const PlimChartData *old)
{
  gboolean is_same_range = self->data->to - self->data->from == old->to - old->from;

  for (guint i = 0; i < self->data->lines->len; i++) {
    PlimChartLine *line = plim_chart_data_get_line (self->data, i);
    GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (self->legend, (int) i);

    if (is_same_range)
      line->is_hidden = plim_chart_data_get_line (old, i)->is_hidden;
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_flow_box_child_get_child (child)),
                                  !line->is_hidden);
  }
}

static void
plim_chart_view_dispose (GObject *object)
{
  PlimChartView *self = PLIM_CHART_VIEW (object);

  /* They look at the numbers. */
  if (self->table != NULL)
    adw_bin_set_child (self->table, NULL);
  if (self->chart != NULL)
    plim_chart_show (self->chart, NULL, NULL, "");
  gtk_widget_dispose_template (GTK_WIDGET (self), PLIM_TYPE_CHART_VIEW);
  G_OBJECT_CLASS (plim_chart_view_parent_class)->dispose (object);
}

static void
plim_chart_view_finalize (GObject *object)
{
  PlimChartView *self = PLIM_CHART_VIEW (object);

  g_clear_pointer (&self->data, plim_chart_data_free);
  g_clear_object (&self->presentation);
  g_ptr_array_unref (self->readings);
  G_OBJECT_CLASS (plim_chart_view_parent_class)->finalize (object);
}

static void
plim_chart_view_class_init (PlimChartViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = plim_chart_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = plim_chart_view_finalize;
  g_type_ensure (PLIM_TYPE_CHART);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/plimsoll/Plimsoll/Window/plim-chart-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PlimChartView, title);
  gtk_widget_class_bind_template_child (widget_class, PlimChartView, moment);
  gtk_widget_class_bind_template_child (widget_class, PlimChartView, table_button);
  gtk_widget_class_bind_template_child (widget_class, PlimChartView, forms);
  gtk_widget_class_bind_template_child (widget_class, PlimChartView, chart);
  gtk_widget_class_bind_template_child (widget_class, PlimChartView, table);
  gtk_widget_class_bind_template_child (widget_class, PlimChartView, legend);
  gtk_widget_class_bind_template_callback (widget_class, on_table);
  gtk_widget_class_bind_template_callback (widget_class, update_readings);
}

static void
plim_chart_view_init (PlimChartView *self)
{
  self->readings = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

PlimChartView *
plim_chart_view_new (PlimPresentation *presentation)
{
  PlimChartView *self = g_object_new (PLIM_TYPE_CHART_VIEW, NULL);

  self->presentation = g_object_ref (presentation);
  return self;
}

void
plim_chart_view_show (PlimChartView *self, const char *title, PlimChartData *data)
{
  g_autoptr (PlimChartData) old = NULL;

  g_return_if_fail (PLIM_IS_CHART_VIEW (self));
  g_return_if_fail (data != NULL);

  adw_bin_set_child (self->table, NULL);
  old = g_steal_pointer (&self->data);
  self->data = data;
  gtk_label_set_text (self->title, title);
  plim_chart_show (self->chart, self->presentation, data, title);
  if (old != NULL && have_same_lines (old, data))
    update_legend (self, old);
  else
    fill_legend (self);
  update_table (self);
  update_readings (self);
}

const PlimChartData *
plim_chart_view_get_data (PlimChartView *self)
{
  g_return_val_if_fail (PLIM_IS_CHART_VIEW (self), NULL);

  return self->data;
}
