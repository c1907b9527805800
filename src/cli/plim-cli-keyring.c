/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-cli-keyring.h"

#include "plim-secrets.h"

#include <glib/gi18n-lib.h>

char *
plim_cli_keyring_dup_sentence (const GError *failure)
{
  const char *sentence;

  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    sentence = _ ("Interrupted; nothing was changed.");
  else if (g_error_matches (failure, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_MISSING))
    sentence = _ ("No keyring is running. Install or start one, such as GNOME Keyring or KWallet.");
  else if (g_error_matches (failure, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_SILENT))
    sentence = _ ("The keyring does not answer. End it, or log out and in again; then try again.");
  else if (g_error_matches (failure, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_LOCKED))
    return g_strdup (_ ("The keyring is locked. “plimsoll unlock” asks for its password."));
  else if (g_error_matches (failure, PLIM_SECRETS_ERROR, PLIM_SECRETS_ERROR_CANCELLED))
    sentence = _ ("The keyring was not unlocked; nothing was changed.");
  else
    sentence = _ ("The keyring failed.");
  return g_strdup_printf ("%s (%s)", sentence, failure->message);
}
