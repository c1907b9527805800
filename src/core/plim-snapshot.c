/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-snapshot.h"

#include "plim-plain.h"

#include <math.h>
#include <string.h>

#define MAX_TEXT_CHARS 256
/* It is written with each change of the account; what is not kept is asked again. */
#define MAX_MEMORY_BYTES (256 * 1024)

struct _PlimSnapshot {
  gatomicrefcount ref_count;
  PlimStatus status;
  char *message;
  gint64 retry_after_s;
  char *plan;
  char *identity;
  char *owner_id;
  gint64 collected_at;
  GPtrArray *windows; /* PlimUsageWindow */
  GHashTable *memory; /* name → value */
  gboolean is_sealed;
};

G_DEFINE_BOXED_TYPE (PlimSnapshot, plim_snapshot, plim_snapshot_ref, plim_snapshot_unref)

static void
free_window (gpointer data)
{
  PlimUsageWindow *window = data;

  g_free (window->id);
  g_free (window->title);
  g_free (window->scope);
  g_free (window->unit);
  g_free (window);
}

PlimSnapshot *
plim_snapshot_new (gint64 collected_at)
{
  PlimSnapshot *self = g_new0 (PlimSnapshot, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->status = PLIM_STATUS_OK;
  self->collected_at = collected_at;
  self->windows = g_ptr_array_new_with_free_func (free_window);
  self->memory = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

PlimSnapshot *
plim_snapshot_ref (PlimSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
plim_snapshot_unref (PlimSnapshot *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->message);
  g_free (self->plan);
  g_free (self->identity);
  g_free (self->owner_id);
  g_ptr_array_unref (self->windows);
  g_hash_table_unref (self->memory);
  g_free (self);
}

PlimUsageWindow *
plim_snapshot_add_window (PlimSnapshot *self, const char *id, PlimWindowKind kind)
{
  PlimUsageWindow *window;

  g_return_val_if_fail (self != NULL && !self->is_sealed, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  window = g_new0 (PlimUsageWindow, 1);
  window->id = g_strdup (id);
  window->kind = kind;
  window->used_percent = NAN;
  window->used = NAN;
  window->limit = NAN;
  window->remaining = NAN;
  window->resets_at = PLIM_TIME_UNKNOWN;
  window->can_lead = TRUE;
  window->provenance = PLIM_PROVENANCE_REPORTED;
  g_ptr_array_add (self->windows, window);
  return window;
}

void
plim_snapshot_drop_window (PlimSnapshot *self)
{
  g_return_if_fail (self != NULL && !self->is_sealed);
  g_return_if_fail (self->windows->len > 0);

  g_ptr_array_set_size (self->windows, (int) self->windows->len - 1);
}

void
plim_snapshot_set_refused (PlimSnapshot *self,
                           PlimStatus status,
                           gint64 retry_after_s,
                           const char *message)
{
  g_return_if_fail (self != NULL && !self->is_sealed);

  self->status = status;
  self->retry_after_s = MAX (retry_after_s, 0);
  g_free (self->message);
  self->message = g_strdup (message);
}

void
plim_snapshot_set_plan (PlimSnapshot *self, const char *plan)
{
  g_return_if_fail (self != NULL && !self->is_sealed);

  g_free (self->plan);
  self->plan = g_strdup (plan);
}

void
plim_snapshot_set_identity (PlimSnapshot *self, const char *identity)
{
  g_return_if_fail (self != NULL && !self->is_sealed);

  g_free (self->identity);
  self->identity = g_strdup (identity);
}

void
plim_snapshot_set_owner_id (PlimSnapshot *self, const char *id)
{
  g_return_if_fail (self != NULL && !self->is_sealed);

  g_free (self->owner_id);
  self->owner_id = g_strdup (id);
}

void
plim_snapshot_remember (PlimSnapshot *self, const char *name, const char *value)
{
  g_return_if_fail (self != NULL && !self->is_sealed);

  if (value == NULL || strlen (value) <= MAX_MEMORY_BYTES)
    g_hash_table_insert (self->memory, g_strdup (name), g_strdup (value));
}

static double
finite_or_unknown (double number)
{
  return isfinite (number) ? number : NAN;
}

static void
clean_window (PlimUsageWindow *window)
{
  plim_plain_clean (&window->title, MAX_TEXT_CHARS);
  plim_plain_clean (&window->scope, MAX_TEXT_CHARS);
  plim_plain_clean (&window->unit, MAX_TEXT_CHARS);
  window->used_percent = finite_or_unknown (window->used_percent);
  window->used = finite_or_unknown (window->used);
  window->limit = finite_or_unknown (window->limit);
  window->remaining = finite_or_unknown (window->remaining);
  if (window->used_percent < 0)
    window->used_percent = 0;
  window->resets_at = plim_time_from_seconds (window->resets_at);
  window->length_s = CLAMP (window->length_s, 0, PLIM_TIME_LAST);
  if (plim_usage_window_is_exhausted (window))
    window->limit_reached = TRUE;
}

/* The first of each id, as long as there is room. */
static void
choose_windows (PlimSnapshot *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree gpointer *windows = NULL;
  gsize n_windows;

  windows = g_ptr_array_steal (self->windows, &n_windows);
  for (gsize i = 0; i < n_windows; i++) {
    PlimUsageWindow *window = windows[i];

    plim_plain_clean (&window->id, MAX_TEXT_CHARS);
    if (self->windows->len == PLIM_SNAPSHOT_MAX_WINDOWS ||
        g_hash_table_contains (seen, window->id)) {
      free_window (window);
      continue;
    }
    g_hash_table_add (seen, window->id);
    g_ptr_array_add (self->windows, window);
  }
}

void
plim_snapshot_seal (PlimSnapshot *self)
{
  g_return_if_fail (self != NULL && !self->is_sealed);

  choose_windows (self);
  for (guint i = 0; i < self->windows->len; i++)
    clean_window (g_ptr_array_index (self->windows, i));
  plim_plain_clean (&self->plan, MAX_TEXT_CHARS);
  plim_plain_clean (&self->identity, MAX_TEXT_CHARS);
  plim_plain_clean (&self->owner_id, MAX_TEXT_CHARS);
  self->is_sealed = TRUE;
}

PlimStatus
plim_snapshot_get_status (const PlimSnapshot *self)
{
  return self->status;
}

const char *
plim_snapshot_get_message (const PlimSnapshot *self)
{
  return self->message;
}

gint64
plim_snapshot_get_retry_after (const PlimSnapshot *self)
{
  return self->retry_after_s;
}

const char *
plim_snapshot_get_plan (const PlimSnapshot *self)
{
  return self->plan;
}

const char *
plim_snapshot_get_identity (const PlimSnapshot *self)
{
  return self->identity;
}

const char *
plim_snapshot_get_owner_id (const PlimSnapshot *self)
{
  return self->owner_id;
}

gint64
plim_snapshot_get_collected_at (const PlimSnapshot *self)
{
  return self->collected_at;
}

guint
plim_snapshot_get_n_windows (const PlimSnapshot *self)
{
  return self->windows->len;
}

const PlimUsageWindow *
plim_snapshot_get_window (const PlimSnapshot *self, guint index)
{
  g_return_val_if_fail (index < self->windows->len, NULL);

  return g_ptr_array_index (self->windows, index);
}

const PlimUsageWindow *
plim_snapshot_find_window (const PlimSnapshot *self, const char *id)
{
  for (guint i = 0; i < self->windows->len; i++) {
    const PlimUsageWindow *window = g_ptr_array_index (self->windows, i);

    if (g_strcmp0 (window->id, id) == 0)
      return window;
  }
  return NULL;
}

GHashTable *
plim_snapshot_get_memory (const PlimSnapshot *self)
{
  return self->memory;
}
