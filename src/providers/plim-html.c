/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-html.h"

#include "plim-error.h"

#include <libxml/HTMLparser.h>
#include <string.h>

/* What an element is within libxml2, which never sees our names for it. */
#define NODE(element) ((const xmlNode *) (element))
#define ELEMENT(node) ((const PlimHtmlElement *) (node))

PlimHtml *
plim_html_parse (GBytes *body, GError **error)
{
  gsize size;
  const char *text = g_bytes_get_data (body, &size);
  htmlDocPtr document = NULL;

  if (size > PLIM_HTML_MAX_BYTES) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "the page is longer than %d bytes", PLIM_HTML_MAX_BYTES);
    return NULL;
  }
  if (size > 0)
    document = htmlReadMemory (text, (int) size, NULL, "UTF-8",
                               HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                   HTML_PARSE_RECOVER);
  if (document == NULL)
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE, "the page is empty");
  return (PlimHtml *) document;
}

void
plim_html_free (PlimHtml *self)
{
  xmlFreeDoc ((htmlDocPtr) self);
}

/* (nullable): the node that comes next in the order of the page. */
static const xmlNode *
get_next (const xmlNode *node)
{
  if (node->type == XML_ELEMENT_NODE && node->children != NULL)
    return node->children;
  while (node != NULL && node->next == NULL)
    node = node->parent;
  return node != NULL ? node->next : NULL;
}

const PlimHtmlElement *
plim_html_find (const PlimHtml *self,
                const PlimHtmlElement *after,
                PlimHtmlPredicate predicate,
                const char *argument)
{
  const xmlNode *node = after != NULL ? get_next (NODE (after)) : ((const xmlDoc *) self)->children;

  for (; node != NULL; node = get_next (node)) {
    if (node->type == XML_ELEMENT_NODE &&
        (predicate == NULL || predicate (ELEMENT (node), argument)))
      return ELEMENT (node);
  }
  return NULL;
}

gboolean
plim_html_is (const PlimHtmlElement *element, const char *name)
{
  return g_ascii_strcasecmp ((const char *) NODE (element)->name, name) == 0;
}

/* (transfer full): the text of these siblings. */
static char *
dup_text (const xmlNode *first)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const xmlNode *node = first; node != NULL; node = node->next) {
    if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) &&
        node->content != NULL)
      g_string_append (text, (const char *) node->content);
  }
  return g_utf8_make_valid (text->str, (gssize) text->len);
}

char *
plim_html_dup_attribute (const PlimHtmlElement *element, const char *name)
{
  for (const xmlAttr *each = NODE (element)->properties; each != NULL; each = each->next) {
    if (g_ascii_strcasecmp ((const char *) each->name, name) == 0)
      return dup_text (each->children);
  }
  return NULL;
}

gboolean
plim_html_has_id (const PlimHtmlElement *element, const char *id)
{
  g_autofree char *value = plim_html_dup_attribute (element, "id");

  return g_strcmp0 (value, id) == 0;
}

gboolean
plim_html_has_class (const PlimHtmlElement *element, const char *name)
{
  g_autofree char *value = plim_html_dup_attribute (element, "class");
  g_auto (GStrv) classes = value != NULL ? g_strsplit_set (value, " \t\r\n", -1) : NULL;

  return classes != NULL && g_strv_contains ((const char *const *) classes, name);
}

char *
plim_html_dup_text (const PlimHtmlElement *element)
{
  return dup_text (NODE (element)->children);
}

static gboolean
is_seen (const xmlNode *text)
{
  return text->parent == NULL || (!plim_html_is (ELEMENT (text->parent), "script") &&
                                  !plim_html_is (ELEMENT (text->parent), "style"));
}

char *
plim_html_dup_text_between (const PlimHtmlElement *first,
                            const PlimHtmlElement *end,
                            gsize max_bytes)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const xmlNode *node = NODE (first);
       node != NULL && node != NODE (end) && text->len < max_bytes; node = get_next (node)) {
    if (node->type == XML_TEXT_NODE && node->content != NULL && is_seen (node))
      g_string_append_printf (text, "%.*s ", (int) MIN (max_bytes, G_MAXINT), node->content);
  }
  return g_utf8_make_valid (text->str, (gssize) text->len);
}
