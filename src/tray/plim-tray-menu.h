/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdbusmenu-glib/dbusmenu-glib.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DbusmenuMenuitem, g_object_unref)

/**
 * PlimTrayMenu:
 *
 * One menu under both protocols: follows a #GMenuModel of items and sections (no submenus) and a
 * #GActionGroup, and keeps a copy for org.gtk.Menus with the library's action prefix and a tree for
 * com.canonical.dbusmenu.
 *
 * Signal `opening`: a host is about to show the menu.
 */
#define PLIM_TYPE_TRAY_MENU (plim_tray_menu_get_type ())
G_DECLARE_FINAL_TYPE (PlimTrayMenu, plim_tray_menu, PLIM, TRAY_MENU, GObject)

/** plim_tray_menu_new: @model: its actions carry the prefix `app.`, those of @actions carry none */
PlimTrayMenu *plim_tray_menu_new (GMenuModel *model, GActionGroup *actions);

/** plim_tray_menu_get_menu: (transfer none): with the prefix `indicator.` */
GMenu *plim_tray_menu_get_menu (PlimTrayMenu *self);

/** plim_tray_menu_get_actions: (transfer none): forwards to the group that it was made with */
GSimpleActionGroup *plim_tray_menu_get_actions (PlimTrayMenu *self);

/** plim_tray_menu_get_root: (transfer none): for a #DbusmenuServer */
DbusmenuMenuitem *plim_tray_menu_get_root (PlimTrayMenu *self);

G_END_DECLS
