/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-fixture-case.h"

#include <string.h>

/* What EXPECTED.json says of a request: `METHOD PATH[?QUERY] [TARGET] [(REMARK)]`. */
typedef struct {
  char *method;
  char *path;
  char *target; /* (nullable) */
  char *response;
  guint n_used;
} Exchange;

struct _PlimFixtureCase {
  GPtrArray *exchanges;
};

static void
exchange_free (Exchange *exchange)
{
  g_free (exchange->method);
  g_free (exchange->path);
  g_free (exchange->target);
  g_free (exchange->response);
  g_free (exchange);
}

static Exchange *
exchange_new (JsonObject *object)
{
  g_auto (GStrv) words =
      g_strsplit (json_object_get_string_member_with_default (object, "request", ""), " ", -1);
  Exchange *exchange = g_new0 (Exchange, 1);

  g_return_val_if_fail (g_strv_length (words) >= 2, exchange);
  exchange->method = g_strdup (words[0]);
  exchange->path = g_strdup (words[1]);
  if (words[2] != NULL && words[2][0] != '(')
    exchange->target = g_strdup (words[2]);
  exchange->response =
      g_strdup (json_object_get_string_member_with_default (object, "response", ""));
  return exchange;
}

static void
add_exchange (JsonArray *array, guint index, JsonNode *node, gpointer exchanges)
{
  g_ptr_array_add (exchanges, exchange_new (json_node_get_object (node)));
}

static JsonObject *
find_case (JsonObject *root, const char *name)
{
  JsonArray *cases = json_object_get_array_member (root, "cases");

  for (guint i = 0; i < json_array_get_length (cases); i++) {
    JsonObject *each = json_array_get_object_element (cases, i);

    if (g_str_equal (json_object_get_string_member (each, "name"), name))
      return each;
  }
  return NULL;
}

PlimFixtureCase *
plim_fixture_case_load (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "EXPECTED.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  PlimFixtureCase *self;
  JsonObject *data;

  if (!json_parser_load_from_file (parser, path, error))
    return NULL;
  data = find_case (json_node_get_object (json_parser_get_root (parser)), name);
  if (data == NULL) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "%s has no case “%s”", path, name);
    return NULL;
  }
  self = g_new0 (PlimFixtureCase, 1);
  self->exchanges = g_ptr_array_new_with_free_func ((GDestroyNotify) exchange_free);
  json_array_foreach_element (json_object_get_array_member (data, "exchanges"), add_exchange,
                              self->exchanges);
  return self;
}

void
plim_fixture_case_free (PlimFixtureCase *self)
{
  g_ptr_array_unref (self->exchanges);
  g_free (self);
}

static gboolean
is_answered (const Exchange *exchange, const char *method, const char *path, const char *target)
{
  gsize length = strlen (exchange->path);

  if (!g_str_equal (exchange->method, method) || strncmp (path, exchange->path, length) != 0)
    return FALSE;
  if (exchange->target != NULL && g_strcmp0 (exchange->target, target) != 0)
    return FALSE;
  /* A query counts as far as the case has it. */
  return path[length] == '\0' || path[length] == (strchr (exchange->path, '?') != NULL ? '&' : '?');
}

const char *
plim_fixture_case_find (PlimFixtureCase *self,
                        const char *method,
                        const char *path,
                        const char *target)
{
  Exchange *best = NULL;

  for (guint i = 0; i < self->exchanges->len; i++) {
    Exchange *each = g_ptr_array_index (self->exchanges, i);

    if (is_answered (each, method, path, target) && (best == NULL || each->n_used < best->n_used))
      best = each;
  }
  if (best == NULL)
    return NULL;
  best->n_used++;
  return best->response;
}
