/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-provider.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/* Secrets on their way from standard input into the keyring. They are in no argument, no
 * environment and no file. */

/** plim_cli_secret_table_new: (transfer full): an empty table field id → secret; its secrets are
 * freed with secret_password_free() */
GHashTable *plim_cli_secret_table_new (void);

/**
 * plim_cli_secret_read:
 * @prompt: what a person at a terminal is asked; not shown otherwise
 *
 * Reads one line: from a terminal without echo, from anything else as it comes.
 *
 * Returns: (transfer full) (nullable): the line, perhaps empty; free it with
 *   secret_password_free(). %NULL with an error when the person gave up or the line is too long
 */
char *plim_cli_secret_read (const char *prompt, GError **error);

/**
 * plim_cli_secret_read_all:
 *
 * Reads every secret field of @provider in its order and checks what it looks like.
 *
 * Returns: (transfer full) (nullable): field id → secret; what was left empty is not in it
 */
GHashTable *plim_cli_secret_read_all (const PlimProvider *provider, GError **error);

/** plim_cli_secret_lookup: (transfer full) (nullable): what is stored now for the fields of
 * @secrets; a field without a secret is not in it. */
GHashTable *plim_cli_secret_lookup (const char *account_id, GHashTable *secrets, GError **error);

/** plim_cli_secret_store: writes @secrets; stops at the first error. */
gboolean plim_cli_secret_store (const char *account_id,
                                const PlimProvider *provider,
                                const char *label,
                                GHashTable *secrets,
                                GCancellable *cancellable,
                                GError **error);

/** plim_cli_secret_clear: @field: (nullable): %NULL: all of the account. */
gboolean plim_cli_secret_clear (const char *account_id, const char *field, GError **error);

G_END_DECLS
