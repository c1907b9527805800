/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-desktop-state.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PlimDesktopWatch:
 *
 * Keeps a #PlimDesktopState, by signals alone: whether somebody is there from Mutter's idle monitor
 * and logind, the lock from logind and the screen saver, mains from UPower, saving power and a
 * metered connection from GIO. A service that is missing, or ends, tells nothing. Signal `changed`.
 */
#define PLIM_TYPE_DESKTOP_WATCH (plim_desktop_watch_get_type ())
G_DECLARE_FINAL_TYPE (PlimDesktopWatch, plim_desktop_watch, PLIM, DESKTOP_WATCH, GObject)

/**
 * plim_desktop_watch_new:
 * @network: (nullable):
 * @power: (nullable):
 */
PlimDesktopWatch *plim_desktop_watch_new (GNetworkMonitor *network, GPowerProfileMonitor *power);

/**
 * plim_desktop_watch_start:
 * @system: (nullable): %NULL takes the machine's own
 *
 * From now on what the services on these buses tell counts.
 */
void plim_desktop_watch_start (PlimDesktopWatch *self,
                               GDBusConnection *session,
                               GDBusConnection *system);

/** plim_desktop_watch_get_state: (transfer none): valid until the next `changed` */
const PlimDesktopState *plim_desktop_watch_get_state (PlimDesktopWatch *self);

G_END_DECLS
