/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A roll-up that is killed at any of its writes loses nothing and counts nothing twice. This
 * program starts itself as the one to be killed: test-rollup-crash --die FILE N. */
#include "database-fixture.h"
#include "plim-rollup.h"
#include "plim-sqlite.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define DAY ((gint64) 24 * 3600)
#define N_DAYS 4
#define END (NOW - NOW % DAY + (N_DAYS + 1) * DAY)

static const char *program;

static void
on_write (void *data, int kind, const char *schema, const char *table, sqlite3_int64 row)
{
  int *left = data;

  if (--*left == 0)
    raise (SIGKILL);
}

static int
on_commit (void *data)
{
  on_write (data, 0, NULL, NULL, 0);
  return 0;
}

static int
on_progress (void *data)
{
  on_write (data, 0, NULL, NULL, 0);
  return 0;
}

/* One pass of the upkeep over the file; the @n_writes-th event of SQLite kills: a write, a commit,
 * or some hundred of its instructions. The update hook alone would not do: it knows no table
 * without row ids. */
static void
run_upkeep (const char *path, int n_writes)
{
  PlimUpkeep upkeep = { .now = END, .raw_s = DAY, .hour_s = 2 * DAY };
  gpointer output = NULL;
  int left = n_writes;

  while (!upkeep.is_done) {
    sqlite3 *db = open_file (path);
    g_autoptr (GError) error = NULL;

    /* What was written outlives the program: only a power cut needs more. */
    execute (db, "PRAGMA foreign_keys = ON; PRAGMA synchronous = OFF");
    if (n_writes > 0) {
      sqlite3_update_hook (db, on_write, &left);
      sqlite3_commit_hook (db, on_commit, &left);
      sqlite3_progress_handler (db, 300, on_progress, &left);
    }
    execute (db, "BEGIN IMMEDIATE");
    g_assert_true (plim_upkeep_step (db, &upkeep, &output, &error));
    g_assert_no_error (error);
    execute (db, "COMMIT");
    plim_sqlite_close (db);
  }
}

static void
make_file (const char *path)
{
  PlimDatabase *database = open_database (path);
  g_autoptr (PlimAccount) account = plim_account_new (ACCOUNT, "demo");
  sqlite3 *db;

  save_account (database, account);
  poll_percent (account, 5, NOW - NOW % DAY);
  save_poll (database, account);
  g_assert_finalize_object (database);
  db = open_file (path);
  /* A change every ten minutes, and a reset a day. */
  execute (db, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 576)"
               " INSERT INTO sample SELECT series.key, sample.at + i * 600, i % 144 * 50, NULL,"
               " (144 - i % 144) * 600 FROM n, series JOIN sample ON sample.series = series.key");
  /* It was looked after each day, so that old samples go. */
  execute (db, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)"
               " INSERT INTO upkeep_day (at) SELECT max(at) / 86400 - 50 + i FROM n, sample"
               " GROUP BY i ORDER BY i");
  sqlite3_close (db);
}

static void
copy_file (const char *from, const char *to)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  g_file_copy (source, target, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static char *
describe (const char *path)
{
  sqlite3 *db = open_file (path);
  g_autofree char *hours = ask (db, "SELECT group_concat(at || ':' || low || ':' || high || ':' ||"
                                    " last || ':' || used) FROM (SELECT * FROM hour ORDER BY at)");
  g_autofree char *days = ask (db, "SELECT group_concat(at || ':' || low || ':' || high || ':' ||"
                                   " last || ':' || used) FROM (SELECT * FROM day ORDER BY at)");
  g_autofree char *by_hour = ask (db, "SELECT group_concat(at || ':' || hex(used_by_hour))"
                                      " FROM (SELECT * FROM day ORDER BY at)");
  g_autofree char *others = ask (db, "SELECT (SELECT count(*) FROM sample) || ' ' ||"
                                     " (SELECT group_concat(at) FROM reset) || ' ' ||"
                                     " (SELECT hours_until || ' ' || days_until || ' ' ||"
                                     "  samples_from || ' ' || hours_from FROM series)");

  sqlite3_close (db);
  return g_strdup_printf ("%s\n%s\n%s\n%s", hours, days, by_hour, others);
}

/* Returns whether it was killed; %FALSE: it came to its end before. */
static gboolean
kill_at (const char *path, int n_writes)
{
  g_autofree char *number = g_strdup_printf ("%d", n_writes);
  const char *const argv[] = { program, "--die", path, number, NULL };
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status,
                &error);
  g_assert_no_error (error);
  if (WIFSIGNALED (status)) {
    g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
    return TRUE;
  }
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  return FALSE;
}

static void
test_killed_at_each_write (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *made = g_build_filename (fixture->folder, "made.db", NULL);
  g_autofree char *whole = g_build_filename (fixture->folder, "whole.db", NULL);
  g_autofree char *expected = NULL;
  gboolean was_killed = TRUE;
  int n_killed = 0;

  make_file (made);
  copy_file (made, whole);
  run_upkeep (whole, 0);
  expected = describe (whole);
  for (int n_writes = 1; was_killed; n_writes++) {
    g_autofree char *path = g_strdup_printf ("%s/killed-%d.db", fixture->folder, n_writes);
    g_autofree char *actual = NULL;

    copy_file (made, path);
    was_killed = kill_at (path, n_writes);
    n_killed += was_killed;
    run_upkeep (path, 0);
    actual = describe (path);
    g_assert_cmpstr (actual, ==, expected);
  }
  g_test_message ("killed %d times", n_killed);
  g_assert_cmpint (n_killed, >, 20);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--die")) {
    run_upkeep (argv[2], atoi (argv[3]));
    return 0;
  }
  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  alarm (WATCHDOG_S);
  g_test_add ("/rollup/killed-at-each-write-it-loses-and-doubles-nothing", Fixture, NULL, set_up,
              test_killed_at_each_write, tear_down);
  return g_test_run ();
}
