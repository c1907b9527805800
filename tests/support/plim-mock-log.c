/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-mock-log.h"

struct _PlimMockLog {
  GHashTable *requests; /* provider → JsonArray */
};

PlimMockLog *
plim_mock_log_new (void)
{
  PlimMockLog *self = g_new0 (PlimMockLog, 1);

  self->requests =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_array_unref);
  return self;
}

void
plim_mock_log_free (PlimMockLog *self)
{
  g_hash_table_unref (self->requests);
  g_free (self);
}

void
plim_mock_log_clear (PlimMockLog *self)
{
  g_hash_table_remove_all (self->requests);
}

static JsonArray *
ensure (PlimMockLog *self, const char *provider)
{
  JsonArray *requests = g_hash_table_lookup (self->requests, provider);

  if (requests == NULL) {
    requests = json_array_new ();
    g_hash_table_insert (self->requests, g_strdup (provider), requests);
  }
  return requests;
}

static void
add_header (const char *name, const char *value, gpointer headers)
{
  JsonArray *pair = json_array_new ();

  json_array_add_string_element (pair, name);
  json_array_add_string_element (pair, value);
  json_array_add_array_element (headers, pair);
}

char *
plim_mock_log_dup_target (SoupServerMessage *message)
{
  GUri *uri = soup_server_message_get_uri (message);
  const char *query = g_uri_get_query (uri);

  return g_strconcat (g_uri_get_path (uri), query != NULL ? "?" : NULL, query, NULL);
}

JsonObject *
plim_mock_log_add (PlimMockLog *self,
                   const char *provider,
                   const char *path,
                   SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autofree char *text =
      g_strndup (g_bytes_get_data (bytes, NULL) != NULL ? g_bytes_get_data (bytes, NULL) : "",
                 g_bytes_get_size (bytes));
  g_autofree char *target = plim_mock_log_dup_target (message);
  JsonObject *request = json_object_new ();
  JsonArray *headers = json_array_new ();

  soup_message_headers_foreach (soup_server_message_get_request_headers (message), add_header,
                                headers);
  json_object_set_string_member (request, "method", soup_server_message_get_method (message));
  json_object_set_string_member (request, "target", target);
  json_object_set_string_member (request, "path", path);
  json_object_set_array_member (request, "headers", headers);
  json_object_set_string_member (request, "body", text);
  json_array_add_object_element (ensure (self, provider), request);
  return request;
}

JsonObject *
plim_mock_log_count (PlimMockLog *self)
{
  JsonObject *counts = json_object_new ();
  GHashTableIter iter;
  gpointer provider, requests;

  g_hash_table_iter_init (&iter, self->requests);
  while (g_hash_table_iter_next (&iter, &provider, &requests))
    json_object_set_int_member (counts, provider, json_array_get_length (requests));
  return counts;
}

char *
plim_mock_log_dup (PlimMockLog *self, const char *provider)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  json_node_set_array (node, ensure (self, provider));
  return json_to_string (node, TRUE);
}
