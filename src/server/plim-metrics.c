/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-metrics.h"

#include "plim-json.h"

#include <math.h>
#include <string.h>

struct _PlimMetrics {
  GString *text;
  gboolean is_open_metrics;
  const char *name;
  PlimMetricType type;
};

PlimMetrics *
plim_metrics_new (gboolean is_open_metrics)
{
  PlimMetrics *self = g_new0 (PlimMetrics, 1);

  self->text = g_string_new (NULL);
  self->is_open_metrics = is_open_metrics;
  return self;
}

/* The older format has no info. */
static const char *
get_type_word (const PlimMetrics *self, PlimMetricType type)
{
  switch (type) {
  case PLIM_METRIC_COUNTER:
    return "counter";
  case PLIM_METRIC_HISTOGRAM:
    return "histogram";
  case PLIM_METRIC_INFO:
    return self->is_open_metrics ? "info" : "gauge";
  case PLIM_METRIC_GAUGE:
  default:
    return "gauge";
  }
}

static const char *
get_suffix (PlimMetricType type)
{
  if (type == PLIM_METRIC_COUNTER)
    return "_total";
  return type == PLIM_METRIC_INFO ? "_info" : "";
}

void
plim_metrics_begin (PlimMetrics *self, const char *name, PlimMetricType type, const char *help)
{
  const char *suffix = self->is_open_metrics ? "" : get_suffix (type);

  self->name = name;
  self->type = type;
  if (self->is_open_metrics)
    g_string_append_printf (self->text, "# TYPE %s %s\n# HELP %s %s\n", name,
                            get_type_word (self, type), name, help);
  else
    g_string_append_printf (self->text, "# HELP %s%s %s\n# TYPE %s%s %s\n", name, suffix, help,
                            name, suffix, get_type_word (self, type));
}

static void
append_escaped (GString *text, const char *value)
{
  g_string_append_len (text, value, (gssize) strcspn (value, "\n\\\""));
  for (const char *p = value + strcspn (value, "\n\\\""); *p != '\0'; p++) {
    if (*p == '\n')
      g_string_append (text, "\\n");
    else if (*p == '\\' || *p == '"')
      g_string_append_printf (text, "\\%c", *p);
    else
      g_string_append_c (text, *p);
  }
}

static void
append_labels (GString *text, va_list labels)
{
  gboolean is_first = TRUE;

  for (const char *name; (name = va_arg (labels, const char *)) != NULL;) {
    const char *value = va_arg (labels, const char *);

    if (value == NULL)
      continue;
    g_string_append_c (text, is_first ? '{' : ',');
    g_string_append (text, name);
    g_string_append (text, "=\"");
    append_escaped (text, value);
    g_string_append_c (text, '"');
    is_first = FALSE;
  }
  if (!is_first)
    g_string_append_c (text, '}');
}

static void
append_value (GString *text, double value)
{
  g_string_append_c (text, ' ');
  plim_json_append_number (text, value);
  g_string_append_c (text, '\n');
}

void
plim_metrics_add (PlimMetrics *self, double value, ...)
{
  va_list labels;

  if (!isfinite (value))
    return;
  g_string_append (self->text, self->name);
  g_string_append (self->text, get_suffix (self->type));
  va_start (labels, value);
  append_labels (self->text, labels);
  va_end (labels);
  append_value (self->text, value);
}

void
plim_metrics_add_part (PlimMetrics *self, const char *part, double value, ...)
{
  va_list labels;

  g_string_append_printf (self->text, "%s_%s", self->name, part);
  va_start (labels, value);
  append_labels (self->text, labels);
  va_end (labels);
  append_value (self->text, value);
}

char *
plim_metrics_end (PlimMetrics *self)
{
  GString *text = self->text;

  if (self->is_open_metrics)
    g_string_append (text, "# EOF\n");
  g_free (self);
  return g_string_free (text, FALSE);
}

const char *
plim_metrics_get_content_type (gboolean is_open_metrics)
{
  return is_open_metrics ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                         : "text/plain; version=0.0.4; charset=utf-8";
}
