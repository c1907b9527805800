/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-mask.h"

#include "plim-json.h"
#include "plim-redact.h"

#include <math.h>
#include <string.h>

#define MAX_WORD 48
#define MAX_NAME 64
/* Model names and versions have fewer digits in a row; ids have more. */
#define MAX_DIGITS 5
/* "claude-haiku-4-5" changes twice between letter and digit; random strings go on and on. */
#define MAX_CHANGES 4

/* Words of a member's name under which a string, or a long number, is somebody's. */
static const char *const personal_words[] = {
  "address", "avatar",  "by",       "cookie",   "customer",     "display",   "email",
  "first",   "guid",    "hash",     "href",     "id",           "ids",       "image",
  "ip",      "jti",     "key",      "label",    "last",         "link",      "login",
  "mail",    "name",    "nickname", "org",      "organization", "owner",     "phone",
  "picture", "project", "secret",   "session",  "sub",          "tenant",    "token",
  "uri",     "url",     "user",     "username", "uuid",         "workspace",
};

/* Words of a member's name whose value is a sentence for people. */
static const char *const sentence_words[] = { "description", "detail", "error",
                                              "message",     "msg",    "reason" };

/* Of a page's text these are shown. */
static const char *const limit_words[] = {
  "a",         "and",     "at",       "balance", "credit", "credits", "current",
  "daily",     "day",     "days",     "for",     "free",   "hour",    "hourly",
  "hours",     "in",      "limit",    "limits",  "login",  "minute",  "minutes",
  "month",     "monthly", "of",       "on",      "per",    "plan",    "premium",
  "remaining", "request", "requests", "reset",   "resets", "session", "settings",
  "sign",      "signin",  "the",      "to",      "today",  "token",   "tokens",
  "until",     "usage",   "used",     "week",    "weekly", "weeks",   "your",
};

