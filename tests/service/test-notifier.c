/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-notifier.h"

#include "plim-notice-rules.h"
#include "plim-settings.h"
#include "plim-test-clock.h"
#include "plim-test-database.h"
#include "plim-test-secrets.h"
#include "plim-test-wait.h"

#include <string.h>

#define NOW 1795176000
#define HOUR 3600
#define ID "11111111-2222-4333-8444-555555555555"

typedef struct {
  PlimTestClock *clock;
  GSettings *settings;
  PlimDatabase *database;
  PlimFetcher *fetcher;
  GListStore *accounts;
  PlimPoller *poller;
  PlimNotifier *notifier;
  PlimAccount *account;
  GPtrArray *titles;
  GPtrArray *bodies;
  gint64 resets_at;
} Fixture;

static void
on_notice (
    PlimNotifier *notifier, const char *id, const char *title, const char *body, Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GHashTable) kept = NULL;

  /* What is said is already kept. */
  plim_database_load_notices_async (self->database, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  kept = plim_database_load_notices_finish (self->database, result, NULL);
  g_assert_cmpuint (g_hash_table_size (kept), >, 0);
  g_ptr_array_add (self->titles, g_strdup (title));
  g_ptr_array_add (self->bodies, g_strdup (body));
}

static void
start (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  self->notifier = plim_notifier_new (NULL, self->poller, self->database, PLIM_CLOCK (self->clock),
                                      self->settings);
  g_signal_connect (self->notifier, "notice", G_CALLBACK (on_notice), self);
  plim_notifier_load_async (self->notifier, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  g_assert_true (plim_notifier_load_finish (self->notifier, result, &error));
}

/* Waits until the database has done what was asked of it so far. */
static void
wait_for_database (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GHashTable) kept = NULL;

  plim_database_load_notices_async (self->database, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  kept = plim_database_load_notices_finish (self->database, result, NULL);
  plim_test_settle ();
}

static void
restart (Fixture *self)
{
  wait_for_database (self);
  plim_clock_set_alarm (PLIM_CLOCK (self->clock), PLIM_TIME_UNKNOWN);
  g_clear_object (&self->notifier);
  start (self);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  static const char *const keys[] = {
    PLIM_SETTINGS_SNOOZED_UNTIL,    PLIM_SETTINGS_NOTIFY_LIMITS,  PLIM_SETTINGS_NOTIFY_PERCENTS,
    PLIM_SETTINGS_NOTIFY_ACCOUNTS,  PLIM_SETTINGS_NOTIFY_REACHED, PLIM_SETTINGS_NOTIFY_PROJECTED,
    PLIM_SETTINGS_NOTIFY_RESET,     PLIM_SETTINGS_NOTIFY_SIGN_IN, PLIM_SETTINGS_NOTIFY_STOPPED,
    PLIM_SETTINGS_NOTIFY_INCIDENTS, PLIM_SETTINGS_QUIET_HOURS,
  };

  self->clock = plim_test_clock_new (NOW);
  self->settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (self->settings, keys[i]);
  self->database = plim_test_open_database (NULL);
  self->fetcher = plim_fetcher_new ();
  self->accounts = g_list_store_new (PLIM_TYPE_ACCOUNT);
  self->poller = plim_poller_new (G_LIST_MODEL (self->accounts), self->fetcher,
                                  PLIM_CLOCK (self->clock), NULL, self->settings);
  self->account = plim_account_new (ID, "alpha");
  plim_account_set_label (self->account, "work");
  plim_database_save_account_async (self->database, self->account, NULL, NULL, NULL);
  self->titles = g_ptr_array_new_with_free_func (g_free);
  self->bodies = g_ptr_array_new_with_free_func (g_free);
  self->resets_at = NOW + 5 * HOUR;
  start (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  wait_for_database (self);
  g_assert_finalize_object (self->notifier);
  g_assert_finalize_object (self->poller);
  g_assert_finalize_object (self->fetcher);
  g_assert_finalize_object (self->accounts);
  g_assert_finalize_object (self->account);
  g_assert_finalize_object (self->clock);
  plim_test_close_database (self->database);
  g_clear_object (&self->settings);
  g_ptr_array_unref (self->titles);
  g_ptr_array_unref (self->bodies);
}

static void
add_window (Fixture *self, PlimSnapshot *snapshot, const char *id, double percent)
{
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, id, PLIM_WINDOW_ROLLING);

  window->title = g_strdup (strcmp (id, "session") == 0 ? "Session (5 h)" : "Week");
  window->used_percent = percent;
  window->resets_at = self->resets_at;
}

/* What comes at once is gathered for a few seconds. */
static void
gather (Fixture *self)
{
  plim_test_clock_advance (self->clock, 5);
  wait_for_database (self);
}

/* A poll, a minute after the last; a negative percentage leaves the window out. */
static void
poll (Fixture *self, double session, double weekly)
{
  g_autoptr (PlimSnapshot) snapshot = NULL;
  gint64 now;

  plim_test_clock_advance (self->clock, 60);
  now = plim_clock_get_now (PLIM_CLOCK (self->clock));
  snapshot = plim_snapshot_new (now);
  if (session >= 0)
    add_window (self, snapshot, "session", session);
  if (weekly >= 0)
    add_window (self, snapshot, "weekly", weekly);
  plim_snapshot_seal (snapshot);
  plim_account_update (self->account, snapshot, NULL, now);
  g_signal_emit_by_name (self->poller, "polled", self->account);
  gather (self);
}

static void
fail (Fixture *self, PlimStatus status, PlimCause cause)
{
  g_autoptr (GError) error = plim_error_new (status, cause, 0, "it failed");

  plim_test_clock_advance (self->clock, 60);
  plim_account_update (self->account, NULL, error, plim_clock_get_now (PLIM_CLOCK (self->clock)));
  g_signal_emit_by_name (self->poller, "polled", self->account);
  gather (self);
}

static void
assert_said (Fixture *self, guint n_said)
{
  g_assert_cmpuint (self->titles->len, ==, n_said);
}

static const char *
last (GPtrArray *texts)
{
  g_assert_cmpuint (texts->len, >, 0);
  return g_ptr_array_index (texts, texts->len - 1);
}

static void
assert_has (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” has no “%s”", text, part);
}

static void
test_levels (Fixture *self, gconstpointer data)
{
  poll (self, 10, -1);
  poll (self, 76, -1);
  assert_said (self, 1);
  assert_has (last (self->titles), "Session (5 h)");
  assert_has (last (self->titles), "76");
  assert_has (last (self->bodies), "Alpha (work)");
  assert_has (last (self->bodies), "resets in 4h 5");
  poll (self, 80, -1);
  assert_said (self, 1);
  poll (self, 91, -1);
  assert_said (self, 2);
  poll (self, 100, -1);
  assert_said (self, 3);
  assert_has (last (self->titles), "limit reached");
  poll (self, 100, -1);
  assert_said (self, 3);
}

static void
test_restart (Fixture *self, gconstpointer data)
{
  poll (self, 10, -1);
  restart (self);
  poll (self, 76, -1);
  assert_said (self, 1);
  restart (self);
  poll (self, 77, -1);
  assert_said (self, 1);
  poll (self, 92, -1);
  assert_said (self, 2);
  restart (self);
  poll (self, 93, -1);
  assert_said (self, 2);
}

static void
poll_as (Fixture *self, const char *identity, double session)
{
  g_autoptr (PlimSnapshot) snapshot = NULL;
  gint64 now;

  plim_test_clock_advance (self->clock, 60);
  now = plim_clock_get_now (PLIM_CLOCK (self->clock));
  snapshot = plim_snapshot_new (now);
  add_window (self, snapshot, "session", session);
  plim_snapshot_set_identity (snapshot, identity);
  plim_snapshot_seal (snapshot);
  plim_account_update (self->account, snapshot, NULL, now);
  g_signal_emit_by_name (self->poller, "polled", self->account);
  gather (self);
}

static void
test_other_owner (Fixture *self, gconstpointer data)
{
  poll_as (self, "ann", 10);
  poll_as (self, "ann", 92);
  assert_said (self, 1);
  /* Bob's limits are a baseline, and nothing of Ann's keeps them silent. */
  poll_as (self, "bob", 50);
  assert_said (self, 2);
  assert_has (last (self->titles), "Alpha (work): another account");
  assert_has (last (self->bodies), "answers for bob, no longer for ann");
  restart (self);
  poll_as (self, "bob", 60);
  assert_said (self, 2);
  poll_as (self, "bob", 92);
  assert_said (self, 3);
  assert_has (last (self->titles), "92");
}

static void
test_other_owner_in_private (Fixture *self, gconstpointer data)
{
  poll_as (self, "ann", 10);
  g_settings_set_boolean (self->settings, PLIM_SETTINGS_PRIVACY, TRUE);
  poll_as (self, "bob", 10);
  g_settings_reset (self->settings, PLIM_SETTINGS_PRIVACY);
  assert_said (self, 1);
  g_assert_null (strstr (last (self->titles), "work"));
  g_assert_null (strstr (last (self->bodies), "ann"));
  g_assert_null (strstr (last (self->bodies), "bob"));
}

static void
test_other_owner_switched_off (Fixture *self, gconstpointer data)
{
  g_settings_set_boolean (self->settings, PLIM_SETTINGS_NOTIFY_SIGN_IN, FALSE);
  poll_as (self, "ann", 10);
  poll_as (self, "bob", 10);
  g_settings_reset (self->settings, PLIM_SETTINGS_NOTIFY_SIGN_IN);
  poll_as (self, "bob", 10);
  assert_said (self, 0);
}

static void
test_baseline (Fixture *self, gconstpointer data)
{
  poll (self, 95, 80);
  assert_said (self, 0);
  poll (self, 96, 80);
  assert_said (self, 0);
  poll (self, 100, 80);
  assert_said (self, 1);
}

static void
test_reset (Fixture *self, gconstpointer data)
{
  poll (self, 10, -1);
  poll (self, 76, -1);
  assert_said (self, 1);
  plim_test_clock_advance (self->clock, 5 * HOUR);
  poll (self, 76, -1); /* old numbers: past their reset */
  assert_said (self, 1);
  self->resets_at += 5 * HOUR;
  poll (self, 2, -1);
  poll (self, 75, -1);
  assert_said (self, 2);
}

static void
test_several (Fixture *self, gconstpointer data)
{
  poll (self, 10, 20);
  poll (self, 80, 95);
  assert_said (self, 1);
  assert_has (last (self->titles), "2 limits");
  assert_has (last (self->titles), "Alpha (work)");
  assert_has (last (self->bodies), "Session (5 h)");
  assert_has (last (self->bodies), "Week");
}

static void
test_failed_poll (Fixture *self, gconstpointer data)
{
  poll (self, 10, -1);
  poll (self, 76, -1);
  fail (self, PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE);
  fail (self, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE);
  poll (self, 77, -1);
  assert_said (self, 1);
}

static void
test_switched_off (Fixture *self, gconstpointer data)
{
  poll (self, 10, -1);
  g_settings_set_boolean (self->settings, PLIM_SETTINGS_NOTIFY_LIMITS, FALSE);
  poll (self, 76, -1);
  assert_said (self, 0);
  g_settings_set_boolean (self->settings, PLIM_SETTINGS_NOTIFY_LIMITS, TRUE);
  poll (self, 77, -1); /* old news */
  assert_said (self, 0);
  poll (self, 90, -1);
  assert_said (self, 1);
}

static void
test_snoozed_until_reset (Fixture *self, gconstpointer data)
{
  poll (self, 10, -1);
  poll (self, 76, -1);
  plim_notifier_snooze_until_reset (self->notifier, ID);
  poll (self, 91, -1);
  restart (self);
  poll (self, 100, -1);
  assert_said (self, 1);
  plim_test_clock_advance (self->clock, 5 * HOUR);
  self->resets_at += 5 * HOUR;
  poll (self, 80, -1);
  assert_said (self, 2);
}

static void
test_snoozed (Fixture *self, gconstpointer data)
{
  poll (self, 10, -1);
  plim_notifier_snooze (self->notifier, NOW + HOUR);
  g_assert_cmpint (plim_notifier_get_snoozed_until (self->notifier), ==, NOW + HOUR);
  poll (self, 76, -1);
  restart (self);
  poll (self, 91, -1);
  assert_said (self, 0);
  plim_test_clock_advance (self->clock, HOUR);
  poll (self, 92, -1); /* said now */
  assert_said (self, 1);
}

static void
test_sign_in (Fixture *self, gconstpointer data)
{
  poll (self, 10, -1);
  fail (self, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE);
  assert_said (self, 1);
  assert_has (last (self->titles), "Alpha (work)");
  assert_has (last (self->bodies), "work");
  fail (self, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE);
  restart (self);
  fail (self, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE);
  fail (self, PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE);
  fail (self, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE);
  assert_said (self, 1);
  poll (self, 10, -1);
  fail (self, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE);
  assert_said (self, 2);
}

static void
test_no_sign_in (Fixture *self, gconstpointer data)
{
  poll (self, 10, -1);
  fail (self, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_KEYRING_LOCKED);
  fail (self, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SECRET_MISSING);
  fail (self, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SIGN_IN_EXPIRED);
  g_settings_set_boolean (self->settings, PLIM_SETTINGS_NOTIFY_SIGN_IN, FALSE);
  fail (self, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE);
  assert_said (self, 0);
}

static void
test_forgotten (Fixture *self, gconstpointer data)
{
  poll (self, 10, -1);
  plim_notifier_forget (self->notifier, ID);
  poll (self, 95, -1); /* a baseline again */
  assert_said (self, 0);
}

static void
test_privacy (Fixture *self, gconstpointer data)
{
  plim_account_set_label (self->account, "dev@example.com");
  g_settings_set_boolean (self->settings, PLIM_SETTINGS_PRIVACY, TRUE);
  poll (self, 10, -1);
  poll (self, 76, -1);
  g_settings_reset (self->settings, PLIM_SETTINGS_PRIVACY);
  assert_said (self, 1);
  g_assert_null (strstr (last (self->titles), "dev@example.com"));
  g_assert_null (strstr (last (self->bodies), "dev@example.com"));
}

/* Where the window goes, as the trend tells it. */
static void
foretell (Fixture *self, PlimVerdict verdict)
{
  g_autoptr (GHashTable) forecasts =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  PlimForecast forecast = { .verdict = verdict,
                            .runs_out_at = NOW + 3 * HOUR,
                            .earliest_at = NOW + 3 * HOUR,
                            .latest_at = NOW + 3 * HOUR };

  g_hash_table_insert (forecasts, g_strdup ("session"), g_memdup2 (&forecast, sizeof forecast));
  plim_account_set_forecasts (self->account, forecasts);
}

static void
test_projected (Fixture *self, gconstpointer data)
{
  g_settings_set_boolean (self->settings, PLIM_SETTINGS_NOTIFY_PROJECTED, TRUE);
  poll (self, 10, -1);
  foretell (self, PLIM_VERDICT_RUNS_OUT);
  poll (self, 50, -1);
  assert_said (self, 1);
  g_assert_cmpstr (last (self->titles), ==, "Session (5 h): runs out before the reset");
  assert_has (last (self->bodies), "Alpha (work): 50");
  assert_has (last (self->bodies), "Runs out 15:00 (in 2h");
  poll (self, 51, -1);
  restart (self);
  poll (self, 52, -1);
  assert_said (self, 1);
}

static void
test_not_projected (Fixture *self, gconstpointer data)
{
  poll (self, 10, -1);
  foretell (self, PLIM_VERDICT_RUNS_OUT);
  poll (self, 50, -1);
  assert_said (self, 0);
  /* But the verdict stands beside the threshold. */
  poll (self, 76, -1);
  assert_said (self, 1);
  assert_has (last (self->bodies), "Runs out 15:00");
}

static void
pass_reset (Fixture *self)
{
  plim_test_clock_advance (self->clock, 5 * HOUR);
  self->resets_at += 5 * HOUR;
}

static void
test_told_reset (Fixture *self, gconstpointer data)
{
  poll (self, 10, -1);
  poll (self, 92, -1);
  assert_said (self, 1);
  restart (self);
  pass_reset (self);
  poll (self, 2, -1);
  assert_said (self, 2);
  g_assert_cmpstr (last (self->titles), ==, "Session (5 h): available again");
  assert_has (last (self->bodies), "Alpha (work): 2");
  poll (self, 3, -1);
  pass_reset (self);
  poll (self, 0, -1);
  assert_said (self, 2);
}

static void
test_reset_percent (Fixture *self, gconstpointer data)
{
  poll (self, 10, -1);
  poll (self, 88, -1);
  pass_reset (self);
  poll (self, 2, -1);
  assert_said (self, 1);
  g_settings_set_int (self->settings, PLIM_SETTINGS_NOTIFY_RESET_PERCENT, 50);
  poll (self, 51, -1);
  pass_reset (self);
  poll (self, 2, -1);
  g_settings_reset (self->settings, PLIM_SETTINGS_NOTIFY_RESET_PERCENT);
  assert_said (self, 2);
  assert_has (last (self->titles), "available again");
}

static void
test_own_percents (Fixture *self, gconstpointer data)
{
  const gint32 percents[] = { 60, 20, 60, 0, 100 };
  GVariant *none = g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, NULL, 0, sizeof (gint32));

  g_settings_set (self->settings, PLIM_SETTINGS_NOTIFY_PERCENTS, "ai", NULL);
  poll (self, 10, -1);
  poll (self, 30, -1);
  assert_said (self, 0);
  plim_notice_rules_set_own (self->settings, ID,
                             g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, percents,
                                                        G_N_ELEMENTS (percents), sizeof (gint32)));
  g_assert_true (plim_notice_rules_has_own (self->settings, ID));
  pass_reset (self);
  poll (self, 1, -1);
  poll (self, 30, -1);
  assert_said (self, 1);
  poll (self, 59, -1);
  assert_said (self, 1);
  poll (self, 60, -1);
  assert_said (self, 2);
  plim_notice_rules_set_own (self->settings, ID, none);
  pass_reset (self);
  poll (self, 1, -1);
  poll (self, 99, -1);
  assert_said (self, 2);
  plim_notifier_forget (self->notifier, ID);
  g_assert_false (plim_notice_rules_has_own (self->settings, ID));
}

