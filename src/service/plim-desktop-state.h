/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlimDesktopState:
 * @is_away: nobody touched keyboard or pointer for some minutes
 * @is_locked: the session is locked, or the screen saver has the screen
 * @is_on_battery: no mains
 * @is_saving_power: the user or the desktop chose to save power
 * @is_metered: the connection may cost by its use
 *
 * What the desktop tells that bears on how often to poll; %FALSE where it does not tell.
 */
typedef struct {
  gboolean is_away;
  gboolean is_locked;
  gboolean is_on_battery;
  gboolean is_saving_power;
  gboolean is_metered;
} PlimDesktopState;

G_END_DECLS
