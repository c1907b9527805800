/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * plim_hook_run_async:
 * @argv: (array zero-terminated=1): a program and its arguments; no shell sees them
 * @environment: (array zero-terminated=1): `NAME=VALUE`, beside the service's own
 * @timeout_ms: then it and what it started gets SIGTERM, and SIGKILL a while later
 *
 * Runs a user's command in a process group of its own, without input and output.
 */
void plim_hook_run_async (const char *const *argv,
                          const char *const *environment,
                          guint timeout_ms,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

/** plim_hook_run_finish: whether it ended with 0 */
gboolean plim_hook_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
