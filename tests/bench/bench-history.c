/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What charts and roll-ups cost on a large database: bench-history [SAMPLES [FILE]], 5 million
 * unless said. 30 accounts of four windows; samples of 90 days, and hours of two years. With a FILE
 * the database is only made there, up to now, and rolled up, and stays. */
#include "await.h"
#include "compare-doubles.h"
#include "plim-history.h"
#include "plim-rollup.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define N_ACCOUNTS 30
#define N_WINDOWS 4
#define DAY ((gint64) 24 * 3600)
#define RUNS 21

/* What is now: the same in each run, but for a database that stays. */
static gint64 now_at = 1795000000;

static void
execute (sqlite3 *db, const char *sql)
{
  char *message = NULL;

  if (sqlite3_exec (db, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s: %s", sql, message);
}

static PlimDatabase *
open_database (const char *path)
{
  g_autoptr (GAsyncResult) result = NULL;
  PlimDatabase *database;

  plim_database_open_async (path, NULL, on_done, &result);
  database = plim_database_open_finish (await (&result), NULL);
  if (database == NULL)
    g_error ("cannot open %s", path);
  return database;
}

static char *
make_id (int i)
{
  return g_strdup_printf ("0b0f6a3e-5d0f-4d7e-8b57-0e1f1a2b%04d", i);
}

static void
save_accounts (PlimDatabase *database)
{
  for (int i = 0; i < N_ACCOUNTS; i++) {
    g_autofree char *id = make_id (i);
    g_autoptr (PlimAccount) account = plim_account_new (id, "demo");
    g_autoptr (GAsyncResult) result = NULL;

    plim_account_set_order (account, (guint) i);
    /* A poll of the service would make the past another owner's. */
    plim_account_set_enabled (account, FALSE);
    plim_database_save_account_async (database, account, NULL, on_done, &result);
    plim_database_save_account_finish (database, await (&result), NULL);
  }
}

static void
generate (const char *path, int n_samples)
{
  gint64 begin = now_at - 90 * DAY;
  int n_each = n_samples / (N_ACCOUNTS * N_WINDOWS);
  g_autofree char *series = g_strdup_printf (
      "INSERT INTO series (account, owner, window_id, hours_until, days_until, samples_from)"
      " SELECT key, '', 'window:' || w.value, %ld, 0, %ld FROM account, generate AS w",
      (long) (begin / 3600), (long) (begin / 3600));
  g_autofree char *samples = g_strdup_printf (
      "INSERT INTO sample SELECT key, %ld + i * %ld / %d, (i * 37 + key * 1013) %% 9973, NULL,"
      " 18000 - i * 180 %% 18000 FROM series, n ORDER BY key, i",
      (long) begin, (long) (90 * DAY), n_each);
  g_autofree char *hours =
      g_strdup_printf ("INSERT INTO hour SELECT key, h, h %% 5000, h %% 5000 + 400, h %% 5000 + "
                       "300, 120 FROM series,"
                       " (SELECT %ld + i AS h FROM n WHERE i < 640 * 24) ORDER BY key, h",
                       (long) (begin / 3600 - 640 * 24));
  g_autofree char *n =
      g_strdup_printf ("CREATE TEMP TABLE n AS WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT"
                       " i + 1 FROM n WHERE i < %d) SELECT i FROM n",
                       MAX (n_each, 640 * 24) - 1);
  sqlite3 *db = NULL;

  sqlite3_open (path, &db);
  execute (db,
           "PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;"
           "CREATE TEMP TABLE generate (value); INSERT INTO generate VALUES (0), (1), (2), (3)");
  execute (db, n);
  execute (db, "BEGIN");
  execute (db, series);
  execute (db, samples);
  execute (db, hours);
  execute (db, "COMMIT");
  sqlite3_close (db);
}

/* The time that passed and the thread's own, which tells more on a busy machine. */
typedef struct {
  GArray *wall_ms;
  GArray *cpu_ms;
  double wall_from_ms;
  double cpu_from_ms;
} Times;

static void
times_init (Times *self)
{
  *self = (Times){ .wall_ms = g_array_new (FALSE, FALSE, sizeof (double)),
                   .cpu_ms = g_array_new (FALSE, FALSE, sizeof (double)) };
}

static void
times_clear (Times *self)
{
  g_clear_pointer (&self->wall_ms, g_array_unref);
  g_clear_pointer (&self->cpu_ms, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Times, times_clear)

static double
get_ms (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

/* Of the database's thread, which alone works beside this one. */
static double
get_worker_ms (void)
{
  return get_ms (CLOCK_PROCESS_CPUTIME_ID) - get_ms (CLOCK_THREAD_CPUTIME_ID);
}

static void
times_begin (Times *self, double cpu_ms)
{
  self->wall_from_ms = get_ms (CLOCK_MONOTONIC);
  self->cpu_from_ms = cpu_ms;
}

static void
times_end (Times *self, double cpu_ms)
{
  double wall = get_ms (CLOCK_MONOTONIC) - self->wall_from_ms;
  double cpu = cpu_ms - self->cpu_from_ms;

  g_array_append_val (self->wall_ms, wall);
  g_array_append_val (self->cpu_ms, cpu);
}

static void
times_print (Times *self, const char *what, const char *budget)
{
  guint last = self->wall_ms->len - 1;

  g_array_sort (self->wall_ms, compare_doubles);
  g_array_sort (self->cpu_ms, compare_doubles);
  g_print ("%-40s %8.2f %8.2f %8.2f %8.2f   %s\n", what,
           g_array_index (self->cpu_ms, double, last / 2),
           g_array_index (self->cpu_ms, double, last),
           g_array_index (self->wall_ms, double, last / 2),
           g_array_index (self->wall_ms, double, last), budget);
}

static void
measure_series (PlimDatabase *database,
                const char *what,
                const char *account,
                const char *window,
                gint64 days,
                const char *budget)
{
  g_auto (Times) times = { NULL };

  times_init (&times);
  for (int i = 0; i < RUNS; i++) {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GPtrArray) all = NULL;

    times_begin (&times, get_worker_ms ());
    plim_database_get_series_async (database, account, window, now_at - days * DAY, now_at, 600,
                                    NULL, on_done, &result);
    all = plim_database_get_series_finish (database, await (&result), NULL);
    times_end (&times, get_worker_ms ());
    if (all == NULL || all->len == 0)
      g_error ("nothing came");
  }
  times_print (&times, what, budget);
}

static void
measure_sums (PlimDatabase *database, const char *what, const char *account, gint64 days)
{
  g_auto (Times) times = { NULL };
  gint64 bounds[] = { now_at - days * DAY, now_at };

  times_init (&times);
  for (int i = 0; i < RUNS; i++) {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GPtrArray) all = NULL;

    times_begin (&times, get_worker_ms ());
    plim_database_get_consumption_async (database, account, NULL, bounds, 2, NULL, on_done,
                                         &result);
    all = plim_database_get_consumption_finish (database, await (&result), NULL);
    times_end (&times, get_worker_ms ());
    g_assert (all != NULL && all->len > 0);
  }
  times_print (&times, what, "");
}

static void
measure_heatmap (PlimDatabase *database, const char *what, const char *account, gint64 days)
{
  g_auto (Times) times = { NULL };

  times_init (&times);
  for (int i = 0; i < RUNS; i++) {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GPtrArray) all = NULL;

    times_begin (&times, get_worker_ms ());
    plim_database_get_heatmap_async (database, account, NULL, now_at - days * DAY, now_at, NULL,
                                     on_done, &result);
    all = plim_database_get_heatmap_finish (database, await (&result), NULL);
    times_end (&times, get_worker_ms ());
    g_assert (all != NULL && all->len > 0);
  }
  times_print (&times, what, "");
}

/* Directly, as only so each step can be timed. What a commit costs is told apart: it alone waits
 * for the disk. */
static void
measure_upkeep (const char *path, gint64 now)
{
  g_auto (Times) steps = { NULL }, commits = { NULL };
  PlimUpkeep upkeep = { .now = now, .raw_s = 90 * DAY, .hour_s = 730 * DAY };
  double started = get_ms (CLOCK_MONOTONIC);
  gpointer output = NULL;
  sqlite3 *db = NULL;

  times_init (&steps);
  times_init (&commits);
  sqlite3_open (path, &db);
  execute (db, "PRAGMA cache_size = -256; PRAGMA synchronous = NORMAL;"
               "PRAGMA wal_autocheckpoint = 256; PRAGMA foreign_keys = ON");
  while (!upkeep.is_done) {
    times_begin (&steps, get_ms (CLOCK_THREAD_CPUTIME_ID));
    execute (db, "BEGIN IMMEDIATE");
    if (!plim_upkeep_step (db, &upkeep, &output, NULL))
      g_error ("%s", sqlite3_errmsg (db));
    times_begin (&commits, get_ms (CLOCK_THREAD_CPUTIME_ID));
    execute (db, "COMMIT");
    times_end (&commits, get_ms (CLOCK_THREAD_CPUTIME_ID));
    times_end (&steps, get_ms (CLOCK_THREAD_CPUTIME_ID));
  }
  g_print ("%-40s %8u steps in %.1f s\n", "upkeep", steps.wall_ms->len,
           (get_ms (CLOCK_MONOTONIC) - started) / 1e3);
  times_print (&steps, "  a step", "<= 5 ms");
  times_print (&commits, "  of it the commit", "");
  sqlite3_close (db);
}

static void
poll (PlimAccount *account, gint64 at)
{
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (at);

  for (int i = 0; i < N_WINDOWS; i++) {
    g_autofree char *id = g_strdup_printf ("window:%d", i);
    PlimUsageWindow *window = plim_snapshot_add_window (snapshot, id, PLIM_WINDOW_ROLLING);

    window->used_percent = (double) (at / 7 % 9900) / 99 + i;
    window->resets_at = at + 3600;
  }
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, at);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gboolean *is_done = user_data;

  if (!plim_database_save_polls_finish (PLIM_DATABASE (source), result, NULL))
    g_error ("the polls were not saved");
  *is_done = TRUE;
}

