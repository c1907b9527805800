/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-bus-percents.h"

#include "plim-notice-rules.h"
#include "plim-settings.h"

static void
show (PlimBusAccount1 *account, const char *key, GSettings *settings)
{
  const char *id = plim_bus_account1_get_id (account);
  PlimNoticeRules rules;

  plim_notice_rules_init (&rules, settings, id);
  plim_bus_account1_set_notify_percents (account, plim_notice_rules_to_variant (&rules));
  plim_bus_account1_set_own_notify_percents (account, plim_notice_rules_has_own (settings, id));
}

static void
on_changed (GSettings *settings, const char *key, PlimBusAccount1 *account)
{
  show (account, key, settings);
}

static gboolean
on_set (PlimBusAccount1 *account,
        GDBusMethodInvocation *invocation,
        gboolean own,
        GVariant *percents,
        GSettings *settings)
{
  plim_notice_rules_set_own (settings, plim_bus_account1_get_id (account), own ? percents : NULL);
  show (account, NULL, settings);
  plim_bus_account1_complete_set_notify_percents (account, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

void
plim_bus_percents_export (PlimBusAccount1 *account, GSettings *settings)
{
  g_return_if_fail (PLIM_BUS_IS_ACCOUNT1 (account));
  g_return_if_fail (G_IS_SETTINGS (settings));

  g_signal_connect_object (settings, "changed::" PLIM_SETTINGS_NOTIFY_PERCENTS,
                           G_CALLBACK (on_changed), account, 0);
  g_signal_connect_object (settings, "changed::" PLIM_SETTINGS_NOTIFY_ACCOUNTS,
                           G_CALLBACK (on_changed), account, 0);
  g_signal_connect_object (account, "handle-set-notify-percents", G_CALLBACK (on_set), settings, 0);
  show (account, NULL, settings);
}
