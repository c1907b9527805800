/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Readers for hostile JSON: depth and size are bounded, a member that is there with the wrong type
 * is missing, and numbers may come as numeric strings. Errors are `invalid_response`, naming the
 * member. */

/** PLIM_JSON_MAX_DEPTH: arrays and objects nested deeper than this are refused. */
#define PLIM_JSON_MAX_DEPTH 32

/**
 * plim_json_parse:
 * @body: the bytes, UTF-8
 *
 * Returns: (transfer full) (nullable): the root
 */
JsonNode *plim_json_parse (GBytes *body, GError **error);

/** plim_json_parse_object: (transfer full) (nullable): the root, which must be an object. */
JsonObject *plim_json_parse_object (GBytes *body, GError **error);

/** plim_json_get_node: (transfer none) (nullable): the member; %NULL for JSON's null too. @object
 * may be %NULL. */
JsonNode *plim_json_get_node (JsonObject *object, const char *name);

/** plim_json_get_object: (transfer none) (nullable): the member when it is an object. @object may
 * be %NULL. */
JsonObject *plim_json_get_object (JsonObject *object, const char *name);

/** plim_json_get_array: (transfer none) (nullable): the member when it is an array. @object may be
 * %NULL. */
JsonArray *plim_json_get_array (JsonObject *object, const char *name);

/** plim_json_get_string: (transfer none) (nullable): the member when it is a string. @object may be
 * %NULL. */
const char *plim_json_get_string (JsonObject *object, const char *name);

/**
 * plim_json_dup_member:
 * @text: a document, an object
 * @path: names with dots between them
 *
 * Returns: (transfer full) (nullable): the string there; of a secret it is one: free it with
 *   secret_password_free() or wipe it
 */
char *plim_json_dup_member (const char *text, const char *path);

/** plim_json_get_element_object: (transfer none) (nullable): the element when it is an object. */
JsonObject *plim_json_get_element_object (JsonArray *array, guint index);

/**
 * plim_json_get_number:
 * @value: (out): set to %NAN when missing
 *
 * A JSON number or a numeric string (spaces and one trailing `%` trimmed); NaN, infinities and text
 * are missing.
 *
 * Returns: whether it is there
 */
gboolean plim_json_get_number (JsonObject *object, const char *name, double *value);

/** plim_json_require_number: as plim_json_get_number(), with an error when it is missing. */
gboolean
plim_json_require_number (JsonObject *object, const char *name, double *value, GError **error);

/** plim_json_get_boolean: @fallback when the member is missing or no boolean. */
gboolean plim_json_get_boolean (JsonObject *object, const char *name, gboolean fallback);

/** plim_json_get_time: %PLIM_TIME_UNKNOWN when missing. */
gint64 plim_json_get_time (JsonObject *object, const char *name);

/** plim_json_append_string: @value as a JSON string, or `null` for %NULL; it must be UTF-8. For
 * what is written so often that a tree of nodes would cost too much. */
void plim_json_append_string (GString *text, const char *value);

/** plim_json_append_integer: as plim_json_append_string() */
void plim_json_append_integer (GString *text, gint64 value);

/** plim_json_append_number: @value, which is finite, with up to 15 digits, as `%.15g` writes it */
void plim_json_append_number (GString *text, double value);

/** plim_number_from_string: %NAN unless @text is a finite number, with spaces and one trailing `%`
 * trimmed. */
double plim_number_from_string (const char *text);

/** plim_number_from_json: as plim_json_get_number() for a node; %NAN when @node is %NULL or no
 * number. */
double plim_number_from_json (JsonNode *node);

G_END_DECLS
