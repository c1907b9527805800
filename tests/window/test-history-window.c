/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-history-test.h"

#include "plim-chart-view.h"
#include "plim-fake-service.h"
#include "plim-heatmap-view.h"
#include "plim-heatmap.h"
#include "plim-history-export.h"
#include "plim-history-sums.h"
#include "plim-sample-accounts.h"
#include "plim-sample-history.h"
#include "plim-service-link.h"
#include "plim-settings.h"
#include "plim-window-test.h"

#include <string.h>

#define NOW PLIM_HISTORY_TEST_NOW
#define HOUR 3600
#define DAY (24 * (gint64) HOUR)

static void
test_account (PlimHistoryTest *fixture, gconstpointer data)
{
  const PlimChartData *chart;

  plim_sample_history_give (fixture->service, NOW);
  plim_history_test_open (fixture, "a1");
  plim_test_wait (plim_history_test_shows (fixture, "Used of the Limits"));
  g_assert_cmpuint (plim_fake_service_count (fixture->service, "GetSeries 604800 a1"), ==, 1);
  g_assert_true (plim_history_test_shows (fixture, "Claude (work)"));
  g_assert_true (plim_history_test_shows (fixture, "Session (5 h)"));
  g_assert_true (plim_history_test_shows (fixture, "78 %"));
  g_assert_true (plim_history_test_shows (fixture, "Amounts Left"));
  g_assert_true (plim_history_test_shows (fixture, "3.20 USD"));
  plim_test_wait (plim_history_test_shows (fixture, "Last week 61 % by now, 120 % in all"));
  plim_test_wait (plim_history_test_shows (fixture, "Most on Tue 14:00: 75 % of all use"));
  chart = plim_chart_view_get_data (
      PLIM_CHART_VIEW (plim_history_test_find (fixture, PLIM_TYPE_CHART_VIEW, NULL)));
  g_assert_cmpuint (chart->lines->len, ==, 2);
}

static void
test_overview (PlimHistoryTest *fixture, gconstpointer data)
{
  const PlimChartData *chart;

  plim_sample_history_give (fixture->service, NOW);
  plim_history_test_open (fixture, NULL);
  plim_test_wait (plim_history_test_shows (fixture, "Used of the Limits"));
  plim_test_wait (plim_history_test_shows (fixture, "By Provider"));
  g_assert_true (plim_history_test_shows (fixture, "All accounts"));
  g_assert_true (plim_history_test_shows (fixture, "Claude (work)"));
  g_assert_true (plim_history_test_shows (fixture, "2 accounts"));
  g_assert_true (plim_history_test_shows (fixture, "122 %"));
  g_assert_false (plim_history_test_shows (fixture, "Amounts Left"));
  chart = plim_chart_view_get_data (
      PLIM_CHART_VIEW (plim_history_test_find (fixture, PLIM_TYPE_CHART_VIEW, NULL)));
  /* The longest limit of each. */
  g_assert_cmpuint (chart->lines->len, ==, 2);
  g_assert_cmpstr (plim_chart_data_get_line (chart, 0)->window_id, ==, "weekly");
}

static void
test_range (PlimHistoryTest *fixture, gconstpointer data)
{
  GtkWidget *button;

  plim_sample_history_give (fixture->service, NOW);
  plim_history_test_open (fixture, "a1");
  button = gtk_widget_get_ancestor (plim_history_test_find (fixture, GTK_TYPE_LABEL, "1 Year"),
                                    GTK_TYPE_TOGGLE_BUTTON);
  g_signal_emit_by_name (button, "clicked");
  plim_test_wait (plim_fake_service_count (fixture->service, "GetSeries 31536000 a1") == 1);
  plim_test_settle ();
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
}

static void
test_nothing (PlimHistoryTest *fixture, gconstpointer data)
{
  plim_history_test_open (fixture, "a1");
  plim_test_wait (plim_history_test_shows (fixture, "Nothing in This Time"));
  g_assert_false (plim_history_test_shows (fixture, "Hours of the Week"));
  g_assert_false (plim_history_test_shows (fixture, "This Week Against Last"));
  g_assert_false (plim_history_test_shows (fixture, "By Provider"));
}

static void
test_left (PlimHistoryTest *fixture, gconstpointer data)
{
  g_settings_set_boolean (plim_window_test_get_settings (), PLIM_SETTINGS_SHOW_LEFT, TRUE);
  plim_sample_history_give (fixture->service, NOW);
  plim_history_test_open (fixture, "a1");
  plim_test_wait (plim_history_test_shows (fixture, "Left of the Limits"));
  g_assert_true (plim_history_test_shows (fixture, "43 %"));
  g_assert_false (plim_history_test_shows (fixture, "57 %"));
}

