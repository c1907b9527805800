/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-poller.h"

#include "plim-mock-provider.h"
#include "plim-settings.h"
#include "plim-test-clock.h"
#include "plim-test-network.h"
#include "plim-test-secrets.h"
#include "plim-test-wait.h"

#include <string.h>

#define NOW 1795176000
#define FINE "{\"used\": 10}"

typedef struct {
  PlimMockProvider *mock;
  PlimFetcher *fetcher;
  PlimTestClock *clock;
  PlimTestNetwork *network;
  GSettings *settings;
  GListStore *accounts;
  PlimPoller *poller;
  guint n_polled;
} Fixture;

static void
on_polled (PlimPoller *poller, PlimAccount *account, Fixture *self)
{
  g_assert_false (plim_account_is_polling (account));
  self->n_polled++;
}

static void
make_poller (Fixture *self)
{
  self->poller =
      plim_poller_new (G_LIST_MODEL (self->accounts), self->fetcher, PLIM_CLOCK (self->clock),
                       G_NETWORK_MONITOR (self->network), self->settings);
  g_signal_connect (self->poller, "polled", G_CALLBACK (on_polled), self);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->mock = plim_mock_provider_new (NULL);
  self->fetcher = plim_fetcher_new ();
  self->clock = plim_test_clock_new (NOW);
  self->network = plim_test_network_new ();
  self->settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  self->accounts = g_list_store_new (PLIM_TYPE_ACCOUNT);
  g_settings_reset (self->settings, PLIM_SETTINGS_INTERVAL);
  plim_test_secrets_reset ();
  make_poller (self);
  plim_poller_start (self->poller);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  plim_mock_provider_release (self->mock);
  g_assert_finalize_object (self->poller);
  g_list_store_remove_all (self->accounts);
  g_assert_finalize_object (self->accounts);
  plim_test_settle ();
  g_assert_finalize_object (self->fetcher);
  g_assert_finalize_object (self->clock);
  g_assert_finalize_object (self->network);
  g_clear_object (&self->settings);
  plim_mock_provider_free (self->mock);
}

static PlimAccount *
make_account (Fixture *self, const char *provider_id)
{
  g_autofree char *id = g_uuid_string_random ();
  PlimAccount *account = plim_account_new (id, provider_id);

  plim_account_set_label (account, provider_id);
  plim_account_set_base_url (account, plim_mock_provider_get_origin (self->mock));
  plim_test_secrets_set (id, "key", "k-1");
  return account;
}

/* Borrowed from the list. */
static PlimAccount *
add_account (Fixture *self, const char *provider_id)
{
  g_autoptr (PlimAccount) account = make_account (self, provider_id);

  g_list_store_append (self->accounts, account);
  return account;
}

static void
wait_for_polls (Fixture *self, guint n_polled)
{
  plim_test_wait (self->n_polled >= n_polled);
  g_assert_cmpuint (self->n_polled, ==, n_polled);
}

static void
ring (Fixture *self)
{
  guint n_polled = self->n_polled;

  plim_test_clock_ring (self->clock);
  wait_for_polls (self, n_polled + 1);
}

static gint64
get_wait (Fixture *self, PlimAccount *account)
{
  return plim_account_get_next_poll_at (account) - plim_clock_get_now (PLIM_CLOCK (self->clock));
}

static void
assert_wait (Fixture *self, PlimAccount *account, gint64 about_s)
{
  gint64 wait_s = get_wait (self, account);

  g_assert_cmpint (wait_s, >=, MAX (about_s * 9 / 10, 60));
  g_assert_cmpint (wait_s, <=, about_s * 11 / 10 + 1);
}

static gboolean
refresh (Fixture *self, PlimAccount *account, gboolean force, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  plim_poller_refresh_async (self->poller, account, force, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  return plim_poller_refresh_finish (self->poller, result, error);
}

static void
test_schedule (Fixture *self, gconstpointer data)
{
  PlimAccount *account;

  g_settings_set_uint (self->settings, PLIM_SETTINGS_INTERVAL, 300);
  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, FINE);
  account = add_account (self, "alpha");
  wait_for_polls (self, 1);
  for (guint i = 2; i < 30; i++) {
    assert_wait (self, account, 300);
    g_assert_cmpint (plim_test_clock_get_alarm (self->clock), ==,
                     plim_account_get_next_poll_at (account));
    ring (self);
    g_assert_cmpuint (plim_mock_provider_count (self->mock, "/alpha"), ==, i);
  }
  g_assert_cmpint (plim_account_get_status (account), ==, PLIM_STATUS_OK);
  g_assert_cmpuint (plim_account_get_expected_interval (account), ==, 300);
}

