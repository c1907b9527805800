/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-snapshot.h"
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * plim_claude_choose_organization:
 * @list: as `/api/organizations` answers
 * @uuid: (nullable): the one that the user chose
 *
 * Never the first blindly: an organization for the API alone is often listed first and has no
 * usage.
 *
 * Returns: (transfer none) (nullable): the entry to use: @uuid's; without @uuid the first that can
 *   chat, else the first that is not for the API alone, else the first
 */
JsonObject *plim_claude_choose_organization (JsonArray *list, const char *uuid);

/** plim_claude_offer_organizations: lets the user choose among @list for the setting
 * `organization`. */
void plim_claude_offer_organizations (PlimSnapshot *snapshot, JsonArray *list);

/** plim_claude_dup_plan: (transfer full) (nullable): such as "Max 5x" */
char *plim_claude_dup_plan (JsonObject *organization);

G_END_DECLS
