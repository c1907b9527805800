/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli-complete.h"

#include "plim-cli-service.h"
#include "plim-cli-text.h"
#include "plim-providers.h"
#include "plim-report.h"

#include <stdio.h>

static int
print_accounts (void)
{
  /* Without a service there are no names, which is all that a shell can make of it. */
  g_autoptr (PlimCliService) service = plim_cli_service_open (FALSE, NULL);
  PlimThresholds thresholds;
  PlimFormat format;

  plim_report_read_preferences (&format, &thresholds);
  for (guint i = 0; service != NULL && i < service->accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (service->accounts, i);
    g_autofree char *label = plim_text_dup_printable (plim_account_get_label (account));

    puts (format.privacy ? plim_account_get_id (account) : label);
  }
  return service != NULL ? PLIM_EXIT_OK : PLIM_EXIT_NO_SERVICE;
}

int
plim_cli_complete (const char *kind)
{
  if (g_str_equal (kind, "accounts"))
    return print_accounts ();
  if (!g_str_equal (kind, "providers"))
    return PLIM_EXIT_USAGE;
  for (const PlimProvider *const *each = plim_providers_get_all (); *each != NULL; each++)
    printf ("%s\n", (*each)->id);
  return PLIM_EXIT_OK;
}