static void
assert_plan (Fixture *self, PlimAccount *account, PlimPollReason reason, gint64 about_s)
{
  g_assert_cmpint (plim_account_get_next_poll_reason (account), ==, reason);
  assert_wait (self, account, about_s);
  g_assert_cmpint (plim_account_get_expected_interval (account), ==, about_s);
}

static void
test_adapts (Fixture *self, gconstpointer data)
{
  PlimAccount *account;

  for (guint i = 0; i < 3; i++)
    plim_mock_provider_add (self->mock, "/alpha", 200, NULL, FINE);
  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 11}");
  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 31}");
  account = add_account (self, "alpha");
  g_assert_cmpint (plim_account_get_next_poll_reason (account), ==, PLIM_POLL_REASON_START);
  wait_for_polls (self, 1);
  assert_plan (self, account, PLIM_POLL_REASON_USUAL, 300);
  plim_test_clock_advance (self->clock, 3700);
  wait_for_polls (self, 2);
  assert_plan (self, account, PLIM_POLL_REASON_QUIET, 600);
  plim_test_clock_advance (self->clock, 4 * 3600);
  wait_for_polls (self, 3);
  assert_plan (self, account, PLIM_POLL_REASON_QUIET, 900);
  ring (self);
  assert_plan (self, account, PLIM_POLL_REASON_USUAL, 300);
  ring (self);
  assert_plan (self, account, PLIM_POLL_REASON_BUSY, 120);
}

static void
test_look (Fixture *self, gconstpointer data)
{
  PlimAccount *account;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, FINE);
  account = add_account (self, "alpha");
  wait_for_polls (self, 1);
  plim_test_clock_advance (self->clock, 50);
  plim_poller_note_look (self->poller); /* fresh enough: nothing is sent, only sooner than else */
  plim_test_settle ();
  g_assert_cmpuint (self->n_polled, ==, 1);
  g_assert_cmpint (plim_account_get_next_poll_reason (account), ==, PLIM_POLL_REASON_LOOKED);
  g_assert_cmpint (get_wait (self, account), <=, 132 - 50);
  plim_test_clock_advance (self->clock, 3600);
  wait_for_polls (self, 2);
  plim_test_clock_advance (self->clock, 200);
  g_assert_cmpuint (self->n_polled, ==, 2);
  plim_poller_note_look (self->poller); /* older than that: at once */
  wait_for_polls (self, 3);
  assert_plan (self, account, PLIM_POLL_REASON_LOOKED, 120);
}

static void
test_desktop (Fixture *self, gconstpointer data)
{
  PlimDesktopState desktop = { .is_on_battery = TRUE };
  PlimAccount *account;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, FINE);
  account = add_account (self, "alpha");
  wait_for_polls (self, 1);
  plim_poller_set_desktop (self->poller, &desktop);
  assert_plan (self, account, PLIM_POLL_REASON_BATTERY, 600);
  desktop.is_locked = TRUE;
  plim_poller_set_desktop (self->poller, &desktop);
  assert_plan (self, account, PLIM_POLL_REASON_LOCKED, 3600);
  plim_test_clock_advance (self->clock, 2000);
  plim_test_settle ();
  g_assert_cmpuint (self->n_polled, ==, 1);
  plim_poller_set_desktop (self->poller, &(PlimDesktopState){ 0 }); /* somebody is back */
  wait_for_polls (self, 2);
  assert_plan (self, account, PLIM_POLL_REASON_USUAL, 300);
}

