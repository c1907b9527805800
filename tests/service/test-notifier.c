/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-notifier.h"

#include "plim-notice-rules.h"
#include "plim-settings.h"
#include "plim-test-notifier.h"
#include "plim-test-secrets.h"
#include "plim-test-wait.h"

#include <string.h>

#define NOW 1795176000
#define HOUR 3600
#define ID "11111111-2222-4333-8444-555555555555"

typedef struct {
  PlimTestNotifier base;
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
  plim_database_load_notices_async (self->base.database, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  kept = plim_database_load_notices_finish (self->base.database, result, NULL);
  g_assert_cmpuint (g_hash_table_size (kept), >, 0);
  g_ptr_array_add (self->titles, g_strdup (title));
  g_ptr_array_add (self->bodies, g_strdup (body));
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

  self->titles = g_ptr_array_new_with_free_func (g_free);
  self->bodies = g_ptr_array_new_with_free_func (g_free);
  plim_test_notifier_begin (&self->base, NULL, NOW, G_CALLBACK (on_notice), self);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (self->base.settings, keys[i]);
  self->account = plim_account_new (ID, "alpha");
  plim_account_set_label (self->account, "work");
  plim_database_save_account_async (self->base.database, self->account, NULL, NULL, NULL);
  self->resets_at = NOW + 5 * HOUR;
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  plim_test_notifier_end (&self->base);
  g_assert_finalize_object (self->account);
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
  plim_test_clock_advance (self->base.clock, 5);
  plim_test_notifier_wait (&self->base);
}

/* A poll, a minute after the last; a negative percentage leaves the window out. */
static void
poll (Fixture *self, double session, double weekly)
{
  g_autoptr (PlimSnapshot) snapshot = NULL;
  gint64 now;

  plim_test_clock_advance (self->base.clock, 60);
  now = plim_clock_get_now (PLIM_CLOCK (self->base.clock));
  snapshot = plim_snapshot_new (now);
  if (session >= 0)
    add_window (self, snapshot, "session", session);
  if (weekly >= 0)
    add_window (self, snapshot, "weekly", weekly);
  plim_snapshot_seal (snapshot);
  plim_account_update (self->account, snapshot, NULL, now);
  g_signal_emit_by_name (self->base.poller, "polled", self->account);
  gather (self);
}

static void
fail (Fixture *self, PlimStatus status, PlimCause cause)
{
  g_autoptr (GError) error = plim_error_new (status, cause, 0, "it failed");

  plim_test_clock_advance (self->base.clock, 60);
  plim_account_update (self->account, NULL, error,
                       plim_clock_get_now (PLIM_CLOCK (self->base.clock)));
  g_signal_emit_by_name (self->base.poller, "polled", self->account);
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
  plim_test_notifier_restart (&self->base);
  poll (self, 76, -1);
  assert_said (self, 1);
  plim_test_notifier_restart (&self->base);
  poll (self, 77, -1);
  assert_said (self, 1);
  poll (self, 92, -1);
  assert_said (self, 2);
  plim_test_notifier_restart (&self->base);
  poll (self, 93, -1);
  assert_said (self, 2);
}

static void
poll_as (Fixture *self, const char *identity, double session)
{
  g_autoptr (PlimSnapshot) snapshot = NULL;
  gint64 now;

  plim_test_clock_advance (self->base.clock, 60);
  now = plim_clock_get_now (PLIM_CLOCK (self->base.clock));
  snapshot = plim_snapshot_new (now);
  add_window (self, snapshot, "session", session);
  plim_snapshot_set_identity (snapshot, identity);
  plim_snapshot_seal (snapshot);
  plim_account_update (self->account, snapshot, NULL, now);
  g_signal_emit_by_name (self->base.poller, "polled", self->account);
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
  plim_test_notifier_restart (&self->base);
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
  g_settings_set_boolean (self->base.settings, PLIM_SETTINGS_PRIVACY, TRUE);
  poll_as (self, "bob", 10);
  g_settings_reset (self->base.settings, PLIM_SETTINGS_PRIVACY);
  assert_said (self, 1);
  g_assert_null (strstr (last (self->titles), "work"));
  g_assert_null (strstr (last (self->bodies), "ann"));
  g_assert_null (strstr (last (self->bodies), "bob"));
}

static void
test_other_owner_switched_off (Fixture *self, gconstpointer data)
{
  g_settings_set_boolean (self->base.settings, PLIM_SETTINGS_NOTIFY_SIGN_IN, FALSE);
  poll_as (self, "ann", 10);
  poll_as (self, "bob", 10);
  g_settings_reset (self->base.settings, PLIM_SETTINGS_NOTIFY_SIGN_IN);
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
  plim_test_clock_advance (self->base.clock, 5 * HOUR);
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
  g_settings_set_boolean (self->base.settings, PLIM_SETTINGS_NOTIFY_LIMITS, FALSE);
  poll (self, 76, -1);
  assert_said (self, 0);
  g_settings_set_boolean (self->base.settings, PLIM_SETTINGS_NOTIFY_LIMITS, TRUE);
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
  plim_notifier_snooze_until_reset (self->base.notifier, ID);
  poll (self, 91, -1);
  plim_test_notifier_restart (&self->base);
  poll (self, 100, -1);
  assert_said (self, 1);
  plim_test_clock_advance (self->base.clock, 5 * HOUR);
  self->resets_at += 5 * HOUR;
  poll (self, 80, -1);
  assert_said (self, 2);
}

static void
test_snoozed (Fixture *self, gconstpointer data)
{
  poll (self, 10, -1);
  plim_notifier_snooze (self->base.notifier, NOW + HOUR);
  g_assert_cmpint (plim_notifier_get_snoozed_until (self->base.notifier), ==, NOW + HOUR);
  poll (self, 76, -1);
  plim_test_notifier_restart (&self->base);
  poll (self, 91, -1);
  assert_said (self, 0);
  plim_test_clock_advance (self->base.clock, HOUR);
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
  plim_test_notifier_restart (&self->base);
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
  g_settings_set_boolean (self->base.settings, PLIM_SETTINGS_NOTIFY_SIGN_IN, FALSE);
  fail (self, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE);
  assert_said (self, 0);
}

static void
test_forgotten (Fixture *self, gconstpointer data)
{
  poll (self, 10, -1);
  plim_notifier_forget (self->base.notifier, ID);
  poll (self, 95, -1); /* a baseline again */
  assert_said (self, 0);
}

static void
test_privacy (Fixture *self, gconstpointer data)
{
  plim_account_set_label (self->account, "dev@example.com");
  g_settings_set_boolean (self->base.settings, PLIM_SETTINGS_PRIVACY, TRUE);
  poll (self, 10, -1);
  poll (self, 76, -1);
  g_settings_reset (self->base.settings, PLIM_SETTINGS_PRIVACY);
  assert_said (self, 1);
  g_assert_null (strstr (last (self->titles), "dev@example.com"));
  g_assert_null (strstr (last (self->bodies), "dev@example.com"));
}

static void
foretell (Fixture *self, PlimVerdict verdict)
{
  plim_test_foretell (self->account, "session", verdict, NOW + 3 * HOUR);
}

static void
test_projected (Fixture *self, gconstpointer data)
{
  g_settings_set_boolean (self->base.settings, PLIM_SETTINGS_NOTIFY_PROJECTED, TRUE);
  poll (self, 10, -1);
  foretell (self, PLIM_VERDICT_RUNS_OUT);
  poll (self, 50, -1);
  assert_said (self, 1);
  g_assert_cmpstr (last (self->titles), ==, "Session (5 h): runs out before the reset");
  assert_has (last (self->bodies), "Alpha (work): 50");
  assert_has (last (self->bodies), "Runs out 15:00 (in 2h");
  poll (self, 51, -1);
  plim_test_notifier_restart (&self->base);
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
  plim_test_clock_advance (self->base.clock, 5 * HOUR);
  self->resets_at += 5 * HOUR;
}

static void
test_told_reset (Fixture *self, gconstpointer data)
{
  poll (self, 10, -1);
  poll (self, 92, -1);
  assert_said (self, 1);
  plim_test_notifier_restart (&self->base);
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
  g_settings_set_int (self->base.settings, PLIM_SETTINGS_NOTIFY_RESET_PERCENT, 50);
  poll (self, 51, -1);
  pass_reset (self);
  poll (self, 2, -1);
  g_settings_reset (self->base.settings, PLIM_SETTINGS_NOTIFY_RESET_PERCENT);
  assert_said (self, 2);
  assert_has (last (self->titles), "available again");
}

static void
test_own_percents (Fixture *self, gconstpointer data)
{
  const gint32 percents[] = { 60, 20, 60, 0, 100 };
  GVariant *none = g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, NULL, 0, sizeof (gint32));

  g_settings_set (self->base.settings, PLIM_SETTINGS_NOTIFY_PERCENTS, "ai", NULL);
  poll (self, 10, -1);
  poll (self, 30, -1);
  assert_said (self, 0);
  plim_notice_rules_set_own (self->base.settings, ID,
                             g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, percents,
                                                        G_N_ELEMENTS (percents), sizeof (gint32)));
  g_assert_true (plim_notice_rules_has_own (self->base.settings, ID));
  pass_reset (self);
  poll (self, 1, -1);
  poll (self, 30, -1);
  assert_said (self, 1);
  poll (self, 59, -1);
  assert_said (self, 1);
  poll (self, 60, -1);
  assert_said (self, 2);
  plim_notice_rules_set_own (self->base.settings, ID, none);
  pass_reset (self);
  poll (self, 1, -1);
  poll (self, 99, -1);
  assert_said (self, 2);
  plim_notifier_forget (self->base.notifier, ID);
  g_assert_false (plim_notice_rules_has_own (self->base.settings, ID));
}