static void
measure_writes (PlimDatabase *database, guint n_accounts)
{
  g_autofree char *what = g_strdup_printf ("a poll cycle of %u", n_accounts);
  g_auto (Times) times = { NULL };

  times_init (&times);
  for (int run = 0; run < RUNS; run++) {
    g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (g_object_unref);
    gboolean is_done = FALSE;

    for (guint i = 0; i < n_accounts; i++) {
      g_autofree char *id = make_id ((int) i);
      PlimAccount *account = plim_account_new (id, "demo");

      poll (account, now_at + 300 * (run + 1));
      g_ptr_array_add (accounts, account);
    }
    times_begin (&times, get_worker_ms ());
    plim_database_save_polls_async (database, accounts, NULL, on_saved, &is_done);
    while (!is_done)
      g_main_context_iteration (NULL, TRUE);
    times_end (&times, get_worker_ms ());
  }
  times_print (&times, what, n_accounts > 1 ? "<= 3 ms" : "");
}

static void
measure_start (const char *path)
{
  g_auto (Times) times = { NULL };

  times_init (&times);
  for (int i = 0; i < RUNS; i++) {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GPtrArray) accounts = NULL;
    PlimDatabase *database;

    times_begin (&times, get_ms (CLOCK_PROCESS_CPUTIME_ID));
    database = open_database (path);
    plim_database_load_async (database, NULL, on_done, &result);
    accounts = plim_database_load_finish (database, await (&result), NULL);
    times_end (&times, get_ms (CLOCK_PROCESS_CPUTIME_ID));
    plim_database_close (database);
    g_object_unref (database);
  }
  times_print (&times, "opening it and loading the accounts", "<= 10 ms");
}

