/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** PLIM_JWT_MAX_SIZE: claims of more bytes, decoded, are not read. */
#define PLIM_JWT_MAX_SIZE (16 * 1024)

/**
 * plim_jwt_dup_claims:
 * @token: (nullable): what may be a JSON Web Token
 *
 * The claims of a token, to show a name, a plan or an end. The signature is not checked, so nothing
 * may be trusted because of them.
 *
 * Returns: (transfer full) (nullable): the object; %NULL when @token is no such token
 */
JsonObject *plim_jwt_dup_claims (const char *token);

G_END_DECLS
