/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-account-card.h"
#include "plim-account-dialog.h"
#include "plim-choice.h"
#include "plim-edit-dialog.h"
#include "plim-fake-service.h"
#include "plim-main-window.h"
#include "plim-sample-accounts.h"
#include "plim-sign-in-dialog.h"
#include "plim-test-secrets.h"
#include "plim-window-test.h"

#define ORGANIZATION "3f2c8a10-5b6d-4e7f-8a9b-0c1d2e3f4a5b"
#define NOW ((gint64) 1795003200)

static GtkApplication *application;

typedef struct {
  PlimFakeService *service;
  PlimServiceLink *link;
  PlimPresentation *presentation;
  GPtrArray *accounts;
  GtkWidget *window;
} Fixture;

/* @data: how many of the sample accounts the service has */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  plim_test_secrets_reset ();
  fixture->service = plim_fake_service_new ();
  fixture->accounts = plim_sample_accounts (NOW);
  for (guint i = 0; i < GPOINTER_TO_UINT (data); i++)
    plim_fake_service_show (fixture->service, g_ptr_array_index (fixture->accounts, i));
  fixture->presentation = plim_window_test_presentation (NOW);
  fixture->link = plim_service_link_new (connection);
  fixture->window = GTK_WIDGET (plim_main_window_new (application, plim_window_test_get_settings (),
                                                      fixture->presentation, fixture->link));
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  plim_test_wait (plim_service_link_get_state (fixture->link) == PLIM_LINK_CONNECTED);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  plim_window_test_close_all ();
  /* A command may still be on its way. */
  plim_test_wait (fixture->window == NULL);
  g_assert_finalize_object (fixture->presentation);
  g_assert_finalize_object (fixture->link);
  g_ptr_array_unref (fixture->accounts);
  plim_fake_service_free (fixture->service);
}

static GtkWidget *
find_card (Fixture *fixture, const char *id)
{
  GtkWidget *card = plim_window_test_find (fixture->window, PLIM_TYPE_ACCOUNT_CARD, NULL);

  while (card != NULL) {
    PlimAccount *account = plim_account_card_get_account (PLIM_ACCOUNT_CARD (card));

    if (g_str_equal (plim_account_get_id (account), id))
      return card;
    card = gtk_widget_get_next_sibling (card);
  }
  return NULL;
}

static gboolean
shows (Fixture *fixture, const char *text)
{
  return plim_window_test_shows (fixture->window, text);
}

static guint
count (Fixture *fixture, const char *text)
{
  return plim_fake_service_count (fixture->service, text);
}

static void
act (Fixture *fixture, const char *id, const char *action)
{
  g_assert_true (gtk_widget_activate_action (find_card (fixture, id), action, NULL));
}

static void
test_cards (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < fixture->accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (fixture->accounts, i);

    g_assert_nonnull (find_card (fixture, plim_account_get_id (account)));
  }
}

/* More than the first frame waits for. */
static void
test_long_list (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 30; i++) {
    g_autofree char *id = g_strdup_printf ("long%u", i);
    g_autoptr (PlimAccount) account = plim_account_new (id, "demo");

    plim_account_set_label (account, id);
    plim_account_set_order (account, 10 + i);
    plim_fake_service_show (fixture->service, account);
  }
  plim_test_wait (find_card (fixture, "long29") != NULL);
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  GtkWidget *demo;

  g_assert_true (shows (fixture, "No Accounts Yet"));
  g_assert_nonnull (plim_window_test_find (fixture->window, GTK_TYPE_BUTTON, "_Add Account"));
  demo = plim_window_test_find (fixture->window, GTK_TYPE_BUTTON, "_Try the Demo");
  g_signal_emit_by_name (demo, "clicked");
  plim_test_wait (count (fixture, "AddAccount demo") == 1);
  plim_fake_service_show (fixture->service, g_ptr_array_index (fixture->accounts, 3));
  plim_test_wait (find_card (fixture, "a4") != NULL);
  plim_test_wait (gtk_widget_get_sensitive (demo));
}