static void
test_reached_alone (Fixture *self, gconstpointer data)
{
  g_settings_set_boolean (self->settings, PLIM_SETTINGS_NOTIFY_LIMITS, FALSE);
  poll (self, 10, -1);
  poll (self, 95, -1);
  assert_said (self, 0);
  poll (self, 100, -1);
  assert_said (self, 1);
}

static void
test_stopped (Fixture *self, gconstpointer data)
{
  poll (self, 10, -1);
  plim_notifier_tell_stopped (self->notifier, self->account);
  gather (self);
  assert_said (self, 0); /* unless it is wanted */
  poll (self, 11, -1);
  g_settings_set_boolean (self->settings, PLIM_SETTINGS_NOTIFY_STOPPED, TRUE);
  plim_notifier_tell_stopped (self->notifier, self->account);
  gather (self);
  assert_said (self, 1);
  assert_has (last (self->titles), "Alpha (work): the collector stopped");
  restart (self);
  plim_notifier_tell_stopped (self->notifier, self->account);
  gather (self);
  assert_said (self, 1);
}

static void
test_stopped_while_held (Fixture *self, gconstpointer data)
{
  g_settings_set_boolean (self->settings, PLIM_SETTINGS_NOTIFY_STOPPED, TRUE);
  plim_notifier_set_quiet (self->notifier, TRUE);
  plim_notifier_tell_stopped (self->notifier, self->account);
  gather (self);
  restart (self);
  assert_said (self, 0);
  g_list_store_append (self->accounts, self->account);
  plim_notifier_take_up (self->notifier, G_LIST_MODEL (self->accounts));
  gather (self);
  assert_said (self, 1);
}

