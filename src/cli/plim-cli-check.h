/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-cli-service.h"
#include "plim-provider.h"

G_BEGIN_DECLS

/* The two operations with a secret: the secrets go into the keyring, the service checks them live,
 * and when that fails or is interrupted the keyring holds again what it held before. */

/**
 * plim_cli_check_add:
 * @label: (nullable): what the user calls it
 * @base_url: (nullable): an override of the provider's origin
 * @settings: name → value
 * @secrets: field id → secret
 *
 * Returns: (transfer full) (nullable): the new account's id
 */
char *plim_cli_check_add (PlimCliService *service,
                          const PlimProvider *provider,
                          const char *label,
                          const char *base_url,
                          GHashTable *settings,
                          GHashTable *secrets,
                          GError **error);

/** plim_cli_check_replace: puts @secrets in place of the account's old ones; others of it stay. */
gboolean plim_cli_check_replace (PlimCliService *service,
                                 PlimAccount *account,
                                 const PlimProvider *provider,
                                 GHashTable *secrets,
                                 GError **error);

G_END_DECLS
