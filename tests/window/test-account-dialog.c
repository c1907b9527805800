/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-account-dialog.h"

#include "plim-main-window-test.h"

#define NOW PLIM_MAIN_WINDOW_TEST_NOW

static void
test_details (PlimMainWindowTest *fixture, gconstpointer data)
{
  GtkWidget *list = gtk_widget_get_parent (plim_main_window_test_find_card (fixture, "a1"));
  GtkWidget *dialog;

  g_signal_emit_by_name (list, "row-activated", plim_main_window_test_find_card (fixture, "a1"));
  dialog = plim_window_test_find_window (PLIM_TYPE_ACCOUNT_DIALOG);
  g_assert_true (plim_window_test_shows (dialog, "as the provider reports it"));
  g_assert_true (plim_window_test_shows (dialog, "https://claude.ai"));
  g_assert_true (gtk_widget_activate_action (dialog, "account.copy-details", NULL));
  plim_test_wait (plim_main_window_test_shows (fixture, "Details copied"));
  plim_window_test_press (dialog, GDK_KEY_Escape, 0);
  plim_test_wait (plim_window_test_find_window (PLIM_TYPE_ACCOUNT_DIALOG) == NULL);
}

/* Its page has the same sentence and button as its card. */
static void
test_problem_details (PlimMainWindowTest *fixture, gconstpointer data)
{
  GtkWidget *dialog, *button;

  plim_main_window_test_act (fixture, "a2", "card.details");
  dialog = plim_window_test_find_window (PLIM_TYPE_ACCOUNT_DIALOG);
  g_assert_true (plim_window_test_shows (dialog, "no longer accepts this sign-in"));
  button = plim_window_test_find (dialog, GTK_TYPE_BUTTON, "Sign In Again");
  g_assert_nonnull (button);
}

static GtkWidget *
open_details (PlimMainWindowTest *fixture, const char *id)
{
  plim_main_window_test_act (fixture, id, "card.details");
  return plim_window_test_find_window (PLIM_TYPE_ACCOUNT_DIALOG);
}

/* In C's locale nothing is grouped. */
static void
test_sample_count (PlimMainWindowTest *fixture, gconstpointer data)
{
  GtkWidget *dialog = open_details (fixture, "a1");

  plim_test_wait (plim_window_test_shows (dialog, "1234567"));
}

static void
test_refresh_minimum (PlimMainWindowTest *fixture, gconstpointer data)
{
  PlimAccount *account = g_ptr_array_index (fixture->accounts, 0);
  GtkWidget *dialog, *refresh;

  plim_account_set_refresh_allowed_at (account, NOW + 300);
  plim_fake_service_show (fixture->service, account);
  dialog = open_details (fixture, "a1");
  plim_test_wait (plim_window_test_find (dialog, GTK_TYPE_BUTTON, "May be refreshed from 12:05") !=
                  NULL);
  refresh = plim_window_test_find (dialog, GTK_TYPE_BUTTON, "May be refreshed from 12:05");
  g_assert_false (gtk_widget_get_sensitive (refresh));
  g_assert_true (plim_window_test_shows (dialog, "possible from 12:05"));
  plim_presentation_set_now (fixture->presentation, NOW + 300);
  g_assert_true (gtk_widget_get_sensitive (refresh));
  g_assert_false (plim_window_test_shows (dialog, "possible from"));
}

static void
test_fed (PlimMainWindowTest *fixture, gconstpointer data)
{
  PlimAccount *account = g_ptr_array_index (fixture->accounts, 0);
  GtkWidget *dialog = open_details (fixture, "a1");

  g_assert_true (plim_window_test_shows (dialog, "https://claude.ai"));
  plim_account_set_polled (account, FALSE);
  plim_fake_service_show (fixture->service, account);
  plim_test_wait (plim_window_test_shows (dialog, "what a collector sends"));
  g_assert_true (plim_window_test_shows (dialog, "when the collector sends it"));
  g_assert_false (
      gtk_widget_get_sensitive (plim_window_test_find (dialog, GTK_TYPE_BUTTON, "Refresh Now")));
}

/* Gives the sample account at @index one window that is @owner_id's. */
static void
give_owner (PlimMainWindowTest *fixture, guint index, const char *owner_id, const char *name)
{
  PlimAccount *account = g_ptr_array_index (fixture->accounts, index);
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);

  plim_snapshot_set_owner_id (snapshot, owner_id);
  plim_snapshot_set_identity (snapshot, name);
  plim_snapshot_add_window (snapshot, "session", PLIM_WINDOW_ROLLING)->used_percent = 64;
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, NOW);
  plim_fake_service_show (fixture->service, account);
}

static void
test_other_owner (PlimMainWindowTest *fixture, gconstpointer data)
{
  GtkWidget *dialog = open_details (fixture, "a1");

  g_assert_false (plim_window_test_shows (dialog, "another account than before"));
  give_owner (fixture, 0, "org", "bob@example.org");
  plim_test_wait (plim_window_test_shows (dialog, "another account than before"));
}

static void
test_twin (PlimMainWindowTest *fixture, gconstpointer data)
{
  GtkWidget *dialog = open_details (fixture, "a5");

  g_assert_false (plim_window_test_shows (dialog, "The tray counts them once"));
  give_owner (fixture, 0, "org", "ada@example.org");
  give_owner (fixture, 4, "org", "ada@example.org");
  plim_test_wait (plim_window_test_shows (dialog, "“Claude (work)”. The tray counts them once."));
}

int
main (int argc, char **argv)
{
  plim_window_test_init (&argc, &argv);
#define ADD(path, n_accounts, test)                                                                \
  g_test_add ("/window/account-dialog/" path, PlimMainWindowTest, GUINT_TO_POINTER (n_accounts),   \
              plim_main_window_test_set_up, test, plim_main_window_test_tear_down)
  ADD ("show-source-and-state", 2, test_details);
  ADD ("show-a-problem-and-its-cure", 6, test_problem_details);
  ADD ("count-the-numbers-kept", 1, test_sample_count);
  ADD ("say-when-to-refresh", 1, test_refresh_minimum);
  ADD ("tell-of-a-collector", 1, test_fed);
  ADD ("tell-of-another-owner", 1, test_other_owner);
  ADD ("tell-of-the-same-sign-in", 5, test_twin);
  return g_test_run ();
}