static void
test_reached_alone (Fixture *self, gconstpointer data)
{
  g_settings_set_boolean (self->base.settings, PLIM_SETTINGS_NOTIFY_LIMITS, FALSE);
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
  plim_notifier_tell_stopped (self->base.notifier, self->account);
  gather (self);
  assert_said (self, 0); /* unless it is wanted */
  poll (self, 11, -1);
  g_settings_set_boolean (self->base.settings, PLIM_SETTINGS_NOTIFY_STOPPED, TRUE);
  plim_notifier_tell_stopped (self->base.notifier, self->account);
  gather (self);
  assert_said (self, 1);
  assert_has (last (self->titles), "Alpha (work): the collector stopped");
  plim_test_notifier_restart (&self->base);
  plim_notifier_tell_stopped (self->base.notifier, self->account);
  gather (self);
  assert_said (self, 1);
}

static void
test_stopped_while_held (Fixture *self, gconstpointer data)
{
  g_settings_set_boolean (self->base.settings, PLIM_SETTINGS_NOTIFY_STOPPED, TRUE);
  plim_notifier_set_quiet (self->base.notifier, TRUE);
  plim_notifier_tell_stopped (self->base.notifier, self->account);
  gather (self);
  plim_test_notifier_restart (&self->base);
  assert_said (self, 0);
  g_list_store_append (self->base.accounts, self->account);
  plim_notifier_take_up (self->base.notifier, G_LIST_MODEL (self->base.accounts));
  gather (self);
  assert_said (self, 1);
}

