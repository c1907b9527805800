/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-payload.h"

#include "fixture.h"
#include "plim-json.h"

/* 2026-08-11T18:40:05Z, as EXPECTED.json says. */
#define RECEIVED_AT ((gint64) 1786473605)

static const char *const providers[] = { "claude-web", NULL };

static PlimPayload *
read_text (const char *text)
{
  g_autoptr (GBytes) body = bytes_of (text);

  return plim_payload_read (body, providers, RECEIVED_AT);
}

static GBytes *
read_fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "webhook", name, NULL);
  char *data;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  return g_bytes_new_take (data, size);
}

static const char *
get_nick (PlimIngestStatus status)
{
  return plim_enum_to_nick (PLIM_TYPE_INGEST_STATUS, (int) status);
}

static void
check_account (const PlimPayload *payload, JsonObject *account)
{
  g_autoptr (PlimSnapshot) snapshot = plim_payload_make_snapshot (payload, NULL, FALSE);
  JsonArray *windows = plim_json_get_array (account, "windows");
  const char *label = payload->label != NULL ? payload->label : payload->account_key;

  g_assert_cmpstr (label, ==, plim_json_get_string (account, "label"));
  g_assert_cmpstr (plim_snapshot_get_plan (snapshot), ==, plim_json_get_string (account, "plan"));
  g_assert_cmpint (ABS (payload->collected_at - plim_json_get_time (account, "collected_at")), <=,
                   1);
  g_assert_cmpstr (payload->collector_id, ==, plim_json_get_string (account, "source"));
  g_assert_cmpstr (payload->collector_version, ==,
                   plim_json_get_string (account, "source_version"));
  g_assert_cmpuint (plim_snapshot_get_n_windows (snapshot), ==, json_array_get_length (windows));
  for (guint i = 0; i < json_array_get_length (windows); i++) {
    JsonObject *expected = plim_json_get_element_object (windows, i);
    const PlimUsageWindow *window =
        plim_snapshot_find_window (snapshot, plim_json_get_string (expected, "id"));

    g_assert_nonnull (window);
    g_assert_cmpstr (window->title, ==, plim_json_get_string (expected, "label"));
    g_assert_cmpint (window->length_s, ==,
                     json_object_get_int_member (expected, "duration_seconds"));
    g_assert_cmpfloat_with_epsilon (window->used_percent,
                                    json_object_get_double_member (expected, "used_percent"), 0.01);
    g_assert_cmpint (ABS (window->resets_at - plim_json_get_time (expected, "reset_at")), <=, 1);
    g_assert_cmpint (window->limit_reached, ==,
                     plim_json_get_boolean (expected, "limit_reached", FALSE));
  }
}

static void
check_case (JsonObject *expected)
{
  g_autoptr (GBytes) body = read_fixture (plim_json_get_string (expected, "file"));
  g_autoptr (PlimPayload) payload = plim_payload_read (body, providers, RECEIVED_AT);
  JsonObject *response = plim_json_get_object (expected, "response");
  const char *path = plim_json_get_string (expected, "path");

  g_test_message ("%s: %s", plim_json_get_string (expected, "file"), payload->message);
  g_assert_cmpstr (get_nick (payload->ingest_status), ==,
                   plim_json_get_string (response, "ingest_status"));
  g_assert_cmpstr (payload->provider, ==, plim_json_get_string (response, "provider"));
  if (path != NULL)
    g_assert_nonnull (strstr (payload->message, path));
  g_assert_cmpstr (payload->account_key, ==, plim_json_get_string (response, "account_key"));
  if (payload->ingest_status == PLIM_INGEST_OK)
    check_account (payload, plim_json_get_object (expected, "account"));
}

static void
test_cases (void)
{
  g_autoptr (GBytes) bytes = read_fixture ("EXPECTED.json");
  g_autoptr (JsonObject) root = plim_json_parse_object (bytes, NULL);
  JsonArray *cases = plim_json_get_array (root, "cases");

  for (guint i = 0; i < json_array_get_length (cases); i++)
    check_case (plim_json_get_element_object (cases, i));
}

