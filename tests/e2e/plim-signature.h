/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * plim_signature_check:
 * @wanted: `access_key`, `secret`, `region`, `service`
 * @request: as the mock provider keeps it: `method`, `target`, `headers`, `body`
 * @value: of its header `Authorization`
 *
 * Asserts that @value is the AWS Signature Version 4 of @request, computed anew as a server does,
 * and that it covers the host, the content type and every header that begins with `X-Amz-`.
 */
void plim_signature_check (JsonObject *wanted, JsonObject *request, const char *value);

G_END_DECLS
