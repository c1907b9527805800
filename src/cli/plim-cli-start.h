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

G_END_DECLS
