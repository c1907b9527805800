/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-provider.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** PlimProviderList: all providers, with a search. Signal: `chosen (gconstpointer provider)`. */
#define PLIM_TYPE_PROVIDER_LIST (plim_provider_list_get_type ())
G_DECLARE_FINAL_TYPE (PlimProviderList, plim_provider_list, PLIM, PROVIDER_LIST, GtkBox)

/** plim_provider_list_search: shows what matches @text. */
void plim_provider_list_search (PlimProviderList *self, const char *text);

G_END_DECLS
