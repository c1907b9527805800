/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-json-text.h"

#include "plim-json.h"

#include <math.h>

void
plim_json_text_add_name (GString *text, const char *name)
{
  g_string_append (text, text->len == 0 || text->str[text->len - 1] == '{' ? "\"" : ",\"");
  g_string_append (text, name);
  g_string_append (text, "\":");
}

void
plim_json_text_add_string (GString *text, const char *name, const char *value)
{
  if (value == NULL)
    return;
  plim_json_text_add_name (text, name);
  plim_json_append_string (text, value);
}

void
plim_json_text_add_boolean (GString *text, const char *name, gboolean value)
{
  plim_json_text_add_name (text, name);
  g_string_append (text, value ? "true" : "false");
}

void
plim_json_text_add_integer (GString *text, const char *name, gint64 value)
{
  plim_json_text_add_name (text, name);
  plim_json_append_integer (text, value);
}

void
plim_json_text_add_number (GString *text, const char *name, double value)
{
  if (!isfinite (value))
    return;
  plim_json_text_add_name (text, name);
  plim_json_append_number (text, value);
}
