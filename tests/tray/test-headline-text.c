/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-error.h"
#include "plim-headline-text.h"
#include "plim-settings.h"

#define NOW 1784000000

typedef struct {
  GSettings *settings;
  GListStore *accounts;
  PlimAccount *account;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "weekly", PLIM_WINDOW_ROLLING);

  window->title = g_strdup ("Week");
  window->used_percent = 57;
  plim_snapshot_seal (snapshot);
  fixture->settings = g_settings_new ("io.github.plimsoll.Plimsoll");
  fixture->accounts = g_list_store_new (PLIM_TYPE_ACCOUNT);
  fixture->account = plim_account_new ("1", "z-ai");
  plim_account_set_label (fixture->account, "work");
  plim_account_update (fixture->account, snapshot, NULL, NOW);
  g_list_store_append (fixture->accounts, fixture->account);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->accounts);
  g_assert_finalize_object (fixture->account);
  g_clear_object (&fixture->settings);
}

static void
fail (Fixture *fixture, PlimStatus status)
{
  g_autoptr (GError) error = plim_error_new (status, PLIM_CAUSE_NONE, 0, "no");

  plim_account_update (fixture->account, NULL, error, NOW + 60);
}

static char *
dup_tooltip (Fixture *fixture)
{
  g_auto (PlimHeadline) headline = { 0 };
  g_auto (PlimTrayState) state = { NULL };
  const PlimThresholds thresholds = { 75, 90 };

  plim_headline_init (&headline, G_LIST_MODEL (fixture->accounts), &thresholds, NULL, NULL,
                      NOW + 60);
  plim_tray_state_init (&state, &headline, G_LIST_MODEL (fixture->accounts), fixture->settings,
                        NOW + 60);
  return g_steal_pointer (&state.description);
}

static guint
count (const char *text, const char *part)
{
  g_auto (GStrv) parts = g_strsplit (text, part, -1);

  return g_strv_length (parts) - 1;
}

static void
test_good_account_is_one_line (Fixture *fixture, gconstpointer data)
{
  g_autofree char *tooltip = dup_tooltip (fixture);

  g_assert_cmpstr (tooltip, ==, "work · Week: 57 % used");
}

static void
test_failed_account_keeps_its_number (Fixture *fixture, gconstpointer data)
{
  static const PlimStatus statuses[] = { PLIM_STATUS_PROVIDER_UNAVAILABLE,
                                         PLIM_STATUS_NOT_AUTHENTICATED };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++) {
    g_autofree char *tooltip = NULL;
    g_autofree char *problem = NULL;
    PlimFormat format = { 0 };

    fail (fixture, statuses[i]);
    tooltip = dup_tooltip (fixture);
    problem = plim_headline_dup_problem (fixture->account, &format);
    g_test_message ("%s", tooltip);
    g_assert_true (g_str_has_prefix (tooltip, "work · Week: 57 % used, last read "));
    g_assert_cmpuint (count (tooltip, "last read"), ==, 1);
    g_assert_nonnull (problem);
    g_assert_true (g_str_has_suffix (tooltip, problem));
  }
}

static char *
dup_status (Fixture *fixture)
{
  g_auto (PlimHeadline) headline = { 0 };
  const PlimThresholds thresholds = { 75, 90 };

  plim_headline_init (&headline, G_LIST_MODEL (fixture->accounts), &thresholds, NULL, NULL,
                      NOW + 60);
  return plim_headline_dup_status (&headline, fixture->settings, NOW + 60);
}

static void
test_the_background_status_is_short (Fixture *fixture, gconstpointer data)
{
  g_autofree char *plain = dup_status (fixture);
  g_autofree char *hidden = NULL;
  g_autofree char *empty = NULL;

  g_assert_cmpstr (plain, ==, "work: 57 % used");
  g_settings_set_boolean (fixture->settings, PLIM_SETTINGS_PRIVACY, TRUE);
  hidden = dup_status (fixture);
  g_settings_reset (fixture->settings, PLIM_SETTINGS_PRIVACY);
  g_assert_cmpstr (hidden, ==, "57 % used");
  g_list_store_remove_all (fixture->accounts);
  empty = dup_status (fixture);
  g_assert_cmpstr (empty, ==, "No limits to show yet");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add ("/headline-text/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("good-account-is-one-line", test_good_account_is_one_line);
  ADD ("failed-account-keeps-its-number", test_failed_account_keeps_its_number);
  ADD ("the-background-status-is-short", test_the_background_status_is_short);
  return g_test_run ();
}
