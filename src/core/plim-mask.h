/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Whole answers made fit to be shown to others: what is kept is what is known to say nothing of a
 * person (member names, numbers, times, words of a protocol); everything else becomes "•••". Unlike
 * plim_redact(), which takes secrets out of a sentence. */

#define PLIM_MASK "•••"

/** plim_mask_word: (transfer full): @text when it is a number, a time, or a short word as protocols
 * have them (`five_hour`, `claude-haiku-4-5`); else the mask */
char *plim_mask_word (const char *text);

/** plim_mask_member_name: (transfer full): @name unless it looks like data: an id, an address */
char *plim_mask_member_name (const char *name);

/** plim_mask_path: (transfer full): a request's path, each segment and each value of its query by
 * itself */
char *plim_mask_path (const char *path);

/** plim_mask_json: (transfer full): a copy of @node with its strings masked; those under a name
 * that speaks of somebody (`email`, `account_id`, `displayName`) always */
JsonNode *plim_mask_json (JsonNode *node);

/** plim_mask_html: (transfer full): @text, valid UTF-8, with its tags; of texts, attributes and
 * scripts only numbers and the words of limits */
char *plim_mask_html (const char *text);

G_END_DECLS
