/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-window-application.h"

#include "plim-bus-codec.h"
#include "plim-core-dumps.h"

#include <glib/gi18n.h>
#include <locale.h>

/* To set up the GPU takes longer than to draw this small window, which seldom changes, without it.
 * On Wayland only the GPU's renderers draw sharply at fractional scales. */
static void
choose_renderer (void)
{
  if (g_getenv ("WAYLAND_DISPLAY") == NULL)
    g_setenv ("GSK_RENDERER", "cairo", FALSE);
}

int
main (int argc, char **argv)
{
  g_autoptr (PlimWindowApplication) application = NULL;

  plim_core_dumps_forbid ();
  choose_renderer ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, PLIM_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  /* Wayland compositors and X11 window managers find the desktop file by it. */
  g_set_prgname (PLIM_BUS_WINDOW_NAME);
  g_set_application_name ("Plimsoll");

  application = plim_window_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