static void
test_incident (Fixture *self, gconstpointer data)
{
  g_autoptr (PlimAccount) other = plim_account_new ("other", "alpha");

  plim_account_set_label (other, "home");
  plim_database_save_account_async (self->database, other, NULL, NULL, NULL);
  g_settings_set_boolean (self->settings, PLIM_SETTINGS_NOTIFY_INCIDENTS, TRUE);
  plim_notifier_tell_incident (self->notifier, self->account, "i1", "Slow <b>answers</b>");
  plim_notifier_tell_incident (self->notifier, other, "i1", "Slow <b>answers</b>");
  gather (self);
  assert_said (self, 1);
  g_assert_cmpstr (last (self->titles), ==, "Alpha reports an incident");
  g_assert_cmpstr (last (self->bodies), ==, "Slow ‹b›answers‹/b›");
  plim_notifier_tell_incident (self->notifier, self->account, "i1", "Slow answers, still");
  restart (self);
  plim_notifier_tell_incident (self->notifier, self->account, "i1", "Slow answers, still");
  gather (self);
  assert_said (self, 1);
  plim_notifier_tell_incident (self->notifier, self->account, NULL, NULL);
  plim_notifier_tell_incident (self->notifier, self->account, "i2", "No answers");
  gather (self);
  assert_said (self, 2);
}

