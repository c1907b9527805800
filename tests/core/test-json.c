/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-json-text.h"
#include "plim-json.h"

#include "fixture.h"

static JsonObject *
parse (const char *text)
{
  g_autoptr (GBytes) body = bytes_of (text);
  g_autoptr (GError) error = NULL;
  JsonObject *object = plim_json_parse_object (body, &error);

  g_assert_no_error (error);
  return object;
}

static void
assert_refused (const char *text, gsize size, const char *reason)
{
  g_autoptr (GBytes) body = g_bytes_new (text, size);
  g_autoptr (GError) error = NULL;

  g_assert_null (plim_json_parse_object (body, &error));
  g_assert_error (error, PLIM_ERROR, (int) PLIM_STATUS_INVALID_RESPONSE);
  if (strstr (error->message, reason) == NULL)
    g_error ("“%s” does not say “%s”", error->message, reason);
}

static void
test_what_is_no_json_object_is_refused (void)
{
  static const char *const texts[][2] = {
    { "", "empty" },
    { " \n", "empty" },
    { "[1]", "not a JSON object" },
    { "\"text\"", "not a JSON object" },
    { "null", "not a JSON object" },
    { "<html>", "not JSON" },
    { "{\"a\":1", "not JSON" },
    { "{\"a\":}", "not JSON" },
    { "{\"a\":NaN}", "not JSON" },
    { "{\"a\":\"\\ud800\"}", "not JSON" },
    { "{\"a\":1}garbage", "not JSON" },
    { "{'a':1}", "not JSON" },
    { "{\"a\":\"\xff\"}", "not UTF-8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_test_message ("case %u", i);
    assert_refused (texts[i][0], strlen (texts[i][0]), texts[i][1]);
  }
  assert_refused ("{\"a\":\0001}", 8, "not UTF-8");
}

/* {"a":{"a":…1…}} with that many objects. */
static char *
nest (guint depth)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, "{\"a\":");
  g_string_append_c (text, '1');
  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, '}');
  return g_string_free (text, FALSE);
}

static void
test_depth_is_bounded (void)
{
  g_autofree char *deepest = nest (PLIM_JSON_MAX_DEPTH);
  g_autofree char *too_deep = nest (PLIM_JSON_MAX_DEPTH + 1);
  g_autoptr (JsonObject) object = parse (deepest);
  g_autofree char *very_deep = g_strnfill (4 * 1024 * 1024, '[');

  g_assert_nonnull (plim_json_get_object (object, "a"));
  assert_refused (too_deep, strlen (too_deep), "nested deeper");
  assert_refused (very_deep, strlen (very_deep), "nested deeper");
}

static void
test_brackets_in_strings_are_no_depth (void)
{
  g_autofree char *brackets = g_strnfill (100, '[');
  g_autofree char *text = g_strdup_printf ("{\"a\":\"\\\"%s\\\\\"}", brackets);
  g_autoptr (JsonObject) object = parse (text);

  g_assert_cmpuint (strlen (plim_json_get_string (object, "a")), ==, 102);
}

/* json-glib reads comments and single quotes, behind which depth could hide until the stack ends.
 */
static void
test_depth_cannot_hide (void)
{
  static const char *const covers[] = { "/*\"*/", "//\"\n", "'\"'", "#\"\n", "[/*\"*/" };

  for (guint i = 0; i < G_N_ELEMENTS (covers); i++) {
    g_autofree char *brackets = g_strnfill (1024 * 1024, '[');
    g_autofree char *text = g_strconcat (covers[i], brackets, NULL);

    assert_refused (text, strlen (text), "outside of a string");
  }
}

static void
test_wrong_types_are_missing (void)
{
  g_autoptr (JsonObject) object =
      parse ("{\"n\":null,\"s\":\"x\",\"i\":1,\"b\":true,\"a\":[1,{}],\"o\":{}}");
  JsonArray *array = plim_json_get_array (object, "a");
  double number = 42;

  g_assert_null (plim_json_get_node (object, "n"));
  g_assert_null (plim_json_get_node (object, "gone"));
  g_assert_null (plim_json_get_object (object, "a"));
  g_assert_null (plim_json_get_object (object, "s"));
  g_assert_nonnull (plim_json_get_object (object, "o"));
  g_assert_null (plim_json_get_array (object, "o"));
  g_assert_null (plim_json_get_string (object, "i"));
  g_assert_null (plim_json_get_string (object, "o"));
  g_assert_false (plim_json_get_number (object, "b", &number));
  assert_unknown (number);
  g_assert_false (plim_json_get_number (object, "a", &number));
  g_assert_true (plim_json_get_boolean (object, "i", TRUE));
  g_assert_false (plim_json_get_boolean (object, "s", FALSE));
  g_assert_true (plim_json_get_boolean (object, "b", FALSE));
  g_assert_null (plim_json_get_element_object (array, 0));
  g_assert_nonnull (plim_json_get_element_object (array, 1));
}

