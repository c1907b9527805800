/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"
#include <libsoup/soup.h>

G_BEGIN_DECLS

/** PLIM_SIGNING_DATE: the header that says when a message was signed. */
#define PLIM_SIGNING_DATE "X-Amz-Date"

/**
 * plim_signing_sign:
 * @credential: of the place %PLIM_CREDENTIAL_SIGV4
 * @body: (nullable): as it will be sent
 * @at: the time; the provider's clock may differ by five minutes
 *
 * Adds the time and the signature to the headers of @message. The host, the content type and every
 * header that begins with `X-Amz-` are signed, so this comes when all of them are there.
 *
 * Returns: whether @credential's name is complete; otherwise `misconfigured`
 */
gboolean plim_signing_sign (SoupMessage *message,
                            const PlimCredential *credential,
                            const char *secret,
                            GBytes *body,
                            gint64 at,
                            GError **error);

G_END_DECLS
