/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-json-write.h"

#include "plim-time.h"

#include <math.h>

void
plim_json_add_text (JsonBuilder *builder, const char *name, const char *value)
{
  if (value == NULL || value[0] == '\0')
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

void
plim_json_add_string (JsonBuilder *builder, const char *name, const char *value)
{
  if (value == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

void
plim_json_add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

void
plim_json_add_integer (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
plim_json_add_number (JsonBuilder *builder, const char *name, double value)
{
  if (!isfinite (value))
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

void
plim_json_add_seconds (JsonBuilder *builder, const char *name, gint64 at)
{
  if (at != PLIM_TIME_UNKNOWN)
    plim_json_add_integer (builder, name, at);
}

void
plim_json_add_time (JsonBuilder *builder, const char *name, gint64 at)
{
  g_autofree char *text = plim_time_to_iso8601 (at);

  plim_json_add_text (builder, name, text);
}