static void
test_lost (Fixture *fixture, gconstpointer data)
{
  plim_fake_service_stop (fixture->service);
  plim_test_wait (shows (fixture, "Plimsoll Is Not Running"));
  g_assert_nonnull (plim_window_test_find (fixture->window, GTK_TYPE_BUTTON, "_Start Plimsoll"));
  g_assert_null (find_card (fixture, "a1"));
}

static void
test_remove (Fixture *fixture, gconstpointer data)
{
  act (fixture, "a1", "card.remove");
  g_assert_null (find_card (fixture, "a1"));
  g_assert_true (shows (fixture, "“Claude (work)” removed"));
  g_signal_emit_by_name (plim_window_test_find (fixture->window, GTK_TYPE_BUTTON, "_Undo"),
                         "clicked");
  g_assert_nonnull (find_card (fixture, "a1"));
  plim_test_wait (!shows (fixture, "removed"));
  g_assert_cmpuint (count (fixture, "Remove"), ==, 0);
}

static void
test_remove_close (Fixture *fixture, gconstpointer data)
{
  act (fixture, "a1", "card.remove");
  plim_test_settle ();
  g_assert_cmpuint (count (fixture, "Remove"), ==, 0);
  gtk_window_close (GTK_WINDOW (fixture->window));
  plim_test_wait (count (fixture, "Remove a1") == 1);
  g_assert_cmpuint (count (fixture, "Remove"), ==, 1);
}

static void
test_escape (Fixture *fixture, gconstpointer data)
{
  plim_window_test_press (fixture->window, GDK_KEY_Escape, 0);
  plim_test_wait (fixture->window == NULL);
}

static void
test_look (Fixture *fixture, gconstpointer data)
{
  plim_test_wait (count (fixture, "Looked") == 1);
}

static void
test_commands (Fixture *fixture, gconstpointer data)
{
  gtk_widget_activate_action (fixture->window, "win.refresh", NULL);
  plim_test_wait (count (fixture, "RefreshAll") == 1);
  act (fixture, "a1", "card.disable");
  plim_test_wait (count (fixture, "Disable a1") == 1);
  plim_test_wait (gtk_widget_has_css_class (find_card (fixture, "a1"), "disabled"));
  act (fixture, "a1", "card.enable");
  plim_test_wait (count (fixture, "Enable a1") == 1);
}

static GtkWidget *
find_dialog (GType type)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

    if (g_type_is_a (G_OBJECT_TYPE (window), type))
      return window;
  }
  return NULL;
}

static void
test_rename (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog, *entry;

  act (fixture, "a1", "card.rename");
  dialog = find_dialog (ADW_TYPE_MESSAGE_DIALOG);
  entry = plim_window_test_find (dialog, ADW_TYPE_ENTRY_ROW, "Name");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "Claude (work)");
  gtk_editable_set_text (GTK_EDITABLE (entry), " ");
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "rename"));
  gtk_editable_set_text (GTK_EDITABLE (entry), " Home ");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "rename");
  plim_test_wait (count (fixture, "SetLabel Home") == 1);
  plim_test_wait (shows (fixture, "Home"));
}

static void
test_edit (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog, *entry;

  act (fixture, "a1", "card.edit");
  dialog = find_dialog (PLIM_TYPE_EDIT_DIALOG);
  entry = plim_window_test_find (dialog, ADW_TYPE_ENTRY_ROW, "Organization ID (optional)");
  gtk_editable_set_text (GTK_EDITABLE (entry), "not an organization");
  g_signal_emit_by_name (plim_window_test_find (dialog, GTK_TYPE_BUTTON, "_Save"), "clicked");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  gtk_editable_set_text (GTK_EDITABLE (entry), ORGANIZATION);
  g_signal_emit_by_name (plim_window_test_find (dialog, GTK_TYPE_BUTTON, "_Save"), "clicked");
  plim_test_wait (count (fixture, "SetSettings a1") == 1);
  plim_test_wait (find_dialog (PLIM_TYPE_EDIT_DIALOG) == NULL);
  g_assert_cmpuint (count (fixture, "SetLabel"), ==, 0);
}

