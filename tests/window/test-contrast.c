/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text is read from its background as WCAG 2.1 wants it (1.4.3): measured in what is drawn, at a
 * large scale, so that no pixel of a letter's stem is only half covered. */
#include "plim-gallery.h"

#include <math.h>

#define LEAST_RATIO 4.5
#define SCALE 4

typedef struct {
  guint8 *pixels; /* B, G, R, A */
  int width, height;
} Picture;

static guint n_labels;
static guint n_faint;

/* (nullable): a window that is to be laid out again has nothing to draw. */
static GskRenderNode *
dup_node (GtkWidget *window, const Picture *picture)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snapshot, picture->width, picture->height);
  return gtk_snapshot_to_node (snapshot);
}

static Picture
draw (GtkWidget *window)
{
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GskRenderer) renderer = gsk_cairo_renderer_new ();
  g_autoptr (GdkTexture) texture = NULL;
  Picture picture = { .width = gtk_widget_get_width (window) * SCALE,
                      .height = gtk_widget_get_height (window) * SCALE };
  GError *error = NULL;

  plim_test_wait ((node = dup_node (window, &picture)) != NULL);
  gsk_renderer_realize (renderer, NULL, &error);
  g_assert_no_error (error);
  texture = gsk_renderer_render_texture (renderer, node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) picture.width,
                                                              (float) picture.height));
  picture.pixels = g_malloc0_n ((gsize) picture.width * 4, (gsize) picture.height);
  gdk_texture_download (texture, picture.pixels, (gsize) picture.width * 4);
  gsk_renderer_unrealize (renderer);
  return picture;
}

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
measure (const Picture *picture, const graphene_rect_t *bounds)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  int left = MAX (0, (int) (bounds->origin.x * SCALE));
  int top = MAX (0, (int) (bounds->origin.y * SCALE));
  int right = MIN (picture->width, left + (int) (bounds->size.width * SCALE));
  int bottom = MIN (picture->height, top + (int) (bounds->size.height * SCALE));
  guint32 background = 0;
  guint most = 0;
  double ratio = 1;
  GHashTableIter iter;
  gpointer key;

  for (int y = top; y < bottom; y++) {
    for (int x = left; x < right; x++) {
      const guint8 *pixel = picture->pixels + ((gsize) y * (gsize) picture->width + (gsize) x) * 4;
      guint32 color = (guint32) (pixel[2] << 16 | pixel[1] << 8 | pixel[0]);
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

static gboolean
is_in_view (GtkWidget *label, GtkWidget *window, graphene_rect_t *bounds)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (label, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t view;

  if (!gtk_widget_compute_bounds (label, window, bounds))
    return FALSE;
  return scroller == NULL || (gtk_widget_compute_bounds (scroller, window, &view) &&
                              graphene_rect_contains_rect (&view, bounds));
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
check_labels (GtkWidget *widget, GtkWidget *window, const Picture *picture, const char *name)
{
  graphene_rect_t bounds;

  if (GTK_IS_LABEL (widget) && is_ours (widget) && is_in_view (widget, window, &bounds)) {
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
  Picture picture = draw (window);

  check_labels (window, window, &picture, name);
  g_free (picture.pixels);
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
