/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What waits for the database's thread is committed together. */
#include "database-fixture.h"
#include "plim-database-worker.h"
#include "plim-sqlite.h"

/* Steps that run on the thread. */

static guint n_commits; /* the thread's, until a job of it has ended */

static int
count_commit (void *unused)
{
  n_commits++;
  return 0;
}

static gboolean
prepare (sqlite3 *db, gpointer unused, gpointer *output, GError **error)
{
  gboolean ok =
      plim_sqlite_exec (db, "CREATE TEMP TABLE step (name TEXT UNIQUE, syncs INTEGER)", error);

  n_commits = 0;
  sqlite3_commit_hook (db, count_commit, NULL);
  return ok;
}

typedef struct {
  GMutex mutex;
  GCond cond;
  gboolean is_entered, is_open;
} Gate;

static gboolean
wait_at_gate (sqlite3 *db, gpointer input, gpointer *output, GError **error)
{
  Gate *gate = input;

  g_mutex_lock (&gate->mutex);
  gate->is_entered = TRUE;
  g_cond_signal (&gate->cond);
  while (!gate->is_open)
    g_cond_wait (&gate->cond, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
  return TRUE;
}

/* Puts out its name. */
static gboolean
insert (sqlite3 *db, gpointer name, gpointer *output, GError **error)
{
  g_autoptr (PlimHotStatement) statement =
      plim_sqlite_borrow (db, "INSERT INTO step VALUES (?1, ?2)", error);
  int syncs;

  if (statement == NULL || !plim_sqlite_get_int (db, "PRAGMA synchronous", &syncs, error))
    return FALSE;
  plim_sqlite_bind_text (statement, 1, name);
  sqlite3_bind_int (statement, 2, syncs);
  if (!plim_sqlite_run (statement, error))
    return FALSE;
  *output = g_strdup (name);
  return TRUE;
}

static gboolean
list (sqlite3 *db, gpointer unused, gpointer *output, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = plim_sqlite_prepare (
      db, "SELECT group_concat(name || ':' || syncs, ' ') FROM step ORDER BY rowid", error);

  if (statement == NULL || !plim_sqlite_step (statement, error))
    return FALSE;
  *output = plim_sqlite_dup_text (statement, 0);
  return TRUE;
}

/* The test's side. */

typedef struct {
  Fixture fixture;
  PlimDatabaseWorker *worker;
  GObject *source;
  Gate gate;
} Bench;

static void
on_job_done (gpointer source, const char *set_aside, const char *problem)
{
  g_assert_true (G_IS_OBJECT (source));
  g_assert_null (set_aside);
  g_assert_null (problem);
}

static void
push (Bench *bench,
      PlimDatabaseMode mode,
      PlimDatabaseWork work,
      gpointer input,
      GDestroyNotify free_output,
      GCancellable *cancellable,
      GAsyncResult **result)
{
  GTask *task = g_task_new (bench->source, cancellable, on_done, result);

  g_task_set_task_data (task, input, NULL);
  plim_database_worker_push (bench->worker, task, mode, work, free_output);
}

static void
run (Bench *bench, PlimDatabaseMode mode, PlimDatabaseWork work, gpointer input)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  push (bench, mode, work, input, NULL, NULL, &result);
  g_task_propagate_boolean (G_TASK (await (&result)), &error);
  g_assert_no_error (error);
}

static char *
dup_list (Bench *bench)
{
  g_autoptr (GAsyncResult) result = NULL;

  push (bench, PLIM_DATABASE_READ, list, NULL, g_free, NULL, &result);
  return g_task_propagate_pointer (G_TASK (await (&result)), NULL);
}

/* What is pushed from now on waits. */
static void
close_gate (Bench *bench, GAsyncResult **result)
{
  bench->gate.is_entered = bench->gate.is_open = FALSE;
  push (bench, PLIM_DATABASE_READ, wait_at_gate, &bench->gate, NULL, NULL, result);
  g_mutex_lock (&bench->gate.mutex);
  while (!bench->gate.is_entered)
    g_cond_wait (&bench->gate.cond, &bench->gate.mutex);
  g_mutex_unlock (&bench->gate.mutex);
}

static void
open_gate (Bench *bench)
{
  g_mutex_lock (&bench->gate.mutex);
  bench->gate.is_open = TRUE;
  g_cond_signal (&bench->gate.cond);
  g_mutex_unlock (&bench->gate.mutex);
}

static void
set_up_bench (Bench *bench, gconstpointer unused)
{
  set_up (&bench->fixture, NULL);
  g_mutex_init (&bench->gate.mutex);
  g_cond_init (&bench->gate.cond);
  bench->source = g_object_new (G_TYPE_OBJECT, NULL);
  bench->worker = plim_database_worker_new (on_job_done);
  run (bench, PLIM_DATABASE_READ, NULL, bench->fixture.path);
  run (bench, PLIM_DATABASE_READ, prepare, NULL);
}

static void
tear_down_bench (Bench *bench, gconstpointer unused)
{
  plim_database_worker_free (bench->worker);
  g_assert_finalize_object (bench->source);
  g_cond_clear (&bench->gate.cond);
  g_mutex_clear (&bench->gate.mutex);
  tear_down (&bench->fixture, NULL);
}

