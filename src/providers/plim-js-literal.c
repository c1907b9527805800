/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-js-literal.h"

#include "plim-json.h"

#include <math.h>
#include <string.h>

#define MAX_NAME_BYTES 64
#define MAX_STRING_BYTES 65536
/* Far more than any page has; a hostile one shall not keep us reading. */
#define MAX_VALUES 100000

typedef struct {
  const char *at;
  const char *end;
  guint depth;
  guint n_values_left;
  PlimJsVisit visit;
  gpointer user_data;
} Reader;

static JsonNode *read_value (Reader *reader);

static void
skip_space (Reader *reader)
{
  while (reader->at < reader->end && g_ascii_isspace (*reader->at))
    reader->at++;
}

/* Takes @text when it comes next. */
static gboolean
take (Reader *reader, const char *text)
{
  gsize length = strlen (text);

  skip_space (reader);
  if ((gsize) (reader->end - reader->at) < length || memcmp (reader->at, text, length) != 0)
    return FALSE;
  reader->at += length;
  return TRUE;
}

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '$';
}

/* (transfer full) (nullable): the run of name characters that comes next. */
static char *
take_name (Reader *reader)
{
  const char *start;

  skip_space (reader);
  start = reader->at;
  while (reader->at < reader->end && is_name_char (*reader->at) &&
         reader->at - start <= MAX_NAME_BYTES)
    reader->at++;
  if (reader->at == start || reader->at - start > MAX_NAME_BYTES)
    return NULL;
  return g_strndup (start, (gsize) (reader->at - start));
}

/* The character of \xNN and \uNNNN; halves of a pair and 0 are replaced. */
static gboolean
take_code (Reader *reader, int n_digits, GString *string)
{
  gunichar code = 0;

  if (reader->end - reader->at < n_digits)
    return FALSE;
  for (int i = 0; i < n_digits; i++) {
    int digit = g_ascii_xdigit_value (*reader->at++);

    if (digit < 0)
      return FALSE;
    code = code * 16 + (gunichar) digit;
  }
  g_string_append_unichar (string, code != 0 && g_unichar_validate (code) ? code : 0xfffd);
  return TRUE;
}

static gboolean
take_escape (Reader *reader, GString *string)
{
  char c;

  if (reader->at == reader->end)
    return FALSE;
  c = *reader->at++;
  if (c == 'x')
    return take_code (reader, 2, string);
  if (c == 'u')
    return take_code (reader, 4, string);
  g_string_append_c (string, c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c);
  return TRUE;
}

/* (transfer full) (nullable): a string in double or single quotes. */
static char *
take_string (Reader *reader)
{
  g_autoptr (GString) string = g_string_new (NULL);
  char quote;

  skip_space (reader);
  if (reader->at == reader->end || (*reader->at != '"' && *reader->at != '\''))
    return NULL;
  quote = *reader->at++;
  while (reader->at < reader->end && string->len < MAX_STRING_BYTES) {
    char c = *reader->at++;

    if (c == quote)
      return g_utf8_make_valid (string->str, (gssize) string->len);
    if (c == '\0' || c == '\n' || (c == '\\' && !take_escape (reader, string)))
      return NULL;
    if (c != '\\')
      g_string_append_c (string, c);
  }
  return NULL;
}

static JsonNode *
new_string (const char *text)
{
  return json_node_init_string (json_node_alloc (), text);
}

static JsonNode *
read_number (Reader *reader)
{
  char text[MAX_NAME_BYTES];
  gsize length = 0;
  double number;

  while (reader->at < reader->end && length + 1 < sizeof text &&
         (g_ascii_isdigit (*reader->at) || strchr ("+-.eE", *reader->at) != NULL) &&
         *reader->at != '\0')
    text[length++] = *reader->at++;
  text[length] = '\0';
  /* A big integer ends with "n". */
  if (reader->at < reader->end && *reader->at == 'n')
    reader->at++;
  number = plim_number_from_string (text);
  if (isnan (number))
    return NULL;
  return json_node_init_double (json_node_alloc (), number);
}

static JsonNode *
read_date (Reader *reader)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) number = NULL;

  if (!take (reader, "Date") || !take (reader, "("))
    return NULL;
  text = take_string (reader);
  if (text == NULL)
    number = read_number (reader);
  if ((text == NULL && number == NULL) || !take (reader, ")"))
    return NULL;
  return text != NULL ? new_string (text) : g_steal_pointer (&number);
}

/* $R[n]=value, or $R[n] alone, after the "$R[". */
static JsonNode *
read_reference (Reader *reader)
{
  g_autofree char *name = take_name (reader);
  g_autofree char *reference = NULL;

  if (name == NULL || !take (reader, "]"))
    return NULL;
  if (take (reader, "="))
    return read_value (reader);
  if (take (reader, "("))
    return NULL; /* a call */
  reference = g_strconcat ("$R[", name, "]", NULL);
  return new_string (reference);
}

