/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-main-window-test.h"

#include "plim-account-card.h"
#include "plim-choice.h"
#include "plim-edit-dialog.h"
#include "plim-sign-in-dialog.h"
#include "plim-test-secrets.h"

#ifdef GDK_WINDOWING_X11
#include <gdk/x11/gdkx.h>
#endif

#define ORGANIZATION "3f2c8a10-5b6d-4e7f-8a9b-0c1d2e3f4a5b"
#define NOW PLIM_MAIN_WINDOW_TEST_NOW

static void
test_cards (PlimMainWindowTest *fixture, gconstpointer data)
{
  for (guint i = 0; i < fixture->accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (fixture->accounts, i);

    g_assert_nonnull (plim_main_window_test_find_card (fixture, plim_account_get_id (account)));
  }
}

/* More than the first frame waits for. */
static void
test_long_list (PlimMainWindowTest *fixture, gconstpointer data)
{
  for (guint i = 0; i < 30; i++) {
    g_autofree char *id = g_strdup_printf ("long%u", i);
    g_autoptr (PlimAccount) account = plim_account_new (id, "demo");

    plim_account_set_label (account, id);
    plim_account_set_order (account, 10 + i);
    plim_fake_service_show (fixture->service, account);
  }
  plim_test_wait (plim_main_window_test_find_card (fixture, "long29") != NULL);
}

static void
test_empty (PlimMainWindowTest *fixture, gconstpointer data)
{
  GtkWidget *demo;

  g_assert_true (plim_main_window_test_shows (fixture, "No Accounts Yet"));
  g_assert_nonnull (plim_window_test_find (fixture->window, GTK_TYPE_BUTTON, "_Add Account"));
  demo = plim_window_test_find (fixture->window, GTK_TYPE_BUTTON, "_Try the Demo");
  g_signal_emit_by_name (demo, "clicked");
  plim_test_wait (plim_main_window_test_count (fixture, "AddAccount demo") == 1);
  plim_fake_service_show (fixture->service, g_ptr_array_index (fixture->accounts, 3));
  plim_test_wait (plim_main_window_test_find_card (fixture, "a4") != NULL);
  plim_test_wait (gtk_widget_get_sensitive (demo));
}

static void
test_lost (PlimMainWindowTest *fixture, gconstpointer data)
{
  plim_fake_service_stop (fixture->service);
  plim_test_wait (plim_main_window_test_shows (fixture, "Plimsoll Is Not Running"));
  g_assert_nonnull (plim_window_test_find (fixture->window, GTK_TYPE_BUTTON, "_Start Plimsoll"));
  g_assert_null (plim_main_window_test_find_card (fixture, "a1"));
}

