/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-poll-reason.h"

#include <glib/gi18n-lib.h>

/* Translators: these sentences stand beside the time of an account's next reading and say why it
 * is then. */
static const char *const sentences[] = {
  [PLIM_POLL_REASON_START] = N_ ("The first one since the start, or since it is possible again."),
  [PLIM_POLL_REASON_CHANGED] = N_ ("What it signs in with has changed."),
  [PLIM_POLL_REASON_LOOKED] = N_ ("More often for a while, because somebody looked."),
  [PLIM_POLL_REASON_BUSY] = N_ ("More often, because the numbers change quickly."),
  [PLIM_POLL_REASON_USUAL] = N_ ("The usual time between two readings."),
  [PLIM_POLL_REASON_QUIET] = N_ ("Less often, because nobody looked for a while."),
  [PLIM_POLL_REASON_RESET] = N_ ("A limit is reset then."),
  [PLIM_POLL_REASON_BATTERY] = N_ ("Less often, because the computer runs on battery."),
  [PLIM_POLL_REASON_POWER_SAVER] = N_ ("Less often, to save power."),
  [PLIM_POLL_REASON_METERED] = N_ ("Less often, because the connection may cost money."),
  [PLIM_POLL_REASON_AWAY] = N_ ("Less often, because nobody uses the computer."),
  [PLIM_POLL_REASON_LOCKED] = N_ ("Rarely, because the screen is locked."),
  [PLIM_POLL_REASON_FIXED] = N_ ("The time between two readings that you chose."),
  [PLIM_POLL_REASON_MANUAL] = N_ ("Only when you ask for it, as you chose."),
  [PLIM_POLL_REASON_FAILED] = N_ ("Tried again after a failure, each time a little later."),
  [PLIM_POLL_REASON_RETRY_AFTER] = N_ ("The provider asked to wait until then."),
  [PLIM_POLL_REASON_REFUSED] = N_ ("Rarely, until you have acted."),
  [PLIM_POLL_REASON_OFFLINE] = N_ ("As soon as the network is back."),
};

char *
plim_poll_reason_dup_sentence (PlimPollReason reason)
{
  if ((gsize) reason >= G_N_ELEMENTS (sentences) || sentences[reason] == NULL)
    return NULL;
  return g_strdup (_ (sentences[reason]));
}
