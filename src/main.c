/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli-output.h"
#include "plim-cli-start.h"
#include "plim-cli.h"
#include "plim-core-dumps.h"
#include "plim-text-domain.h"

/* A command loads none of the libraries that the service alone needs: that took longer than most
 * commands do. */
int
main (int argc, char **argv)
{
  plim_cli_output_open_streams ();
  plim_core_dumps_forbid ();
  plim_text_domain_set_up ();
  if (plim_cli_is_command (argc, argv))
    return plim_cli_run (argc, argv);
  return plim_cli_become_service (argv);
}