static void
test_quiet (Fixture *self, gconstpointer data)
{
  poll (self, 10, 10);
  plim_notifier_set_quiet (self->notifier, TRUE);
  poll (self, 76, 10);
  fail (self, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE);
  poll (self, 80, 10); /* it works again */
  poll (self, 81, 80);
  assert_said (self, 0);
  plim_notifier_set_quiet (self->notifier, FALSE);
  gather (self);
  assert_said (self, 1);
  assert_has (last (self->titles), "2 limits");
  assert_has (last (self->bodies), "81");
}

/* At the end of quiet hours what all accounts have is one notice, without what is over. */
static void
test_quiet_hours (Fixture *self, gconstpointer data)
{
  g_autoptr (PlimAccount) other = plim_account_new ("other", "alpha");
  g_autoptr (GError) error =
      plim_error_new (PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, 0, "it failed");

  plim_account_set_label (other, "home");
  plim_database_save_account_async (self->database, other, NULL, NULL, NULL);
  /* It is noon. */
  g_settings_set_uint (self->settings, PLIM_SETTINGS_QUIET_FROM, 11 * 60);
  g_settings_set_uint (self->settings, PLIM_SETTINGS_QUIET_TO, 13 * 60);
  g_settings_set_boolean (self->settings, PLIM_SETTINGS_QUIET_HOURS, TRUE);
  poll (self, 10, 92);
  poll (self, 76, 100);
  plim_account_update (other, NULL, error, plim_clock_get_now (PLIM_CLOCK (self->clock)));
  plim_notifier_observe (self->notifier, other);
  poll (self, 76, 60); /* no longer reached, but no reset */
  restart (self);
  plim_test_clock_advance (self->clock, HOUR - 600);
  plim_notifier_observe (self->notifier, other);
  poll (self, 77, 60);
  assert_said (self, 0);
  g_assert_cmpint (plim_test_clock_get_alarm (self->clock), ==, NOW + HOUR);
  plim_test_clock_ring (self->clock);
  wait_for_database (self);
  assert_said (self, 1);
  g_assert_cmpstr (last (self->titles), ==, "News of 2 accounts");
  assert_has (last (self->bodies),
              "Alpha (home): sign-in expired\nAlpha (work) · Session (5 h): 77");
  g_assert_null (strstr (last (self->bodies), "Week"));
  g_settings_reset (self->settings, PLIM_SETTINGS_QUIET_FROM);
  g_settings_reset (self->settings, PLIM_SETTINGS_QUIET_TO);
}

