/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-poller.h"

#include <math.h>

#define BACK_OFF_FIRST_S 60
#define BACK_OFF_MAX_S (30 * 60)
/* What only the user can mend is looked at rarely: asking again changes nothing. */
#define HOPELESS_S (60 * 60)
/* A Retry-After beyond a day is an error at the other end, and would look like a dead account. */
#define RETRY_AFTER_MAX_S (24 * 60 * 60)
#define JITTER 0.1

static gint64
get_back_off (guint n_failures)
{
  guint doublings = MIN (MAX (n_failures, 1) - 1, 10);

  return MIN ((gint64) BACK_OFF_FIRST_S << doublings, BACK_OFF_MAX_S);
}

static gboolean
is_keyring_cause (PlimCause cause)
{
  return cause == PLIM_CAUSE_KEYRING_LOCKED || cause == PLIM_CAUSE_KEYRING_MISSING ||
         cause == PLIM_CAUSE_KEYRING_CANCELLED;
}

/* Looking into another program's file costs next to nothing, and it may change at any time. */
static gboolean
is_file_cause (PlimCause cause)
{
  return cause == PLIM_CAUSE_SIGN_IN_EXPIRED || cause == PLIM_CAUSE_SIGN_IN_MISSING ||
         cause == PLIM_CAUSE_SIGN_IN_UNREADABLE;
}

guint
plim_poll_interval (const PlimProvider *provider, guint interval_s)
{
  g_return_val_if_fail (provider != NULL, BACK_OFF_MAX_S);

  return MAX (interval_s > 0 ? interval_s : provider->interval_s, provider->minimum_interval_s);
}

gint64
plim_poll_wait (const PlimProvider *provider, PlimStatus status, gint64 retry_after_s)
{
  gint64 wait_s;

  g_return_val_if_fail (provider != NULL, BACK_OFF_MAX_S);

  wait_s = MAX (provider->minimum_interval_s, CLAMP (retry_after_s, 0, RETRY_AFTER_MAX_S));
  if (status == PLIM_STATUS_RATE_LIMITED)
    wait_s = MAX (wait_s, provider->rate_limit_wait_s);
  return wait_s;
}

gint64
plim_poll_delay (const PlimProvider *provider,
                 guint interval_s,
                 PlimStatus status,
                 PlimCause cause,
                 guint n_failures,
                 gint64 retry_after_s,
                 double random)
{
  gint64 interval, delay, least;

  g_return_val_if_fail (provider != NULL, BACK_OFF_MAX_S);

  interval = plim_poll_interval (provider, interval_s);
  least = plim_poll_wait (provider, status, retry_after_s);
  if (status == PLIM_STATUS_OK || is_file_cause (cause))
    delay = interval;
  else if (status == PLIM_STATUS_NOT_AUTHENTICATED || is_keyring_cause (cause))
    delay = MAX (interval, HOPELESS_S);
  else if (status == PLIM_STATUS_RATE_LIMITED) /* never more often than when all is well */
    delay = MAX (interval, get_back_off (n_failures));
  else
    delay = get_back_off (n_failures);

  random = CLAMP (random, 0, 1);
  delay = llround ((double) delay * (1 - JITTER + 2 * JITTER * random));
  /* What must be waited for is never cut by the jitter, only spread. */
  if (delay < least)
    delay = least + llround ((double) least * JITTER * random);
  return delay;
}