typedef struct {
  const char *name;
  PlimDatabaseMode mode;
  gboolean is_cancelled;
  GQuark domain; /* of the error; 0 for none */
  int code;
} Step;

/* All at once; each ends as it says. */
static void
run_steps (Bench *bench, const Step *steps, guint n)
{
  g_autoptr (GAsyncResult) gate = NULL;
  g_autofree GAsyncResult **results = g_new0 (GAsyncResult *, n);

  close_gate (bench, &gate);
  for (guint i = 0; i < n; i++) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();

    push (bench, steps[i].mode, insert, (gpointer) steps[i].name, g_free, cancellable, &results[i]);
    if (steps[i].is_cancelled)
      g_cancellable_cancel (cancellable);
  }
  open_gate (bench);
  await (&gate);
  for (guint i = 0; i < n; i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *output = g_task_propagate_pointer (G_TASK (await (&results[i])), &error);

    if (steps[i].domain != 0) {
      g_assert_error (error, steps[i].domain, steps[i].code);
    } else {
      g_assert_no_error (error);
      g_assert_cmpstr (output, ==, steps[i].name);
    }
    g_object_unref (results[i]);
  }
}

static void
test_one_commit (Bench *bench, gconstpointer unused)
{
  static const Step steps[] = { { "a", PLIM_DATABASE_WRITE },
                                { "b", PLIM_DATABASE_DURABLE },
                                { "c", PLIM_DATABASE_WRITE } };
  g_autofree char *names = NULL;

  run_steps (bench, steps, G_N_ELEMENTS (steps));
  names = dup_list (bench);
  /* One of them is to be on the disk: all are. */
  g_assert_cmpstr (names, ==, "a:2 b:2 c:2");
  g_assert_cmpuint (n_commits, ==, 1);
}

static void
test_waits_for_no_disk (Bench *bench, gconstpointer unused)
{
  static const Step durable[] = { { "a", PLIM_DATABASE_DURABLE } };
  static const Step others[] = { { "b", PLIM_DATABASE_WRITE }, { "c", PLIM_DATABASE_WRITE } };
  g_autofree char *names = NULL;

  run_steps (bench, durable, G_N_ELEMENTS (durable));
  run_steps (bench, others, G_N_ELEMENTS (others));
  names = dup_list (bench);
  g_assert_cmpstr (names, ==, "a:2 b:1 c:1");
  g_assert_cmpuint (n_commits, ==, 2);
}

static void
test_reader_sees_what_came_before (Bench *bench, gconstpointer unused)
{
  g_autoptr (GAsyncResult) gate = NULL;
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GAsyncResult) third = NULL;
  g_autofree char *seen = NULL;

  close_gate (bench, &gate);
  push (bench, PLIM_DATABASE_WRITE, insert, (gpointer) "a", g_free, NULL, &first);
  push (bench, PLIM_DATABASE_READ, list, NULL, g_free, NULL, &second);
  push (bench, PLIM_DATABASE_WRITE, insert, (gpointer) "b", g_free, NULL, &third);
  open_gate (bench);
  await (&third);
  seen = g_task_propagate_pointer (G_TASK (await (&second)), NULL);
  g_assert_cmpstr (seen, ==, "a:1");
  g_assert_cmpuint (n_commits, ==, 2);
}

static void
test_failure_spoils_no_other (Bench *bench, gconstpointer unused)
{
  const Step steps[] = { { "a", PLIM_DATABASE_WRITE },
                         { "a", PLIM_DATABASE_WRITE, .domain = PLIM_DATABASE_ERROR,
                           .code = PLIM_DATABASE_ERROR_FAILED },
                         { "b", PLIM_DATABASE_WRITE } };
  g_autofree char *names = NULL;

  run_steps (bench, steps, G_N_ELEMENTS (steps));
  names = dup_list (bench);
  g_assert_cmpstr (names, ==, "a:1 b:1");
}

static void
test_cancelled_does_nothing (Bench *bench, gconstpointer unused)
{
  const Step steps[] = { { "a", PLIM_DATABASE_WRITE },
                         { "b", PLIM_DATABASE_WRITE, .is_cancelled = TRUE, .domain = G_IO_ERROR,
                           .code = G_IO_ERROR_CANCELLED },
                         { "c", PLIM_DATABASE_WRITE },
                         { "d", PLIM_DATABASE_WRITE } };
  g_autofree char *names = NULL;

  run_steps (bench, steps, G_N_ELEMENTS (steps));
  names = dup_list (bench);
  g_assert_cmpstr (names, ==, "a:1 c:1 d:1");
  g_assert_cmpuint (n_commits, ==, 2);
}

#define ADD(name, test)                                                                            \
  g_test_add ("/database-worker/" name, Bench, NULL, set_up_bench, test, tear_down_bench)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("one-commit", test_one_commit);
  ADD ("waits-for-no-disk", test_waits_for_no_disk);
  ADD ("reader-sees-what-came-before", test_reader_sees_what_came_before);
  ADD ("failure-spoils-no-other", test_failure_spoils_no_other);
  ADD ("cancelled-does-nothing", test_cancelled_does_nothing);
  return g_test_run ();
}
