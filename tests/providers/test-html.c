/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-error.h"
#include "plim-html.h"

#include <string.h>

static PlimHtml *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  PlimHtml *page = plim_html_parse (bytes, &error);

  g_assert_no_error (error);
  return page;
}

static void
assert_text (const PlimHtmlElement *element, const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_nonnull (element);
  text = plim_html_dup_text (element);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_elements_come_in_the_order_of_the_page (void)
{
  g_autoptr (PlimHtml) page = parse ("<p class='x'>1<b class='y x'>2</b></p><p class=x>3<i>4");
  const PlimHtmlElement *element = plim_html_find (page, NULL, plim_html_has_class, "x");

  assert_text (element, "1");
  element = plim_html_find (page, element, plim_html_has_class, "x");
  assert_text (element, "2");
  element = plim_html_find (page, element, plim_html_has_class, "x");
  assert_text (element, "3");
  assert_text (plim_html_find (page, element, NULL, NULL), "4");
  g_assert_null (plim_html_find (page, element, plim_html_has_class, "x"));
  g_assert_null (plim_html_find (page, NULL, plim_html_has_class, "xy"));
}

static void
test_text_and_attributes_are_decoded (void)
{
  g_autoptr (PlimHtml) page =
      parse ("<A ID=\"one\" Title='a&amp;b&#43;&#x43;'>x &lt;<br>y&nbsp;&euro; é</A><a bare>");
  const PlimHtmlElement *element = plim_html_find (page, NULL, plim_html_has_id, "one");
  g_autofree char *title = NULL;
  g_autofree char *bare = NULL;

  assert_text (element, "x <y\u00a0€ é");
  g_assert_true (plim_html_is (element, "a"));
  title = plim_html_dup_attribute (element, "title");
  g_assert_cmpstr (title, ==, "a&b+C");
  g_assert_null (plim_html_dup_attribute (element, "href"));
  element = plim_html_find (page, element, plim_html_is, "a");
  bare = plim_html_dup_attribute (element, "bare");
  g_assert_cmpstr (bare, ==, "");
}

static void
test_script_is_text (void)
{
  g_autoptr (PlimHtml) page = parse ("<script>if(a<b&&c){d=\"<p>\"}</script>");

  assert_text (plim_html_find (page, NULL, plim_html_is, "script"), "if(a<b&&c){d=\"<p>\"}");
}

static void
test_text_is_read_from_one_element_to_another (void)
{
  g_autoptr (PlimHtml) page =
      parse ("<p>0<b>1<i>2</i>3</b>4<script>x</script></p>5<u>6</u><s>7</s>");
  const PlimHtmlElement *first = plim_html_find (page, NULL, plim_html_is, "b");
  const PlimHtmlElement *end = plim_html_find (page, NULL, plim_html_is, "s");
  g_autofree char *text = plim_html_dup_text_between (first, end, 100);
  g_autofree char *rest = plim_html_dup_text_between (end, NULL, 100);
  g_autofree char *cut = plim_html_dup_text_between (first, end, 3);

  g_assert_cmpstr (text, ==, "1 2 3 4 5 6 ");
  g_assert_cmpstr (rest, ==, "7 ");
  g_assert_cmpstr (cut, ==, "1 2 ");
}

static void
test_anything_is_a_page (void)
{
  static const char *const texts[] = { "<",
                                       "no tags",
                                       "</p></p>",
                                       "<p",
                                       "<!--",
                                       "<!DOCTYPE x [",
                                       "\xff<p title='\xff'>\xff\xfe</p>",
                                       "<?xml version='1.0'?>",
                                       "<!ENTITY x SYSTEM \"file:///etc/passwd\">&x;" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GBytes) bytes = g_bytes_new_static (texts[i], strlen (texts[i]));
    g_autoptr (PlimHtml) page = plim_html_parse (bytes, NULL);
    const PlimHtmlElement *element = page != NULL ? plim_html_find (page, NULL, NULL, NULL) : NULL;

    for (; element != NULL; element = plim_html_find (page, element, NULL, NULL)) {
      g_autofree char *text = plim_html_dup_text (element);
      g_autofree char *title = plim_html_dup_attribute (element, "title");

      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_null (strstr (text, "root:"));
      g_assert_true (title == NULL || g_utf8_validate (title, -1, NULL));
    }
  }
}

static void
test_too_long_and_empty_pages_are_refused (void)
{
  g_autofree char *text = g_strnfill (PLIM_HTML_MAX_BYTES + 1, 'x');
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, PLIM_HTML_MAX_BYTES + 1);
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GError) error = NULL;

  g_assert_null (plim_html_parse (bytes, &error));
  g_assert_error (error, PLIM_ERROR, PLIM_STATUS_INVALID_RESPONSE);
  g_clear_error (&error);
  g_assert_null (plim_html_parse (empty, &error));
  g_assert_error (error, PLIM_ERROR, PLIM_STATUS_INVALID_RESPONSE);
}

/* As deep as its length allows: neither reading nor freeing may recurse without a bound. */
static void
test_deep_page_is_survived (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (PlimHtml) page = NULL;

  while (text->len < PLIM_HTML_MAX_BYTES - 10)
    g_string_append (text, "<div>");
  page = parse (text->str);
  g_assert_nonnull (plim_html_find (page, NULL, plim_html_is, "div"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/providers/html/" name, function)
  ADD ("elements-come-in-the-order-of-the-page", test_elements_come_in_the_order_of_the_page);
  ADD ("text-and-attributes-are-decoded", test_text_and_attributes_are_decoded);
  ADD ("script-is-text", test_script_is_text);
  ADD ("text-is-read-from-one-element-to-another", test_text_is_read_from_one_element_to_another);
  ADD ("anything-is-a-page", test_anything_is_a_page);
  ADD ("too-long-and-empty-pages-are-refused", test_too_long_and_empty_pages_are_refused);
  ADD ("deep-page-is-survived", test_deep_page_is_survived);
  return g_test_run ();
}
