/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-history-test.h"

#include "plim-chart-view.h"
#include "plim-sample-history.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* Where the dialog would save; it looks at folders in the background. */
static gboolean
is_in (GtkFileChooser *dialog, GFile *folder)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (dialog);

  return file != NULL && (folder == NULL || g_file_has_parent (file, folder));
}

/* Asks to save as @format, and answers the dialog with @folder and the name it proposes. */
static void
save_history (PlimHistoryTest *fixture, const char *format, GFile *folder)
{
  g_autofree char *action = g_strconcat ("history.save-", format, NULL);
  g_autofree char *name = g_strconcat ("plimsoll-week.", format, NULL);
  g_autofree char *proposed = NULL;
  GtkFileChooser *dialog;
  GError *error = NULL;

  plim_sample_history_give (fixture->service, PLIM_HISTORY_TEST_NOW);
  plim_history_test_open (fixture, "a1");
  plim_test_wait (plim_history_test_shows (fixture, "3.20 USD"));
  plim_test_wait (
      gtk_widget_get_width (plim_history_test_find (fixture, PLIM_TYPE_CHART_VIEW, NULL)) > 0);
  g_assert_true (gtk_widget_activate_action (fixture->window, action, NULL));
  dialog = GTK_FILE_CHOOSER (plim_window_test_find_window (GTK_TYPE_FILE_CHOOSER_DIALOG));
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
take_saved (PlimHistoryTest *fixture, GFile *folder, const char *name)
{
  g_autoptr (GFile) file = g_file_get_child (folder, name);
  GError *error = NULL;
  GBytes *content;

  plim_test_wait (plim_history_test_shows (fixture, "History saved"));
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
test_save_csv (PlimHistoryTest *fixture, gconstpointer data)
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
test_save_json (PlimHistoryTest *fixture, gconstpointer data)
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
test_save_png (PlimHistoryTest *fixture, gconstpointer data)
{
  g_autoptr (GFile) folder = create_folder ();
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  int width;
  GError *error = NULL;

  save_history (fixture, "png", folder);
  width = gtk_widget_get_width (plim_history_test_find (fixture, PLIM_TYPE_CHART_VIEW, NULL));
  content = take_saved (fixture, folder, "plimsoll-week.png");
  texture = gdk_texture_new_from_bytes (content, &error);
  g_assert_no_error (error);
  /* Twice as fine as on this screen, with a margin. */
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 2 * (width + 24));
}

/* A toast reads markup, and names of files may look like it. */
static void
test_save_failed (PlimHistoryTest *fixture, gconstpointer data)
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
  plim_test_wait ((question = plim_window_test_find_window (GTK_TYPE_MESSAGE_DIALOG)) != NULL);
  gtk_dialog_response (GTK_DIALOG (question), GTK_RESPONSE_ACCEPT);
  plim_test_wait (plim_history_test_shows (fixture, "The history could not be saved: "));
  g_assert_true (plim_history_test_shows (fixture, "this & that"));
  g_file_delete (file, NULL, &error);
  g_assert_no_error (error);
  g_file_delete (folder, NULL, &error);
  g_assert_no_error (error);
  g_file_delete (parent, NULL, &error);
  g_assert_no_error (error);
}

static void
add (const char *name, void (*test) (PlimHistoryTest *fixture, gconstpointer data))
{
  g_autofree char *path = g_strconcat ("/window/history-saving/", name, NULL);

  g_test_add (path, PlimHistoryTest, NULL, plim_history_test_set_up, test,
              plim_history_test_tear_down);
}

int
main (int argc, char **argv)
{
  plim_window_test_init (&argc, &argv);
  add ("saves-a-table", test_save_csv);
  add ("saves-data", test_save_json);
  add ("saves-a-picture", test_save_png);
  add ("says-why-it-was-not-saved", test_save_failed);
  return g_test_run ();
}
