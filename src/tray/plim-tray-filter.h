/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PlimTrayFilter:
 *
 * What libayatana-appindicator-glib 2.0 does not answer, answered on our own bus connection, for
 * the item's path alone: the property `ItemIsMenu` is %FALSE (Xfce and Waybar take a missing one
 * for true and open the menu on a left click), and `ProvideXdgActivationToken` keeps the token that
 * KDE and GNOME hand over before Activate. MATE's `Scroll` says `Vertical`, which the library
 * drops: it is passed on in lower case. To be dropped where the library learns it.
 */
typedef struct _PlimTrayFilter PlimTrayFilter;

/** plim_tray_filter_new: @path: the item's object path */
PlimTrayFilter *plim_tray_filter_new (GDBusConnection *connection, const char *path);

/** plim_tray_filter_free: no call is answered after it. */
void plim_tray_filter_free (PlimTrayFilter *self);

/** plim_tray_filter_steal_token: (transfer full) (nullable): the token of the last click; each one
 * only once */
char *plim_tray_filter_steal_token (PlimTrayFilter *self);

G_END_DECLS
