/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Private: where libsecret keeps secrets. */

/**
 * plim_secrets_uses_service_async:
 *
 * Asks whether it is the Secret Service, and no file. In a sandbox that is for its desktop to say.
 */
void plim_secrets_uses_service_async (GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

/** plim_secrets_uses_service_finish: never fails; what it says after a cancellation is a guess. */
gboolean plim_secrets_uses_service_finish (GAsyncResult *result);

G_END_DECLS
