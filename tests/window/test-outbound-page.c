/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-address-dialog.h"
#include "plim-fake-service.h"
#include "plim-outbound-page.h"
#include "plim-post-url.h"
#include "plim-preferences-window.h"
#include "plim-server-page.h"
#include "plim-settings.h"
#include "plim-test-secrets.h"
#include "plim-window-test.h"

static GtkApplication *application;

typedef struct {
  GSettings *settings;
  PlimFakeService *service;
  PlimServiceLink *link;
  GtkWidget *window;
  GtkWidget *page;
} Fixture;

static void
show_account (Fixture *fixture, const char *id, const char *label)
{
  g_autoptr (PlimAccount) account = plim_account_new (id, "codex");

  plim_account_set_label (account, label);
  plim_fake_service_show (fixture->service, account);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  plim_test_secrets_reset ();
  fixture->settings = plim_window_test_get_settings ();
  fixture->service = plim_fake_service_new ();
  show_account (fixture, "a1", "Work & more");
  fixture->link = plim_service_link_new (connection);
  plim_test_wait (plim_service_link_get_state (fixture->link) == PLIM_LINK_CONNECTED);
  fixture->window = GTK_WIDGET (
      plim_preferences_window_new (application, NULL, fixture->settings, fixture->link));
  gtk_window_present (GTK_WINDOW (fixture->window));
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (fixture->window),
                                                "outbound");
  fixture->page = plim_window_test_find (fixture->window, PLIM_TYPE_OUTBOUND_PAGE, NULL);
  g_assert_nonnull (fixture->page);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  plim_window_test_close_all ();
  plim_test_wait (fixture->window == NULL);
  g_assert_finalize_object (fixture->link);
  plim_fake_service_free (fixture->service);
}

static GtkWidget *
find (Fixture *fixture, GType type, const char *text)
{
  GtkWidget *widget = plim_window_test_find (fixture->page, type, text);

  if (widget == NULL)
    g_error ("nothing of “%s”", text);
  return widget;
}

static void
click (Fixture *fixture, const char *text)
{
  g_signal_emit_by_name (find (fixture, GTK_TYPE_BUTTON, text), "clicked");
}

/* (transfer none) (nullable): */
static GtkWidget *
find_dialog (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

    if (PLIM_IS_ADDRESS_DIALOG (window))
      return window;
  }
  return NULL;
}

static void
test_command (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry = find (fixture, ADW_TYPE_ENTRY_ROW, "Command (empty: none)");
  g_auto (GStrv) command = NULL;

  g_assert_false (gtk_widget_get_sensitive (find (fixture, GTK_TYPE_BUTTON, "_Test")));
  gtk_editable_set_text (GTK_EDITABLE (entry), "notify 'two words");
  g_signal_emit_by_name (entry, "apply");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "notify 'two words'");
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  g_signal_emit_by_name (entry, "apply");
  command = g_settings_get_strv (fixture->settings, PLIM_SETTINGS_HOOK_COMMAND);
  g_assert_cmpuint (g_strv_length (command), ==, 2);
  g_assert_cmpstr (command[1], ==, "two words");
  g_assert_true (gtk_widget_get_sensitive (find (fixture, GTK_TYPE_BUTTON, "_Test")));
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  g_signal_emit_by_name (entry, "apply");
  g_assert_false (gtk_widget_get_sensitive (find (fixture, GTK_TYPE_BUTTON, "_Test")));
}

static void
test_trying (Fixture *fixture, gconstpointer data)
{
  static const char *const command[] = { "true", NULL };

  g_settings_set_strv (fixture->settings, PLIM_SETTINGS_HOOK_COMMAND, command);
  click (fixture, "_Test");
  plim_test_wait (plim_window_test_shows (fixture->window, "It works."));
  plim_fake_service_fail (fixture->service, PLIM_BUS_ERROR_FAILED, "it ended with 3");
  click (fixture, "_Test");
  plim_test_wait (plim_fake_service_count (fixture->service, "TestHooks") == 2);
  plim_test_wait (gtk_widget_get_sensitive (find (fixture, GTK_TYPE_BUTTON, "_Test")));
}

