/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-nearest.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "plim-format.h"

#define MAX_NEAREST 3
#define MAX_WORD 64

typedef struct {
  const char *name;
  guint distance;
} Candidate;

/* The edits (insert, drop, replace a byte) that make one of the other; Levenshtein, one row. */
static guint
get_distance (const char *a, const char *b)
{
  gsize a_length = MIN (strlen (a), MAX_WORD), b_length = MIN (strlen (b), MAX_WORD);
  guint row[MAX_WORD + 1];

  for (guint j = 0; j <= b_length; j++)
    row[j] = j;
  for (guint i = 1; i <= a_length; i++) {
    guint diagonal = row[0];

    row[0] = i;
    for (guint j = 1; j <= b_length; j++) {
      guint replaced = diagonal + (a[i - 1] != b[j - 1]);

      diagonal = row[j];
      row[j] = MIN (replaced, MIN (row[j], row[j - 1]) + 1);
    }
  }
  return row[b_length];
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const Candidate *one = a, *other = b;

  if (one->distance != other->distance)
    return one->distance < other->distance ? -1 : 1;
  return strcmp (one->name, other->name);
}

GStrv
plim_nearest_find (const char *word, const char *const *names)
{
  g_autoptr (GStrvBuilder) nearest = g_strv_builder_new ();
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autofree char *folded = NULL;

  g_return_val_if_fail (word != NULL && names != NULL, NULL);

  folded = g_utf8_strdown (word, -1);
  for (gsize i = 0; names[i] != NULL; i++) {
    g_autofree char *name = g_utf8_strdown (names[i], -1);
    Candidate candidate = { names[i], get_distance (folded, name) };

    /* The beginning, or a part, of a name is as good as one slip. */
    if (strlen (folded) >= 2 && strstr (name, folded) != NULL)
      candidate.distance = 1;
    if (candidate.distance <= MAX (2, strlen (name) / 3))
      g_array_append_val (candidates, candidate);
  }
  g_array_sort (candidates, compare);
  for (guint i = 0; i < MIN (candidates->len, MAX_NEAREST); i++)
    g_strv_builder_add (nearest, g_array_index (candidates, Candidate, i).name);
  return g_strv_builder_end (nearest);
}

char *
plim_nearest_dup_hint (const char *sentence, const char *word, const char *const *names)
{
  g_auto (GStrv) nearest = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *hint = NULL;

  g_return_val_if_fail (sentence != NULL && word != NULL && names != NULL, NULL);

  nearest = plim_nearest_find (word, names);
  if (nearest[0] == NULL)
    return g_strdup (sentence);
  joined = plim_format_list ((const char *const *) nearest);
  /* Translators: %s are one to three names, such as "claude-web, claude-code" */
  hint = g_strdup_printf (_ ("Did you mean %s?"), joined);
  /* Translators: two sentences: "There is no provider “claud”. Did you mean claude-web?" */
  return g_strdup_printf (C_ ("sentences", "%s %s"), sentence, hint);
}
