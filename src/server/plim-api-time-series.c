/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-api-time-series.h"

#include "plim-api-merge.h"
#include "plim-json-text.h"
#include "plim-json.h"

#include <string.h>

typedef struct {
  gint64 at;
  guint line;      /* the first of its group; of the sorted ones */
  double weighted; /* averages times rows */
  double minimum;
  double maximum;
  guint n_rows;
} Point;

struct _PlimApiTimeSeries {
  GArray *lines;    /* of PlimApiLine, not owned by it: by metric and account */
  GPtrArray *whose; /* by line: the members that all points of it have */
  PlimApiMerge *merge;
  gboolean is_merged;
  gboolean has_next;
  Point next;
  gboolean is_begun;
};

static gboolean
read_point (PlimApiTimeSeries *self)
{
  guint i;
  const PlimUsageBucket *bucket = plim_api_merge_next (self->merge, &i);
  double factor;

  self->has_next = bucket != NULL;
  if (bucket == NULL)
    return FALSE;
  factor = g_array_index (self->lines, PlimApiLine, i).factor;
  self->next = (Point){ .at = bucket->at,
                        .line = i,
                        .weighted = bucket->average * factor * bucket->n_rows,
                        .minimum = bucket->minimum * factor,
                        .maximum = bucket->maximum * factor,
                        .n_rows = bucket->n_rows };
  return TRUE;
}

static gboolean
is_same_group (const PlimApiTimeSeries *self, const Point *point)
{
  return self->next.at == point->at &&
         strcmp (g_array_index (self->lines, PlimApiLine, self->next.line).metric,
                 g_array_index (self->lines, PlimApiLine, point->line).metric) == 0;
}

/* They come by time and metric, so what belongs together comes one after the other. */
static void
take_group (PlimApiTimeSeries *self, Point *point)
{
  *point = self->next;
  while (read_point (self) && self->is_merged && is_same_group (self, point)) {
    point->weighted += self->next.weighted;
    point->minimum = MIN (point->minimum, self->next.minimum);
    point->maximum = MAX (point->maximum, self->next.maximum);
    point->n_rows += self->next.n_rows;
  }
}

static char *
dup_whose (const PlimApiUsage *usage, const PlimApiLine *line, gboolean is_merged)
{
  GString *text = g_string_new (NULL);

  if (is_merged) {
    g_string_append (text, "\"service_name\":\"All Services\",\"provider\":\"all\","
                           "\"serviceId\":\"all\",\"metric\":");
    plim_json_append_string (text, line->metric);
  } else {
    plim_api_usage_append_whose (text, usage, line);
  }
  return g_string_free (text, FALSE);
}

PlimApiTimeSeries *
plim_api_time_series_new (const PlimApiUsage *usage, gboolean is_merged)
{
  PlimApiTimeSeries *self = g_new0 (PlimApiTimeSeries, 1);

  self->lines = g_array_new (FALSE, FALSE, sizeof (PlimApiLine));
  g_array_append_vals (self->lines, usage->lines->data, usage->lines->len);
  g_array_sort (self->lines, plim_api_line_compare);
  self->whose = g_ptr_array_new_with_free_func (g_free);
  self->merge = plim_api_merge_new (FALSE);
  self->is_merged = is_merged;
  for (guint i = 0; i < self->lines->len; i++) {
    const PlimApiLine *line = &g_array_index (self->lines, PlimApiLine, i);

    g_ptr_array_add (self->whose, dup_whose (usage, line, is_merged));
    plim_api_merge_add (self->merge, line->series->buckets);
  }
  read_point (self);
  return self;
}

void
plim_api_time_series_free (PlimApiTimeSeries *self)
{
  g_array_unref (self->lines);
  g_ptr_array_unref (self->whose);
  plim_api_merge_free (self->merge);
  g_free (self);
}

gboolean
plim_api_time_series_write (PlimApiTimeSeries *self, GString *text)
{
  Point point;

  if (!self->has_next)
    return FALSE;
  take_group (self, &point);
  g_string_append (text, self->is_begun ? ",{" : "{");
  self->is_begun = TRUE;
  g_string_append (text, g_ptr_array_index (self->whose, point.line));
  plim_json_text_add_integer (text, "ts", point.at);
  plim_json_text_add_number (text, "avg_value", point.weighted / point.n_rows);
  plim_json_text_add_number (text, "min_value", point.minimum);
  plim_json_text_add_number (text, "max_value", point.maximum);
  plim_json_text_add_integer (text, "data_points", point.n_rows);
  g_string_append_c (text, '}');
  return TRUE;
}
