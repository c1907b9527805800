/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "database-fixture.h"
#include "plim-history.h"

#define HOUR ((gint64) 3600)
#define DAY (24 * HOUR)
/* The first second of a day: 2026-11-18T00:00:00Z, a Wednesday. */
#define MIDNIGHT ((gint64) 1794960000)

typedef struct {
  gint64 at;
  double percent;
  gint64 resets_at;
} Poll;

/* Saves polls of one window, each expected within five minutes. */
static inline void
save_polls (PlimDatabase *database, PlimAccount *account, const Poll *polls, guint n_polls)
{
  for (guint i = 0; i < n_polls; i++) {
    g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (polls[i].at);
    PlimUsageWindow *window = plim_snapshot_add_window (snapshot, "session", PLIM_WINDOW_ROLLING);

    window->used_percent = polls[i].percent;
    window->resets_at = polls[i].resets_at;
    plim_snapshot_seal (snapshot);
    plim_account_update (account, snapshot, NULL, polls[i].at);
    save_poll (database, account);
  }
}

static inline PlimAccount *
add_account (PlimDatabase *database, const char *id)
{
  PlimAccount *account = plim_account_new (id, "demo");

  plim_account_set_expected_interval (account, 300);
  save_account (database, account);
  return account;
}

static inline void
maintain (PlimDatabase *database, gint64 now, gint64 raw_s, gint64 hour_s)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ok;

  plim_database_maintain_async (database, now, raw_s, hour_s, NULL, on_done, &result);
  ok = plim_database_maintain_finish (database, await (&result), &error);
  g_assert_no_error (error);
  g_assert_true (ok);
}

/* So long that the clock is believed. */
static inline void
maintain_for_a_month (PlimDatabase *database, gint64 until, gint64 raw_s, gint64 hour_s)
{
  for (int i = 29; i >= 0; i--)
    maintain (database, until - i * DAY, raw_s, hour_s);
}

/* A change every ten minutes for so many days: up by one, anew every five hours. */
static inline void
save_days (PlimDatabase *database, PlimAccount *account, int n_days)
{
  for (int i = 0; i < n_days * 144; i++) {
    Poll poll = { MIDNIGHT + i * 600, i % 30, MIDNIGHT + (i / 30 + 1) * 30 * 600 };

    save_polls (database, account, &poll, 1);
  }
}

static inline char *
count (const char *path, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", table);
  sqlite3 *db = open_file (path);
  char *text = ask (db, sql);

  sqlite3_close (db);
  return text;
}

static inline void
assert_count (Fixture *fixture, const char *table, const char *expected)
{
  g_autofree char *actual = count (fixture->path, table);

  g_test_message ("rows of %s", table);
  g_assert_cmpstr (actual, ==, expected);
}

static inline GPtrArray *
get_all_series (PlimDatabase *database, const char *id, gint64 from, gint64 to, guint max_points)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *all;

  plim_database_get_series_async (database, id, NULL, from, to, max_points, NULL, on_done, &result);
  all = plim_database_get_series_finish (database, await (&result), &error);
  g_assert_no_error (error);
  return all;
}

static inline PlimSeries *
get_series (PlimDatabase *database, gint64 from, gint64 to, guint max_points)
{
  g_autoptr (GPtrArray) all = get_all_series (database, ACCOUNT, from, to, max_points);

  g_assert_cmpuint (all->len, ==, 1);
  return g_ptr_array_steal_index (all, 0);
}

static inline double
get_consumption (PlimDatabase *database, gint64 from, gint64 to)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = NULL;
  const PlimHistorySums *sums;
  gint64 bounds[] = { from, to };

  plim_database_get_consumption_async (database, ACCOUNT, "session", bounds, 2, NULL, on_done,
                                       &result);
  all = plim_database_get_consumption_finish (database, await (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 1);
  sums = all->pdata[0];
  g_assert_cmpstr (sums->account_id, ==, ACCOUNT);
  g_assert_cmpstr (sums->window_id, ==, "session");
  g_assert_cmpuint (sums->sums->len, ==, 1);
  return g_array_index (sums->sums, double, 0);
}