static void
test_incident (Fixture *self, gconstpointer data)
{
  g_autoptr (PlimAccount) other = plim_account_new ("other", "alpha");

  plim_account_set_label (other, "home");
  plim_database_save_account_async (self->base.database, other, NULL, NULL, NULL);
  g_settings_set_boolean (self->base.settings, PLIM_SETTINGS_NOTIFY_INCIDENTS, TRUE);
  plim_notifier_tell_incident (self->base.notifier, self->account, "i1", "Slow <b>answers</b>");
  plim_notifier_tell_incident (self->base.notifier, other, "i1", "Slow <b>answers</b>");
  gather (self);
  assert_said (self, 1);
  g_assert_cmpstr (last (self->titles), ==, "Alpha reports an incident");
  g_assert_cmpstr (last (self->bodies), ==, "Slow ‹b›answers‹/b›");
  plim_notifier_tell_incident (self->base.notifier, self->account, "i1", "Slow answers, still");
  plim_test_notifier_restart (&self->base);
  plim_notifier_tell_incident (self->base.notifier, self->account, "i1", "Slow answers, still");
  gather (self);
  assert_said (self, 1);
  plim_notifier_tell_incident (self->base.notifier, self->account, NULL, NULL);
  plim_notifier_tell_incident (self->base.notifier, self->account, "i2", "No answers");
  gather (self);
  assert_said (self, 2);
}

