/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-presentation.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PlimAccountCard:
 *
 * One account: who it is, its usage windows, how the last poll ended and the cure. Its actions
 * `card.VERB` call the window's `win.account-VERB` with the account's id.
 */
#define PLIM_TYPE_ACCOUNT_CARD (plim_account_card_get_type ())
G_DECLARE_FINAL_TYPE (PlimAccountCard, plim_account_card, PLIM, ACCOUNT_CARD, GtkListBoxRow)

PlimAccountCard *plim_account_card_new (PlimAccount *account, PlimPresentation *presentation);

PlimAccount *plim_account_card_get_account (PlimAccountCard *self);

/** plim_account_card_set_place: says whether it can move up or down. */
void plim_account_card_set_place (PlimAccountCard *self, gboolean is_first, gboolean is_last);

G_END_DECLS
