/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-service-link.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** PlimServerPage: the preferences of the local server: whether, where and for whom it listens. */
#define PLIM_TYPE_SERVER_PAGE (plim_server_page_get_type ())
G_DECLARE_FINAL_TYPE (PlimServerPage, plim_server_page, PLIM, SERVER_PAGE, AdwPreferencesPage)

/** plim_server_page_set_up: to be called once; a page of a template cannot be given these before.
 */
void plim_server_page_set_up (PlimServerPage *self, GSettings *settings, PlimServiceLink *link);

G_END_DECLS
