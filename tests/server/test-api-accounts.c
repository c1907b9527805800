/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the API tells of an account beside its numbers: its times, its collector, its forecast. */
#include "plim-test-api.h"

#include "plim-json.h"
#include "plim-test-wait.h"

#include <string.h>

#define FIXTURE PlimTestApi *self, gconstpointer data
#define DAY_S (24 * 3600)

static guint
get (PlimTestApi *self, PlimTestReply *reply, const char *path)
{
  return plim_test_api_ask (self, reply, "GET", path, self->read_token, NULL);
}

/* (transfer none): the first status */
static JsonObject *
get_status (PlimTestApi *self, PlimTestReply *reply)
{
  JsonObject *status;

  g_assert_cmpuint (get (self, reply, "/api/status/cached"), ==, 200);
  g_assert_cmpuint (json_array_get_length (plim_test_reply_get_array (reply)), ==, 1);
  status = json_array_get_object_element (plim_test_reply_get_array (reply), 0);
  plim_test_check_status (status, FALSE);
  return status;
}

static void
assert_line (PlimTestReply *page, const char *line)
{
  g_autofree char *whole = g_strdup_printf ("\n%s\n", line);

  if (strstr (page->text, whole) == NULL)
    g_error ("“%s” is not in: %s", line, page->text);
}

/* Times. */

static void
assert_service_times (PlimTestApi *self, gint64 created_at, gint64 updated_at)
{
  g_auto (PlimTestReply) reply = { 0 };
  JsonObject *service = plim_json_get_object (get_status (self, &reply), "service");

  g_assert_cmpint (json_object_get_int_member (service, "createdAt"), ==, created_at);
  g_assert_cmpint (json_object_get_int_member (service, "updatedAt"), ==, updated_at);
}

static void
test_service_times (FIXTURE)
{
  PlimAccount *account = plim_test_api_add_account (self, PLIM_TEST_ID (1), "codex", "work");

  assert_service_times (self, PLIM_TEST_NOW, PLIM_TEST_NOW);
  plim_test_clock_jump (self->clock, PLIM_TEST_NOW + 60);
  plim_test_api_poll (self, account, 20);
  assert_service_times (self, PLIM_TEST_NOW, PLIM_TEST_NOW);
  plim_account_set_label (account, "renamed");
  assert_service_times (self, PLIM_TEST_NOW, PLIM_TEST_NOW + 60);
}

static void
test_times_are_kept (FIXTURE)
{
  PlimAccount *account = plim_test_api_add_account (self, PLIM_TEST_ID (1), "codex", "work");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) loaded = NULL;

  plim_test_clock_jump (self->clock, PLIM_TEST_NOW + 60);
  plim_account_set_interval (account, 900);
  plim_account_list_save (self->accounts, account);
  plim_database_load_async (self->database, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  loaded = plim_database_load_finish (self->database, result, NULL);
  g_assert_cmpuint (loaded->len, ==, 1);
  g_assert_cmpint (plim_account_get_created_at (loaded->pdata[0]), ==, PLIM_TEST_NOW);
  g_assert_cmpint (plim_account_get_changed_at (loaded->pdata[0]), ==, PLIM_TEST_NOW + 60);
}

static void
test_quota_times (FIXTURE)
{
  PlimAccount *account = plim_test_api_add_account (self, PLIM_TEST_ID (1), "codex", "work");
  g_auto (PlimTestReply) reply = { 0 };
  JsonObject *quota;

  plim_test_api_poll (self, account, 20);
  plim_test_clock_jump (self->clock, PLIM_TEST_NOW + DAY_S);
  plim_test_api_poll (self, account, 30);
  quota =
      json_array_get_object_element (plim_json_get_array (get_status (self, &reply), "quotas"), 0);
  g_assert_cmpint (json_object_get_int_member (quota, "createdAt"), ==, PLIM_TEST_NOW);
  g_assert_cmpint (json_object_get_int_member (quota, "updatedAt"), ==, PLIM_TEST_NOW + DAY_S);
}

static void
test_token_expiration (FIXTURE)
{
  PlimAccount *account = plim_test_api_add_account (self, PLIM_TEST_ID (1), "codex", "work");
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (PLIM_TEST_NOW);
  g_auto (PlimTestReply) reply = { 0 };

  g_assert_false (json_object_has_member (get_status (self, &reply), "tokenExpiration"));
  plim_snapshot_remember (snapshot, PLIM_SNAPSHOT_TOKEN_EXPIRES_AT, "2026-11-30T00:00:00Z");
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, PLIM_TEST_NOW);
  g_assert_cmpint (json_object_get_int_member (get_status (self, &reply), "tokenExpiration"), ==,
                   1795996800);
}

