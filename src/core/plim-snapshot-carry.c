/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a refused answer brings, beside what was read before. */
#include "plim-snapshot.h"

static void
copy_window (PlimSnapshot *snapshot, const PlimUsageWindow *window, gint64 read_at)
{
  PlimUsageWindow *copy = plim_snapshot_add_window (snapshot, window->id, window->kind);
  char *id = copy->id;

  *copy = *window;
  copy->id = id;
  copy->title = g_strdup (window->title);
  copy->scope = g_strdup (window->scope);
  copy->unit = g_strdup (window->unit);
  copy->read_at = read_at;
}

static gint64
get_read_at (const PlimSnapshot *snapshot, const PlimUsageWindow *window)
{
  return window->read_at != PLIM_TIME_UNKNOWN ? window->read_at
                                              : plim_snapshot_get_collected_at (snapshot);
}

static void
copy_memory (PlimSnapshot *snapshot, const PlimSnapshot *other)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, plim_snapshot_get_memory (other));
  while (g_hash_table_iter_next (&iter, &name, &value))
    plim_snapshot_remember (snapshot, name, value);
}

static gboolean
lacks_any (const PlimSnapshot *self, const PlimSnapshot *before)
{
  for (guint i = 0; i < plim_snapshot_get_n_windows (before); i++) {
    if (plim_snapshot_find_window (self, plim_snapshot_get_window (before, i)->id) == NULL)
      return TRUE;
  }
  return FALSE;
}

PlimSnapshot *
plim_snapshot_carry (PlimSnapshot *self, const PlimSnapshot *before)
{
  const char *plan = plim_snapshot_get_plan (self);
  const char *identity = plim_snapshot_get_identity (self);
  PlimSnapshot *both;

  if (!lacks_any (self, before))
    return plim_snapshot_ref (self);
  both = plim_snapshot_new (plim_snapshot_get_collected_at (self));
  plim_snapshot_set_refused (both, plim_snapshot_get_status (self),
                             plim_snapshot_get_retry_after (self),
                             plim_snapshot_get_message (self));
  plim_snapshot_set_plan (both, plan != NULL ? plan : plim_snapshot_get_plan (before));
  plim_snapshot_set_identity (both,
                              identity != NULL ? identity : plim_snapshot_get_identity (before));
  plim_snapshot_set_owner_id (both, plim_snapshot_get_owner_id (self));
  copy_memory (both, self);
  for (guint i = 0; i < plim_snapshot_get_n_windows (self); i++) {
    const PlimUsageWindow *window = plim_snapshot_get_window (self, i);

    copy_window (both, window, window->read_at);
  }
  for (guint i = 0; i < plim_snapshot_get_n_windows (before); i++) {
    const PlimUsageWindow *window = plim_snapshot_get_window (before, i);

    if (plim_snapshot_find_window (self, window->id) == NULL)
      copy_window (both, window, get_read_at (before, window));
  }
  plim_snapshot_seal (both);
  return both;
}
