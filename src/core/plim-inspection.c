/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-inspection.h"

#include "plim-json.h"
#include "plim-mask.h"
#include "plim-redact.h"

#include <string.h>

/* A page may have megabytes; what is wrong with it shows at its start. */
#define MAX_BODY_BYTES (16 * 1024)
#define MAX_EXCHANGES 12

struct _PlimInspection {
  JsonArray *exchanges;
};

PlimInspection *
plim_inspection_new (void)
{
  PlimInspection *self = g_rc_box_new0 (PlimInspection);

  self->exchanges = json_array_new ();
  return self;
}

PlimInspection *
plim_inspection_ref (PlimInspection *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  PlimInspection *self = data;

  json_array_unref (self->exchanges);
}

void
plim_inspection_unref (PlimInspection *self)
{
  g_rc_box_release_full (self, clear);
}

/* The names tell what was asked for; of the values only those that concern limits and form. */
static gboolean
is_shown_header (const char *name)
{
  static const char *const names[] = {
    "accept", "anthropic-version", "cf-mitigated",   "content-length", "content-type",
    "date",   "location",          "openai-version", "retry-after",    "retry-after-ms",
    "server", "x-amz-target",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_ascii_strcasecmp (name, names[i]) == 0)
      return TRUE;
  }
  return g_ascii_strncasecmp (name, "x-ratelimit-", 12) == 0 ||
         g_ascii_strncasecmp (name, "anthropic-ratelimit-", 20) == 0 ||
         g_ascii_strncasecmp (name, "x-codex-", 8) == 0;
}

static void
add_headers (JsonObject *object, GPtrArray *headers)
{
  JsonObject *shown = json_object_new ();

  for (guint i = 0; i < headers->len; i++) {
    const PlimHeader *header = g_ptr_array_index (headers, i);
    g_autofree char *value = NULL;

    if (is_shown_header (header->name))
      value = plim_redact (header->value);
    json_object_set_string_member (shown, header->name, value != NULL ? value : PLIM_MASK);
  }
  json_object_set_object_member (object, "headers", shown);
}

static JsonObject *
describe_request (const PlimRequest *request, const char *origin)
{
  JsonObject *object = json_object_new ();
  g_autofree char *path = plim_mask_path (request->path);

  json_object_set_string_member (object, "method", request->method);
  json_object_set_string_member (object, "origin", origin);
  json_object_set_string_member (object, "path", path);
  add_headers (object, request->headers);
  return object;
}

static void
add_text (JsonObject *object, const PlimAnswer *answer)
{
  gsize size;
  const char *data = g_bytes_get_data (answer->body, &size);
  gboolean is_long = size > MAX_BODY_BYTES;
  g_autofree char *text = NULL;
  g_autofree char *masked = NULL;

  /* Without data there may be no pointer to it. */
  text = g_utf8_make_valid (data != NULL ? data : "", (gssize) MIN (size, MAX_BODY_BYTES));
  masked = plim_mask_html (text);
  json_object_set_string_member (object, "body", masked);
  if (is_long)
    json_object_set_boolean_member (object, "truncated", TRUE);
}

static void
add_body (JsonObject *object, const PlimAnswer *answer)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (JsonNode) masked = NULL;

  if (g_bytes_get_size (answer->body) <= MAX_BODY_BYTES)
    root = plim_json_parse (answer->body, NULL);
  if (root == NULL) {
    add_text (object, answer);
    return;
  }
  masked = plim_mask_json (root);
  json_object_set_member (object, "body", g_steal_pointer (&masked));
}

static JsonObject *
describe_answer (const PlimAnswer *answer)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "status", answer->status);
  add_headers (object, answer->headers);
  add_body (object, answer);
  return object;
}

void
plim_inspection_add (PlimInspection *self,
                     const PlimRequest *request,
                     const char *origin,
                     const PlimAnswer *answer)
{
  JsonObject *exchange;

  if (json_array_get_length (self->exchanges) >= MAX_EXCHANGES)
    return;
  exchange = json_object_new ();
  json_object_set_object_member (exchange, "request", describe_request (request, origin));
  if (answer != NULL && answer->status != 0)
    json_object_set_object_member (exchange, "response", describe_answer (answer));
  json_array_add_object_element (self->exchanges, exchange);
}

void
plim_inspection_add_to_json (const PlimInspection *self, JsonBuilder *builder)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_set_array (node, self->exchanges);
  json_builder_set_member_name (builder, "exchanges");
  json_builder_add_value (builder, node);
}