static void
test_events (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = find (fixture, ADW_TYPE_ACTION_ROW, "A limit was reset");
  GtkWidget *check = plim_window_test_find (row, GTK_TYPE_CHECK_BUTTON, NULL);
  g_auto (GStrv) events = NULL;

  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), FALSE);
  events = g_settings_get_strv (fixture->settings, PLIM_SETTINGS_HOOK_EVENTS);
  g_assert_cmpuint (g_strv_length (events), ==, 5);
  g_assert_false (g_strv_contains ((const char *const *) events, "reset"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  g_strfreev (events);
  events = g_settings_get_strv (fixture->settings, PLIM_SETTINGS_HOOK_EVENTS);
  g_assert_cmpuint (g_strv_length (events), ==, 6);
}

static void
test_address (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog, *entry;

  plim_test_wait (plim_window_test_shows (fixture->page, "None"));
  click (fixture, "Set the Address");
  dialog = find_dialog ();
  entry = plim_window_test_find (dialog, ADW_TYPE_PASSWORD_ENTRY_ROW, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "http://example.com/x");
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "save"));
  g_assert_true (plim_window_test_shows (dialog, "must begin with https://"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "http://homeassistant.local:8123/x");
  g_assert_true (plim_window_test_shows (dialog, "not encrypted"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "https://example.com/hook");
  g_assert_false (plim_window_test_shows (dialog, "not encrypted"));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "save");
  plim_test_wait (plim_window_test_shows (fixture->page, "In the keyring"));
  g_assert_cmpstr (plim_test_secrets_get (PLIM_POST_HOOKS, PLIM_POST_FIELD), ==,
                   "https://example.com/hook");
  g_assert_true (g_settings_get_boolean (fixture->settings, PLIM_SETTINGS_HOOK_POST));
  g_assert_false (plim_window_test_shows (fixture->page, "example.com"));
  click (fixture, "Remove the Address");
  plim_test_wait (!plim_window_test_shows (fixture->page, "In the keyring"));
  g_assert_null (plim_test_secrets_get (PLIM_POST_HOOKS, PLIM_POST_FIELD));
  g_assert_false (g_settings_get_boolean (fixture->settings, PLIM_SETTINGS_HOOK_POST));
}

static GtkSwitch *
get_switch (Fixture *fixture, const char *title)
{
  GtkWidget *row = find (fixture, ADW_TYPE_ACTION_ROW, title);

  return GTK_SWITCH (plim_window_test_find (row, GTK_TYPE_SWITCH, NULL));
}

static void
assert_chosen (Fixture *fixture, const char *expected)
{
  g_auto (GStrv) chosen = g_settings_get_strv (fixture->settings, PLIM_SETTINGS_FORWARD_ACCOUNTS);
  g_autofree char *joined = g_strjoinv (" ", chosen);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_accounts (Fixture *fixture, gconstpointer data)
{
  static const char *const former[] = { "gone", NULL };
  GtkSwitch *one;

  g_settings_set_strv (fixture->settings, PLIM_SETTINGS_FORWARD_ACCOUNTS, former);
  one = get_switch (fixture, "Work &amp; more");
  g_assert_false (gtk_switch_get_active (one));
  gtk_switch_set_active (one, TRUE);
  assert_chosen (fixture, "gone a1");
  gtk_switch_set_active (get_switch (fixture, "All Accounts"), TRUE);
  assert_chosen (fixture, "*");
  g_assert_true (gtk_switch_get_active (one));
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (one)));
  gtk_switch_set_active (get_switch (fixture, "All Accounts"), FALSE);
  assert_chosen (fixture, "");
  show_account (fixture, "a2", "Home");
  plim_test_wait (plim_window_test_find (fixture->page, ADW_TYPE_ACTION_ROW, "Home") != NULL);
}

static void
test_sending (Fixture *fixture, gconstpointer data)
{
  g_assert_false (gtk_widget_get_sensitive (find (fixture, GTK_TYPE_BUTTON, "_Send Now")));
  plim_test_wait (
      plim_window_test_shows (fixture->page,
                              "last sent: never · There is no webhook at the address."));
  gtk_switch_set_active (get_switch (fixture, "All Accounts"), TRUE);
  click (fixture, "_Send Now");
  plim_test_wait (plim_fake_service_count (fixture->service, "ForwardNow") == 1);
}

static void
test_hosts (Fixture *fixture, gconstpointer data)
{
  GtkWidget *server, *entry;
  g_auto (GStrv) hosts = NULL;

  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (fixture->window), "server");
  server = plim_window_test_find (fixture->window, PLIM_TYPE_SERVER_PAGE, NULL);
  entry = plim_window_test_find (server, ADW_TYPE_ENTRY_ROW, "Other names, separated by spaces");

  gtk_editable_set_text (GTK_EDITABLE (entry), " nas.local, https://usage.example.org ");
  g_signal_emit_by_name (entry, "apply");
  hosts = g_settings_get_strv (fixture->settings, PLIM_SETTINGS_SERVER_HOSTS);
  g_assert_cmpuint (g_strv_length (hosts), ==, 2);
  g_assert_cmpstr (hosts[0], ==, "nas.local");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==,
                   "nas.local https://usage.example.org");
}

int
main (int argc, char **argv)
{
  application = plim_window_test_init (&argc, &argv);
#define ADD(name, function)                                                                        \
  g_test_add ("/window/outbound-page/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("command-is-read-as-a-shell-would", test_command);
  ADD ("hooks-are-tried", test_trying);
  ADD ("events-are-chosen", test_events);
  ADD ("address-is-checked-and-kept-in-the-keyring", test_address);
  ADD ("accounts-are-chosen", test_accounts);
  ADD ("sending-says-how-it-went", test_sending);
  ADD ("hosts-are-kept", test_hosts);
  return g_test_run ();
}
