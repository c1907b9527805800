/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-hook-run.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#define GRACE_MS 5000

typedef struct {
  pid_t pid;
  guint timeout_id;
  gboolean is_late;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_handle_id (&run->timeout_id, g_source_remove);
  g_free (run);
}

/* Between fork and exec: all that it starts can be ended with it. */
static void
lead_group (gpointer user_data)
{
  setpgid (0, 0);
}

static gboolean
on_grace_over (gpointer user_data)
{
  Run *run = user_data;

  run->timeout_id = 0;
  kill (-run->pid, SIGKILL);
  return G_SOURCE_REMOVE;
}

static gboolean
on_timeout (gpointer user_data)
{
  Run *run = user_data;

  run->is_late = TRUE;
  kill (-run->pid, SIGTERM);
  run->timeout_id = g_timeout_add (GRACE_MS, on_grace_over, run);
  return G_SOURCE_REMOVE;
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GSubprocess *process = G_SUBPROCESS (source);
  Run *run = g_task_get_task_data (task);

  /* It is not cancellable, so that only the process can end it. */
  g_subprocess_wait_finish (process, result, NULL);
  if (run->is_late) {
    /* What it left behind of its group. */
    kill (-run->pid, SIGKILL);
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                             "the command took too long and was ended");
  } else if (!g_subprocess_get_if_exited (process)) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "signal %d ended the command",
                             g_subprocess_get_term_sig (process));
  } else if (g_subprocess_get_exit_status (process) != 0) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "the command ended with %d",
                             g_subprocess_get_exit_status (process));
  } else {
    g_task_return_boolean (task, TRUE);
  }
}

void
plim_hook_run_async (const char *const *argv,
                     const char *const *environment,
                     guint timeout_ms,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      (GSubprocessFlags) (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE));
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Run *run = g_new0 (Run, 1);
  g_autoptr (GSubprocess) process = NULL;
  const char *identifier;
  GError *error = NULL;

  g_task_set_source_tag (task, plim_hook_run_async);
  g_task_set_task_data (task, run, run_free);
  for (guint i = 0; environment[i] != NULL; i++) {
    g_auto (GStrv) pair = g_strsplit (environment[i], "=", 2);

    g_subprocess_launcher_setenv (launcher, pair[0], pair[1], TRUE);
  }
  g_subprocess_launcher_set_child_setup (launcher, lead_group, NULL, NULL);
  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  if (process == NULL) {
    g_task_return_error (task, error);
    g_object_unref (task);
    return;
  }
  /* It has none when it has ended already. */
  identifier = g_subprocess_get_identifier (process);
  if (identifier != NULL) {
    run->pid = (pid_t) atoi (identifier);
    run->timeout_id = g_timeout_add (timeout_ms, on_timeout, run);
  }
  g_subprocess_wait_async (process, NULL, on_ended, task);
}

gboolean
plim_hook_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, plim_hook_run_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
