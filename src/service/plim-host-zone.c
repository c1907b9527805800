/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-host-zone.h"

/* (nullable) (transfer full): the zone's name, as "Europe/Berlin" */
static char *
read_zone (const char *file)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimeZone) zone = NULL;

  if (!g_file_get_contents (file, &text, NULL, &error)) {
    g_debug ("The host tells no time zone: %s", error->message);
    return NULL;
  }
  g_strstrip (text);
  zone = g_time_zone_new_identifier (text);
  if (zone == NULL) {
    g_debug ("The host's time zone is unknown here: %s", text);
    return NULL;
  }
  return g_steal_pointer (&text);
}

void
plim_host_zone_begin (const char *file)
{
  if (g_getenv ("TZ") == NULL)
    plim_host_zone_update (file);
}

gboolean
plim_host_zone_is_followed (const char *file)
{
  g_autofree char *zone = read_zone (file);

  return zone != NULL && g_strcmp0 (zone, g_getenv ("TZ")) == 0;
}

void
plim_host_zone_update (const char *file)
{
  g_autofree char *zone = read_zone (file);

  if (zone != NULL)
    g_setenv ("TZ", zone, TRUE);
}
