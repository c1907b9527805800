/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Web pages, read as leniently as browsers read them. A page is hostile input: nothing is fetched,
 * size and depth are bounded, and every text that comes out is valid UTF-8. */

/** PLIM_HTML_MAX_BYTES: longer pages are refused; a provider's has a few hundred kB at most. */
#define PLIM_HTML_MAX_BYTES (1024 * 1024)

/** PlimHtml: a page, whose elements belong to it. */
typedef struct _PlimHtml PlimHtml;
typedef struct _PlimHtmlElement PlimHtmlElement;

/**
 * plim_html_parse:
 * @body: in UTF-8
 *
 * Returns: (transfer full) (nullable): the page; %NULL with `invalid_response` when it is too long
 *   or holds nothing
 */
PlimHtml *plim_html_parse (GBytes *body, GError **error);
void plim_html_free (PlimHtml *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimHtml, plim_html_free)

/** PlimHtmlPredicate: whether @element is one that is looked for. */
typedef gboolean (*PlimHtmlPredicate) (const PlimHtmlElement *element, const char *argument);

/**
 * plim_html_find:
 * @after: (nullable): an element of the page
 * @predicate: (nullable): %NULL for any element
 *
 * Returns: (transfer none) (nullable): in the order of the page, the first element, or the first
 *   that begins later than @after, of which @predicate is true
 */
const PlimHtmlElement *plim_html_find (const PlimHtml *self,
                                       const PlimHtmlElement *after,
                                       PlimHtmlPredicate predicate,
                                       const char *argument);

/** plim_html_is: a predicate: the element's name is @name, in lower case. */
gboolean plim_html_is (const PlimHtmlElement *element, const char *name);

/** plim_html_has_id: a predicate. */
gboolean plim_html_has_id (const PlimHtmlElement *element, const char *id);

/** plim_html_has_class: a predicate: @name is one of the element's classes. */
gboolean plim_html_has_class (const PlimHtmlElement *element, const char *name);

/** plim_html_dup_attribute: (transfer full) (nullable): decoded. */
char *plim_html_dup_attribute (const PlimHtmlElement *element, const char *name);

/** plim_html_dup_text: (transfer full): the text directly in the element, not that of the elements
 * within, decoded; of a script the script. */
char *plim_html_dup_text (const PlimHtmlElement *element);

/**
 * plim_html_dup_text_between:
 * @end: (nullable): an element that begins later
 *
 * Returns: (transfer full): all that a reader sees from where @first begins to where @end begins,
 *   pieces parted by a space, cut after about @max_bytes
 */
char *plim_html_dup_text_between (const PlimHtmlElement *first,
                                  const PlimHtmlElement *end,
                                  gsize max_bytes);

G_END_DECLS
