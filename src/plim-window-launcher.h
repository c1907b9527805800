/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PlimWindowLauncher:
 *
 * Hands an action to the window's program over D-Bus and starts it when it does not run: by D-Bus
 * activation, or, where the name is not activatable (a run without installation), as a child.
 *
 * Signal `failed (message)`: it did not open; why, in technical English.
 */
#define PLIM_TYPE_WINDOW_LAUNCHER (plim_window_launcher_get_type ())
G_DECLARE_FINAL_TYPE (PlimWindowLauncher, plim_window_launcher, PLIM, WINDOW_LAUNCHER, GObject)

PlimWindowLauncher *plim_window_launcher_new (GDBusConnection *connection);

/**
 * plim_window_launcher_activate:
 * @action: an action of the window's application
 * @parameter: (nullable): floating is sunk
 * @token: (nullable): an activation token, so that the window may take the focus
 */
void plim_window_launcher_activate (PlimWindowLauncher *self,
                                    const char *action,
                                    GVariant *parameter,
                                    const char *token);

/** plim_window_launcher_close: ends the window's program if it runs; nothing is waited for. */
void plim_window_launcher_close (PlimWindowLauncher *self);

G_END_DECLS