static void
test_manual (Fixture *self, gconstpointer data)
{
  PlimAccount *account;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, FINE);
  account = add_account (self, "alpha");
  wait_for_polls (self, 1);
  plim_account_set_interval (account, PLIM_INTERVAL_MANUAL);
  g_assert_cmpint (plim_account_get_next_poll_at (account), ==, PLIM_TIME_UNKNOWN);
  g_assert_cmpint (plim_account_get_next_poll_reason (account), ==, PLIM_POLL_REASON_MANUAL);
  g_assert_cmpint (plim_test_clock_get_alarm (self->clock), ==, 0);
  plim_test_clock_advance (self->clock, 86400);
  plim_poller_note_look (self->poller);
  plim_test_network_set_available (self->network, TRUE);
  plim_test_settle ();
  g_assert_cmpuint (self->n_polled, ==, 1);
  g_assert_true (refresh (self, account, FALSE, NULL));
  g_assert_cmpuint (self->n_polled, ==, 2);
  g_assert_cmpint (plim_account_get_next_poll_at (account), ==, PLIM_TIME_UNKNOWN);
  plim_account_set_interval (account, 0);
  assert_plan (self, account, PLIM_POLL_REASON_LOOKED, 120);
}

static void
test_intervals (Fixture *self, gconstpointer data)
{
  PlimAccount *account;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, FINE);
  account = add_account (self, "alpha");
  wait_for_polls (self, 1);
  g_settings_set_uint (self->settings, PLIM_SETTINGS_INTERVAL, 1000);
  assert_wait (self, account, 1000);
  plim_account_set_interval (account, 2000);
  assert_wait (self, account, 2000);
  g_assert_cmpuint (plim_account_get_expected_interval (account), ==, 2000);
  plim_test_clock_advance (self->clock, 900);
  plim_account_set_interval (account, 100); /* long past: at once */
  wait_for_polls (self, 2);
  assert_wait (self, account, 100);
}

static void
test_back_off (Fixture *self, gconstpointer data)
{
  static const gint64 waits[] = { 60, 120, 240, 480, 960, 1800, 1800 };
  PlimAccount *account;

  g_settings_set_uint (self->settings, PLIM_SETTINGS_INTERVAL, 300);
  for (gsize i = 0; i < G_N_ELEMENTS (waits); i++)
    plim_mock_provider_add (self->mock, "/alpha", 500, NULL, "{}");
  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, FINE);
  plim_mock_provider_add (self->mock, "/alpha", 500, NULL, "{}");
  account = add_account (self, "alpha");
  wait_for_polls (self, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (waits); i++) {
    g_assert_cmpint (plim_account_get_status (account), ==, PLIM_STATUS_PROVIDER_UNAVAILABLE);
    assert_wait (self, account, waits[i]);
    ring (self);
  }
  g_assert_cmpint (plim_account_get_status (account), ==, PLIM_STATUS_OK);
  assert_wait (self, account, 300);
  ring (self);
  assert_wait (self, account, 60);
}

static void
test_retry_after (Fixture *self, gconstpointer data)
{
  PlimAccount *account;

  g_settings_set_uint (self->settings, PLIM_SETTINGS_INTERVAL, 300);
  plim_mock_provider_add (self->mock, "/alpha", 429, "Retry-After: 1500", "{}");
  account = add_account (self, "alpha");
  wait_for_polls (self, 1);
  g_assert_cmpint (get_wait (self, account), >=, 1500);
  g_assert_cmpint (get_wait (self, account), <=, 1650);
  /* Not even a person may. */
  plim_test_clock_advance (self->clock, 1000);
  g_assert_true (refresh (self, account, FALSE, NULL));
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 1);
}

static void
test_after_reset (Fixture *self, gconstpointer data)
{
  PlimAccount *account;
  gint64 wait_s;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL,
                          "{\"used\": 90, \"resets_at\": 1795176100}");
  plim_mock_provider_add (self->mock, "/alpha", 200, NULL,
                          "{\"used\": 0, \"resets_at\": 1795176140}");
  account = add_account (self, "alpha");
  wait_for_polls (self, 1);
  wait_s = get_wait (self, account);
  g_assert_cmpint (wait_s, >, 100);
  g_assert_cmpint (wait_s, <=, 135);
  ring (self);
  assert_wait (self, account, 300); /* within the minimum: no earlier poll */
}

