/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * plim_command_replay:
 * @argv: from the command's name on: `replay PROVIDER [--now TIME] [--set KEY=VALUE]… FILE…`
 *
 * Hands recorded answers to a provider and prints, as JSON, what it asked and what it understood.
 * No network, no keyring, no service.
 *
 * Returns: a #PlimExit: 1 when the provider understood a failure
 */
int plim_command_replay (int argc, char **argv);

G_END_DECLS
