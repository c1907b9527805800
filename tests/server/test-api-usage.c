/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answers of many numbers: the same bytes as from a plain list that is sorted and printed, and
 * nobody on the main loop waits for them. */
#include "plim-api-private.h"
#include "plim-database-analytics.h"
#include "plim-history.h"
#include "plim-test-api.h"
#include "plim-test-wait.h"

#include <math.h>
#include <string.h>

#define N_SAMPLES 9000
#define N_HOURS 168
#define ANALYTICS "/api/usage/analytics?days=30&interval="

/* By order of metric and account, which is not the one in which they are in the database. */
static const struct {
  const char *account_id;
  const char *provider;
  const char *label;
  const char *window;
  const char *metric;
} lines[] = {
  { PLIM_TEST_ID (1), "codex", "zebra", "session", "rolling_5hour" },
  { PLIM_TEST_ID (2), "codex", "ape", "session", "rolling_5hour" },
  { PLIM_TEST_ID (3), "codex", "\"newt\"\\", "session", "rolling_5hour" },
  { PLIM_TEST_ID (1), "codex", "zebra", "weekly", "weekly" },
  { PLIM_TEST_ID (2), "codex", "ape", "weekly", "weekly" },
  { PLIM_TEST_ID (3), "codex", "\"newt\"\\", "weekly", "weekly" },
};

typedef struct {
  guint line;
  gint64 at;
  double average;
  double minimum;
  double maximum;
  guint n_rows;
} Number;

static void
import (PlimTestApi *self, const char *account_id, const char *window, GRand *rand)
{
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (PlimSample));
  g_autoptr (GAsyncResult) result = NULL;
  gint64 at = PLIM_TEST_NOW - 60 * N_SAMPLES * 4;
  guint n_imported;

  for (guint i = 0; i < N_SAMPLES; i++) {
    PlimSample sample = { .used_percent = g_rand_int_range (rand, 0, 10001) / 100.0,
                          .value = NAN,
                          .resets_at = PLIM_TIME_UNKNOWN };

    at += 60 * g_rand_int_range (rand, 1, 7);
    if (at >= PLIM_TEST_NOW)
      break;
    sample.at = at;
    g_array_append_val (samples, sample);
  }
  plim_database_import_history_async (self->database, account_id, window, samples, NULL,
                                      plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  g_assert_true (plim_database_import_history_finish (self->database, result, &n_imported, NULL));
}

static void
set_up (PlimTestApi *self, gconstpointer data)
{
  static const char *const ids[] = { PLIM_TEST_ID (3), PLIM_TEST_ID (1), PLIM_TEST_ID (2) };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  plim_test_api_set_up (self, data);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++) {
    for (gsize j = 0; j < G_N_ELEMENTS (lines); j++) {
      if (!g_str_equal (lines[j].account_id, ids[i]))
        continue;
      if (g_str_equal (lines[j].window, "session"))
        plim_test_api_poll (self,
                            plim_test_api_add_account (self, ids[i], lines[j].provider,
                                                       lines[j].label),
                            50);
      import (self, ids[i], lines[j].window, rand);
    }
  }
}

/* The plain way. */

static GPtrArray *
read_set (PlimTestApi *self, gint64 length_s, gint64 interval_s, gboolean with_rows)
{
  g_autoptr (GAsyncResult) result = NULL;
  GPtrArray *set;

  plim_database_get_usage_async (self->database, NULL, PLIM_TEST_NOW - length_s, PLIM_TEST_NOW,
                                 interval_s, with_rows, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  set = plim_database_get_usage_finish (self->database, result, NULL);
  g_assert_nonnull (set);
  return set;
}

static guint
find_line (const PlimUsageSeries *series)
{
  guint i = 0;

  while (!g_str_equal (lines[i].account_id, series->account_id) ||
         !g_str_equal (lines[i].window, series->window_id))
    g_assert_cmpuint (++i, <, G_N_ELEMENTS (lines));
  return i;
}

static GArray *
list_numbers (GPtrArray *set)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (Number));

  for (guint i = 0; i < set->len; i++) {
    const PlimUsageSeries *series = g_ptr_array_index (set, i);

    for (guint j = 0; series->buckets != NULL && j < series->buckets->len; j++) {
      const PlimUsageBucket *bucket = &g_array_index (series->buckets, PlimUsageBucket, j);
      Number number = { find_line (series), bucket->at,      bucket->average,
                        bucket->minimum,    bucket->maximum, bucket->n_rows };

      g_array_append_val (numbers, number);
    }
    for (guint j = 0; series->rows != NULL && j < series->rows->len; j++) {
      const PlimUsageRow *row = &g_array_index (series->rows, PlimUsageRow, j);
      Number number = { .line = find_line (series), .at = row->at, .average = row->value };

      g_array_append_val (numbers, number);
    }
  }
  return numbers;
}

