/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-diagnosis.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <sqlite3.h>

/* With what is not yet in the main file. */
static guint64
get_size_bytes (const char *path)
{
  static const char *const endings[] = { "", "-wal" };
  guint64 size_bytes = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *name = g_strconcat (path, endings[i], NULL);
    GStatBuf state;

    if (g_stat (name, &state) == 0)
      size_bytes += (guint64) state.st_size;
  }
  return size_bytes;
}

GVariant *
plim_diagnosis_new (PlimDatabase *database)
{
  g_autofree char *path = plim_database_dup_default_path ();
  const char *problem = plim_database_get_problem (database);
  const char *set_aside = plim_database_get_set_aside (database);
  GNetworkMonitor *network = g_network_monitor_get_default ();
  g_autofree char *soup = g_strdup_printf ("%u.%u.%u", soup_get_major_version (),
                                           soup_get_minor_version (), soup_get_micro_version ());
  GVariantDict report;

  g_variant_dict_init (&report, NULL);
  g_variant_dict_insert (&report, "database_path", "s", path);
  g_variant_dict_insert (&report, "database_size", "t", get_size_bytes (path));
  g_variant_dict_insert (&report, "database_problem", "s", problem != NULL ? problem : "");
  g_variant_dict_insert (&report, "database_set_aside", "s", set_aside != NULL ? set_aside : "");
  g_variant_dict_insert (&report, "network_available", "b",
                         g_network_monitor_get_network_available (network));
  g_variant_dict_insert (&report, "network_metered", "b",
                         g_network_monitor_get_network_metered (network));
  g_variant_dict_insert (&report, "libsoup", "s", soup);
  g_variant_dict_insert (&report, "sqlite", "s", sqlite3_libversion ());
  return g_variant_dict_end (&report);
}
