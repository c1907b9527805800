/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-bus-account.h"

#include "plim-account-report.h"
#include "plim-account-setup.h"
#include "plim-bus-codec.h"
#include "plim-bus-incident.h"
#include "plim-bus-reply.h"
#include "plim-choice.h"
#include "plim-providers.h"

struct _PlimBusAccount {
  PlimBusObjectSkeleton parent_instance;

  PlimAccount *account;
  PlimAccountList *accounts;
  PlimPoller *poller;
  PlimBusAccount1 *skeleton;
};

G_DEFINE_FINAL_TYPE (PlimBusAccount, plim_bus_account, PLIM_BUS_TYPE_OBJECT_SKELETON)

/* Properties. */

static void
sync_label (PlimAccount *account, PlimBusAccount1 *skeleton)
{
  plim_bus_account1_set_label (skeleton, plim_account_get_label (account));
}

static void
sync_enabled (PlimAccount *account, PlimBusAccount1 *skeleton)
{
  plim_bus_account1_set_enabled (skeleton, plim_account_get_enabled (account));
}

static void
sync_order (PlimAccount *account, PlimBusAccount1 *skeleton)
{
  plim_bus_account1_set_order (skeleton, plim_account_get_order (account));
}

static void
sync_interval (PlimAccount *account, PlimBusAccount1 *skeleton)
{
  plim_bus_account1_set_interval (skeleton, plim_account_get_interval (account));
}

static void
sync_expected_interval (PlimAccount *account, PlimBusAccount1 *skeleton)
{
  plim_bus_account1_set_expected_interval (skeleton, plim_account_get_expected_interval (account));
}

static void
sync_base_url (PlimAccount *account, PlimBusAccount1 *skeleton)
{
  const char *base_url = plim_account_get_base_url (account);

  plim_bus_account1_set_base_url (skeleton, base_url != NULL ? base_url : "");
}

static void
sync_settings (PlimAccount *account, PlimBusAccount1 *skeleton)
{
  plim_bus_account1_set_settings (skeleton, plim_bus_settings_to_variant (
                                                plim_account_get_settings (account)));
}

static void
sync_choices (PlimAccount *account, PlimBusAccount1 *skeleton)
{
  g_autoptr (GHashTable) choices = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, plim_account_get_memory (account));
  while (g_hash_table_iter_next (&iter, &name, &value)) {
    if (g_str_has_prefix (name, plim_choices_get_memory_prefix ()))
      g_hash_table_insert (choices, name, value);
  }
  plim_bus_account1_set_choices (skeleton, plim_bus_settings_to_variant (choices));
}

static void
sync_status (PlimAccount *account, PlimBusAccount1 *skeleton)
{
  plim_bus_account1_set_status (skeleton,
                                plim_enum_to_nick (PLIM_TYPE_STATUS,
                                                   (int) plim_account_get_status (account)));
}

static void
sync_cause (PlimAccount *account, PlimBusAccount1 *skeleton)
{
  plim_bus_account1_set_cause (skeleton,
                               plim_enum_to_nick (PLIM_TYPE_CAUSE,
                                                  (int) plim_account_get_cause (account)));
}

static void
sync_message (PlimAccount *account, PlimBusAccount1 *skeleton)
{
  const char *message = plim_account_get_message (account);

  plim_bus_account1_set_message (skeleton, message != NULL ? message : "");
}

static void
sync_snapshot (PlimAccount *account, PlimBusAccount1 *skeleton)
{
  plim_bus_account1_set_snapshot (skeleton, plim_bus_account_snapshot_to_variant (account));
}

static void
sync_attempted_at (PlimAccount *account, PlimBusAccount1 *skeleton)
{
  plim_bus_account1_set_attempted_at (skeleton, plim_account_get_attempted_at (account));
}

static void
sync_next_poll_at (PlimAccount *account, PlimBusAccount1 *skeleton)
{
  plim_bus_account1_set_next_poll_at (skeleton, plim_account_get_next_poll_at (account));
}

