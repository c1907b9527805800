/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-presentation.h"
#include "plim-service-link.h"
#include "plim-window-place.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** PlimMainWindow: the popover: a card for each account. Closes with Escape, and when it loses the
 * focus unless it is pinned or a dialog of ours is open. */
#define PLIM_TYPE_MAIN_WINDOW (plim_main_window_get_type ())
G_DECLARE_FINAL_TYPE (PlimMainWindow, plim_main_window, PLIM, MAIN_WINDOW, AdwApplicationWindow)

PlimMainWindow *plim_main_window_new (GtkApplication *application,
                                      GSettings *settings,
                                      PlimPresentation *presentation,
                                      PlimServiceLink *link);

/** plim_main_window_set_click: @click: (nullable): where the tray icon was clicked, in device
 * pixels; the window appears beside it */
void plim_main_window_set_click (PlimMainWindow *self, const PlimPlace *click);

/** plim_main_window_show_account: gives the account's card the focus. */
void plim_main_window_show_account (PlimMainWindow *self, const char *account_id);

/** plim_main_window_tell: shows @text for some seconds. */
void plim_main_window_tell (PlimMainWindow *self, const char *text);

/** plim_main_window_get_client: (transfer none) (nullable): %NULL unless connected */
PlimBusClient *plim_main_window_get_client (PlimMainWindow *self);

/** plim_main_window_remove_account: hides it, and removes it when the time to undo is over. */
void plim_main_window_remove_account (PlimMainWindow *self, PlimAccount *account);

/** plim_main_window_call: sends a command to the service and tells when it failed.
 * @account_id: (nullable): whose object is meant; %NULL: the manager */
void plim_main_window_call (PlimMainWindow *self,
                            const char *account_id,
                            const char *method,
                            GVariant *arguments);

/** plim_main_window_get_presentation: (transfer none): */
PlimPresentation *plim_main_window_get_presentation (PlimMainWindow *self);

G_END_DECLS
