/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * plim_cli_start_service:
 *
 * Starts the service and waits until it is there: by D-Bus activation, or, where the bus cannot or
 * this program runs from a build folder, as a process of its own that outlives this one.
 */
gboolean plim_cli_start_service (GDBusConnection *connection, GError **error);

/** plim_cli_is_installed: whether this program runs from where it was installed; if not, it starts
 * its siblings in the build folder rather than what the bus would activate, which may be another
 * version. */
gboolean plim_cli_is_installed (void);

/** plim_cli_find_program: (transfer full): the path of another program of ours that nobody types:
 * the sibling in the build folder, or what is installed */
char *plim_cli_find_program (const char *name);

/**
 * plim_cli_become_service:
 * @argv: what the service gets, ended by %NULL
 *
 * Goes on as the service, in this very process.
 *
 * Returns: only when that failed, with what the process should end with
 */
int plim_cli_become_service (char **argv);

G_END_DECLS
