/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-exchange.h"

G_BEGIN_DECLS

/**
 * PlimSigv4Scope:
 *
 * Whose key signs, and what for: nothing of it is secret.
 */
typedef struct {
  const char *access_key_id;
  const char *region;
  const char *service;
} PlimSigv4Scope;

/**
 * plim_sigv4_dup_date:
 * @at: the time of signing
 *
 * Returns: (transfer full): the value of the header `X-Amz-Date`, such as `20261120T120000Z`
 */
char *plim_sigv4_dup_date (gint64 at);

/**
 * plim_sigv4_sign:
 * @path: absolute, without a query, of characters that need no escaping
 * @headers: (element-type PlimHeader): all that are signed, in any order; `Host` and `X-Amz-Date`
 *   (of @at) must be among them
 * @body: (nullable):
 * @secret: the secret access key
 *
 * Signs a request after AWS Signature Version 4.
 *
 * Returns: (transfer full): the value of the header `Authorization`, from which the secret cannot
 *   be had
 */
char *plim_sigv4_sign (const char *method,
                       const char *path,
                       GPtrArray *headers,
                       GBytes *body,
                       const PlimSigv4Scope *scope,
                       const char *secret,
                       gint64 at);

G_END_DECLS
