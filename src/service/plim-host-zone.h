/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* In a Flatpak /etc/localtime stays what it was when the sandbox was made. The host's zone is told,
 * and kept current, in a file of Flatpak's session helper. */

#define PLIM_HOST_ZONE_FILE "/run/host/monitor/timezone"

/**
 * plim_host_zone_begin:
 * @file: %PLIM_HOST_ZONE_FILE
 *
 * Makes the zone that @file names the local one, by the variable TZ, unless that is set already or
 * there is no such file. Only for the time before the process has a second thread.
 */
void plim_host_zone_begin (const char *file);

/** plim_host_zone_is_followed: whether the local zone is the one that @file names, by TZ. */
gboolean plim_host_zone_is_followed (const char *file);

/**
 * plim_host_zone_update:
 *
 * Follows a change of @file. Other threads may read the environment meanwhile: glibc puts a new
 * text into the place of a variable that is there, and keeps the old one.
 */
void plim_host_zone_update (const char *file);

G_END_DECLS
