/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-enums.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PlimTrayState:
 * @icon_name: the whole name, level and shape in it; see plim_tray_dup_icon_name()
 * @label: text beside the icon, or ""
 * @title: tooltip's title
 * @description: tooltip's text; each of the two is sufficient by itself
 *
 * All that the tray shows beside its menu.
 */
typedef struct {
  char *icon_name;
  char *label;
  char *title;
  char *description;
} PlimTrayState;

/**
 * plim_tray_dup_icon_name:
 * @percent: the number shown, 0–100, or -1 when unknown
 *
 * Returns: (transfer full): such as `io.github.plimsoll.Plimsoll-060-warning-symbolic`
 */
char *plim_tray_dup_icon_name (PlimIconStyle style,
                               PlimHeadlineState state,
                               PlimSeverity severity,
                               int percent);

/**
 * PlimTray:
 *
 * The icon in the panel: a StatusNotifierItem with its menu under both protocols, made of one
 * #GMenuModel and one #GActionGroup. Knows nothing of accounts.
 *
 * Property `host` (read only, notifies): whether a tray host is there.
 * Signals: `activated (int x, int y)`: left click, with the screen position or -1, -1;
 * `secondary-activated`: middle click; `scrolled (int direction)`: -1 or +1; `menu-opening`: the
 * menu is about to be shown: countdowns may be brought up to date now.
 */
#define PLIM_TYPE_TRAY (plim_tray_get_type ())
G_DECLARE_FINAL_TYPE (PlimTray, plim_tray, PLIM, TRAY, GObject)

/**
 * plim_tray_new:
 * @connection: the session bus, ready before the indicator is made
 * @menu: what to show; changes are followed
 * @actions: what its items do; names in @menu carry the prefix `app.`
 * @icon_theme_path: (nullable): only for an uninstalled run: the folder of the icon theme
 */
PlimTray *plim_tray_new (GDBusConnection *connection,
                         GMenuModel *menu,
                         GActionGroup *actions,
                         const char *icon_theme_path);

/** plim_tray_set_state: sends only what differs from the last state. */
void plim_tray_set_state (PlimTray *self, const PlimTrayState *state);

/** plim_tray_get_activation_token: (nullable): the token the host handed over with the last click,
 * or %NULL */
const char *plim_tray_get_activation_token (PlimTray *self);

gboolean plim_tray_has_host (PlimTray *self);

G_END_DECLS