static void
test_privacy (PlimHistoryTest *fixture, gconstpointer data)
{
  g_settings_set_boolean (plim_window_test_get_settings (), PLIM_SETTINGS_PRIVACY, TRUE);
  plim_sample_history_give (fixture->service, NOW);
  plim_history_test_open (fixture, "a1");
  plim_test_wait (plim_history_test_shows (fixture, "Used of the Limits"));
  g_assert_false (plim_history_test_shows (fixture, "Amounts Left"));
  g_assert_false (plim_history_test_shows (fixture, "Claude (work)"));
}

static void
test_cursor (PlimHistoryTest *fixture, gconstpointer data)
{
  GtkWidget *chart;

  plim_sample_history_give (fixture->service, NOW);
  plim_history_test_open (fixture, "a1");
  plim_test_wait (plim_history_test_shows (fixture, "Used of the Limits"));
  chart = plim_history_test_find (fixture, PLIM_TYPE_CHART, NULL);
  gtk_test_accessible_assert_role (chart, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Used of the Limits");
  plim_window_test_press (chart, GDK_KEY_Left, 0);
  g_assert_true (plim_history_test_shows (fixture, "Wed 18 Nov, 12:00"));
  plim_window_test_press (chart, GDK_KEY_Home, 0);
  g_assert_cmpint (plim_chart_get_cursor (PLIM_CHART (chart)), ==, NOW - 7 * DAY);
  /* Nothing is known of that time. */
  g_assert_false (plim_history_test_shows (fixture, "57 %"));
  plim_window_test_press (chart, GDK_KEY_Page_Down, 0);
  plim_window_test_press (chart, GDK_KEY_Page_Down, 0);
  g_assert_true (plim_history_test_shows (fixture, "80 %"));
  plim_window_test_press (chart, GDK_KEY_Escape, 0);
  g_assert_true (plim_history_test_shows (fixture, "57 %"));
}

static void
test_table (PlimHistoryTest *fixture, gconstpointer data)
{
  GtkWidget *button;

  plim_sample_history_give (fixture->service, NOW);
  plim_history_test_open (fixture, "a1");
  plim_test_wait (plim_history_test_shows (fixture, "Used of the Limits"));
  button = plim_history_test_find (fixture, GTK_TYPE_TOGGLE_BUTTON, "Table");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  plim_test_wait (plim_history_test_shows (fixture, "Mon 16 Nov, 12:00"));
  g_assert_null (plim_window_test_find (gtk_widget_get_ancestor (button, PLIM_TYPE_CHART_VIEW),
                                        PLIM_TYPE_CHART, NULL));
  g_assert_true (plim_history_test_shows (fixture, "20 %"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), FALSE);
  plim_history_test_find (fixture, PLIM_TYPE_CHART, NULL);
}

static void
test_heatmap_table (PlimHistoryTest *fixture, gconstpointer data)
{
  GtkWidget *view, *button;

  plim_sample_history_give (fixture->service, NOW);
  plim_history_test_open (fixture, "a1");
  plim_test_wait (plim_history_test_shows (fixture, "Most on Tue 14:00: 75 % of all use"));
  view = plim_history_test_find (fixture, PLIM_TYPE_HEATMAP_VIEW, NULL);
  button = plim_window_test_find (view, GTK_TYPE_TOGGLE_BUTTON, "Table");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  plim_test_wait (plim_window_test_shows (view, "75 %"));
  g_assert_true (plim_window_test_shows (view, "25 %"));
  g_assert_true (plim_window_test_shows (view, "23:00"));
  g_assert_true (plim_window_test_shows (view, "Sun"));
  g_assert_null (plim_window_test_find (view, PLIM_TYPE_HEATMAP, NULL));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), FALSE);
  plim_history_test_find (fixture, PLIM_TYPE_HEATMAP, NULL);
}

