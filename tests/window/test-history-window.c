/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-history-window.h"

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

#include <json-glib/json-glib.h>
#include <string.h>

#define NOW ((gint64) 1795003200) /* 2026-11-18T12:00:00Z, a Wednesday */
#define HOUR 3600
#define DAY (24 * (gint64) HOUR)

static GtkApplication *application;

typedef struct {
  PlimFakeService *service;
  PlimServiceLink *link;
  PlimPresentation *presentation;
  GPtrArray *accounts;
  GtkWidget *parent;
  GtkWidget *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  fixture->service = plim_fake_service_new ();
  fixture->accounts = plim_sample_accounts (NOW);
  for (guint i = 0; i < fixture->accounts->len; i++)
    plim_fake_service_show (fixture->service, g_ptr_array_index (fixture->accounts, i));
  fixture->presentation = plim_window_test_presentation (NOW);
  fixture->link = plim_service_link_new (connection);
  plim_test_wait (plim_service_link_get_state (fixture->link) == PLIM_LINK_CONNECTED);
  fixture->parent = gtk_window_new ();
  gtk_window_set_application (GTK_WINDOW (fixture->parent), application);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  plim_window_test_close_all ();
  g_assert_finalize_object (fixture->presentation);
  g_assert_finalize_object (fixture->link);
  g_ptr_array_unref (fixture->accounts);
  plim_fake_service_free (fixture->service);
}

static gboolean
shows (Fixture *fixture, const char *text)
{
  return plim_window_test_shows (fixture->window, text);
}