/* A payload whose member at @member is @value; its others are sound. */
static PlimPayload *
read_with (const char *member, const char *value)
{
  static const char *const sound[][2] = {
    { "provider", "\"codex\"" },
    { "schema_version", "\"2.0\"" },
    { "collector_data", "{\"id\": \"shell_script\", \"version\": \"1\"}" },
    { "collected_at", "\"2026-08-11T18:40:00Z\"" },
    { "status", "\"ok\"" },
    { "account_data", "{\"id\": \"a\"}" },
    { "usage_data", "{\"windows\": [{\"id\": \"w\", \"label\": \"W\", \"duration_seconds\": 60,"
                    " \"used_percent\": 5, \"reset_at\": \"2026-08-11T20:00:00Z\","
                    " \"limit_reached\": false}]}" },
  };
  g_autoptr (GString) text = g_string_new ("{");

  for (gsize i = 0; i < G_N_ELEMENTS (sound); i++) {
    gboolean is_other = g_strcmp0 (sound[i][0], member) == 0;

    g_string_append_printf (text, "%s\"%s\": %s", i > 0 ? ", " : "", sound[i][0],
                            is_other ? value : sound[i][1]);
  }
  g_string_append (text, "}");
  return read_text (text->str);
}

static void
test_times (void)
{
  static const struct {
    const char *text;
    gboolean is_time;
  } cases[] = {
    { "2026-08-11T18:40:00Z", TRUE },
    { "2026-08-11 18:40:00+02:00", TRUE },
    { " 2026-08-11T18:40:00.123456789Z ", TRUE },
    { "2026-08-11T18:40:00.1-23:59", TRUE },
    { "2026-08-11T18:40:00", FALSE },
    { "2026-08-11", FALSE },
    { "1786473600", FALSE },
    { "2026-02-30T18:40:00Z", FALSE },
    { "2026-08-11T24:00:00Z", FALSE },
    { "2026-08-11T18:60:00Z", FALSE },
    { "2026-08-11T18:40:00+24:00", FALSE },
    { "2026-08-11T18:40:00.Z", FALSE },
    { "2026-08-11T18:40:00Z Z", FALSE },
    { "9999-12-31T23:59:59-01:00", FALSE },
    { "0001-01-01T00:00:00+01:00", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *value = g_strdup_printf ("\"%s\"", cases[i].text);
    g_autoptr (PlimPayload) payload = read_with ("collected_at", value);

    g_test_message ("%s", cases[i].text);
    g_assert_cmpstr (get_nick (payload->ingest_status), ==,
                     cases[i].is_time ? "ok" : "invalid_contract");
  }
}

static void
test_window_rules (void)
{
  static const struct {
    const char *member;
    const char *value;
    const char *message; /* (nullable): accepted */
  } cases[] = {
    { "used_percent", "0", NULL },
    { "used_percent", "100", NULL },
    { "used_percent", "true", "used_percent" },
    { "used_percent", "\"5\"", "used_percent" },
    { "used_percent", "100.001", "used_percent" },
    { "used_percent", "1e999", "used_percent" },
    { "used_percent", "99999999999999999999999", "used_percent" },
    { "used_percent", "null", "used_percent" },
    { "duration_seconds", "0.5", "duration_seconds" },
    { "duration_seconds", "3155760000", NULL },
    { "duration_seconds", "3155760001", "duration_seconds" },
    { "limit_reached", "null", "limit_reached" },
    { "limit_reached", "\"false\"", "limit_reached" },
    { "reset_after_seconds", "null", "reset_after_seconds" },
    { "reset_after_seconds", "-1", "reset_after_seconds" },
    { "reset_after_seconds", "0", NULL },
    { "label", "\"  \"", "label" },
    { "id", "7", "id" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    /* Of a member given twice the last one counts. */
    g_autofree char *usage = g_strdup_printf (
        "{\"windows\": [{\"id\": \"w\", \"label\": \"W\", \"duration_seconds\": 60,"
        " \"used_percent\": 5, \"reset_at\": \"2026-08-11T20:00:00Z\","
        " \"limit_reached\": false, \"%s\": %s}]}",
        cases[i].member, cases[i].value);
    g_autofree char *path = g_strdup_printf ("usage_data.windows[0].%s", cases[i].member);
    g_autoptr (PlimPayload) payload = read_with ("usage_data", usage);

    g_test_message ("%s: %s", usage, payload->message);
    if (cases[i].message != NULL)
      g_assert_true (g_str_has_prefix (payload->message, path));
    else
      g_assert_cmpstr (payload->message, ==, NULL);
  }
}

static void
test_providers (void)
{
  static const struct {
    const char *value;
    const char *status;
    const char *provider;
  } cases[] = {
    { "\" CoDeX\\t\"", "ok", "codex" },
    { "\"claude_web\"", "ok", "claude_web" },
    { "\"unknown\"", "ok", "unknown" },
    { "\"claude-web\"", "unsupported_provider", "claude-web" },
    { "\"extension\"", "unsupported_provider", "extension" },
    { "\"\\u2003\"", "missing_provider", NULL },
    { "7", "missing_provider", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PlimPayload) payload = read_with ("provider", cases[i].value);

    g_assert_cmpstr (get_nick (payload->ingest_status), ==, cases[i].status);
    g_assert_cmpstr (payload->provider, ==, cases[i].provider);
  }
}

static void
test_future_counts_as_receipt (void)
{
  g_autoptr (PlimPayload) payload = read_with ("collected_at", "\"2036-01-01T00:00:00Z\"");

  g_assert_cmpint (payload->collected_at, ==, RECEIVED_AT);
}

static void
test_broken_bytes (void)
{
  g_autoptr (PlimPayload) bytes = read_with ("provider", "\"\377\"");
  g_autoptr (PlimPayload) half = read_with ("provider", "\"\\ud800\"");
  g_autoptr (PlimPayload) after = read_text ("{} x");

  g_assert_cmpint (bytes->ingest_status, ==, PLIM_INGEST_INVALID_JSON);
  g_assert_cmpint (half->ingest_status, ==, PLIM_INGEST_INVALID_JSON);
  g_assert_cmpint (after->ingest_status, ==, PLIM_INGEST_INVALID_JSON);
}

/* Where an account is polled too, one limit is one window. */
static void
test_polled_window_keeps_its_name (void)
{
  g_autoptr (PlimPayload) payload = read_with (NULL, NULL);
  g_autoptr (PlimSnapshot) former = plim_snapshot_new (RECEIVED_AT - 60);
  g_autoptr (PlimSnapshot) snapshot = NULL;

  add_percent (former, "minute", 3, RECEIVED_AT)->length_s = 60;
  plim_snapshot_set_plan (former, "plus");
  plim_snapshot_seal (former);
  snapshot = plim_payload_make_snapshot (payload, former, TRUE);
  g_assert_nonnull (plim_snapshot_find_window (snapshot, "minute"));
  g_assert_null (plim_snapshot_find_window (snapshot, "w"));
  g_assert_cmpstr (plim_snapshot_get_plan (snapshot), ==, "plus");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/payload/cases", test_cases);
  g_test_add_func ("/core/payload/times", test_times);
  g_test_add_func ("/core/payload/window-rules", test_window_rules);
  g_test_add_func ("/core/payload/providers", test_providers);
  g_test_add_func ("/core/payload/future-counts-as-receipt", test_future_counts_as_receipt);
  g_test_add_func ("/core/payload/broken-bytes", test_broken_bytes);
  g_test_add_func ("/core/payload/polled-window-keeps-its-name", test_polled_window_keeps_its_name);
  return g_test_run ();
}