/* Only what is fresh is said when the quiet is over. */
static void
test_stale (Fixture *self, gconstpointer data)
{
  poll (self, 10, -1);
  plim_notifier_set_quiet (self->notifier, TRUE);
  poll (self, 76, -1);
  plim_test_clock_advance (self->clock, 4 * HOUR);
  plim_notifier_set_quiet (self->notifier, FALSE);
  gather (self);
  assert_said (self, 0);
  poll (self, 77, -1);
  assert_said (self, 1);
}

static void
observe_quickly (Fixture *self, double percent)
{
  gint64 now = plim_clock_get_now (PLIM_CLOCK (self->clock));
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (now);

  add_window (self, snapshot, "session", percent);
  plim_snapshot_seal (snapshot);
  plim_account_update (self->account, snapshot, NULL, now);
  plim_notifier_observe (self->notifier, self->account);
}

static guint
count (GPtrArray *titles, const char *part)
{
  guint n = 0;

  for (guint i = 0; i < titles->len; i++) {
    if (strstr (g_ptr_array_index (titles, i), part) != NULL)
      n++;
  }
  return n;
}

/* Property: whatever a burst of 100 samples within a minute brings, it is at most one notice of
 * each kind. */
static void
test_burst (Fixture *self, gconstpointer data)
{
  g_settings_set_boolean (self->settings, PLIM_SETTINGS_NOTIFY_PROJECTED, TRUE);
  for (guint run = 0; run < 40; run++) {
    gint64 end;

    observe_quickly (self, 5);
    plim_test_clock_advance (self->clock, 400);
    observe_quickly (self, 5);
    plim_test_clock_advance (self->clock, 400);
    wait_for_database (self);
    g_ptr_array_set_size (self->titles, 0);
    self->resets_at = plim_clock_get_now (PLIM_CLOCK (self->clock)) + 5 * HOUR;
    end = plim_clock_get_now (PLIM_CLOCK (self->clock)) + 50;
    for (guint i = 0; i < 100; i++) {
      foretell (self, g_test_rand_bit () ? PLIM_VERDICT_RUNS_OUT : PLIM_VERDICT_LASTS);
      observe_quickly (self, g_test_rand_double_range (0, 110));
      if (plim_clock_get_now (PLIM_CLOCK (self->clock)) + 1 < end && g_test_rand_bit ()) {
        plim_test_clock_advance (self->clock, 1);
        wait_for_database (self);
      }
    }
    observe_quickly (self, 105);
    gather (self);
    g_assert_cmpuint (count (self->titles, "limit reached"), <=, 1);
    g_assert_cmpuint (count (self->titles, "runs out"), <=, 1);
    g_assert_cmpuint (count (self->titles, "used"), <=, 1);
    g_assert_cmpuint (count (self->titles, "available"), <=, 1);
    g_assert_cmpuint (self->titles->len, >, 0);
    plim_test_clock_advance (self->clock, 6 * HOUR);
    self->resets_at += 12 * HOUR;
  }
}