static void
test_wake (Fixture *self, gconstpointer data)
{
  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, FINE);
  plim_mock_provider_add (self->mock, "/beta", 200, NULL, FINE);
  add_account (self, "alpha");
  add_account (self, "beta");
  wait_for_polls (self, 2);
  plim_test_clock_jump (self->clock, NOW + 36000);
  wait_for_polls (self, 4);
  plim_test_settle ();
  g_assert_cmpuint (plim_mock_provider_count (self->mock, "/alpha"), ==, 2);
  g_assert_cmpuint (plim_mock_provider_count (self->mock, "/beta"), ==, 2);
  plim_test_clock_jump (self->clock, NOW + 36010); /* nothing is due */
  plim_test_settle ();
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 4);
}

static void
test_set_back (Fixture *self, gconstpointer data)
{
  PlimAccount *account;

  g_settings_set_uint (self->settings, PLIM_SETTINGS_INTERVAL, 300);
  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, FINE);
  account = add_account (self, "alpha");
  wait_for_polls (self, 1);
  plim_test_clock_jump (self->clock, NOW - 86400);
  assert_wait (self, account, 300);
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 1);
  ring (self);
  assert_wait (self, account, 300);
}

static void
test_join (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) one = NULL;
  g_autoptr (GAsyncResult) other = NULL;
  g_autoptr (GError) error = NULL;
  PlimAccount *account;

  plim_mock_provider_add (self->mock, "/alpha", 503, NULL, "{}");
  plim_mock_provider_hang (self->mock, "/alpha");
  account = add_account (self, "alpha");
  plim_test_wait (plim_mock_provider_get_n_waiting (self->mock) == 1);
  g_assert_true (plim_account_is_polling (account));
  plim_poller_refresh_async (self->poller, account, FALSE, NULL, plim_test_keep_result, &one);
  plim_poller_refresh_async (self->poller, account, FALSE, NULL, plim_test_keep_result, &other);
  plim_mock_provider_release (self->mock);
  plim_test_wait (one != NULL && other != NULL);
  g_assert_false (plim_poller_refresh_finish (self->poller, one, &error));
  g_assert_error (error, PLIM_ERROR, PLIM_STATUS_PROVIDER_UNAVAILABLE);
  g_assert_false (plim_poller_refresh_finish (self->poller, other, NULL));
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 1);
  g_assert_cmpuint (self->n_polled, ==, 1);
}

static void
test_minimum (Fixture *self, gconstpointer data)
{
  PlimAccount *account;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, FINE);
  account = add_account (self, "alpha");
  wait_for_polls (self, 1);
  g_assert_cmpint (plim_account_get_refresh_allowed_at (account), ==,
                   plim_account_get_attempted_at (account) + 60);
  plim_test_clock_advance (self->clock, 59);
  g_assert_true (refresh (self, account, FALSE, NULL));
  plim_poller_refresh_all (self->poller);
  plim_test_settle ();
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 1);
  plim_test_clock_advance (self->clock, 1);
  g_assert_true (refresh (self, account, FALSE, NULL));
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 2);
  g_assert_true (refresh (self, account, TRUE, NULL));
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 3);
}

/* Whether the last poll showed @name's numbers: the week, and a balance or none. */
static void
assert_numbers (PlimAccount *account, const char *name, double percent, double balance)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);
  const PlimUsageWindow *window;

  g_assert_cmpstr (plim_snapshot_get_identity (snapshot), ==, name);
  window = plim_snapshot_find_window (snapshot, "session");
  g_assert_cmpfloat (window->used_percent, ==, percent);
  window = plim_snapshot_find_window (snapshot, "balance");
  g_assert_cmpfloat (window != NULL ? window->remaining : 0, ==, balance);
}

static void
test_other_owner (Fixture *self, gconstpointer data)
{
  PlimAccount *account;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL,
                          "{\"used\": 20, \"who\": \"ann\", \"balance\": \"12.5\"}");
  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 21, \"who\": \"ann\"}");
  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 70, \"who\": \"bob\"}");
  account = add_account (self, "alpha");
  wait_for_polls (self, 1);
  ring (self);
  assert_numbers (account, "ann", 21, 12.5);
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 2);
  /* The balance of Bob's first answer is Ann's. */
  ring (self);
  assert_numbers (account, "bob", 70, 0);
  g_assert_cmpstr (plim_account_get_owner (account)->former_name, ==, "ann");
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 4);
  ring (self);
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 5);
}

