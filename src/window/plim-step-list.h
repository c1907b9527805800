/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-provider.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** PlimStepList: how to get a provider's credential, step by step, with a link to where it is. */
#define PLIM_TYPE_STEP_LIST (plim_step_list_get_type ())
G_DECLARE_FINAL_TYPE (PlimStepList, plim_step_list, PLIM, STEP_LIST, GtkBox)

void plim_step_list_set_provider (PlimStepList *self, const PlimProvider *provider);

G_END_DECLS
