/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-cli-finding.h"

G_BEGIN_DECLS

/* What a sandbox keeps from Plimsoll. */

/** plim_cli_sandbox_load: (transfer full) (nullable): what a Flatpak finds in `/.flatpak-info`;
 * %NULL outside of one */
GKeyFile *plim_cli_sandbox_load (void);

/** plim_cli_sandbox_has_portal: whether the desktop has the portal @name, such as `Secret`. */
gboolean plim_cli_sandbox_has_portal (GDBusConnection *session, const char *name);

/**
 * plim_cli_sandbox_add_findings:
 * @sandbox: as from plim_cli_sandbox_load()
 * @session: (nullable): without it nothing is said of portals
 *
 * Says which of the host's files are shown, with the command for each sign-in that is not, what of
 * the desktop is not told, and how Plimsoll starts at login.
 */
void plim_cli_sandbox_add_findings (PlimCliFindings *findings,
                                    GKeyFile *sandbox,
                                    GDBusConnection *session);

G_END_DECLS