/* A provider may be asked in several ways, and one of them less often. */
static void
test_least_interval (Fixture *self, gconstpointer data)
{
  g_autoptr (GHashTable) memory = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (PlimAccount) account = make_account (self, "alpha");

  g_hash_table_insert (memory, (char *) PLIM_SNAPSHOT_LEAST_INTERVAL, (char *) "1000");
  plim_account_set_memory (account, memory);
  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, FINE);
  g_list_store_append (self->accounts, account);
  wait_for_polls (self, 1);
  g_assert_cmpint (get_wait (self, account), >=, 1000);
  g_assert_cmpint (get_wait (self, account), <=, 1100);
  g_assert_cmpint (plim_account_get_refresh_allowed_at (account), ==, NOW + 1000);
  plim_test_clock_advance (self->clock, 999);
  plim_poller_note_look (self->poller);
  g_assert_true (refresh (self, account, FALSE, NULL));
  g_assert_cmpuint (self->n_polled, ==, 1);
}

/* Each answer is for the other of two: one more question a poll, never a loop. */
static void
test_owner_to_and_fro (Fixture *self, gconstpointer data)
{
  PlimAccount *account;

  for (guint i = 0; i < 6; i++)
    plim_mock_provider_add (self->mock, "/alpha", 200, NULL,
                            i % 2 == 0 ? "{\"used\": 20, \"who\": \"ann\"}"
                                       : "{\"used\": 70, \"who\": \"bob\"}");
  account = add_account (self, "alpha");
  wait_for_polls (self, 1);
  assert_numbers (account, "ann", 20, 0);
  ring (self);
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 3);
  assert_numbers (account, "ann", 20, 0);
  ring (self);
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 5);
  assert_numbers (account, "ann", 20, 0);
}

static void
test_other_owner_and_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  PlimAccount *account;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 20, \"who\": \"ann\"}");
  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 70, \"who\": \"bob\"}");
  plim_mock_provider_add (self->mock, "/alpha", 429, NULL, "{}");
  account = add_account (self, "alpha");
  wait_for_polls (self, 1);
  plim_poller_refresh_async (self->poller, account, TRUE, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  g_assert_false (plim_poller_refresh_finish (self->poller, result, NULL));
  g_assert_cmpint (plim_account_get_status (account), ==, PLIM_STATUS_RATE_LIMITED);
  g_assert_null (plim_account_get_snapshot (account));
  g_assert_cmpuint (self->n_polled, ==, 2);
}

static void
test_new_credential_while_polling (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  PlimAccount *account;

  plim_mock_provider_add (self->mock, "/alpha", 401, NULL, "{}");
  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, FINE);
  plim_mock_provider_hang (self->mock, "/alpha");
  account = add_account (self, "alpha");
  plim_test_wait (plim_mock_provider_get_n_waiting (self->mock) == 1);
  plim_test_secrets_set (plim_account_get_id (account), "key", "k-2");
  plim_poller_refresh_async (self->poller, account, TRUE, NULL, plim_test_keep_result, &result);
  plim_mock_provider_release (self->mock);
  plim_test_wait (result != NULL);
  g_assert_true (plim_poller_refresh_finish (self->poller, result, NULL));
  g_assert_cmpstr (plim_mock_provider_get_header (self->mock, 1, "Authorization"), ==,
                   "Bearer k-2");
  g_assert_cmpint (plim_account_get_status (account), ==, PLIM_STATUS_OK);
}

