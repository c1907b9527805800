/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"
#include "plim-provider.h"

G_BEGIN_DECLS

/* What a client says about an account, checked before anything is sent. Errors are in
 * %PLIM_BUS_ERROR and name what would have been right. */

/** plim_account_setup_find_provider: (transfer none) (nullable): */
const PlimProvider *plim_account_setup_find_provider (const char *id, GError **error);

/**
 * plim_account_setup_dup_settings:
 * @settings: as a client gives them
 *
 * Returns: (transfer full) (nullable): the same, normalized by the provider's fields
 */
GHashTable *plim_account_setup_dup_settings (const PlimProvider *provider,
                                             GHashTable *settings,
                                             GError **error);

/** plim_account_setup_check_base_url: @base_url may be empty. */
gboolean plim_account_setup_check_base_url (const char *base_url, GError **error);

/** plim_account_setup_check_interval: @interval_s may be 0; @provider is %NULL for one that is none
 * of ours. */
gboolean
plim_account_setup_check_interval (const PlimProvider *provider, guint interval_s, GError **error);

/** plim_account_setup_dup_label: (transfer full): @label trimmed, or the provider's name when
 * nothing is left; @provider is %NULL for one that is none of ours. */
char *plim_account_setup_dup_label (const PlimProvider *provider, const char *label);

/**
 * plim_account_setup_new_account:
 * @id: must be a UUID in lower case
 *
 * Returns: (transfer full) (nullable): an account that is in no list yet
 */
PlimAccount *plim_account_setup_new_account (const char *id,
                                             const char *provider_id,
                                             const char *label,
                                             const char *base_url,
                                             GHashTable *settings,
                                             GError **error);

/**
 * plim_account_setup_new_foreign_account:
 * @settings: must be empty
 *
 * Returns: (transfer full) (nullable): one whose provider is none of ours, so that only a collector
 *   can feed it
 */
PlimAccount *plim_account_setup_new_foreign_account (const char *id,
                                                     const char *provider_id,
                                                     const char *label,
                                                     GHashTable *settings,
                                                     GError **error);

G_END_DECLS