/* @account_id: (nullable) */
static void
open_history (Fixture *fixture, const char *account_id)
{
  fixture->window = GTK_WIDGET (
      plim_history_window_new (GTK_WINDOW (fixture->parent), fixture->presentation,
                               plim_service_link_get_client (fixture->link), account_id));
  g_assert_nonnull (fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
  plim_test_wait (plim_fake_service_count (fixture->service, "GetHeatmap") > 0);
  plim_test_settle ();
}

static GtkWidget *
find (Fixture *fixture, GType type, const char *text)
{
  GtkWidget *widget = plim_window_test_find (fixture->window, type, text);

  g_assert_nonnull (widget);
  return widget;
}

static void
test_account (Fixture *fixture, gconstpointer data)
{
  const PlimChartData *chart;

  plim_sample_history_give (fixture->service, NOW);
  open_history (fixture, "a1");
  plim_test_wait (shows (fixture, "Used of the Limits"));
  g_assert_cmpuint (plim_fake_service_count (fixture->service, "GetSeries 604800 a1"), ==, 1);
  g_assert_true (shows (fixture, "Claude (work)"));
  g_assert_true (shows (fixture, "Session (5 h)"));
  g_assert_true (shows (fixture, "78 %"));
  g_assert_true (shows (fixture, "Amounts Left"));
  g_assert_true (shows (fixture, "3.20 USD"));
  plim_test_wait (shows (fixture, "Last week 61 % by now, 120 % in all"));
  plim_test_wait (shows (fixture, "Most on Tue 14:00: 75 % of all use"));
  chart = plim_chart_view_get_data (PLIM_CHART_VIEW (find (fixture, PLIM_TYPE_CHART_VIEW, NULL)));
  g_assert_cmpuint (chart->lines->len, ==, 2);
}

static void
test_overview (Fixture *fixture, gconstpointer data)
{
  const PlimChartData *chart;

  plim_sample_history_give (fixture->service, NOW);
  open_history (fixture, NULL);
  plim_test_wait (shows (fixture, "Used of the Limits"));
  plim_test_wait (shows (fixture, "By Provider"));
  g_assert_true (shows (fixture, "All accounts"));
  g_assert_true (shows (fixture, "Claude (work)"));
  g_assert_true (shows (fixture, "2 accounts"));
  g_assert_true (shows (fixture, "122 %"));
  g_assert_false (shows (fixture, "Amounts Left"));
  chart = plim_chart_view_get_data (PLIM_CHART_VIEW (find (fixture, PLIM_TYPE_CHART_VIEW, NULL)));
  /* The longest limit of each. */
  g_assert_cmpuint (chart->lines->len, ==, 2);
  g_assert_cmpstr (plim_chart_data_get_line (chart, 0)->window_id, ==, "weekly");
}

static void
test_range (Fixture *fixture, gconstpointer data)
{
  GtkWidget *button;

  plim_sample_history_give (fixture->service, NOW);
  open_history (fixture, "a1");
  button =
      gtk_widget_get_ancestor (find (fixture, GTK_TYPE_LABEL, "1 Year"), GTK_TYPE_TOGGLE_BUTTON);
  g_signal_emit_by_name (button, "clicked");
  plim_test_wait (plim_fake_service_count (fixture->service, "GetSeries 31536000 a1") == 1);
  plim_test_settle ();
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  open_history (fixture, "a1");
  plim_test_wait (shows (fixture, "Nothing in This Time"));
  g_assert_false (shows (fixture, "Hours of the Week"));
  g_assert_false (shows (fixture, "This Week Against Last"));
  g_assert_false (shows (fixture, "By Provider"));
}

static void
test_left (Fixture *fixture, gconstpointer data)
{
  g_settings_set_boolean (plim_window_test_get_settings (), PLIM_SETTINGS_SHOW_LEFT, TRUE);
  plim_sample_history_give (fixture->service, NOW);
  open_history (fixture, "a1");
  plim_test_wait (shows (fixture, "Left of the Limits"));
  g_assert_true (shows (fixture, "43 %"));
  g_assert_false (shows (fixture, "57 %"));
}

static void
test_privacy (Fixture *fixture, gconstpointer data)
{
  g_settings_set_boolean (plim_window_test_get_settings (), PLIM_SETTINGS_PRIVACY, TRUE);
  plim_sample_history_give (fixture->service, NOW);
  open_history (fixture, "a1");
  plim_test_wait (shows (fixture, "Used of the Limits"));
  g_assert_false (shows (fixture, "Amounts Left"));
  g_assert_false (shows (fixture, "Claude (work)"));
}

static void
test_cursor (Fixture *fixture, gconstpointer data)
{
  GtkWidget *chart;

  plim_sample_history_give (fixture->service, NOW);
  open_history (fixture, "a1");
  plim_test_wait (shows (fixture, "Used of the Limits"));
  chart = find (fixture, PLIM_TYPE_CHART, NULL);
  gtk_test_accessible_assert_role (chart, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Used of the Limits");
  plim_window_test_press (chart, GDK_KEY_Left, 0);
  g_assert_true (shows (fixture, "Wed 18 Nov, 12:00"));
  plim_window_test_press (chart, GDK_KEY_Home, 0);
  g_assert_cmpint (plim_chart_get_cursor (PLIM_CHART (chart)), ==, NOW - 7 * DAY);
  /* Nothing is known of that time. */
  g_assert_false (shows (fixture, "57 %"));
  plim_window_test_press (chart, GDK_KEY_Page_Down, 0);
  plim_window_test_press (chart, GDK_KEY_Page_Down, 0);
  g_assert_true (shows (fixture, "80 %"));
  plim_window_test_press (chart, GDK_KEY_Escape, 0);
  g_assert_true (shows (fixture, "57 %"));
}

static void
test_table (Fixture *fixture, gconstpointer data)
{
  GtkWidget *button;

  plim_sample_history_give (fixture->service, NOW);
  open_history (fixture, "a1");
  plim_test_wait (shows (fixture, "Used of the Limits"));
  button = find (fixture, GTK_TYPE_TOGGLE_BUTTON, "Table");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  plim_test_wait (shows (fixture, "Mon 16 Nov, 12:00"));
  g_assert_null (plim_window_test_find (gtk_widget_get_ancestor (button, PLIM_TYPE_CHART_VIEW),
                                        PLIM_TYPE_CHART, NULL));
  g_assert_true (shows (fixture, "20 %"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), FALSE);
  find (fixture, PLIM_TYPE_CHART, NULL);
}

static void
test_heatmap_table (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view, *button;

  plim_sample_history_give (fixture->service, NOW);
  open_history (fixture, "a1");
  plim_test_wait (shows (fixture, "Most on Tue 14:00: 75 % of all use"));
  view = find (fixture, PLIM_TYPE_HEATMAP_VIEW, NULL);
  button = plim_window_test_find (view, GTK_TYPE_TOGGLE_BUTTON, "Table");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  plim_test_wait (plim_window_test_shows (view, "75 %"));
  g_assert_true (plim_window_test_shows (view, "25 %"));
  g_assert_true (plim_window_test_shows (view, "23:00"));
  g_assert_true (plim_window_test_shows (view, "Sun"));
  g_assert_null (plim_window_test_find (view, PLIM_TYPE_HEATMAP, NULL));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), FALSE);
  find (fixture, PLIM_TYPE_HEATMAP, NULL);
}

