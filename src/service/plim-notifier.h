/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account-list.h"
#include "plim-poller.h"

G_BEGIN_DECLS

/**
 * PlimNotifier:
 *
 * Says once what people want to know: a window passed a level (warning, critical, 100), a sign-in
 * no longer works. Once per window, level and reset; re-armed by the reset; the first observation
 * of a window is a baseline; a failed or stale poll neither fires nor re-arms. The state is durable
 * before a notice is delivered.
 *
 * Property `snoozed-until` (gint64, read only, notifies). Signal `notice (id, title, body)`: what
 * is being delivered, all strings. Signal `event (name, account, window id or %NULL)`: what was
 * decided, one of the PLIM_EVENT_ names, also where the user wants no notification of it.
 */
#define PLIM_EVENT_THRESHOLD "threshold"
#define PLIM_EVENT_RESET "reset"
#define PLIM_EVENT_SIGN_IN_EXPIRED "sign-in-expired"
#define PLIM_EVENT_COLLECTOR_STOPPED "collector-stopped"
#define PLIM_TYPE_NOTIFIER (plim_notifier_get_type ())
G_DECLARE_FINAL_TYPE (PlimNotifier, plim_notifier, PLIM, NOTIFIER, GObject)

/**
 * plim_notifier_new:
 * @application: (nullable): delivers; notices use its actions `app.open-account (s)`, `app.snooze
 * (s)` and `app.sign-in (s)`
 * @poller: its `polled` is what is watched
 */
PlimNotifier *plim_notifier_new (GApplication *application,
                                 PlimPoller *poller,
                                 PlimDatabase *database,
                                 PlimClock *clock,
                                 GSettings *settings);

/** plim_notifier_load_async: reads what was said before; nothing is said until it is done. */
void plim_notifier_load_async (PlimNotifier *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean plim_notifier_load_finish (PlimNotifier *self, GAsyncResult *result, GError **error);

/** plim_notifier_snooze: no limit notices before @until; 0 ends it. Kept over a restart. */
void plim_notifier_snooze (PlimNotifier *self, gint64 until);
gint64 plim_notifier_get_snoozed_until (PlimNotifier *self);

/** plim_notifier_snooze_until_reset: silences @account_id's windows until each is reset. */
void plim_notifier_snooze_until_reset (PlimNotifier *self, const char *account_id);

/** plim_notifier_observe: looks at @account's numbers as after a poll; of a new account they are
 * the baseline. */
void plim_notifier_observe (PlimNotifier *self, PlimAccount *account);

/** plim_notifier_tell_stopped: a collector sends nothing any more for @account. */
void plim_notifier_tell_stopped (PlimNotifier *self, PlimAccount *account);

/** plim_notifier_forget: an account was removed: its notices are withdrawn. */
void plim_notifier_forget (PlimNotifier *self, const char *account_id);

G_END_DECLS
