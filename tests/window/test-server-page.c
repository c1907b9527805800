/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-api-keys.h"
#include "plim-fake-service.h"
#include "plim-preferences-window.h"
#include "plim-server-page.h"
#include "plim-settings.h"
#include "plim-test-secrets.h"
#include "plim-token-dialog.h"
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
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  plim_test_secrets_reset ();
  fixture->settings = plim_window_test_get_settings ();
  fixture->service = plim_fake_service_new ();
  fixture->link = plim_service_link_new (connection);
  plim_test_wait (plim_service_link_get_state (fixture->link) == PLIM_LINK_CONNECTED);
  fixture->window = GTK_WIDGET (
      plim_preferences_window_new (application, NULL, fixture->settings, fixture->link));
  gtk_window_present (GTK_WINDOW (fixture->window));
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (fixture->window), "server");
  fixture->page = plim_window_test_find (fixture->window, PLIM_TYPE_SERVER_PAGE, NULL);
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

static gboolean
shows (Fixture *fixture, const char *text)
{
  return plim_window_test_shows (fixture->page, text);
}

static void
test_switch (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = plim_window_test_find (fixture->page, ADW_TYPE_ACTION_ROW, "Local Server");
  GtkWidget *widget = plim_window_test_find (row, GTK_TYPE_SWITCH, NULL);

  g_assert_false (gtk_switch_get_active (GTK_SWITCH (widget)));
  gtk_switch_set_active (GTK_SWITCH (widget), TRUE);
  g_assert_true (g_settings_get_boolean (fixture->settings, PLIM_SETTINGS_SERVER_ENABLED));
  g_assert_true (shows (fixture, "http://localhost:8765"));
  g_settings_set_uint (fixture->settings, PLIM_SETTINGS_SERVER_PORT, 9000);
  g_assert_true (shows (fixture, "http://localhost:9000"));
}

static void
apply_address (Fixture *fixture, const char *text)
{
  GtkWidget *entry = plim_window_test_find (fixture->page, ADW_TYPE_ENTRY_ROW, NULL);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "apply");
}

static void
assert_address (Fixture *fixture, const char *expected, gboolean is_open)
{
  g_autofree char *address =
      g_settings_get_string (fixture->settings, PLIM_SETTINGS_SERVER_ADDRESS);

  g_assert_cmpstr (address, ==, expected);
  g_assert_true (shows (fixture, "not encrypted") == is_open);
}

static void
test_address (Fixture *fixture, gconstpointer data)
{
  g_settings_set_boolean (fixture->settings, PLIM_SETTINGS_SERVER_ENABLED, TRUE);
  assert_address (fixture, "", FALSE);
  apply_address (fixture, " 192.0.2.7 ");
  assert_address (fixture, "192.0.2.7", TRUE);
  g_assert_true (shows (fixture, "http://192.0.2.7:8765"));
  apply_address (fixture, "everywhere");
  assert_address (fixture, "192.0.2.7", TRUE);
  g_assert_true (
      gtk_widget_has_css_class (plim_window_test_find (fixture->page, ADW_TYPE_ENTRY_ROW, NULL),
                                "error"));
  apply_address (fixture, "2001:db8::7");
  assert_address (fixture, "2001:db8::7", TRUE);
  g_assert_true (shows (fixture, "http://[2001:db8::7]:8765"));
  apply_address (fixture, "::1");
  assert_address (fixture, "::1", FALSE);
  apply_address (fixture, "");
  assert_address (fixture, "", FALSE);
}

/* (transfer none): the last dialog that was opened */
static GtkWidget *
find_dialog (GType type, const char *heading)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

    if (g_type_is_a (G_OBJECT_TYPE (window), type) &&
        g_strcmp0 (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (window)), heading) == 0)
      return window;
  }
  return NULL;
}

static void
create_token (Fixture *fixture, const char *name)
{
  GtkWidget *dialog;

  g_signal_emit_by_name (plim_window_test_find (fixture->page, GTK_TYPE_BUTTON, "New Token"),
                         "clicked");
  dialog = find_dialog (PLIM_TYPE_TOKEN_DIALOG, "New Token");
  g_assert_nonnull (dialog);
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "create"));
  gtk_editable_set_text (GTK_EDITABLE (plim_window_test_find (dialog, ADW_TYPE_ENTRY_ROW, "Name")),
                         name);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "create");
}

