/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-json.h"
#include "plim-jwt.h"

#include <string.h>

static char *
make_token (const char *claims)
{
  g_autofree char *middle = g_base64_encode ((const guchar *) claims, strlen (claims));

  g_strdelimit (middle, "+", '-');
  g_strdelimit (middle, "/", '_');
  middle[strcspn (middle, "=")] = '\0';
  return g_strconcat ("eyJhbGciOiJub25lIn0.", middle, ".c2lnbmF0dXJl", NULL);
}

static void
test_claims_of_any_length_are_read (void)
{
  g_autoptr (GString) name = g_string_new (NULL);

  for (guint i = 0; i < 64; i++) {
    g_autofree char *claims = g_strdup_printf ("{\"name\": \"%s\"}", name->str);
    g_autofree char *token = make_token (claims);
    g_autoptr (JsonObject) object = plim_jwt_dup_claims (token);

    g_assert_nonnull (object);
    g_assert_cmpstr (plim_json_get_string (object, "name"), ==, name->str);
    /* Some of their bytes are the two in which base64url differs. */
    g_string_append (name, i % 2 == 0 ? "?" : "þ");
  }
}

static void
test_what_is_no_token_has_no_claims (void)
{
  static const char *const texts[] = {
    "",       "sk-proj-1", "a.b",      "..",      ".e30.",           "e30.e30",
    "a.e3.c", "a.e 30.c",  "a.e30=.c", "a.W10.c", "a.bm90IGpzb24.c", "a.e.c",
  };

  g_assert_null (plim_jwt_dup_claims (NULL));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (JsonObject) object = plim_jwt_dup_claims (texts[i]);

    g_test_message ("%s", texts[i]);
    /* The head is not looked at: "{}" between two dots is a token. */
    g_assert_true ((object != NULL) == g_str_equal (texts[i], ".e30."));
  }
}

static void
test_claims_are_bounded (void)
{
  g_autofree char *name = g_strnfill (PLIM_JWT_MAX_SIZE, 'a');
  g_autofree char *claims = g_strdup_printf ("{\"name\": \"%s\"}", name);
  g_autofree char *too_long = make_token (claims);
  g_autofree char *shorter = NULL;
  g_autofree char *long_enough = NULL;
  g_autoptr (JsonObject) object = NULL;

  g_assert_null (plim_jwt_dup_claims (too_long));
  name[PLIM_JWT_MAX_SIZE - 64] = '\0';
  shorter = g_strdup_printf ("{\"name\": \"%s\"}", name);
  long_enough = make_token (shorter);
  object = plim_jwt_dup_claims (long_enough);
  g_assert_nonnull (object);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/core/jwt/" name, function)
  ADD ("claims-of-any-length-are-read", test_claims_of_any_length_are_read);
  ADD ("what-is-no-token-has-no-claims", test_what_is_no_token_has_no_claims);
  ADD ("claims-are-bounded", test_claims_are_bounded);
  return g_test_run ();
}
