/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** PlimExit: what `plimsoll` ends with. */
typedef enum {
  PLIM_EXIT_OK = 0,
  PLIM_EXIT_PROBLEM = 1, /* a problem with an account */
  PLIM_EXIT_USAGE = 2,
  PLIM_EXIT_NO_SERVICE = 3, /* no service or no session bus */
} PlimExit;

/**
 * plim_cli_is_command:
 *
 * Returns: whether these arguments are for the command line rather than for starting the service
 *   (no arguments, and `--background` or `--gapplication-service` alone, are the service's)
 */
gboolean plim_cli_is_command (int argc, char **argv);

/** plim_cli_run: runs the command and returns its #PlimExit. */
int plim_cli_run (int argc, char **argv);

G_END_DECLS
