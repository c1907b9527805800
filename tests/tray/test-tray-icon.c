/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The names that the tray can ask for, against the names that the generator draws. */

#include "plim-tray.h"

static GHashTable *
read_drawn_names (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *command[] = { g_getenv ("PLIMSOLL_GENERATE_ICONS"), "--list", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;

  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, NULL,
                &error);
  g_assert_no_error (error);
  lines = g_strsplit (g_strstrip (output), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_hash_table_add (names, g_strdup (lines[i]));
  return g_steal_pointer (&names);
}

static void
test_every_name_is_drawn (void)
{
  g_autoptr (GHashTable) drawn = read_drawn_names ();

  for (int style = PLIM_ICON_LEVEL; style <= PLIM_ICON_NUMBER; style++)
    for (int state = PLIM_HEADLINE_EMPTY; state <= PLIM_HEADLINE_ERROR; state++)
      for (int severity = PLIM_SEVERITY_NORMAL; severity <= PLIM_SEVERITY_CRITICAL; severity++)
        for (int percent = -1; percent <= 130; percent++) {
          g_autofree char *name =
              plim_tray_dup_icon_name ((PlimIconStyle) style, (PlimHeadlineState) state,
                                       (PlimSeverity) severity, percent);

          g_assert_true (g_hash_table_contains (drawn, name));
        }
}

static void
assert_name (PlimIconStyle style,
             PlimHeadlineState state,
             PlimSeverity severity,
             int percent,
             const char *expected)
{
  g_autofree char *name = plim_tray_dup_icon_name (style, state, severity, percent);
  g_autofree char *whole =
      g_strconcat ("io.github.plimsoll.Plimsoll-", expected, "-symbolic", NULL);

  g_assert_cmpstr (name, ==, whole);
}

static void
test_full_and_empty_are_kept_for_full_and_empty (void)
{
  assert_name (PLIM_ICON_LEVEL, PLIM_HEADLINE_FRESH, PLIM_SEVERITY_NORMAL, 0, "000");
  assert_name (PLIM_ICON_LEVEL, PLIM_HEADLINE_FRESH, PLIM_SEVERITY_NORMAL, 1, "005");
  assert_name (PLIM_ICON_LEVEL, PLIM_HEADLINE_FRESH, PLIM_SEVERITY_CRITICAL, 99, "095-critical");
  assert_name (PLIM_ICON_LEVEL, PLIM_HEADLINE_FRESH, PLIM_SEVERITY_CRITICAL, 100, "100-critical");
}

static void
test_shape_says_what_is_wrong (void)
{
  assert_name (PLIM_ICON_LEVEL, PLIM_HEADLINE_FRESH, PLIM_SEVERITY_WARNING, 77, "075-warning");
  assert_name (PLIM_ICON_LEVEL, PLIM_HEADLINE_STALE, PLIM_SEVERITY_CRITICAL, 92, "090-stale");
  assert_name (PLIM_ICON_LEVEL, PLIM_HEADLINE_ERROR, PLIM_SEVERITY_NORMAL, -1, "error");
  assert_name (PLIM_ICON_LEVEL, PLIM_HEADLINE_EMPTY, PLIM_SEVERITY_NORMAL, -1, "empty");
  assert_name (PLIM_ICON_LEVEL, PLIM_HEADLINE_FRESH, PLIM_SEVERITY_NORMAL, -1, "empty");
  assert_name (PLIM_ICON_NUMBER, PLIM_HEADLINE_FRESH, PLIM_SEVERITY_WARNING, 77, "num-077-warning");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tray/icon/every-name-is-drawn", test_every_name_is_drawn);
  g_test_add_func ("/tray/icon/full-and-empty-are-kept-for-full-and-empty",
                   test_full_and_empty_are_kept_for_full_and_empty);
  g_test_add_func ("/tray/icon/shape-says-what-is-wrong", test_shape_says_what_is_wrong);
  return g_test_run ();
}
