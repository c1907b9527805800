/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-collector-feed.h"

#define NOW ((gint64) 1795000000)
#define DAY ((gint64) 24 * 3600)

/* Takes a sample of @percent in. */
static void
take (PlimCollectorFeed *feed,
      PlimAccount *account,
      gint64 collected_at,
      gint64 received_at,
      int percent)
{
  static const char *const providers[] = { "claude-web", NULL };
  g_autofree char *time = plim_time_to_iso8601 (collected_at);
  g_autofree char *resets_at = plim_time_to_iso8601 (collected_at + 3600);
  g_autofree char *text = g_strdup_printf (
      "{\"schema_version\": \"2.0\", \"provider\": \"claude_web\", \"status\": \"ok\","
      " \"collected_at\": \"%s\", \"collector_data\": {\"id\": \"manual_test\", \"version\": "
      "\"1\"},"
      " \"account_data\": {\"id\": \"a\"}, \"error\": null, \"usage_data\": {\"windows\": ["
      " {\"id\": \"session\", \"label\": \"Session\", \"duration_seconds\": 18000,"
      " \"used_percent\": %d, \"reset_at\": \"%s\", \"limit_reached\": false}]}}",
      time, percent, resets_at);
  g_autoptr (GBytes) body = g_bytes_new_static (text, strlen (text));
  PlimPayload *payload = plim_payload_read (body, providers, received_at);
  PlimSnapshot *snapshot;

  g_assert_cmpstr (payload->message, ==, NULL);
  snapshot = plim_collector_feed_take (feed, account, payload);
  g_assert_nonnull (snapshot);
  plim_snapshot_unref (snapshot);
  plim_payload_free (payload);
}

static double
get_percent (PlimAccount *account)
{
  return plim_snapshot_find_window (plim_account_get_snapshot (account), "session")->used_percent;
}

static void
test_older_sample_is_history_only (void)
{
  g_autoptr (PlimCollectorFeed) feed = plim_collector_feed_new ("acct_1", "claude_web");
  g_autoptr (PlimAccount) account = plim_account_new ("1", "claude-web");

  take (feed, account, NOW, NOW, 10);
  take (feed, account, NOW - 60, NOW + 5, 20);
  g_assert_cmpfloat (get_percent (account), ==, 10);
  g_assert_cmpint (feed->collected_at, ==, NOW);
}

/* What came while the clock was a year ahead must not stand for a year. */
static void
test_sample_after_a_wrong_clock_counts (void)
{
  g_autoptr (PlimCollectorFeed) feed = plim_collector_feed_new ("acct_1", "claude_web");
  g_autoptr (PlimAccount) account = plim_account_new ("1", "claude-web");

  take (feed, account, NOW + 365 * DAY, NOW + 365 * DAY, 10);
  take (feed, account, NOW, NOW + 5, 20);
  g_assert_cmpfloat (get_percent (account), ==, 20);
  g_assert_cmpint (feed->collected_at, ==, NOW);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/collector-feed/older-sample-is-history-only",
                   test_older_sample_is_history_only);
  g_test_add_func ("/service/collector-feed/sample-after-a-wrong-clock-counts",
                   test_sample_after_a_wrong_clock_counts);
  return g_test_run ();
}
