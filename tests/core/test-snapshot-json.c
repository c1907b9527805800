/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-snapshot-json.h"

#include "fixture.h"
#include "plim-error.h"
#include "plim-json.h"
#include "plim-test-locale.h"

static char *
write_json (PlimSnapshot *snapshot)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  plim_snapshot_add_to_json (snapshot, builder);
  json_builder_end_object (builder);
  return plim_json_builder_to_string (builder, FALSE);
}

static PlimSnapshot *
read_json (const char *text, GError **error)
{
  g_autoptr (GBytes) body = bytes_of (text);
  g_autoptr (JsonObject) object = plim_json_parse_object (body, NULL);

  g_assert_nonnull (object);
  return plim_snapshot_from_json (object, error);
}

static PlimSnapshot *
new_full_snapshot (void)
{
  PlimSnapshot *snapshot = plim_snapshot_new (NOW);
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "week:opus", PLIM_WINDOW_BUDGET);

  window->title = g_strdup ("Week");
  window->scope = g_strdup ("Opus “4”");
  window->length_s = 7 * DAY;
  window->used_percent = 57.123456789;
  window->used = 1234567.5;
  window->limit = 2161234.25;
  window->remaining = 0.1;
  window->unit = g_strdup ("USD");
  window->resets_at = NOW + HOUR;
  window->resets_at_estimated = TRUE;
  window->read_at = NOW - HOUR;
  window->limit_reached = TRUE;
  window->can_lead = FALSE;
  window->provenance = PLIM_PROVENANCE_ESTIMATED;
  plim_snapshot_add_window (snapshot, "bare", PLIM_WINDOW_ROLLING);
  plim_snapshot_set_plan (snapshot, "Max");
  plim_snapshot_set_identity (snapshot, "a@example.com");
  plim_snapshot_set_refused (snapshot, PLIM_STATUS_RATE_LIMITED, 90, NULL);
  plim_snapshot_seal (snapshot);
  return snapshot;
}

static void
assert_same_window (const PlimUsageWindow *one, const PlimUsageWindow *other)
{
  g_assert_cmpstr (one->id, ==, other->id);
  g_assert_cmpstr (one->title, ==, other->title);
  g_assert_cmpstr (one->scope, ==, other->scope);
  g_assert_cmpint (one->kind, ==, other->kind);
  g_assert_cmpint (one->length_s, ==, other->length_s);
  g_assert_cmpfloat (one->used_percent, ==, other->used_percent);
  g_assert_cmpfloat (one->used, ==, other->used);
  g_assert_cmpfloat (one->limit, ==, other->limit);
  g_assert_cmpfloat (one->remaining, ==, other->remaining);
  g_assert_cmpstr (one->unit, ==, other->unit);
  g_assert_cmpint (one->resets_at, ==, other->resets_at);
  g_assert_cmpint (one->resets_at_estimated, ==, other->resets_at_estimated);
  g_assert_cmpint (one->read_at, ==, other->read_at);
  g_assert_cmpint (one->limit_reached, ==, other->limit_reached);
  g_assert_cmpint (one->can_lead, ==, other->can_lead);
  g_assert_cmpint (one->provenance, ==, other->provenance);
}

static void
assert_round_trip (void)
{
  g_autoptr (PlimSnapshot) snapshot = new_full_snapshot ();
  g_autoptr (PlimSnapshot) copy = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = write_json (snapshot);
  const PlimUsageWindow *bare;

  copy = read_json (text, &error);
  g_assert_no_error (error);
  g_assert_cmpint (plim_snapshot_get_status (copy), ==, PLIM_STATUS_RATE_LIMITED);
  g_assert_cmpint (plim_snapshot_get_retry_after (copy), ==, 90);
  g_assert_cmpint (plim_snapshot_get_collected_at (copy), ==, NOW);
  g_assert_cmpstr (plim_snapshot_get_plan (copy), ==, "Max");
  g_assert_cmpstr (plim_snapshot_get_identity (copy), ==, "a@example.com");
  g_assert_cmpuint (plim_snapshot_get_n_windows (copy), ==, 2);
  assert_same_window (plim_snapshot_get_window (copy, 0), plim_snapshot_get_window (snapshot, 0));
  bare = plim_snapshot_get_window (copy, 1);
  assert_unknown (bare->used_percent);
  assert_unknown (bare->used);
  assert_unknown (bare->limit);
  assert_unknown (bare->remaining);
  g_assert_cmpint (bare->resets_at, ==, PLIM_TIME_UNKNOWN);
}

