/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-cli.h"

G_BEGIN_DECLS

/**
 * plim_cli_complete:
 * @kind: `accounts` or `providers`
 *
 * Prints names, a line each, for the shells' completions. Never starts the service: whoever presses
 * Tab has not decided yet.
 */
int plim_cli_complete (const char *kind);

G_END_DECLS
