/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-bus-generated.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** PlimPercentsGroup: at which percentages notifications of one account are given. */
#define PLIM_TYPE_PERCENTS_GROUP (plim_percents_group_get_type ())
G_DECLARE_FINAL_TYPE (
    PlimPercentsGroup, plim_percents_group, PLIM, PERCENTS_GROUP, AdwPreferencesGroup)

/** plim_percents_group_set_account: once, after it was made by a template */
void plim_percents_group_set_account (PlimPercentsGroup *self, PlimBusAccount1 *account);

G_END_DECLS
