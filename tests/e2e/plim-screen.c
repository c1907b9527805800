/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-screen.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <stdio.h>
#include <string.h>

/* The single icon in the tray of build-aux/with-desktop: see there. Without accounts it has a bar
 * in the middle. */
#define ICON_X 1266
#define ICON_Y 14
#define ICON_SIZE 16
/* Below the panel, whose clock goes on. */
#define PANEL_HEIGHT 40

struct _PlimScreen {
  PlimDesktop *desktop;
  Display *display;
  GBytes *last; /* (nullable): the picture at the last look */
};

static const char quiet_settings[] = "[Settings]\n"
                                     "gtk-enable-animations=0\n"
                                     "gtk-cursor-blink=0\n";

PlimScreen *
plim_screen_new (PlimDesktop *desktop)
{
  PlimScreen *self = g_new0 (PlimScreen, 1);
  g_autofree char *folder = g_build_filename (g_getenv ("XDG_CONFIG_HOME"), "gtk-4.0", NULL);
  g_autofree char *file = g_build_filename (folder, "settings.ini", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (file, quiet_settings, -1, &error);
  g_assert_no_error (error);
  self->desktop = desktop;
  self->display = XOpenDisplay (NULL);
  g_assert_nonnull (self->display);
  return self;
}

void
plim_screen_free (PlimScreen *self)
{
  XCloseDisplay (self->display);
  g_clear_pointer (&self->last, g_bytes_unref);
  g_free (self);
}

/* Returns what it printed, or NULL when it failed: a window may be gone before it is asked for. */
static char *run_xdotool (const char *first, ...) G_GNUC_NULL_TERMINATED;

static char *
run_xdotool (const char *first, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  const char *argument = first;
  va_list list;
  int status;

  g_ptr_array_add (arguments, (gpointer) "xdotool");
  va_start (list, first);
  for (; argument != NULL; argument = va_arg (list, const char *))
    g_ptr_array_add (arguments, (gpointer) argument);
  va_end (list);
  g_ptr_array_add (arguments, NULL);
  g_spawn_sync (NULL, (char **) arguments->pdata, NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL,
                &status, &error);
  g_assert_no_error (error);
  return status == 0 ? g_steal_pointer (&output) : NULL;
}

static GBytes *
take_picture (PlimScreen *self, int x, int y, int width, int height)
{
  XImage *image = XGetImage (self->display, DefaultRootWindow (self->display), x, y,
                             (unsigned int) width, (unsigned int) height, AllPlanes, ZPixmap);
  GBytes *picture;

  g_assert_nonnull (image);
  picture = g_bytes_new (image->data, (gsize) image->bytes_per_line * (gsize) image->height);
  XDestroyImage (image);
  return picture;
}

static unsigned long
get_pixel (XImage *image, int x, int y)
{
  return XGetPixel (image, x - ICON_X + ICON_SIZE / 2, y - ICON_Y + ICON_SIZE / 2);
}

/* A bar with nothing above and below, and in one colour, unlike the clock's digits, which are there
 * before the icon comes. */
static gboolean
has_bar (XImage *image)
{
  unsigned long bar = get_pixel (image, ICON_X, ICON_Y);
  unsigned long above = get_pixel (image, ICON_X, ICON_Y - 4);
  unsigned long below = get_pixel (image, ICON_X, ICON_Y + 4);

  for (int x = ICON_X - 3; x <= ICON_X + 3; x++) {
    if (get_pixel (image, x, ICON_Y) != bar)
      return FALSE;
  }
  return above == below && above != bar;
}

static gboolean
shows_icon (PlimDesktop *desktop, gconstpointer data)
{
  const PlimScreen *self = data;
  XImage *image =
      XGetImage (self->display, DefaultRootWindow (self->display), ICON_X - ICON_SIZE / 2,
                 ICON_Y - ICON_SIZE / 2, ICON_SIZE, ICON_SIZE, AllPlanes, ZPixmap);
  gboolean is_shown;

  g_assert_nonnull (image);
  is_shown = has_bar (image);
  XDestroyImage (image);
  return is_shown;
}

void
plim_screen_click_icon (PlimScreen *self)
{
  g_autofree char *output = NULL;

  g_test_message ("waiting for the icon in the panel");
  plim_desktop_wait (self->desktop, shows_icon, self);
  output =
      run_xdotool ("mousemove", G_STRINGIFY (ICON_X), G_STRINGIFY (ICON_Y), "click", "1", NULL);
  g_assert_nonnull (output);
}

static gboolean
has_keyboard (PlimDesktop *desktop, gconstpointer title)
{
  g_autofree char *name = run_xdotool ("getwindowfocus", "getwindowname", NULL);

  return name != NULL && g_str_equal (g_strchomp (name), title);
}

void
plim_screen_wait_for_window (PlimScreen *self, const char *title)
{
  g_test_message ("waiting for the window “%s”", title);
  plim_desktop_wait (self->desktop, has_keyboard, title);
}

PlimArea
plim_screen_get_area (PlimScreen *self)
{
  g_autofree char *output = run_xdotool ("getwindowfocus", "getwindowgeometry", "--shell", NULL);
  PlimArea area;

  g_assert_nonnull (output);
  g_assert_cmpint (sscanf (output, "WINDOW=%*d X=%d Y=%d WIDTH=%d HEIGHT=%d", &area.x, &area.y,
                           &area.width, &area.height),
                   ==, 4);
  return area;
}

void
plim_screen_press (PlimScreen *self, const char *key)
{
  g_autofree char *output = run_xdotool ("key", key, NULL);

  g_assert_nonnull (output);
}

void
plim_screen_type (PlimScreen *self, const char *text)
{
  g_autofree char *output = run_xdotool ("type", "--delay", "0", text, NULL);

  g_assert_nonnull (output);
}

static GBytes *
look (PlimScreen *self)
{
  Screen *screen = DefaultScreenOfDisplay (self->display);

  return take_picture (self, 0, PANEL_HEIGHT, WidthOfScreen (screen),
                       HeightOfScreen (screen) - PANEL_HEIGHT);
}

/* Whether the picture is the same at two looks, but not as it was before. */
static gboolean
has_changed (PlimDesktop *desktop, gconstpointer data)
{
  gpointer *looks = (gpointer *) data;
  PlimScreen *self = looks[0];
  g_autoptr (GBytes) previous = g_steal_pointer (&self->last);

  self->last = look (self);
  return previous != NULL && g_bytes_equal (self->last, previous) &&
         !g_bytes_equal (self->last, looks[1]);
}

void
plim_screen_press_and_look (PlimScreen *self, const char *key)
{
  g_autoptr (GBytes) before = look (self);
  gpointer looks[] = { self, before };

  g_clear_pointer (&self->last, g_bytes_unref);
  plim_screen_press (self, key);
  g_test_message ("waiting for the effect of %s", key);
  plim_desktop_wait (self->desktop, has_changed, looks);
}
