/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Times and amounts that no provider sends but anybody on the bus may, texts that only a damaged
 * disk holds, and a file that is nearly all history. */
#include "database-fixture.h"
#include "plim-history.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define HOUR ((gint64) 3600)
#define DAY (24 * HOUR)
#define LARGEST 1.7e308

static const gint64 times[] = { G_MININT64,     G_MININT64 + 1,     -1,        0, 1, NOW,
                                PLIM_TIME_LAST, PLIM_TIME_LAST + 1, G_MAXINT64 };

static void
add_account (PlimDatabase *database)
{
  g_autoptr (PlimAccount) account = plim_account_new (ACCOUNT, "demo");

  save_account (database, account);
}

static guint
import_samples (PlimDatabase *database, const PlimSample *samples, guint n_samples)
{
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (PlimSample));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint count = 0;

  g_array_append_vals (array, samples, n_samples);
  plim_database_import_history_async (database, ACCOUNT, "session", array, NULL, on_done, &result);
  plim_database_import_history_finish (database, await (&result), &count, &error);
  g_assert_no_error (error);
  return count;
}

static void
maintain (PlimDatabase *database, gint64 now)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plim_database_maintain_async (database, now, DAY, 2 * DAY, NULL, on_done, &result);
  g_assert_true (plim_database_maintain_finish (database, await (&result), &error));
  g_assert_no_error (error);
}

static void
read_all (PlimDatabase *database, gint64 from, gint64 to)
{
  g_autoptr (GAsyncResult) drawn = NULL, mapped = NULL, read = NULL;
  g_autoptr (GPtrArray) series = NULL;
  g_autoptr (GPtrArray) heatmap = NULL;
  g_autoptr (GArray) samples = NULL;

  plim_database_get_series_async (database, NULL, NULL, from, to, 10, NULL, on_done, &drawn);
  series = plim_database_get_series_finish (database, await (&drawn), NULL);
  g_assert_nonnull (series);
  for (guint i = 0; i < series->len; i++)
    g_assert_cmpuint (((PlimSeries *) series->pdata[i])->points->len, <=, 11);
  plim_database_get_heatmap_async (database, NULL, NULL, from, to, NULL, on_done, &mapped);
  heatmap = plim_database_get_heatmap_finish (database, await (&mapped), NULL);
  g_assert_nonnull (heatmap);
  plim_database_get_history_async (database, ACCOUNT, "session", from, to, NULL, on_done, &read);
  samples = plim_database_get_history_finish (database, await (&read), NULL);
  g_assert_nonnull (samples);
}

static void
test_any_range_can_be_asked_for (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = plim_account_new (ACCOUNT, "demo");

  save_account (database, account);
  for (int i = 0; i < 3; i++) {
    poll_percent (account, 5 * i, NOW - DAY + i * HOUR);
    save_poll (database, account);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++) {
    for (gsize j = 0; j < G_N_ELEMENTS (times); j++)
      read_all (database, times[i], times[j]);
  }
  g_assert_finalize_object (database);
}

static void
test_import_takes_what_has_a_date (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (GArray) kept = NULL;

  add_account (database);
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++) {
    for (gsize j = 0; j < G_N_ELEMENTS (times); j++) {
      PlimSample sample = { times[i], 5, NAN, times[j] };

      import_samples (database, &sample, 1);
    }
  }
  maintain (database, NOW);
  kept = get_history (database, ACCOUNT, "session");
  g_assert_cmpuint (kept->len, >, 0);
  for (guint i = 0; i < kept->len; i++) {
    const PlimSample *sample = &g_array_index (kept, PlimSample, i);

    g_assert_cmpint (sample->at, >, 0);
    g_assert_cmpint (sample->at, <=, PLIM_TIME_LAST);
    g_assert_cmpint (sample->resets_at, >=, 0);
    g_assert_cmpint (sample->resets_at, <=, PLIM_TIME_LAST);
  }
  g_assert_finalize_object (database);
}

/* The difference of the two largest numbers is infinite, and of two infinite ones none is left. */
static void
test_largest_amounts_are_rolled_up (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);
  PlimSample samples[48];
  g_autofree char *sums = NULL;
  sqlite3 *db;

  add_account (database);
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    samples[i] = (PlimSample){ NOW - 9 * DAY + i * HOUR, NAN, i % 2 == 0 ? LARGEST : -LARGEST, 0 };
  g_assert_cmpuint (import_samples (database, samples, G_N_ELEMENTS (samples)), ==, 48);
  maintain (database, NOW);
  g_assert_finalize_object (database);
  db = open_file (fixture->path);
  sums = ask (db, "SELECT count(*) > 1 AND max(used) > 0 AND max(used) < 1e200 FROM day");
  g_assert_cmpstr (sums, ==, "1");
  sqlite3_close (db);
}

