/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-account-card.h"
#include "plim-sample-accounts.h"
#include "plim-usage-row.h"
#include "plim-window-test.h"

#define NOW ((gint64) 1795003200)

typedef struct {
  PlimPresentation *presentation;
  PlimAccount *account;
  GtkWidget *window;
  GtkWidget *list;
  GtkWidget *card;
  char *called; /* the window's action, with its parameter */
} Fixture;

static void
on_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_free (fixture->called);
  fixture->called = g_strdup_printf ("%s %s", g_action_get_name (G_ACTION (action)),
                                     g_variant_get_string (parameter, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const GActionEntry entries[] = {
    { "account-sign-in", on_action, "s" },        { "account-enable", on_action, "s" },
    { "account-unlock", on_action, "s" },         { "account-copy-details", on_action, "s" },
    { "account-open-dashboard", on_action, "s" },
  };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries),
                                   fixture);
  fixture->presentation = plim_window_test_presentation (NOW);
  fixture->window = gtk_window_new ();
  gtk_widget_insert_action_group (fixture->window, "win", G_ACTION_GROUP (actions));
  fixture->list = gtk_list_box_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->list);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  plim_test_settle ();
  g_assert_finalize_object (fixture->presentation);
  g_assert_finalize_object (fixture->account);
  g_free (fixture->called);
}

static void
show (Fixture *fixture, guint index)
{
  g_autoptr (GPtrArray) accounts = plim_sample_accounts (NOW);

  fixture->account = g_object_ref (g_ptr_array_index (accounts, index));
  fixture->card = GTK_WIDGET (plim_account_card_new (fixture->account, fixture->presentation));
  gtk_list_box_append (GTK_LIST_BOX (fixture->list), fixture->card);
}

static void
assert_shows (Fixture *fixture, const char *text)
{
  if (!plim_window_test_shows (fixture->card, text))
    g_error ("“%s” is not shown", text);
}

static void
test_incident (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimIncident) incident =
      plim_incident_new ("i1", "Elevated errors", PLIM_IMPACT_MAJOR, NOW);

  show (fixture, 0);
  g_assert_false (plim_window_test_shows (fixture->card, "Elevated errors"));
  plim_account_set_incident (fixture->account, incident);
  assert_shows (fixture, "Major incident at the provider: Elevated errors");
  plim_account_set_incident (fixture->account, NULL);
  g_assert_false (
      plim_window_test_shows (fixture->card, "Major incident at the provider: Elevated errors"));
}

