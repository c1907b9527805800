/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-time.h"

#include "fixture.h"

typedef struct {
  const char *text;
  gint64 at;
} Case;

static const Case times[] = {
  { "2026-11-20T12:00:00Z", NOW },
  { "2026-11-20T14:00:00+02:00", NOW },
  { "2026-11-20T06:30:00-05:30", NOW },
  { "2026-11-20T12:00:00.9Z", NOW },
  { "2026-11-20T12:00:00.999999999Z", NOW },
  { "2026-11-20T12:00:00.999999+00:00", NOW },
  { "2026-11-20T12:00:00", NOW },
  { " 2026-11-20T12:00:00Z\n", NOW },
  { "1795176000", NOW },
  { "1795176000.75", NOW },
  { "1795176000123", NOW },
  { "1.795176e9", NOW },
  { "99999999999", 99999999999 },
  { "100000000000", 100000000 },
  { "9999-12-31T23:59:59Z", 253402300799 },
  { "253402300799999", 253402300799 },
};

static const char *const unknown[] = {
  "",
  " ",
  "0",
  "-1",
  "0001-01-01T00:00:00Z",
  "1969-12-31T23:59:59Z",
  "9999-12-31T23:59:59-01:00",
  "soon",
  "nan",
  "inf",
  "0x10",
  "1e400",
  "1e18",
  "2026-11-20",
  "2026-13-01T00:00:00Z",
  "2026-11-20T12:00:00Zulu",
  "12345-01-01T00:00:00Z",
  "\xff\xfe",
};

static void
test_known_forms_are_read (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (times); i++) {
    g_test_message ("%s", times[i].text);
    g_assert_cmpint (plim_time_parse (times[i].text), ==, times[i].at);
  }
}

static void
test_anything_else_is_unknown (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++) {
    g_test_message ("case %u", i);
    g_assert_cmpint (plim_time_parse (unknown[i]), ==, PLIM_TIME_UNKNOWN);
  }
  g_assert_cmpint (plim_time_parse (NULL), ==, PLIM_TIME_UNKNOWN);
}

static gint64
read_json (const char *json)
{
  g_autoptr (JsonNode) node = json_from_string (json, NULL);

  return plim_time_from_json (node);
}

static void
test_json_may_be_number_or_string (void)
{
  g_assert_cmpint (read_json ("1795176000"), ==, NOW);
  g_assert_cmpint (read_json ("1795176000000"), ==, NOW);
  g_assert_cmpint (read_json ("1795176000.5"), ==, NOW);
  g_assert_cmpint (read_json ("\"1795176000\""), ==, NOW);
  g_assert_cmpint (read_json ("\"2026-11-20T12:00:00Z\""), ==, NOW);
  g_assert_cmpint (read_json ("true"), ==, PLIM_TIME_UNKNOWN);
  g_assert_cmpint (read_json ("null"), ==, PLIM_TIME_UNKNOWN);
  g_assert_cmpint (read_json ("[1795176000]"), ==, PLIM_TIME_UNKNOWN);
  g_assert_cmpint (read_json ("1e300"), ==, PLIM_TIME_UNKNOWN);
  g_assert_cmpint (plim_time_from_json (NULL), ==, PLIM_TIME_UNKNOWN);
}

static void
test_iso_8601_round_trips (void)
{
  assert_text (plim_time_to_iso8601 (NOW), "2026-11-20T12:00:00Z");
  assert_text (plim_time_to_iso8601 (PLIM_TIME_UNKNOWN), NULL);
  assert_text (plim_time_to_iso8601 (G_MAXINT64), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++) {
    g_autofree char *text = plim_time_to_iso8601 (times[i].at);

    g_assert_cmpint (plim_time_parse (text), ==, times[i].at);
  }
}

static const Case waits[] = {
  { "120", 120 },
  { " 7 ", 7 },
  { "1.2", 2 },
  { "Fri, 20 Nov 2026 12:02:00 GMT", 120 },
  { "0", 0 },
  { "-5", 0 },
  { "", 0 },
  { "later", 0 },
  { "1e99", 0 },
  { "Fri, 20 Nov 2026 11:59:00 GMT", 0 },
  { "Fri, 20 Nov 2026 12:02:00 CET", 0 },
  { "Fri, 20 anF 2026 12:02:00 GMT", 0 },
  { "Fri, 31 Feb 2027 12:02:00 GMT", 0 },
};

static void
test_retry_after_is_seconds_or_a_date (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++) {
    g_test_message ("%s", waits[i].text);
    g_assert_cmpint (plim_time_parse_retry_after (waits[i].text, NOW), ==, waits[i].at);
  }
  g_assert_cmpint (plim_time_parse_retry_after (NULL, NOW), ==, 0);
}

static void
test_months_have_their_true_length (void)
{
  gint64 leap_february = plim_time_parse ("2028-02-10T01:02:03Z");
  gint64 december = plim_time_parse ("2026-12-31T23:59:59Z");

  assert_text (plim_time_to_iso8601 (plim_time_month_start (NOW)), "2026-11-01T00:00:00Z");
  assert_text (plim_time_to_iso8601 (plim_time_month_end (NOW)), "2026-12-01T00:00:00Z");
  assert_text (plim_time_to_iso8601 (plim_time_month_end (december)), "2027-01-01T00:00:00Z");
  g_assert_cmpint (plim_time_month_end (leap_february) - plim_time_month_start (leap_february), ==,
                   29 * DAY);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/time/known-forms-are-read", test_known_forms_are_read);
  g_test_add_func ("/core/time/anything-else-is-unknown", test_anything_else_is_unknown);
  g_test_add_func ("/core/time/json-may-be-number-or-string", test_json_may_be_number_or_string);
  g_test_add_func ("/core/time/iso-8601-round-trips", test_iso_8601_round_trips);
  g_test_add_func ("/core/time/retry-after-is-seconds-or-a-date",
                   test_retry_after_is_seconds_or_a_date);
  g_test_add_func ("/core/time/months-have-their-true-length", test_months_have_their_true_length);
  return g_test_run ();
}