/* What was taught by the settings of before comes too late. */
static void
test_new_settings_while_polling (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) joined = NULL;
  g_autoptr (GAsyncResult) forced = NULL;
  PlimAccount *account;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 70, \"who\": \"ann\"}");
  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, "{\"used\": 20, \"who\": \"bob\"}");
  plim_mock_provider_hang (self->mock, "/alpha");
  account = add_account (self, "alpha");
  plim_test_wait (plim_mock_provider_get_n_waiting (self->mock) == 1);
  plim_poller_refresh_async (self->poller, account, FALSE, NULL, plim_test_keep_result, &joined);
  plim_poller_refresh_async (self->poller, account, TRUE, NULL, plim_test_keep_result, &forced);
  plim_mock_provider_release (self->mock);
  plim_test_wait (joined != NULL && forced != NULL);
  g_assert_true (plim_poller_refresh_finish (self->poller, joined, NULL));
  g_assert_true (plim_poller_refresh_finish (self->poller, forced, NULL));
  g_assert_cmpstr (plim_account_get_owner (account)->name, ==, "bob");
  g_assert_null (plim_account_get_owner (account)->former_name);
  g_assert_cmpuint (self->n_polled, ==, 1);
}

static guint
count_polling (Fixture *self, const char *provider_id)
{
  guint n_polling = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

    n_polling +=
        plim_account_is_polling (account) &&
        (provider_id == NULL || strcmp (plim_account_get_provider_id (account), provider_id) == 0);
  }
  return n_polling;
}

static void
test_places (Fixture *self, gconstpointer data)
{
  static const char *const ids[] = { "alpha", "beta", "gamma" };
  static const char *const paths[] = { "/alpha", "/beta", "/gamma" };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++) {
    plim_mock_provider_add (self->mock, paths[i], 200, NULL, FINE);
    plim_mock_provider_hang (self->mock, paths[i]);
  }
  for (guint i = 0; i < 21; i++)
    add_account (self, ids[i % 3]);
  plim_test_wait (plim_mock_provider_get_n_waiting (self->mock) == 4);
  plim_test_settle ();
  g_assert_cmpuint (count_polling (self, NULL), ==, 4);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_cmpuint (count_polling (self, ids[i]), <=, 2);
  plim_mock_provider_release (self->mock);
  while (self->n_polled < 21) {
    g_assert_cmpuint (count_polling (self, NULL), <=, 4);
    g_main_context_iteration (NULL, TRUE);
  }
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 21);
}

static void
test_slow_delays_no_other (Fixture *self, gconstpointer data)
{
  plim_mock_provider_hang (self->mock, "/alpha");
  plim_mock_provider_hang (self->mock, "/beta");
  plim_mock_provider_add (self->mock, "/gamma", 200, NULL, FINE);
  for (guint i = 0; i < 5; i++) {
    add_account (self, "alpha");
    add_account (self, "beta");
  }
  plim_test_wait (plim_mock_provider_get_n_waiting (self->mock) == 4);
  add_account (self, "gamma");
  plim_test_settle ();
  g_assert_cmpuint (self->n_polled, ==, 0); /* all places are taken … */
  g_assert_cmpint (plim_test_clock_get_alarm (self->clock), ==, NOW + 10);
  plim_test_clock_ring (self->clock); /* … until they prove slow */
  wait_for_polls (self, 1);
  g_assert_cmpuint (plim_mock_provider_count (self->mock, "/gamma"), ==, 1);
  /* And those who hang got no more than theirs. */
  g_assert_cmpuint (count_polling (self, "alpha"), ==, 2);
  g_assert_cmpuint (count_polling (self, "beta"), ==, 2);
}

static void
test_one_hanging_provider (Fixture *self, gconstpointer data)
{
  plim_mock_provider_hang (self->mock, "/alpha");
  plim_mock_provider_add (self->mock, "/beta", 200, NULL, FINE);
  for (guint i = 0; i < 10; i++)
    add_account (self, "alpha");
  add_account (self, "beta");
  wait_for_polls (self, 1);
  g_assert_cmpuint (plim_mock_provider_count (self->mock, "/beta"), ==, 1);
}

