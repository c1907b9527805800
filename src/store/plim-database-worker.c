/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-database-worker.h"

struct _PlimDatabaseWorker {
  GThreadPool *pool;
  GAsyncQueue *jobs; /* of Job: what it has not begun */
  PlimDatabaseWorkerFunc done;
  PlimDatabaseFile *file; /* (nullable): the thread's; nobody else's until it has ended */
};

typedef struct {
  PlimDatabaseStep step;
  GTask *task; /* holds the source object and the input */
  PlimDatabaseWorkerFunc done;
  GError *error;             /* (owned) (nullable) */
  char *set_aside, *problem; /* as they are after the job */
} Job;

static void
job_free (Job *job)
{
  if (job->step.output != NULL)
    job->step.free_output (job->step.output);
  g_clear_error (&job->error);
  g_free (job->set_aside);
  g_free (job->problem);
  g_object_unref (job->task);
  g_free (job);
}

/* Back in the caller's context; here the last reference to the database may go, which must not
 * happen on the worker that it then waits for. */
static gboolean
complete_job (gpointer user_data)
{
  Job *job = user_data;

  job->done (g_task_get_source_object (job->task), job->set_aside, job->problem);
  if (job->error != NULL)
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  else if (job->step.free_output != NULL)
    g_task_return_pointer (job->task, g_steal_pointer (&job->step.output), job->step.free_output);
  else
    g_task_return_boolean (job->task, TRUE);
  return G_SOURCE_REMOVE;
}

/* Not g_main_context_invoke(): it would run here and now when the context is idle. */
static void
send_back (Job *job)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, g_task_get_priority (job->task));
  g_source_set_callback (source, complete_job, job, (GDestroyNotify) job_free);
  g_source_set_static_name (source, "plimsoll: database job");
  g_source_attach (source, g_task_get_context (job->task));
}

/* The thread. */

static void
run_job (PlimDatabaseWorker *self, Job *job)
{
  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (job->task), &job->error))
    return;
  if (job->step.work == NULL)
    self->file = plim_database_file_open (job->step.input, &job->error);
  else
    plim_database_file_run (self->file, &job->step, &job->error);
}

static void
end_job (PlimDatabaseWorker *self, Job *job)
{
  if (self->file != NULL) {
    job->set_aside = g_strdup (plim_database_file_get_set_aside (self->file));
    job->problem = g_strdup (plim_database_file_get_problem (self->file));
  }
  send_back (job);
}

/* Returns where what can be committed together with @first ends, which may be alone. */
static guint
find_end (GPtrArray *jobs, guint first)
{
  for (guint i = first; i < jobs->len; i++) {
    const Job *job = g_ptr_array_index (jobs, i);

    if (job->step.mode == PLIM_DATABASE_READ ||
        g_cancellable_is_cancelled (g_task_get_cancellable (job->task)))
      return MAX (i, first + 1);
  }
  return jobs->len;
}

static gboolean
run_together (PlimDatabaseWorker *self, GPtrArray *jobs, guint first, guint end)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_sized_new (end - first);

  for (guint i = first; i < end; i++)
    g_ptr_array_add (steps, &((Job *) g_ptr_array_index (jobs, i))->step);
  return plim_database_file_run_together (self->file, steps);
}

/* All that has come since the last time. */
static void
run_jobs (gpointer data, gpointer unused)
{
  PlimDatabaseWorker *self = data;
  g_autoptr (GPtrArray) jobs = g_ptr_array_new ();
  Job *job;

  while ((job = g_async_queue_try_pop (self->jobs)) != NULL)
    g_ptr_array_add (jobs, job);
  for (guint i = 0; i < jobs->len;) {
    guint end = find_end (jobs, i);
    gboolean is_done = end - i > 1 && run_together (self, jobs, i, end);

    for (; i < end; i++) {
      job = g_ptr_array_index (jobs, i);
      if (!is_done)
        run_job (self, job);
      end_job (self, job);
    }
  }
}

/* The object. */

PlimDatabaseWorker *
plim_database_worker_new (PlimDatabaseWorkerFunc done)
{
  PlimDatabaseWorker *self = g_new0 (PlimDatabaseWorker, 1);

  /* One thread keeps the order. It is not exclusive, so it ends when it has nothing to do. */
  self->pool = g_thread_pool_new (run_jobs, NULL, 1, FALSE, NULL);
  self->jobs = g_async_queue_new ();
  self->done = done;
  return self;
}

void
plim_database_worker_free (PlimDatabaseWorker *self)
{
  g_thread_pool_free (self->pool, FALSE, TRUE);
  g_async_queue_unref (self->jobs);
  g_clear_pointer (&self->file, plim_database_file_close);
  g_free (self);
}

void
plim_database_worker_push (PlimDatabaseWorker *self,
                           GTask *task,
                           PlimDatabaseMode mode,
                           PlimDatabaseWork work,
                           GDestroyNotify free_output)
{
  Job *job = g_new0 (Job, 1);

  /* What was done was done, though it was cancelled meanwhile. */
  g_task_set_check_cancellable (task, FALSE);
  job->task = task;
  job->done = self->done;
  job->step = (PlimDatabaseStep){
    .mode = mode, .work = work, .input = g_task_get_task_data (task), .free_output = free_output
  };
  g_async_queue_push (self->jobs, job);
  g_thread_pool_push (self->pool, self, NULL);
}
