/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PlimStatusMenu:
 *
 * The tray's menu, a full status: "Open Plimsoll", a line per account and window or what is wrong
 * with it, then the commands. On GNOME it is the popover.
 */
#define PLIM_TYPE_STATUS_MENU (plim_status_menu_get_type ())
G_DECLARE_FINAL_TYPE (PlimStatusMenu, plim_status_menu, PLIM, STATUS_MENU, GObject)

PlimStatusMenu *plim_status_menu_new (GListModel *accounts, GSettings *settings);

/** plim_status_menu_get_model: (transfer none): item names carry the prefix `app.` */
GMenuModel *plim_status_menu_get_model (PlimStatusMenu *self);

/**
 * plim_status_menu_update:
 * @snoozed: whether limit notices are silent
 *
 * @is_opening: whether countdowns and ages are brought up to date too; otherwise they are no
 * change, since each one makes hosts read the menu anew
 *
 * Writes the lines anew as of @now; only those that changed are replaced.
 */
void
plim_status_menu_update (PlimStatusMenu *self, gboolean snoozed, gboolean is_opening, gint64 now);

G_END_DECLS
