/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-provider.h"

G_BEGIN_DECLS

/* What was typed about a provider, checked before anything is stored or sent. */

/** plim_cli_provider_find: (transfer none) (nullable): by id; a usage error names the nearest. */
const PlimProvider *plim_cli_provider_find (const char *id, GError **error);

/**
 * plim_cli_provider_dup_settings:
 * @assignments: (nullable) (array zero-terminated=1): such as `region=cn`
 *
 * Returns: (transfer full) (nullable): name → normalized value; or a usage error that says what is
 *   expected
 */
GHashTable *
plim_cli_provider_dup_settings (const PlimProvider *provider, char **assignments, GError **error);

G_END_DECLS
