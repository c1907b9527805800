/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-provider.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** PlimProviderMark: a provider's icon, or its first letter where the theme has none. Decoration:
 * the name always stands beside it. */
#define PLIM_TYPE_PROVIDER_MARK (plim_provider_mark_get_type ())
G_DECLARE_FINAL_TYPE (PlimProviderMark, plim_provider_mark, PLIM, PROVIDER_MARK, AdwBin)

PlimProviderMark *plim_provider_mark_new (const PlimProvider *provider);

/** plim_provider_mark_set_provider: @provider: (nullable): unknown to this version */
void plim_provider_mark_set_provider (PlimProviderMark *self, const PlimProvider *provider);

G_END_DECLS
