/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plim-account.h"

G_BEGIN_DECLS

/** PlimAdviceAction: what one button could do about it. */
typedef enum {
  PLIM_ADVICE_NONE,
  PLIM_ADVICE_SIGN_IN,        /* supply a new credential */
  PLIM_ADVICE_EDIT,           /* open the account's settings */
  PLIM_ADVICE_UNLOCK_KEYRING, /* ask for the keyring's password */
  PLIM_ADVICE_REPORT,         /* copy the technical details */
  PLIM_ADVICE_COMMAND,        /* copy the command by which another program renews its sign-in */
} PlimAdviceAction;

/**
 * plim_advice_dup_sentence:
 * @provider_name: as the vendor spells it
 * @label: what the user calls the account
 *
 * Returns: (transfer full) (nullable): a translated sentence: what happened and what to do; %NULL
 * for `ok`
 */
char *plim_advice_dup_sentence (PlimStatus status,
                                PlimCause cause,
                                const char *provider_name,
                                const char *label);

/** plim_advice_get_action: which button belongs beside that sentence. */
PlimAdviceAction plim_advice_get_action (PlimStatus status, PlimCause cause);

/** plim_status_dup_name: (transfer full): two or three words for a list: "Signed out", "Rate
 * limited". */
char *plim_status_dup_name (PlimStatus status);

G_END_DECLS
