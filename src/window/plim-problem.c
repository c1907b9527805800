/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-problem.h"

#include "plim-advice.h"
#include "plim-bus-codec.h"
#include "plim-redact.h"
#include "plim-secrets.h"

#include <glib/gi18n-lib.h>

static char *
dup_secrets_sentence (const GError *error)
{
  switch ((PlimSecretsError) error->code) {
  case PLIM_SECRETS_ERROR_LOCKED:
  case PLIM_SECRETS_ERROR_CANCELLED:
    return g_strdup (_ ("The keyring was not unlocked, so the sign-in could not be kept. "
                        "Try again and enter the keyring’s password."));
  case PLIM_SECRETS_ERROR_MISSING:
    return g_strdup (_ ("No keyring is running that could keep the sign-in. Install or start one, "
                        "such as GNOME Keyring or KWallet, then try again."));
  case PLIM_SECRETS_ERROR_SILENT:
    return g_strdup (
        _ ("The keyring does not answer. End it, or log out and in again; then try again."));
  case PLIM_SECRETS_ERROR_NOT_FOUND:
  case PLIM_SECRETS_ERROR_FAILED:
  default:
    return g_strdup (_ ("The keyring did not keep the sign-in. Look at the details, "
                        "then try again."));
  }
}

static char *
dup_bus_sentence (const GError *error)
{
  switch ((PlimBusError) error->code) {
  case PLIM_BUS_ERROR_INVALID_ARGUMENT:
    return g_strdup (_ ("These settings cannot be used. The details say why."));
  case PLIM_BUS_ERROR_NOT_FOUND:
    return g_strdup (_ ("This account no longer exists."));
  case PLIM_BUS_ERROR_NOT_AUTHENTICATED:
  case PLIM_BUS_ERROR_MISCONFIGURED:
  case PLIM_BUS_ERROR_RATE_LIMITED:
  case PLIM_BUS_ERROR_PROVIDER_UNAVAILABLE:
  case PLIM_BUS_ERROR_INVALID_RESPONSE:
  case PLIM_BUS_ERROR_OFFLINE:
  case PLIM_BUS_ERROR_FAILED:
  default:
    return g_strdup (_ ("Plimsoll could not do this. The details say why."));
  }
}

static char *
dup_status_sentence (const GError *status, const char *provider_name, const char *label)
{
  PlimCause cause = plim_error_get_cause (status);

  /* The account's own sentence says "no longer": here the user has just typed the sign-in. */
  if (status->code == PLIM_STATUS_NOT_AUTHENTICATED && cause == PLIM_CAUSE_NONE)
    /* Translators: %s is a provider, such as "Claude" */
    return g_strdup_printf (_ ("%s does not accept this sign-in. Follow the steps once more "
                               "and paste a new one."),
                            provider_name);
  return plim_advice_dup_sentence ((PlimStatus) status->code, cause, provider_name, label);
}

char *
plim_problem_dup_sentence (const GError *error, const char *provider_name, const char *label)
{
  g_autoptr (GError) status = NULL;

  g_return_val_if_fail (error != NULL, NULL);

  status = plim_bus_error_to_status (error);
  if (status != NULL)
    return dup_status_sentence (status, provider_name, label);
  if (error->domain == PLIM_SECRETS_ERROR)
    return dup_secrets_sentence (error);
  if (error->domain == PLIM_BUS_ERROR)
    return dup_bus_sentence (error);
  return g_strdup (_ ("Plimsoll’s background service does not answer. Start it, then try again."));
}

char *
plim_problem_dup_keeping_sentence (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain != PLIM_SECRETS_ERROR)
    return plim_problem_dup_sentence (error, "Plimsoll", NULL);
  switch ((PlimSecretsError) error->code) {
  case PLIM_SECRETS_ERROR_LOCKED:
  case PLIM_SECRETS_ERROR_CANCELLED:
    return g_strdup (_ ("The keyring was not unlocked, so nothing was changed. "
                        "Try again and enter the keyring’s password."));
  case PLIM_SECRETS_ERROR_MISSING:
    return g_strdup (_ ("No keyring is running. Install or start one, "
                        "such as GNOME Keyring or KWallet, then try again."));
  case PLIM_SECRETS_ERROR_SILENT:
    return g_strdup (
        _ ("The keyring does not answer. End it, or log out and in again; then try again."));
  case PLIM_SECRETS_ERROR_NOT_FOUND:
  case PLIM_SECRETS_ERROR_FAILED:
  default:
    return g_strdup (_ ("The keyring failed, so nothing was changed. Try again."));
  }
}

char *
plim_problem_dup_details (const GError *error)
{
  g_autoptr (GError) plain = NULL;

  g_return_val_if_fail (error != NULL, NULL);

  plain = plim_bus_error_to_status (error);
  if (plain == NULL) {
    plain = g_error_copy (error);
    g_dbus_error_strip_remote_error (plain);
  }
  return plim_redact (plain->message);
}
