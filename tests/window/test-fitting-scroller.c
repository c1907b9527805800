/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-fitting-scroller.h"
#include "plim-window-test.h"

#define N_BUTTONS 40

typedef struct {
  GtkWindow *window;
  PlimFittingScroller *scroller;
  GtkBox *box;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  fixture->scroller =
      g_object_new (PLIM_TYPE_FITTING_SCROLLER, "child", fixture->box, "vexpand", TRUE, NULL);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->scroller));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  plim_window_test_close_all ();
}

static GtkWidget *
append_buttons (Fixture *fixture, guint n_buttons)
{
  for (guint i = 0; i < n_buttons; i++)
    gtk_box_append (fixture->box, gtk_button_new_with_label ("Button"));
  return gtk_widget_get_last_child (GTK_WIDGET (fixture->box));
}

static gboolean
is_in_sight (Fixture *fixture, GtkWidget *widget)
{
  graphene_rect_t bounds;

  if (!gtk_widget_compute_bounds (widget, GTK_WIDGET (fixture->scroller), &bounds))
    return FALSE;
  return bounds.size.height > 0 && bounds.origin.y >= 0 &&
         bounds.origin.y + bounds.size.height <=
             (float) gtk_widget_get_height (GTK_WIDGET (fixture->scroller));
}

static void
test_as_high_as_its_content (Fixture *fixture, gconstpointer data)
{
  GtkWidget *last = append_buttons (fixture, 3);
  int height;

  gtk_window_present (fixture->window);
  plim_test_wait (is_in_sight (fixture, last));
  gtk_widget_measure (GTK_WIDGET (fixture->box), GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL,
                      NULL);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (fixture->scroller)), ==, height);
}

static void
test_not_higher_than_it_may_be (Fixture *fixture, gconstpointer data)
{
  GtkWidget *last = append_buttons (fixture, N_BUTTONS);

  plim_fitting_scroller_set_max_height (fixture->scroller, 300);
  gtk_window_present (fixture->window);
  plim_test_wait (gtk_widget_get_height (GTK_WIDGET (fixture->scroller)) > 0);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (fixture->scroller)), ==, 300);
  g_assert_false (is_in_sight (fixture, last));
}

/* On a page that is shown later, with content that came later still. */
static void
test_scrolls_to_the_focus (Fixture *fixture, gconstpointer data)
{
  GtkWidget *pages = gtk_stack_new ();
  GtkWidget *last;

  g_object_ref (fixture->scroller);
  gtk_window_set_child (fixture->window, pages);
  gtk_stack_add_named (GTK_STACK (pages), gtk_label_new ("First page"), "first");
  gtk_stack_add_named (GTK_STACK (pages), GTK_WIDGET (fixture->scroller), "second");
  g_object_unref (fixture->scroller);
  gtk_window_set_default_size (fixture->window, 200, 200);
  gtk_window_present (fixture->window);
  plim_test_wait (gtk_widget_get_height (pages) > 0);

  last = append_buttons (fixture, N_BUTTONS);
  gtk_stack_set_visible_child_name (GTK_STACK (pages), "second");
  plim_test_wait (gtk_widget_get_height (last) > 0);
  g_assert_false (is_in_sight (fixture, last));
  gtk_widget_grab_focus (last);
  plim_test_wait (is_in_sight (fixture, last));
  gtk_widget_grab_focus (gtk_widget_get_first_child (GTK_WIDGET (fixture->box)));
  plim_test_wait (!is_in_sight (fixture, last));
}

static void
test_shows_its_end (Fixture *fixture, gconstpointer data)
{
  GtkWidget *last = append_buttons (fixture, N_BUTTONS);

  gtk_window_set_default_size (fixture->window, 200, 200);
  gtk_window_present (fixture->window);
  plim_test_wait (gtk_widget_get_height (last) > 0);
  plim_fitting_scroller_show_end (fixture->scroller);
  plim_test_wait (is_in_sight (fixture, last));
}

int
main (int argc, char **argv)
{
  plim_window_test_init (&argc, &argv);
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/window/fitting-scroller/as-high-as-its-content", test_as_high_as_its_content);
  ADD ("/window/fitting-scroller/not-higher-than-it-may-be", test_not_higher_than_it_may_be);
  ADD ("/window/fitting-scroller/scrolls-to-the-focus", test_scrolls_to_the_focus);
  ADD ("/window/fitting-scroller/shows-its-end", test_shows_its_end);
  return g_test_run ();
}
