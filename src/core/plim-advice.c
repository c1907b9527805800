/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-advice.h"

#include <glib/gi18n-lib.h>

/* What happened and what to do. A row without a cause is for all other causes of its status. */
typedef struct {
  PlimStatus status;
  PlimCause cause;
  PlimAdviceAction action;
  const char *sentence;
} Advice;

/* Translators: in all of these sentences %s is the account: "Claude", or "Claude (work)". */
static const Advice table[] = {
  { PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_NONE, PLIM_ADVICE_SIGN_IN,
    N_ ("%s no longer accepts this sign-in. Sign in again with a new one.") },
  { PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SECRET_MISSING, PLIM_ADVICE_SIGN_IN,
    N_ ("No sign-in is stored for %s. Sign in again.") },
  { PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_CLOCK, PLIM_ADVICE_NONE,
    N_ ("%s refuses the sign-in because the clock of this computer may be wrong. Set date and "
        "time, then refresh.") },
  { PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NONE, PLIM_ADVICE_EDIT,
    N_ ("%s accepts the sign-in, but not what is asked with it. Check the account's settings.") },
  { PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_KEYRING_LOCKED, PLIM_ADVICE_UNLOCK_KEYRING,
    N_ ("The keyring that holds the sign-in for %s is locked. Unlock it to go on.") },
  { PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_KEYRING_MISSING, PLIM_ADVICE_NONE,
    N_ ("The sign-in for %s cannot be read: no keyring is running. Install or start one, such as "
        "GNOME Keyring or KWallet.") },
  { PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_KEYRING_CANCELLED, PLIM_ADVICE_UNLOCK_KEYRING,
    N_ ("The keyring that holds the sign-in for %s was not unlocked. Unlock it to go on.") },
  { PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_WRONG_ORGANIZATION, PLIM_ADVICE_EDIT,
    N_ ("%s does not know this organization, or you are not a member of it. Choose another one in "
        "the account's settings.") },
  { PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_MISSING_PERMISSION, PLIM_ADVICE_SIGN_IN,
    N_ ("%s does not show usage with this key. Use a key of the kind and with the permissions that "
        "the steps for adding an account name.") },
  { PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NO_PLAN, PLIM_ADVICE_SIGN_IN,
    N_ ("%s has no plan or subscription on this sign-in. Sign in with the one that has, or "
        "subscribe on its website.") },
  { PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_NO_CREDIT, PLIM_ADVICE_NONE,
    N_ ("No credit is left at %s. Top it up on its website.") },
  /* These three are of sign-ins that another program on this computer holds. */
  { PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SIGN_IN_EXPIRED, PLIM_ADVICE_COMMAND,
    N_ ("The sign-in of %s on this computer has run out, as it does after some hours or days. Use "
        "the program once: it renews it, and Plimsoll goes on.") },
  { PLIM_STATUS_NOT_AUTHENTICATED, PLIM_CAUSE_SIGN_IN_MISSING, PLIM_ADVICE_COMMAND,
    N_ ("%s is no longer signed in on this computer. Sign in with the program itself, and Plimsoll "
        "goes on.") },
  { PLIM_STATUS_MISCONFIGURED, PLIM_CAUSE_SIGN_IN_UNREADABLE, PLIM_ADVICE_EDIT,
    N_ ("The sign-in of %s on this computer cannot be read. The details say what to change.") },
  { PLIM_STATUS_RATE_LIMITED, PLIM_CAUSE_NONE, PLIM_ADVICE_NONE,
    N_ ("%s is asked too often at the moment. Plimsoll waits and tries again.") },
  { PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_NONE, PLIM_ADVICE_NONE,
    N_ ("%s cannot be reached at the moment. Plimsoll tries again soon.") },
  { PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_CHALLENGE, PLIM_ADVICE_NONE,
    N_ ("%s asks for a check that only a browser can pass. The sign-in is most likely still good: "
        "Plimsoll tries again later.") },
  { PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_REGION, PLIM_ADVICE_NONE,
    N_ ("%s is not available in your region. A VPN or proxy may be in use: check the network.") },
  { PLIM_STATUS_PROVIDER_UNAVAILABLE, PLIM_CAUSE_TLS, PLIM_ADVICE_NONE,
    N_ ("No secure connection to %s is possible, so nothing was sent. Check the clock, the network "
        "and the account's address.") },
  { PLIM_STATUS_INVALID_RESPONSE, PLIM_CAUSE_NONE, PLIM_ADVICE_REPORT,
    N_ ("%s sent an answer that Plimsoll does not understand. If this lasts, report it with the "
        "details.") },
  { PLIM_STATUS_OFFLINE, PLIM_CAUSE_NONE, PLIM_ADVICE_NONE,
    N_ ("The network is down, so %s was not asked. Plimsoll goes on when it is back.") },
};

/* (nullable): a cause says more than the status that it came with. */
static const Advice *
find_advice (PlimStatus status, PlimCause cause)
{
  const Advice *by_status = NULL;

  if (status == PLIM_STATUS_OK)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    if (cause != PLIM_CAUSE_NONE && table[i].cause == cause)
      return &table[i];
    if (table[i].cause == PLIM_CAUSE_NONE && table[i].status == status)
      by_status = &table[i];
  }
  return by_status;
}

static char *
dup_account_name (const char *provider_name, const char *label)
{
  if (label == NULL || label[0] == '\0')
    return g_strdup (provider_name);
  if (g_str_has_prefix (label, provider_name))
    return g_strdup (label);
  /* Translators: an account: the provider, then what the user calls it: "Claude (work)" */
  return g_strdup_printf (C_ ("account", "%s (%s)"), provider_name, label);
}

char *
plim_advice_dup_sentence (PlimStatus status,
                          PlimCause cause,
                          const char *provider_name,
                          const char *label)
{
  const Advice *advice = find_advice (status, cause);
  g_autofree char *name = NULL;
  GString *sentence;

  g_return_val_if_fail (provider_name != NULL, NULL);

  if (advice == NULL)
    return NULL;
  name = dup_account_name (provider_name, label);
  /* Not a printf: the format is data, and the compiler could not check it. */
  sentence = g_string_new (_ (advice->sentence));
  g_string_replace (sentence, "%s", name, 0);
  return g_string_free (sentence, FALSE);
}

PlimAdviceAction
plim_advice_get_action (PlimStatus status, PlimCause cause)
{
  const Advice *advice = find_advice (status, cause);

  return advice != NULL ? advice->action : PLIM_ADVICE_NONE;
}

char *
plim_status_dup_name (PlimStatus status)
{
  switch (status) {
  case PLIM_STATUS_OK:
    return g_strdup (C_ ("account status", "Up to date"));
  case PLIM_STATUS_NOT_AUTHENTICATED:
    return g_strdup (C_ ("account status", "Signed out"));
  case PLIM_STATUS_MISCONFIGURED:
    return g_strdup (C_ ("account status", "Needs attention"));
  case PLIM_STATUS_RATE_LIMITED:
    return g_strdup (C_ ("account status", "Rate limited"));
  case PLIM_STATUS_PROVIDER_UNAVAILABLE:
    return g_strdup (C_ ("account status", "Not reachable"));
  case PLIM_STATUS_INVALID_RESPONSE:
    return g_strdup (C_ ("account status", "Not understood"));
  case PLIM_STATUS_OFFLINE:
    return g_strdup (C_ ("account status", "Offline"));
  default:
    g_return_val_if_reached (g_strdup (""));
  }
}
