/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-window-application.h"

#include "plim-bus-codec.h"
#include "plim-compat.h"
#include "plim-core-dumps.h"

#include <glib/gi18n.h>
#include <locale.h>

/* A browser that is started from here may use the GPU. */
static void
on_display_open (GApplication *application, gpointer variable)
{
  g_unsetenv (variable);
}

/* The display sets the GPU up also where nothing is drawn with it. */
static void
forbid_gl (GApplication *application)
{
  const char *value;
  const char *variable = plim_compat_get_no_gl (&value);

  if (g_getenv (variable) != NULL)
    return;
  g_setenv (variable, value, FALSE);
  g_signal_connect (application, "startup", G_CALLBACK (on_display_open), (gpointer) variable);
}

/* To set up the GPU takes longer than to draw this small window, which seldom changes, without it.
 * On Wayland only the GPU's renderers draw sharply at fractional scales. */
static void
choose_renderer (GApplication *application)
{
  if (g_getenv ("WAYLAND_DISPLAY") != NULL)
    return;
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  if (g_str_equal (g_getenv ("GSK_RENDERER"), "cairo"))
    forbid_gl (application);
}

int
main (int argc, char **argv)
{
  g_autoptr (PlimWindowApplication) application = NULL;

  plim_core_dumps_forbid ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, PLIM_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  /* Wayland compositors and X11 window managers find the desktop file by it. */
  g_set_prgname (PLIM_BUS_WINDOW_NAME);
  g_set_application_name ("Plimsoll");

  application = plim_window_application_new ();
  choose_renderer (G_APPLICATION (application));
  return g_application_run (G_APPLICATION (application), argc, argv);
}
