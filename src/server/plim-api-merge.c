/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-api-merge.h"

typedef struct {
  GArray *items; /* not owned */
  guint list;
  guint n_done;
} Cursor;

struct _PlimApiMerge {
  GArray *cursors; /* a heap, once begun: each comes before those at twice its place */
  guint n_lists;
  gboolean newest_first;
  gboolean is_begun;
};

static gconstpointer
get_item (const PlimApiMerge *self, const Cursor *cursor)
{
  guint index = self->newest_first ? cursor->items->len - 1 - cursor->n_done : cursor->n_done;

  return cursor->items->data + (gsize) index * g_array_get_element_size (cursor->items);
}

static gboolean
is_before (const PlimApiMerge *self, guint a, guint b)
{
  const Cursor *first = &g_array_index (self->cursors, Cursor, a),
               *second = &g_array_index (self->cursors, Cursor, b);
  gint64 first_at = *(const gint64 *) get_item (self, first),
         second_at = *(const gint64 *) get_item (self, second);

  if (first_at != second_at)
    return (first_at < second_at) != self->newest_first;
  return first->list < second->list;
}

static void
sift_down (PlimApiMerge *self, guint place)
{
  for (guint child; (child = 2 * place + 1) < self->cursors->len; place = child) {
    Cursor kept = g_array_index (self->cursors, Cursor, place);

    if (child + 1 < self->cursors->len && is_before (self, child + 1, child))
      child++;
    if (is_before (self, place, child))
      return;
    g_array_index (self->cursors, Cursor, place) = g_array_index (self->cursors, Cursor, child);
    g_array_index (self->cursors, Cursor, child) = kept;
  }
}

PlimApiMerge *
plim_api_merge_new (gboolean newest_first)
{
  PlimApiMerge *self = g_new0 (PlimApiMerge, 1);

  self->cursors = g_array_new (FALSE, FALSE, sizeof (Cursor));
  self->newest_first = newest_first;
  return self;
}

void
plim_api_merge_free (PlimApiMerge *self)
{
  g_array_unref (self->cursors);
  g_free (self);
}

void
plim_api_merge_add (PlimApiMerge *self, GArray *items)
{
  Cursor cursor = { items, self->n_lists++, 0 };

  g_return_if_fail (!self->is_begun);

  if (items->len > 0)
    g_array_append_val (self->cursors, cursor);
}

gconstpointer
plim_api_merge_next (PlimApiMerge *self, guint *list)
{
  gconstpointer item;
  Cursor *first;

  for (guint i = self->is_begun ? 0 : self->cursors->len / 2; i-- > 0;)
    sift_down (self, i);
  self->is_begun = TRUE;
  if (self->cursors->len == 0)
    return NULL;
  first = &g_array_index (self->cursors, Cursor, 0);
  item = get_item (self, first);
  *list = first->list;
  if (++first->n_done == first->items->len)
    g_array_remove_index_fast (self->cursors, 0);
  sift_down (self, 0);
  return item;
}
