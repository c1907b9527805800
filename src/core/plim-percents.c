/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-percents.h"

static int
compare (gconstpointer a, gconstpointer b)
{
  return *(const gint32 *) a - *(const gint32 *) b;
}

static gboolean
has_percent (const gint32 *percents, guint n_percents, gint32 percent)
{
  for (guint i = 0; i < n_percents; i++) {
    if (percents[i] == percent)
      return TRUE;
  }
  return FALSE;
}

guint
plim_percents_sort (const gint32 *percents, gsize n_percents, gint32 *sorted)
{
  guint n_sorted = 0;

  for (gsize i = 0; i < n_percents && n_sorted < PLIM_PERCENTS_MAX_COUNT; i++) {
    if (percents[i] >= PLIM_PERCENTS_MIN && percents[i] <= PLIM_PERCENTS_MAX &&
        !has_percent (sorted, n_sorted, percents[i]))
      sorted[n_sorted++] = percents[i];
  }
  qsort (sorted, n_sorted, sizeof *sorted, compare);
  return n_sorted;
}

GVariant *
plim_percents_to_variant (const gint32 *percents, gsize n_percents)
{
  gint32 sorted[PLIM_PERCENTS_MAX_COUNT];
  guint n_sorted = plim_percents_sort (percents, n_percents, sorted);

  return g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, sorted, n_sorted, sizeof *sorted);
}

GVariant *
plim_percents_from_text (const char *text)
{
  g_auto (GStrv) words = NULL;
  gint32 percents[PLIM_PERCENTS_MAX_COUNT];
  guint n_percents = 0;

  g_return_val_if_fail (text != NULL, NULL);

  words = g_strsplit_set (text, ", ", -1);
  for (guint i = 0; words[i] != NULL; i++) {
    gint64 percent;

    if (words[i][0] == '\0')
      continue;
    if (n_percents == PLIM_PERCENTS_MAX_COUNT ||
        !g_ascii_string_to_signed (words[i], 10, PLIM_PERCENTS_MIN, PLIM_PERCENTS_MAX, &percent,
                                   NULL))
      return NULL;
    percents[n_percents++] = (gint32) percent;
  }
  return n_percents > 0 ? plim_percents_to_variant (percents, n_percents) : NULL;
}