static void
test_remove (PlimMainWindowTest *fixture, gconstpointer data)
{
  /* Nobody undoes while the toast still comes in; where a program does, libadwaita 1.2 may use what
   * it has freed. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  plim_main_window_test_act (fixture, "a1", "card.remove");
  g_assert_null (plim_main_window_test_find_card (fixture, "a1"));
  g_assert_true (plim_main_window_test_shows (fixture, "“Claude (work)” removed"));
  g_signal_emit_by_name (plim_window_test_find (fixture->window, GTK_TYPE_BUTTON, "_Undo"),
                         "clicked");
  g_assert_nonnull (plim_main_window_test_find_card (fixture, "a1"));
  plim_test_wait (!plim_main_window_test_shows (fixture, "removed"));
  g_assert_cmpuint (plim_main_window_test_count (fixture, "Remove"), ==, 0);
}

static void
test_remove_close (PlimMainWindowTest *fixture, gconstpointer data)
{
  plim_main_window_test_act (fixture, "a1", "card.remove");
  plim_test_settle ();
  g_assert_cmpuint (plim_main_window_test_count (fixture, "Remove"), ==, 0);
  gtk_window_close (GTK_WINDOW (fixture->window));
  plim_test_wait (plim_main_window_test_count (fixture, "Remove a1") == 1);
  g_assert_cmpuint (plim_main_window_test_count (fixture, "Remove"), ==, 1);
}

static void
test_escape (PlimMainWindowTest *fixture, gconstpointer data)
{
  plim_window_test_press (fixture->window, GDK_KEY_Escape, 0);
  plim_test_wait (fixture->window == NULL);
}

static void
test_look (PlimMainWindowTest *fixture, gconstpointer data)
{
  plim_test_wait (plim_main_window_test_count (fixture, "Looked") == 1);
}

static void
test_commands (PlimMainWindowTest *fixture, gconstpointer data)
{
  gtk_widget_activate_action (fixture->window, "win.refresh", NULL);
  plim_test_wait (plim_main_window_test_count (fixture, "RefreshAll") == 1);
  plim_main_window_test_act (fixture, "a1", "card.disable");
  plim_test_wait (plim_main_window_test_count (fixture, "Disable a1") == 1);
  plim_test_wait (
      gtk_widget_has_css_class (plim_main_window_test_find_card (fixture, "a1"), "disabled"));
  plim_main_window_test_act (fixture, "a1", "card.enable");
  plim_test_wait (plim_main_window_test_count (fixture, "Enable a1") == 1);
}

static void
test_rename (PlimMainWindowTest *fixture, gconstpointer data)
{
  GtkWidget *dialog, *entry;

  plim_main_window_test_act (fixture, "a1", "card.rename");
  dialog = plim_window_test_find_window (ADW_TYPE_MESSAGE_DIALOG);
  entry = plim_window_test_find (dialog, ADW_TYPE_ENTRY_ROW, "Name");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "Claude (work)");
  gtk_editable_set_text (GTK_EDITABLE (entry), " ");
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "rename"));
  gtk_editable_set_text (GTK_EDITABLE (entry), " Home ");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "rename");
  plim_test_wait (plim_main_window_test_count (fixture, "SetLabel Home") == 1);
  plim_test_wait (plim_main_window_test_shows (fixture, "Home"));
}

static void
test_edit (PlimMainWindowTest *fixture, gconstpointer data)
{
  GtkWidget *dialog, *entry;

  plim_main_window_test_act (fixture, "a1", "card.edit");
  dialog = plim_window_test_find_window (PLIM_TYPE_EDIT_DIALOG);
  entry = plim_window_test_find (dialog, ADW_TYPE_ENTRY_ROW, "Organization ID");
  gtk_editable_set_text (GTK_EDITABLE (entry), "not an organization");
  g_signal_emit_by_name (plim_window_test_find (dialog, GTK_TYPE_BUTTON, "_Save"), "clicked");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  gtk_editable_set_text (GTK_EDITABLE (entry), ORGANIZATION);
  g_signal_emit_by_name (plim_window_test_find (dialog, GTK_TYPE_BUTTON, "_Save"), "clicked");
  plim_test_wait (plim_main_window_test_count (fixture, "SetSettings a1") == 1);
  plim_test_wait (plim_window_test_find_window (PLIM_TYPE_EDIT_DIALOG) == NULL);
  g_assert_cmpuint (plim_main_window_test_count (fixture, "SetLabel"), ==, 0);
}

/* An organization is picked by its name from what the provider told. */
static void
test_choices (PlimMainWindowTest *fixture, gconstpointer data)
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
  plim_test_wait (
      plim_window_test_shows (plim_main_window_test_find_card (fixture, "a1"), "no limits"));

  plim_main_window_test_act (fixture, "a1", "card.edit");
  dialog = plim_window_test_find_window (PLIM_TYPE_EDIT_DIALOG);
  entry = plim_window_test_find (dialog, ADW_TYPE_ENTRY_ROW, "Organization ID");
  g_assert_nonnull (plim_window_test_find (entry, GTK_TYPE_MENU_BUTTON, "Choose"));
  g_assert_true (gtk_widget_activate_action (entry, "field.choose", "s", ORGANIZATION));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, ORGANIZATION);
}

static void
test_order (PlimMainWindowTest *fixture, gconstpointer data)
{
  plim_main_window_test_act (fixture, "a2", "card.move-up");
  plim_test_wait (plim_main_window_test_count (fixture, "SetOrder 0 a2") == 1);
  plim_window_test_press (plim_main_window_test_find_card (fixture, "a2"), GDK_KEY_Up,
                          GDK_ALT_MASK);
  plim_test_wait (plim_main_window_test_count (fixture, "SetOrder 0 a2") == 2);
  plim_window_test_press (plim_main_window_test_find_card (fixture, "a1"), GDK_KEY_Down,
                          GDK_ALT_MASK);
  plim_test_wait (plim_main_window_test_count (fixture, "SetOrder 1 a1") == 1);
  /* What a drop of the first card on the second one does. */
  gtk_widget_activate_action (plim_main_window_test_find_card (fixture, "a2"), "win.account-place",
                              "(su)", "a1", 1);
  plim_test_wait (plim_main_window_test_count (fixture, "SetOrder 1 a1") == 2);
}

/* A sign-in that another program renews has its command where others have “Sign In Again”. */
static void
test_command (PlimMainWindowTest *fixture, gconstpointer data)
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
  plim_test_wait (plim_main_window_test_find_card (fixture, "c1") != NULL);
  card = plim_main_window_test_find_card (fixture, "c1");
  g_assert_null (plim_window_test_find (card, GTK_TYPE_BUTTON, "Sign In Again"));
  g_assert_nonnull (plim_window_test_find (card, GTK_TYPE_LABEL, "codex"));
  g_signal_emit_by_name (plim_window_test_find (card, GTK_TYPE_BUTTON, "Copy Command"), "clicked");
  plim_test_wait (plim_main_window_test_shows (fixture, "Command copied"));
}

static void
test_new_numbers (PlimMainWindowTest *fixture, gconstpointer data)
{
  PlimAccount *account = g_ptr_array_index (fixture->accounts, 0);
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW);
  PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "session", PLIM_WINDOW_ROLLING);

  window->used_percent = 64;
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, NOW);
  plim_fake_service_show (fixture->service, account);
  plim_test_wait (plim_main_window_test_shows (fixture, "64"));
}

