/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-test-locale.h"

#include <glib/gstdio.h>
#include <locale.h>

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (g_file_test (child, G_FILE_TEST_IS_DIR))
      remove_folder (child);
    else
      g_remove (child);
  }
  g_rmdir (path);
}

/* glibc reads LOCPATH at each setlocale() and keeps what it loaded, so the folder may go at once.
 */
static gboolean
compile_and_use (const char *name, const char *full_name)
{
  g_autofree char *folder = g_dir_make_tmp ("plimsoll-locale-XXXXXX", NULL);
  g_autofree char *target = g_build_filename (folder, full_name, NULL);
  const char *command[] = { "localedef", "-i", name, "-f", "UTF-8", target, NULL };
  gboolean is_used = FALSE;

  if (g_spawn_sync (NULL, (char **) command, NULL,
                    G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                    NULL, NULL, NULL, NULL, NULL, NULL)) {
    g_setenv ("LOCPATH", folder, TRUE);
    is_used = setlocale (LC_ALL, full_name) != NULL;
    g_unsetenv ("LOCPATH");
  }
  remove_folder (folder);
  return is_used;
}

gboolean
plim_test_locale_use (const char *name)
{
  g_autofree char *full_name = g_strconcat (name, ".UTF-8", NULL);
  g_autofree char *reason = NULL;

  if (setlocale (LC_ALL, full_name) != NULL || compile_and_use (name, full_name))
    return TRUE;
  reason = g_strdup_printf ("no locale %s, and localedef cannot make one", full_name);
  g_test_skip (reason);
  return FALSE;
}

void
plim_test_locale_leave (void)
{
  setlocale (LC_ALL, "C.UTF-8");
}
