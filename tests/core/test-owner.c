/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-format.h"

#include "fixture.h"

static PlimSnapshot *
new_snapshot (const char *owner_id, const char *identity, double used_percent, gint64 at)
{
  PlimSnapshot *snapshot = plim_snapshot_new (at);

  plim_snapshot_set_owner_id (snapshot, owner_id);
  plim_snapshot_set_identity (snapshot, identity);
  add_percent (snapshot, "week", used_percent, NOW + DAY);
  return snapshot;
}

static void
read_as (PlimAccount *account, const char *owner_id, const char *identity, gint64 at)
{
  g_autoptr (PlimSnapshot) snapshot = new_snapshot (owner_id, identity, 20, at);

  give (account, snapshot);
}

/* One who was read as Ann's. */
static PlimAccount *
new_anns_account (void)
{
  PlimAccount *account = new_account ("a");

  read_as (account, "org-1", "ann@example.org", NOW);
  return account;
}

static void
assert_unchanged (PlimAccount *account)
{
  g_assert_nonnull (plim_account_get_snapshot (account));
  g_assert_cmpint (plim_account_get_owner (account)->changed_at, ==, PLIM_TIME_UNKNOWN);
  g_assert_null (plim_account_get_owner (account)->former_name);
}

static void
test_the_first_answer_says_who_it_is (void)
{
  PlimAccount *account = new_account ("a");

  g_assert_null (plim_account_get_owner (account)->id);
  read_as (account, "org-1", "ann@example.org", NOW);
  assert_unchanged (account);
  g_assert_cmpstr (plim_account_get_owner (account)->id, ==, "org-1");
  g_assert_cmpstr (plim_account_get_owner (account)->name, ==, "ann@example.org");
  g_assert_finalize_object (account);
}

/* What an answer says, what the next one says, and whether that is somebody else's. */
static const struct {
  const char *before_id;
  const char *before_name;
  const char *id;
  const char *name;
  gboolean is_other;
} cases[] = {
  { "org-1", "ann@example.org", "org-1", "ann@example.org", FALSE },
  { "org-1", "ann@example.org", "org-1", NULL, FALSE },
  { "org-1", "ann@example.org", NULL, "ann@example.org", FALSE },
  { "org-1", "ann@example.org", NULL, NULL, FALSE },
  { "org-1", "ann@example.org", "", "", FALSE },
  { "org-1", "ann@example.org", "org-2", "ann@example.org", TRUE },
  { "org-1", "ann@example.org", "org-1", "bob@example.org", TRUE }, /* a colleague */
  { "org-1", "ann@example.org", NULL, "bob@example.org", TRUE },
  { "org-1", "ann@example.org", "org-2", NULL, TRUE },
  { "org-1", NULL, "org-1", "ann@example.org", FALSE },
  { "org-1", NULL, "org-2", NULL, TRUE },
  { "org-1", NULL, "ORG-1", NULL, TRUE }, /* ids need not be blind to case */
  { NULL, "ann@example.org", NULL, "Ann@Example.org", FALSE },
  { NULL, "ann@example.org", "org-1", "ann@example.org", FALSE },
  { NULL, "ann@example.org", NULL, "bob@example.org", TRUE },
  { NULL, "ann@example.org", "org-1", "bob@example.org", TRUE },
  { NULL, NULL, "org-1", "ann@example.org", FALSE },
};

static void
test_others_are_told_apart (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    PlimAccount *account = new_account ("a");
    g_autoptr (PlimSnapshot) next = new_snapshot (cases[i].id, cases[i].name, 70, NOW + 60);

    g_test_message ("case %u", i);
    read_as (account, cases[i].before_id, cases[i].before_name, NOW);
    g_assert_true (plim_owner_is_other (plim_account_get_owner (account), next) ==
                   cases[i].is_other);
    give (account, next);
    g_assert_cmpint (plim_account_get_owner (account)->changed_at, ==,
                     cases[i].is_other ? NOW + 60 : PLIM_TIME_UNKNOWN);
    g_assert_finalize_object (account);
  }
}

