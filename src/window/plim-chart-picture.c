/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-chart-picture.h"

#include "plim-chart-colours.h"
#include "plim-format-chart.h"

#define MARGIN 8
#define AXIS_HEIGHT 22
#define VALUE_LINES 4
#define TICK_WIDTH 64
#define MARK_WIDTH 9
#define LINE_WIDTH 2
#define BAND_ALPHA 0.22
#define AREA_ALPHA 0.09
#define GRID_ALPHA 0.12
#define MARK_ALPHA 0.35
#define LABEL_ALPHA 0.65
#define DOT_RADIUS 4
#define REACH_PX 6

static void
set_colour (cairo_t *cr, const GdkRGBA *colour, double alpha)
{
  cairo_set_source_rgba (cr, colour->red, colour->green, colour->blue, colour->alpha * alpha);
}

static PangoLayout *
create_label (const PlimChartPicture *self, const char *text)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (self->widget, text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  return layout;
}

static char *
dup_value_text (const PlimChartPicture *self, double amount)
{
  const PlimFormat *format = plim_presentation_get_format (self->presentation);

  return plim_format_chart_amount (format, amount,
                                   self->data->is_percent || self->data->lines->len == 0
                                       ? NULL
                                       : plim_chart_data_get_line (self->data, 0)->unit);
}

/* Hairlines lie on whole pixels, also on a doubled screen. */
static double
snap (double position)
{
  return (double) (gint64) position + 0.5;
}

static void
paint_values (const PlimChartPicture *self, cairo_t *cr, const GdkRGBA *colour)
{
  const PlimChartFrame *frame = &self->frame;
  double step = plim_chart_choose_value_step (frame->top, VALUE_LINES);

  cairo_set_line_width (cr, 1);
  for (guint i = 0; (double) i * step <= frame->top * (1 + 1e-9); i++) {
    double amount = (double) i * step;
    double y = snap (plim_chart_frame_get_y (frame, amount));
    g_autofree char *text = dup_value_text (self, amount);
    g_autoptr (PangoLayout) layout = create_label (self, text);
    int width, height;

    set_colour (cr, colour, i == 0 ? 2 * GRID_ALPHA : GRID_ALPHA);
    cairo_move_to (cr, frame->x, y);
    cairo_line_to (cr, frame->x + frame->width, y);
    cairo_stroke (cr);
    pango_layout_get_pixel_size (layout, &width, &height);
    set_colour (cr, colour, LABEL_ALPHA);
    cairo_move_to (cr, frame->x - MARGIN - width, y - height / 2.0);
    pango_cairo_show_layout (cr, layout);
  }
}

/* A label stays within the chart, and away from the one before. */
static void
paint_times (const PlimChartPicture *self, cairo_t *cr, const GdkRGBA *colour)
{
  const PlimChartFrame *frame = &self->frame;
  const PlimFormat *format = plim_presentation_get_format (self->presentation);
  guint max_ticks = (guint) MAX (frame->width / TICK_WIDTH, 2);
  g_autoptr (GArray) ticks =
      plim_chart_get_ticks (frame->from, frame->to, max_ticks,
                            format->time_zone != NULL ? format->time_zone : self->zone);
  double free_from = frame->x - MARGIN;

  for (guint i = 0; i < ticks->len; i++) {
    const PlimChartTick *tick = &g_array_index (ticks, PlimChartTick, i);
    g_autofree char *text = plim_format_tick (format, tick);
    g_autoptr (PangoLayout) layout = create_label (self, text);
    double x = plim_chart_frame_get_x (frame, tick->at);
    int width, height;

    pango_layout_get_pixel_size (layout, &width, &height);
    set_colour (cr, colour, GRID_ALPHA);
    cairo_move_to (cr, snap (x), frame->y + frame->height);
    cairo_line_to (cr, snap (x), frame->y + frame->height + 4);
    cairo_stroke (cr);
    x -= width / 2.0;
    if (x < free_from || x + width > frame->x + frame->width + MARGIN)
      continue;
    set_colour (cr, colour, LABEL_ALPHA);
    cairo_move_to (cr, x, frame->y + frame->height + AXIS_HEIGHT - height);
    pango_cairo_show_layout (cr, layout);
    free_from = x + width + MARGIN;
  }
}

