/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows a window with sample accounts until it is ended, to look at or to have read:
 * gallery-page account|sign-in|edit|history|tables [ACCOUNT] */
#include "plim-gallery.h"

int
main (int argc, char **argv)
{
  GtkApplication *application = plim_window_test_init (&argc, &argv);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (PlimGallery) gallery = NULL;
  GtkWidget *window;

  if (argc < 2) {
    g_printerr ("usage: gallery-page account|sign-in|edit|history|tables [ACCOUNT]\n");
    return 2;
  }
  g_application_set_default (G_APPLICATION (application));
  gallery = plim_gallery_new (application);
  window = plim_gallery_open (gallery, argv[1], argc > 2 ? argv[2] : NULL);
  g_assert_nonnull (window);
  gtk_window_present (GTK_WINDOW (window));
  g_main_loop_run (loop);
  return 0;
}