static void
on_text (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
assert_clipboard (Fixture *fixture, const char *expected)
{
  g_autofree char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (fixture->page), NULL, on_text, &text);
  plim_test_wait (text != NULL);
  g_assert_cmpstr (text, ==, expected);
}

static void
click (Fixture *fixture, const char *text)
{
  g_signal_emit_by_name (plim_window_test_find (fixture->page, GTK_TYPE_BUTTON, text), "clicked");
}

static void
test_webhook (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = plim_window_test_find (fixture->page, ADW_TYPE_ACTION_ROW, "Take Samples");
  GtkWidget *widget = plim_window_test_find (row, GTK_TYPE_SWITCH, NULL);

  g_assert_false (gtk_widget_is_sensitive (widget));
  g_settings_set_boolean (fixture->settings, PLIM_SETTINGS_SERVER_ENABLED, TRUE);
  g_assert_true (gtk_widget_is_sensitive (widget));
  gtk_switch_set_active (GTK_SWITCH (widget), TRUE);
  g_assert_true (g_settings_get_boolean (fixture->settings, PLIM_SETTINGS_WEBHOOK_ENABLED));
}

static void
test_webhook_address (Fixture *fixture, gconstpointer data)
{
  const char *id;
  g_autofree char *first = NULL;
  GtkWidget *dialog;

  g_settings_set_boolean (fixture->settings, PLIM_SETTINGS_SERVER_ENABLED, TRUE);
  plim_test_wait (shows (fixture, "none yet")); /* the service is there */
  plim_test_secrets_set ("webhook", "id", "abcdefghijklmnopqrstuvwxyz");
  click (fixture, "Copy Address");
  plim_test_wait (plim_window_test_shows (fixture->window, "Address copied"));
  assert_clipboard (fixture, "http://localhost:8765/api/webhook/abcdefghijklmnopqrstuvwxyz");
  g_assert_false (plim_window_test_shows (fixture->window, "abcdefghijklmnopqrstuvwxyz"));
  g_assert_cmpuint (plim_fake_service_count (fixture->service, "ReloadAddress"), ==, 0);

  click (fixture, "New Address");
  dialog = find_dialog (ADW_TYPE_MESSAGE_DIALOG, "Make a New Address?");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "renew");
  plim_test_wait (plim_fake_service_count (fixture->service, "ReloadAddress") == 1);
  id = plim_test_secrets_get ("webhook", "id");
  g_assert_cmpstr (id, !=, "abcdefghijklmnopqrstuvwxyz");
  g_assert_cmpuint (strlen (id), ==, 43);
  first = g_strconcat ("http://localhost:8765/api/webhook/", id, NULL);
  assert_clipboard (fixture, first);
}

static void
test_problem (Fixture *fixture, gconstpointer data)
{
  PlimBusCollectors1 *collectors = plim_fake_service_get_collectors (fixture->service);

  plim_bus_collectors1_set_problem (collectors, "port 8765 is <taken>");
  plim_test_settle ();
  g_assert_false (shows (fixture, "taken"));
  g_settings_set_boolean (fixture->settings, PLIM_SETTINGS_SERVER_ENABLED, TRUE);
  plim_test_wait (shows (fixture, "It cannot listen: port 8765 is <taken>"));
  plim_bus_collectors1_set_problem (collectors, "");
  plim_test_wait (shows (fixture, "http://localhost:8765"));
  g_settings_set_uint (fixture->settings, PLIM_SETTINGS_SERVER_PORT, 0);
  g_assert_false (shows (fixture, "http://localhost"));
  plim_bus_collectors1_set_port (collectors, 40123);
  plim_test_wait (shows (fixture, "http://localhost:40123"));
}

