/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-expectation.h"

#include "plim-json.h"
#include "plim-signature.h"
#include "plim-time.h"

#include <math.h>
#include <string.h>

/* Requests. */

/* Of the HTTP library's own making. */
static const char *const library_headers[] = {
  "accept-encoding", "connection", "content-length", "host", NULL,
};

static char *
dup_filled_in (const char *text, JsonObject *secrets)
{
  g_autoptr (GString) filled = g_string_new (text);
  g_autoptr (GList) fields = json_object_get_members (secrets);

  for (GList *each = fields; each != NULL; each = each->next) {
    g_autofree char *mark = g_strdup_printf ("${%s}", (const char *) each->data);

    g_string_replace (filled, mark, json_object_get_string_member (secrets, each->data), 0);
  }
  return g_string_free (g_steal_pointer (&filled), FALSE);
}

static void
assert_no_secret (const char *text, JsonObject *secrets)
{
  g_autoptr (GList) values = json_object_get_values (secrets);

  for (GList *each = values; each != NULL; each = each->next) {
    if (strstr (text, json_node_get_string (each->data)) != NULL)
      g_error ("a secret is in “%s”", text);
  }
}

static JsonNode *
find_header (JsonObject *headers, const char *name)
{
  g_autoptr (GList) names = json_object_get_members (headers);

  for (GList *each = names; each != NULL; each = each->next) {
    if (g_ascii_strcasecmp (each->data, name) == 0)
      return json_object_get_member (headers, each->data);
  }
  return NULL;
}

static void
check_signature (JsonObject *wanted, JsonObject *request, const char *value, JsonObject *secrets)
{
  g_autoptr (JsonObject) filled = json_object_new ();
  g_autoptr (GList) names = json_object_get_members (wanted);

  for (GList *each = names; each != NULL; each = each->next) {
    g_autofree char *text =
        dup_filled_in (json_object_get_string_member (wanted, each->data), secrets);

    json_object_set_string_member (filled, each->data, text);
  }
  assert_no_secret (value, secrets);
  plim_signature_check (filled, request, value);
}

static gboolean
check_header (JsonObject *request, JsonArray *pair, JsonObject *expected, JsonObject *secrets)
{
  const char *name = json_array_get_string_element (pair, 0);
  const char *value = json_array_get_string_element (pair, 1);
  g_autofree char *lower = g_ascii_strdown (name, -1);
  JsonNode *wanted = find_header (expected, name);
  g_autofree char *text = NULL;

  if (wanted == NULL) {
    assert_no_secret (value, secrets);
    if (g_str_equal (lower, "user-agent"))
      g_assert_true (g_str_has_prefix (value, "Plimsoll/"));
    else if (!g_strv_contains (library_headers, lower))
      g_error ("nobody expects the header “%s: %s”", name, value);
    return FALSE;
  }
  if (JSON_NODE_HOLDS_OBJECT (wanted)) {
    check_signature (plim_json_get_object (json_node_get_object (wanted), "sigv4"), request, value,
                     secrets);
    return TRUE;
  }
  text = dup_filled_in (json_node_get_string (wanted), secrets);
  g_assert_cmpstr (value, ==, text);
  return TRUE;
}

static void
check_headers (JsonObject *request, JsonObject *expected, JsonObject *secrets)
{
  JsonArray *actual = plim_json_get_array (request, "headers");
  guint n_found = 0;

  for (guint i = 0; i < json_array_get_length (actual); i++) {
    n_found += check_header (request, json_array_get_array_element (actual, i), expected, secrets);
  }
  g_assert_cmpuint (n_found, ==, json_object_get_size (expected));
}

static void
check_body (JsonObject *expected, const char *body, JsonObject *secrets)
{
  JsonNode *wanted = json_object_get_member (expected, "body");
  g_autoptr (JsonNode) actual = NULL;
  g_autofree char *text = NULL;

  if (wanted == NULL) {
    g_assert_cmpstr (body, ==, "");
  } else if (JSON_NODE_HOLDS_VALUE (wanted)) {
    text = dup_filled_in (json_node_get_string (wanted), secrets);
    g_assert_cmpstr (body, ==, text);
  } else {
    assert_no_secret (body, secrets);
    actual = json_from_string (body, NULL);
    g_assert_nonnull (actual);
    g_assert_true (json_node_equal (actual, wanted));
  }
}