/* An organization is picked by its name from what the provider told. */
static void
test_choices (Fixture *fixture, gconstpointer data)
{
  PlimAccount *account = g_ptr_array_index (fixture->accounts, 0);
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);
  g_autoptr (GPtrArray) choices = plim_choices_new ();
  GtkWidget *dialog, *entry;

  g_ptr_array_add (choices, plim_choice_new (ORGANIZATION, "Team"));
  plim_choices_offer (snapshot, "organization", choices);
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, NOW);
  plim_fake_service_show (fixture->service, account);
  plim_test_wait (plim_window_test_shows (find_card (fixture, "a1"), "no limits"));

  act (fixture, "a1", "card.edit");
  dialog = find_dialog (PLIM_TYPE_EDIT_DIALOG);
  entry = plim_window_test_find (dialog, ADW_TYPE_ENTRY_ROW, "Organization ID (optional)");
  g_assert_nonnull (plim_window_test_find (entry, GTK_TYPE_MENU_BUTTON, "Choose"));
  g_assert_true (gtk_widget_activate_action (entry, "field.choose", "s", ORGANIZATION));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, ORGANIZATION);
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  act (fixture, "a2", "card.move-up");
  plim_test_wait (count (fixture, "SetOrder 0 a2") == 1);
  plim_window_test_press (find_card (fixture, "a2"), GDK_KEY_Up, GDK_ALT_MASK);
  plim_test_wait (count (fixture, "SetOrder 0 a2") == 2);
  plim_window_test_press (find_card (fixture, "a1"), GDK_KEY_Down, GDK_ALT_MASK);
  plim_test_wait (count (fixture, "SetOrder 1 a1") == 1);
  /* What a drop of the first card on the second one does. */
  gtk_widget_activate_action (find_card (fixture, "a2"), "win.account-place", "(su)", "a1", 1);
  plim_test_wait (count (fixture, "SetOrder 1 a1") == 2);
}

static void
test_details (Fixture *fixture, gconstpointer data)
{
  GtkWidget *list = gtk_widget_get_parent (find_card (fixture, "a1"));
  GtkWidget *dialog;

  g_signal_emit_by_name (list, "row-activated", find_card (fixture, "a1"));
  dialog = find_dialog (PLIM_TYPE_ACCOUNT_DIALOG);
  g_assert_true (plim_window_test_shows (dialog, "as the provider reports it"));
  g_assert_true (plim_window_test_shows (dialog, "https://claude.ai"));
  g_assert_true (gtk_widget_activate_action (dialog, "account.copy-details", NULL));
  plim_test_wait (shows (fixture, "Details copied"));
  plim_window_test_press (dialog, GDK_KEY_Escape, 0);
  plim_test_wait (find_dialog (PLIM_TYPE_ACCOUNT_DIALOG) == NULL);
}

/* Its page has the same sentence and button as its card. */
static void
test_problem_details (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog, *button;

  act (fixture, "a2", "card.details");
  dialog = find_dialog (PLIM_TYPE_ACCOUNT_DIALOG);
  g_assert_true (plim_window_test_shows (dialog, "no longer accepts this sign-in"));
  button = plim_window_test_find (dialog, GTK_TYPE_BUTTON, "Sign In Again");
  g_assert_nonnull (button);
}

static GtkWidget *
open_details (Fixture *fixture, const char *id)
{
  act (fixture, id, "card.details");
  return find_dialog (PLIM_TYPE_ACCOUNT_DIALOG);
}

