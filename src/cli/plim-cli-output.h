/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * plim_cli_output_open_streams:
 *
 * Fills the places of standard streams that were closed. What is opened next would get their
 * numbers, and what is printed with it: the session bus, or the database. To be called before
 * anything is opened.
 */
void plim_cli_output_open_streams (void);

/**
 * plim_cli_output_finish:
 *
 * Writes out what waits for standard output, and looks at what became of all before. A reader of a
 * pipe who has left is no failure.
 *
 * Returns: %FALSE with an error in the %PLIM_CLI_ERROR domain when something could not be written
 */
gboolean plim_cli_output_finish (GError **error);

G_END_DECLS
