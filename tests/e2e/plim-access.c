/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-access.h"

/* The bus of accessibility has no signal for all that is waited for. */
#define LOOK_AGAIN_MS 20

static gboolean
on_look_again (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Objects come and go while they are looked at: an error is an answer, too. */
static guint
count_children (AtspiAccessible *object)
{
  int n_children = atspi_accessible_get_child_count (object, NULL);

  return n_children > 0 ? (guint) n_children : 0;
}

char *
plim_access_dup_name (AtspiAccessible *object)
{
  char *name = atspi_accessible_get_name (object, NULL);

  return name != NULL ? name : g_strdup ("");
}

gboolean
plim_access_has_state (AtspiAccessible *object, AtspiStateType state)
{
  g_autoptr (GObject) states = G_OBJECT (atspi_accessible_get_state_set (object));

  return atspi_state_set_contains (ATSPI_STATE_SET (states), state);
}

static AtspiAccessible *
find_window (const char *name)
{
  g_autoptr (PlimAccessible) desktop = atspi_get_desktop (0);

  atspi_accessible_set_cache_mask (desktop, ATSPI_CACHE_NONE);
  for (guint i = 0; i < count_children (desktop); i++) {
    g_autoptr (PlimAccessible) program =
        atspi_accessible_get_child_at_index (desktop, (int) i, NULL);

    if (program != NULL)
      atspi_accessible_set_cache_mask (program, ATSPI_CACHE_NONE);
    for (guint j = 0; program != NULL && j < count_children (program); j++) {
      g_autoptr (PlimAccessible) window =
          atspi_accessible_get_child_at_index (program, (int) j, NULL);
      g_autofree char *title = window != NULL ? plim_access_dup_name (window) : NULL;

      if (g_strcmp0 (title, name) == 0 && plim_access_has_state (window, ATSPI_STATE_SHOWING))
        return g_steal_pointer (&window);
    }
  }
  return NULL;
}

AtspiAccessible *
plim_access_wait_for (const char *name)
{
  guint timer_id = g_timeout_add (LOOK_AGAIN_MS, on_look_again, NULL);
  AtspiAccessible *window = find_window (name);

  g_test_message ("waiting for the window “%s”", name);
  while (window == NULL) {
    g_main_context_iteration (NULL, TRUE);
    window = find_window (name);
  }
  g_source_remove (timer_id);
  return window;
}

/* GTK 4.8 says of windows alone that they are showing. */
static gboolean
is_shown (AtspiAccessible *object)
{
  return plim_access_has_state (object, ATSPI_STATE_SHOWING) ||
         plim_access_has_state (object, ATSPI_STATE_VISIBLE);
}

static void
walk (AtspiAccessible *object, const char *parent_path, PlimAccessVisit visit, gpointer user_data)
{
  g_autofree char *role = atspi_accessible_get_role_name (object, NULL);
  g_autofree char *name = plim_access_dup_name (object);
  g_autofree char *path = g_strdup_printf ("%s/%s “%s”", parent_path, role, name);

  visit (object, path, user_data);
  for (guint i = 0; i < count_children (object); i++) {
    g_autoptr (PlimAccessible) child = atspi_accessible_get_child_at_index (object, (int) i, NULL);

    if (child != NULL && is_shown (child))
      walk (child, path, visit, user_data);
  }
}

void
plim_access_walk (AtspiAccessible *object, PlimAccessVisit visit, gpointer user_data)
{
  walk (object, "", visit, user_data);
}
