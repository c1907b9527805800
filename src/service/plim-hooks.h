/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-notifier.h"

G_BEGIN_DECLS

/** PLIM_HOOKS_TIMEOUT_MS: the longest that a command may take. */
#define PLIM_HOOKS_TIMEOUT_MS (30 * 1000)

/**
 * PlimHooks:
 *
 * The user's own command, and an address of theirs, that are told of events: what the notifier
 * decided, whether or not it also shows a notification. Off until one of them is set.
 *
 * The command gets PLIMSOLL_EVENT (one of PLIM_EVENT_NAMES, or `test`), PLIMSOLL_ACCOUNT,
 * PLIMSOLL_LABEL, PLIMSOLL_PROVIDER, PLIMSOLL_STATUS, PLIMSOLL_INCIDENT (in the provider's words)
 * and, of a limit, PLIMSOLL_WINDOW, PLIMSOLL_TITLE, PLIMSOLL_LEVEL (`warning`, `critical`,
 * `reached`), PLIMSOLL_USED_PERCENT, PLIMSOLL_RESETS_AT and PLIMSOLL_RUNS_OUT_AT (ISO 8601) in its
 * environment; the address gets the same as JSON with the names in lower case and without the
 * prefix. What is not known is left out.
 */
#define PLIM_TYPE_HOOKS (plim_hooks_get_type ())
G_DECLARE_FINAL_TYPE (PlimHooks, plim_hooks, PLIM, HOOKS, GObject)

/** plim_hooks_new: @notifier: whose events they are; @timeout_ms: for a command */
PlimHooks *plim_hooks_new (PlimNotifier *notifier, GSettings *settings, guint timeout_ms);

/** plim_hooks_get_n_running: commands that run now, and posts under way */
guint plim_hooks_get_n_running (PlimHooks *self);

/** plim_hooks_test_async: tells both of the event `test`, whatever events were chosen. */
void plim_hooks_test_async (PlimHooks *self, GAsyncReadyCallback callback, gpointer user_data);

/** plim_hooks_test_finish: whether there is a hook, and each worked */
gboolean plim_hooks_test_finish (PlimHooks *self, GAsyncResult *result, GError **error);

G_END_DECLS
