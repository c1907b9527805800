/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PlimCliWatch:
 * @dup_line: (transfer full): makes the line; @manager is %NULL while there is no service
 * @dup_key: (nullable): (transfer full): what of a line must change before the next is written; the
 *   line itself without it
 * @ticks: whether a line grows old by itself, so that it is made anew each minute
 *
 * What is written whenever something changes.
 */
typedef struct {
  char *(*dup_line) (GPtrArray *accounts, GVariant *manager, gint64 now, gpointer user_data);
  char *(*dup_key) (const char *line);
  gboolean ticks;
  gpointer user_data;
} PlimCliWatch;

/**
 * plim_cli_watch_run:
 *
 * Writes a line now and one after each change that the service tells of, and does not ask in
 * between. Where the service ends it says so and waits for the next one, without starting it.
 * Returns when nobody reads standard output any more, or it takes no more.
 *
 * Returns: %FALSE when the bus is gone
 */
gboolean plim_cli_watch_run (const PlimCliWatch *self, GDBusConnection *connection, GError **error);

G_END_DECLS