static JsonNode *
read_word (Reader *reader)
{
  g_autofree char *word = take_name (reader);

  if (g_strcmp0 (word, "true") == 0 || g_strcmp0 (word, "false") == 0)
    return json_node_init_boolean (json_node_alloc (), word[0] == 't');
  if (g_strcmp0 (word, "null") == 0 || g_strcmp0 (word, "undefined") == 0 ||
      (g_strcmp0 (word, "void") == 0 && take (reader, "0")))
    return json_node_init_null (json_node_alloc ());
  if (g_strcmp0 (word, "new") == 0)
    return read_date (reader);
  return NULL;
}

static JsonNode *
read_array (Reader *reader)
{
  g_autoptr (JsonArray) array = json_array_new ();

  if (take (reader, "]"))
    return json_node_init_array (json_node_alloc (), array);
  do {
    JsonNode *value = read_value (reader);

    if (value == NULL)
      return NULL;
    json_array_add_element (array, value);
  } while (take (reader, ","));
  return take (reader, "]") ? json_node_init_array (json_node_alloc (), array) : NULL;
}

static gboolean
read_member (Reader *reader, JsonObject *object)
{
  g_autofree char *name = take_name (reader);
  JsonNode *value;

  if (name == NULL)
    name = take_string (reader);
  if (name == NULL || !take (reader, ":"))
    return FALSE;
  value = read_value (reader);
  if (value == NULL)
    return FALSE;
  json_object_set_member (object, name, value);
  return TRUE;
}

static JsonNode *
read_object (Reader *reader)
{
  g_autoptr (JsonObject) object = json_object_new ();

  if (!take (reader, "}")) {
    do {
      if (!read_member (reader, object))
        return NULL;
    } while (take (reader, ","));
    if (!take (reader, "}"))
      return NULL;
  }
  if (reader->visit != NULL)
    reader->visit (object, reader->user_data);
  return json_node_init_object (json_node_alloc (), object);
}

static JsonNode *
read_nested (Reader *reader, JsonNode *(*read) (Reader *reader))
{
  JsonNode *node = NULL;

  if (reader->depth < PLIM_JSON_MAX_DEPTH) {
    reader->depth++;
    node = read (reader);
    reader->depth--;
  }
  return node;
}

/* (transfer full) (nullable): %NULL for what is no literal. */
static JsonNode *
read_value (Reader *reader)
{
  g_autofree char *text = NULL;

  skip_space (reader);
  if (reader->at == reader->end || reader->n_values_left == 0)
    return NULL;
  reader->n_values_left--;
  if (take (reader, "{"))
    return read_nested (reader, read_object);
  if (take (reader, "["))
    return read_nested (reader, read_array);
  if (take (reader, "$R["))
    return read_nested (reader, read_reference);
  if (take (reader, "!0"))
    return json_node_init_boolean (json_node_alloc (), TRUE);
  if (take (reader, "!1"))
    return json_node_init_boolean (json_node_alloc (), FALSE);
  if (g_ascii_isdigit (*reader->at) || *reader->at == '-' || *reader->at == '.')
    return read_number (reader);
  text = take_string (reader);
  return text != NULL ? new_string (text) : read_word (reader);
}

void
plim_js_foreach_object (const char *text, gsize size, PlimJsVisit visit, gpointer user_data)
{
  Reader reader = { .n_values_left = MAX_VALUES, .visit = visit, .user_data = user_data };

  if (size == 0)
    return; /* @text may be NULL then, to which nothing may be added */
  reader.at = text;
  reader.end = text + size;
  while (reader.n_values_left > 0) {
    const char *start = memchr (reader.at, '{', (gsize) (reader.end - reader.at));
    g_autoptr (JsonNode) node = NULL;

    if (start == NULL)
      return;
    reader.at = start;
    node = read_value (&reader);
    if (node == NULL)
      reader.at = start + 1;
  }
}

JsonObject *
plim_js_dup_reference (const char *text, gsize size, const char *reference)
{
  g_autofree char *assignment = NULL;
  Reader reader = { .n_values_left = MAX_VALUES };
  g_autoptr (JsonNode) node = NULL;
  const char *found;

  if (size == 0 || reference == NULL || !g_str_has_prefix (reference, "$R["))
    return NULL;
  assignment = g_strconcat (reference, "={", NULL);
  found = memmem (text, size, assignment, strlen (assignment));
  if (found == NULL)
    return NULL;
  reader.end = text + size;
  reader.at = found + strlen (reference) + 1;
  node = read_value (&reader);
  return node != NULL ? json_node_dup_object (node) : NULL;
}
