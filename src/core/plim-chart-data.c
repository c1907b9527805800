/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-chart-data.h"

#include "plim-time.h"

#include <math.h>
#include <string.h>

static void
line_free (PlimChartLine *line)
{
  g_free (line->title);
  g_free (line->account_id);
  g_free (line->window_id);
  g_free (line->unit);
  g_array_unref (line->steps);
  g_array_unref (line->resets);
  g_free (line);
}

PlimChartData *
plim_chart_data_new (gint64 from, gint64 to, gboolean is_percent, gboolean is_left)
{
  PlimChartData *self = g_new0 (PlimChartData, 1);

  self->from = from;
  self->to = to;
  self->is_percent = is_percent;
  self->is_left = is_left;
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);
  return self;
}

void
plim_chart_data_free (PlimChartData *self)
{
  g_ptr_array_unref (self->lines);
  g_free (self);
}

void
plim_chart_data_add (PlimChartData *self,
                     const PlimSeries *series,
                     const char *title,
                     const char *unit)
{
  PlimChartLine *line = g_new0 (PlimChartLine, 1);

  line->title = g_strdup (title);
  line->account_id = g_strdup (series->account_id);
  line->window_id = g_strdup (series->window_id);
  line->unit = g_strdup (unit);
  line->steps = plim_chart_get_steps (series, self->from, self->to, self->is_left);
  line->resets = plim_chart_get_marks (series, self->from, self->to, G_MAXUINT);
  g_ptr_array_add (self->lines, line);
}

PlimChartLine *
plim_chart_data_get_line (const PlimChartData *self, guint index)
{
  return self->lines->pdata[index];
}

double
plim_chart_data_get_top (const PlimChartData *self)
{
  double highest = 0;

  for (guint i = 0; i < self->lines->len; i++) {
    const PlimChartLine *line = plim_chart_data_get_line (self, i);

    if (!line->is_hidden)
      highest = MAX (highest, plim_chart_get_highest (line->steps));
  }
  return plim_chart_choose_top (highest, self->is_percent);
}

/* CSV. */

/* A text that a spreadsheet would take for a formula begins with an apostrophe. */
static void
append_field (GString *csv, const char *text)
{
  g_autofree char *safe = strchr ("=+-@\t\r", text[0]) != NULL && text[0] != '\0'
                              ? g_strconcat ("'", text, NULL)
                              : g_strdup (text);

  if (strpbrk (safe, ",\"\r\n") != NULL) {
    g_auto (GStrv) parts = g_strsplit (safe, "\"", -1);
    g_autofree char *quoted = g_strjoinv ("\"\"", parts);

    g_string_append_printf (csv, "\"%s\"", quoted);
  } else {
    g_string_append (csv, safe);
  }
  g_string_append_c (csv, ',');
}

static void
append_time (GString *csv, gint64 at)
{
  g_autofree char *text = plim_time_to_iso8601 (at);

  g_string_append_printf (csv, "%s,", text != NULL ? text : "");
}

/* Two digits are what was measured. */
static double
round_amount (double amount)
{
  return round (amount * 100) / 100;
}

static void
append_number (GString *csv, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (csv, g_ascii_formatd (text, sizeof text, "%.15g", round_amount (number)));
  g_string_append_c (csv, ',');
}

static void
append_line_begin (GString *csv, const PlimChartLine *line, const char *kind)
{
  append_field (csv, line->account_id);
  append_field (csv, line->window_id);
  append_field (csv, line->title);
  append_field (csv, kind);
}

static void
append_line (GString *csv, const PlimChartLine *line)
{
  const char *unit = line->unit != NULL ? line->unit : "percent";

  for (guint i = 0; i < line->steps->len; i++) {
    const PlimChartStep *step = &g_array_index (line->steps, PlimChartStep, i);

    append_line_begin (csv, line, "reading");
    append_time (csv, step->from);
    append_time (csv, step->to);
    append_number (csv, step->low);
    append_number (csv, step->high);
    append_number (csv, step->last);
    g_string_append_printf (csv, "%s\r\n", unit);
  }
  for (guint i = 0; i < line->resets->len; i++) {
    append_line_begin (csv, line, "reset");
    append_time (csv, g_array_index (line->resets, gint64, i));
    g_string_append (csv, ",,,,\r\n");
  }
}

char *
plim_chart_data_to_csv (const GPtrArray *charts)
{
  GString *csv = g_string_new ("account,window,title,kind,from,to,lowest,highest,last,unit\r\n");

  for (guint i = 0; i < charts->len; i++) {
    const PlimChartData *chart = charts->pdata[i];

    for (guint j = 0; j < chart->lines->len; j++) {
      if (!plim_chart_data_get_line (chart, j)->is_hidden)
        append_line (csv, plim_chart_data_get_line (chart, j));
    }
  }
  return g_string_free (csv, FALSE);
}

/* JSON. */

static void
add_time (JsonBuilder *builder, const char *name, gint64 at)
{
  g_autofree char *text = plim_time_to_iso8601 (at);

  if (name != NULL)
    json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_number (JsonBuilder *builder, const char *name, double number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, round_amount (number));
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_readings (JsonBuilder *builder, const PlimChartLine *line)
{
  json_builder_set_member_name (builder, "readings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < line->steps->len; i++) {
    const PlimChartStep *step = &g_array_index (line->steps, PlimChartStep, i);

    json_builder_begin_object (builder);
    add_time (builder, "from", step->from);
    add_time (builder, "to", step->to);
    add_number (builder, "lowest", step->low);
    add_number (builder, "highest", step->high);
    add_number (builder, "last", step->last);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_line (JsonBuilder *builder, const PlimChartData *chart, const PlimChartLine *line)
{
  json_builder_begin_object (builder);
  add_text (builder, "account", line->account_id);
  add_text (builder, "window", line->window_id);
  add_text (builder, "title", line->title);
  add_text (builder, "unit", line->unit != NULL ? line->unit : "percent");
  add_text (builder, "amounts", chart->is_left ? "left" : "used");
  add_readings (builder, line);
  json_builder_set_member_name (builder, "resets");
  json_builder_begin_array (builder);
  for (guint i = 0; i < line->resets->len; i++)
    add_time (builder, NULL, g_array_index (line->resets, gint64, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

char *
plim_chart_data_to_json (const GPtrArray *charts)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  for (guint i = 0; i < charts->len; i++) {
    const PlimChartData *chart = charts->pdata[i];

    if (i == 0) {
      add_time (builder, "from", chart->from);
      add_time (builder, "to", chart->to);
      json_builder_set_member_name (builder, "series");
      json_builder_begin_array (builder);
    }
    for (guint j = 0; j < chart->lines->len; j++) {
      if (!plim_chart_data_get_line (chart, j)->is_hidden)
        add_line (builder, chart, plim_chart_data_get_line (chart, j));
    }
  }
  if (charts->len > 0)
    json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, TRUE);
}