static void
test_what_is_known_outlives_an_answer_that_lacks_it (void)
{
  PlimAccount *account = new_anns_account ();

  read_as (account, NULL, NULL, NOW + 60);
  assert_unchanged (account);
  g_assert_cmpstr (plim_account_get_owner (account)->id, ==, "org-1");
  g_assert_cmpstr (plim_account_get_owner (account)->name, ==, "ann@example.org");
  read_as (account, "org-2", NULL, NOW + 120);
  g_assert_cmpint (plim_account_get_owner (account)->changed_at, ==, NOW + 120);
  g_assert_cmpstr (plim_account_get_owner (account)->former_name, ==, "ann@example.org");
  g_assert_null (plim_account_get_owner (account)->name); /* Ann's no longer */
  g_assert_finalize_object (account);
}

static void
test_keys_differ_as_owners_do (void)
{
  PlimOwner nobody = { NULL };
  PlimOwner ann = { .id = (char *) "org-1", .name = (char *) "Ann@example.org" };
  PlimOwner same = { .id = (char *) "org-1", .name = (char *) "ann@example.org" };
  PlimOwner bob = { .id = (char *) "org-1", .name = (char *) "bob@example.org" };
  PlimOwner unnamed = { .id = (char *) "org-1" };
  g_autofree char *key = plim_owner_dup_key (&ann);

  assert_text (plim_owner_dup_key (&nobody), "");
  assert_text (plim_owner_dup_key (&same), key);
  g_assert_cmpstr (key, !=, "");
  assert_text (plim_owner_dup_key (&bob), "org-1\nbob@example.org");
  assert_text (plim_owner_dup_key (&unnamed), "org-1\n");
}

static void
test_anothers_answer_leaves_nothing_of_the_former (void)
{
  PlimAccount *account = new_anns_account ();
  g_autoptr (PlimSnapshot) bobs = plim_snapshot_new (NOW + 60);

  plim_snapshot_set_owner_id (bobs, "org-2");
  plim_snapshot_set_identity (bobs, "bob@example.org");
  add_percent (bobs, "session", 5, NOW + HOUR);
  give (account, bobs);
  g_assert_true (plim_account_get_snapshot (account) == bobs);
  g_assert_null (plim_snapshot_find_window (plim_account_get_snapshot (account), "week"));
  g_assert_cmpstr (plim_account_get_owner (account)->name, ==, "bob@example.org");
  g_assert_cmpstr (plim_account_get_owner (account)->former_name, ==, "ann@example.org");
  g_assert_finalize_object (account);
}

static void
test_a_refusal_of_anothers_leaves_nothing_either (void)
{
  PlimAccount *account = new_anns_account ();
  g_autoptr (PlimSnapshot) bobs = plim_snapshot_new (NOW + 60);

  plim_snapshot_set_owner_id (bobs, "org-2");
  plim_snapshot_set_refused (bobs, PLIM_STATUS_RATE_LIMITED, 30, "HTTP 429");
  give (account, bobs);
  g_assert_null (plim_account_get_snapshot (account));
  g_assert_cmpint (plim_account_get_status (account), ==, PLIM_STATUS_RATE_LIMITED);
  g_assert_cmpint (plim_account_get_attempted_at (account), ==, NOW + 60);
  g_assert_finalize_object (account);
}

static void
test_a_failed_poll_changes_nobody (void)
{
  PlimAccount *account = new_anns_account ();

  fail (account, PLIM_STATUS_NOT_AUTHENTICATED, NOW + 60);
  assert_unchanged (account);
  g_assert_finalize_object (account);
}

/* With memory, an answer for Bob may have been made with what Ann's taught, such as a balance that
 * is not asked for each time. */
static void
test_what_may_be_mixed_is_not_used (void)
{
  PlimAccount *account = new_account ("a");
  g_autoptr (PlimSnapshot) anns = new_snapshot ("org-1", "ann@example.org", 20, NOW);
  g_autoptr (PlimSnapshot) mixed = new_snapshot ("org-2", "bob@example.org", 70, NOW + 60);
  g_autoptr (PlimSnapshot) bobs = new_snapshot ("org-2", "bob@example.org", 70, NOW + 61);

  plim_snapshot_remember (anns, "credits", "12.50 USD");
  give (account, anns);
  plim_snapshot_remember (mixed, "credits", "12.50 USD");
  plim_snapshot_seal (mixed);
  g_assert_false (plim_account_recognize (account, mixed, NOW + 60));
  g_assert_null (plim_account_get_snapshot (account));
  g_assert_cmpuint (g_hash_table_size (plim_account_get_memory (account)), ==, 0);

  plim_snapshot_seal (bobs);
  g_assert_true (plim_account_recognize (account, bobs, NOW + 61));
  plim_account_update (account, bobs, NULL, NOW + 61);
  g_assert_true (plim_account_get_snapshot (account) == bobs);
  g_assert_cmpint (plim_account_get_owner (account)->changed_at, ==, NOW + 60);
  g_assert_finalize_object (account);
}

