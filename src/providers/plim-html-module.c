/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
/* The only piece that is linked with libxml2. That library brings ICU and the C++ library into a
 * process: 1.7 ms of every start and 0.7 MB, for what one provider's pages need now and then. */
#include "plim-html-module.h"

#include <gmodule.h>
#include <libxml/HTMLparser.h>

G_MODULE_EXPORT xmlDoc *
plim_html_module_parse (const char *text, int size)
{
  return htmlReadMemory (text, size, NULL, "UTF-8",
                         HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                             HTML_PARSE_RECOVER);
}

G_MODULE_EXPORT void
plim_html_module_free (xmlDoc *document)
{
  xmlFreeDoc (document);
}
