/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keyboard leads through every window: the Tab key to each thing that can be used, round and
 * round, and what has the focus can be seen. */
#include "plim-chart.h"
#include "plim-gallery.h"
#include "plim-heatmap.h"
#include "plim-window-picture.h"

/* More than any window has. */
#define MAX_STOPS 300
/* A ring may lie around the widget. */
#define RING_PX 4

static GHashTable *seen; /* kinds of widgets in kinds of windows */
static guint n_stops;
static guint n_faults;

/* @widget: (nullable) */
static void
complain (const char *name, GtkWidget *widget, const char *what)
{
  g_autofree char *text = NULL;

  n_faults++;
  if (widget != NULL && g_object_class_find_property (G_OBJECT_GET_CLASS (widget), "label") != NULL)
    g_object_get (widget, "label", &text, NULL);
  g_test_message ("%s: %s “%s” in %s %s", name,
                  widget != NULL ? G_OBJECT_TYPE_NAME (widget) : "nothing",
                  text != NULL ? text : "",
                  widget != NULL ? G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)) : "", what);
}

static gboolean
differ (const PlimWindowPicture *one, const PlimWindowPicture *other, const graphene_rect_t *bounds)
{
  graphene_rect_t outer = *bounds;
  GdkRectangle area;

  graphene_rect_inset (&outer, -RING_PX, -RING_PX);
  area = plim_window_picture_clip (one, &outer);
  for (int y = area.y; y < area.y + area.height; y++) {
    for (int x = area.x; x < area.x + area.width; x++) {
      if (plim_window_picture_get (one, x, y) != plim_window_picture_get (other, x, y))
        return TRUE;
    }
  }
  return FALSE;
}

/* What is drawn around a text is the entry's, or the row's. */
static GtkWidget *
get_frame (GtkWidget *focus)
{
  GtkWidget *row = gtk_widget_get_ancestor (focus, ADW_TYPE_ENTRY_ROW);

  if (!GTK_IS_TEXT (focus))
    return focus;
  return row != NULL ? row : gtk_widget_get_parent (focus);
}

/* (transfer full): "add" of "add (claude)" */
static char *
dup_kind (const char *name)
{
  return g_strndup (name, strcspn (name, " "));
}

/* Many are alike, and to draw a window takes a while. */
static gboolean
is_new (const char *name, GtkWidget *widget)
{
  g_auto (GStrv) classes = gtk_widget_get_css_classes (widget);
  g_autofree char *style = g_strjoinv (".", classes);
  g_autofree char *kind = dup_kind (name);
  const char *parent = G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget));

  return g_hash_table_add (seen,
                           g_strjoin (" ", kind, G_OBJECT_TYPE_NAME (widget), style, parent, NULL));
}

static void
check_visible (GtkWindow *window, const char *name, GtkWidget *focus)
{
  g_autoptr (PlimWindowPicture) with = NULL;
  g_autoptr (PlimWindowPicture) without = NULL;
  GtkWidget *frame = get_frame (focus);
  graphene_rect_t bounds;

  if (!plim_window_test_is_in_view (focus, GTK_WIDGET (window), &bounds) ||
      !gtk_widget_compute_bounds (frame, GTK_WIDGET (window), &bounds)) {
    complain (name, focus, "has the focus out of sight");
    return;
  }
  if (!is_new (name, focus))
    return;
  with = plim_window_picture_new (GTK_WIDGET (window), 1);
  gtk_window_set_focus (window, NULL);
  plim_window_test_wait_for_frame (GTK_WIDGET (window));
  without = plim_window_picture_new (GTK_WIDGET (window), 1);
  if (!differ (with, without, &bounds))
    complain (name, focus, "does not look focused");
  gtk_window_set_focus (window, focus);
  gtk_window_set_focus_visible (window, TRUE);
  plim_window_test_wait_for_frame (GTK_WIDGET (window));
}

/* The stops of the Tab key, until it is where it began. */
static GHashTable *
walk (GtkWindow *window, const char *name, GtkDirectionType direction)
{
  g_autoptr (GHashTable) stops = g_hash_table_new (NULL, NULL);
  GtkWidget *focus = NULL;

  gtk_window_set_focus (window, NULL);
  for (guint i = 0; i < MAX_STOPS; i++) {
    g_signal_emit_by_name (window, "move-focus", direction);
    gtk_window_set_focus_visible (window, TRUE);
    plim_window_test_wait_for_frame (GTK_WIDGET (window));
    focus = gtk_window_get_focus (window);
    if (focus == NULL)
      break;
    if (!g_hash_table_add (stops, focus))
      return g_steal_pointer (&stops);
    if (direction == GTK_DIR_TAB_FORWARD)
      check_visible (window, name, focus);
    n_stops++;
  }
  complain (name, focus, focus == NULL ? "has the focus" : "comes again and again");
  return g_steal_pointer (&stops);
}

static gboolean
is_usable (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget) ||
      !gtk_widget_get_focusable (widget))
    return FALSE;
  return GTK_IS_BUTTON (widget) || GTK_IS_SWITCH (widget) || GTK_IS_TEXT (widget) ||
         GTK_IS_TEXT_VIEW (widget) || PLIM_IS_CHART (widget) || PLIM_IS_HEATMAP (widget) ||
         (GTK_IS_LIST_BOX_ROW (widget) && !GTK_IS_EDITABLE (widget) &&
          gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (widget)));
}

/* Window buttons are the window manager's; a column's head can only sort, which ours do not. */
static gboolean
is_left_out (GtkWidget *widget)
{
  return GTK_IS_WINDOW_CONTROLS (widget) || GTK_IS_COLUMN_VIEW (widget);
}

static void
find_usable (GtkWidget *widget, GPtrArray *found)
{
  if (is_left_out (widget))
    return;
  /* The arrow keys do what a spin button's buttons do. */
  if (is_usable (widget) &&
      !(GTK_IS_BUTTON (widget) && GTK_IS_SPIN_BUTTON (gtk_widget_get_parent (widget))))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_usable (child, found);
}

static void
check_reached (GtkWindow *window, const char *name, GtkDirectionType direction)
{
  g_autoptr (GPtrArray) usable = g_ptr_array_new ();
  g_autoptr (GHashTable) stops = walk (window, name, direction);

  find_usable (GTK_WIDGET (window), usable);
  for (guint i = 0; i < usable->len; i++) {
    if (!g_hash_table_contains (stops, usable->pdata[i]))
      complain (name, usable->pdata[i],
                direction == GTK_DIR_TAB_FORWARD ? "is not reached" : "is not reached backwards");
  }
}

static void
check (GtkWidget *window, const char *name, gpointer user_data)
{
  check_reached (GTK_WINDOW (window), name, GTK_DIR_TAB_FORWARD);
  if (g_hash_table_add (seen, dup_kind (name)))
    check_reached (GTK_WINDOW (window), name, GTK_DIR_TAB_BACKWARD);
}

static void
test_tab (void)
{
  GtkApplication *application = GTK_APPLICATION (g_application_get_default ());
  g_autoptr (PlimGallery) gallery = plim_gallery_new (application);

  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  plim_gallery_visit (gallery, check, NULL);
  g_hash_table_unref (seen);
  g_test_message ("%u stops", n_stops);
  g_assert_cmpuint (n_stops, >, 300);
  g_assert_cmpuint (n_faults, ==, 0);
}

int
main (int argc, char **argv)
{
  g_application_set_default (G_APPLICATION (plim_window_test_init (&argc, &argv)));
  g_test_add_func ("/window/keyboard/tab-reaches-what-can-be-used", test_tab);
  return g_test_run ();
}
