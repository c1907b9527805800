/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** plim_account_drag_install: lets @account be dragged by @card, and others be dropped on it: they
 * take its place by the window's action `win.account-place`. */
void plim_account_drag_install (GtkWidget *card, PlimAccount *account);

G_END_DECLS
