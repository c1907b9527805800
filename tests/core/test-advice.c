/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-advice.h"

#include "fixture.h"

typedef struct {
  PlimStatus status;
  PlimCause cause;
  PlimAdviceAction action;
} Case;

/* Every status, and every cause with the status that it refines. */
static const Case cases[] = {
  { PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, PLIM_ADVICE_SIGN_IN },
  { PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE, PLIM_ADVICE_EDIT },
  { PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE, PLIM_ADVICE_NONE },
  { PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE, PLIM_ADVICE_NONE },
  { PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE, PLIM_ADVICE_REPORT },
  { PLIM_STATUS_OFFLINE, PLIM_CAUSE_NONE, PLIM_ADVICE_NONE },
  { PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_KEYRING_LOCKED, PLIM_ADVICE_UNLOCK_KEYRING },
  { PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_KEYRING_MISSING, PLIM_ADVICE_NONE },
  { PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_KEYRING_CANCELLED, PLIM_ADVICE_UNLOCK_KEYRING },
  { PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SECRET_MISSING, PLIM_ADVICE_SIGN_IN },
  { PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_CHALLENGE, PLIM_ADVICE_NONE },
  { PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_REGION, PLIM_ADVICE_NONE },
  { PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_TLS, PLIM_ADVICE_NONE },
  { PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_WRONG_ORGANIZATION, PLIM_ADVICE_EDIT },
  { PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_MISSING_PERMISSION, PLIM_ADVICE_SIGN_IN },
  { PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NO_PLAN, PLIM_ADVICE_SIGN_IN },
  { PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NO_CREDIT, PLIM_ADVICE_NONE },
  { PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_CLOCK, PLIM_ADVICE_NONE },
  { PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SIGN_IN_EXPIRED, PLIM_ADVICE_COMMAND },
  { PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SIGN_IN_MISSING, PLIM_ADVICE_COMMAND },
  { PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_SIGN_IN_UNREADABLE, PLIM_ADVICE_EDIT },
};

/* Its name, what to do, no placeholder left over, no shouting. */
static void
assert_sentence (const char *sentence)
{
  g_assert_nonnull (sentence);
  g_assert_nonnull (strstr (sentence, "Claude (work)"));
  g_assert_null (strchr (sentence, '%'));
  g_assert_null (strchr (sentence, '!'));
  g_assert_true (g_str_has_suffix (sentence, "."));
}

static void
test_each_case_has_its_own_sentence (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    char *sentence = plim_advice_dup_sentence (cases[i].status, cases[i].cause, "Claude", "work");

    g_test_message ("%s", sentence);
    assert_sentence (sentence);
    g_assert_true (g_hash_table_add (seen, sentence));
    g_assert_cmpint (plim_advice_get_action (cases[i].status, cases[i].cause), ==, cases[i].action);
  }
}

static void
test_no_cause_is_forgotten (void)
{
  g_autoptr (GTypeClass) statuses = g_type_class_ref (PLIM_TYPE_STATUS);
  g_autoptr (GTypeClass) causes = g_type_class_ref (PLIM_TYPE_CAUSE);

  g_assert_cmpuint (G_N_ELEMENTS (cases), ==,
                    G_ENUM_CLASS (statuses)->n_values + G_ENUM_CLASS (causes)->n_values - 2);
}

static void
test_a_cause_counts_under_any_status (void)
{
  g_autofree char *usual = plim_advice_dup_sentence (PLIM_STATUS_PROVIDER_UNAVAILABLE,
                                                     PLIM_CAUSE_REGION, "Claude", NULL);

  assert_text (plim_advice_dup_sentence (PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_REGION, "Claude",
                                         NULL),
               usual);
}

static void
test_fine_needs_no_advice (void)
{
  assert_text (plim_advice_dup_sentence (PLIM_STATUS_OK, PLIM_CAUSE_NONE, "Claude", "work"), NULL);
  assert_text (plim_advice_dup_sentence (PLIM_STATUS_OK, PLIM_CAUSE_TLS, "Claude", "work"), NULL);
  g_assert_cmpint (plim_advice_get_action (PLIM_STATUS_OK, PLIM_CAUSE_NONE), ==, PLIM_ADVICE_NONE);
}

static void
test_the_label_is_named_once (void)
{
  const char *plain = "Claude is asked too often at the moment. Plimsoll waits and tries again.";
  const char *odd = "Claude (%s %d) is asked too often at the moment. "
                    "Plimsoll waits and tries again.";

  assert_text (plim_advice_dup_sentence (PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE, "Claude",
                                         "Claude"),
               plain);
  assert_text (plim_advice_dup_sentence (PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE, "Claude", ""),
               plain);
  assert_text (plim_advice_dup_sentence (PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE, "Claude",
                                         "%s %d"),
               odd);
  /* A label that begins with the provider stands for both. */
  assert_text (plim_advice_dup_sentence (PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE, "Claude",
                                         "Claude at work"),
               "Claude at work is asked too often at the moment. Plimsoll waits and tries again.");
}

static void
test_statuses_have_short_names (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int status = PLIM_STATUS_OK; status <= PLIM_STATUS_OFFLINE; status++) {
    char *name = plim_status_dup_name ((PlimStatus) status);

    g_assert_cmpuint (strlen (name), >, 0);
    g_assert_cmpuint (strlen (name), <=, 16);
    g_assert_true (g_hash_table_add (seen, name));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/advice/each-case-has-its-own-sentence",
                   test_each_case_has_its_own_sentence);
  g_test_add_func ("/core/advice/no-cause-is-forgotten", test_no_cause_is_forgotten);
  g_test_add_func ("/core/advice/a-cause-counts-under-any-status",
                   test_a_cause_counts_under_any_status);
  g_test_add_func ("/core/advice/fine-needs-no-advice", test_fine_needs_no_advice);
  g_test_add_func ("/core/advice/the-label-is-named-once", test_the_label_is_named_once);
  g_test_add_func ("/core/advice/statuses-have-short-names", test_statuses_have_short_names);
  return g_test_run ();
}
