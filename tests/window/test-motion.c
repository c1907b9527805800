/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who wants no motion gets none: without animations, what is shown is there in the next frames and
 * then stands still. */
#include "plim-gallery.h"

/* Content that is measured anew takes two. */
#define MAX_FRAMES 4

static guint n_windows;
static guint n_moving;

static void
on_update (GdkFrameClock *clock, gpointer user_data)
{
  ++*(guint *) user_data;
}

/* Whether something asks for every frame, as what moves does: an update comes before the frame. */
static gboolean
moves (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  guint n_updates = 0;
  gulong update_id = g_signal_connect (clock, "update", G_CALLBACK (on_update), &n_updates);
  gboolean is_moving = TRUE;

  for (guint i = 0; i < MAX_FRAMES && is_moving; i++) {
    guint n_before = n_updates;

    plim_window_test_wait_for_frame (window);
    is_moving = n_updates > n_before;
  }
  g_signal_handler_disconnect (clock, update_id);
  return is_moving;
}

/* But for menus, which are the toolkit's own. */
static void
press_all (GtkWidget *widget)
{
  if (GTK_IS_MENU_BUTTON (widget) || GTK_IS_DROP_DOWN (widget))
    return;
  if (GTK_IS_TOGGLE_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
      gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)) == NULL)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (widget), TRUE);
  if (GTK_IS_EXPANDER (widget))
    gtk_expander_set_expanded (GTK_EXPANDER (widget), TRUE);
  if (ADW_IS_EXPANDER_ROW (widget))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    press_all (child);
}

static void
check (GtkWidget *window, const char *name, gpointer user_data)
{
  n_windows++;
  if (moves (window)) {
    n_moving++;
    g_test_message ("%s moves", name);
  }
  press_all (window);
  if (moves (window)) {
    n_moving++;
    g_test_message ("%s moves when something of it is opened", name);
  }
}

static void
test_still (void)
{
  GtkApplication *application = GTK_APPLICATION (g_application_get_default ());
  g_autoptr (PlimGallery) gallery = plim_gallery_new (application);

  plim_gallery_visit (gallery, check, NULL);
  g_assert_cmpuint (n_windows, >, 30);
  g_assert_cmpuint (n_moving, ==, 0);
}

/* What the test above would overlook, it would overlook here. */
static void
test_spinner (gconstpointer data)
{
  gboolean has_animations = GPOINTER_TO_INT (data);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *spinner = gtk_spinner_new ();

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", has_animations, NULL);
  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_window_set_child (GTK_WINDOW (window), spinner);
  gtk_window_present (GTK_WINDOW (window));
  plim_test_settle ();
  g_assert_true (moves (window) == has_animations);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_application_set_default (G_APPLICATION (plim_window_test_init (&argc, &argv)));
  /* A cursor's blinking is a setting of its own. */
  g_object_set (gtk_settings_get_default (), "gtk-cursor-blink", FALSE, NULL);
  g_test_add_data_func ("/window/motion/spins-with-animations", GINT_TO_POINTER (TRUE),
                        test_spinner);
  g_test_add_data_func ("/window/motion/stands-without-animations", GINT_TO_POINTER (FALSE),
                        test_spinner);
  g_test_add_func ("/window/motion/every-window-stands-still", test_still);
  return g_test_run ();
}
