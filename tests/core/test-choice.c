/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-choice.h"

static void
test_kept (void)
{
  g_autoptr (PlimAccount) account = plim_account_new ("a", "p");
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (1000);
  g_autoptr (GPtrArray) offered = plim_choices_new ();
  g_autoptr (GPtrArray) kept = NULL;
  g_autoptr (GPtrArray) other = NULL;
  const PlimChoice *choice;

  g_ptr_array_add (offered, plim_choice_new ("1", "Home"));
  g_ptr_array_add (offered, plim_choice_new ("2", "“Work”, \"AG\""));
  plim_choices_offer (snapshot, "organization", offered);
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, 1000);

  kept = plim_choices_of (account, "organization");
  g_assert_cmpuint (kept->len, ==, 2);
  choice = g_ptr_array_index (kept, 1);
  g_assert_cmpstr (choice->id, ==, "2");
  g_assert_cmpstr (choice->label, ==, "“Work”, \"AG\"");
  other = plim_choices_of (account, "project");
  g_assert_cmpuint (other->len, ==, 0);
}

/* An answer may be hostile, and all of it is kept with the account. */
static void
test_many (void)
{
  g_autoptr (PlimAccount) account = plim_account_new ("a", "p");
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (1000);
  g_autoptr (GPtrArray) offered = plim_choices_new ();
  g_autoptr (GPtrArray) kept = NULL;
  g_autofree char *long_text = g_strnfill (300 * 1024, 'x');

  for (guint i = 0; i < 5000; i++)
    g_ptr_array_add (offered, plim_choice_new ("id", "a\nb"));
  plim_choices_offer (snapshot, "organization", offered);
  plim_snapshot_remember (snapshot, "long", long_text);
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, 1000);

  kept = plim_choices_of (account, "organization");
  g_assert_cmpuint (kept->len, ==, 100);
  g_assert_cmpstr (((PlimChoice *) g_ptr_array_index (kept, 0))->label, ==, "a b");
  g_assert_null (g_hash_table_lookup (plim_account_get_memory (account), "long"));
}

/* What another program, or an older version, may have put on the bus or into the database. */
static void
test_broken (gconstpointer data)
{
  g_autoptr (PlimAccount) account = plim_account_new ("a", "p");
  g_autoptr (GHashTable) memory = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) choices = NULL;

  g_hash_table_insert (memory, (gpointer) "choices:f", (gpointer) data);
  plim_account_set_memory (account, memory);
  choices = plim_choices_of (account, "f");
  g_assert_cmpuint (choices->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/choice/offered-ones-are-kept", test_kept);
  g_test_add_func ("/core/choice/of-many-the-first-are-kept", test_many);
  g_test_add_data_func ("/core/choice/no-json-is-none", "{", test_broken);
  g_test_add_data_func ("/core/choice/object-is-none", "{\"id\": \"1\"}", test_broken);
  g_test_add_data_func ("/core/choice/without-label-is-none", "[{\"id\": \"1\"}, 3]", test_broken);
  return g_test_run ();
}
