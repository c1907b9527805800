/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text is read from its background as WCAG 2.1 wants it (1.4.3): measured in what is drawn, at a
 * large scale, so that no pixel of a letter's stem is only half covered. */
#include "plim-gallery.h"
#include "plim-window-picture.h"

#include <math.h>

#define LEAST_RATIO 4.5
#define SCALE 4

static guint n_labels;
static guint n_faint;

static double
linearize (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
get_luminance (guint32 color)
{
  return 0.2126 * linearize (((color >> 16) & 0xff) / 255.0) +
         0.7152 * linearize (((color >> 8) & 0xff) / 255.0) +
         0.0722 * linearize ((color & 0xff) / 255.0);
}

static double
get_ratio (guint32 a, guint32 b)
{
  double light = MAX (get_luminance (a), get_luminance (b));
  double dark = MIN (get_luminance (a), get_luminance (b));

  return (light + 0.05) / (dark + 0.05);
}

/* The colour that fills most is the background; the one that differs most from it is the text. */
static double
measure (const PlimWindowPicture *picture, const graphene_rect_t *bounds)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  GdkRectangle area = plim_window_picture_clip (picture, bounds);
  guint32 background = 0;
  guint most = 0;
  double ratio = 1;
  GHashTableIter iter;
  gpointer key;

  for (int y = area.y; y < area.y + area.height; y++) {
    for (int x = area.x; x < area.x + area.width; x++) {
      guint32 color = plim_window_picture_get (picture, x, y);
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, GUINT_TO_POINTER (color))) + 1;

      g_hash_table_insert (counts, GUINT_TO_POINTER (color), GUINT_TO_POINTER (count));
      if (count > most) {
        most = count;
        background = color;
      }
    }
  }
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    ratio = MAX (ratio, get_ratio (background, GPOINTER_TO_UINT (key)));
  return ratio;
}

/* What cannot be used need not be read (1.4.3), and a button's colours are the theme's. */
static gboolean
is_ours (GtkWidget *label)
{
  return gtk_widget_is_sensitive (label) && gtk_widget_get_mapped (label) &&
         gtk_label_get_text (GTK_LABEL (label))[0] != '\0' &&
         gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON) == NULL;
}

static void
check_labels (GtkWidget *widget,
              GtkWidget *window,
              const PlimWindowPicture *picture,
              const char *name)
{
  graphene_rect_t bounds;

  if (GTK_IS_LABEL (widget) && is_ours (widget) &&
      plim_window_test_is_in_view (widget, window, &bounds)) {
    double ratio = measure (picture, &bounds);

    n_labels++;
    if (ratio < LEAST_RATIO) {
      n_faint++;
      g_test_message ("%s: %.2f : 1, “%s”", name, ratio, gtk_label_get_text (GTK_LABEL (widget)));
    }
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_labels (child, window, picture, name);
}

static void
check (GtkWidget *window, const char *name, gpointer user_data)
{
  g_autoptr (PlimWindowPicture) picture = plim_window_picture_new (window, SCALE);

  check_labels (window, window, picture, name);
}

static void
test_contrast (gconstpointer data)
{
  GtkApplication *application = GTK_APPLICATION (g_application_get_default ());
  AdwStyleManager *manager = adw_application_get_style_manager (ADW_APPLICATION (application));
  g_autoptr (PlimGallery) gallery = NULL;

  adw_style_manager_set_color_scheme (manager, GPOINTER_TO_INT (data));
  /* Else the ordinary colours would be measured twice. */
  g_assert_true (adw_style_manager_get_high_contrast (manager) ==
                 (g_strcmp0 (g_getenv ("ADW_DEBUG_HIGH_CONTRAST"), "1") == 0));
  n_labels = n_faint = 0;
  gallery = plim_gallery_new (application);
  plim_gallery_visit (gallery, check, NULL);
  g_test_message ("%u texts", n_labels);
  g_assert_cmpuint (n_labels, >, 100);
  g_assert_cmpuint (n_faint, ==, 0);
}

int
main (int argc, char **argv)
{
  g_application_set_default (G_APPLICATION (plim_window_test_init (&argc, &argv)));
  g_test_add_data_func ("/window/contrast/light", GINT_TO_POINTER (ADW_COLOR_SCHEME_FORCE_LIGHT),
                        test_contrast);
  g_test_add_data_func ("/window/contrast/dark", GINT_TO_POINTER (ADW_COLOR_SCHEME_FORCE_DARK),
                        test_contrast);
  return g_test_run ();
}
