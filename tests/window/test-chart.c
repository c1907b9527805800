/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The chart's lines are as wide as they are meant to be, on ordinary and on doubled screens. */
#include "plim-chart.h"
#include "plim-window-picture.h"
#include "plim-window-test.h"

#define NOW ((gint64) 1795003200) /* 2026-11-18T12:00:00Z */
#define DAY (24 * (gint64) 3600)
#define SIZE 400

typedef struct {
  PlimPresentation *presentation;
  PlimChartData *data;
  GtkWidget *window;
  GtkWidget *chart;
} Fixture;

/* At 60 percent, but for the middle of the time, of which nothing is known. */
static PlimChartData *
make_data (void)
{
  g_autoptr (PlimSeries) series = plim_series_new ("a1", "weekly");
  PlimSeriesPoint point = { NOW - 6 * DAY, 60, 60, 60 };
  PlimSeriesGap gap = { NOW - 4 * DAY, NOW - 2 * DAY };
  PlimChartData *data = plim_chart_data_new (NOW - 6 * DAY, NOW, TRUE, FALSE);

  series->percent = TRUE;
  series->known_until = NOW;
  g_array_append_val (series->points, point);
  g_array_append_val (series->gaps, gap);
  plim_chart_data_add (data, series, "Week", NULL);
  return data;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->presentation = plim_window_test_presentation (NOW);
  fixture->data = make_data ();
  fixture->window = gtk_window_new ();
  fixture->chart = g_object_new (PLIM_TYPE_CHART, NULL);
  gtk_widget_set_focusable (fixture->chart, FALSE);
  plim_chart_show (PLIM_CHART (fixture->chart), fixture->presentation, fixture->data, "Use");
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->chart);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), SIZE, SIZE);
  gtk_window_present (GTK_WINDOW (fixture->window));
  plim_test_wait (gtk_widget_get_width (fixture->chart) > 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  plim_window_test_close_all ();
  plim_chart_data_free (fixture->data);
  g_object_unref (fixture->presentation);
}

/* The heights of what is not background, from the top down @x; 0 for one of several colours. */
static GArray *
measure_runs (const PlimWindowPicture *picture, int x, int top, int bottom)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (int));
  guint32 background = plim_window_picture_get (picture, x, top);
  int height = 0;

  for (int y = top; y < bottom; y++) {
    guint32 colour = plim_window_picture_get (picture, x, y);
    gboolean is_even = height == 0 || colour == plim_window_picture_get (picture, x, y - 1);

    if (colour != background) {
      height = is_even ? height + 1 : -picture->height;
      continue;
    }
    height = MAX (height, 0);
    if (y > top && plim_window_picture_get (picture, x, y - 1) != background)
      g_array_append_val (runs, height);
    height = 0;
  }
  return runs;
}

static void
test_hairlines (Fixture *fixture, gconstpointer data)
{
  int scale = GPOINTER_TO_INT (data);
  g_autoptr (PlimWindowPicture) picture = plim_window_picture_new (fixture->window, scale);
  g_autoptr (GArray) runs = NULL;
  graphene_rect_t bounds;
  GdkRectangle area;

  g_assert_true (gtk_widget_compute_bounds (fixture->chart, fixture->window, &bounds));
  area = plim_window_picture_clip (picture, &bounds);
  /* Where nothing is known there are the lines of the values and of the levels; below is the axis
   * with its texts. */
  runs = measure_runs (picture, area.x + area.width / 2 + 7 * scale, area.y + 2 * scale,
                       area.y + area.height - 20 * scale);
  g_assert_cmpuint (runs->len, >=, 5);
  for (guint i = 0; i < runs->len; i++)
    g_assert_cmpint (g_array_index (runs, int, i), ==, scale);
}

int
main (int argc, char **argv)
{
  plim_window_test_init (&argc, &argv);
#define add(path, scale)                                                                           \
  g_test_add (path, Fixture, GINT_TO_POINTER (scale), set_up, test_hairlines, tear_down)
  add ("/window/chart/hairlines-are-one-pixel", 1);
  add ("/window/chart/hairlines-are-two-pixels-on-a-doubled-screen", 2);
  add ("/window/chart/hairlines-are-three-pixels-on-a-tripled-screen", 3);
  return g_test_run ();
}