static void
test_no_object_has_no_members (void)
{
  double number = 42;

  g_assert_null (plim_json_get_node (NULL, "a"));
  g_assert_null (plim_json_get_object (NULL, "a"));
  g_assert_null (plim_json_get_array (NULL, "a"));
  g_assert_null (plim_json_get_string (NULL, "a"));
  g_assert_true (plim_json_get_boolean (NULL, "a", TRUE));
  g_assert_cmpint (plim_json_get_time (NULL, "a"), ==, PLIM_TIME_UNKNOWN);
  g_assert_false (plim_json_get_number (NULL, "a", &number));
  assert_unknown (number);
}

static void
test_numeric_strings_are_numbers (void)
{
  static const struct {
    const char *text;
    double number;
  } numbers[] = {
    { "12.5", 12.5 }, { " 57 % ", 57 }, { "57%", 57 },       { "-3", -3 },
    { "+4", 4 },      { "1e3", 1000 },  { "0.1e-2", 0.001 },
  };
  static const char *const others[] = { "",      " ",    "%",    "abc", "1,5",
                                        "1 2",   "0x1f", "inf",  "NaN", "1e999",
                                        "1.2.3", "--1",  "50%%", "1e",  "." };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_assert_cmpfloat (plim_number_from_string (numbers[i].text), ==, numbers[i].number);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++) {
    g_test_message ("%s", others[i]);
    assert_unknown (plim_number_from_string (others[i]));
  }
  assert_unknown (plim_number_from_string (NULL));
}

static void
test_numbers_are_finite (void)
{
  g_autoptr (JsonObject) object =
      parse ("{\"big\":1e999,\"small\":-1e999,\"int\":7,\"real\":0.25,"
             "\"text\":\"8.5\",\"long\":123456789012345678901234567890}");
  double number;

  g_assert_false (plim_json_get_number (object, "big", &number));
  g_assert_false (plim_json_get_number (object, "small", &number));
  g_assert_true (plim_json_get_number (object, "int", &number));
  g_assert_cmpfloat (number, ==, 7);
  g_assert_true (plim_json_get_number (object, "real", &number));
  g_assert_cmpfloat (number, ==, 0.25);
  g_assert_true (plim_json_get_number (object, "text", &number));
  g_assert_cmpfloat (number, ==, 8.5);
  /* Not what was sent, but a number: never an undefined one. */
  if (plim_json_get_number (object, "long", &number))
    g_assert_true (isfinite (number));
}

static void
test_a_missing_number_is_named (void)
{
  g_autoptr (JsonObject) object = parse ("{\"limit\":\"many\",\"used\":3}");
  g_autoptr (GError) error = NULL;
  double number;

  g_assert_true (plim_json_require_number (object, "used", &number, &error));
  g_assert_no_error (error);
  g_assert_false (plim_json_require_number (object, "limit", &number, &error));
  g_assert_error (error, PLIM_ERROR, (int) PLIM_STATUS_INVALID_RESPONSE);
  g_assert_nonnull (strstr (error->message, "limit"));
}

/* Strings go to D-Bus, which takes UTF-8 alone. */
static void
test_strings_are_utf8 (void)
{
  static const char *const broken[] = {
    "\\732",    "\\0",   "\\x41",   "\\ud800",        "\\udc00", "\\ud800\\u0041",
    "\\ud800x", "\\u12", "\\u12g4", "\\ud83d\\ud83d", "\\'",
  };
  g_autoptr (JsonObject) object = parse ("{\"a\": \"\\u00e9\\ud83d\\ude00\\/\\\\\\\"\\n\"}");

  g_assert_cmpstr (plim_json_get_string (object, "a"), ==, "é😀/\\\"\n");
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++) {
    g_autofree char *text = g_strdup_printf ("{\"a\": \"%s\"}", broken[i]);

    g_test_message ("%s", text);
    assert_refused (text, strlen (text), "escape");
    assert_refused (text, strlen (text) - 2, "escape");
  }
}

static void
test_an_appended_string_reads_as_it_was (void)
{
  static const char *const texts[] = { "", "plain", "\"quoted\" \\ and / \x01\n\t\x1f",
                                       "Grüße 🚢 \x7f", "</script>" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GString) text = g_string_new ("{\"value\":");
    g_autoptr (JsonObject) object = NULL;

    plim_json_append_string (text, texts[i]);
    g_string_append_c (text, '}');
    object = parse (text->str);
    g_assert_cmpstr (plim_json_get_string (object, "value"), ==, texts[i]);
  }
}

static void
test_no_string_is_null (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  plim_json_append_string (text, NULL);
  g_assert_cmpstr (text->str, ==, "null");
}

