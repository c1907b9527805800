/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-provider.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * plim_secret_survey_async:
 * @exchange: told which secret fields there are, and the facts that the provider reads in them; it
 *   must outlive the operation
 *
 * Looks which secrets of an account the keyring has. What a provider asks may depend on which of
 * several there are; with a single one it cannot, and the keyring is not asked.
 */
void plim_secret_survey_async (const PlimProvider *provider,
                               const char *account_id,
                               PlimExchange *exchange,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/**
 * plim_secret_survey_finish:
 *
 * Returns: %FALSE when the keyring does not answer, the provider refuses a secret, or a new account
 *   lacks one: in the domain %PLIM_ERROR
 */
gboolean plim_secret_survey_finish (GAsyncResult *result, GError **error);

/**
 * plim_secret_survey_map_error:
 * @error: from the keyring
 *
 * Returns: (transfer full): the same in the domain %PLIM_ERROR; a cancellation stays one
 */
GError *plim_secret_survey_map_error (const GError *error);

G_END_DECLS
