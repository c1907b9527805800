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

static void
check (GtkWidget *window, const char *name, gpointer user_data)
{
  int minimum = 0;

  n_windows++;
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
