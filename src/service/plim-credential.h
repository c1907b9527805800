/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"
#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * plim_credential_put:
 * @request: what @message was made of
 * @credential: one of @request's
 * @secret: what the keyring, or an answer, holds
 * @now: for a signature
 *
 * Writes @secret into @message where @credential wants it. A secret that could end a header line,
 * or has no such member, is refused as `not_authenticated`.
 */
gboolean plim_credential_put (SoupMessage *message,
                              const PlimRequest *request,
                              const PlimCredential *credential,
                              const char *secret,
                              gint64 now,
                              GError **error);

/**
 * plim_credential_dup_body:
 *
 * Returns: (transfer full) (nullable): the body that @message has by now: @request's, with the
 *   credentials of a form; it is wiped when nobody holds it any more
 */
GBytes *plim_credential_dup_body (SoupMessage *message, const PlimRequest *request);

/** plim_credential_take_out: removes all that plim_credential_put() wrote. */
void plim_credential_take_out (SoupMessage *message, const PlimRequest *request);

/** plim_credential_is_header_safe: whether @value can stand in a header line. */
gboolean plim_credential_is_header_safe (const char *value);

/**
 * plim_credential_rotate:
 * @secret: a bare value, or a whole Cookie header
 * @name: the cookie that the server set anew
 * @value: its new value
 *
 * Returns: (transfer full): what to keep instead: a whole header keeps its other cookies; free it
 *   with secret_password_free()
 */
char *plim_credential_rotate (const char *secret, const char *name, const char *value);

G_END_DECLS
