/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-provider.h"

G_BEGIN_DECLS

/** plim_providers_get_all: (transfer none) (array zero-terminated=1): every provider, by name */
const PlimProvider *const *plim_providers_get_all (void);

/** plim_providers_find: (transfer none) (nullable): by id */
const PlimProvider *plim_providers_find (const char *id);

G_END_DECLS
