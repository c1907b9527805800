/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Data that pages carry as JavaScript object literals. Nothing is evaluated: literals are read,
 * bounded in depth, length and number, and whatever else stands in a script is passed over. */

/** PlimJsVisit: @object is (transfer none). */
typedef void (*PlimJsVisit) (JsonObject *object, gpointer user_data);

/**
 * plim_js_foreach_object:
 * @text: a script, or a page that holds some; need not end with 0
 *
 * Visits every object literal, inner ones before those that hold them; one may be visited twice.
 * Keys may be quoted or not; `!0` and `!1` are booleans, `void 0` is null, a `Date` is its
 * argument. Of `$R[n]=value`, as SolidStart writes, the value counts; a bare `$R[n]` is a string of
 * just that, for plim_js_dup_reference().
 */
void plim_js_foreach_object (const char *text, gsize size, PlimJsVisit visit, gpointer user_data);

/**
 * plim_js_dup_reference:
 * @reference: (nullable): such as `$R[31]`
 *
 * Returns: (transfer full) (nullable): the object literal that @text assigns to it
 */
JsonObject *plim_js_dup_reference (const char *text, gsize size, const char *reference);

G_END_DECLS