static gboolean
is_listed (const char *const *list, gsize length, const char *word)
{
  for (gsize i = 0; i < length; i++) {
    if (g_ascii_strcasecmp (list[i], word) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_number (const char *text)
{
  return strlen (text) <= 20 && !isnan (plim_number_from_string (text));
}

/* 2026-11-20T12:00:00.000Z, or a part of it. */
static gboolean
is_time (const char *text)
{
  return strlen (text) <= 40 && strspn (text, "0123456789") == 4 && text[4] == '-' &&
         strspn (text, "0123456789-:.+TZ ") == strlen (text);
}

/* Letters, digits and the marks between words, not as ids and keys mix them. */
static gboolean
is_orderly (const char *text, gsize max_length)
{
  guint n_digits = 0, n_changes = 0;

  if (strlen (text) > max_length || !(g_ascii_isalpha (text[0]) || text[0] == '_'))
    return FALSE;
  for (gsize i = 0; text[i] != '\0'; i++) {
    gboolean is_digit = g_ascii_isdigit (text[i]);

    if (!g_ascii_isalnum (text[i]) && strchr ("_.:-", text[i]) == NULL)
      return FALSE;
    n_digits = is_digit ? n_digits + 1 : 0;
    if (i > 0 && g_ascii_isalnum (text[i - 1]) && g_ascii_isalnum (text[i]) &&
        is_digit != g_ascii_isdigit (text[i - 1]))
      n_changes++;
    if (n_digits > MAX_DIGITS || n_changes > MAX_CHANGES)
      return FALSE;
  }
  return TRUE;
}

/* All small or all capital: a word of a protocol, not a name of somebody. */
static gboolean
is_protocol_word (const char *text)
{
  gboolean has_lower = FALSE, has_upper = FALSE;

  for (const char *c = text; *c != '\0'; c++) {
    has_lower |= g_ascii_islower (*c);
    has_upper |= g_ascii_isupper (*c);
  }
  return !(has_lower && has_upper) && is_orderly (text, MAX_WORD);
}

static gboolean
is_plain (const char *text)
{
  return text[0] == '\0' || is_number (text) || is_time (text) || is_protocol_word (text);
}

char *
plim_mask_word (const char *text)
{
  return g_strdup (is_plain (text) ? text : PLIM_MASK);
}

char *
plim_mask_member_name (const char *name)
{
  return g_strdup (is_orderly (name, MAX_NAME) ? name : PLIM_MASK);
}

/* Paths. */

static void
append_segment (GString *result, const char *segment)
{
  g_autofree char *text = g_uri_unescape_string (segment, NULL);
  gboolean is_shown =
      text != NULL && (text[0] == '\0' || is_orderly (text, MAX_WORD) || is_number (text));

  g_string_append (result, is_shown ? segment : PLIM_MASK);
}

static void
append_query (GString *result, const char *query)
{
  g_auto (GStrv) pairs = g_strsplit (query, "&", -1);

  for (guint i = 0; pairs[i] != NULL; i++) {
    char *value = strchr (pairs[i], '=');
    g_autofree char *text = value != NULL ? g_uri_unescape_string (value + 1, NULL) : NULL;

    g_string_append_c (result, i == 0 ? '?' : '&');
    if (value != NULL)
      *value = '\0';
    append_segment (result, pairs[i]);
    if (value == NULL)
      continue;
    g_string_append_c (result, '=');
    g_string_append (result, text != NULL && is_plain (text) ? value + 1 : PLIM_MASK);
  }
}

char *
plim_mask_path (const char *path)
{
  g_auto (GStrv) halves = g_strsplit (path, "?", 2);
  g_auto (GStrv) segments = g_strsplit (halves[0] != NULL ? halves[0] : "", "/", -1);
  GString *result = g_string_new (NULL);

  for (guint i = 0; segments[i] != NULL; i++) {
    if (i > 0)
      g_string_append_c (result, '/');
    append_segment (result, segments[i]);
  }
  if (halves[0] != NULL && halves[1] != NULL)
    append_query (result, halves[1]);
  return g_string_free (result, FALSE);
}

/* JSON. */

static JsonNode *mask_node (JsonNode *node, const char *name);

/* Whether one of the words that @name is made of, in snake_case or camelCase, is listed; in the
 * plural too. */
static gboolean
has_word (const char *name, const char *const *list, gsize length)
{
  g_autoptr (GString) word = g_string_new (NULL);

  for (const char *c = name;; c++) {
    gboolean ends =
        !g_ascii_isalpha (*c) || (g_ascii_isupper (*c) && c > name && g_ascii_islower (c[-1]));

    if (ends && word->len > 0) {
      if (is_listed (list, length, word->str))
        return TRUE;
      if (g_ascii_tolower (word->str[word->len - 1]) == 's')
        g_string_truncate (word, word->len - 1);
      if (is_listed (list, length, word->str))
        return TRUE;
      g_string_truncate (word, 0);
    }
    if (*c == '\0')
      return FALSE;
    if (g_ascii_isalpha (*c))
      g_string_append_c (word, *c);
  }
}

static JsonNode *
mask_string (const char *text, const char *name)
{
  JsonNode *masked = json_node_new (JSON_NODE_VALUE);
  g_autofree char *shown = NULL;

  if (name != NULL && has_word (name, personal_words, G_N_ELEMENTS (personal_words)))
    shown = g_strdup (text[0] != '\0' ? PLIM_MASK : "");
  else if (name != NULL && strchr (text, ' ') != NULL &&
           has_word (name, sentence_words, G_N_ELEMENTS (sentence_words)))
    shown = plim_redact (text);
  else
    shown = plim_mask_word (text);
  json_node_set_string (masked, shown);
  return masked;
}

static JsonNode *
mask_value (JsonNode *node, const char *name)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    return mask_string (json_node_get_string (node), name);
  if (type != G_TYPE_BOOLEAN && fabs (json_node_get_double (node)) >= 1e5 && name != NULL &&
      has_word (name, personal_words, G_N_ELEMENTS (personal_words)))
    return mask_string (PLIM_MASK, name);
  return json_node_copy (node);
}

static JsonNode *
mask_array (JsonArray *array, const char *name)
{
  JsonNode *masked = json_node_new (JSON_NODE_ARRAY);
  JsonArray *elements = json_array_new ();

  for (guint i = 0; i < json_array_get_length (array); i++)
    json_array_add_element (elements, mask_node (json_array_get_element (array, i), name));
  json_node_take_array (masked, elements);
  return masked;
}

static JsonNode *
mask_object (JsonObject *object)
{
  JsonNode *masked = json_node_new (JSON_NODE_OBJECT);
  JsonObject *members = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  guint n_masked = 0;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node)) {
    g_autofree char *shown = plim_mask_member_name (name);

    /* Several masked names must not fall into one. */
    if (g_str_equal (shown, PLIM_MASK)) {
      g_free (shown);
      shown = g_strdup_printf (PLIM_MASK "%u", ++n_masked);
    }
    json_object_set_member (members, shown, mask_node (node, name));
  }
  json_node_take_object (masked, members);
  return masked;
}

