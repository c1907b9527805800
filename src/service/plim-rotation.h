/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-provider.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/* A server that renews its cookie with each answer: the new value takes the old one's place in the
 * keyring before anything else happens. */

/** plim_rotation_concerns: whether @credential is one that the server renews. */
gboolean plim_rotation_concerns (const PlimProvider *provider, const PlimCredential *credential);

/** plim_rotation_is_due: whether @answer renews it. */
gboolean plim_rotation_is_due (const PlimProvider *provider, const PlimAnswer *answer);

/** plim_rotation_digest: (transfer full): tells whether a secret is still the one that was sent,
 * without keeping it. */
char *plim_rotation_digest (const char *secret);

/**
 * plim_rotation_async:
 * @digest: of the secret that was sent; when the user has replaced it meanwhile, theirs stays
 * @answer: (transfer full):
 *
 * Not to be cancelled: the server has already forgotten the old value.
 */
void plim_rotation_async (const PlimProvider *provider,
                          const char *account_id,
                          const char *label,
                          const char *digest,
                          PlimAnswer *answer,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

/** plim_rotation_finish: (transfer full): the answer, whether or not @error is set */
PlimAnswer *plim_rotation_finish (GAsyncResult *result, GError **error);

G_END_DECLS