static void
test_removed (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlimAccount) account = NULL;

  plim_mock_provider_hang (self->mock, "/alpha");
  account = g_object_ref (add_account (self, "alpha"));
  plim_test_wait (plim_mock_provider_get_n_waiting (self->mock) == 1);
  plim_poller_refresh_async (self->poller, account, FALSE, NULL, plim_test_keep_result, &result);
  g_list_store_remove_all (self->accounts);
  plim_test_wait (result != NULL);
  g_assert_false (plim_poller_refresh_finish (self->poller, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (plim_account_is_polling (account));
  g_assert_cmpint (plim_account_get_attempted_at (account), ==, PLIM_TIME_UNKNOWN);
  g_assert_cmpuint (self->n_polled, ==, 0);
  g_assert_cmpint (plim_test_clock_get_alarm (self->clock), ==, 0);
}

static void
test_disabled (Fixture *self, gconstpointer data)
{
  PlimAccount *account;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, FINE);
  account = add_account (self, "alpha");
  wait_for_polls (self, 1);
  plim_account_set_enabled (account, FALSE);
  g_assert_cmpint (plim_account_get_next_poll_at (account), ==, PLIM_TIME_UNKNOWN);
  g_assert_cmpint (plim_test_clock_get_alarm (self->clock), ==, 0);
  plim_test_clock_advance (self->clock, 5000);
  plim_poller_refresh_all (self->poller);
  plim_test_settle ();
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 1);
  plim_account_set_enabled (account, TRUE);
  wait_for_polls (self, 2);
  /* Off and on again is no way around the minimum. */
  plim_account_set_enabled (account, FALSE);
  plim_account_set_enabled (account, TRUE);
  plim_test_settle ();
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 2);
  g_assert_cmpint (get_wait (self, account), ==, 60);
}

static void
test_disabled_while_polling (Fixture *self, gconstpointer data)
{
  PlimAccount *account;

  plim_mock_provider_hang (self->mock, "/alpha");
  account = add_account (self, "alpha");
  plim_test_wait (plim_mock_provider_get_n_waiting (self->mock) == 1);
  plim_account_set_enabled (account, FALSE);
  plim_test_wait (!plim_account_is_polling (account));
  g_assert_cmpuint (self->n_polled, ==, 0);
  plim_mock_provider_release (self->mock);
  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, FINE);
  plim_account_set_enabled (account, TRUE);
  wait_for_polls (self, 1);
  g_assert_cmpint (plim_account_get_status (account), ==, PLIM_STATUS_OK);
}

static void
test_offline (Fixture *self, gconstpointer data)
{
  g_autoptr (PlimAccount) account = make_account (self, "alpha");

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, FINE);
  plim_mock_provider_add (self->mock, "/beta", 200, NULL, FINE);
  plim_test_network_set_available (self->network, FALSE);
  plim_account_set_base_url (account, NULL);
  g_list_store_append (self->accounts, account);
  wait_for_polls (self, 1);
  g_assert_cmpint (plim_account_get_status (account), ==, PLIM_STATUS_OFFLINE);
  g_assert_cmpint (plim_account_get_next_poll_at (account), ==, PLIM_TIME_UNKNOWN);
  g_assert_cmpint (plim_test_clock_get_alarm (self->clock), ==, 0);
  add_account (self, "beta"); /* this computer itself is there without a network */
  add_account (self, "local");
  wait_for_polls (self, 3);
  plim_test_clock_advance (self->clock, 100);
  plim_account_set_base_url (account, plim_mock_provider_get_origin (self->mock));
  plim_test_network_set_available (self->network, TRUE);
  g_assert_cmpint (get_wait (self, account), ==, 3);
  plim_test_clock_advance (self->clock, 3);
  wait_for_polls (self, 4);
  g_assert_cmpint (plim_account_get_status (account), ==, PLIM_STATUS_OK);
}

static void
test_restart (Fixture *self, gconstpointer data)
{
  PlimAccount *account;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, FINE);
  account = add_account (self, "alpha");
  wait_for_polls (self, 1);
  g_assert_finalize_object (self->poller);
  plim_test_clock_advance (self->clock, 100);
  make_poller (self);
  plim_poller_start (self->poller);
  plim_test_settle ();
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 1);
  g_assert_cmpint (get_wait (self, account), >=, 170);
  g_assert_cmpint (get_wait (self, account), <=, 230);
  g_assert_true (refresh (self, account, FALSE, NULL)); /* the minimum has passed */
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 2);
}

