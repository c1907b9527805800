/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-bus-generated.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** PlimInspector: an account's last answers, masked, beside what was understood of them, to be read
 * and copied into a bug report. */
#define PLIM_TYPE_INSPECTOR (plim_inspector_get_type ())
G_DECLARE_FINAL_TYPE (PlimInspector, plim_inspector, PLIM, INSPECTOR, AdwWindow)

/** plim_inspector_new: @title: what the account is called */
PlimInspector *plim_inspector_new (GtkWindow *parent, PlimBusAccount1 *account, const char *title);

G_END_DECLS
