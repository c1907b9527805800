/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-metrics.h"

#include "plim-settings.h"
#include "plim-test-api.h"
#include "plim-test-wait.h"

#include <math.h>
#include <string.h>

static void
test_formats (void)
{
  PlimMetrics *metrics = plim_metrics_new (TRUE);
  g_autofree char *open = NULL;
  g_autofree char *plain = NULL;

  plim_metrics_begin (metrics, "a", PLIM_METRIC_COUNTER, "A.");
  plim_metrics_add (metrics, 0.1, "x", "q\"b\\n\n", "y", NULL, "z", "1", NULL);
  plim_metrics_begin (metrics, "b", PLIM_METRIC_INFO, "B.");
  plim_metrics_add (metrics, NAN, NULL);
  plim_metrics_add (metrics, INFINITY, NULL);
  open = plim_metrics_end (metrics);
  g_assert_cmpstr (open, ==,
                   "# TYPE a counter\n# HELP a A.\n"
                   "a_total{x=\"q\\\"b\\\\n\\n\",z=\"1\"} 0.1\n"
                   "# TYPE b info\n# HELP b B.\n# EOF\n");
  metrics = plim_metrics_new (FALSE);
  plim_metrics_begin (metrics, "a", PLIM_METRIC_COUNTER, "A.");
  plim_metrics_add (metrics, 1795176000, NULL);
  plain = plim_metrics_end (metrics);

  g_assert_cmpstr (plain, ==, "# HELP a_total A.\n# TYPE a_total counter\na_total 1795176000\n");
}

/* A page as a strict reader sees it: each family is declared once, its samples are together and
 * after it, names and labels are well-formed, values are finite numbers, no sample comes twice. */
static void
check_page (const char *page, gboolean is_open_metrics)
{
  g_auto (GStrv) lines = g_strsplit (page, "\n", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GRegex) sample = g_regex_new ("^([a-z_]+)(\\{[a-z_]+=\"(?:[^\"\\\\]|\\\\[\\\\\"n])*\"("
                                           "?:,[a-z_]+=\"(?:[^\"\\\\]|\\\\[\\\\\"n])*\")*\\})?"
                                           " ([-+0-9.e]+)$",
                                           0, 0, NULL);
  g_autofree char *family = NULL;
  guint n_lines = g_strv_length (lines);

  g_assert_cmpstr (lines[n_lines - 1], ==, "");
  for (guint i = 0; i + 1 < n_lines; i++) {
    g_autoptr (GMatchInfo) match = NULL;
    g_autofree char *name = NULL, *labels = NULL, *value = NULL, *key = NULL;
    const char *rest;

    if (is_open_metrics && i + 2 == n_lines) {
      g_assert_cmpstr (lines[i], ==, "# EOF");
      break;
    }
    if (lines[i][0] == '#') {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", 4);

      g_assert_cmpuint (g_strv_length (words), ==, 4);
      g_assert_true (strcmp (words[1], "TYPE") == 0 || strcmp (words[1], "HELP") == 0);
      if (g_strcmp0 (family, words[2]) != 0) {
        g_assert_true (g_hash_table_add (seen, g_strdup (words[2])));
        g_free (family);
        family = g_strdup (words[2]);
      }
      continue;
    }
    if (!g_regex_match (sample, lines[i], 0, &match))
      g_error ("no sample: %s", lines[i]);
    name = g_match_info_fetch (match, 1);
    labels = g_match_info_fetch (match, 2);
    value = g_match_info_fetch (match, 3);
    if (!g_str_has_prefix (name, family))
      g_error ("%s is not of %s", name, family);
    rest = name + strlen (family);
    if (*rest != '\0' && strcmp (rest, "_total") != 0 && strcmp (rest, "_info") != 0 &&
        strcmp (rest, "_bucket") != 0 && strcmp (rest, "_sum") != 0 && strcmp (rest, "_count") != 0)
      g_error ("%s is not of %s", name, family);
    g_assert_true (isfinite (g_ascii_strtod (value, NULL)));
    key = g_strconcat ("sample ", name, labels, NULL);
    if (!g_hash_table_add (seen, g_steal_pointer (&key)))
      g_error ("twice: %s", lines[i]);
  }
}

/* What Prometheus' own reader says. */
static void
check_with_promtool (const char *program, const char *page)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                  G_SUBPROCESS_FLAGS_STDERR_PIPE,
                              NULL, program, "check", "metrics", NULL);
  g_assert_true (g_subprocess_communicate_utf8 (process, page, NULL, &output, &errors, NULL));
  g_test_message ("%s%s", output, errors);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
}

static char *
get_page (PlimTestApi *self, const char *accept, const char *content_type)
{
  g_autofree char *url =
      g_strdup_printf ("http://127.0.0.1:%u/metrics", plim_server_get_port (self->server));
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autofree char *authorization = g_strconcat ("Bearer ", self->read_token, NULL);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) body = NULL;

  soup_message_headers_append (headers, "Authorization", authorization);
  soup_message_headers_append (headers, "Accept", accept);
  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, NULL,
                                    plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  body = soup_session_send_and_read_finish (self->session, result, NULL);
  g_assert_cmpuint (soup_message_get_status (message), ==, 200);
  g_assert_cmpstr (soup_message_headers_get_one (soup_message_get_response_headers (message),
                                                 "Content-Type"),
                   ==, content_type);
  return g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}

