/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-chart-table.h"

#include "plim-data-table.h"
#include "plim-format-chart.h"

#include <glib/gi18n-lib.h>

/* A row: a time at which some line changes. */
#define PLIM_TYPE_CHART_MOMENT (plim_chart_moment_get_type ())
G_DECLARE_FINAL_TYPE (PlimChartMoment, plim_chart_moment, PLIM, CHART_MOMENT, GObject)

struct _PlimChartMoment {
  GObject parent_instance;
  gint64 at;
  gint64 until; /* the next row's time */
};

G_DEFINE_FINAL_TYPE (PlimChartMoment, plim_chart_moment, G_TYPE_OBJECT)

static void
plim_chart_moment_class_init (PlimChartMomentClass *klass)
{
}

static void
plim_chart_moment_init (PlimChartMoment *self)
{
}

typedef struct {
  PlimPresentation *presentation;
  const PlimChartLine *line; /* (nullable): the column of times */
} Column;

static void
column_free (gpointer data)
{
  Column *column = data;

  g_object_unref (column->presentation);
  g_free (column);
}

static gboolean
has_reset (const PlimChartLine *line, const PlimChartMoment *moment)
{
  for (guint i = 0; i < line->resets->len; i++) {
    gint64 at = g_array_index (line->resets, gint64, i);

    if (at >= moment->at && at < moment->until)
      return TRUE;
  }
  return FALSE;
}

static char *
dup_number (const PlimFormat *format, const PlimChartLine *line, const PlimChartMoment *moment)
{
  const PlimChartStep *step = plim_chart_find_step (line->steps, moment->at, 0);
  g_autofree char *value = NULL;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;

  if (step == NULL)
    return g_strdup ("–");
  value = plim_format_chart_amount (format, step->value, line->unit);
  low = plim_format_chart_amount (format, step->low, line->unit);
  high = plim_format_chart_amount (format, step->high, line->unit);
  if (g_str_equal (low, high))
    return g_steal_pointer (&value);
  /* Translators: a number, then the lowest and the highest around it: "57 % (12 % – 60 %)" */
  return g_strdup_printf (_ ("%s (%s – %s)"), value, low, high);
}

static char *
dup_text (gpointer data, gpointer item, guint position)
{
  const Column *column = data;
  const PlimChartMoment *moment = item;
  const PlimFormat *format = plim_presentation_get_format (column->presentation);
  g_autofree char *number = NULL;

  if (column->line == NULL)
    return plim_format_moment (format, moment->at);
  number = dup_number (format, column->line, moment);
  if (!has_reset (column->line, moment))
    return g_steal_pointer (&number);
  /* Translators: %s is a number; the limit was reset after it was read */
  return g_strdup_printf (_ ("%s, then reset"), number);
}

static void
add_column (GtkColumnView *view, PlimPresentation *presentation, const PlimChartLine *line)
{
  Column *column = g_new0 (Column, 1);

  column->presentation = g_object_ref (presentation);
  column->line = line;
  plim_data_table_add_column (view, line != NULL ? line->title : _ ("Time"), dup_text, column,
                              column_free);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a;
  gint64 other = *(const gint64 *) b;

  return (one < other) - (one > other);
}

/* (transfer full): the newest first, each once */
static GListModel *
create_rows (const PlimChartData *data)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  GListStore *rows = g_list_store_new (PLIM_TYPE_CHART_MOMENT);
  gint64 until = G_MAXINT64;

  for (guint i = 0; i < data->lines->len; i++) {
    const PlimChartLine *line = plim_chart_data_get_line (data, i);

    for (guint j = 0; j < line->steps->len && !line->is_hidden; j++)
      g_array_append_val (times, g_array_index (line->steps, PlimChartStep, j).from);
  }
  g_array_sort (times, compare_times);
  for (guint i = 0; i < times->len; i++) {
    gint64 at = g_array_index (times, gint64, i);
    g_autoptr (PlimChartMoment) moment = NULL;

    if (at == until)
      continue;
    moment = g_object_new (PLIM_TYPE_CHART_MOMENT, NULL);
    moment->at = at;
    moment->until = until;
    until = at;
    g_list_store_append (rows, moment);
  }
  return G_LIST_MODEL (rows);
}

GtkWidget *
plim_chart_table_new (PlimPresentation *presentation, const PlimChartData *data)
{
  GtkColumnView *view = plim_data_table_new (_ ("The chart’s numbers"), create_rows (data));

  add_column (view, presentation, NULL);
  for (guint i = 0; i < data->lines->len; i++) {
    const PlimChartLine *line = plim_chart_data_get_line (data, i);

    if (!line->is_hidden)
      add_column (view, presentation, line);
  }
  return plim_data_table_wrap (view, FALSE);
}
