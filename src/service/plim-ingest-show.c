/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-ingest-show.h"

/* So often at most, ... */
#define SHOW_MS 100
/* ... as rarely as leaves nine tenths of the time for taking samples ... */
#define SHOW_SHARE 10
/* ... and, where so many come between two times, twice a second, which is what an eye can follow.
 */
#define MANY_SAMPLES 64
#define SHOW_MANY_MS 500

struct _PlimIngestShow {
  PlimAccountList *accounts;
  GHashTable *feeds;
  PlimIngestShown shown;
  gpointer user_data;
  PlimIngestPlan *kept;    /* (nullable) */
  guint n_kept;            /* samples that are in it */
  PlimIngestPlan *pending; /* (nullable) (unowned): builds on it */
  gint64 show_at_us;       /* monotonic: not before */
  guint show_id;
};

PlimIngestShow *
plim_ingest_show_new (PlimAccountList *accounts,
                      GHashTable *feeds,
                      PlimIngestShown shown,
                      gpointer user_data)
{
  PlimIngestShow *self = g_new0 (PlimIngestShow, 1);

  self->accounts = g_object_ref (accounts);
  self->feeds = g_hash_table_ref (feeds);
  self->shown = shown;
  self->user_data = user_data;
  return self;
}

void
plim_ingest_show_free (PlimIngestShow *self)
{
  g_clear_handle_id (&self->show_id, g_source_remove);
  g_clear_pointer (&self->kept, plim_ingest_plan_free);
  g_hash_table_unref (self->feeds);
  g_object_unref (self->accounts);
  g_free (self);
}

void
plim_ingest_show_flush (PlimIngestShow *self)
{
  g_autoptr (PlimIngestPlan) kept = NULL;
  gint64 began_at_us = g_get_monotonic_time (), ended_at_us, pause_ms;

  g_clear_handle_id (&self->show_id, g_source_remove);
  if (self->kept == NULL || self->pending != NULL)
    return;
  kept = g_steal_pointer (&self->kept);
  plim_ingest_plan_put_into_effect (kept);
  self->shown (kept, self->user_data);
  ended_at_us = g_get_monotonic_time ();
  pause_ms = self->n_kept < MANY_SAMPLES ? SHOW_MS : SHOW_MANY_MS;
  self->show_at_us =
      ended_at_us + MAX (pause_ms * 1000, (ended_at_us - began_at_us) * (SHOW_SHARE - 1));
  self->n_kept = 0;
}

static gboolean
on_show_due (gpointer user_data)
{
  PlimIngestShow *self = user_data;

  self->show_id = 0;
  plim_ingest_show_flush (self);
  return G_SOURCE_REMOVE;
}

static void
show_soon (PlimIngestShow *self)
{
  gint64 wait_us = self->show_at_us - g_get_monotonic_time ();

  if (wait_us <= 0)
    plim_ingest_show_flush (self);
  else if (self->show_id == 0)
    self->show_id = g_timeout_add ((guint) (wait_us / 1000) + 1, on_show_due, self);
}

PlimIngestPlan *
plim_ingest_show_new_plan (PlimIngestShow *self)
{
  g_return_val_if_fail (self->pending == NULL, NULL);

  self->pending = plim_ingest_plan_new (self->accounts, self->feeds, self->kept);
  return self->pending;
}

void
plim_ingest_show_take (PlimIngestShow *self, PlimIngestPlan *plan, guint n_samples)
{
  g_return_if_fail (plan == self->pending);

  self->pending = NULL;
  if (self->kept == NULL)
    self->kept = plim_ingest_plan_new (self->accounts, self->feeds, NULL);
  plim_ingest_plan_take_over (self->kept, plan);
  plim_ingest_plan_free (plan);
  self->n_kept += n_samples;
  show_soon (self);
}

void
plim_ingest_show_drop (PlimIngestShow *self, PlimIngestPlan *plan)
{
  g_return_if_fail (plan == self->pending);

  self->pending = NULL;
  plim_ingest_plan_free (plan);
}
