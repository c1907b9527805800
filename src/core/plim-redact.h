/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * plim_redact:
 * @text: (nullable): anything from outside on its way into a log, an error or a report
 *
 * Returns: (transfer full) (nullable): @text with credentials (by their shape: keys, tokens, JWTs,
 * cookies, Authorization values, long random strings), e-mail addresses and UUIDs masked, and cut
 * at 500 characters
 */
char *plim_redact (const char *text);

G_END_DECLS
