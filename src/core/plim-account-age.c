/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* When an account's numbers stop being current. */
#include "plim-account.h"

/* A sample older than this many expected intervals is stale. */
#define STALE_INTERVALS 3
/* Until the poller has said how often it polls. */
#define DEFAULT_EXPECTED_INTERVAL_S 300

static gint64
get_span (PlimAccount *self)
{
  guint interval_s = plim_account_get_expected_interval (self);

  if (interval_s == 0)
    interval_s = DEFAULT_EXPECTED_INTERVAL_S;
  return STALE_INTERVALS * (gint64) interval_s;
}

static gint64
get_old_at (PlimAccount *self, gint64 read_at)
{
  if (read_at == PLIM_TIME_UNKNOWN)
    read_at = plim_snapshot_get_collected_at (plim_account_get_snapshot (self));
  return read_at + get_span (self);
}

/* Of what was read far in the future the clock was set back since: how old it is nobody knows. */
static gboolean
is_old (PlimAccount *self, gint64 read_at, gint64 now)
{
  gint64 old_at = get_old_at (self, read_at);

  return now > old_at || now < old_at - 2 * get_span (self);
}

gboolean
plim_account_is_waiting_for_user (PlimAccount *self)
{
  PlimStatus status = plim_account_get_status (self);

  return status == PLIM_STATUS_NOT_AUTHENTICATED || status == PLIM_STATUS_MISCONFIGURED;
}

gboolean
plim_account_is_stale (PlimAccount *self, gint64 now)
{
  if (plim_account_get_snapshot (self) == NULL)
    return FALSE;
  return plim_account_is_waiting_for_user (self) || is_old (self, PLIM_TIME_UNKNOWN, now);
}

gboolean
plim_account_is_window_stale (PlimAccount *self, const PlimUsageWindow *window, gint64 now)
{
  return plim_account_is_stale (self, now) || plim_usage_window_is_past_reset (window, now) ||
         (window->read_at != PLIM_TIME_UNKNOWN && is_old (self, window->read_at, now));
}

gint64
plim_account_get_stale_at (PlimAccount *self, gint64 now)
{
  PlimSnapshot *snapshot = plim_account_get_snapshot (self);
  gint64 next;

  if (snapshot == NULL || plim_account_is_stale (self, now))
    return PLIM_TIME_UNKNOWN;
  next = get_old_at (self, PLIM_TIME_UNKNOWN) + 1;
  for (guint i = 0; i < plim_snapshot_get_n_windows (snapshot); i++) {
    const PlimUsageWindow *window = plim_snapshot_get_window (snapshot, i);

    if (window->kind != PLIM_WINDOW_RATE && window->resets_at > now)
      next = MIN (next, window->resets_at);
    if (window->read_at != PLIM_TIME_UNKNOWN && get_old_at (self, window->read_at) >= now)
      next = MIN (next, get_old_at (self, window->read_at) + 1);
  }
  return next;
}
