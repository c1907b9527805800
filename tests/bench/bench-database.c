/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What history costs: bench-database [ROUNDS]. Every round polls 20 accounts of four windows each
 * whose numbers all change, which is the most that there can be. */
#include "await.h"
#include "plim-database.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/resource.h>

#define N_ACCOUNTS 20
#define N_WINDOWS 4
#define INTERVAL_S 300
#define START ((gint64) 1795000000)

static void
check (GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

static PlimDatabase *
open_database (const char *path)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;
  PlimDatabase *database;

  plim_database_open_async (path, NULL, on_done, &result);
  database = plim_database_open_finish (await (&result), &error);
  check (error);
  return database;
}

static GPtrArray *
add_accounts (PlimDatabase *database)
{
  GPtrArray *accounts = g_ptr_array_new_with_free_func (g_object_unref);

  for (int i = 0; i < N_ACCOUNTS; i++) {
    g_autofree char *id = g_uuid_string_random ();
    PlimAccount *account = plim_account_new (id, "demo");
    g_autoptr (GAsyncResult) result = NULL;
    GError *error = NULL;

    plim_database_save_account_async (database, account, NULL, on_done, &result);
    plim_database_save_account_finish (database, await (&result), &error);
    check (error);
    g_ptr_array_add (accounts, account);
  }
  return accounts;
}

/* Percentages with a fraction, as most providers have them. */
static void
poll_account (PlimAccount *account, int round)
{
  gint64 now = START + (gint64) round * INTERVAL_S;
  g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (now);

  for (int i = 0; i < N_WINDOWS; i++) {
    g_autofree char *id = g_strdup_printf ("window:%d", i);
    PlimUsageWindow *window = plim_snapshot_add_window (snapshot, id, PLIM_WINDOW_ROLLING);

    window->used_percent = (round * 37 + i * 1013) % 9973 / 99.73;
    window->length_s = 5 * 3600;
    window->resets_at = now - now % (5 * 3600) + 5 * 3600;
  }
  plim_snapshot_seal (snapshot);
  plim_account_update (account, snapshot, NULL, now);
}

typedef struct {
  guint n_pending;
} Round;

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Round *round = user_data;
  GError *error = NULL;

  plim_database_save_poll_finish (PLIM_DATABASE (source), result, &error);
  check (error);
  round->n_pending--;
}

static void
run_round (PlimDatabase *database, GPtrArray *accounts, int number)
{
  Round round = { accounts->len };

  for (guint i = 0; i < accounts->len; i++) {
    poll_account (accounts->pdata[i], number);
    plim_database_save_poll_async (database, accounts->pdata[i], NULL, on_saved, &round);
  }
  while (round.n_pending > 0)
    g_main_context_iteration (NULL, TRUE);
}

static double
get_cpu_ms (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

static void
print_private (const char *when)
{
  g_autofree char *text = NULL;
  const char *pss, *dirty;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    return;
  pss = strstr (text, "\nPss:");
  dirty = strstr (text, "\nPrivate_Dirty:");
  g_print ("memory, %-16s %6ld kB PSS, %ld kB private dirty\n", when,
           pss != NULL ? strtol (pss + 5, NULL, 10) : -1,
           dirty != NULL ? strtol (dirty + 15, NULL, 10) : -1);
}

static double
ask (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  double value = -1;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    value = sqlite3_column_double (statement, 0);
  sqlite3_finalize (statement);
  return value;
}

static void
print_size (const char *path)
{
  sqlite3 *db = NULL;
  double n_samples, n_bytes, n_all;

  sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL);
  n_samples = ask (db, "SELECT count(*) FROM sample");
  n_bytes = ask (db, "SELECT sum(pgsize) FROM dbstat WHERE name = 'sample'");
  n_all = ask (db, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
  g_print ("samples                  %.0f, %.1f bytes each, whole file %.1f MB\n", n_samples,
           n_bytes / n_samples, n_all / 1e6);
  sqlite3_close (db);
}

static void
print_history (PlimDatabase *database, PlimAccount *account)
{
  gint64 started = g_get_monotonic_time ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) samples = NULL;

  plim_database_get_history_async (database, plim_account_get_id (account), "window:1", 0,
                                   G_MAXINT64, NULL, on_done, &result);
  samples = plim_database_get_history_finish (database, await (&result), NULL);
  g_print ("history of one window    %.2f ms for %u samples\n",
           (double) (g_get_monotonic_time () - started) / 1e3, samples->len);
}

int
main (int argc, char **argv)
{
  int n_rounds = argc > 1 ? atoi (argv[1]) : 2000;
  g_autofree char *folder = g_dir_make_tmp ("plim-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "plimsoll.db", NULL);
  g_autoptr (GPtrArray) accounts = NULL;
  PlimDatabase *database;
  gint64 started;
  double cpu_ms;

  print_private ("at the start");
  database = open_database (path);
  accounts = add_accounts (database);
  print_private ("opened");
  started = g_get_monotonic_time ();
  cpu_ms = get_cpu_ms ();
  for (int i = 0; i < n_rounds; i++)
    run_round (database, accounts, i);
  g_print ("a round of %d polls      %.2f ms, %.2f ms CPU\n", N_ACCOUNTS,
           (double) (g_get_monotonic_time () - started) / 1e3 / n_rounds,
           (get_cpu_ms () - cpu_ms) / n_rounds);
  print_private ("after them");
  print_history (database, accounts->pdata[0]);
  print_private ("after history");
  plim_database_close (database);
  g_object_unref (database);
  print_size (path);
  g_unlink (path);
  g_rmdir (folder);
  return 0;
}
