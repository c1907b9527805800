/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdbusmenu-glib/dbusmenu-glib.h>

G_BEGIN_DECLS

/**
 * PlimTrayServer:
 *
 * The menu on the bus. libdbusmenu-glib gets the session bus in a thread and does not say when the
 * menu is there; a host that asks before it finds none, and shows none.
 */
typedef struct _PlimTrayServer PlimTrayServer;

/**
 * plim_tray_server_new:
 * @on_exported: called once, from the main loop, when the menu is there
 */
PlimTrayServer *plim_tray_server_new (const char *path,
                                      DbusmenuMenuitem *root,
                                      void (*on_exported) (gpointer user_data),
                                      gpointer user_data);

/** plim_tray_server_free: @on_exported is not called after it. */
void plim_tray_server_free (PlimTrayServer *self);

G_END_DECLS
