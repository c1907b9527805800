/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-service-link.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PlimSignInOffers:
 *
 * A card that offers the sign-ins of other programs on this computer: those without an account that
 * the user has not dismissed. That one is there is all that is known of it: it is first read when
 * the user has clicked “Add”, which is the consent. Hidden while there is nothing to offer, as in a
 * sandbox that does not show such files.
 */
#define PLIM_TYPE_SIGN_IN_OFFERS (plim_sign_in_offers_get_type ())
G_DECLARE_FINAL_TYPE (PlimSignInOffers, plim_sign_in_offers, PLIM, SIGN_IN_OFFERS, GtkBox)

PlimSignInOffers *plim_sign_in_offers_new (GSettings *settings, PlimServiceLink *link);

/** plim_sign_in_offers_look: looks again which sign-ins are there and which accounts use them; to
 * be called when the window appears and when the accounts change. */
void plim_sign_in_offers_look (PlimSignInOffers *self);

G_END_DECLS
