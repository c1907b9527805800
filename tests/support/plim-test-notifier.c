/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-test-notifier.h"

#include "plim-settings.h"
#include "plim-test-database.h"
#include "plim-test-wait.h"

static void
start (PlimTestNotifier *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  self->notifier = plim_notifier_new (self->application, self->poller, self->database,
                                      PLIM_CLOCK (self->clock), self->settings);
  if (self->on_notice != NULL)
    g_signal_connect (self->notifier, "notice", self->on_notice, self->user_data);
  plim_notifier_load_async (self->notifier, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  plim_notifier_load_finish (self->notifier, result, &error);
  g_assert_no_error (error);
}

void
plim_test_notifier_begin (PlimTestNotifier *self,
                          GApplication *application,
                          gint64 now,
                          GCallback on_notice,
                          gpointer user_data)
{
  *self = (PlimTestNotifier){ .application = application,
                              .on_notice = on_notice,
                              .user_data = user_data };
  self->clock = plim_test_clock_new (now);
  self->poller_clock = plim_test_clock_new (now);
  self->settings = g_settings_new (PLIM_SETTINGS_SCHEMA);
  self->database = plim_test_open_database (NULL);
  self->fetcher = plim_fetcher_new ();
  self->accounts = g_list_store_new (PLIM_TYPE_ACCOUNT);
  self->poller = plim_poller_new (G_LIST_MODEL (self->accounts), self->fetcher,
                                  PLIM_CLOCK (self->poller_clock), NULL, self->settings);
  start (self);
}

void
plim_test_notifier_wait (PlimTestNotifier *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GHashTable) kept = NULL;

  plim_database_load_notices_async (self->database, NULL, plim_test_keep_result, &result);
  plim_test_wait (result != NULL);
  kept = plim_database_load_notices_finish (self->database, result, NULL);
  plim_test_settle ();
}

void
plim_test_notifier_restart (PlimTestNotifier *self)
{
  plim_test_notifier_wait (self);
  plim_clock_set_alarm (PLIM_CLOCK (self->clock), PLIM_TIME_UNKNOWN);
  g_assert_finalize_object (self->notifier);
  start (self);
}

void
plim_test_notifier_end (PlimTestNotifier *self)
{
  plim_test_notifier_wait (self);
  g_assert_finalize_object (self->notifier);
  g_assert_finalize_object (self->poller);
  g_assert_finalize_object (self->fetcher);
  g_assert_finalize_object (self->accounts);
  g_assert_finalize_object (self->clock);
  g_assert_finalize_object (self->poller_clock);
  plim_test_close_database (self->database);
  g_clear_object (&self->settings);
}

void
plim_test_foretell (PlimAccount *account,
                    const char *window_id,
                    PlimVerdict verdict,
                    gint64 runs_out_at)
{
  g_autoptr (GHashTable) forecasts =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  PlimForecast forecast = { .verdict = verdict,
                            .runs_out_at = runs_out_at,
                            .earliest_at = runs_out_at,
                            .latest_at = runs_out_at };

  g_hash_table_insert (forecasts, g_strdup (window_id), g_memdup2 (&forecast, sizeof forecast));
  plim_account_set_forecasts (account, forecasts);
}
