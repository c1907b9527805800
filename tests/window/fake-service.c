/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts sample accounts on the bus until it is ended, to look at the window and to measure it:
 * fake-service [NUMBER OF ACCOUNTS] */
#include "plim-fake-service.h"
#include "plim-sample-accounts.h"
#include "plim-sample-history.h"

#include <stdlib.h>

int
main (int argc, char **argv)
{
  g_autoptr (PlimFakeService) service = plim_fake_service_new ();
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GPtrArray) accounts = plim_sample_accounts (now);
  g_autoptr (PlimIncident) incident =
      plim_incident_new ("i1", "Elevated errors on requests to several models", PLIM_IMPACT_MAJOR,
                         now - 900);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint n_accounts = argc > 1 ? (guint) atoi (argv[1]) : accounts->len;

  plim_account_set_incident (g_ptr_array_index (accounts, 0), incident);
  plim_account_set_next_poll_reason (g_ptr_array_index (accounts, 0), PLIM_POLL_REASON_LOOKED);
  plim_account_set_next_poll_at (g_ptr_array_index (accounts, 0), now + 100);
  for (guint i = 0; i < MIN (n_accounts, accounts->len); i++)
    plim_fake_service_show (service, g_ptr_array_index (accounts, i));
  plim_sample_history_give (service, now);
  g_main_loop_run (loop);
  return 0;
}
