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

/** plim_cli_provider_find_file_field: (transfer none) (nullable): the field for another program's
 * sign-in */
const PlimField *plim_cli_provider_find_file_field (const PlimProvider *provider);

/**
 * plim_cli_provider_use_file:
 * @settings: gets the path of another program's sign-in that is on this computer
 *
 * Returns: whether there is one; otherwise a usage error
 */
gboolean
plim_cli_provider_use_file (const PlimProvider *provider, GHashTable *settings, GError **error);

/** plim_cli_provider_dup_permission: (transfer full) (nullable): in a Flatpak that does not show
 * the folder of @field's file: the command by which the user shows it */
char *plim_cli_provider_dup_permission (const PlimField *field);

G_END_DECLS
