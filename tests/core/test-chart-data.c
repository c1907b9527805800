/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-chart-data.h"
#include "plim-format-chart.h"
#include "plim-json.h"

#include <string.h>

#define NOON ((gint64) 1795003200) /* 2026-11-18T12:00:00Z, a Wednesday */
#define HOUR 3600

static PlimChartData *
make_chart (gboolean is_left)
{
  PlimChartData *chart = plim_chart_data_new (NOON, NOON + 4 * HOUR, TRUE, is_left);
  g_autoptr (PlimSeries) series = plim_series_new ("a1", "session");
  PlimSeriesPoint points[] = { { NOON, 40, 57.126, 57.126 }, { NOON + 2 * HOUR, 3, 3, 3 } };
  gint64 reset = NOON + 2 * HOUR;

  series->percent = TRUE;
  series->known_until = NOON + 3 * HOUR;
  g_array_append_vals (series->points, points, G_N_ELEMENTS (points));
  g_array_append_val (series->resets, reset);
  plim_chart_data_add (chart, series, "Session, \"5 h\"", NULL);
  plim_chart_data_add (chart, series, "=hidden", NULL);
  plim_chart_data_get_line (chart, 1)->is_hidden = TRUE;
  return chart;
}

static GPtrArray *
list (PlimChartData *chart)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func ((GDestroyNotify) plim_chart_data_free);

  g_ptr_array_add (charts, chart);
  return charts;
}

static void
test_csv (void)
{
  g_autoptr (GPtrArray) charts = list (make_chart (FALSE));
  g_autofree char *csv = plim_chart_data_to_csv (charts);

  g_assert_cmpstr (csv, ==,
                   "account,window,title,kind,from,to,lowest,highest,last,unit\r\n"
                   "a1,session,\"Session, \"\"5 h\"\"\",reading,2026-11-18T12:00:00Z,"
                   "2026-11-18T14:00:00Z,40,57.13,57.13,percent\r\n"
                   "a1,session,\"Session, \"\"5 h\"\"\",reading,2026-11-18T14:00:00Z,"
                   "2026-11-18T15:00:00Z,3,3,3,percent\r\n"
                   "a1,session,\"Session, \"\"5 h\"\"\",reset,2026-11-18T14:00:00Z,,,,,\r\n");
}

static void
test_csv_has_no_formulas (void)
{
  g_autoptr (GPtrArray) charts = list (make_chart (FALSE));
  g_autofree char *csv = NULL;

  plim_chart_data_get_line (charts->pdata[0], 1)->is_hidden = FALSE;
  csv = plim_chart_data_to_csv (charts);
  g_assert_nonnull (g_strstr_len (csv, -1, ",'=hidden,"));
}

static void
test_json (void)
{
  g_autoptr (GPtrArray) charts = list (make_chart (TRUE));
  g_autofree char *json = plim_chart_data_to_json (charts);
  g_autoptr (GBytes) bytes = g_bytes_new_static (json, strlen (json));
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) root = plim_json_parse_object (bytes, &error);
  JsonObject *series, *reading;

  g_assert_no_error (error);
  g_assert_cmpstr (json_object_get_string_member (root, "from"), ==, "2026-11-18T12:00:00Z");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "series")), ==, 1);
  series = json_array_get_object_element (json_object_get_array_member (root, "series"), 0);
  g_assert_cmpstr (json_object_get_string_member (series, "amounts"), ==, "left");
  g_assert_cmpstr (json_object_get_string_member (series, "unit"), ==, "percent");
  reading = json_array_get_object_element (json_object_get_array_member (series, "readings"), 0);
  g_assert_cmpfloat (json_object_get_double_member (reading, "last"), ==, 42.87);
  g_assert_cmpfloat (json_object_get_double_member (reading, "highest"), ==, 60);
  g_assert_cmpstr (json_array_get_string_element (json_object_get_array_member (series, "resets"),
                                                  0),
                   ==, "2026-11-18T14:00:00Z");
}

static void
test_nothing_is_valid_too (void)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autofree char *csv = plim_chart_data_to_csv (none);
  g_autofree char *json = plim_chart_data_to_json (none);

  g_assert_cmpstr (csv, ==, "account,window,title,kind,from,to,lowest,highest,last,unit\r\n");
  g_assert_cmpstr (json, ==, "{}");
}

static void
assert_tick (PlimFormat *format, PlimChartTickKind kind, gint64 at, const char *expected)
{
  PlimChartTick tick = { at, kind };
  g_autofree char *text = plim_format_tick (format, &tick);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_ticks_are_written_by_kind (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  PlimFormat format = { .time_zone = zone };

  assert_tick (&format, PLIM_CHART_TICK_HOUR, NOON, "12:00");
  assert_tick (&format, PLIM_CHART_TICK_DAY, NOON, "18 Nov");
  assert_tick (&format, PLIM_CHART_TICK_MONTH, NOON, "Nov");
  assert_tick (&format, PLIM_CHART_TICK_MONTH, 1798761600, "Jan 2027");
  format.use_12h = TRUE;
  assert_tick (&format, PLIM_CHART_TICK_HOUR, NOON, "12 PM");
}

static void
test_names_of_the_week (void)
{
  PlimFormat format = { 0 };
  g_autofree char *monday = plim_format_weekday (&format, 0);
  g_autofree char *sunday = plim_format_weekday (&format, 6);
  g_autofree char *hour = plim_format_hour (&format, 18);

  g_assert_cmpstr (monday, ==, "Mon");
  g_assert_cmpstr (sunday, ==, "Sun");
  g_assert_cmpstr (hour, ==, "18:00");
}

static void
test_amounts_are_taken_as_they_are (void)
{
  PlimFormat format = { .show_left = TRUE, .privacy = TRUE };
  g_autofree char *percent = plim_format_chart_amount (&format, 43, NULL);
  g_autofree char *amount = plim_format_chart_amount (&format, 43, "USD");

  g_assert_cmpstr (percent, ==, "43 %");
  g_assert_cmpstr (amount, ==, "•••");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/chart-data/csv", test_csv);
  g_test_add_func ("/core/chart-data/csv-has-no-formulas", test_csv_has_no_formulas);
  g_test_add_func ("/core/chart-data/json", test_json);
  g_test_add_func ("/core/chart-data/nothing-is-valid-too", test_nothing_is_valid_too);
  g_test_add_func ("/core/chart-data/ticks-are-written-by-kind", test_ticks_are_written_by_kind);
  g_test_add_func ("/core/chart-data/names-of-the-week", test_names_of_the_week);
  g_test_add_func ("/core/chart-data/amounts-are-taken-as-they-are",
                   test_amounts_are_taken_as_they_are);
  return g_test_run ();
}