static void
sync_next_poll_reason (PlimAccount *account, PlimBusAccount1 *skeleton)
{
  int reason = (int) plim_account_get_next_poll_reason (account);

  plim_bus_account1_set_next_poll_reason (skeleton,
                                          plim_enum_to_nick (PLIM_TYPE_POLL_REASON, reason));
}

static void
sync_incident (PlimAccount *account, PlimBusAccount1 *skeleton)
{
  plim_bus_account1_set_incident (skeleton, plim_bus_incident_to_variant (
                                                plim_account_get_incident (account)));
}

static void
sync_refresh_allowed_at (PlimAccount *account, PlimBusAccount1 *skeleton)
{
  plim_bus_account1_set_refresh_allowed_at (skeleton,
                                            plim_account_get_refresh_allowed_at (account));
}

static void
sync_polled (PlimAccount *account, PlimBusAccount1 *skeleton)
{
  plim_bus_account1_set_polled (skeleton, plim_account_is_polled (account));
}

static void
sync_polling (PlimAccount *account, PlimBusAccount1 *skeleton)
{
  plim_bus_account1_set_polling (skeleton, plim_account_is_polling (account));
}

static void
sync_owner (PlimAccount *account, PlimBusAccount1 *skeleton)
{
  const PlimOwner *owner = plim_account_get_owner (account);
  g_autofree char *key = plim_bus_owner_dup_key (owner);

  plim_bus_account1_set_owner_key (skeleton, key);
  plim_bus_account1_set_identity_changed_at (skeleton, owner->changed_at);
  plim_bus_account1_set_former_identity (skeleton,
                                         owner->former_name != NULL ? owner->former_name : "");
}

static const struct {
  const char *property;
  void (*sync) (PlimAccount *account, PlimBusAccount1 *skeleton);
} syncs[] = {
  { "label", sync_label },
  { "enabled", sync_enabled },
  { "order", sync_order },
  { "interval", sync_interval },
  { "expected-interval", sync_expected_interval },
  { "base-url", sync_base_url },
  { "settings", sync_settings },
  { "memory", sync_choices },
  { "status", sync_status },
  { "cause", sync_cause },
  { "message", sync_message },
  { "snapshot", sync_snapshot },
  { "forecasts", sync_snapshot },
  { "owner", sync_owner },
  { "attempted-at", sync_attempted_at },
  { "next-poll-at", sync_next_poll_at },
  { "next-poll-reason", sync_next_poll_reason },
  { "incident", sync_incident },
  { "refresh-allowed-at", sync_refresh_allowed_at },
  { "polled", sync_polled },
  { "polling", sync_polling },
};

/* The skeleton itself gathers what changes in one go into one signal. */
static void
on_notify (PlimAccount *account, GParamSpec *pspec, PlimBusAccount *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (syncs); i++) {
    if (g_str_equal (pspec->name, syncs[i].property))
      syncs[i].sync (account, self->skeleton);
  }
}

/* Methods. */

static const PlimProvider *
find_provider (PlimBusAccount *self, GError **error)
{
  return plim_account_setup_find_provider (plim_account_get_provider_id (self->account), error);
}

static void
on_refreshed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data;
  PlimBusAccount *self =
      g_object_get_data (G_OBJECT (invocation), "plim-bus-account"); /* kept by the invocation */
  g_autoptr (GError) error = NULL;

  /* How the poll ended is the answer, so only a poll that did not end is an error. */
  if (plim_poller_refresh_finish (PLIM_POLLER (source), result, &error) ||
      error->domain == PLIM_ERROR)
    plim_bus_account1_complete_refresh (self->skeleton, invocation,
                                        plim_enum_to_nick (PLIM_TYPE_STATUS,
                                                           (int) plim_account_get_status (
                                                               self->account)));
  else
    plim_bus_reply_error (invocation, error);
}