/* Steps up are said as one where they come quickly. */
static void
test_gap (Fixture *self, gconstpointer data)
{
  observe_quickly (self, 10);
  for (int percent = 70; percent < 90; percent++) {
    observe_quickly (self, percent);
    plim_test_clock_advance (self->clock, 1);
  }
  wait_for_database (self);
  assert_said (self, 1);
  observe_quickly (self, 91);
  gather (self);
  assert_said (self, 1);
  plim_test_clock_advance (self->clock, 60);
  wait_for_database (self);
  assert_said (self, 2);
  assert_has (last (self->titles), "91");
}

static void
test_clock_changes (Fixture *self, gconstpointer data)
{
  poll (self, 10, -1);
  poll (self, 76, -1);
  assert_said (self, 1);
  /* An hour back, and the time zone with it: nothing new. */
  plim_test_clock_jump (self->clock, plim_clock_get_now (PLIM_CLOCK (self->clock)) - HOUR);
  poll (self, 77, -1);
  assert_said (self, 1);
  poll (self, 90, -1);
  assert_said (self, 2);
  plim_test_clock_jump (self->clock, plim_clock_get_now (PLIM_CLOCK (self->clock)) + 2 * HOUR);
  poll (self, 91, -1);
  assert_said (self, 2);
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *name;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "says-each-level-once", test_levels },
    { "says-nothing-again-after-a-restart", test_restart },
    { "other-owner-is-said-and-begins-anew", test_other_owner },
    { "other-owner-is-not-named-in-private", test_other_owner_in_private },
    { "other-owner-may-be-switched-off", test_other_owner_switched_off },
    { "first-observation-is-a-baseline", test_baseline },
    { "reset-arms-again", test_reset },
    { "several-at-once-are-one-notice", test_several },
    { "projection-is-said-once", test_projected },
    { "projection-is-not-said-unless-wanted", test_not_projected },
    { "reset-from-high-is-said", test_told_reset },
    { "reset-is-said-from-the-chosen-percentage", test_reset_percent },
    { "account-may-have-percentages-of-its-own", test_own_percents },
    { "reached-has-its-own-switch", test_reached_alone },
    { "stopped-collector-is-said-once", test_stopped },
    { "stopped-while-held-is-said-after-a-restart", test_stopped_while_held },
    { "incident-is-said-once-for-all-accounts", test_incident },
    { "quiet-desktop-holds-and-merges", test_quiet },
    { "quiet-hours-hold-and-merge", test_quiet_hours },
    { "held-and-stale-waits-for-news", test_stale },
    { "burst-is-at-most-one-notice-a-kind", test_burst },
    { "quick-steps-are-one-notice", test_gap },
    { "clock-changes-say-nothing", test_clock_changes },
    { "failed-poll-says-and-arms-nothing", test_failed_poll },
    { "switched-off-says-nothing-later", test_switched_off },
    { "snoozed-until-the-reset", test_snoozed_until_reset },
    { "snoozed-is-said-later", test_snoozed },
    { "sign-in-is-said-once-until-it-works", test_sign_in },
    { "keyring-is-no-sign-in", test_no_sign_in },
    { "forgotten-account-begins-anew", test_forgotten },
    { "privacy-hides-the-label", test_privacy },
  };

  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/service/notifier/", tests[i].name, NULL);

    g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
  }
  return g_test_run ();
}
