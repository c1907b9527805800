/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* From a click on the icon in a real panel to an account that was added with the keyboard alone. */

#include "plim-screen.h"

#include <string.h>

#define SESSION_KEY "sk-ant-sid01-MADE-UP-0000"

static gboolean
is_window_program_gone (PlimDesktop *desktop, gconstpointer data)
{
  return !plim_desktop_has_name (desktop, "io.github.plimsoll.Plimsoll.Window");
}

/* Below the icon, which is in the corner, and not beyond the display's edge. */
static gboolean
is_at_the_icon (PlimDesktop *desktop, gconstpointer screen)
{
  PlimArea area = plim_screen_get_area ((PlimScreen *) screen);

  return area.y < 60 && area.x + area.width > 1240 && area.x + area.width <= 1280;
}

static void
open_from_the_panel (PlimDesktop *desktop, PlimScreen *screen)
{
  plim_screen_click_icon (screen);
  plim_screen_wait_for_window (screen, "Plimsoll");
  g_test_message ("waiting for it to be at the icon");
  plim_desktop_wait (desktop, is_at_the_icon, screen);
}

/* The GPU's drivers take longer to load than the window to draw. */
static void
assert_no_gpu (PlimDesktop *desktop)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *maps = NULL;
  guint pid;

  reply = g_dbus_connection_call_sync (desktop->connection, "org.freedesktop.DBus",
                                       "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                       "GetConnectionUnixProcessID",
                                       g_variant_new ("(s)", "io.github.plimsoll.Plimsoll.Window"),
                                       G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                                       &error);
  g_assert_no_error (error);
  g_variant_get (reply, "(u)", &pid);
  path = g_strdup_printf ("/proc/%u/maps", pid);
  g_assert_true (g_file_get_contents (path, &maps, NULL, &error));
  g_assert_nonnull (strstr (maps, "/libgtk-4"));
  g_assert_null (strstr (maps, "/libGL"));
  g_assert_null (strstr (maps, "/libEGL"));
}

static void
add_account (PlimDesktop *desktop, PlimScreen *screen)
{
  plim_screen_press (screen, "ctrl+n");
  plim_screen_wait_for_window (screen, "Add Account");
  plim_screen_type (screen, "claude sub");
  plim_screen_press (screen, "Return");
  plim_screen_wait_for_window (screen, "Claude");
  plim_screen_type (screen, SESSION_KEY);
  /* From the key over its eye and the next field to “Advanced”. */
  for (guint i = 0; i < 3; i++)
    plim_screen_press_and_look (screen, "Tab");
  plim_screen_press_and_look (screen, "Return");
  plim_screen_press_and_look (screen, "Tab");
  plim_screen_press_and_look (screen, "Tab");
  plim_screen_type (screen, desktop->mock_url);
  plim_screen_type (screen, "/claude-web");
  plim_screen_press (screen, "Return");
  plim_screen_wait_for_window (screen, "Plimsoll");
}

static void
test_window (void)
{
  g_autoptr (PlimDesktop) desktop = plim_desktop_new ();
  g_autoptr (PlimScreen) screen = plim_screen_new (desktop);
  g_autofree char *status = NULL;

  plim_desktop_set_provider (
      desktop, "{\"claude-web\": {\"session\": 37, \"weekly\": 62, \"status\": 200, \"secret\": "
               "\"" SESSION_KEY "\"}}");
  plim_desktop_start_service (desktop);
  open_from_the_panel (desktop, screen);
  assert_no_gpu (desktop);
  add_account (desktop, screen);

  status = plim_desktop_run (desktop, NULL, NULL, "status", "--json", NULL);
  g_test_message ("%s", status);
  g_assert_nonnull (strstr (status, "\"claude-web\""));
  g_assert_nonnull (strstr (status, "\"ok\""));
  g_assert_nonnull (strstr (status, "62"));
  g_assert_cmpuint (plim_desktop_count_requests (desktop), >, 0);

  /* The first one takes away the message that the account was added. */
  plim_screen_press (screen, "Escape");
  plim_screen_press (screen, "Escape");
  g_test_message ("waiting for the end of the window's program");
  plim_desktop_wait (desktop, is_window_program_gone, NULL);
  /* What polls goes on in the background. */
  g_assert_true (plim_desktop_has_name (desktop, "io.github.plimsoll.Plimsoll"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/e2e/window", test_window);
  return g_test_run ();
}
