/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PlimQuietWatch:
 *
 * Whether the user asked the desktop not to be disturbed, which desktops also do while the screen
 * is shared, and whether its notifications have buttons. Learnt from signals alone: GNOME by its
 * setting, KDE by what the notification server inhibits, Xfce by xfconf. A desktop that does not
 * tell is not quiet, and has buttons. Properties `quiet` and `can-act` (gboolean, read only,
 * notify).
 */
#define PLIM_TYPE_QUIET_WATCH (plim_quiet_watch_get_type ())
G_DECLARE_FINAL_TYPE (PlimQuietWatch, plim_quiet_watch, PLIM, QUIET_WATCH, GObject)

/**
 * plim_quiet_watch_new:
 * @session: the session's bus
 * @desktop: (nullable): what XDG_CURRENT_DESKTOP says
 */
PlimQuietWatch *plim_quiet_watch_new (GDBusConnection *session, const char *desktop);

gboolean plim_quiet_watch_is_quiet (PlimQuietWatch *self);
gboolean plim_quiet_watch_can_act (PlimQuietWatch *self);

G_END_DECLS
