/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Secrets whose account no longer exists: the keyring was locked when the account was removed, or
 * adding it was cut short. A client writes the secret first and adds the account afterwards, so a
 * secret without an account counts only when it is still without one a while later. */

/** plim_orphans_find_async: looks which secrets have no account among @account_ids. */
void plim_orphans_find_async (GHashTable *account_ids,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/** plim_orphans_find_finish: (transfer full) (nullable): the ids */
GStrv plim_orphans_find_finish (GAsyncResult *result, GError **error);

/** plim_orphans_clear_async: clears the secrets of @account_id; what fails is logged. */
void
plim_orphans_clear_async (const char *account_id, GAsyncReadyCallback callback, gpointer user_data);

/** plim_orphans_clear_finish: whether they are gone */
gboolean plim_orphans_clear_finish (GAsyncResult *result);

G_END_DECLS