/* In C's locale nothing is grouped. */
static void
test_sample_count (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = open_details (fixture, "a1");

  plim_test_wait (plim_window_test_shows (dialog, "1234567"));
}

static void
test_refresh_minimum (Fixture *fixture, gconstpointer data)
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
test_fed (Fixture *fixture, gconstpointer data)
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
give_owner (Fixture *fixture, guint index, const char *owner_id, const char *name)
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
test_other_owner (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = open_details (fixture, "a1");

  g_assert_false (plim_window_test_shows (dialog, "another account than before"));
  give_owner (fixture, 0, "org", "bob@example.org");
  plim_test_wait (plim_window_test_shows (dialog, "another account than before"));
}

static void
test_twin (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = open_details (fixture, "a5");

  g_assert_false (plim_window_test_shows (dialog, "The tray counts them once"));
  give_owner (fixture, 0, "org", "ada@example.org");
  give_owner (fixture, 4, "org", "ada@example.org");
  plim_test_wait (plim_window_test_shows (dialog, "“Claude (work)”. The tray counts them once."));
}

/* A sign-in that another program renews has its command where others have “Sign In Again”. */
static void
test_command (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlimAccount) account = plim_account_new ("c1", "codex");
  g_autoptr (GHashTable) settings = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error =
      plim_error_new (PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SIGN_IN_EXPIRED, 0, "ended");
  GtkWidget *card;

  g_hash_table_insert (settings, (gpointer) "auth_file", (gpointer) "~/.codex/auth.json");
  plim_account_set_label (account, "Codex");
  plim_account_set_enabled (account, TRUE);
  plim_account_set_settings (account, settings);
  plim_account_update (account, NULL, error, NOW);
  plim_fake_service_show (fixture->service, account);
  plim_test_wait (find_card (fixture, "c1") != NULL);
  card = find_card (fixture, "c1");
  g_assert_null (plim_window_test_find (card, GTK_TYPE_BUTTON, "Sign In Again"));
  g_assert_nonnull (plim_window_test_find (card, GTK_TYPE_LABEL, "codex"));
  g_signal_emit_by_name (plim_window_test_find (card, GTK_TYPE_BUTTON, "Copy Command"), "clicked");
  plim_test_wait (shows (fixture, "Command copied"));
}

static void
test_new_numbers (Fixture *fixture, gconstpointer data)
{
  PlimAccount *account = g_ptr_array_index (fixture->accounts, 0);
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "session", PLIM_WINDOW_ROLLING);

  window->used_percent = 64;
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, NOW);
  plim_fake_service_show (fixture->service, account);
  plim_test_wait (shows (fixture, "64"));
}

static void
assert_label (Fixture *fixture, const char *tooltip, const char *label)
{
  GtkWidget *button = plim_window_test_find (fixture->window, GTK_TYPE_WIDGET, tooltip);

  g_assert_nonnull (button);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       label);
}

static void
test_labels (Fixture *fixture, gconstpointer data)
{
  assert_label (fixture, "Refresh", "Refresh all accounts");
  assert_label (fixture, "Add Account", "Add account");
  assert_label (fixture, "Keep Open", "Keep the window open");
  assert_label (fixture, "Main Menu", "Main menu");
}

static void
test_pin (Fixture *fixture, gconstpointer data)
{
  GtkWidget *pin = plim_window_test_find (fixture->window, GTK_TYPE_TOGGLE_BUTTON, "Keep Open");
  g_autoptr (GSettings) settings = g_settings_new (PLIM_SETTINGS_SCHEMA);

  g_assert_false (g_settings_get_boolean (settings, PLIM_SETTINGS_KEEP_OPEN));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (pin), TRUE);
  g_assert_true (g_settings_get_boolean (settings, PLIM_SETTINGS_KEEP_OPEN));
}

