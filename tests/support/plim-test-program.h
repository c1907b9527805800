/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* `plimsoll` as a person or a script runs it; the environment's PLIMSOLL says where it is. */

/**
 * PlimTestRun:
 *
 * What a run of the program gave.
 */
typedef struct {
  int status;
  char *output;
  char *errors;
} PlimTestRun;

void plim_test_run_clear (PlimTestRun *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlimTestRun, plim_test_run_clear)

/**
 * plim_test_run:
 * @input: (nullable): what standard input gets
 * @...: the arguments, ended by %NULL
 *
 * Runs the program to its end and puts what it gave into @self, in place of what was there.
 *
 * Returns: the exit status
 */
int plim_test_run (PlimTestRun *self, const char *input, ...) G_GNUC_NULL_TERMINATED;

/** plim_test_run_shell: as plim_test_run(), for a line of sh, which finds the program in $PLIMSOLL
 */
int plim_test_run_shell (PlimTestRun *self, const char *line);

/** plim_test_start: (transfer full): the running program, with a pipe for standard output */
GSubprocess *plim_test_start (const char *argument, ...) G_GNUC_NULL_TERMINATED;

/** plim_test_get_service_process: of the service that is on the session bus */
pid_t plim_test_get_service_process (void);

/** plim_test_assert_contains: @part is in @text. */
void plim_test_assert_contains (const char *text, const char *part);

G_END_DECLS
