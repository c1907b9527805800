/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-notifier.h"

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
  g_clear_object (&self->notifier);
  start (self);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->clock = plim_test_clock_new (NOW);
  self->settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  g_settings_reset (self->settings, PLIM_SETTINGS_SNOOZED_UNTIL);
  g_settings_reset (self->settings, PLIM_SETTINGS_NOTIFY_LIMITS);
  g_settings_reset (self->settings, PLIM_SETTINGS_NOTIFY_SIGN_IN);
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
  wait_for_database (self);
}

static void
fail (Fixture *self, PlimStatus status, PlimCause cause)
{
  g_autoptr (GError) error = plim_error_new (status, cause, 0, "it failed");

  plim_test_clock_advance (self->clock, 60);
  plim_account_update (self->account, NULL, error, plim_clock_get_now (PLIM_CLOCK (self->clock)));
  g_signal_emit_by_name (self->poller, "polled", self->account);
  wait_for_database (self);
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
  wait_for_database (self);
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