/* The bus takes UTF-8 only, and a flipped bit is no corruption that SQLite knows of. */
static void
test_damaged_text_is_valid (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (GPtrArray) accounts = NULL;
  sqlite3 *db = open_file (fixture->path);

  add_account (database);
  execute (db, "UPDATE account SET label = CAST (x'41ff42' AS TEXT)");
  sqlite3_close (db);
  accounts = load (database);
  g_assert_cmpuint (accounts->len, ==, 1);
  g_assert_cmpstr (plim_account_get_label (accounts->pdata[0]), ==,
                   "A\xef\xbf\xbd"
                   "B");
  g_assert_finalize_object (database);
}

/* As when another system left the clock of the computer wrong: what was seen then must not hide the
 * gaps of all the time until then. */
static void
test_silence_after_a_wrong_clock_is_a_gap (Fixture *fixture, gconstpointer unused)
{
  static const gint64 polled_at[] = { NOW + 30 * DAY, NOW, NOW + 2 * HOUR };
  PlimDatabase *database = open_database (fixture->path);
  g_autoptr (PlimAccount) account = plim_account_new (ACCOUNT, "demo");
  g_autofree char *gaps = NULL;
  g_autofree char *expected = g_strdup_printf ("%" G_GINT64_FORMAT, NOW + 2 * HOUR);
  sqlite3 *db;

  save_account (database, account);
  for (gsize i = 0; i < G_N_ELEMENTS (polled_at); i++) {
    poll_percent (account, 5 + (double) i, polled_at[i]);
    save_poll (database, account);
  }
  g_assert_finalize_object (database);
  db = open_file (fixture->path);
  gaps = ask (db, "SELECT group_concat (to_at) FROM gap");
  g_assert_cmpstr (gaps, ==, expected);
  sqlite3_close (db);
}

static gint64
get_size (PlimDatabase *database)
{
  g_autoptr (GAsyncResult) result = NULL;

  plim_database_get_size_async (database, NULL, on_done, &result);
  return plim_database_get_size_finish (database, await (&result), NULL);
}

static void
clear_history (PlimDatabase *database)
{
  g_autoptr (GAsyncResult) result = NULL;

  plim_database_clear_history_async (database, NULL, NULL, on_done, &result);
  g_assert_true (plim_database_clear_history_finish (database, await (&result), NULL));
}

static void
test_clearing_gives_the_disk_back (Fixture *fixture, gconstpointer unused)
{
  PlimDatabase *database = open_database (fixture->path);
  g_autofree PlimSample *samples = g_new0 (PlimSample, 20000);
  g_autoptr (GPtrArray) accounts = NULL;
  gint64 empty_bytes = get_size (database);
  GStatBuf status;

  add_account (database);
  for (guint i = 0; i < 20000; i++)
    samples[i] = (PlimSample){ NOW - 20000 + i, i % 100, NAN, NOW };
  g_assert_cmpuint (import_samples (database, samples, 20000), ==, 20000);
  g_assert_cmpint (get_size (database), >, empty_bytes + 20000 * 15);
  clear_history (database);
  g_assert_cmpint (get_size (database), <=, empty_bytes);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_size, <=, empty_bytes);
  accounts = load (database);
  g_assert_cmpuint (accounts->len, ==, 1);
  g_assert_finalize_object (database);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  alarm (WATCHDOG_S);
  g_test_add ("/database-limits/any-range-can-be-asked-for", Fixture, NULL, set_up,
              test_any_range_can_be_asked_for, tear_down);
  g_test_add ("/database-limits/import-takes-what-has-a-date", Fixture, NULL, set_up,
              test_import_takes_what_has_a_date, tear_down);
  g_test_add ("/database-limits/largest-amounts-are-rolled-up", Fixture, NULL, set_up,
              test_largest_amounts_are_rolled_up, tear_down);
  g_test_add ("/database-limits/damaged-text-is-valid", Fixture, NULL, set_up,
              test_damaged_text_is_valid, tear_down);
  g_test_add ("/database-limits/silence-after-a-wrong-clock-is-a-gap", Fixture, NULL, set_up,
              test_silence_after_a_wrong_clock_is_a_gap, tear_down);
  g_test_add ("/database-limits/clearing-gives-the-disk-back", Fixture, NULL, set_up,
              test_clearing_gives_the_disk_back, tear_down);
  return g_test_run ();
}
