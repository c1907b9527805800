/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-json.h"

#include "plim-error.h"
#include "plim-time.h"

#include <math.h>
#include <string.h>

/* The code unit of \uXXXX at @text, which need not end with 0; -1 when there is none. */
static int
get_code_unit (const char *text, gsize size)
{
  int unit = 0;

  if (size < 6 || text[0] != '\\' || text[1] != 'u')
    return -1;
  for (guint i = 2; i < 6; i++) {
    int digit = g_ascii_xdigit_value (text[i]);

    if (digit < 0)
      return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

/* How many bytes the escape at @text takes; 0 for one that is no JSON. json-glib also reads octal
 * ones and halves of surrogate pairs, and makes text of them that is not UTF-8. */
static gsize
measure_escape (const char *text, gsize size)
{
  int unit;

  if (size < 2 || text[1] == '\0' || strchr ("\"\\/bfnrtu", text[1]) == NULL)
    return 0;
  if (text[1] != 'u')
    return 2;
  unit = get_code_unit (text, size);
  if (unit < 0 || (unit >= 0xdc00 && unit <= 0xdfff))
    return 0;
  if (unit < 0xd800 || unit > 0xdfff)
    return 6;
  unit = get_code_unit (text + 6, size - 6);
  return unit >= 0xdc00 && unit <= 0xdfff ? 12 : 0;
}

/* json-glib recurses into arrays and objects without a bound, so the depth is looked at before it
 * reads. It also reads comments and single quotes, in which brackets could hide from this look:
 * they are no JSON. */
static gboolean
check_structure (const char *text, gsize size, GError **error)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < size; i++) {
    if (in_string && text[i] == '\\') {
      gsize length = measure_escape (text + i, size - i);

      if (length == 0) {
        plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                        "the answer is not JSON: an escape in a string is broken");
        return FALSE;
      }
      i += length - 1;
    } else if (in_string) {
      in_string = text[i] != '"';
    } else if (text[i] == '"') {
      in_string = TRUE;
    } else if (text[i] == '/' || text[i] == '\'' || text[i] == '#') {
      plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                      "the answer is not JSON: “%c” outside of a string", text[i]);
      return FALSE;
    } else if (text[i] == '[' || text[i] == '{') {
      depth++;
    } else if ((text[i] == ']' || text[i] == '}') && depth > 0) {
      depth--;
    }
    if (depth > PLIM_JSON_MAX_DEPTH) {
      plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                      "the answer is nested deeper than %d levels", PLIM_JSON_MAX_DEPTH);
      return FALSE;
    }
  }
  return TRUE;
}

JsonNode *
plim_json_parse (GBytes *body, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) json_error = NULL;
  gsize size;
  const char *text = g_bytes_get_data (body, &size);

  if (size == 0) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE, "the answer is empty");
    return NULL;
  }
  if (!g_utf8_validate_len (text, size, NULL)) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "the answer is not UTF-8");
    return NULL;
  }
  if (!check_structure (text, size, error))
    return NULL;
  if (!json_parser_load_from_data (parser, text, (gssize) size, &json_error)) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "the answer is not JSON: %s", json_error->message);
    return NULL;
  }
  /* White space alone has no root. */
  if (json_parser_get_root (parser) == NULL) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE, "the answer is empty");
    return NULL;
  }
  return json_parser_steal_root (parser);
}

JsonObject *
plim_json_parse_object (GBytes *body, GError **error)
{
  g_autoptr (JsonNode) root = plim_json_parse (body, error);

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root)) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "the answer is not a JSON object");
    return NULL;
  }
  return json_node_dup_object (root);
}

JsonNode *
plim_json_get_node (JsonObject *object, const char *name)
{
  JsonNode *node;

  if (object == NULL)
    return NULL;
  node = json_object_get_member (object, name);
  return node == NULL || JSON_NODE_HOLDS_NULL (node) ? NULL : node;
}

JsonObject *
plim_json_get_object (JsonObject *object, const char *name)
{
  JsonNode *node = plim_json_get_node (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
plim_json_get_array (JsonObject *object, const char *name)
{
  JsonNode *node = plim_json_get_node (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static gboolean
holds (JsonNode *node, GType type)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

const char *
plim_json_get_string (JsonObject *object, const char *name)
{
  JsonNode *node = plim_json_get_node (object, name);

  return holds (node, G_TYPE_STRING) ? json_node_get_string (node) : NULL;
}

char *
plim_json_dup_member (const char *text, const char *path)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (JsonObject) root = plim_json_parse_object (bytes, NULL);
  g_auto (GStrv) names = g_strsplit (path, ".", -1);
  JsonObject *object = root;
  guint last = g_strv_length (names) - 1;

  for (guint i = 0; i < last; i++)
    object = plim_json_get_object (object, names[i]);
  return g_strdup (plim_json_get_string (object, names[last]));
}

JsonObject *
plim_json_get_element_object (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

void
plim_json_append_string (GString *text, const char *value)
{
  if (value == NULL) {
    g_string_append (text, "null");
    return;
  }
  g_string_append_c (text, '"');
  for (const char *at = value; *at != '\0'; at++) {
    if (*at == '"' || *at == '\\')
      g_string_append_c (text, '\\');
    if ((guchar) *at < 0x20)
      g_string_append_printf (text, "\\u%04x", (guint) *at);
    else
      g_string_append_c (text, *at);
  }
  g_string_append_c (text, '"');
}

double
plim_number_from_string (const char *text)
{
  g_autofree char *trimmed = NULL;
  char *end;
  double number;
  gsize length;

  if (text == NULL)
    return NAN;
  trimmed = g_strstrip (g_strdup (text));
  length = strlen (trimmed);
  if (length > 0 && trimmed[length - 1] == '%')
    trimmed[--length] = '\0';
  g_strchomp (trimmed);
  /* Only decimal digits: strtod would also read "inf", "nan" and hexadecimal numbers. */
  if (trimmed[0] == '\0' || trimmed[strspn (trimmed, "0123456789+-.eE")] != '\0')
    return NAN;
  number = g_ascii_strtod (trimmed, &end);
  return *end == '\0' && isfinite (number) ? number : NAN;
}

double
plim_number_from_json (JsonNode *node)
{
  double number;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NAN;
  if (holds (node, G_TYPE_STRING))
    return plim_number_from_string (json_node_get_string (node));
  if (holds (node, G_TYPE_BOOLEAN))
    return NAN;
  number = json_node_get_double (node);
  return isfinite (number) ? number : NAN;
}

gboolean
plim_json_get_number (JsonObject *object, const char *name, double *value)
{
  *value = plim_number_from_json (plim_json_get_node (object, name));
  return !isnan (*value);
}

gboolean
plim_json_require_number (JsonObject *object, const char *name, double *value, GError **error)
{
  if (plim_json_get_number (object, name, value))
    return TRUE;
  plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                  "“%s” is missing or not a number", name);
  return FALSE;
}

gboolean
plim_json_get_boolean (JsonObject *object, const char *name, gboolean fallback)
{
  JsonNode *node = plim_json_get_node (object, name);

  return holds (node, G_TYPE_BOOLEAN) ? json_node_get_boolean (node) : fallback;
}

gint64
plim_json_get_time (JsonObject *object, const char *name)
{
  return plim_time_from_json (plim_json_get_node (object, name));
}