static void
test_fits (Fixture *fixture, gconstpointer data)
{
  static const char label[] = "A rather long name of an account that somebody@example.org has "
                              "given to it, withoutanyspacebywhichitcouldbewrapped";

  for (guint i = 0; i < fixture->accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (fixture->accounts, i);
    GtkWidget *card = find_card (fixture, plim_account_get_id (account));
    int minimum;

    plim_account_set_label (plim_account_card_get_account (PLIM_ACCOUNT_CARD (card)), label);
    gtk_widget_measure (card, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
    g_test_message ("account %u: at least %d px", i, minimum);
    g_assert_cmpint (minimum, <=, 360);
  }
}

static void
test_right_to_left (Fixture *fixture, gconstpointer data)
{
  GtkWidget *card = find_card (fixture, "a1");
  GtkWidget *menu = plim_window_test_find (card, GTK_TYPE_MENU_BUTTON, NULL);
  graphene_rect_t bounds;

  plim_test_wait (gtk_widget_get_width (card) > 0);
  g_assert_true (gtk_widget_compute_bounds (menu, card, &bounds));
  g_assert_cmpfloat (bounds.origin.x, <, 40);
}

static void
set_up_right_to_left (Fixture *fixture, gconstpointer data)
{
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  set_up (fixture, data);
}

static void
tear_down_right_to_left (Fixture *fixture, gconstpointer data)
{
  tear_down (fixture, data);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

int
main (int argc, char **argv)
{
  application = plim_window_test_init (&argc, &argv);
#define ADD(path, n_accounts, test)                                                                \
  g_test_add (path, Fixture, GUINT_TO_POINTER (n_accounts), set_up, test, tear_down)
  ADD ("/window/main-window/shows-a-card-for-each-account", 6, test_cards);
  ADD ("/window/main-window/shows-all-of-a-long-list", 2, test_long_list);
  ADD ("/window/main-window/empty-leads-to-adding", 0, test_empty);
  ADD ("/window/main-window/lost-service-can-be-started", 2, test_lost);
  ADD ("/window/main-window/removal-can-be-undone", 2, test_remove);
  ADD ("/window/main-window/closing-sends-the-removal", 2, test_remove_close);
  ADD ("/window/main-window/escape-closes", 2, test_escape);
  ADD ("/window/main-window/service-hears-that-somebody-looks", 1, test_look);
  ADD ("/window/main-window/commands-reach-the-service", 2, test_commands);
  ADD ("/window/main-window/rename-takes-no-empty-name", 2, test_rename);
  ADD ("/window/main-window/edit-sends-what-changed", 2, test_edit);
  ADD ("/window/main-window/edit-offers-the-providers-choices", 2, test_choices);
  ADD ("/window/main-window/moves-an-account", 2, test_order);
  ADD ("/window/main-window/details-show-source-and-state", 2, test_details);
  ADD ("/window/main-window/details-show-a-problem-and-its-cure", 6, test_problem_details);
  ADD ("/window/main-window/details-count-the-numbers-kept", 1, test_sample_count);
  ADD ("/window/main-window/details-say-when-to-refresh", 1, test_refresh_minimum);
  ADD ("/window/main-window/details-tell-of-a-collector", 1, test_fed);
  ADD ("/window/main-window/details-tell-of-another-owner", 1, test_other_owner);
  ADD ("/window/main-window/details-tell-of-the-same-sign-in", 5, test_twin);
  ADD ("/window/main-window/another-programs-sign-in-has-its-command", 1, test_command);
  ADD ("/window/main-window/new-numbers-appear", 2, test_new_numbers);
  ADD ("/window/main-window/icon-buttons-have-labels", 2, test_labels);
  ADD ("/window/main-window/pin-is-a-preference", 2, test_pin);
  ADD ("/window/main-window/long-texts-fit-360-pixels", 6, test_fits);
  g_test_add ("/window/main-window/mirrors-in-right-to-left", Fixture, GUINT_TO_POINTER (2),
              set_up_right_to_left, test_right_to_left, tear_down_right_to_left);
  return g_test_run ();
}
