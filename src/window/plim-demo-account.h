/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-main-window.h"

G_BEGIN_DECLS

/** plim_demo_account_add: adds an account of the provider that needs no network; @button is
 * insensitive meanwhile. A failure is told in @window. */
void plim_demo_account_add (PlimMainWindow *window, GtkWidget *button);

G_END_DECLS
