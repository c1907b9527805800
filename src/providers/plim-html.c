/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-html.h"

#include "plim-error.h"
#include "plim-html-module.h"

#include <gmodule.h>
#include <string.h>

/* What an element is within libxml2, which never sees our names for it. */
#define NODE(element) ((const xmlNode *) (element))
#define ELEMENT(node) ((const PlimHtmlElement *) (node))

struct _PlimHtml {
  xmlDoc *document;
  __typeof__ (&plim_html_module_free) free;
};

/* The module stays: whose page is read once is read again. */
static gboolean
load_module (gpointer *parse, gpointer *free, GError **error)
{
  const char *folder = g_getenv ("PLIMSOLL_MODULES");
  g_autofree char *path = g_build_filename (folder != NULL ? folder : PLIM_MODULEDIR,
                                            "libplimsoll-html." G_MODULE_SUFFIX, NULL);
  GModule *module = g_module_open (path, G_MODULE_BIND_LOCAL);

  if (module == NULL || !g_module_symbol (module, "plim_html_module_parse", parse) ||
      !g_module_symbol (module, "plim_html_module_free", free)) {
    plim_set_error (error, PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE,
                    "a part of Plimsoll is not installed: %s", g_module_error ());
    return FALSE;
  }
  g_module_make_resident (module);
  return TRUE;
}

PlimHtml *
plim_html_parse (GBytes *body, GError **error)
{
  gsize size;
  const char *text = g_bytes_get_data (body, &size);
  gpointer parse, free_document;
  xmlDoc *document = NULL;
  PlimHtml *self;

  if (size > PLIM_HTML_MAX_BYTES) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE,
                    "the page is longer than %d bytes", PLIM_HTML_MAX_BYTES);
    return NULL;
  }
  if (!load_module (&parse, &free_document, error))
    return NULL;
  if (size > 0)
    document = ((__typeof__ (&plim_html_module_parse)) parse) (text, (int) size);
  if (document == NULL) {
    plim_set_error (error, PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE, "the page is empty");
    return NULL;
  }
  self = g_new0 (PlimHtml, 1);
  self->document = document;
  self->free = free_document;
  return self;
}

void
plim_html_free (PlimHtml *self)
{
  self->free (self->document);
  g_free (self);
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
  const xmlNode *node = after != NULL ? get_next (NODE (after)) : self->document->children;

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
