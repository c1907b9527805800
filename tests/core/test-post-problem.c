/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-enums.h"
#include "plim-post-problem.h"

static void
test_answers_are_told_apart (void)
{
  static const struct {
    guint status;
    int code; /* -1: success */
  } rows[] = {
    { 200, -1 },
    { 204, -1 },
    { 301, PLIM_POST_ERROR_MOVED },
    { 307, PLIM_POST_ERROR_MOVED },
    { 400, PLIM_POST_ERROR_REFUSED },
    { 404, PLIM_POST_ERROR_WRONG },
    { 405, PLIM_POST_ERROR_REFUSED },
    { 410, PLIM_POST_ERROR_WRONG },
    { 500, PLIM_POST_ERROR_SERVER },
    { 503, PLIM_POST_ERROR_SERVER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = plim_post_problem_from_answer (rows[i].status);

    g_test_message ("%u", rows[i].status);
    if (rows[i].code == -1)
      g_assert_no_error (error);
    else
      g_assert_error (error, PLIM_POST_ERROR, rows[i].code);
  }
}

static void
test_each_has_a_sentence (void)
{
  for (int code = PLIM_POST_ERROR_FAILED + 1; code <= PLIM_POST_ERROR_SERVER; code++) {
    const char *nick = plim_enum_to_nick (PLIM_TYPE_POST_ERROR, code);
    g_autofree char *sentence = plim_post_problem_dup_sentence (nick, "detail");

    g_test_message ("%s", nick);
    g_assert_cmpstr (sentence, !=, "detail");
  }
}

/* Of a newer service, or of an older one. */
static void
test_what_is_not_known_is_told_as_it_is (void)
{
  static const char *const nicks[] = { NULL, "", "failed", "from-the-future" };

  for (gsize i = 0; i < G_N_ELEMENTS (nicks); i++) {
    g_autofree char *sentence = plim_post_problem_dup_sentence (nicks[i], "detail");

    g_assert_cmpstr (sentence, ==, "detail");
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/post-problem/answers-are-told-apart", test_answers_are_told_apart);
  g_test_add_func ("/core/post-problem/each-has-a-sentence", test_each_has_a_sentence);
  g_test_add_func ("/core/post-problem/what-is-not-known-is-told-as-it-is",
                   test_what_is_not_known_is_told_as_it_is);
  return g_test_run ();
}