static void
test_legend (PlimHistoryTest *fixture, gconstpointer data)
{
  GtkWidget *entry;
  const PlimChartData *chart;

  plim_sample_history_give (fixture->service, NOW);
  plim_history_test_open (fixture, "a1");
  plim_test_wait (plim_history_test_shows (fixture, "Used of the Limits"));
  entry = plim_history_test_find (fixture, GTK_TYPE_TOGGLE_BUTTON, "Week");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (entry), FALSE);
  chart = plim_chart_view_get_data (
      PLIM_CHART_VIEW (plim_history_test_find (fixture, PLIM_TYPE_CHART_VIEW, NULL)));
  g_assert_false (plim_chart_data_get_line (chart, 0)->is_hidden);
  g_assert_true (plim_chart_data_get_line (chart, 1)->is_hidden);
  /* It stays so when a minute has passed. */
  g_signal_emit_by_name (fixture->presentation, "changed");
  plim_test_wait (plim_fake_service_count (fixture->service, "GetHeatmap") == 2);
  plim_test_settle ();
  g_assert_true (plim_history_test_find (fixture, GTK_TYPE_TOGGLE_BUTTON, "Week") == entry);
  chart = plim_chart_view_get_data (
      PLIM_CHART_VIEW (plim_history_test_find (fixture, PLIM_TYPE_CHART_VIEW, NULL)));
  g_assert_true (plim_chart_data_get_line (chart, 1)->is_hidden);
}

/* (nullable) */
static void
test_clear (PlimHistoryTest *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  plim_sample_history_give (fixture->service, NOW);
  plim_history_test_open (fixture, "a1");
  plim_test_wait (plim_history_test_shows (fixture, "Used of the Limits"));
  g_assert_true (gtk_widget_activate_action (fixture->window, "history.clear", NULL));
  dialog = plim_window_test_find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (dialog);
  g_assert_true (plim_window_test_shows (dialog, "Claude (work)"));
  g_assert_cmpuint (plim_fake_service_count (fixture->service, "ClearHistory"), ==, 0);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "clear");
  plim_test_wait (plim_fake_service_count (fixture->service, "ClearHistory a1") == 1);
  plim_test_wait (plim_fake_service_count (fixture->service, "GetSeries") == 2);
}

static void
test_removed (PlimHistoryTest *fixture, gconstpointer data)
{
  plim_history_test_open (fixture, "a1");
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  plim_fake_service_stop (fixture->service);
  plim_test_wait (fixture->window == NULL);
}

static void
test_picture (PlimHistoryTest *fixture, gconstpointer data)
{
  g_autoptr (GBytes) picture = NULL;
  GtkWidget *chart;

  plim_sample_history_give (fixture->service, NOW);
  plim_history_test_open (fixture, "a1");
  plim_test_wait (plim_history_test_shows (fixture, "Used of the Limits"));
  chart = plim_history_test_find (fixture, PLIM_TYPE_CHART_VIEW, NULL);
  plim_test_wait (gtk_widget_get_width (chart) > 0);
  picture = plim_history_export_render (chart);
  g_assert_nonnull (picture);
  g_assert_cmpmem (g_bytes_get_data (picture, NULL), 4, "\x89PNG", 4);
}

static void
test_bounds (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  /* 2026-10-28T12:00:00+01:00, the Wednesday after the clocks went back */
  gint64 now = 1793185200;
  gint64 bounds[PLIM_HISTORY_BOUNDS];

  plim_history_get_bounds (now, zone, bounds);
  g_assert_cmpint (bounds[3], ==, now);
  g_assert_cmpint (bounds[2], ==, now - 2 * DAY - 12 * HOUR);
  g_assert_cmpint (bounds[1], ==, now - 7 * DAY - HOUR);
  g_assert_cmpint (bounds[0], ==, bounds[2] - 7 * DAY - HOUR);
}

static void
add (const char *name, void (*test) (PlimHistoryTest *fixture, gconstpointer data))
{
  g_autofree char *path = g_strconcat ("/window/history/", name, NULL);

  g_test_add (path, PlimHistoryTest, NULL, plim_history_test_set_up, test,
              plim_history_test_tear_down);
}

int
main (int argc, char **argv)
{
  plim_window_test_init (&argc, &argv);
  add ("shows-an-account", test_account);
  add ("shows-all-accounts", test_overview);
  add ("reads-the-range-chosen", test_range);
  add ("says-when-there-is-nothing", test_nothing);
  add ("shows-what-is-left", test_left);
  add ("hides-amounts-in-privacy-mode", test_privacy);
  add ("keys-move-the-cursor", test_cursor);
  add ("table-has-the-same-numbers", test_table);
  add ("heatmap-has-a-table", test_heatmap_table);
  add ("legend-hides-lines", test_legend);
  add ("clears-when-asked-twice", test_clear);
  add ("closes-with-its-account", test_removed);
  add ("picture-is-a-png", test_picture);
  g_test_add_func ("/window/history/weeks-follow-the-calendar", test_bounds);
  return g_test_run ();
}
