/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** plim_command_replay: `plimsoll replay PROVIDER [--now TIME] [--set KEY=VALUE]… FILE…`; returns a
 * #PlimExit. */
int plim_command_replay (int argc, char **argv);

G_END_DECLS