static void
test_an_update_drops_what_may_be_mixed (void)
{
  PlimAccount *account = new_account ("a");
  g_autoptr (PlimSnapshot) anns = new_snapshot ("org-1", NULL, 20, NOW);
  g_autoptr (PlimSnapshot) mixed = new_snapshot ("org-2", NULL, 70, NOW + 60);

  plim_snapshot_remember (anns, "credits", "12.50 USD");
  give (account, anns);
  plim_snapshot_remember (mixed, "credits", "12.50 USD");
  give (account, mixed);
  g_assert_null (plim_account_get_snapshot (account));
  g_assert_cmpuint (g_hash_table_size (plim_account_get_memory (account)), ==, 0);
  g_assert_finalize_object (account);
}

static void
on_notify (PlimAccount *account, GParamSpec *pspec, gpointer unused)
{
  const PlimOwner *owner = plim_account_get_owner (account);
  PlimSnapshot *snapshot = plim_account_get_snapshot (account);

  if (snapshot != NULL)
    g_assert_cmpstr (owner->name, ==, plim_snapshot_get_identity (snapshot));
}

static void
test_nobody_sees_numbers_beside_another_name (void)
{
  PlimAccount *account = new_anns_account ();

  g_signal_connect (account, "notify", G_CALLBACK (on_notify), NULL);
  read_as (account, "org-2", "bob@example.org", NOW + 60);
  read_as (account, "org-1", "ann@example.org", NOW + 120);
  g_assert_cmpstr (plim_account_get_owner (account)->former_name, ==, "bob@example.org");
  g_assert_finalize_object (account);
}

static void
test_the_note_says_who_for_a_week (void)
{
  PlimFormat format = { .time_zone = g_time_zone_new_utc () };
  PlimAccount *account = new_anns_account ();

  g_assert_null (plim_format_owner_note (&format, account, NOW));
  read_as (account, "org-2", "bob@example.org", NOW + 60);
  assert_text (plim_format_owner_note (&format, account, NOW + 120),
               "Since 12:01 this sign-in answers for bob@example.org, no longer for "
               "ann@example.org. The history from before is kept apart.");
  format.privacy = TRUE;
  assert_text (plim_format_owner_note (&format, account, NOW + 120),
               "Since 12:01 this sign-in answers for another account than before. The history from "
               "before is kept apart.");
  assert_text (plim_format_owner_note (&format, account, NOW + 60 + 7 * DAY),
               "Since 20 Nov this sign-in answers for another account than before. The history "
               "from before is kept apart.");
  g_assert_null (plim_format_owner_note (&format, account, NOW + 61 + 7 * DAY));
  g_time_zone_unref (format.time_zone);
  g_assert_finalize_object (account);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/owner/first-answer-says-who-it-is", test_the_first_answer_says_who_it_is);
  g_test_add_func ("/core/owner/others-are-told-apart", test_others_are_told_apart);
  g_test_add_func ("/core/owner/what-is-known-outlives-an-answer-that-lacks-it",
                   test_what_is_known_outlives_an_answer_that_lacks_it);
  g_test_add_func ("/core/owner/keys-differ-as-owners-do", test_keys_differ_as_owners_do);
  g_test_add_func ("/core/owner/anothers-answer-leaves-nothing-of-the-former",
                   test_anothers_answer_leaves_nothing_of_the_former);
  g_test_add_func ("/core/owner/refusal-of-anothers-leaves-nothing-either",
                   test_a_refusal_of_anothers_leaves_nothing_either);
  g_test_add_func ("/core/owner/failed-poll-changes-nobody", test_a_failed_poll_changes_nobody);
  g_test_add_func ("/core/owner/what-may-be-mixed-is-not-used", test_what_may_be_mixed_is_not_used);
  g_test_add_func ("/core/owner/update-drops-what-may-be-mixed",
                   test_an_update_drops_what_may_be_mixed);
  g_test_add_func ("/core/owner/nobody-sees-numbers-beside-another-name",
                   test_nobody_sees_numbers_beside_another_name);
  g_test_add_func ("/core/owner/note-says-who-for-a-week", test_the_note_says_who_for_a_week);
  return g_test_run ();
}
