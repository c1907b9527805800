/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-json-strict.h"

#include "plim-json.h"

#include <string.h>

typedef struct {
  const char *at;
  const char *end;
  char closers[PLIM_JSON_MAX_DEPTH]; /* of what is open */
  guint depth;
} Reader;

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static void
skip_space (Reader *reader)
{
  while (reader->at < reader->end && is_space (*reader->at))
    reader->at++;
}

static gboolean
take (Reader *reader, char wanted)
{
  if (reader->at >= reader->end || *reader->at != wanted)
    return FALSE;
  reader->at++;
  return TRUE;
}

static gboolean
read_string (Reader *reader)
{
  if (!take (reader, '"'))
    return FALSE;
  while (reader->at < reader->end) {
    guchar c = (guchar) *reader->at++;

    if (c == '"')
      return TRUE;
    if (c < 0x20)
      return FALSE;
    if (c == '\\' && reader->at < reader->end)
      reader->at++;
  }
  return FALSE;
}

static gboolean
read_digits (Reader *reader)
{
  const char *start = reader->at;

  while (reader->at < reader->end && g_ascii_isdigit (*reader->at))
    reader->at++;
  return reader->at > start;
}

static gboolean
read_number (Reader *reader)
{
  take (reader, '-');
  if (!take (reader, '0') && !read_digits (reader))
    return FALSE;
  if (take (reader, '.') && !read_digits (reader))
    return FALSE;
  if (take (reader, 'e') || take (reader, 'E')) {
    if (!take (reader, '+'))
      take (reader, '-');
    return read_digits (reader);
  }
  return TRUE;
}

static gboolean
read_word (Reader *reader, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (reader->end - reader->at) < length || memcmp (reader->at, word, length) != 0)
    return FALSE;
  reader->at += length;
  return TRUE;
}

static gboolean
read_name (Reader *reader)
{
  skip_space (reader);
  if (!read_string (reader))
    return FALSE;
  skip_space (reader);
  return take (reader, ':');
}

/* Returns whether @reader stands before a value now, or after an empty container. */
static gboolean
open_container (Reader *reader, char closer, gboolean *is_value_read)
{
  if (reader->depth == PLIM_JSON_MAX_DEPTH)
    return FALSE;
  reader->closers[reader->depth++] = closer;
  skip_space (reader);
  *is_value_read = take (reader, closer);
  if (*is_value_read) {
    reader->depth--;
    return TRUE;
  }
  return closer != '}' || read_name (reader);
}

static gboolean
read_scalar (Reader *reader)
{
  switch (*reader->at) {
  case '"':
    return read_string (reader);
  case 't':
    return read_word (reader, "true");
  case 'f':
    return read_word (reader, "false");
  case 'n':
    return read_word (reader, "null");
  default:
    return read_number (reader);
  }
}

static gboolean
begin_value (Reader *reader, gboolean *is_value_read)
{
  skip_space (reader);
  *is_value_read = FALSE;
  if (take (reader, '{'))
    return open_container (reader, '}', is_value_read);
  if (take (reader, '['))
    return open_container (reader, ']', is_value_read);
  *is_value_read = TRUE;
  return reader->at < reader->end && read_scalar (reader);
}

/* After a value: closes what ends here, or goes to the next value of what is open. */
static gboolean
end_value (Reader *reader)
{
  while (reader->depth > 0) {
    char closer = reader->closers[reader->depth - 1];

    skip_space (reader);
    if (take (reader, ','))
      return closer != '}' || read_name (reader);
    if (!take (reader, closer))
      return FALSE;
    reader->depth--;
  }
  return TRUE;
}

gboolean
plim_json_is_strict (const char *text, gsize size)
{
  Reader reader = { .at = text, .end = text + size };
  gboolean is_value_read;

  do {
    if (!begin_value (&reader, &is_value_read))
      return FALSE;
    if (is_value_read && !end_value (&reader))
      return FALSE;
  } while (reader.depth > 0);
  skip_space (&reader);
  return reader.at == reader.end;
}
