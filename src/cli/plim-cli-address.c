/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli-address.h"

#include "plim-cli-command.h"
#include "plim-cli-secret.h"
#include "plim-cli-wait.h"
#include "plim-secrets.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

static gboolean
store (const char *name, const char *description, const char *address, GError **error)
{
  g_auto (PlimCliWait) wait;

  plim_cli_wait_init (&wait);
  plim_secrets_store_async (name, PLIM_POST_FIELD, description, address, NULL,
                            plim_cli_wait_on_done, &wait);
  return plim_secrets_store_finish (plim_cli_wait_run (&wait), error);
}

gboolean
plim_cli_address_read (const char *name, const char *description, char **words, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GUri) uri = NULL;
  gboolean is_stored = FALSE;
  char *address;

  if (words[0] != NULL) {
    g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE,
                         _ ("The address is a secret, and other programs see what is on a command "
                            "line. Leave it out there: it is asked for, or read from standard "
                            "input."));
    return FALSE;
  }
  address = plim_cli_secret_read (_ ("Address"), error);
  if (address == NULL)
    return FALSE;
  uri = plim_post_url_parse (address, &problem);
  if (uri != NULL && plim_post_url_is_plain (uri))
    g_printerr ("%s\n", _ ("This connection is not encrypted: whoever can listen in your network "
                           "can read the address and what is posted."));
  if (uri != NULL)
    is_stored = store (name, description, address, error);
  else
    g_set_error_literal (error, PLIM_CLI_ERROR, PLIM_EXIT_USAGE, problem->message);
  secret_password_free (address);
  return is_stored;
}

gboolean
plim_cli_address_clear (const char *name, GError **error)
{
  return plim_cli_secret_clear (name, PLIM_POST_FIELD, error);
}

gboolean
plim_cli_address_exists (const char *name, GError **error)
{
  g_auto (PlimCliWait) wait;
  g_autoptr (GHashTable) stored = NULL;

  plim_cli_wait_init (&wait);
  plim_secrets_list_async (NULL, plim_cli_wait_on_done, &wait);
  stored = plim_secrets_list_finish (plim_cli_wait_run (&wait), error);
  return stored != NULL && g_hash_table_contains (stored, name);
}
