/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

/* What plim-html.c finds in its module, by these names. */

/** plim_html_module_parse: (transfer full) (nullable): the page, as leniently as browsers read it
 */
xmlDoc *plim_html_module_parse (const char *text, int size);

/** plim_html_module_free: frees a page. */
void plim_html_module_free (xmlDoc *document);

G_END_DECLS