static void
test_ingest (Fixture *fixture, gconstpointer data)
{
  PlimBusCollectors1 *collectors = plim_fake_service_get_collectors (fixture->service);

  plim_test_wait (shows (fixture, "none yet"));
  g_assert_false (shows (fixture, "Answers So Far"));
  plim_bus_collectors1_set_last_received_at (collectors, g_get_real_time () / G_USEC_PER_SEC);
  plim_bus_collectors1_set_last_source (collectors, "browser_extension");
  plim_bus_collectors1_set_last_source_version (collectors, "2026.8.0");
  plim_bus_collectors1_set_known_accounts (collectors, 2);
  plim_bus_collectors1_set_attempts (collectors,
                                     g_variant_new_parsed ("{'ok': @t 412, 'invalid_json': 0}"));
  plim_test_wait (shows (fixture, "just now, from browser_extension 2026.8.0"));
  plim_test_wait (shows (fixture, "412 ok"));
  g_assert_false (shows (fixture, "invalid_json"));
  plim_bus_collectors1_set_webhook_problem (collectors, TRUE);
  plim_bus_collectors1_set_last_error_message (collectors, "usage_data.windows is missing");
  plim_test_wait (shows (fixture, "just now, not taken: usage_data.windows is missing"));
  plim_bus_collectors1_set_last_unscoped_error (
      collectors, g_variant_new_parsed ("{'code': <'not_signed_in'>, 'message': <'Sign in'>,"
                                        " 'provider': <'codex'>, 'received_at': <@x 5>}"));
  plim_test_wait (shows (fixture, "codex: not_signed_in, Sign in"));
}

static void
test_create (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  plim_test_wait (shows (fixture, "No tokens yet"));
  create_token (fixture, " Dashboard & more ");
  plim_test_wait ((dialog = find_dialog (ADW_TYPE_MESSAGE_DIALOG, "Token Created")) != NULL);
  g_assert_true (plim_window_test_shows (dialog, "plim_"));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "copy");
  plim_test_wait (shows (fixture, "Dashboard & more"));
  g_assert_false (shows (fixture, "No tokens yet"));
  g_assert_true (shows (fixture, "· read · used: never"));
  plim_test_wait (plim_fake_service_count (fixture->service, "ReloadApiKeys") == 1);
}

static void
test_revoke (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  create_token (fixture, "Bar");
  plim_test_wait (shows (fixture, "Bar"));
  g_signal_emit_by_name (plim_window_test_find (fixture->page, GTK_TYPE_BUTTON, "Revoke"),
                         "clicked");
  dialog = find_dialog (ADW_TYPE_MESSAGE_DIALOG, "Revoke “Bar”?");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_assert_true (shows (fixture, "Bar"));
  g_signal_emit_by_name (plim_window_test_find (fixture->page, GTK_TYPE_BUTTON, "Revoke"),
                         "clicked");
  dialog = find_dialog (ADW_TYPE_MESSAGE_DIALOG, "Revoke “Bar”?");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "revoke");
  plim_test_wait (shows (fixture, "No tokens yet"));
  plim_test_wait (plim_fake_service_count (fixture->service, "ReloadApiKeys") == 2);
}

static void
test_no_keyring (Fixture *fixture, gconstpointer data)
{
  plim_test_wait (shows (fixture, "No tokens yet"));
  plim_test_secrets_fail_store (PLIM_SECRETS_ERROR_MISSING);
  create_token (fixture, "Bar");
  plim_test_wait (plim_window_test_shows (fixture->window, "No keyring is running"));
  g_assert_false (plim_window_test_shows (fixture->window, "keep the sign-in"));
  g_assert_null (find_dialog (ADW_TYPE_MESSAGE_DIALOG, "Token Created"));
  g_assert_cmpuint (plim_fake_service_count (fixture->service, "ReloadApiKeys"), ==, 0);
  plim_test_secrets_fail_store (-1);
}

int
main (int argc, char **argv)
{
  application = plim_window_test_init (&argc, &argv);
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/window/server-page/switch-and-port-are-kept", test_switch);
  ADD ("/window/server-page/address-is-checked-and-warned-of", test_address);
  ADD ("/window/server-page/collectors-need-the-server", test_webhook);
  ADD ("/window/server-page/webhook-address-is-copied-and-renewed", test_webhook_address);
  ADD ("/window/server-page/says-why-it-does-not-listen", test_problem);
  ADD ("/window/server-page/says-what-collectors-sent", test_ingest);
  ADD ("/window/server-page/token-is-shown-once-and-listed", test_create);
  ADD ("/window/server-page/token-is-revoked-when-confirmed", test_revoke);
  ADD ("/window/server-page/token-needs-a-keyring", test_no_keyring);
  return g_test_run ();
}