static void
paint_level (const PlimChartPicture *self, cairo_t *cr, double percent, const char *colour_name)
{
  static const double dash[] = { 6, 4 };
  double amount = self->data->is_left ? 100 - percent : percent;
  double y = snap (plim_chart_frame_get_y (&self->frame, amount));
  GdkRGBA colour;

  plim_chart_colours_get_named (self->widget, colour_name, &colour);
  set_colour (cr, &colour, 0.8);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, dash, 2, 0);
  cairo_move_to (cr, self->frame.x, y);
  cairo_line_to (cr, self->frame.x + self->frame.width, y);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
paint_levels (const PlimChartPicture *self, cairo_t *cr)
{
  const PlimThresholds *levels = plim_presentation_get_thresholds (self->presentation);

  if (!self->data->is_percent)
    return;
  paint_level (self, cr, levels->warning, "warning_color");
  paint_level (self, cr, levels->critical, "error_color");
}

static void
paint_marks (const PlimChartPicture *self,
             cairo_t *cr,
             const PlimChartLine *line,
             const GdkRGBA *colour)
{
  static const double dash[] = { 1, 3 };

  if (line->resets->len > self->frame.width / MARK_WIDTH)
    return;
  set_colour (cr, colour, MARK_ALPHA);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, dash, 2, 0);
  for (guint i = 0; i < line->resets->len; i++) {
    double x =
        snap (plim_chart_frame_get_x (&self->frame, g_array_index (line->resets, gint64, i)));

    cairo_move_to (cr, x, self->frame.y);
    cairo_line_to (cr, x, self->frame.y + self->frame.height);
  }
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
add_box (
    const PlimChartPicture *self, cairo_t *cr, const PlimChartStep *step, double low, double high)
{
  double x = plim_chart_frame_get_x (&self->frame, step->from);
  double y = plim_chart_frame_get_y (&self->frame, high);

  cairo_rectangle (cr, x, y, plim_chart_frame_get_x (&self->frame, step->to) - x,
                   plim_chart_frame_get_y (&self->frame, low) - y);
}

/* In one path each, so that neighbours leave no seam. */
static void
paint_bands (const PlimChartPicture *self,
             cairo_t *cr,
             const PlimChartLine *line,
             gboolean is_alone)
{
  for (guint i = 0; is_alone && i < line->steps->len; i++) {
    const PlimChartStep *step = &g_array_index (line->steps, PlimChartStep, i);

    add_box (self, cr, step, 0, step->value);
  }
  if (is_alone)
    cairo_fill (cr);
  for (guint i = 0; i < line->steps->len; i++) {
    const PlimChartStep *step = &g_array_index (line->steps, PlimChartStep, i);

    if (step->low < step->high)
      add_box (self, cr, step, step->low, step->high);
  }
}

static void
paint_line (const PlimChartPicture *self, cairo_t *cr, const PlimChartLine *line)
{
  const PlimChartFrame *frame = &self->frame;

  for (guint i = 0; i < line->steps->len; i++) {
    const PlimChartStep *step = &g_array_index (line->steps, PlimChartStep, i);
    double y = plim_chart_frame_get_y (frame, step->value);

    if (step->is_joined)
      cairo_line_to (cr, plim_chart_frame_get_x (frame, step->from), y);
    else
      cairo_move_to (cr, plim_chart_frame_get_x (frame, step->from), y);
    cairo_line_to (cr, plim_chart_frame_get_x (frame, step->to), y);
  }
  cairo_stroke (cr);
}

