/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli-output.h"

#include "plim-cli-command.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

/* Opened the wrong way round, so that using one fails as it would have. */
void
plim_cli_output_open_streams (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
    /* Failing, it stays as closed as it was. */
    if (fcntl (fd, F_GETFD) == -1 &&
        open ("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) == -1)
      return;
  }
}

static gboolean
is_reader_gone (void)
{
  GPollFD poll = { .fd = STDOUT_FILENO };

  return g_poll (&poll, 1, 0) > 0 && (poll.revents & (G_IO_ERR | G_IO_HUP)) != 0;
}

/* A full disk must not leave half an export that looks like a whole one. */
gboolean
plim_cli_output_finish (GError **error)
{
  gboolean has_failed = ferror (stdout) != 0;
  int reason = fflush (stdout) != 0 ? errno : 0;

  if ((reason == 0 && !has_failed) || is_reader_gone ())
    return TRUE;
  if (reason == 0)
    g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_PROBLEM,
                         _ ("The output could not be written."));
  else
    g_set_error (error, PLIM_CLI_ERROR, PLIM_EXIT_PROBLEM,
                 /* Translators: %s is the system's reason */
                 _ ("The output could not be written: %s"), g_strerror (reason));
  return FALSE;
}
