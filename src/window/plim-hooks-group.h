/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-service-link.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** PlimHooksGroup: the preferences of what is told of events: a command and an address. */
#define PLIM_TYPE_HOOKS_GROUP (plim_hooks_group_get_type ())
G_DECLARE_FINAL_TYPE (PlimHooksGroup, plim_hooks_group, PLIM, HOOKS_GROUP, AdwPreferencesGroup)

/** plim_hooks_group_set_up: to be called once. */
void plim_hooks_group_set_up (PlimHooksGroup *self, GSettings *settings, PlimServiceLink *link);

/** plim_hooks_group_let_go: of all it was set up with: libadwaita 1.2 keeps a page's groups a
 * moment longer than the page. */
void plim_hooks_group_let_go (PlimHooksGroup *self);

G_END_DECLS