static guint
count_shown (const PlimChartPicture *self)
{
  guint count = 0;

  for (guint i = 0; i < self->data->lines->len; i++)
    count += !plim_chart_data_get_line (self->data, i)->is_hidden;
  return count;
}

static void
paint_lines (const PlimChartPicture *self, cairo_t *cr)
{
  gboolean is_alone = count_shown (self) == 1;

  for (guint i = self->data->lines->len; i > 0; i--) {
    const PlimChartLine *line = plim_chart_data_get_line (self->data, i - 1);
    GdkRGBA colour;

    if (line->is_hidden)
      continue;
    plim_chart_colours_get_line (self->widget, i - 1, &colour);
    paint_marks (self, cr, line, &colour);
    set_colour (cr, &colour, AREA_ALPHA);
    paint_bands (self, cr, line, is_alone);
    set_colour (cr, &colour, BAND_ALPHA);
    cairo_fill (cr);
    set_colour (cr, &colour, 1);
    cairo_set_line_width (cr, LINE_WIDTH);
    cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
    plim_chart_colours_set_dash (cr, i - 1);
    paint_line (self, cr, line);
    cairo_set_dash (cr, NULL, 0, 0);
    cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  }
}

static void
paint_cursor (const PlimChartPicture *self, cairo_t *cr, const GdkRGBA *text_colour)
{
  double x = plim_chart_frame_get_x (&self->frame, self->cursor);

  if (self->cursor == PLIM_TIME_UNKNOWN)
    return;
  set_colour (cr, text_colour, 0.5);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, snap (x), self->frame.y);
  cairo_line_to (cr, snap (x), self->frame.y + self->frame.height);
  cairo_stroke (cr);
  for (guint i = 0; i < self->data->lines->len; i++) {
    const PlimChartLine *line = plim_chart_data_get_line (self->data, i);
    const PlimChartStep *step =
        line->is_hidden ? NULL : plim_chart_picture_find (self, line, self->cursor);
    GdkRGBA colour;

    if (step == NULL)
      continue;
    plim_chart_colours_get_line (self->widget, i, &colour);
    set_colour (cr, &colour, 1);
    cairo_arc (cr, x, plim_chart_frame_get_y (&self->frame, step->value), DOT_RADIUS, 0, 2 * G_PI);
    cairo_fill (cr);
  }
}

void
plim_chart_picture_lay_out (PlimChartPicture *self)
{
  double top = plim_chart_data_get_top (self->data);
  g_autofree char *text = dup_value_text (self, top);
  g_autoptr (PangoLayout) layout = create_label (self, text);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  self->frame = (PlimChartFrame){
    .from = self->data->from,
    .to = self->data->to,
    .top = top,
    .x = MARGIN + width + MARGIN,
    .y = MARGIN,
    .width = MAX (gtk_widget_get_width (self->widget) - 3 * MARGIN - width, 1),
    .height = MAX (gtk_widget_get_height (self->widget) - MARGIN - AXIS_HEIGHT, 1),
  };
}

void
plim_chart_picture_paint (const PlimChartPicture *self, cairo_t *cr)
{
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (self->widget), &colour);
  paint_values (self, cr, &colour);
  paint_times (self, cr, &colour);
  cairo_save (cr);
  cairo_rectangle (cr, self->frame.x, 0, self->frame.width,
                   self->frame.y + self->frame.height + LINE_WIDTH);
  cairo_clip (cr);
  paint_levels (self, cr);
  paint_lines (self, cr);
  cairo_restore (cr);
  paint_cursor (self, cr, &colour);
}

const PlimChartStep *
plim_chart_picture_find (const PlimChartPicture *self, const PlimChartLine *line, gint64 at)
{
  double width = MAX (self->frame.width, 1);

  return plim_chart_find_step (line->steps, at,
                               (gint64) (REACH_PX / width *
                                         (double) (self->data->to - self->data->from)));
}