static void
test_manual_over_restart (Fixture *self, gconstpointer data)
{
  g_autoptr (PlimAccount) account = make_account (self, "alpha");
  g_autoptr (GError) error = plim_error_new (PLIM_STATUS_OFFLINE, PLIM_CAUSE_NONE, 0, "offline");

  plim_account_set_interval (account, PLIM_INTERVAL_MANUAL);
  plim_account_update (account, NULL, error, NOW - 60);
  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, FINE);
  g_list_store_append (self->accounts, account);
  plim_test_settle ();
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 0);
  g_assert_cmpint (plim_account_get_next_poll_reason (account), ==, PLIM_POLL_REASON_MANUAL);
  g_assert_true (refresh (self, account, FALSE, NULL));
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 1);
}

static void
test_not_started (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->poller);
  make_poller (self);
  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, FINE);
  add_account (self, "alpha");
  plim_test_settle ();
  g_assert_cmpuint (plim_mock_provider_count (self->mock, NULL), ==, 0);
  plim_poller_start (self->poller);
  wait_for_polls (self, 1);
}

static void
test_keyring (Fixture *self, gconstpointer data)
{
  PlimAccount *account;

  plim_mock_provider_add (self->mock, "/alpha", 200, NULL, FINE);
  plim_test_secrets_fail (PLIM_SECRETS_ERROR_LOCKED);
  account = add_account (self, "alpha");
  wait_for_polls (self, 1);
  g_assert_cmpint (plim_account_get_cause (account), ==, PLIM_CAUSE_KEYRING_LOCKED);
  g_assert_cmpint (get_wait (self, account), >, 3000);
  plim_test_secrets_fail (-1);
  plim_poller_retry_cause (self->poller, PLIM_CAUSE_KEYRING_MISSING); /* not this one */
  plim_test_settle ();
  g_assert_cmpuint (self->n_polled, ==, 1);
  plim_poller_retry_cause (self->poller, PLIM_CAUSE_KEYRING_LOCKED);
  wait_for_polls (self, 2);
  g_assert_cmpint (plim_account_get_status (account), ==, PLIM_STATUS_OK);
}

static void
test_unknown_provider (Fixture *self, gconstpointer data)
{
  PlimAccount *account = add_account (self, "from-a-newer-version");

  wait_for_polls (self, 1);
  g_assert_cmpint (plim_account_get_status (account), ==, PLIM_STATUS_MISCONFIGURED);
  g_assert_cmpint (plim_test_clock_get_alarm (self->clock), ==, 0);
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *name;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "polls-at-once-and-then-by-its-interval", test_schedule },
    { "adapts-to-looks-and-changes", test_adapts },
    { "polls-for-who-looks", test_look },
    { "minds-the-desktop", test_desktop },
    { "manual-polls-when-asked-alone", test_manual },
    { "interval-of-the-account-then-of-all", test_intervals },
    { "backs-off-and-recovers", test_back_off },
    { "honours-retry-after", test_retry_after },
    { "looks-right-after-a-reset", test_after_reset },
    { "polls-once-after-waking", test_wake },
    { "clock-set-back-loses-no-poll", test_set_back },
    { "refreshes-join-one-poll", test_join },
    { "minimum-holds-for-people-too", test_minimum },
    { "way-of-asking-has-its-own-minimum", test_least_interval },
    { "new-credential-polls-again", test_new_credential_while_polling },
    { "new-settings-while-polling-count-alone", test_new_settings_while_polling },
    { "other-owner-is-asked-about-anew", test_other_owner },
    { "owner-to-and-fro-ends", test_owner_to_and_fro },
    { "other-owner-and-refused-shows-nothing", test_other_owner_and_refused },
    { "four-places-two-a-provider", test_places },
    { "slow-delays-no-other", test_slow_delays_no_other },
    { "one-hanging-provider-delays-no-other", test_one_hanging_provider },
    { "removed-account-is-cancelled", test_removed },
    { "disabled-is-not-polled", test_disabled },
    { "disabled-while-polling", test_disabled_while_polling },
    { "offline-waits-for-the-network", test_offline },
    { "restart-keeps-the-schedule", test_restart },
    { "manual-is-not-polled-at-the-start", test_manual_over_restart },
    { "nothing-before-the-start", test_not_started },
    { "locked-keyring-is-tried-again", test_keyring },
    { "unknown-provider-is-said-once", test_unknown_provider },
  };

  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/service/poller/", tests[i].name, NULL);

    g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
  }
  return g_test_run ();
}
