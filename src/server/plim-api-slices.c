/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-api-slices.h"

#define SLICE_US 4000
#define LARGE_BYTES (1024 * 1024)

/* The bodies that are made and not sent yet. They may outlive the object. */
typedef struct {
  gsize n_bytes;
} Held;

typedef struct {
  Held *held;
  GString *text;
} Body;

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
  Held *held; /* reference-counted */
  gsize max_bytes;
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
body_free (gpointer data)
{
  Body *body = data;

  body->held->n_bytes -= body->text->len;
  g_rc_box_release (body->held);
  g_string_free (body->text, TRUE);
  g_free (body);
}

static void
answer (PlimApiSlices *self, Job *job)
{
  Body *body = g_new (Body, 1);
  g_autoptr (GBytes) bytes =
      g_bytes_new_with_free_func (job->text->str, job->text->len, body_free, body);

  body->held = g_rc_box_acquire (self->held);
  body->held->n_bytes += job->text->len;
  body->text = g_steal_pointer (&job->text);
  job->text = g_string_new (NULL);
  plim_call_answer (job->call, SOUP_STATUS_OK, job->content_type, bytes);
}

/* Who asks and does not read holds what it asked for. */
static gboolean
is_too_much (PlimApiSlices *self, Job *job)
{
  return job->text->len > LARGE_BYTES && self->held->n_bytes > 0 &&
         self->held->n_bytes + job->text->len > self->max_bytes;
}

static void
refuse (Job *job)
{
  plim_call_set_header (job->call, "Retry-After", "1");
  plim_call_answer_error (job->call, SOUP_STATUS_SERVICE_UNAVAILABLE,
                          "too many large answers are not read yet");
}

/* Returns whether it is at its end. */
static gboolean
run (PlimApiSlices *self, Job *job)
{
  gint64 end_us = g_get_monotonic_time () + SLICE_US;

  do {
    if (plim_call_is_answered (job->call))
      return TRUE; /* the client is gone */
    if (is_too_much (self, job))
      refuse (job);
    else if (!job->write (job->text, job->user_data))
      answer (self, job);
  } while (g_get_monotonic_time () < end_us);
  return plim_call_is_answered (job->call);
}

static gboolean
on_turn (gpointer user_data)
{
  PlimApiSlices *self = user_data;

  if (run (self, g_queue_peek_head (&self->jobs)))
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
  self->held = g_rc_box_new0 (Held);
  self->max_bytes = PLIM_API_SLICES_MAX_BYTES;
  return self;
}

void
plim_api_slices_free (PlimApiSlices *self)
{
  g_clear_handle_id (&self->source_id, g_source_remove);
  g_queue_clear_full (&self->jobs, (GDestroyNotify) job_free);
  g_rc_box_release (self->held);
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
  if (self->source_id == 0 && run (self, job)) {
    job_free (job);
    return;
  }
  g_queue_push_tail (&self->jobs, job);
  /* No idle source: under the load of many small requests it would never come to its turn. */
  if (self->source_id == 0)
    self->source_id = g_idle_add_full (G_PRIORITY_DEFAULT, on_turn, self, NULL);
}

void
plim_api_slices_set_max_bytes (PlimApiSlices *self, gsize max_bytes)
{
  self->max_bytes = max_bytes;
}

guint
plim_api_slices_get_count (PlimApiSlices *self)
{
  return g_queue_get_length (&self->jobs);
}
