/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-history-group.h"

#include "plim-fake-service.h"
#include "plim-settings.h"
#include "plim-window-test.h"

static GtkApplication *application;

typedef struct {
  PlimFakeService *service;
  PlimServiceLink *link;
  GSettings *settings;
  GtkWidget *window;
  PlimHistoryGroup *group;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  GtkWidget *page = adw_preferences_page_new ();

  fixture->group = g_object_new (PLIM_TYPE_HISTORY_GROUP, NULL);
  fixture->service = plim_fake_service_new ();
  fixture->settings = plim_window_test_get_settings ();
  fixture->link = plim_service_link_new (connection);
  fixture->window = g_object_new (ADW_TYPE_PREFERENCES_WINDOW, "application", application, NULL);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (fixture->group));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (fixture->window),
                              ADW_PREFERENCES_PAGE (page));
  plim_history_group_set_up (fixture->group, fixture->settings, fixture->link);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  plim_history_group_end (fixture->group);
  plim_window_test_close_all ();
  g_assert_finalize_object (fixture->link);
  plim_fake_service_free (fixture->service);
}

static void
set_days (Fixture *fixture, const char *title, double days)
{
  GtkWidget *row = plim_window_test_find (fixture->window, ADW_TYPE_ACTION_ROW, title);
  GtkWidget *spin;

  g_assert_nonnull (row);
  spin = plim_window_test_find (row, GTK_TYPE_SPIN_BUTTON, NULL);
  g_assert_nonnull (spin);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), days);
}

static void
assert_days (Fixture *fixture, guint raw_days, guint hour_days)
{
  g_assert_cmpuint (g_settings_get_uint (fixture->settings, PLIM_SETTINGS_HISTORY_RAW_DAYS), ==,
                    raw_days);
  g_assert_cmpuint (g_settings_get_uint (fixture->settings, PLIM_SETTINGS_HISTORY_HOUR_DAYS), ==,
                    hour_days);
}

static void
test_days (Fixture *fixture, gconstpointer data)
{
  assert_days (fixture, 90, 730);
  set_days (fixture, "Days of Each Change", 800);
  assert_days (fixture, 800, 800);
  set_days (fixture, "Days of Each Hour", 30);
  assert_days (fixture, 30, 30);
  set_days (fixture, "Days of Each Hour", 365);
  assert_days (fixture, 30, 365);
}

static void
test_clear (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GListModel) toplevels = g_object_ref (gtk_window_get_toplevels ());
  GtkWidget *button, *dialog = NULL;

  plim_test_wait (plim_window_test_shows (fixture->window, "12.3"));
  button = plim_window_test_find (fixture->window, GTK_TYPE_BUTTON, "_Clear History…");
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++) {
    g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

    if (ADW_IS_MESSAGE_DIALOG (toplevel))
      dialog = toplevel;
  }
  g_assert_nonnull (dialog);
  g_assert_true (plim_window_test_shows (dialog, "all accounts"));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "clear");
  plim_test_wait (plim_fake_service_count (fixture->service, "GetHistorySize") == 2);
  g_assert_cmpuint (plim_fake_service_count (fixture->service, "ClearHistory "), ==, 1);
}

int
main (int argc, char **argv)
{
  application = plim_window_test_init (&argc, &argv);
  g_test_add ("/window/history-group/hours-are-not-kept-shorter-than-changes", Fixture, NULL,
              set_up, test_days, tear_down);
  g_test_add ("/window/history-group/clears-all-when-asked-twice", Fixture, NULL, set_up,
              test_clear, tear_down);
  return g_test_run ();
}
