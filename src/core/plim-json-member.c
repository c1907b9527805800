/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-json-member.h"

#include "plim-json.h"

#include <math.h>
#include <string.h>

static gboolean
is_space (gunichar c)
{
  return g_unichar_isspace (c) || (c >= 0x1c && c <= 0x1f) || c == 0x85;
}

/* Trimmed; NULL when nothing is left. */
static char *
dup_trimmed (const char *text)
{
  const char *end = text + strlen (text);

  while (*text != '\0' && is_space (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  while (end > text && is_space (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);
  return end > text ? g_strndup (text, (gsize) (end - text)) : NULL;
}

char *
plim_json_member_dup_text (JsonObject *object, const char *name)
{
  const char *text = plim_json_get_string (object, name);

  return text != NULL ? dup_trimmed (text) : NULL;
}

char *
plim_json_member_cut (char *text, glong max_chars)
{
  if (text != NULL && g_utf8_strlen (text, -1) > max_chars)
    *g_utf8_offset_to_pointer (text, max_chars) = '\0';
  return text;
}

/* A JSON number, and nothing that only looks like one. */
gboolean
plim_json_member_get_number (JsonObject *object, const char *name, double *value)
{
  JsonNode *node = plim_json_get_node (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) == G_TYPE_STRING)
    return FALSE;
  *value = plim_number_from_json (node);
  return isfinite (*value);
}

gboolean
plim_json_member_get_boolean (JsonObject *object, const char *name, gboolean *value)
{
  JsonNode *node = plim_json_get_node (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return FALSE;
  *value = json_node_get_boolean (node);
  return TRUE;
}

static guint
take_digits (const char **text, guint count)
{
  guint number = 0;

  for (guint i = 0; i < count; i++) {
    if (!g_ascii_isdigit (**text))
      return G_MAXUINT;
    number = number * 10 + (guint) (*(*text)++ - '0');
  }
  return number;
}

static gboolean
take_char (const char **text, const char *wanted)
{
  if (**text == '\0' || strchr (wanted, **text) == NULL)
    return FALSE;
  (*text)++;
  return TRUE;
}

/* Whether @text has the one spelling that everybody must understand, with a zone. What its numbers
 * mean is left to plim_time_parse(). */
static gboolean
has_time_form (const char *text)
{
  gsize fraction;

  if (take_digits (&text, 4) == G_MAXUINT || !take_char (&text, "-") ||
      take_digits (&text, 2) == G_MAXUINT || !take_char (&text, "-") ||
      take_digits (&text, 2) == G_MAXUINT || !take_char (&text, "T ") ||
      take_digits (&text, 2) > 23 || !take_char (&text, ":") || take_digits (&text, 2) > 59 ||
      !take_char (&text, ":") || take_digits (&text, 2) > 59)
    return FALSE;
  if (take_char (&text, ".")) {
    fraction = strspn (text, "0123456789");
    if (fraction < 1 || fraction > 9)
      return FALSE;
    text += fraction;
  }
  if (take_char (&text, "Z"))
    return *text == '\0';
  return take_char (&text, "+-") && take_digits (&text, 2) <= 23 && take_char (&text, ":") &&
         take_digits (&text, 2) <= 59 && *text == '\0';
}

gboolean
plim_json_member_get_time (JsonObject *object, const char *name, gint64 *at)
{
  g_autofree char *text = plim_json_member_dup_text (object, name);

  if (text == NULL || !has_time_form (text))
    return FALSE;
  text[strlen ("YYYY-MM-DD")] = 'T';
  *at = plim_time_parse (text);
  return *at != PLIM_TIME_UNKNOWN;
}
