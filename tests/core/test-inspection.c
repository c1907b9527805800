/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-inspection.h"
#include "plim-json.h"

#include <string.h>

#define ID "0a1b2c3d-1111-2222-3333-0123456789ab"

static PlimAnswer *
new_answer (const char *body)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  PlimAnswer *answer = plim_answer_new (200, bytes);

  plim_answer_add_header (answer, "Content-Type", "application/json");
  plim_answer_add_header (answer, "Set-Cookie", "sessionKey=sk-ant-sid01-secret");
  plim_answer_add_header (answer, "Retry-After", "30");
  return answer;
}

/* (transfer full): */
static JsonNode *
inspect (const PlimAnswer *answer)
{
  g_autoptr (PlimInspection) inspection = plim_inspection_new ();
  g_autoptr (PlimRequest) request = plim_request_new ("GET", "/api/" ID "/usage?limit=31");
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  plim_request_add_header (request, "Accept", "application/json");
  plim_request_add_header (request, "ChatGPT-Account-Id", "acc-1");
  plim_inspection_add (inspection, request, "https://example.com", answer);
  json_builder_begin_object (builder);
  plim_inspection_add_to_json (inspection, builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

static JsonObject *
get_part (JsonNode *root, const char *name)
{
  JsonArray *exchanges = plim_json_get_array (json_node_get_object (root), "exchanges");

  return plim_json_get_object (plim_json_get_element_object (exchanges, 0), name);
}

static void
test_request (void)
{
  g_autoptr (JsonNode) root = inspect (NULL);
  JsonObject *request = get_part (root, "request");
  JsonObject *headers = plim_json_get_object (request, "headers");

  g_assert_cmpstr (plim_json_get_string (request, "path"), ==, "/api/•••/usage?limit=31");
  g_assert_cmpstr (plim_json_get_string (headers, "Accept"), ==, "application/json");
  g_assert_cmpstr (plim_json_get_string (headers, "ChatGPT-Account-Id"), ==, "•••");
  g_assert_null (get_part (root, "response"));
}

static void
test_answer (void)
{
  g_autoptr (PlimAnswer) answer = new_answer ("{\"used\": 5, \"email\": \"jane@example.com\"}");
  g_autoptr (JsonNode) root = inspect (answer);
  JsonObject *response = get_part (root, "response");
  JsonObject *headers = plim_json_get_object (response, "headers");
  JsonObject *body = plim_json_get_object (response, "body");

  g_assert_cmpint (json_object_get_int_member (response, "status"), ==, 200);
  g_assert_cmpstr (plim_json_get_string (headers, "Set-Cookie"), ==, "•••");
  g_assert_cmpstr (plim_json_get_string (headers, "Retry-After"), ==, "30");
  g_assert_cmpint (json_object_get_int_member (body, "used"), ==, 5);
  g_assert_cmpstr (plim_json_get_string (body, "email"), ==, "•••");
}

static void
test_broken_body (void)
{
  g_autoptr (PlimAnswer) answer = new_answer ("<html><p>jane@example.com used 5");
  g_autoptr (JsonNode) root = inspect (answer);

  g_assert_cmpstr (plim_json_get_string (get_part (root, "response"), "body"), ==,
                   "<html><p>••• used 5");
}

static void
test_long_body (void)
{
  g_autofree char *text = g_strnfill (100 * 1024, 'x');
  g_autoptr (PlimAnswer) answer = new_answer (text);
  g_autoptr (JsonNode) root = inspect (answer);
  JsonObject *response = get_part (root, "response");

  g_assert_true (plim_json_get_boolean (response, "truncated", FALSE));
  g_assert_cmpuint (strlen (plim_json_get_string (response, "body")), <=, 16 * 1024);
}

static void
test_empty_body (void)
{
  g_autoptr (PlimAnswer) answer = plim_answer_new (204, NULL);
  g_autoptr (JsonNode) root = inspect (answer);

  g_assert_cmpstr (plim_json_get_string (get_part (root, "response"), "body"), ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/inspection/request-without-values", test_request);
  g_test_add_func ("/core/inspection/answer-keeps-its-form", test_answer);
  g_test_add_func ("/core/inspection/broken-body-is-a-page", test_broken_body);
  g_test_add_func ("/core/inspection/long-body-is-cut", test_long_body);
  g_test_add_func ("/core/inspection/empty-body", test_empty_body);
  return g_test_run ();
}
