/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account-list.h"
#include "plim-event.h"
#include "plim-poller.h"

G_BEGIN_DECLS

/**
 * PlimNotifier:
 *
 * Says once what people want to know, see #PlimNoticeKind. Once per window, threshold and reset;
 * re-armed by the reset; the first observation of a window is a baseline; a failed or stale poll
 * neither fires nor re-arms. What comes within a few seconds, or while nothing may be said, is one
 * notice, and only what is still true then; of one kind an account has at most one a minute. The
 * state is durable before a notice is delivered, which is withdrawn when it is no longer true.
 *
 * Property `snoozed-until` (gint64, read only, notifies). Signal `notice (id, title, body)`: what
 * is being delivered, all strings. Signal `event (name, account, window id or %NULL)`: what was
 * decided, one of the PLIM_EVENT_ names, at once, and also where the user wants no notification of
 * it.
 */
#define PLIM_TYPE_NOTIFIER (plim_notifier_get_type ())
G_DECLARE_FINAL_TYPE (PlimNotifier, plim_notifier, PLIM, NOTIFIER, GObject)

/**
 * plim_notifier_new:
 * @application: (nullable): delivers; notices use its actions `app.open`, `app.open-account (s)`,
 *   `app.snooze (s)`, `app.snooze-hour`, `app.copy-command (s)` and `app.sign-in (s)`
 * @poller: its `polled` is what is watched
 * @clock: whose alarm is the notifier's alone
 */
PlimNotifier *plim_notifier_new (GApplication *application,
                                 PlimPoller *poller,
                                 PlimDatabase *database,
                                 PlimClock *clock,
                                 GSettings *settings);

/** plim_notifier_get_settings: (transfer none): which say what is told */
GSettings *plim_notifier_get_settings (PlimNotifier *self);

/** plim_notifier_load_async: reads what was said before; nothing is said until it is done. */
void plim_notifier_load_async (PlimNotifier *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean plim_notifier_load_finish (PlimNotifier *self, GAsyncResult *result, GError **error);

/** plim_notifier_take_up: after loading: what the last run had to say, and nothing else will tell:
 * that collectors of @accounts stopped. */
void plim_notifier_take_up (PlimNotifier *self, GListModel *accounts);

/** plim_notifier_snooze: no limit notices before @until; 0 ends it. Kept over a restart. */
void plim_notifier_snooze (PlimNotifier *self, gint64 until);
gint64 plim_notifier_get_snoozed_until (PlimNotifier *self);

/** plim_notifier_snooze_until_reset: silences @account_id's windows until each is reset. */
void plim_notifier_snooze_until_reset (PlimNotifier *self, const char *account_id);

/** plim_notifier_set_quiet: while the user must not be disturbed, notices wait. */
void plim_notifier_set_quiet (PlimNotifier *self, gboolean quiet);

/** plim_notifier_set_can_act: whether the desktop shows buttons on notifications; it does unless
 * told otherwise. */
void plim_notifier_set_can_act (PlimNotifier *self, gboolean can_act);

/** plim_notifier_observe: looks at @account's numbers as after a poll; of a new account they are
 * the baseline. */
void plim_notifier_observe (PlimNotifier *self, PlimAccount *account);

/** plim_notifier_tell_stopped: a collector sends nothing any more for @account. */
void plim_notifier_tell_stopped (PlimNotifier *self, PlimAccount *account);

/**
 * plim_notifier_tell_incident:
 * @id: (nullable): the provider's id of the incident; %NULL: there is none any more
 * @text: (nullable): in the provider's words, plain text; %NULL with @id
 *
 * The provider of @account tells of an incident on its status page; to be called for each of its
 * accounts: together they are one notice. The same @id is said once, also over restarts.
 */
void plim_notifier_tell_incident (PlimNotifier *self,
                                  PlimAccount *account,
                                  const char *id,
                                  const char *text);

/** plim_notifier_forget: an account was removed: its notices are withdrawn. */
void plim_notifier_forget (PlimNotifier *self, const char *account_id);

G_END_DECLS
