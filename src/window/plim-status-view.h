/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-presentation.h"
#include "plim-provider.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** PlimStatusView: what is to be said of an account beside its numbers, and a button with the cure.
 * Hidden when there is nothing to say. Signal `act` with the name of the window's action that the
 * button stands for, without `win.account-`. */
#define PLIM_TYPE_STATUS_VIEW (plim_status_view_get_type ())
G_DECLARE_FINAL_TYPE (PlimStatusView, plim_status_view, PLIM, STATUS_VIEW, GtkBox)

/** plim_status_view_is_needed: whether there is something to say of @account */
gboolean plim_status_view_is_needed (PlimAccount *account);

/** plim_status_view_update: @provider: (nullable): unknown to this version */
void plim_status_view_update (PlimStatusView *self,
                              PlimPresentation *presentation,
                              PlimAccount *account,
                              const PlimProvider *provider);

G_END_DECLS