static void
assert_cure (Fixture *fixture, const char *label, const char *called)
{
  GtkWidget *button = plim_window_test_find (fixture->card, GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpstr (fixture->called, ==, called);
}

static void
test_fresh (Fixture *fixture, gconstpointer data)
{
  guint n_rows = 0;
  GtkWidget *usage;

  show (fixture, 0);
  assert_shows (fixture, "Claude (work)");
  assert_shows (fixture, "Max 5x");
  assert_shows (fixture, "3 min ago");
  g_assert_false (plim_window_test_shows (fixture->card, "out of date"));
  usage = gtk_widget_get_parent (plim_window_test_find (fixture->card, PLIM_TYPE_USAGE_ROW, NULL));
  for (GtkWidget *row = gtk_widget_get_first_child (usage); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    n_rows++;
  g_assert_cmpuint (n_rows, ==,
                    plim_snapshot_get_n_windows (plim_account_get_snapshot (fixture->account)));
}

static void
test_signed_out (Fixture *fixture, gconstpointer data)
{
  show (fixture, 1);
  assert_shows (fixture, "out of date, read 3h ago");
  assert_shows (fixture, "57");
  assert_shows (fixture, "no longer accepts this sign-in");
  assert_cure (fixture, "Sign In Again", "account-sign-in a2");
}

static void
test_locked (Fixture *fixture, gconstpointer data)
{
  show (fixture, 2);
  assert_shows (fixture, "locked");
  assert_cure (fixture, "Unlock Keyring", "account-unlock a3");
}

static void
test_never_read (Fixture *fixture, gconstpointer data)
{
  show (fixture, 3);
  assert_shows (fixture, "not read yet");
  g_assert_nonnull (plim_window_test_find (fixture->card, GTK_TYPE_SPINNER, NULL));
  g_assert_null (plim_window_test_find (fixture->card, PLIM_TYPE_USAGE_ROW, NULL));
}

static void
test_disabled (Fixture *fixture, gconstpointer data)
{
  show (fixture, 4);
  assert_shows (fixture, "turned off");
  g_assert_true (gtk_widget_has_css_class (fixture->card, "disabled"));
  assert_cure (fixture, "Turn On", "account-enable a5");
  plim_account_set_enabled (fixture->account, TRUE);
  g_assert_false (gtk_widget_has_css_class (fixture->card, "disabled"));
  g_assert_false (plim_window_test_shows (fixture->card, "turned off"));
}

static void
test_not_understood (Fixture *fixture, gconstpointer data)
{
  show (fixture, 5);
  assert_cure (fixture, "Copy Details", "account-copy-details a6");
}

static void
test_follows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "session", PLIM_WINDOW_ROLLING);

  show (fixture, 0);
  window->used_percent = 12;
  plim_snapshot_seal (snapshot);
  plim_account_update (fixture->account, snapshot, NULL, NOW);
  assert_shows (fixture, "12");
  assert_shows (fixture, "just now");
  g_assert_false (plim_window_test_shows (fixture->card, "57"));
  plim_presentation_set_now (fixture->presentation, NOW + 600);
  assert_shows (fixture, "10 min ago");
}

static void
test_privacy (Fixture *fixture, gconstpointer data)
{
  show (fixture, 0);
  plim_account_set_label (fixture->account, "ada@example.org");
  g_settings_set_boolean (plim_window_test_get_settings (), PLIM_SETTINGS_PRIVACY, TRUE);
  g_assert_false (plim_window_test_shows (fixture->card, "ada@example.org"));
  g_assert_false (plim_window_test_shows (fixture->card, "12.34"));
}

/* With a hidden label the card still says whose numbers it has. */
static void
test_private_provider (Fixture *fixture, gconstpointer data)
{
  show (fixture, 0);
  plim_account_set_label (fixture->account, "Claude");
  g_assert_true (plim_window_test_shows (fixture->card, "Max 5x"));
  g_assert_false (plim_window_test_shows (fixture->card, "Claude · Max 5x"));
  g_settings_set_boolean (plim_window_test_get_settings (), PLIM_SETTINGS_PRIVACY, TRUE);
  g_assert_true (plim_window_test_shows (fixture->card, "Claude · Max 5x"));
}

static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  GtkWidget *menu;

  show (fixture, 0);
  menu = plim_window_test_find (fixture->card, GTK_TYPE_MENU_BUTTON, NULL);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (fixture->card), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->card),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Claude (work)");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (menu), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Menu of Claude (work)");
}

int
main (int argc, char **argv)
{
  plim_window_test_init (&argc, &argv);
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/window/account-card/shows-plan-age-and-each-window", test_fresh);
  ADD ("/window/account-card/signed-out-keeps-numbers-and-offers-sign-in", test_signed_out);
  ADD ("/window/account-card/incident-of-the-provider-is-a-badge", test_incident);
  ADD ("/window/account-card/locked-keyring-can-be-unlocked", test_locked);
  ADD ("/window/account-card/never-read-has-no-numbers", test_never_read);
  ADD ("/window/account-card/disabled-can-be-turned-on", test_disabled);
  ADD ("/window/account-card/not-understood-can-be-reported", test_not_understood);
  ADD ("/window/account-card/follows-account-and-time", test_follows);
  ADD ("/window/account-card/privacy-hides-label-and-amounts", test_privacy);
  ADD ("/window/account-card/privacy-still-names-the-provider", test_private_provider);
  ADD ("/window/account-card/row-and-menu-have-labels", test_accessible);
  return g_test_run ();
}
