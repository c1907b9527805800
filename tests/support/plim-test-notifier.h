/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-notifier.h"
#include "plim-test-clock.h"

G_BEGIN_DECLS

/**
 * PlimTestNotifier:
 * @clock: the notifier's own
 * @database: in memory
 * @poller: never started: who polls is the test
 *
 * A notifier and all that it stands on, for a test's fixture.
 */
typedef struct {
  PlimTestClock *clock;
  PlimTestClock *poller_clock;
  GSettings *settings;
  PlimDatabase *database;
  PlimFetcher *fetcher;
  GListStore *accounts;
  PlimPoller *poller;
  PlimNotifier *notifier;
  GApplication *application;
  GCallback on_notice;
  gpointer user_data;
} PlimTestNotifier;

/**
 * plim_test_notifier_begin:
 * @application: (nullable): delivers
 * @on_notice: (nullable): hears each #PlimNotifier::notice with @user_data
 *
 * Makes everything, and has the notifier loaded.
 */
void plim_test_notifier_begin (PlimTestNotifier *self,
                               GApplication *application,
                               gint64 now,
                               GCallback on_notice,
                               gpointer user_data);

/** plim_test_notifier_wait: returns when the database has done what was asked of it so far. */
void plim_test_notifier_wait (PlimTestNotifier *self);

/** plim_test_notifier_restart: another notifier, which knows what the first has kept */
void plim_test_notifier_restart (PlimTestNotifier *self);

/** plim_test_notifier_end: checks that nobody holds any of it. */
void plim_test_notifier_end (PlimTestNotifier *self);

/** plim_test_foretell: where a window of @account goes, as the trend tells it */
void plim_test_foretell (PlimAccount *account,
                         const char *window_id,
                         PlimVerdict verdict,
                         gint64 runs_out_at);

G_END_DECLS
