/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A real xfce4-panel: what a person does with the mouse arrives, also after the panel was
 * restarted. */

#include "plim-test-wait.h"
#include "plim-tray.h"

#include <signal.h>

typedef struct {
  PlimTray *tray;
  guint n_activated;
  guint n_secondary;
  guint n_scrolled;
  guint n_opening;
} Fixture;

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
run_xdotool (const char *action)
{
  g_autofree char *command = g_strdup_printf ("xdotool mousemove 1266 14 %s", action);
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_command_line_sync (command, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

/* A panel draws the icon some time after it has registered, so the mouse tries until it is there.
 */
static void
do_until (const char *action, const guint *count)
{
  guint before = *count;
  guint tick_id = g_timeout_add (250, on_tick, NULL);

  while (*count == before) {
    run_xdotool (action);
    g_main_context_iteration (NULL, TRUE);
  }
  g_source_remove (tick_id);
}

static void
count (guint *counter)
{
  (*counter)++;
}

static void
test_mouse_arrives (Fixture *fixture, gconstpointer data)
{
  plim_test_wait (plim_tray_has_host (fixture->tray));
  do_until ("click 1", &fixture->n_activated);
  g_assert_cmpuint (fixture->n_opening, ==, 0);
  do_until ("click 2", &fixture->n_secondary);
  do_until ("click 4", &fixture->n_scrolled);
  do_until ("click 3", &fixture->n_opening);
  run_xdotool ("key Escape");
}

static void
test_restarted_panel_has_the_icon (Fixture *fixture, gconstpointer data)
{
  const char *command[] = { "xfce4-panel", "--disable-wm-check", NULL };
  g_autoptr (GError) error = NULL;
  GPid panel;

  plim_test_wait (plim_tray_has_host (fixture->tray));
  kill ((pid_t) g_ascii_strtoll (g_getenv ("PANEL_PID"), NULL, 10), SIGKILL);
  plim_test_wait (!plim_tray_has_host (fixture->tray));
  g_unsetenv ("G_DEBUG");
  g_spawn_async (NULL, (char **) command, NULL,
                 G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                 NULL, NULL, &panel, &error);
  g_assert_no_error (error);
  plim_test_wait (plim_tray_has_host (fixture->tray));
  do_until ("click 1", &fixture->n_activated);
  kill (panel, SIGTERM);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) open = g_simple_action_new ("open", NULL);
  g_autoptr (GMenu) menu = g_menu_new ();

  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (open));
  g_menu_append (menu, "Open", "app.open");
  fixture->tray = plim_tray_new (connection, G_MENU_MODEL (menu), G_ACTION_GROUP (actions),
                                 g_getenv ("PLIMSOLL_ICONS"));
  g_signal_connect_swapped (fixture->tray, "activated", G_CALLBACK (count), &fixture->n_activated);
  g_signal_connect_swapped (fixture->tray, "secondary-activated", G_CALLBACK (count),
                            &fixture->n_secondary);
  g_signal_connect_swapped (fixture->tray, "scrolled", G_CALLBACK (count), &fixture->n_scrolled);
  g_signal_connect_swapped (fixture->tray, "menu-opening", G_CALLBACK (count), &fixture->n_opening);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->tray);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  g_test_add ("/tray/panel/mouse-arrives", Fixture, NULL, set_up, test_mouse_arrives, tear_down);
  g_test_add ("/tray/panel/restarted-panel-has-the-icon", Fixture, NULL, set_up,
              test_restarted_panel_has_the_icon, tear_down);
  return g_test_run ();
}