static void
check_request (JsonObject *expected, JsonObject *actual, JsonObject *secrets)
{
  g_autofree char *line = g_strdup_printf ("%s %s", plim_json_get_string (actual, "method"),
                                           plim_json_get_string (actual, "path"));
  JsonObject *headers = plim_json_get_object (expected, "headers");
  g_autoptr (JsonObject) none = json_object_new ();
  gboolean is_answered = g_strcmp0 (plim_json_get_string (expected, "answer"), "none") != 0;

  g_test_message ("%s", line);
  g_assert_cmpstr (line, ==, plim_json_get_string (expected, "request"));
  assert_no_secret (line, secrets);
  g_assert_cmpint (g_strcmp0 (plim_json_get_string (actual, "answer"), "none") != 0, ==,
                   is_answered);
  check_headers (actual, headers != NULL ? headers : none, secrets);
  check_body (expected, plim_json_get_string (actual, "body"), secrets);
}

void
plim_expectation_check_requests (JsonArray *expected, JsonArray *actual, JsonObject *secrets)
{
  guint n_expected = json_array_get_length (expected);

  for (guint i = 0; i < json_array_get_length (actual) && i < n_expected; i++)
    check_request (json_array_get_object_element (expected, i),
                   json_array_get_object_element (actual, i), secrets);
  g_assert_cmpuint (json_array_get_length (actual), ==, n_expected);
}

/* Numbers. */

static void
check_number (JsonObject *expected, JsonObject *actual, const char *name)
{
  double wanted, number;
  gboolean is_wanted = plim_json_get_number (expected, name, &wanted);
  gboolean is_there = plim_json_get_number (actual, name, &number);

  g_test_message ("  %s: %g", name, number);
  g_assert_cmpint (is_there, ==, is_wanted);
  if (is_wanted)
    g_assert_cmpfloat_with_epsilon (number, wanted, 0.01);
}

static void
check_text (JsonObject *expected, JsonObject *actual, const char *name)
{
  g_assert_cmpstr (plim_json_get_string (actual, name), ==, plim_json_get_string (expected, name));
}

static void
check_reset (JsonObject *expected, JsonObject *actual)
{
  gint64 wanted = plim_json_get_time (expected, "resets_at");
  gint64 at = plim_json_get_time (actual, "resets_at");
  gboolean is_estimated = plim_json_get_boolean (expected, "resets_at_estimated", FALSE);

  if (is_estimated && at == PLIM_TIME_UNKNOWN)
    return;
  g_assert_cmpint (ABS (at - wanted), <=, 1);
  g_assert_cmpint (plim_json_get_boolean (actual, "resets_at_estimated", FALSE), ==, is_estimated);
}

static void
check_window (JsonObject *expected, JsonObject *actual)
{
  static const char *const numbers[] = { "window_seconds", "used_percent", "used", "limit",
                                         "remaining" };
  static const char *const texts[] = { "kind", "unit", "provenance" };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    check_number (expected, actual, numbers[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    check_text (expected, actual, texts[i]);
  check_reset (expected, actual);
  g_assert_cmpint (plim_json_get_boolean (actual, "limit_reached", FALSE), ==,
                   plim_json_get_boolean (expected, "limit_reached", FALSE));
}

static JsonObject *
find_window (JsonArray *windows, const char *id)
{
  for (guint i = 0; i < json_array_get_length (windows); i++) {
    JsonObject *window = json_array_get_object_element (windows, i);

    if (g_strcmp0 (plim_json_get_string (window, "id"), id) == 0)
      return window;
  }
  g_error ("there is no window “%s”", id);
}

void
plim_expectation_check_account (JsonObject *expect, JsonObject *account)
{
  JsonArray *expected = plim_json_get_array (expect, "windows");
  JsonArray *actual = plim_json_get_array (account, "windows");

  check_text (expect, account, "status");
  check_text (expect, account, "plan");
  check_text (expect, account, "identity");
  for (guint i = 0; i < json_array_get_length (expected); i++) {
    JsonObject *window = json_array_get_object_element (expected, i);
    const char *id = plim_json_get_string (window, "id");

    g_test_message ("window %s", id);
    check_window (window, find_window (actual, id));
  }
  g_assert_cmpuint (json_array_get_length (actual), ==, json_array_get_length (expected));
}
