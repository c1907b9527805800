/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-js-literal.h"
#include "plim-json.h"

#include <string.h>

static void
on_object (JsonObject *object, gpointer user_data)
{
  g_ptr_array_add (user_data, json_object_ref (object));
}

static GPtrArray *
read_all (const char *text)
{
  GPtrArray *objects = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  g_autofree char *copy = g_memdup2 (text, strlen (text)); /* without the 0 at the end */

  plim_js_foreach_object (copy, strlen (text), on_object, objects);
  return objects;
}

static void
assert_number (JsonObject *object, const char *name, double expected)
{
  double number;

  g_assert_true (plim_json_get_number (object, name, &number));
  g_assert_cmpfloat (number, ==, expected);
}

static void
test_literals_are_read (void)
{
  g_autoptr (GPtrArray) objects =
      read_all ("f({a:1,\"b\":-2.5e1,'c':\"x\\\"\\x41\\u0042\\n\",d:!0,e:!1,f:null,g:void 0,"
                "h:new Date(\"2026-11-20T12:00:00Z\"),i:[1,[2],{}],j:12n , k : undefined})");
  JsonObject *object;

  g_assert_cmpuint (objects->len, ==, 2); /* the empty one within comes first */
  object = objects->pdata[1];
  assert_number (object, "a", 1);
  assert_number (object, "b", -25);
  g_assert_cmpstr (plim_json_get_string (object, "c"), ==, "x\"AB\n");
  g_assert_true (plim_json_get_boolean (object, "d", FALSE));
  g_assert_false (plim_json_get_boolean (object, "e", TRUE));
  g_assert_null (plim_json_get_node (object, "f"));
  g_assert_null (plim_json_get_node (object, "g"));
  g_assert_cmpint (plim_json_get_time (object, "h"), ==, 1795176000);
  g_assert_cmpuint (json_array_get_length (plim_json_get_array (object, "i")), ==, 3);
  assert_number (object, "j", 12);
  g_assert_true (json_object_has_member (object, "k"));
}

static void
test_code_is_passed_over (void)
{
  g_autoptr (GPtrArray) objects =
      read_all ("<div>{</div><script>function f(){return {a:1}};if(x){y()}"
                "z={b:f(2),c:{d:4}};w={e:{f:");

  g_assert_cmpuint (objects->len, ==, 2);
  assert_number (objects->pdata[0], "a", 1);
  assert_number (objects->pdata[1], "d", 4);
}

static void
test_references_are_found (void)
{
  const char *text = "$R[7]={a:$R[8],b:$R[9]={c:3},d:$R[10](1)};$R[1]=$R[2]($R[8]={e:$R[11]=5});";
  g_autoptr (JsonObject) object = plim_js_dup_reference (text, strlen (text), "$R[8]");
  g_autoptr (GPtrArray) objects = read_all ("{a:$R[8],b:$R[9]={c:3}}");

  assert_number (object, "e", 5);
  g_assert_cmpstr (plim_json_get_string (objects->pdata[1], "a"), ==, "$R[8]");
  assert_number (plim_json_get_object (objects->pdata[1], "b"), "c", 3);
  g_assert_null (plim_js_dup_reference (text, strlen (text), "$R[12]"));
  g_assert_null (plim_js_dup_reference (text, strlen (text), "$R[7]"));
  g_assert_null (plim_js_dup_reference (text, strlen (text), "{"));
  g_assert_null (plim_js_dup_reference (text, strlen (text), NULL));
  g_assert_null (plim_js_dup_reference (NULL, 0, "$R[8]"));
}

/* Cut anywhere, and with every byte in turn replaced, it is read to its end and not beyond. */
static void
test_broken_text_is_survived (void)
{
  const char *text = "{a:$R[1]={b:[!0,\"\\x41\\u0042\",new Date(5)],'c':-1.5e3},d:void 0}";

  for (gsize i = 0; i < strlen (text); i++) {
    g_autofree char *cut = g_strndup (text, i);
    g_autofree char *changed = g_strdup (text);
    g_autoptr (GPtrArray) of_cut = read_all (cut);
    g_autoptr (GPtrArray) of_changed = NULL;

    changed[i] = '\xff';
    of_changed = read_all (changed);
    g_assert_cmpuint (of_cut->len, <=, 2);
    g_assert_cmpuint (of_changed->len, <=, 2);
  }
}

static void
test_depth_is_bounded (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) objects = NULL;

  for (guint i = 0; i < 10000; i++)
    g_string_append (text, "{a:");
  g_string_append (text, "1");
  for (guint i = 0; i < 10000; i++)
    g_string_append (text, "}");
  objects = read_all (text->str);
  g_assert_cmpuint (objects->len, <=, PLIM_JSON_MAX_DEPTH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/providers/js-literal/" name, function)
  ADD ("literals-are-read", test_literals_are_read);
  ADD ("code-is-passed-over", test_code_is_passed_over);
  ADD ("references-are-found", test_references_are_found);
  ADD ("broken-text-is-survived", test_broken_text_is_survived);
  ADD ("depth-is-bounded", test_depth_is_bounded);
  return g_test_run ();
}
