/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-presentation.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** PlimUsageList: a row for each usage window of an account. Hidden when there is none. Property
 * `detailed`: whether the rows say where their numbers come from. */
#define PLIM_TYPE_USAGE_LIST (plim_usage_list_get_type ())
G_DECLARE_FINAL_TYPE (PlimUsageList, plim_usage_list, PLIM, USAGE_LIST, GtkBox)

void
plim_usage_list_update (PlimUsageList *self, PlimPresentation *presentation, PlimAccount *account);

G_END_DECLS