static void
print_size (const char *path, const char *table)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT (SELECT count(*) FROM %s), (SELECT sum(pgsize) FROM dbstat WHERE name = '%s')", table,
      table);
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;

  sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL);
  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    g_print ("%-40s %8lld rows, %.1f bytes each\n", table,
             (long long) sqlite3_column_int64 (statement, 0),
             sqlite3_column_double (statement, 1) / sqlite3_column_double (statement, 0));
  sqlite3_finalize (statement);
  sqlite3_close (db);
}

/* The latest numbers, by which a page knows the windows. */
static void
save_latest (const char *path)
{
  PlimDatabase *database = open_database (path);
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean is_done = FALSE;

  for (int i = 0; i < N_ACCOUNTS; i++) {
    g_autofree char *id = make_id (i);
    PlimAccount *account = plim_account_new (id, "demo");

    poll (account, now_at);
    g_ptr_array_add (accounts, account);
  }
  plim_database_save_polls_async (database, accounts, NULL, on_saved, &is_done);
  while (!is_done)
    g_main_context_iteration (NULL, TRUE);
  plim_database_close (database);
  g_object_unref (database);
}

static void
print_head (void)
{
  double load[1] = { NAN };

  getloadavg (load, 1);
  g_print ("%-40s %8s %8s %8s %8s   budget; load %.1f\n", "in milliseconds", "CPU", "worst", "time",
           "worst", load[0]);
}

