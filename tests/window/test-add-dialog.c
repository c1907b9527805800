/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-add-dialog.h"
#include "plim-fake-service.h"
#include "plim-field-row.h"
#include "plim-problem-view.h"
#include "plim-providers.h"
#include "plim-test-secrets.h"
#include "plim-window-test.h"

#include <glib/gstdio.h>

/* In the shape of a real one. */
#define SESSION_KEY                                                                                \
  "sk-ant-sid01-0123456789abcdefghijABCDEFGHIJ0123456789abcdefghijABCDEFGHIJ0123456789abcdefghij-" \
  "0123456789-ABCDEFGHAA"

static GtkApplication *application;

typedef struct {
  PlimFakeService *service;
  PlimServiceLink *link;
  GtkWidget *dialog;
  char *added;
} Fixture;

static void
on_added (PlimAddDialog *dialog, const char *name, gpointer user_data)
{
  ((Fixture *) user_data)->added = g_strdup (name);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  plim_window_test_get_settings ();
  plim_test_secrets_reset ();
  fixture->service = plim_fake_service_new ();
  fixture->link = plim_service_link_new (connection);
  plim_test_wait (plim_service_link_get_state (fixture->link) == PLIM_LINK_CONNECTED);
  fixture->dialog = GTK_WIDGET (plim_add_dialog_new (application, NULL, fixture->link));
  g_object_add_weak_pointer (G_OBJECT (fixture->dialog), (gpointer *) &fixture->dialog);
  g_signal_connect (fixture->dialog, "added", G_CALLBACK (on_added), fixture);
  gtk_window_present (GTK_WINDOW (fixture->dialog));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  plim_window_test_close_all ();
  plim_test_wait (fixture->dialog == NULL);
  g_assert_finalize_object (fixture->link);
  plim_fake_service_free (fixture->service);
  g_clear_pointer (&fixture->added, g_free);
}

static GtkWidget *
find (Fixture *fixture, GType type, const char *text)
{
  GtkWidget *widget = plim_window_test_find (fixture->dialog, type, text);

  if (widget == NULL)
    g_error ("no %s “%s”", g_type_name (type), text);
  return widget;
}

static void
click (Fixture *fixture, const char *label)
{
  g_signal_emit_by_name (find (fixture, GTK_TYPE_BUTTON, label), "clicked");
}

static void
type_key (Fixture *fixture, const char *text)
{
  plim_add_dialog_choose (PLIM_ADD_DIALOG (fixture->dialog), plim_providers_find ("claude-web"));
  gtk_editable_set_text (GTK_EDITABLE (find (fixture, ADW_TYPE_PASSWORD_ENTRY_ROW, "Session key")),
                         text);
}

static gboolean
shows (Fixture *fixture, const char *text)
{
  return plim_window_test_shows (fixture->dialog, text);
}

static guint
count_adds (Fixture *fixture)
{
  return plim_fake_service_count (fixture->service, "AddAccount");
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  GtkWidget *search = find (fixture, GTK_TYPE_SEARCH_ENTRY, NULL);

  gtk_editable_set_text (GTK_EDITABLE (search), "claude");
  g_signal_emit_by_name (search, "activate");
  /* By its name, although the Anthropic API stands before it and mentions Claude. */
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture->dialog)), ==, "Claude");
  g_assert_true (shows (fixture, "Sign in at claude.ai in your browser."));
  plim_window_test_press (fixture->dialog, GDK_KEY_Escape, 0);
  gtk_editable_set_text (GTK_EDITABLE (search), "no such provider");
  g_assert_true (shows (fixture, "No Provider Found"));
}

static void
test_escape (Fixture *fixture, gconstpointer data)
{
  GtkWidget *search = find (fixture, GTK_TYPE_SEARCH_ENTRY, NULL);

  gtk_editable_set_text (GTK_EDITABLE (search), "claude");
  g_signal_emit_by_name (search, "stop-search");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (search)), ==, "");
  g_signal_emit_by_name (search, "stop-search");
  plim_test_wait (fixture->dialog == NULL);
}

static void
test_needed (Fixture *fixture, gconstpointer data)
{
  type_key (fixture, " ");
  click (fixture, "Check and _Add");
  g_assert_true (shows (fixture, "This is needed."));
  plim_test_settle ();
  g_assert_cmpuint (count_adds (fixture), ==, 0);
}

