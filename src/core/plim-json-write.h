/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Members for the object that a builder is in: what is not known is left out. */

/** plim_json_add_text: left out when @value is %NULL or empty */
void plim_json_add_text (JsonBuilder *builder, const char *name, const char *value);

/** plim_json_add_string: left out when @value is %NULL */
void plim_json_add_string (JsonBuilder *builder, const char *name, const char *value);
void plim_json_add_boolean (JsonBuilder *builder, const char *name, gboolean value);
void plim_json_add_integer (JsonBuilder *builder, const char *name, gint64 value);

/** plim_json_add_number: left out when @value is not finite */
void plim_json_add_number (JsonBuilder *builder, const char *name, double value);

/** plim_json_add_seconds: @at: Unix seconds; left out when it is %PLIM_TIME_UNKNOWN */
void plim_json_add_seconds (JsonBuilder *builder, const char *name, gint64 at);

/** plim_json_add_time: in ISO 8601; left out when @at is %PLIM_TIME_UNKNOWN */
void plim_json_add_time (JsonBuilder *builder, const char *name, gint64 at);

G_END_DECLS