static int
compare_oldest_first (gconstpointer a, gconstpointer b)
{
  const Number *first = a, *second = b;

  if (first->at != second->at)
    return first->at < second->at ? -1 : 1;
  return (int) first->line - (int) second->line;
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const Number *first = a, *second = b;

  if (first->at != second->at)
    return first->at > second->at ? -1 : 1;
  return (int) first->line - (int) second->line;
}

static void
append_number (GString *text, const char *name, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (text, ",\"%s\":%s", name,
                          g_ascii_formatd (number, sizeof number, "%.15g", value));
}

static void
append_text (GString *text, const char *name, const char *value)
{
  g_autofree char *escaped = g_strescape (value, NULL);

  g_string_append_printf (text, "%s\"%s\":\"%s\"", text->str[text->len - 1] == '{' ? "" : ",", name,
                          escaped);
}

static void
append_values (GString *text, const Number *number)
{
  g_string_append_printf (text, ",\"ts\":%" G_GINT64_FORMAT, number->at);
  append_number (text, "avg_value", number->average);
  append_number (text, "min_value", number->minimum);
  append_number (text, "max_value", number->maximum);
  g_string_append_printf (text, ",\"data_points\":%u}", number->n_rows);
}

static GString *
print_points (GArray *numbers)
{
  GString *text = g_string_new ("{\"timeSeries\":[");

  g_array_sort (numbers, compare_oldest_first);
  for (guint i = 0; i < numbers->len; i++) {
    Number *number = &g_array_index (numbers, Number, i);

    g_string_append (text, i > 0 ? ",{" : "{");
    append_text (text, "service_name", lines[number->line].label);
    append_text (text, "provider", lines[number->line].provider);
    append_text (text, "serviceId", lines[number->line].account_id);
    append_text (text, "metric", lines[number->line].metric);
    /* Weighted and back: a bit of it may be lost, always the same one. */
    number->average = number->average * number->n_rows / number->n_rows;
    append_values (text, number);
  }
  g_string_append (text, "],");
  return text;
}

static GString *
print_merged_points (GArray *numbers)
{
  GString *text = g_string_new ("{\"timeSeries\":[");

  g_array_sort (numbers, compare_oldest_first);
  for (guint i = 0, n_taken; i < numbers->len; i += n_taken) {
    Number sum = g_array_index (numbers, Number, i);

    sum.average *= sum.n_rows;
    for (n_taken = 1; i + n_taken < numbers->len; n_taken++) {
      const Number *next = &g_array_index (numbers, Number, i + n_taken);

      if (next->at != sum.at || !g_str_equal (lines[next->line].metric, lines[sum.line].metric))
        break;
      sum.average += next->average * next->n_rows;
      sum.minimum = MIN (sum.minimum, next->minimum);
      sum.maximum = MAX (sum.maximum, next->maximum);
      sum.n_rows += next->n_rows;
    }
    sum.average /= sum.n_rows;
    g_string_append (text, i > 0 ? ",{" : "{");
    append_text (text, "service_name", "All Services");
    append_text (text, "provider", "all");
    append_text (text, "serviceId", "all");
    append_text (text, "metric", lines[sum.line].metric);
    append_values (text, &sum);
  }
  g_string_append (text, "],");
  return text;
}

static GString *
print_rows (GArray *numbers)
{
  GString *text = g_string_new ("[");

  g_array_sort (numbers, compare_newest_first);
  for (guint i = 0; i < numbers->len; i++) {
    const Number *number = &g_array_index (numbers, Number, i);

    g_string_append (text, i > 0 ? ",{" : "{");
    append_text (text, "serviceId", lines[number->line].account_id);
    append_text (text, "metric", lines[number->line].metric);
    append_text (text, "service_name", lines[number->line].label);
    append_number (text, "value", number->average);
    g_string_append_printf (text, ",\"ts\":%" G_GINT64_FORMAT "}", number->at);
  }
  g_string_append_c (text, ']');
  return text;
}

static void
assert_begins_with (const char *text, GString *beginning)
{
  gsize i = 0;

  while (text[i] != '\0' && text[i] == beginning->str[i])
    i++;
  if (i < beginning->len)
    g_error ("“%.60s” at %zu is not “%.60s”", text + i, i, beginning->str + i);
  g_string_free (beginning, TRUE);
}

