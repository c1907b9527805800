/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-collector-watch.h"

struct _PlimCollectorWatch {
  GHashTable *feeds;
  PlimClock *clock;
  PlimCollectorStopped stopped;
  gpointer user_data;
  guint due_id;
};

PlimCollectorWatch *
plim_collector_watch_new (GHashTable *feeds,
                          PlimClock *clock,
                          PlimCollectorStopped stopped,
                          gpointer user_data)
{
  PlimCollectorWatch *self = g_new0 (PlimCollectorWatch, 1);

  self->feeds = g_hash_table_ref (feeds);
  self->clock = g_object_ref (clock);
  self->stopped = stopped;
  self->user_data = user_data;
  return self;
}

void
plim_collector_watch_free (PlimCollectorWatch *self)
{
  g_clear_handle_id (&self->due_id, g_source_remove);
  g_hash_table_unref (self->feeds);
  g_object_unref (self->clock);
  g_free (self);
}

static gboolean
on_due (gpointer user_data)
{
  PlimCollectorWatch *self = user_data;

  self->due_id = 0;
  plim_collector_watch_look (self);
  return G_SOURCE_REMOVE;
}

void
plim_collector_watch_look (PlimCollectorWatch *self)
{
  gint64 now = plim_clock_get_now (self->clock), next = G_MAXINT64;
  GHashTableIter iter;
  gpointer id, value;

  g_hash_table_iter_init (&iter, self->feeds);
  while (g_hash_table_iter_next (&iter, &id, &value)) {
    PlimCollectorFeed *feed = value;
    gint64 stopped_at = plim_collector_feed_get_stopped_at (feed);

    if (feed->is_stopped || feed->request_count == 0)
      continue;
    if (stopped_at > now) {
      next = MIN (next, stopped_at);
      continue;
    }
    feed->is_stopped = TRUE;
    self->stopped (id, feed, self->user_data);
  }
  g_clear_handle_id (&self->due_id, g_source_remove);
  if (next != G_MAXINT64)
    self->due_id = g_timeout_add_seconds ((guint) MIN (next - now, G_MAXINT32), on_due, self);
}
