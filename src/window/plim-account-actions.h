/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** plim_account_actions_install: the main window's actions `win.account-VERB (s id)` on one
 * account: all that a card's menu and buttons do. @widget_class: of #PlimMainWindow */
void plim_account_actions_install (GtkWidgetClass *widget_class);

G_END_DECLS
