/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-history-keeper.h"

#include "plim-settings.h"
#include "plim-test-clock.h"
#include "plim-test-database.h"
#include "plim-test-wait.h"

#include <glib/gstdio.h>

#define ID "0b0f6a3e-5d0f-4d7e-8b57-0e1f1a2b3c01"
#define DAY ((gint64) 24 * 3600)
/* The first second of a day. */
#define NOW ((gint64) 1794960000)
#define FAR_AHEAD ((gint64) G_MAXINT32 - 2 * DAY)
#define N_SAMPLES 100

typedef struct {
  char *folder;
  char *path;
  GListStore *accounts;
  PlimAccount *account;
  PlimTestClock *clock;
  GSettings *settings;
  PlimFetcher *fetcher;
  PlimDatabase *database;
  PlimPoller *poller;
  PlimHistoryKeeper *keeper;
} Fixture;

static void
start (Fixture *self)
{
  self->database = plim_test_open_database (self->path);
  self->poller = plim_poller_new (G_LIST_MODEL (self->accounts), self->fetcher,
                                  PLIM_CLOCK (self->clock), NULL, self->settings);
  self->keeper = plim_history_keeper_new (self->database, self->poller, PLIM_CLOCK (self->clock),
                                          self->settings);
}

static void
stop (Fixture *self)
{
  g_assert_finalize_object (g_steal_pointer (&self->keeper));
  g_assert_finalize_object (g_steal_pointer (&self->poller));
  plim_test_close_database (g_steal_pointer (&self->database));
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->folder = g_dir_make_tmp ("plim-keeper-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "plimsoll.db", NULL);
  self->accounts = g_list_store_new (PLIM_TYPE_ACCOUNT);
  self->account = plim_account_new (ID, "demo");
  self->clock = plim_test_clock_new (NOW);
  self->settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  self->fetcher = plim_fetcher_new ();
  start (self);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  stop (self);
  g_unlink (self->path);
  g_rmdir (self->folder);
  g_assert_finalize_object (self->fetcher);
  g_assert_finalize_object (self->clock);
  g_object_unref (self->settings);
  g_object_unref (self->accounts);
  g_assert_finalize_object (self->account);
  g_free (self->path);
  g_free (self->folder);
}

/* A change a minute. */
static void
save_samples (Fixture *self)
{
  g_autoptr (GAsyncResult) added = NULL;

  plim_database_save_account_async (self->database, self->account, NULL, plim_test_keep_result,
                                    &added);
  plim_test_wait (added != NULL);
  g_assert_true (plim_database_save_account_finish (self->database, added, NULL));
  for (int i = 0; i < N_SAMPLES; i++) {
    g_autoptr (PlimSnapshot) snapshot = plim_snapshot_new (NOW + i * 60);
    g_autoptr (GAsyncResult) saved = NULL;

    plim_snapshot_add_window (snapshot, "session", PLIM_WINDOW_ROLLING)->used_percent = i;
    plim_snapshot_seal (snapshot);
    plim_account_update (self->account, snapshot, NULL, NOW + i * 60);
    plim_database_save_poll_async (self->database, self->account, NULL, plim_test_keep_result,
                                   &saved);
    plim_test_wait (saved != NULL);
    g_assert_true (plim_database_save_poll_finish (self->database, saved, NULL));
  }
}

static gint64
count_samples (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  plim_database_count_samples_async (self->database, ID, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  return plim_database_count_samples_finish (self->database, result, NULL);
}

/* A poll at @now, of whatever outcome. What it sets off is behind this when it returns: the same
 * was asked for once more, and jobs have their turns. */
static void
poll_at (Fixture *self, gint64 now)
{
  g_autoptr (GAsyncResult) result = NULL;

  plim_test_clock_jump (self->clock, now);
  g_signal_emit_by_name (self->poller, "polled", self->account);
  plim_database_maintain_async (self->database, now, 90 * DAY, 730 * DAY, NULL,
                                plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  g_assert_true (plim_database_maintain_finish (self->database, result, NULL));
}

static void
test_wrong_clock_loses_nothing (Fixture *self, gconstpointer unused)
{
  save_samples (self);
  for (int i = 0; i < 40; i++)
    poll_at (self, NOW + i * DAY);
  /* Some starts with a clock that is years ahead, one years behind, and all is right again. */
  for (int i = 0; i < 3; i++) {
    stop (self);
    start (self);
    poll_at (self, FAR_AHEAD + i * DAY);
  }
  g_assert_cmpint (count_samples (self), ==, N_SAMPLES);
  poll_at (self, NOW - 4000 * DAY);
  poll_at (self, NOW + 41 * DAY);
  g_assert_cmpint (count_samples (self), ==, N_SAMPLES);
}

static void
test_samples_that_are_pushed_set_it_off (Fixture *self, gconstpointer unused)
{
  save_samples (self);
  for (int i = 0; i < 92; i++) {
    plim_test_clock_jump (self->clock, NOW + i * DAY);
    plim_history_keeper_look (self->keeper);
  }
  while (count_samples (self) > 2)
    ;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  g_test_add ("/history-keeper/wrong-clock-loses-nothing", Fixture, NULL, set_up,
              test_wrong_clock_loses_nothing, tear_down);
  g_test_add ("/history-keeper/samples-that-are-pushed-set-it-off", Fixture, NULL, set_up,
              test_samples_that_are_pushed_set_it_off, tear_down);
  return g_test_run ();
}
