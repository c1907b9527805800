/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-autostart.h"
#include "plim-interval-row.h"
#include "plim-percents-row.h"
#include "plim-preferences-window.h"
#include "plim-test-secrets.h"
#include "plim-window-test.h"

static GtkApplication *application;

typedef struct {
  GSettings *settings;
  PlimServiceLink *link;
  GtkWidget *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->settings = plim_window_test_get_settings ();
  plim_test_secrets_reset ();
  fixture->link = plim_service_link_new (NULL);
  fixture->window = GTK_WIDGET (
      plim_preferences_window_new (application, NULL, fixture->settings, fixture->link));
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  plim_window_test_close_all ();
  plim_test_wait (fixture->window == NULL);
  g_assert_finalize_object (fixture->link);
}

static GtkWidget *
find_in_row (Fixture *fixture, const char *title, GType type)
{
  GtkWidget *row = plim_window_test_find (fixture->window, ADW_TYPE_ACTION_ROW, title);
  GtkWidget *widget;

  g_assert_nonnull (row);
  widget = plim_window_test_find (row, type, NULL);
  g_assert_nonnull (widget);
  return widget;
}

static void
set_level (Fixture *fixture, const char *title, double level)
{
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find_in_row (fixture, title, GTK_TYPE_SPIN_BUTTON)),
                             level);
}

static void
assert_levels (Fixture *fixture, int warning, int critical)
{
  g_assert_cmpint (g_settings_get_int (fixture->settings, PLIM_SETTINGS_WARNING), ==, warning);
  g_assert_cmpint (g_settings_get_int (fixture->settings, PLIM_SETTINGS_CRITICAL), ==, critical);
}

static void
test_levels (Fixture *fixture, gconstpointer data)
{
  assert_levels (fixture, 75, 90);
  set_level (fixture, "Warning", 95);
  assert_levels (fixture, 95, 95);
  set_level (fixture, "Critical", 60);
  assert_levels (fixture, 60, 60);
  set_level (fixture, "Critical", 80);
  assert_levels (fixture, 60, 80);
}

static void
select_choice (Fixture *fixture, const char *title, guint choice)
{
  GtkWidget *row = plim_window_test_find (fixture->window, ADW_TYPE_COMBO_ROW, title);

  g_assert_nonnull (row);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), choice);
}

static void
test_choices (Fixture *fixture, gconstpointer data)
{
  g_autofree char *reset_style = NULL;
  g_autofree char *icon_style = NULL;

  select_choice (fixture, "Numbers and Bars Show", 1);
  select_choice (fixture, "Resets Show", 2);
  select_choice (fixture, "Icon", 1);
  reset_style = g_settings_get_string (fixture->settings, PLIM_SETTINGS_RESET_STYLE);
  icon_style = g_settings_get_string (fixture->settings, PLIM_SETTINGS_ICON_STYLE);
  g_assert_true (g_settings_get_boolean (fixture->settings, PLIM_SETTINGS_SHOW_LEFT));
  g_assert_cmpstr (reset_style, ==, "clock");
  g_assert_cmpstr (icon_style, ==, "number");
}

static void
test_interval (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = plim_window_test_find (fixture->window, PLIM_TYPE_INTERVAL_ROW, NULL);

  g_assert_cmpuint (plim_interval_row_get_interval (PLIM_INTERVAL_ROW (row)), ==, 0);
  select_choice (fixture, "Check Every", 3);
  g_assert_cmpuint (g_settings_get_uint (fixture->settings, PLIM_SETTINGS_INTERVAL), ==, 300);
  /* One that somebody set by hand is kept, and shown. */
  g_settings_set_uint (fixture->settings, PLIM_SETTINGS_INTERVAL, 420);
  g_assert_cmpuint (plim_interval_row_get_interval (PLIM_INTERVAL_ROW (row)), ==, 420);
  g_assert_cmpuint (g_settings_get_uint (fixture->settings, PLIM_SETTINGS_INTERVAL), ==, 420);
}

static void
test_switches (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *title;
    const char *key;
  } switches[] = {
    { "Privacy Mode", PLIM_SETTINGS_PRIVACY },
    { "Near a Limit", PLIM_SETTINGS_NOTIFY_LIMITS },
    { "When a Limit Is Reached", PLIM_SETTINGS_NOTIFY_REACHED },
    { "Before a Limit Runs Out", PLIM_SETTINGS_NOTIFY_PROJECTED },
    { "When a Limit Is Reset", PLIM_SETTINGS_NOTIFY_RESET },
    { "When a Sign-In Expires", PLIM_SETTINGS_NOTIFY_SIGN_IN },
    { "When a Collector Stops", PLIM_SETTINGS_NOTIFY_STOPPED },
    { "When a Provider Has an Incident", PLIM_SETTINGS_NOTIFY_INCIDENTS },
    { "Quiet Hours", PLIM_SETTINGS_QUIET_HOURS },
    { "Percentage Beside the Icon", PLIM_SETTINGS_SHOW_LABEL },
    { "Keep the Window Open", PLIM_SETTINGS_KEEP_OPEN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (switches); i++) {
    GtkSwitch *widget = GTK_SWITCH (find_in_row (fixture, switches[i].title, GTK_TYPE_SWITCH));
    gboolean before = g_settings_get_boolean (fixture->settings, switches[i].key);

    g_assert_true (gtk_switch_get_active (widget) == before);
    gtk_switch_set_active (widget, !before);
    g_assert_true (g_settings_get_boolean (fixture->settings, switches[i].key) == !before);
    gtk_test_accessible_assert_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                         switches[i].title);
  }
}

