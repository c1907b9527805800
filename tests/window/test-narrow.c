/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every window fits a screen that is 360 pixels wide, in the language that LANGUAGE names. */
#include "plim-gallery.h"

#include <libintl.h>
#include <locale.h>

#define WIDTH 360

static guint n_windows;
static guint n_too_wide;
static guint n_cut;

static int
get_minimum (GtkWidget *widget)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* Which child takes the width, down to a leaf. */
static void
tell (GtkWidget *widget, guint depth)
{
  GtkWidget *widest = NULL;

  g_test_message ("%*s%s %d %s", (int) depth, "", G_OBJECT_TYPE_NAME (widget), get_minimum (widget),
                  GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : "");
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    if (gtk_widget_get_visible (child) &&
        (widest == NULL || get_minimum (child) > get_minimum (widest)))
      widest = child;
  }
  if (widest != NULL)
    tell (widest, depth + 1);
}

/* Where it is widest: as the entry's placeholder. */
static GtkWidget *
find_title (GtkWidget *widget, const char *title)
{
  if (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), title) == 0 &&
      gtk_widget_has_css_class (widget, "title"))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_title (child, title);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static void
check_titles (GtkWidget *widget, const char *name)
{
  if (ADW_IS_ENTRY_ROW (widget) && gtk_widget_get_width (widget) > 0) {
    const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget));
    GtkWidget *label = find_title (widget, title);
    int needed, room;

    g_assert_nonnull (label);
    gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &needed, NULL, NULL);
    room = gtk_widget_get_width (gtk_widget_get_parent (label)) - gtk_widget_get_width (widget) +
           WIDTH - 2 * 18;
    if (needed > room) {
      n_cut++;
      g_test_message ("%s: “%s” needs %d pixels of %d", name, title, needed, room);
    }
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_titles (child, name);
}

static void
check (GtkWidget *window, const char *name, gpointer user_data)
{
  int minimum = 0;

  n_windows++;
  check_titles (window, name);
  /* Without the frame, which is thicker where nothing can be shown through. */
  for (GtkWidget *child = gtk_widget_get_first_child (window); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    minimum = MAX (minimum, get_minimum (child));
  if (minimum <= WIDTH)
    return;
  n_too_wide++;
  g_test_message ("%s is %d pixels wide at least", name, minimum);
  tell (window, 1);
}

static void
test_narrow (void)
{
  GtkApplication *application = GTK_APPLICATION (g_application_get_default ());
  g_autoptr (PlimGallery) gallery = plim_gallery_new (application);

  plim_gallery_visit (gallery, check, NULL);
  g_assert_cmpuint (n_windows, >, 30);
  g_assert_cmpuint (n_too_wide, ==, 0);
  /* What is made up is longer than any language. */
  if (g_strcmp0 (g_getenv ("LANGUAGE"), "he") != 0)
    g_assert_cmpuint (n_cut, ==, 0);
}

/* A test that shows the wrong language would pass for nothing. */
static void
test_translated (void)
{
  const char *language = g_getenv ("LANGUAGE");
  gboolean is_english = language == NULL || language[0] == '\0';

  g_assert_true (is_english ==
                 g_str_equal (dgettext (GETTEXT_PACKAGE, "Preferences"), "Preferences"));
  g_assert_true ((gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL) ==
                 (g_strcmp0 (language, "he") == 0));
}

int
main (int argc, char **argv)
{
  const char *catalogues = g_getenv ("PLIMSOLL_CATALOGUES");

  if (catalogues != NULL) {
    bindtextdomain (GETTEXT_PACKAGE, catalogues);
    bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  }
  g_application_set_default (G_APPLICATION (plim_window_test_init (&argc, &argv)));
  /* The toolkit's tests are in English otherwise. */
  g_assert_nonnull (setlocale (LC_ALL, ""));
  if (g_strcmp0 (g_getenv ("LANGUAGE"), "he") == 0)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  g_test_add_func ("/window/narrow/is-translated", test_translated);
  g_test_add_func ("/window/narrow/every-window-fits-360-pixels", test_narrow);
  return g_test_run ();
}