static void
poll (PlimBusAccount *self,
      GDBusMethodInvocation *invocation,
      gboolean force,
      GAsyncReadyCallback callback)
{
  g_object_set_data_full (G_OBJECT (invocation), "plim-bus-account", g_object_ref (self),
                          g_object_unref);
  plim_poller_refresh_async (self->poller, self->account, force, NULL, callback, invocation);
}

static gboolean
on_refresh (PlimBusAccount1 *skeleton, GDBusMethodInvocation *invocation, PlimBusAccount *self)
{
  poll (self, invocation, FALSE, on_refreshed);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
on_credential_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data;
  PlimBusAccount *self = g_object_get_data (G_OBJECT (invocation), "plim-bus-account");
  g_autoptr (GError) error = NULL;

  if (plim_poller_refresh_finish (PLIM_POLLER (source), result, &error))
    plim_bus_account1_complete_check_credential (self->skeleton, invocation);
  else
    plim_bus_reply_error (invocation, error);
}

/* What earlier answers taught belongs to the old login or the old settings. */
static void
forget (PlimBusAccount *self)
{
  g_autoptr (GHashTable) nothing = g_hash_table_new (g_str_hash, g_str_equal);

  plim_account_set_memory (self->account, nothing);
}

static gboolean
on_check_credential (PlimBusAccount1 *skeleton,
                     GDBusMethodInvocation *invocation,
                     PlimBusAccount *self)
{
  forget (self);
  /* One that only a collector fed has a credential now. */
  if (!plim_account_is_polled (self->account)) {
    plim_account_set_polled (self->account, TRUE);
    plim_account_list_save (self->accounts, self->account);
  }
  poll (self, invocation, TRUE, on_credential_checked);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_inspect (PlimBusAccount1 *skeleton, GDBusMethodInvocation *invocation, PlimBusAccount *self)
{
  g_autofree char *report = plim_account_dup_report (self->account, PLIM_VERSION);

  plim_bus_account1_complete_inspect (skeleton, invocation, report);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data;

  plim_account_list_remove_finish (PLIM_ACCOUNT_LIST (source), result);
  g_dbus_method_invocation_return_value (invocation, NULL);
}

/* Answered when the secrets are gone too: who ends the service next does not cut that short. */
static gboolean
on_remove (PlimBusAccount1 *skeleton, GDBusMethodInvocation *invocation, PlimBusAccount *self)
{
  plim_account_list_remove_async (self->accounts, self->account, on_removed, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_set_enabled (PlimBusAccount1 *skeleton,
                GDBusMethodInvocation *invocation,
                gboolean enabled,
                PlimBusAccount *self)
{
  plim_account_set_enabled (self->account, enabled);
  plim_account_list_save (self->accounts, self->account);
  plim_bus_account1_complete_set_enabled (skeleton, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_set_label (PlimBusAccount1 *skeleton,
              GDBusMethodInvocation *invocation,
              const char *label,
              PlimBusAccount *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const PlimProvider *provider = find_provider (self, &error);

  if (provider == NULL) {
    plim_bus_reply_error (invocation, error);
    return G_DBUS_METHOD_INVOCATION_HANDLED;
  }
  text = plim_account_setup_dup_label (provider, label);
  plim_account_set_label (self->account, text);
  plim_account_list_save (self->accounts, self->account);
  plim_bus_account1_complete_set_label (skeleton, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_set_settings (PlimBusAccount1 *skeleton,
                 GDBusMethodInvocation *invocation,
                 GVariant *variant,
                 const char *base_url,
                 PlimBusAccount *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) given = plim_bus_settings_from_variant (variant);
  g_autoptr (GHashTable) settings = NULL;
  const PlimProvider *provider = find_provider (self, &error);

  if (provider != NULL && plim_account_setup_check_base_url (base_url, &error))
    settings = plim_account_setup_dup_settings (provider, given, &error);
  if (settings == NULL) {
    plim_bus_reply_error (invocation, error);
    return G_DBUS_METHOD_INVOCATION_HANDLED;
  }
  plim_account_set_settings (self->account, settings);
  plim_account_set_base_url (self->account, base_url);
  forget (self);
  plim_account_list_save (self->accounts, self->account);
  if (plim_account_get_enabled (self->account))
    plim_poller_refresh_async (self->poller, self->account, TRUE, NULL, NULL, NULL);
  plim_bus_account1_complete_set_settings (skeleton, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_set_interval (PlimBusAccount1 *skeleton,
                 GDBusMethodInvocation *invocation,
                 guint interval_s,
                 PlimBusAccount *self)
{
  g_autoptr (GError) error = NULL;
  const PlimProvider *provider = find_provider (self, &error);

  if (provider == NULL || !plim_account_setup_check_interval (provider, interval_s, &error)) {
    plim_bus_reply_error (invocation, error);
    return G_DBUS_METHOD_INVOCATION_HANDLED;
  }
  plim_account_set_interval (self->account, interval_s);
  plim_account_list_save (self->accounts, self->account);
  plim_bus_account1_complete_set_interval (skeleton, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_set_order (PlimBusAccount1 *skeleton,
              GDBusMethodInvocation *invocation,
              guint order,
              PlimBusAccount *self)
{
  plim_account_list_move (self->accounts, self->account, order);
  plim_bus_account1_complete_set_order (skeleton, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
connect_methods (PlimBusAccount *self)
{
  static const struct {
    const char *signal;
    GCallback handler;
  } methods[] = {
    { "handle-refresh", G_CALLBACK (on_refresh) },
    { "handle-check-credential", G_CALLBACK (on_check_credential) },
    { "handle-inspect", G_CALLBACK (on_inspect) },
    { "handle-remove", G_CALLBACK (on_remove) },
    { "handle-set-enabled", G_CALLBACK (on_set_enabled) },
    { "handle-set-label", G_CALLBACK (on_set_label) },
    { "handle-set-settings", G_CALLBACK (on_set_settings) },
    { "handle-set-interval", G_CALLBACK (on_set_interval) },
    { "handle-set-order", G_CALLBACK (on_set_order) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    g_signal_connect_object (self->skeleton, methods[i].signal, methods[i].handler, self, 0);
}

static void
plim_bus_account_dispose (GObject *object)
{
  PlimBusAccount *self = PLIM_BUS_ACCOUNT (object);

  g_clear_object (&self->account);
  g_clear_object (&self->accounts);
  g_clear_object (&self->poller);
  g_clear_object (&self->skeleton);
  G_OBJECT_CLASS (plim_bus_account_parent_class)->dispose (object);
}

static void
plim_bus_account_class_init (PlimBusAccountClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = plim_bus_account_dispose;
}

static void
plim_bus_account_init (PlimBusAccount *self)
{
  self->skeleton = plim_bus_account1_skeleton_new ();
}

PlimBusAccount *
plim_bus_account_new (PlimAccount *account, PlimAccountList *accounts, PlimPoller *poller)
{
  g_autofree char *path = plim_bus_dup_account_path (plim_account_get_id (account));
  PlimBusAccount *self = g_object_new (PLIM_TYPE_BUS_ACCOUNT, "g-object-path", path, NULL);

  self->account = g_object_ref (account);
  self->accounts = g_object_ref (accounts);
  self->poller = g_object_ref (poller);
  plim_bus_account1_set_id (self->skeleton, plim_account_get_id (account));
  plim_bus_account1_set_provider (self->skeleton, plim_account_get_provider_id (account));
  for (gsize i = 0; i < G_N_ELEMENTS (syncs); i++)
    syncs[i].sync (account, self->skeleton);
  g_signal_connect_object (account, "notify", G_CALLBACK (on_notify), self, 0);
  connect_methods (self);
  plim_bus_object_skeleton_set_account1 (PLIM_BUS_OBJECT_SKELETON (self), self->skeleton);
  return self;
}

PlimAccount *
plim_bus_account_get_account (PlimBusAccount *self)
{
  g_return_val_if_fail (PLIM_IS_BUS_ACCOUNT (self), NULL);

  return self->account;
}
