/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * plim_json_is_strict:
 * @size: bytes of @text, which need not end with 0
 *
 * Whether @text is one value as RFC 8259 has it, with nothing after it, nested no deeper than
 * %PLIM_JSON_MAX_DEPTH. json-glib takes more: comments, assignments, hexadecimal numbers, raw line
 * breaks in strings. Escapes and UTF-8 are left to plim_json_parse().
 */
gboolean plim_json_is_strict (const char *text, gsize size);

G_END_DECLS