static JsonNode *
mask_node (JsonNode *node, const char *name)
{
  switch (JSON_NODE_TYPE (node)) {
  case JSON_NODE_OBJECT:
    return mask_object (json_node_get_object (node));
  case JSON_NODE_ARRAY:
    return mask_array (json_node_get_array (node), name);
  case JSON_NODE_VALUE:
    return mask_value (node, name);
  case JSON_NODE_NULL:
  default:
    return json_node_copy (node);
  }
}

JsonNode *
plim_mask_json (JsonNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  return mask_node (node, NULL);
}

/* HTML. */

/* Numbers, "12.5%" and the words of limits stay; what stands together becomes one mask. */
static void
append_words (GString *result, const char *text, gsize length)
{
  g_autofree char *part = g_strndup (text, length);
  g_auto (GStrv) words = g_strsplit_set (part, " \t\r\n", -1);
  gboolean is_masking = FALSE;

  for (guint i = 0; words[i] != NULL; i++) {
    g_autofree char *bare = g_strdup (words[i]);
    gboolean is_shown;

    g_strdelimit (bare, ".,:;()!?", ' ');
    g_strstrip (bare);
    is_shown = is_number (words[i]) || is_listed (limit_words, G_N_ELEMENTS (limit_words), bare);
    if (words[i][0] == '\0' || (!is_shown && is_masking))
      continue;
    if (result->len > 0 && result->str[result->len - 1] != '>')
      g_string_append_c (result, ' ');
    g_string_append (result, is_shown ? words[i] : PLIM_MASK);
    is_masking = !is_shown;
  }
}

/* "<div class='x' data-id=…>": the names, and values that are plain words. */
static const char *
append_tag (GString *result, const char *tag, const char *end)
{
  const char *c = tag;

  while (*c != '>') {
    gsize length = strcspn (c, "\"'>");

    if (c + length >= end)
      return end;
    g_string_append_len (result, c, (gssize) length);
    c += length;
    if (*c != '>') {
      const char *close = strchr (c + 1, *c);
      g_autofree char *value = NULL;

      if (close == NULL)
        return end;
      value = g_strndup (c + 1, (gsize) (close - c - 1));
      g_string_append_printf (result, "\"%s\"", is_plain (value) ? value : PLIM_MASK);
      c = close + 1;
    }
  }
  g_string_append_c (result, '>');
  return c + 1;
}

/* What browsers do not show: its content is code or data. */
static const char *
skip_code (GString *result, const char *tag, const char *after)
{
  static const char *const elements[] = { "script", "style" };

  for (guint i = 0; i < G_N_ELEMENTS (elements); i++) {
    g_autofree char *close = g_strconcat ("</", elements[i], NULL);
    const char *end;

    if (g_ascii_strncasecmp (tag + 1, elements[i], strlen (elements[i])) != 0)
      continue;
    end = strstr (after, close);
    g_string_append (result, PLIM_MASK);
    return end != NULL ? end : after + strlen (after);
  }
  return after;
}

char *
plim_mask_html (const char *text)
{
  GString *result = g_string_new (NULL);
  const char *end = text + strlen (text);
  const char *c = text;

  while (c < end) {
    gsize length = strcspn (c, "<");
    const char *tag = c + length;

    append_words (result, c, length);
    if (tag >= end)
      break;
    if (g_str_has_prefix (tag, "<!--")) {
      const char *close = strstr (tag, "-->");

      c = close != NULL ? close + 3 : end;
      continue;
    }
    c = skip_code (result, tag, append_tag (result, tag, end));
  }
  return g_string_free (result, FALSE);
}
