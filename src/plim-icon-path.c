/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-icon-path.h"

#include "plim-cli-start.h"

char *
plim_icon_path_find (void)
{
  g_autofree char *installed = g_build_filename (PLIM_DATADIR, "icons", NULL);
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : g_strdup (".");
  g_autofree char *built = g_build_filename (folder, "..", "data", "icons", NULL);
  const char *const *folders = g_get_system_data_dirs ();
  const char *set = g_getenv ("PLIMSOLL_ICONS");

  if (set != NULL)
    return g_strdup (set);
  if (!plim_cli_is_installed () && g_file_test (built, G_FILE_TEST_IS_DIR))
    return g_canonicalize_filename (built, NULL);
  if (g_strcmp0 (g_get_user_data_dir (), PLIM_DATADIR) == 0 ||
      g_strv_contains (folders, PLIM_DATADIR) || !g_file_test (installed, G_FILE_TEST_IS_DIR))
    return NULL;
  return g_steal_pointer (&installed);
}
