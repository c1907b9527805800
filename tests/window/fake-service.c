/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts sample accounts on the bus until it is ended, to look at the window and to measure it:
 * fake-service [NUMBER OF ACCOUNTS] */
#include "plim-fake-service.h"
#include "plim-sample-accounts.h"

#include <stdlib.h>

int
main (int argc, char **argv)
{
  g_autoptr (PlimFakeService) service = plim_fake_service_new ();
  g_autoptr (GPtrArray) accounts = plim_sample_accounts (g_get_real_time () / G_USEC_PER_SEC);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint n_accounts = argc > 1 ? (guint) atoi (argv[1]) : accounts->len;

  for (guint i = 0; i < MIN (n_accounts, accounts->len); i++)
    plim_fake_service_show (service, g_ptr_array_index (accounts, i));
  g_main_loop_run (loop);
  return 0;
}