static void
test_quiet (Fixture *self, gconstpointer data)
{
  poll (self, 10, 10);
  plim_notifier_set_quiet (self->base.notifier, TRUE);
  poll (self, 76, 10);
  fail (self, PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE);
  poll (self, 80, 10); /* it works again */
  poll (self, 81, 80);
  assert_said (self, 0);
  plim_notifier_set_quiet (self->base.notifier, FALSE);
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
  plim_database_save_account_async (self->base.database, other, NULL, NULL, NULL);
  /* It is noon. */
  g_settings_set_uint (self->base.settings, PLIM_SETTINGS_QUIET_FROM, 11 * 60);
  g_settings_set_uint (self->base.settings, PLIM_SETTINGS_QUIET_TO, 13 * 60);
  g_settings_set_boolean (self->base.settings, PLIM_SETTINGS_QUIET_HOURS, TRUE);
  poll (self, 10, 92);
  poll (self, 76, 100);
  plim_account_update (other, NULL, error, plim_clock_get_now (PLIM_CLOCK (self->base.clock)));
  plim_notifier_observe (self->base.notifier, other);
  poll (self, 76, 60); /* no longer reached, but no reset */
  plim_test_notifier_restart (&self->base);
  plim_test_clock_advance (self->base.clock, HOUR - 600);
  plim_notifier_observe (self->base.notifier, other);
  poll (self, 77, 60);
  assert_said (self, 0);
  g_assert_cmpint (plim_test_clock_get_alarm (self->base.clock), ==, NOW + HOUR);
  plim_test_clock_ring (self->base.clock);
  plim_test_notifier_wait (&self->base);
  assert_said (self, 1);
  g_assert_cmpstr (last (self->titles), ==, "News of 2 accounts");
  assert_has (last (self->bodies),
              "Alpha (home): sign-in expired\nAlpha (work) · Session (5 h): 77");
  g_assert_null (strstr (last (self->bodies), "Week"));
  g_settings_reset (self->base.settings, PLIM_SETTINGS_QUIET_FROM);
  g_settings_reset (self->base.settings, PLIM_SETTINGS_QUIET_TO);
}

/* Only what is fresh is said when the quiet is over. */
static void
test_stale (Fixture *self, gconstpointer data)
{
  poll (self, 10, -1);
  plim_notifier_set_quiet (self->base.notifier, TRUE);
  poll (self, 76, -1);
  plim_test_clock_advance (self->base.clock, 4 * HOUR);
  plim_notifier_set_quiet (self->base.notifier, FALSE);
  gather (self);
  assert_said (self, 0);
  poll (self, 77, -1);
  assert_said (self, 1);
}

static void
observe_quickly (Fixture *self, double percent)
{
  gint64 now = plim_clock_get_now (PLIM_CLOCK (self->base.clock));
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (now);

  add_window (self, snapshot, "session", percent);
  plim_snapshot_seal (snapshot);
  plim_account_update (self->account, snapshot, NULL, now);
  plim_notifier_observe (self->base.notifier, self->account);
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
  g_settings_set_boolean (self->base.settings, PLIM_SETTINGS_NOTIFY_PROJECTED, TRUE);
  for (guint run = 0; run < 40; run++) {
    gint64 end;

    observe_quickly (self, 5);
    plim_test_clock_advance (self->base.clock, 400);
    observe_quickly (self, 5);
    plim_test_clock_advance (self->base.clock, 400);
    plim_test_notifier_wait (&self->base);
    g_ptr_array_set_size (self->titles, 0);
    self->resets_at = plim_clock_get_now (PLIM_CLOCK (self->base.clock)) + 5 * HOUR;
    end = plim_clock_get_now (PLIM_CLOCK (self->base.clock)) + 50;
    for (guint i = 0; i < 100; i++) {
      foretell (self, g_test_rand_bit () ? PLIM_VERDICT_RUNS_OUT : PLIM_VERDICT_LASTS);
      observe_quickly (self, g_test_rand_double_range (0, 110));
      if (plim_clock_get_now (PLIM_CLOCK (self->base.clock)) + 1 < end && g_test_rand_bit ()) {
        plim_test_clock_advance (self->base.clock, 1);
        plim_test_notifier_wait (&self->base);
      }
    }
    observe_quickly (self, 105);
    gather (self);
    g_assert_cmpuint (count (self->titles, "limit reached"), <=, 1);
    g_assert_cmpuint (count (self->titles, "runs out"), <=, 1);
    g_assert_cmpuint (count (self->titles, "used"), <=, 1);
    g_assert_cmpuint (count (self->titles, "available"), <=, 1);
    g_assert_cmpuint (self->titles->len, >, 0);
    plim_test_clock_advance (self->base.clock, 6 * HOUR);
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
    plim_test_clock_advance (self->base.clock, 1);
  }
  plim_test_notifier_wait (&self->base);
  assert_said (self, 1);
  observe_quickly (self, 91);
  gather (self);
  assert_said (self, 1);
  plim_test_clock_advance (self->base.clock, 60);
  plim_test_notifier_wait (&self->base);
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
  plim_test_clock_jump (self->base.clock,
                        plim_clock_get_now (PLIM_CLOCK (self->base.clock)) - HOUR);
  poll (self, 77, -1);
  assert_said (self, 1);
  poll (self, 90, -1);
  assert_said (self, 2);
  plim_test_clock_jump (self->base.clock,
                        plim_clock_get_now (PLIM_CLOCK (self->base.clock)) + 2 * HOUR);
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