static void
test_all_comes_back (void)
{
  assert_round_trip ();
}

static void
test_a_decimal_comma_changes_nothing (void)
{
  g_autoptr (PlimSnapshot) snapshot = new_full_snapshot ();
  g_autofree char *plain = write_json (snapshot);
  g_autofree char *text = NULL;

  if (!plim_test_locale_use ("de_DE"))
    return;
  assert_text (g_strdup_printf ("%.1f", 0.5), "0,5");
  assert_round_trip ();
  text = write_json (snapshot);
  g_assert_cmpstr (text, ==, plain);
  plim_test_locale_leave ();
}

static void
test_unknown_is_left_out (void)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);

  plim_snapshot_add_window (snapshot, "bare", PLIM_WINDOW_ROLLING);
  plim_snapshot_seal (snapshot);
  assert_text (write_json (snapshot),
               "{\"status\":\"ok\",\"collected_at\":\"2026-11-20T12:00:00Z\",\"windows\":[{"
               "\"id\":\"bare\",\"kind\":\"rolling\",\"limit_reached\":false,"
               "\"provenance\":\"reported\"}]}");
}

static void
test_what_is_strange_is_left_out (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlimSnapshot) snapshot = read_json (
      "{\"status\":\"odd\",\"plan\":7,\"collected_at\":\"later\",\"windows\":[1,null,{},[],"
      "{\"id\":5},{\"id\":\"a\",\"kind\":\"odd\",\"used_percent\":1e999,\"window_seconds\":-1,"
      "\"limit_reached\":\"yes\",\"title\":false,\"provenance\":3},"
      "{\"id\":\"a\",\"used_percent\":5},{\"id\":\"b\",\"window_seconds\":1e300}]}",
      &error);
  const PlimUsageWindow *window;

  g_assert_no_error (error);
  g_assert_cmpint (plim_snapshot_get_status (snapshot), ==, PLIM_STATUS_OK);
  g_assert_null (plim_snapshot_get_plan (snapshot));
  g_assert_cmpint (plim_snapshot_get_collected_at (snapshot), ==, PLIM_TIME_UNKNOWN);
  g_assert_cmpuint (plim_snapshot_get_n_windows (snapshot), ==, 2);
  window = plim_snapshot_get_window (snapshot, 0);
  assert_unknown (window->used_percent);
  g_assert_cmpint (window->kind, ==, PLIM_WINDOW_ROLLING);
  g_assert_cmpint (window->length_s, ==, 0);
  g_assert_false (window->limit_reached);
  g_assert_null (window->title);
  g_assert_cmpint (plim_snapshot_get_window (snapshot, 1)->length_s, ==, 0);
}

static void
test_a_wait_out_of_range_is_none (void)
{
  static const char *const waits[] = { "-5", "1e300", "\"x\"", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (waits); i++) {
    g_autofree char *text =
        g_strdup_printf ("{\"status\":\"rate_limited\",\"retry_after_seconds\":%s,\"windows\":[]}",
                         waits[i]);
    g_autoptr (PlimSnapshot) snapshot = read_json (text, NULL);

    g_assert_cmpint (plim_snapshot_get_status (snapshot), ==, PLIM_STATUS_RATE_LIMITED);
    g_assert_cmpint (plim_snapshot_get_retry_after (snapshot), ==, 0);
  }
}

static void
test_windows_are_required (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_json ("{\"windows\":{}}", &error));
  g_assert_error (error, PLIM_ERROR, (int) PLIM_STATUS_INVALID_RESPONSE);
  g_assert_nonnull (strstr (error->message, "windows"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/snapshot-json/all-comes-back", test_all_comes_back);
  g_test_add_func ("/core/snapshot-json/a-decimal-comma-changes-nothing",
                   test_a_decimal_comma_changes_nothing);
  g_test_add_func ("/core/snapshot-json/unknown-is-left-out", test_unknown_is_left_out);
  g_test_add_func ("/core/snapshot-json/what-is-strange-is-left-out",
                   test_what_is_strange_is_left_out);
  g_test_add_func ("/core/snapshot-json/a-wait-out-of-range-is-none",
                   test_a_wait_out_of_range_is_none);
  g_test_add_func ("/core/snapshot-json/windows-are-required", test_windows_are_required);
  return g_test_run ();
}