static void
assert_percents (Fixture *fixture, const char *expected)
{
  g_autoptr (GVariant) percents =
      g_settings_get_value (fixture->settings, PLIM_SETTINGS_NOTIFY_PERCENTS);
  g_autofree char *printed = g_variant_print (percents, FALSE);

  g_assert_cmpstr (printed, ==, expected);
}

static void
click (Fixture *fixture, const char *tooltip)
{
  GtkWidget *button = plim_window_test_find (fixture->window, GTK_TYPE_BUTTON, tooltip);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static void
test_percents (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = plim_window_test_find (fixture->window, PLIM_TYPE_PERCENTS_ROW, NULL);
  GtkWidget *spin = plim_window_test_find (row, GTK_TYPE_SPIN_BUTTON, NULL);

  assert_percents (fixture, "[75, 90]");
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 60);
  click (fixture, "Add Percentage");
  assert_percents (fixture, "[60, 75, 90]");
  /* The same once more changes nothing. */
  click (fixture, "Add Percentage");
  assert_percents (fixture, "[60, 75, 90]");
  click (fixture, "Remove 75 %");
  assert_percents (fixture, "[60, 90]");
  click (fixture, "Remove 60 %");
  click (fixture, "Remove 90 %");
  assert_percents (fixture, "[]");
  /* What is set elsewhere is shown. */
  g_settings_set (fixture->settings, PLIM_SETTINGS_NOTIFY_PERCENTS, "ai", NULL);
  g_settings_reset (fixture->settings, PLIM_SETTINGS_NOTIFY_PERCENTS);
  click (fixture, "Remove 90 %");
  assert_percents (fixture, "[75]");
}

static void
test_quiet_hours (Fixture *fixture, gconstpointer data)
{
  GtkWidget *spin = find_in_row (fixture, "From", GTK_TYPE_SPIN_BUTTON);

  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "22:00");
  gtk_editable_set_text (GTK_EDITABLE (spin), "23:45");
  gtk_spin_button_update (GTK_SPIN_BUTTON (spin));
  g_assert_cmpuint (g_settings_get_uint (fixture->settings, PLIM_SETTINGS_QUIET_FROM), ==,
                    23 * 60 + 45);
  /* Nonsense is no time. */
  gtk_editable_set_text (GTK_EDITABLE (spin), "25:00");
  gtk_spin_button_update (GTK_SPIN_BUTTON (spin));
  g_assert_cmpuint (g_settings_get_uint (fixture->settings, PLIM_SETTINGS_QUIET_FROM), ==,
                    23 * 60 + 45);
}

static gboolean
has_text (GFile *file, const char *text)
{
  g_autofree char *contents = NULL;

  return g_file_load_contents (file, NULL, &contents, NULL, NULL, NULL) &&
         strstr (contents, text) != NULL;
}

static void
test_autostart (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = plim_autostart_dup_file ();
  GtkWidget *widget = find_in_row (fixture, "Start at Login", GTK_TYPE_SWITCH);

  plim_test_wait (gtk_widget_get_sensitive (widget));
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (widget)));
  gtk_switch_set_active (GTK_SWITCH (widget), TRUE);
  plim_test_wait (has_text (file, "plimsoll --background\n"));
  gtk_switch_set_active (GTK_SWITCH (widget), FALSE);
  plim_test_wait (!g_file_query_exists (file, NULL));
}

/* Toasts take markup, and the system's reason is none: this folder's name is in it. */
static void
test_failed_autostart (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = plim_autostart_dup_file ();
  g_autoptr (GFile) folder = g_file_get_parent (file);
  GtkWidget *widget = find_in_row (fixture, "Start at Login", GTK_TYPE_SWITCH);

  plim_test_wait (gtk_widget_get_sensitive (widget));
  g_assert_true (g_file_delete (folder, NULL, NULL));
  g_assert_true (g_file_set_contents (g_file_peek_path (folder), "no folder", -1, NULL));
  gtk_switch_set_active (GTK_SWITCH (widget), TRUE);
  plim_test_wait (plim_window_test_shows (fixture->window, "Bed & <b>Breakfast"));
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (widget)));
  g_assert_true (g_file_delete (folder, NULL, NULL));
}

static void
test_hidden_autostart (void)
{
  g_autoptr (GFile) file = plim_autostart_dup_file ();
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const char *entry = "[Desktop Entry]\nType=Application\nExec=plimsoll\nHidden=true\n";
  gboolean is_on = TRUE;

  g_mkdir_with_parents (g_file_peek_path (folder), 0700);
  g_assert_true (g_file_set_contents (g_file_peek_path (file), entry, -1, NULL));
  plim_autostart_load_async (NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  g_assert_true (plim_autostart_load_finish (result, &is_on, &error));
  g_assert_no_error (error);
  g_assert_false (is_on);
  g_assert_true (g_file_delete (file, NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_autofree char *folder =
      g_build_filename (g_getenv ("XDG_CONFIG_HOME"), "Bed & <b>Breakfast", NULL);

  g_assert_true (g_setenv ("XDG_CONFIG_HOME", folder, TRUE));
  application = plim_window_test_init (&argc, &argv);
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/window/preferences/warning-is-never-above-critical", test_levels);
  ADD ("/window/preferences/choices-are-kept", test_choices);
  ADD ("/window/preferences/interval-is-kept", test_interval);
  ADD ("/window/preferences/switches-are-kept-and-have-labels", test_switches);
  ADD ("/window/preferences/percentages-are-added-and-removed", test_percents);
  ADD ("/window/preferences/quiet-hours-are-times", test_quiet_hours);
  ADD ("/window/preferences/autostart-writes-and-removes-its-file", test_autostart);
  ADD ("/window/preferences/autostart-that-fails-says-why", test_failed_autostart);
  g_test_add_func ("/window/preferences/hidden-autostart-is-off", test_hidden_autostart);
  return g_test_run ();
}
