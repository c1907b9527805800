/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The first of the vectors is a published one. */
#include "plim-sigv4.h"

#include "plim-json.h"

#include <string.h>

static void
add_header (JsonObject *object, const char *name, JsonNode *node, gpointer headers)
{
  g_ptr_array_insert (headers, 0, plim_header_new (name, json_node_get_string (node)));
}

/* In the opposite order of the file's, which is sorted. */
static GPtrArray *
read_headers (JsonObject *vector)
{
  GPtrArray *headers = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_header_free);

  json_object_foreach_member (plim_json_get_object (vector, "headers"), add_header, headers);
  return headers;
}

static char *
sign (JsonObject *vector)
{
  const char *body = plim_json_get_string (vector, "body");
  const char *date = plim_json_get_string (plim_json_get_object (vector, "headers"), "X-Amz-Date");
  g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (date, NULL);
  g_autoptr (GPtrArray) headers = read_headers (vector);
  g_autoptr (GBytes) bytes = body[0] != '\0' ? g_bytes_new_static (body, strlen (body)) : NULL;
  PlimSigv4Scope scope = {
    .access_key_id = plim_json_get_string (vector, "access_key_id"),
    .region = plim_json_get_string (vector, "region"),
    .service = plim_json_get_string (vector, "service"),
  };
  g_autofree char *same_date = plim_sigv4_dup_date (g_date_time_to_unix (at));

  g_assert_cmpstr (same_date, ==, date);
  return plim_sigv4_sign (plim_json_get_string (vector, "method"),
                          plim_json_get_string (vector, "path"), headers, bytes, &scope,
                          plim_json_get_string (vector, "secret_access_key"),
                          g_date_time_to_unix (at));
}

static void
test_vector (gconstpointer data)
{
  JsonObject *vector = (JsonObject *) data;
  g_autofree char *value = sign (vector);

  g_assert_cmpstr (value, ==, plim_json_get_string (vector, "authorization"));
}

static void
test_spaces (gconstpointer data)
{
  JsonObject *vector = (JsonObject *) data;
  JsonObject *headers = plim_json_get_object (vector, "headers");
  g_autofree char *value = NULL;

  json_object_set_string_member (headers, "Host", "  example.amazonaws.com\t");
  value = sign (vector);
  json_object_set_string_member (headers, "Host", "example.amazonaws.com");
  g_assert_cmpstr (value, ==, plim_json_get_string (vector, "authorization"));
}

int
main (int argc, char *argv[])
{
  g_autofree char *path = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *vectors;

  g_test_init (&argc, &argv, NULL);
  path = g_test_build_filename (G_TEST_DIST, "fixtures", "aws-bedrock", "sigv4-vectors.json", NULL);
  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  vectors = plim_json_get_array (json_node_get_object (json_parser_get_root (parser)), "vectors");
  g_assert_cmpuint (json_array_get_length (vectors), >, 0);
  for (guint i = 0; i < json_array_get_length (vectors); i++) {
    JsonObject *vector = json_array_get_object_element (vectors, i);
    g_autofree char *name =
        g_strconcat ("/core/sigv4/", plim_json_get_string (vector, "name"), NULL);

    g_test_add_data_func (name, vector, test_vector);
  }
  g_test_add_data_func ("/core/sigv4/spaces-around-values-do-not-count",
                        json_array_get_object_element (vectors, 0), test_spaces);
  return g_test_run ();
}
