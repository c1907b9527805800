/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When pushed samples are shown: at once while they are few, rarely while they are many, and then
 * the last of them. Only what must not be early is timed: how late things are is the machine's. */
#include "plim-collectors.h"
#include "plim-time.h"

#include "plim-test-clock.h"
#include "plim-test-database.h"
#include "plim-test-wait.h"

#include <string.h>

#define NOW ((gint64) 1795000000)
#define MANY 65
#define MANY_PAUSE_US (490 * 1000)

typedef struct {
  PlimDatabase *database;
  PlimAccountList *accounts;
  PlimCollectors *collectors;
  guint n_sent, n_answered, n_shown;
  gint64 shown_at_us[2]; /* monotonic */
} Fixture;

static void
on_sampled (PlimCollectors *collectors, PlimAccount *account, Fixture *fixture)
{
  g_assert_cmpuint (fixture->n_shown, <, G_N_ELEMENTS (fixture->shown_at_us));
  fixture->shown_at_us[fixture->n_shown++] = g_get_monotonic_time ();
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (PlimTestClock) clock = plim_test_clock_new (NOW);

  fixture->database = plim_test_open_database (NULL);
  fixture->accounts = plim_account_list_new (fixture->database);
  fixture->collectors =
      plim_collectors_new (fixture->accounts, fixture->database, PLIM_CLOCK (clock));
  g_signal_connect (fixture->collectors, "sampled", G_CALLBACK (on_sampled), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_assert_finalize_object (fixture->collectors);
  g_object_unref (fixture->accounts);
  plim_test_close_database (fixture->database);
}

static void
on_ingested (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (PlimIngestResult) answer =
      plim_collectors_ingest_finish (PLIM_COLLECTORS (source), result);

  g_assert_cmpint (answer->status, ==, PLIM_INGEST_OK);
  fixture->n_answered++;
}

/* Each a second later than the one before. */
static void
send (Fixture *fixture, double percent)
{
  g_autofree char *at = plim_time_to_iso8601 (NOW - 1000 + fixture->n_sent++);
  g_autofree char *text = g_strdup_printf (
      "{\"schema_version\": \"2.0\", \"provider\": \"codex\", \"collected_at\": \"%s\","
      " \"status\": \"ok\", \"collector_data\": {\"id\": \"shell_script\", \"version\": \"1\"},"
      " \"account_data\": {\"id\": \"one\", \"label\": \"One\"}, \"usage_data\": {\"windows\": ["
      "{\"id\": \"short\", \"label\": \"5-hour window\", \"duration_seconds\": 18000,"
      " \"used_percent\": %.0f, \"reset_at\": \"2026-12-01T00:00:00Z\", \"limit_reached\": false}"
      "]}, \"error\": null}",
      at, percent);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  plim_collectors_ingest_async (fixture->collectors, body, on_ingested, fixture);
}

static double
get_percent (Fixture *fixture)
{
  g_autoptr (PlimAccount) account = g_list_model_get_item (G_LIST_MODEL (fixture->accounts), 0);

  return plim_snapshot_get_window (plim_account_get_snapshot (account), 0)->used_percent;
}

static void
test_few_are_shown_before_they_are_answered (Fixture *fixture, gconstpointer unused)
{
  send (fixture, 10);
  plim_test_wait (fixture->n_answered == 1);
  g_assert_cmpuint (fixture->n_shown, ==, 1);
  g_assert_cmpfloat (get_percent (fixture), ==, 10);
}

static void
test_many_are_shown_together_and_rarely (Fixture *fixture, gconstpointer unused)
{
  for (guint i = 1; i <= MANY; i++)
    send (fixture, i);
  plim_test_wait (fixture->n_answered == MANY);
  g_assert_cmpuint (fixture->n_shown, ==, 1);
  g_assert_cmpfloat (get_percent (fixture), ==, MANY);
  send (fixture, 80);
  plim_test_wait (fixture->n_shown == 2);
  g_assert_cmpint (fixture->shown_at_us[1] - fixture->shown_at_us[0], >=, MANY_PAUSE_US);
  g_assert_cmpfloat (get_percent (fixture), ==, 80);
}

static void
test_flush_shows_now (Fixture *fixture, gconstpointer unused)
{
  for (guint i = 1; i <= MANY; i++)
    send (fixture, i);
  plim_test_wait (fixture->n_answered == MANY);
  send (fixture, 80);
  plim_test_wait (fixture->n_answered == MANY + 1);
  plim_collectors_flush (fixture->collectors);
  g_assert_cmpuint (fixture->n_shown, ==, 2);
  g_assert_cmpfloat (get_percent (fixture), ==, 80);
}

#define ADD(name, test) g_test_add ("/ingest-show/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plim_test_start_watchdog ();
  ADD ("few-are-shown-before-they-are-answered", test_few_are_shown_before_they_are_answered);
  ADD ("many-are-shown-together-and-rarely", test_many_are_shown_together_and_rarely);
  ADD ("flush-shows-now", test_flush_shows_now);
  return g_test_run ();
}
