/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-api-query.h"

#include <string.h>

#define BAD_REQUEST 400
#define MAX_LENGTH 4096
#define MAX_PARAMETERS 32
/* Ten years: longer than anything that is kept can be asked for. */
#define MAX_INTERVAL_S ((gint64) 10 * 366 * 24 * 3600)

G_DEFINE_QUARK (plim_api_error_quark, plim_api_error)

struct _PlimApiQuery {
  GHashTable *values; /* name → value */
  GHashTable *twice;  /* names, as a set */
};

void
plim_api_query_free (PlimApiQuery *self)
{
  g_hash_table_unref (self->values);
  g_hash_table_unref (self->twice);
  g_free (self);
}

/* As a form writes it. (nullable): NULL for broken escapes, a zero and what is no UTF-8. */
static char *
decode (const char *text)
{
  g_autofree char *spaced = g_strdelimit (g_strdup (text), "+", ' ');
  g_autofree char *decoded = g_uri_unescape_string (spaced, NULL);

  return decoded != NULL && g_utf8_validate (decoded, -1, NULL) ? g_steal_pointer (&decoded) : NULL;
}

static gboolean
add_pair (PlimApiQuery *self, const char *pair)
{
  g_auto (GStrv) parts = g_strsplit (pair, "=", 2);
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;

  if (parts[0] == NULL) /* nothing between two "&" */
    return TRUE;
  name = decode (parts[0]);
  value = decode (parts[1] != NULL ? parts[1] : "");
  if (name == NULL || value == NULL)
    return FALSE;
  if (g_hash_table_contains (self->values, name))
    g_hash_table_add (self->twice, g_strdup (name));
  g_hash_table_insert (self->values, g_steal_pointer (&name), g_steal_pointer (&value));
  return TRUE;
}

PlimApiQuery *
plim_api_query_parse (const char *text, GError **error)
{
  g_autoptr (PlimApiQuery) self = g_new0 (PlimApiQuery, 1);
  g_auto (GStrv) pairs = NULL;

  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->twice = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (text == NULL)
    return g_steal_pointer (&self);
  if (strlen (text) > MAX_LENGTH) {
    g_set_error_literal (error, PLIM_API_ERROR, BAD_REQUEST, "the query is too long");
    return NULL;
  }
  pairs = g_strsplit (text, "&", MAX_PARAMETERS + 1);
  if (g_strv_length (pairs) > MAX_PARAMETERS) {
    g_set_error_literal (error, PLIM_API_ERROR, BAD_REQUEST, "the query has too many parameters");
    return NULL;
  }
  for (guint i = 0; pairs[i] != NULL; i++) {
    if (!add_pair (self, pairs[i])) {
      g_set_error_literal (error, PLIM_API_ERROR, BAD_REQUEST, "the query is malformed");
      return NULL;
    }
  }
  return g_steal_pointer (&self);
}

/* Returns whether it is there at most once. */
static gboolean
look_up (PlimApiQuery *self, const char *name, const char **value, GError **error)
{
  *value = NULL;
  if (g_hash_table_contains (self->twice, name)) {
    g_set_error (error, PLIM_API_ERROR, BAD_REQUEST, "%s must be given once", name);
    return FALSE;
  }
  *value = g_hash_table_lookup (self->values, name);
  return TRUE;
}

gboolean
plim_api_query_get_text (PlimApiQuery *self, const char *name, const char **value, GError **error)
{
  if (!look_up (self, name, value, error))
    return FALSE;
  if (*value == NULL || (*value)[0] != '\0')
    return TRUE;
  *value = NULL;
  g_set_error (error, PLIM_API_ERROR, BAD_REQUEST, "%s must be non-empty", name);
  return FALSE;
}

static gboolean
is_digits (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
  }
  return length > 0;
}

gboolean
plim_api_query_get_number (PlimApiQuery *self,
                           const char *name,
                           guint minimum,
                           guint maximum,
                           guint fallback,
                           guint *value,
                           GError **error)
{
  const char *text;
  guint64 number;

  *value = fallback;
  if (!look_up (self, name, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  if (!is_digits (text, strlen (text))) {
    g_set_error (error, PLIM_API_ERROR, BAD_REQUEST, "%s must be a positive integer", name);
    return FALSE;
  }
  number = g_ascii_strtoull (text, NULL, 10); /* the largest there is, when it is larger */
  if (number < minimum || number > maximum) {
    g_set_error (error, PLIM_API_ERROR, BAD_REQUEST, "%s must be between %u and %u", name, minimum,
                 maximum);
    return FALSE;
  }
  *value = (guint) number;
  return TRUE;
}

static gint64
get_unit (char letter)
{
  switch (letter) {
  case 'm':
    return 60;
  case 'h':
    return 3600;
  case 'd':
    return 24 * 3600;
  default:
    return 0;
  }
}

gboolean
plim_api_query_get_interval (PlimApiQuery *self, gint64 *interval_s, GError **error)
{
  const char *text;
  gsize length;
  guint64 number;
  gint64 unit_s;

  *interval_s = 3600;
  if (!look_up (self, "interval", &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  length = strlen (text);
  unit_s = length > 0 ? get_unit (text[length - 1]) : 0;
  if (unit_s == 0 || !is_digits (text, length - 1)) {
    g_set_error_literal (error, PLIM_API_ERROR, BAD_REQUEST, "interval must match <number><m|h|d>");
    return FALSE;
  }
  number = g_ascii_strtoull (text, NULL, 10);
  if (number == 0) {
    g_set_error_literal (error, PLIM_API_ERROR, BAD_REQUEST, "interval must be greater than 0");
    return FALSE;
  }
  *interval_s = MIN ((gint64) MIN (number, (guint64) MAX_INTERVAL_S) * unit_s, MAX_INTERVAL_S);
  return TRUE;
}

gboolean
plim_api_query_get_choice (
    PlimApiQuery *self, const char *name, const char *const *choices, guint *index, GError **error)
{
  g_autofree char *all = NULL;
  const char *text;

  *index = 0;
  if (!plim_api_query_get_text (self, name, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  for (guint i = 0; choices[i] != NULL; i++) {
    if (strcmp (choices[i], text) == 0) {
      *index = i;
      return TRUE;
    }
  }
  all = g_strjoinv (", ", (char **) choices);
  g_set_error (error, PLIM_API_ERROR, BAD_REQUEST, "%s must be one of %s", name, all);
  return FALSE;
}