static void
test_malformed (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row;

  type_key (fixture, "sk-ant-api03-not-of-a-subscription");
  click (fixture, "Check and _Add");
  row = find (fixture, ADW_TYPE_PASSWORD_ENTRY_ROW, "Session key");
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  plim_test_settle ();
  g_assert_cmpuint (count_adds (fixture), ==, 0);
  gtk_editable_set_text (GTK_EDITABLE (row), SESSION_KEY);
  g_assert_false (gtk_widget_has_css_class (row, "error"));
}

static gboolean
is_wrong (Fixture *fixture, const char *title)
{
  return gtk_widget_has_css_class (find (fixture, ADW_TYPE_PASSWORD_ENTRY_ROW, title), "error");
}

static void
test_incomplete (Fixture *fixture, gconstpointer data)
{
  GtkWidget *admin_key;

  plim_add_dialog_choose (PLIM_ADD_DIALOG (fixture->dialog), plim_providers_find ("anthropic"));
  click (fixture, "Check and _Add");
  g_assert_true (shows (fixture, "An API key or an admin key is needed."));
  g_assert_true (is_wrong (fixture, "Admin key"));

  admin_key = find (fixture, ADW_TYPE_PASSWORD_ENTRY_ROW, "Admin key");
  gtk_editable_set_text (GTK_EDITABLE (admin_key), "sk-ant-admin01-made-up");
  gtk_switch_set_active (GTK_SWITCH (find (fixture, GTK_TYPE_SWITCH, NULL)), TRUE);
  click (fixture, "Check and _Add");
  g_assert_true (shows (fixture, "Reading the rate limits needs an API key."));
  g_assert_true (is_wrong (fixture, "API key"));
  g_assert_false (is_wrong (fixture, "Admin key"));
  plim_test_settle ();
  g_assert_cmpuint (count_adds (fixture), ==, 0);

  gtk_switch_set_active (GTK_SWITCH (find (fixture, GTK_TYPE_SWITCH, NULL)), FALSE);
  click (fixture, "Check and _Add");
  g_assert_false (is_wrong (fixture, "API key"));
  plim_test_wait (count_adds (fixture) == 1);
  plim_test_wait (fixture->dialog == NULL);
}

static gboolean
is_in_sight (Fixture *fixture, GtkWidget *widget)
{
  GtkWidget *viewport = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);
  graphene_rect_t bounds;

  return viewport == NULL ||
         (gtk_widget_compute_bounds (widget, viewport, &bounds) && bounds.size.height > 0 &&
          bounds.origin.y >= 0 &&
          bounds.origin.y + bounds.size.height <= (float) gtk_widget_get_height (viewport));
}

static void
test_all_by_keyboard (Fixture *fixture, gconstpointer data)
{
  GtkWidget *focus, *last;

  gtk_window_set_default_size (GTK_WINDOW (fixture->dialog), 440, 300);
  plim_test_wait (gtk_widget_get_height (fixture->dialog) > 0);
  plim_add_dialog_choose (PLIM_ADD_DIALOG (fixture->dialog), plim_providers_find ("anthropic"));
  last = find (fixture, ADW_TYPE_EXPANDER_ROW, "Advanced");
  plim_test_wait (gtk_widget_get_height (last) > 0);
  g_assert_false (is_in_sight (fixture, last));
  do {
    g_assert_true (gtk_widget_child_focus (fixture->dialog, GTK_DIR_TAB_FORWARD));
    focus = gtk_root_get_focus (GTK_ROOT (fixture->dialog));
    plim_test_wait (is_in_sight (fixture, focus));
  } while (!gtk_widget_is_ancestor (focus, last));
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  GtkWidget *problem;

  plim_fake_service_fail (fixture->service, PLIM_BUS_ERROR_NOT_AUTHENTICATED,
                          "none: HTTP 401 at /api/organizations");
  type_key (fixture, SESSION_KEY);
  click (fixture, "Check and _Add");
  g_assert_true (shows (fixture, "Checking with Claude…"));
  plim_test_wait (!shows (fixture, "Checking with Claude…"));
  problem = find (fixture, PLIM_TYPE_PROBLEM_VIEW, NULL);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (problem), GTK_ACCESSIBLE_ROLE_ALERT);
  g_assert_true (plim_window_test_shows (problem, "Claude does not accept this sign-in."));
  gtk_expander_set_expanded (GTK_EXPANDER (
                                 plim_window_test_find (problem, GTK_TYPE_EXPANDER, NULL)),
                             TRUE);
  g_assert_true (plim_window_test_shows (problem, "HTTP 401"));
  g_assert_null (fixture->added);
  /* What was typed is still there, to be corrected. */
  g_assert_cmpstr (gtk_editable_get_text (
                       GTK_EDITABLE (find (fixture, ADW_TYPE_PASSWORD_ENTRY_ROW, "Session key"))),
                   ==, SESSION_KEY);
}

