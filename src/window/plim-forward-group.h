/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-service-link.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** PlimForwardGroup: the preferences of what is posted to Home Assistant, and how it went. */
#define PLIM_TYPE_FORWARD_GROUP (plim_forward_group_get_type ())
G_DECLARE_FINAL_TYPE (
    PlimForwardGroup, plim_forward_group, PLIM, FORWARD_GROUP, AdwPreferencesGroup)

/** plim_forward_group_set_up: to be called once. */
void plim_forward_group_set_up (PlimForwardGroup *self, GSettings *settings, PlimServiceLink *link);

/** plim_forward_group_let_go: of all it was set up with: libadwaita 1.2 keeps a page's groups a
 * moment longer than the page. */
void plim_forward_group_let_go (PlimForwardGroup *self);

G_END_DECLS