static void
assert_label (PlimMainWindowTest *fixture, const char *tooltip, const char *label)
{
  GtkWidget *button = plim_window_test_find (fixture->window, GTK_TYPE_WIDGET, tooltip);

  g_assert_nonnull (button);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       label);
}

static void
test_labels (PlimMainWindowTest *fixture, gconstpointer data)
{
  assert_label (fixture, "Refresh", "Refresh all accounts");
  assert_label (fixture, "Add Account", "Add account");
  assert_label (fixture, "Keep Open", "Keep the window open");
  assert_label (fixture, "Main Menu", "Main menu");
}

static void
test_pin (PlimMainWindowTest *fixture, gconstpointer data)
{
  GtkWidget *pin = plim_window_test_find (fixture->window, GTK_TYPE_TOGGLE_BUTTON, "Keep Open");
  g_autoptr (GSettings) settings = g_settings_new (PLIM_SETTINGS_SCHEMA);

  g_assert_false (g_settings_get_boolean (settings, PLIM_SETTINGS_KEEP_OPEN));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (pin), TRUE);
  g_assert_true (g_settings_get_boolean (settings, PLIM_SETTINGS_KEEP_OPEN));
}

#ifdef GDK_WINDOWING_X11
/* Pinned, it is there already when the icon is clicked, and what it says to get the focus must not
 * be older than the last key in another window. */
static void
test_click (PlimMainWindowTest *fixture, gconstpointer data)
{
  GdkDisplay *display = gtk_widget_get_display (fixture->window);
  PlimPlace click = { 1260, 10 };

  if (!GDK_IS_X11_DISPLAY (display)) {
    g_test_skip ("not on X11");
    return;
  }
  plim_test_wait (gtk_widget_get_mapped (fixture->window));
  g_assert_cmpuint (gdk_x11_display_get_user_time (display), ==, 0);
  plim_main_window_set_click (PLIM_MAIN_WINDOW (fixture->window), &click);
  g_assert_cmpuint (gdk_x11_display_get_user_time (display), >, 0);
}
#endif

static void
test_fits (PlimMainWindowTest *fixture, gconstpointer data)
{
  static const char label[] = "A rather long name of an account that somebody@example.org has "
                              "given to it, withoutanyspacebywhichitcouldbewrapped";

  for (guint i = 0; i < fixture->accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (fixture->accounts, i);
    GtkWidget *card = plim_main_window_test_find_card (fixture, plim_account_get_id (account));
    int minimum;

    plim_account_set_label (plim_account_card_get_account (PLIM_ACCOUNT_CARD (card)), label);
    gtk_widget_measure (card, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
    g_test_message ("account %u: at least %d px", i, minimum);
    g_assert_cmpint (minimum, <=, 360);
  }
}

static void
test_right_to_left (PlimMainWindowTest *fixture, gconstpointer data)
{
  GtkWidget *card = plim_main_window_test_find_card (fixture, "a1");
  GtkWidget *menu = plim_window_test_find (card, GTK_TYPE_MENU_BUTTON, NULL);
  graphene_rect_t bounds;

  plim_test_wait (gtk_widget_get_width (card) > 0);
  g_assert_true (gtk_widget_compute_bounds (menu, card, &bounds));
  g_assert_cmpfloat (bounds.origin.x, <, 40);
}

static void
set_up_right_to_left (PlimMainWindowTest *fixture, gconstpointer data)
{
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  plim_main_window_test_set_up (fixture, data);
}

static void
tear_down_right_to_left (PlimMainWindowTest *fixture, gconstpointer data)
{
  plim_main_window_test_tear_down (fixture, data);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

int
main (int argc, char **argv)
{
  plim_window_test_init (&argc, &argv);
#define ADD(path, n_accounts, test)                                                                \
  g_test_add (path, PlimMainWindowTest, GUINT_TO_POINTER (n_accounts),                             \
              plim_main_window_test_set_up, test, plim_main_window_test_tear_down)
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
  ADD ("/window/main-window/another-programs-sign-in-has-its-command", 1, test_command);
  ADD ("/window/main-window/new-numbers-appear", 2, test_new_numbers);
  ADD ("/window/main-window/icon-buttons-have-labels", 2, test_labels);
  ADD ("/window/main-window/pin-is-a-preference", 2, test_pin);
#ifdef GDK_WINDOWING_X11
  ADD ("/window/main-window/click-on-the-icon-is-the-users", 1, test_click);
#endif
  ADD ("/window/main-window/long-texts-fit-360-pixels", 6, test_fits);
  g_test_add ("/window/main-window/mirrors-in-right-to-left", PlimMainWindowTest,
              GUINT_TO_POINTER (2), set_up_right_to_left, test_right_to_left,
              tear_down_right_to_left);
  return g_test_run ();
}
