/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A service that is there and does not answer. */

/**
 * plim_cli_silence_dup_advice:
 * @connection: the session bus
 *
 * Returns: (transfer full) (nullable): a sentence with the command that ends the service even when
 *   it hangs; %NULL when there is none
 */
char *plim_cli_silence_dup_advice (GDBusConnection *connection);

/** plim_cli_silence_is_there: whether there is a service, whatever it does */
gboolean plim_cli_silence_is_there (void);

/**
 * plim_cli_silence_explain:
 * @waited_s: how long an answer was waited for
 * @error: (inout): of a call of the service
 *
 * Replaces an error that tells of no answer by one that says what hangs and what to do, with the
 * code %PLIM_EXIT_NO_SERVICE. Others stay.
 */
void plim_cli_silence_explain (GDBusConnection *connection, guint waited_s, GError **error);

G_END_DECLS
