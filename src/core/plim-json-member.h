/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-time.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Members of JSON whose form is a contract of our own, `webhook.md`: unlike the readers in
 * plim-json.h they take no type for another. @object must not be %NULL. */

/** plim_json_member_dup_text: (transfer full) (nullable): the text, trimmed of what any language
 * calls white space; %NULL when it is missing, no text, or nothing is left of it. */
char *plim_json_member_dup_text (JsonObject *object, const char *name);

/** plim_json_member_cut: returns @text (nullable), ended after @max_chars characters. */
char *plim_json_member_cut (char *text, glong max_chars);

/** plim_json_member_get_number: whether there is a finite number, and no text that looks like one;
 * @value is undefined otherwise. */
gboolean plim_json_member_get_number (JsonObject *object, const char *name, double *value);

/** plim_json_member_get_boolean: whether there is a boolean; @value is left alone otherwise. */
gboolean plim_json_member_get_boolean (JsonObject *object, const char *name, gboolean *value);

/** plim_json_member_get_time: whether there is a point in time of RFC 3339 with a zone, up to the
 * year 9999; @at, in seconds since 1970, is undefined otherwise. */
gboolean plim_json_member_get_time (JsonObject *object, const char *name, gint64 *at);

G_END_DECLS