/* Collectors. */

static PlimIngestResult *
push (PlimCollectors *collectors, const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "webhook", name, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) body = NULL;
  char *text;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  body = g_bytes_new_take (text, length);
  plim_collectors_ingest_async (collectors, body, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  plim_collectors_flush (collectors);
  return plim_collectors_ingest_finish (collectors, result);
}

static void
test_pushed_account (FIXTURE)
{
  g_autoptr (PlimCollectors) collectors =
      plim_collectors_new (self->accounts, self->database, PLIM_CLOCK (self->clock));
  g_autoptr (PlimIngestResult) first = NULL, second = NULL;
  g_auto (PlimTestReply) reply = { 0 };
  JsonObject *details;

  plim_api_show_collectors (self->api, collectors);
  first = push (collectors, "01-codex.json");
  g_assert_true (first->created_account);
  details = plim_json_get_object (get_status (self, &reply), "plimsoll");
  g_assert_cmpstr (plim_json_get_string (details, "accountKey"), ==, first->account_key);
  g_assert_cmpstr (plim_json_get_string (details, "collector"), ==, "browser_extension");
  g_assert_cmpstr (plim_json_get_string (details, "collectorStatus"), ==, "ok");
  g_assert_false (json_object_has_member (details, "errorCode"));
  g_assert_cmpint (json_object_get_int_member (details, "requestCount"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (details, "receivedAt"), ==, PLIM_TEST_NOW);
  g_assert_true (json_object_get_boolean_member (details, "available"));
  g_assert_true (json_object_get_boolean_member (details, "allowed"));
  g_assert_false (json_object_get_boolean_member (details, "limitReached"));
  /* The same numbers again: only the count is another. */
  second = push (collectors, "01-codex.json");
  details = plim_json_get_object (get_status (self, &reply), "plimsoll");
  g_assert_cmpint (json_object_get_int_member (details, "requestCount"), ==, 2);
  g_assert_cmpuint (get (self, &reply, "/metrics"), ==, 200);
  g_assert_nonnull (strstr (reply.text, ",source=\"browser_extension\"} 1\n"));
}

static void
test_polled_account (FIXTURE)
{
  PlimAccount *account = plim_test_api_add_account (self, PLIM_TEST_ID (1), "codex", "work");
  g_auto (PlimTestReply) reply = { 0 };
  JsonObject *details;

  plim_test_api_poll (self, account, 20);
  details = plim_json_get_object (get_status (self, &reply), "plimsoll");
  g_assert_false (json_object_has_member (details, "accountKey"));
  g_assert_false (json_object_has_member (details, "requestCount"));
}

/* Forecasts. */

static void
forecast (PlimAccount *account, const char *window_id, gint64 runs_out_at)
{
  g_autoptr (GHashTable) forecasts =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  PlimForecast told = { .runs_out_at = runs_out_at };

  g_hash_table_insert (forecasts, g_strdup (window_id), g_memdup2 (&told, sizeof told));
  plim_account_set_forecasts (account, forecasts);
}

static void
test_exhaustion (FIXTURE)
{
#define FAMILY "plimsoll_window_exhaustion_timestamp_seconds"
  PlimAccount *account = plim_test_api_add_account (self, PLIM_TEST_ID (1), "codex", "work");
  g_auto (PlimTestReply) reply = { 0 };

  plim_test_api_poll (self, account, 20);
  forecast (account, "weekly", PLIM_TIME_UNKNOWN);
  g_assert_cmpuint (get (self, &reply, "/metrics"), ==, 200);
  g_assert_null (strstr (reply.text, "\n" FAMILY "{"));
  forecast (account, "weekly", PLIM_TEST_NOW + DAY_S);
  g_assert_cmpuint (get (self, &reply, "/metrics"), ==, 200);
  assert_line (&reply, FAMILY "{account=\"" PLIM_TEST_ID (
                           1) "\",provider=\"codex\",window=\"weekly\"} 1795262400");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
#define ADD(name, function)                                                                        \
  g_test_add ("/server/api/" name, PlimTestApi, NULL, plim_test_api_set_up, function,              \
              plim_test_api_tear_down)
  ADD ("service-times-are-those-of-its-user", test_service_times);
  ADD ("service-times-are-kept", test_times_are_kept);
  ADD ("quota-is-as-old-as-its-first-report", test_quota_times);
  ADD ("token-expiration-is-told", test_token_expiration);
  ADD ("pushed-account-tells-of-its-collector", test_pushed_account);
  ADD ("polled-account-has-no-collector", test_polled_account);
  ADD ("exhaustion-is-told-when-it-comes-before-the-reset", test_exhaustion);
  return g_test_run ();
}
