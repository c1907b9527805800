/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Members for the object that a text ends in, as plim-json-write.h has them for a builder: for what
 * is written so often that a tree of nodes would cost too much. Names are plain ASCII. */

/** plim_json_text_add_name: the value is to follow */
void plim_json_text_add_name (GString *text, const char *name);

/** plim_json_text_add_string: left out when @value is %NULL */
void plim_json_text_add_string (GString *text, const char *name, const char *value);
void plim_json_text_add_boolean (GString *text, const char *name, gboolean value);
void plim_json_text_add_integer (GString *text, const char *name, gint64 value);

/** plim_json_text_add_number: left out when @value is not finite */
void plim_json_text_add_number (GString *text, const char *name, double value);

G_END_DECLS
