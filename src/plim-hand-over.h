/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * plim_hand_over:
 * @may_start: whether the bus may start the service when it does not run
 * @token: (nullable): an activation token, so that the window may take the focus
 *
 * Asks the service to show the window. Blocks: only for main().
 *
 * Returns: whether there is a service that now does so
 */
gboolean plim_hand_over (GDBusConnection *connection, gboolean may_start, const char *token);

/** plim_hand_over_take_token: (transfer full) (nullable): the token that the desktop gave this
 * process; it is taken out of the environment, so that no child uses it again. */
char *plim_hand_over_take_token (void);

G_END_DECLS
