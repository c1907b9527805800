/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-service-link.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** PlimOutboundPage: the preferences of what Plimsoll tells by itself: events and samples. */
#define PLIM_TYPE_OUTBOUND_PAGE (plim_outbound_page_get_type ())
G_DECLARE_FINAL_TYPE (PlimOutboundPage, plim_outbound_page, PLIM, OUTBOUND_PAGE, AdwPreferencesPage)

/** plim_outbound_page_set_up: to be called once. */
void plim_outbound_page_set_up (PlimOutboundPage *self, GSettings *settings, PlimServiceLink *link);

G_END_DECLS