static void
test_legend (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry;
  const PlimChartData *chart;

  plim_sample_history_give (fixture->service, NOW);
  open_history (fixture, "a1");
  plim_test_wait (shows (fixture, "Used of the Limits"));
  entry = find (fixture, GTK_TYPE_TOGGLE_BUTTON, "Week");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (entry), FALSE);
  chart = plim_chart_view_get_data (PLIM_CHART_VIEW (find (fixture, PLIM_TYPE_CHART_VIEW, NULL)));
  g_assert_false (plim_chart_data_get_line (chart, 0)->is_hidden);
  g_assert_true (plim_chart_data_get_line (chart, 1)->is_hidden);
  /* It stays so when a minute has passed. */
  g_signal_emit_by_name (fixture->presentation, "changed");
  plim_test_wait (plim_fake_service_count (fixture->service, "GetHeatmap") == 2);
  plim_test_settle ();
  g_assert_true (find (fixture, GTK_TYPE_TOGGLE_BUTTON, "Week") == entry);
  chart = plim_chart_view_get_data (PLIM_CHART_VIEW (find (fixture, PLIM_TYPE_CHART_VIEW, NULL)));
  g_assert_true (plim_chart_data_get_line (chart, 1)->is_hidden);
}

/* (nullable) */
static GtkWidget *
find_toplevel (GType type)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++) {
    g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

    if (g_type_is_a (G_OBJECT_TYPE (toplevel), type) && gtk_widget_get_visible (toplevel))
      return toplevel;
  }
  return NULL;
}

static void
test_clear (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  plim_sample_history_give (fixture->service, NOW);
  open_history (fixture, "a1");
  plim_test_wait (shows (fixture, "Used of the Limits"));
  g_assert_true (gtk_widget_activate_action (fixture->window, "history.clear", NULL));
  dialog = find_toplevel (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (dialog);
  g_assert_true (plim_window_test_shows (dialog, "Claude (work)"));
  g_assert_cmpuint (plim_fake_service_count (fixture->service, "ClearHistory"), ==, 0);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "clear");
  plim_test_wait (plim_fake_service_count (fixture->service, "ClearHistory a1") == 1);
  plim_test_wait (plim_fake_service_count (fixture->service, "GetSeries") == 2);
}

static void
test_removed (Fixture *fixture, gconstpointer data)
{
  open_history (fixture, "a1");
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  plim_fake_service_stop (fixture->service);
  plim_test_wait (fixture->window == NULL);
}

static void
test_picture (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) picture = NULL;
  GtkWidget *chart;

  plim_sample_history_give (fixture->service, NOW);
  open_history (fixture, "a1");
  plim_test_wait (shows (fixture, "Used of the Limits"));
  chart = find (fixture, PLIM_TYPE_CHART_VIEW, NULL);
  plim_test_wait (gtk_widget_get_width (chart) > 0);
  picture = plim_history_export_render (chart);
  g_assert_nonnull (picture);
  g_assert_cmpmem (g_bytes_get_data (picture, NULL), 4, "\x89PNG", 4);
}

/* Saving. These run as a program of their own, see meson.build. */

/* Where the dialog would save; it looks at folders in the background. */
static gboolean
is_in (GtkFileChooser *dialog, GFile *folder)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (dialog);

  return file != NULL && (folder == NULL || g_file_has_parent (file, folder));
}

/* Asks to save as @format, and answers the dialog with @folder and the name it proposes. */
static void
save_history (Fixture *fixture, const char *format, GFile *folder)
{
  g_autofree char *action = g_strconcat ("history.save-", format, NULL);
  g_autofree char *name = g_strconcat ("plimsoll-week.", format, NULL);
  g_autofree char *proposed = NULL;
  GtkFileChooser *dialog;
  GError *error = NULL;

  plim_sample_history_give (fixture->service, NOW);
  open_history (fixture, "a1");
  plim_test_wait (shows (fixture, "3.20 USD"));
  plim_test_wait (gtk_widget_get_width (find (fixture, PLIM_TYPE_CHART_VIEW, NULL)) > 0);
  g_assert_true (gtk_widget_activate_action (fixture->window, action, NULL));
  dialog = GTK_FILE_CHOOSER (find_toplevel (GTK_TYPE_FILE_CHOOSER_DIALOG));
  g_assert_nonnull (dialog);
  proposed = gtk_file_chooser_get_current_name (dialog);
  g_assert_cmpstr (proposed, ==, name);
  plim_test_wait (is_in (dialog, NULL));
  g_assert_true (gtk_file_chooser_set_current_folder (dialog, folder, &error));
  g_assert_no_error (error);
  plim_test_wait (is_in (dialog, folder));
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
}

/* (transfer full): what was saved, once the window says so; the file and its folder are gone */
static GBytes *
take_saved (Fixture *fixture, GFile *folder, const char *name)
{
  g_autoptr (GFile) file = g_file_get_child (folder, name);
  GError *error = NULL;
  GBytes *content;

  plim_test_wait (shows (fixture, "History saved"));
  content = g_file_load_bytes (file, NULL, NULL, &error);
  g_assert_no_error (error);
  g_file_delete (file, NULL, &error);
  g_assert_no_error (error);
  g_file_delete (folder, NULL, &error);
  g_assert_no_error (error);
  return content;
}

