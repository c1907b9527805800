/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When an account is polled. */
#include "plim-account-private.h"

guint
plim_account_get_expected_interval (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), 0);

  return self->expected_interval_s;
}

void
plim_account_set_expected_interval (PlimAccount *self, guint interval_s)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  plim_account_replace_uint (self, &self->expected_interval_s, interval_s,
                             PLIM_ACCOUNT_PROP_EXPECTED_INTERVAL);
}

gint64
plim_account_get_next_poll_at (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), PLIM_TIME_UNKNOWN);

  return self->next_poll_at;
}

void
plim_account_set_next_poll_at (PlimAccount *self, gint64 at)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  plim_account_replace_time (self, &self->next_poll_at, at, PLIM_ACCOUNT_PROP_NEXT_POLL_AT);
}

PlimPollReason
plim_account_get_next_poll_reason (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), PLIM_POLL_REASON_NONE);

  return self->next_poll_reason;
}

void
plim_account_set_next_poll_reason (PlimAccount *self, PlimPollReason reason)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  if (reason == self->next_poll_reason)
    return;
  self->next_poll_reason = reason;
  plim_account_notify (self, PLIM_ACCOUNT_PROP_NEXT_POLL_REASON);
}

gint64
plim_account_get_refresh_allowed_at (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), PLIM_TIME_UNKNOWN);

  return self->refresh_allowed_at;
}

void
plim_account_set_refresh_allowed_at (PlimAccount *self, gint64 at)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  plim_account_replace_time (self, &self->refresh_allowed_at, at,
                             PLIM_ACCOUNT_PROP_REFRESH_ALLOWED_AT);
}

gboolean
plim_account_is_polling (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), FALSE);

  return self->polling;
}

void
plim_account_set_polling (PlimAccount *self, gboolean polling)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  plim_account_replace_boolean (self, &self->polling, polling, PLIM_ACCOUNT_PROP_POLLING);
}
