/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the user set an account up. */
#include "plim-account-private.h"

const char *
plim_account_get_label (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), NULL);

  return self->label;
}

void
plim_account_set_label (PlimAccount *self, const char *label)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));
  g_return_if_fail (label != NULL);

  plim_account_replace_string (self, &self->label, label, PLIM_ACCOUNT_PROP_LABEL);
}

const char *
plim_account_get_base_url (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), NULL);

  return self->base_url;
}

void
plim_account_set_base_url (PlimAccount *self, const char *base_url)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  if (base_url != NULL && base_url[0] == '\0')
    base_url = NULL;
  plim_account_replace_string (self, &self->base_url, base_url, PLIM_ACCOUNT_PROP_BASE_URL);
}

GHashTable *
plim_account_get_settings (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), NULL);

  return self->settings;
}

void
plim_account_set_settings (PlimAccount *self, GHashTable *settings)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  plim_account_replace_table (self, &self->settings, settings, PLIM_ACCOUNT_PROP_SETTINGS);
}

gboolean
plim_account_get_enabled (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), FALSE);

  return self->enabled;
}

void
plim_account_set_enabled (PlimAccount *self, gboolean enabled)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  plim_account_replace_boolean (self, &self->enabled, enabled, PLIM_ACCOUNT_PROP_ENABLED);
}

gboolean
plim_account_is_polled (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), FALSE);

  return self->polled;
}

void
plim_account_set_polled (PlimAccount *self, gboolean polled)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  plim_account_replace_boolean (self, &self->polled, polled, PLIM_ACCOUNT_PROP_POLLED);
}

gboolean
plim_account_may_poll (PlimAccount *self)
{
  return plim_account_get_enabled (self) && plim_account_is_polled (self);
}

guint
plim_account_get_order (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), 0);

  return self->order;
}

void
plim_account_set_order (PlimAccount *self, guint order)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  plim_account_replace_uint (self, &self->order, order, PLIM_ACCOUNT_PROP_ORDER);
}

guint
plim_account_get_interval (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), 0);

  return self->interval_s;
}

void
plim_account_set_interval (PlimAccount *self, guint interval_s)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  plim_account_replace_uint (self, &self->interval_s, interval_s, PLIM_ACCOUNT_PROP_INTERVAL);
}

gint64
plim_account_get_created_at (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), PLIM_TIME_UNKNOWN);

  return self->created_at;
}

void
plim_account_set_created_at (PlimAccount *self, gint64 at)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  self->created_at = at;
}

gint64
plim_account_get_changed_at (PlimAccount *self)
{
  g_return_val_if_fail (PLIM_IS_ACCOUNT (self), PLIM_TIME_UNKNOWN);

  return self->changed_at;
}

void
plim_account_set_changed_at (PlimAccount *self, gint64 at)
{
  g_return_if_fail (PLIM_IS_ACCOUNT (self));

  self->changed_at = at;
}
