/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-service-link.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** PlimTokenGroup: the tokens of the local API: makes them, shows each once, lists and revokes
 * them. They go straight into the keyring; the service is only told to look there. */
#define PLIM_TYPE_TOKEN_GROUP (plim_token_group_get_type ())
G_DECLARE_FINAL_TYPE (PlimTokenGroup, plim_token_group, PLIM, TOKEN_GROUP, AdwPreferencesGroup)

/** plim_token_group_set_link: @link: (nullable): %NULL when the group is no longer shown */
void plim_token_group_set_link (PlimTokenGroup *self, PlimServiceLink *link);

G_END_DECLS