static GFile *
create_folder (void)
{
  GError *error = NULL;
  g_autofree char *path = g_dir_make_tmp ("plimsoll-XXXXXX", &error);

  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

static void
test_save_csv (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) folder = create_folder ();
  g_autoptr (GBytes) content = NULL;
  const char *text;

  save_history (fixture, "csv", folder);
  content = take_saved (fixture, folder, "plimsoll-week.csv");
  text = g_bytes_get_data (content, NULL);
  g_assert_true (g_str_has_prefix (text, "account,window,title,"));
  g_assert_nonnull (strstr (text, "\r\na1,credit,Credit,reading,2026-11-16T12:00:00Z,"
                                  "2026-11-18T12:00:00Z,3.2,3.2,3.2,USD\r\n"));
  g_assert_nonnull (strstr (text, "\r\na1,weekly,Week,reset,2026-11-15T12:00:00Z,"));
}

static void
test_save_json (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) folder = create_folder ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GBytes) content = NULL;
  GError *error = NULL;
  JsonArray *all, *readings;
  JsonObject *credit;

  save_history (fixture, "json", folder);
  content = take_saved (fixture, folder, "plimsoll-week.json");
  json_parser_load_from_data (parser, g_bytes_get_data (content, NULL),
                              (gssize) g_bytes_get_size (content), &error);
  g_assert_no_error (error);
  all =
      json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "series");
  g_assert_cmpuint (json_array_get_length (all), ==, 3);
  credit = json_array_get_object_element (all, 2);
  g_assert_cmpstr (json_object_get_string_member (credit, "unit"), ==, "USD");
  g_assert_cmpstr (json_object_get_string_member (credit, "amounts"), ==, "left");
  readings = json_object_get_array_member (credit, "readings");
  g_assert_cmpuint (json_array_get_length (readings), ==, 4);
  g_assert_cmpfloat (json_object_get_double_member (json_array_get_object_element (readings, 3),
                                                    "last"),
                     ==, 3.2);
}

static void
test_save_png (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) folder = create_folder ();
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  int width;
  GError *error = NULL;

  save_history (fixture, "png", folder);
  width = gtk_widget_get_width (find (fixture, PLIM_TYPE_CHART_VIEW, NULL));
  content = take_saved (fixture, folder, "plimsoll-week.png");
  texture = gdk_texture_new_from_bytes (content, &error);
  g_assert_no_error (error);
  /* Twice as fine as on this screen, with a margin. */
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 2 * (width + 24));
}

/* A toast reads markup, and names of files may look like it. */
static void
test_save_failed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) parent = create_folder ();
  g_autoptr (GFile) folder = g_file_get_child (parent, "this & that");
  g_autoptr (GFile) file = g_file_get_child (folder, "plimsoll-week.csv");
  GtkWidget *question;
  GError *error = NULL;

  g_file_make_directory (folder, NULL, &error);
  g_assert_no_error (error);
  g_file_make_symbolic_link (file, "nowhere/at all", NULL, &error);
  g_assert_no_error (error);
  save_history (fixture, "csv", folder);
  plim_test_wait ((question = find_toplevel (GTK_TYPE_MESSAGE_DIALOG)) != NULL);
  gtk_dialog_response (GTK_DIALOG (question), GTK_RESPONSE_ACCEPT);
  plim_test_wait (shows (fixture, "The history could not be saved: "));
  g_assert_true (shows (fixture, "this & that"));
  g_file_delete (file, NULL, &error);
  g_assert_no_error (error);
  g_file_delete (folder, NULL, &error);
  g_assert_no_error (error);
  g_file_delete (parent, NULL, &error);
  g_assert_no_error (error);
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
add (const char *name, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_autofree char *path = g_strconcat ("/window/history/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  application = plim_window_test_init (&argc, &argv);
  add ("page/shows-an-account", test_account);
  add ("page/shows-all-accounts", test_overview);
  add ("page/reads-the-range-chosen", test_range);
  add ("page/says-when-there-is-nothing", test_nothing);
  add ("page/shows-what-is-left", test_left);
  add ("page/hides-amounts-in-privacy-mode", test_privacy);
  add ("page/keys-move-the-cursor", test_cursor);
  add ("page/table-has-the-same-numbers", test_table);
  add ("page/heatmap-has-a-table", test_heatmap_table);
  add ("page/legend-hides-lines", test_legend);
  add ("page/clears-when-asked-twice", test_clear);
  add ("page/closes-with-its-account", test_removed);
  add ("page/picture-is-a-png", test_picture);
  add ("saving/saves-a-table", test_save_csv);
  add ("saving/saves-data", test_save_json);
  add ("saving/saves-a-picture", test_save_png);
  add ("saving/says-why-it-was-not-saved", test_save_failed);
  g_test_add_func ("/window/history/page/weeks-follow-the-calendar", test_bounds);
  return g_test_run ();
}
