/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlimApiMerge:
 *
 * Goes through lists that are by time each as if they were one, also backwards. At the same time
 * the list that was added first comes first.
 */
typedef struct _PlimApiMerge PlimApiMerge;

PlimApiMerge *plim_api_merge_new (gboolean newest_first);
void plim_api_merge_free (PlimApiMerge *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlimApiMerge, plim_api_merge_free)

/** plim_api_merge_add: before the first of plim_api_merge_next(); @items: (transfer none): structs
 * whose first member is a #gint64, the time */
void plim_api_merge_add (PlimApiMerge *self, GArray *items);

/**
 * plim_api_merge_next:
 * @list: (out): which of the lists, from 0
 *
 * Returns: (transfer none) (nullable): the next item
 */
gconstpointer plim_api_merge_next (PlimApiMerge *self, guint *list);

G_END_DECLS