static void
add_accounts (PlimTestApi *self)
{
  PlimAccount *account = plim_test_api_add_account (self, PLIM_TEST_ID (1), "codex", "a \"b\"\\");

  plim_test_api_poll (self, account, 57.5);
  g_signal_emit_by_name (self->poller, "polled", account);
  plim_account_set_polling (account, TRUE);
  plim_account_set_polling (account, FALSE);
  g_signal_emit_by_name (self->poller, "polled", account);
  plim_test_api_add_account (self, PLIM_TEST_ID (2), "claude-web", "home");
}

static void
assert_line (const char *page, const char *line)
{
  g_autofree char *whole = g_strdup_printf ("\n%s\n", line);

  if (strstr (page, whole) == NULL)
    g_error ("“%s” is not in: %s", line, page);
}

static void
test_open_metrics (PlimTestApi *self, gconstpointer data)
{
  g_autofree char *page = NULL;

  add_accounts (self);
  page = get_page (self, "application/openmetrics-text;version=1.0.0,text/plain;q=0.5",
                   "application/openmetrics-text; version=1.0.0; charset=utf-8");
  check_page (page, TRUE);
  assert_line (page, "plimsoll_window_used_ratio{account=\"" PLIM_TEST_ID (
                         1) "\",provider=\"codex\","
                            "window=\"session\"} 0.575");
  assert_line (page, "plimsoll_account_info{account=\"" PLIM_TEST_ID (
                         1) "\",provider=\"codex\","
                            "name=\"a \\\"b\\\"\\\\\",plan=\"pro\",source=\"poll\"} 1");
  assert_line (page, "plimsoll_polls_total{account=\"" PLIM_TEST_ID (1) "\",provider=\"codex\","
                                                                        "result=\"ok\"} 2");
  assert_line (page, "plimsoll_poll_duration_seconds_count{provider=\"codex\"} 1");
  assert_line (page, "plimsoll_websocket_clients 0");
  /* Nobody has asked the second one yet: nothing is known of it. */
  g_assert_null (strstr (page, "status{account=\"" PLIM_TEST_ID (2)));
}

static void
test_prometheus (PlimTestApi *self, gconstpointer data)
{
  g_autofree char *page = NULL;

  add_accounts (self);
  page = get_page (self, "*/*", "text/plain; version=0.0.4; charset=utf-8");
  g_free (page);
  page = get_page (self, "*/*", "text/plain; version=0.0.4; charset=utf-8");
  check_page (page, FALSE);
  assert_line (page, "plimsoll_api_requests_total{route=\"GET /metrics\",code=\"200\"} 1");
}

static void
push (PlimCollectors *collectors)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "fixtures", "webhook", "01-codex.json", NULL);
  g_autoptr (PlimIngestResult) outcome = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) body = NULL;
  char *text;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  body = g_bytes_new_take (text, length);
  plim_collectors_ingest_async (collectors, body, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  outcome = plim_collectors_ingest_finish (collectors, result);
  g_assert_cmpint (outcome->status, ==, PLIM_INGEST_OK);
  plim_collectors_flush (collectors);
}

static void
test_promtool (PlimTestApi *self, gconstpointer data)
{
  g_autofree char *program = g_find_program_in_path ("promtool");
  g_autoptr (PlimCollectors) collectors = NULL;
  g_autofree char *page = NULL;

  if (program == NULL) {
    g_test_skip ("promtool is not installed");
    return;
  }
  collectors = plim_collectors_new (self->accounts, self->database, PLIM_CLOCK (self->clock));
  plim_api_show_collectors (self->api, collectors);
  add_accounts (self);
  push (collectors);
  g_free (get_page (self, "*/*", "text/plain; version=0.0.4; charset=utf-8"));
  page = get_page (self, "*/*", "text/plain; version=0.0.4; charset=utf-8");
  check_with_promtool (program, page);
}

static void
test_privacy (PlimTestApi *self, gconstpointer data)
{
  g_autofree char *page = NULL;

  add_accounts (self);
  g_settings_set_boolean (self->settings, PLIM_SETTINGS_PRIVACY, TRUE);
  page = get_page (self, "*/*", "text/plain; version=0.0.4; charset=utf-8");
  g_assert_null (strstr (page, "a \\\"b"));
  g_assert_null (strstr (page, "home"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
#define ADD(name, function)                                                                        \
  g_test_add ("/server/metrics/" name, PlimTestApi, NULL, plim_test_api_set_up, function,          \
              plim_test_api_tear_down)
  g_test_add_func ("/server/metrics/unknown-has-no-sample", test_formats);
  ADD ("open-metrics-are-well-formed", test_open_metrics);
  ADD ("prometheus-text-is-well-formed", test_prometheus);
  ADD ("promtool-finds-nothing-wrong", test_promtool);
  ADD ("privacy-hides-names", test_privacy);
  return g_test_run ();
}
