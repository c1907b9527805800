/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-api-slices.h"

#define SLICE_US 4000

typedef struct {
  PlimCall *call;
  const char *content_type;
  GString *text;
  PlimApiWrite write;
  gpointer user_data;
  GDestroyNotify destroy;
} Job;

struct _PlimApiSlices {
  GQueue jobs; /* of Job: only the first is begun, so that one text at a time is half made */
  guint source_id;
};

static void
job_free (Job *job)
{
  if (job->destroy != NULL)
    job->destroy (job->user_data);
  plim_call_unref (job->call);
  g_string_free (job->text, TRUE);
  g_free (job);
}

static void
answer (Job *job)
{
  g_autoptr (GBytes) body = g_string_free_to_bytes (g_steal_pointer (&job->text));

  job->text = g_string_new (NULL);
  plim_call_answer (job->call, SOUP_STATUS_OK, job->content_type, body);
}

/* Returns whether it is at its end. */
static gboolean
run (Job *job)
{
  gint64 end_us = g_get_monotonic_time () + SLICE_US;

  if (plim_call_is_answered (job->call))
    return TRUE; /* the client is gone */
  do {
    if (!job->write (job->text, job->user_data)) {
      answer (job);
      return TRUE;
    }
  } while (g_get_monotonic_time () < end_us);
  return FALSE;
}

static gboolean
on_turn (gpointer user_data)
{
  PlimApiSlices *self = user_data;

  if (run (g_queue_peek_head (&self->jobs)))
    job_free (g_queue_pop_head (&self->jobs));
  if (!g_queue_is_empty (&self->jobs))
    return G_SOURCE_CONTINUE;
  self->source_id = 0;
  return G_SOURCE_REMOVE;
}

PlimApiSlices *
plim_api_slices_new (void)
{
  PlimApiSlices *self = g_new0 (PlimApiSlices, 1);

  g_queue_init (&self->jobs);
  return self;
}

void
plim_api_slices_free (PlimApiSlices *self)
{
  g_clear_handle_id (&self->source_id, g_source_remove);
  g_queue_clear_full (&self->jobs, (GDestroyNotify) job_free);
  g_free (self);
}

void
plim_api_slices_answer (PlimApiSlices *self,
                        PlimCall *call,
                        const char *content_type,
                        PlimApiWrite write,
                        gpointer user_data,
                        GDestroyNotify destroy)
{
  Job *job = g_new0 (Job, 1);

  job->call = plim_call_ref (call);
  job->content_type = content_type;
  job->text = g_string_new (NULL);
  job->write = write;
  job->user_data = user_data;
  job->destroy = destroy;
  if (self->source_id == 0 && run (job)) {
    job_free (job);
    return;
  }
  g_queue_push_tail (&self->jobs, job);
  /* No idle source: under the load of many small requests it would never come to its turn. */
  if (self->source_id == 0)
    self->source_id = g_idle_add_full (G_PRIORITY_DEFAULT, on_turn, self, NULL);
}

guint
plim_api_slices_get_count (PlimApiSlices *self)
{
  return g_queue_get_length (&self->jobs);
}
