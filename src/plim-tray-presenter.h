/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-bus-export.h"
#include "plim-notifier.h"

G_BEGIN_DECLS

/**
 * PlimTrayPresenter:
 *
 * Shows the headline: makes tray and menu, and keeps them and the bus current with accounts,
 * preferences and time. Signal `activated` (x `int`, y `int`, -1 where unknown): the window is
 * wanted.
 */
#define PLIM_TYPE_TRAY_PRESENTER (plim_tray_presenter_get_type ())
G_DECLARE_FINAL_TYPE (PlimTrayPresenter, plim_tray_presenter, PLIM, TRAY_PRESENTER, GObject)

/** plim_tray_presenter_new: @application: has the menu's actions, and its name on the bus */
PlimTrayPresenter *plim_tray_presenter_new (GApplication *application,
                                            GListModel *accounts,
                                            GSettings *settings,
                                            PlimClock *clock,
                                            PlimPoller *poller,
                                            PlimNotifier *notifier,
                                            PlimBusExport *bus_export);

/** plim_tray_presenter_get_activation_token: (transfer none) (nullable): of the last click */
const char *plim_tray_presenter_get_activation_token (PlimTrayPresenter *self);

G_END_DECLS
