/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-api-merge.h"

typedef struct {
  gint64 at;
  char name;
} Item;

/* A letter and its time, in one list. */
static GArray *
make_list (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  GArray *items = g_array_new (FALSE, FALSE, sizeof (Item));

  for (guint i = 0; words[i] != NULL && words[i][0] != '\0'; i++) {
    Item item = { g_ascii_strtoll (words[i] + 1, NULL, 10), words[i][0] };

    g_array_append_val (items, item);
  }
  return items;
}

static void
check (gboolean newest_first, const char *const *texts, const char *expected)
{
  g_autoptr (PlimApiMerge) merge = plim_api_merge_new (newest_first);
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autoptr (GString) names = g_string_new (NULL);
  const Item *item;
  guint list;

  for (guint i = 0; texts[i] != NULL; i++) {
    g_ptr_array_add (lists, make_list (texts[i]));
    plim_api_merge_add (merge, g_ptr_array_index (lists, i));
  }
  while ((item = plim_api_merge_next (merge, &list)) != NULL) {
    g_assert_cmpuint (list, <, lists->len);
    g_string_append_printf (names, "%c%u", item->name, list);
  }
  g_assert_cmpstr (names->str, ==, expected);
  g_assert_null (plim_api_merge_next (merge, &list));
}

static void
test_by_time (void)
{
  static const char *const lists[] = { "a1 b5 c9", "d-3 e5 f7", "", "g2 h5", NULL };

  check (FALSE, lists, "d1a0g3b0e1h3f1c0");
  check (TRUE, lists, "c0f1b0e1h3g3a0d1");
}

static void
test_same_times_follow_the_lists (void)
{
  static const char *const lists[] = { "a1 b1", "c1", "d1", "e1", "f1", NULL };

  check (FALSE, lists, "a0b0c1d2e3f4");
  check (TRUE, lists, "b0a0c1d2e3f4");
}

static void
test_of_nothing (void)
{
  static const char *const none[] = { NULL };
  static const char *const empty[] = { "", "", NULL };

  check (FALSE, none, "");
  check (TRUE, empty, "");
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const Item *first = a, *second = b;

  return first->at < second->at ? -1 : first->at > second->at;
}

static void
test_many_lists (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (PlimApiMerge) merge = plim_api_merge_new (FALSE);
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  gint64 last_at = G_MININT64;
  guint list, last_list = 0, n_items = 0, n_seen = 0;
  const Item *item;

  for (guint i = 0; i < 100; i++) {
    GArray *items = g_array_new (FALSE, FALSE, sizeof (Item));

    for (int j = g_rand_int_range (rand, 0, 100); j > 0; j--) {
      Item new = { g_rand_int_range (rand, 0, 500), 'x' };

      g_array_append_val (items, new);
    }
    g_array_sort (items, compare_items);
    n_items += items->len;
    g_ptr_array_add (lists, items);
    plim_api_merge_add (merge, items);
  }
  for (; (item = plim_api_merge_next (merge, &list)) != NULL; n_seen++) {
    g_assert_true (item->at > last_at || (item->at == last_at && list >= last_list));
    last_at = item->at;
    last_list = list;
  }
  g_assert_cmpuint (n_seen, ==, n_items);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/api-merge/by-time", test_by_time);
  g_test_add_func ("/server/api-merge/same-times-follow-the-lists",
                   test_same_times_follow_the_lists);
  g_test_add_func ("/server/api-merge/of-nothing", test_of_nothing);
  g_test_add_func ("/server/api-merge/many-lists", test_many_lists);
  return g_test_run ();
}