/* What was generated is not the first commit's to write. */
static void
write_back (const char *path)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);

  if (fd < 0 || fsync (fd) != 0)
    g_error ("cannot write %s back", path);
  g_close (fd, NULL);
}

static void
make (const char *path, int n_samples)
{
  PlimDatabase *database = open_database (path);

  save_accounts (database);
  plim_database_close (database);
  g_object_unref (database);
  generate (path, n_samples);
  write_back (path);
}

int
main (int argc, char **argv)
{
  int n_samples = argc > 1 ? atoi (argv[1]) : 5000000;
  g_autofree char *folder = g_dir_make_tmp ("plim-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "plimsoll.db", NULL);
  g_autofree char *account = make_id (7);
  PlimDatabase *database;

  if (argc > 2) {
    now_at = g_get_real_time () / G_USEC_PER_SEC;
    make (argv[2], n_samples);
    measure_upkeep (argv[2], now_at);
    save_latest (argv[2]);
    g_rmdir (folder);
    return 0;
  }
  make (path, n_samples);
  print_head ();
  measure_upkeep (path, now_at);
  measure_upkeep (path, now_at + 3600);
  measure_start (path);
  database = open_database (path);
  measure_series (database, "1 day of a window", account, "window:1", 1, "");
  measure_series (database, "7 days of all windows of all accounts", NULL, NULL, 7, "<= 40 ms");
  measure_series (database, "30 days of a window", account, "window:1", 30, "<= 10 ms");
  measure_series (database, "1 year of a window", account, "window:1", 365, "<= 10 ms");
  measure_sums (database, "consumption of all, 7 days", NULL, 7);
  measure_sums (database, "consumption of all, 1 year", NULL, 365);
  measure_heatmap (database, "heatmap of an account, 30 days", account, 30);
  measure_heatmap (database, "heatmap of all, 7 days", NULL, 7);
  measure_heatmap (database, "heatmap of all, 30 days", NULL, 30);
  measure_heatmap (database, "heatmap of an account, 1 year", account, 365);
  measure_heatmap (database, "heatmap of all, 1 year", NULL, 365);
  measure_writes (database, 1);
  measure_writes (database, 20);
  plim_database_close (database);
  g_object_unref (database);
  print_size (path, "sample");
  print_size (path, "hour");
  print_size (path, "day");
  g_unlink (path);
  g_rmdir (folder);
  return 0;
}