static void
test_keyring (Fixture *fixture, gconstpointer data)
{
  plim_test_secrets_fail_store (PLIM_SECRETS_ERROR_MISSING);
  type_key (fixture, SESSION_KEY);
  click (fixture, "Check and _Add");
  plim_test_wait (shows (fixture, "No keyring is running"));
  g_assert_cmpuint (count_adds (fixture), ==, 0);
}

static void
test_added (Fixture *fixture, gconstpointer data)
{
  type_key (fixture, SESSION_KEY);
  gtk_editable_set_text (GTK_EDITABLE (
                             find (fixture, ADW_TYPE_ENTRY_ROW, "Name of the account (optional)")),
                         " work ");
  click (fixture, "Check and _Add");
  plim_test_wait (fixture->dialog == NULL);
  g_assert_cmpstr (fixture->added, ==, "work");
  g_assert_cmpuint (plim_fake_service_count (fixture->service, "AddAccount claude-web work"), ==,
                    1);
}

static void
test_found_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("plimsoll-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "auth.json", NULL);
  GtkWidget *row;

  g_assert_true (g_file_set_contents (path, "{}", -1, NULL));
  g_setenv ("CODEX_HOME", folder, TRUE);
  plim_add_dialog_choose (PLIM_ADD_DIALOG (fixture->dialog), plim_providers_find ("codex"));
  row = find (fixture, ADW_TYPE_ENTRY_ROW, "Sign-in of Codex on this computer");
  /* Without the click there is no consent. */
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "");
  click (fixture, "Use");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, path);
  click (fixture, "Check and _Add");
  plim_test_wait (fixture->dialog == NULL);
  g_assert_cmpuint (count_adds (fixture), ==, 1);
  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_unsetenv ("CODEX_HOME");
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  plim_fake_service_hang (fixture->service);
  type_key (fixture, SESSION_KEY);
  click (fixture, "Check and _Add");
  plim_test_wait (count_adds (fixture) == 1);
  click (fixture, "_Cancel");
  plim_test_wait (!shows (fixture, "Checking with Claude…"));
  g_assert_cmpuint (plim_fake_service_count (fixture->service, "CancelAdd"), ==, 1);
  g_assert_null (plim_window_test_find (fixture->dialog, PLIM_TYPE_PROBLEM_VIEW, NULL));
}

static void
test_closed (Fixture *fixture, gconstpointer data)
{
  plim_fake_service_hang (fixture->service);
  type_key (fixture, SESSION_KEY);
  click (fixture, "Check and _Add");
  plim_test_wait (count_adds (fixture) == 1);
  gtk_window_close (GTK_WINDOW (fixture->dialog));
  plim_test_wait (fixture->dialog == NULL);
  g_assert_cmpuint (plim_fake_service_count (fixture->service, "CancelAdd"), ==, 1);
}

static void
test_no_service (Fixture *fixture, gconstpointer data)
{
  plim_fake_service_stop (fixture->service);
  plim_test_wait (plim_service_link_get_state (fixture->link) == PLIM_LINK_LOST);
  type_key (fixture, SESSION_KEY);
  click (fixture, "Check and _Add");
  g_assert_true (shows (fixture, "background service does not answer"));
}

int
main (int argc, char **argv)
{
  application = plim_window_test_init (&argc, &argv);
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/window/add-dialog/search-finds-by-name-first", test_search);
  ADD ("/window/add-dialog/escape-ends-the-search-then-closes", test_escape);
  ADD ("/window/add-dialog/needed-field-says-so", test_needed);
  ADD ("/window/add-dialog/malformed-key-is-refused-before-sending", test_malformed);
  ADD ("/window/add-dialog/lacking-key-is-asked-for-in-its-row", test_incomplete);
  ADD ("/window/add-dialog/keyboard-brings-each-input-into-sight", test_all_by_keyboard);
  ADD ("/window/add-dialog/refusal-shows-sentence-and-details", test_refused);
  ADD ("/window/add-dialog/keyring-problem-shows-its-cure", test_keyring);
  ADD ("/window/add-dialog/success-closes-it", test_added);
  ADD ("/window/add-dialog/found-sign-in-is-used-by-a-click", test_found_file);
  ADD ("/window/add-dialog/check-can-be-cancelled", test_cancelled);
  ADD ("/window/add-dialog/closing-ends-the-check", test_closed);
  ADD ("/window/add-dialog/lost-service-shows-its-cure", test_no_service);
  return g_test_run ();
}
