/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-service-link.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** PlimHistoryGroup: the preferences of the history: how long it is kept, what it takes on the
 * disk, and that it be forgotten. */
#define PLIM_TYPE_HISTORY_GROUP (plim_history_group_get_type ())
G_DECLARE_FINAL_TYPE (
    PlimHistoryGroup, plim_history_group, PLIM, HISTORY_GROUP, AdwPreferencesGroup)

/** plim_history_group_set_up: to be called once; a group of a template cannot be given these
 * before.
 */
void plim_history_group_set_up (PlimHistoryGroup *self, GSettings *settings, PlimServiceLink *link);

/** plim_history_group_end: lets go of the service, as libadwaita 1.2 keeps groups a moment
 * longer than their window. */
void plim_history_group_end (PlimHistoryGroup *self);

G_END_DECLS