typedef struct {
  PlimTestApi *api;
  guint n_turns; /* while an answer was being made */
} Watch;

static gboolean
on_turn (gpointer user_data)
{
  Watch *watch = user_data;

  if (plim_api_slices_get_count (watch->api->api->slices) > 0)
    watch->n_turns++;
  return G_SOURCE_CONTINUE;
}

static void
test_time_series (PlimTestApi *self, gconstpointer data)
{
  g_autoptr (GPtrArray) set = read_set (self, 30 * 86400, 60, FALSE);
  g_autoptr (GArray) numbers = list_numbers (set);
  const char *body;
  GString *answer;
  Watch watch = { self, 0 };
  guint source_id;

  g_assert_cmpuint (numbers->len, >, 50000);
  source_id = g_idle_add_full (G_PRIORITY_DEFAULT, on_turn, &watch, NULL);
  answer = plim_test_api_ask_apart (self, ANALYTICS "1m");
  g_source_remove (source_id);
  body = strstr (answer->str, "\r\n\r\n");
  g_assert_nonnull (body);
  assert_begins_with (body + 4, print_points (numbers));
  g_string_free (answer, TRUE);
  g_assert_cmpuint (watch.n_turns, >=, 2);
}

static void
test_other_parts (PlimTestApi *self, gconstpointer data)
{
  g_auto (PlimTestReply) reply = { 0 };
  JsonArray *quotas, *summary;
  JsonObject *answer;

  plim_test_api_ask (self, &reply, "GET", ANALYTICS "1h", self->read_token, NULL);
  answer = plim_test_reply_get_object (&reply);
  quotas = json_object_get_array_member (answer, "quotas");
  summary = json_object_get_array_member (answer, "summary");
  g_assert_cmpuint (json_array_get_length (quotas), ==, G_N_ELEMENTS (lines));
  g_assert_cmpuint (json_array_get_length (summary), ==, G_N_ELEMENTS (lines));
  g_assert_cmpint (json_object_get_int_member (answer, "days"), ==, 30);
  g_assert_cmpint (json_object_get_int_member (answer, "generatedAt"), ==, PLIM_TEST_NOW);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    JsonObject *quota = json_array_get_object_element (quotas, i);

    g_assert_cmpstr (json_object_get_string_member (quota, "type"), ==, "usage");
    g_assert_cmpfloat (json_object_get_double_member (quota, "limit"), ==, 100);
  }
  for (guint i = 1; i < G_N_ELEMENTS (lines); i++)
    g_assert_cmpfloat (json_object_get_double_member (json_array_get_object_element (summary, i),
                                                      "total_consumed"),
                       <=,
                       json_object_get_double_member (json_array_get_object_element (summary,
                                                                                     i - 1),
                                                      "total_consumed"));
}

static void
test_merged_time_series (PlimTestApi *self, gconstpointer data)
{
  g_autoptr (GPtrArray) set = read_set (self, 30 * 86400, 3600, FALSE);
  g_autoptr (GArray) numbers = list_numbers (set);
  g_auto (PlimTestReply) reply = { 0 };

  plim_test_api_ask (self, &reply, "GET", ANALYTICS "1h&groupBy=metric", self->read_token, NULL);
  assert_begins_with (reply.text, print_merged_points (numbers));
}

static void
test_history (PlimTestApi *self, gconstpointer data)
{
  g_autoptr (GPtrArray) set = read_set (self, N_HOURS * 3600, 0, TRUE);
  g_autoptr (GArray) numbers = list_numbers (set);
  g_auto (PlimTestReply) reply = { 0 };

  g_assert_cmpuint (numbers->len, >, 9000);
  plim_test_api_ask (self, &reply, "GET", "/api/usage/history?hours=168", self->read_token, NULL);
  assert_begins_with (reply.text, print_rows (numbers));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
#define ADD(name, test)                                                                            \
  g_test_add ("/server/api-usage/" name, PlimTestApi, NULL, set_up, test, plim_test_api_tear_down)
  ADD ("the-time-series-is-as-in-a-plain-list", test_time_series);
  ADD ("quotas-and-sums-follow", test_other_parts);
  ADD ("merged-services-are-as-in-a-plain-list", test_merged_time_series);
  ADD ("the-history-is-as-in-a-plain-list", test_history);
#undef ADD
  return g_test_run ();
}