static void
check_number (double value)
{
  g_autoptr (GString) text = g_string_new ("x");
  char expected[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (expected, sizeof expected, "%.15g", value);
  plim_json_append_number (text, value);
  g_assert_cmpstr (text->str + 1, ==, expected);
}

static void
test_numbers_have_15_digits (void)
{
  static const double numbers[] = { 0,
                                    -0.0,
                                    0.1,
                                    -0.5,
                                    -1.25,
                                    100,
                                    0.0001,
                                    0.00005,
                                    0.00011,
                                    1e-300,
                                    4.9e-324,
                                    99999999999.9999,
                                    100000000000,
                                    1e15,
                                    -1e21,
                                    1.7976931348623157e308,
                                    1.0 / 3,
                                    99.99995,
                                    12.340000000000002,
                                    12.339999999999998,
                                    9.9999999999999982,
                                    9.9999000000000002 };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    check_number (numbers[i]);
}

/* Those that take the short way, and their neighbours, which must not. */
static void
test_near_numbers_differ_as_printf_says (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < 100000; i++) {
    double unit = pow (10, g_rand_int_range (rand, 0, 7));
    double value = g_rand_int (rand) / unit * (g_rand_boolean (rand) ? 1 : -1);
    double near = value;

    check_number (value);
    check_number (g_rand_int_range (rand, 0, 10000) * 0.01);
    for (guint step = 0; step < 12; step++) {
      near = nextafter (near, INFINITY);
      check_number (near);
    }
  }
}

static void
test_integers_are_written (void)
{
  static const gint64 numbers[] = { 0, 7, -7, 10, 1795176000, G_MAXINT64, G_MININT64 };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autofree char *expected = g_strdup_printf ("%" G_GINT64_FORMAT, numbers[i]);

    plim_json_append_integer (text, numbers[i]);
    g_assert_cmpstr (text->str, ==, expected);
  }
}

static void
test_text_is_what_a_parser_reads (void)
{
  g_autoptr (GString) text = g_string_new ("{");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonObject) object = NULL;

  plim_json_text_add_string (text, "left-out", NULL);
  plim_json_text_add_number (text, "unknown", NAN);
  plim_json_text_add_string (text, "string", "say \"ä\\\n\"");
  plim_json_text_add_boolean (text, "yes", TRUE);
  plim_json_text_add_name (text, "inner");
  g_string_append_c (text, '{');
  plim_json_text_add_integer (text, "least", G_MININT64);
  plim_json_text_add_number (text, "number", 12.5);
  g_string_append (text, "}}");
  g_assert_cmpstr (text->str, ==,
                   "{\"string\":\"say \\\"ä\\\\\\u000a\\\"\",\"yes\":true,"
                   "\"inner\":{\"least\":-9223372036854775808,\"number\":12.5}}");
  bytes = g_bytes_new (text->str, text->len);
  object = plim_json_parse_object (bytes, NULL);
  g_assert_nonnull (object);
  g_assert_cmpstr (plim_json_get_string (object, "string"), ==, "say \"ä\\\n\"");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/json/what-is-no-json-object-is-refused",
                   test_what_is_no_json_object_is_refused);
  g_test_add_func ("/core/json/depth-is-bounded", test_depth_is_bounded);
  g_test_add_func ("/core/json/brackets-in-strings-are-no-depth",
                   test_brackets_in_strings_are_no_depth);
  g_test_add_func ("/core/json/depth-cannot-hide", test_depth_cannot_hide);
  g_test_add_func ("/core/json/strings-are-utf8", test_strings_are_utf8);
  g_test_add_func ("/core/json/wrong-types-are-missing", test_wrong_types_are_missing);
  g_test_add_func ("/core/json/no-object-has-no-members", test_no_object_has_no_members);
  g_test_add_func ("/core/json/numeric-strings-are-numbers", test_numeric_strings_are_numbers);
  g_test_add_func ("/core/json/numbers-are-finite", test_numbers_are_finite);
  g_test_add_func ("/core/json/a-missing-number-is-named", test_a_missing_number_is_named);
  g_test_add_func ("/core/json/an-appended-string-reads-as-it-was",
                   test_an_appended_string_reads_as_it_was);
  g_test_add_func ("/core/json/no-string-is-null", test_no_string_is_null);
  g_test_add_func ("/core/json/numbers-have-15-digits", test_numbers_have_15_digits);
  g_test_add_func ("/core/json/near-numbers-differ-as-printf-says",
                   test_near_numbers_differ_as_printf_says);
  g_test_add_func ("/core/json/integers-are-written", test_integers_are_written);
  g_test_add_func ("/json/text/what-a-parser-reads", test_text_is_what_a_parser_reads);
  return g_test_run ();
}
