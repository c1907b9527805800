/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-fake-service.h"

#include "plim-bus-generated.h"
#include "plim-bus-incident.h"
#include "plim-fake-history.h"

struct _PlimFakeService {
  GDBusConnection *connection;
  GDBusObjectManagerServer *objects;
  PlimBusManager1 *manager;
  PlimBusCollectors1 *collectors;
  guint name_id;
  gboolean has_name;
  GPtrArray *calls; /* char * */
  int error_code;
  char *error_message;
  gboolean is_hanging;
  GDBusMethodInvocation *hanging; /* (nullable) */
  PlimFakeHistory *history;
};

static void
note (PlimFakeService *self, const char *method, const char *id)
{
  g_ptr_array_add (self->calls, g_strdup_printf ("%s %s", method, id));
}

static void
note_settings (PlimFakeService *self, GVariant *settings)
{
  GVariantIter iter;
  const char *name, *value;

  g_variant_iter_init (&iter, settings);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, &value)) {
    g_autofree char *call = g_strconcat ("Setting ", name, NULL);

    note (self, call, value);
  }
}

static gboolean
on_add (PlimBusManager1 *manager,
        GDBusMethodInvocation *invocation,
        const char *id,
        const char *provider,
        const char *label,
        const char *base_url,
        GVariant *settings,
        PlimFakeService *self)
{
  g_autofree char *path = plim_bus_dup_account_path (id);
  g_autofree char *call = g_strdup_printf ("AddAccount %s %s", provider, label);

  note (self, call, id);
  note_settings (self, settings);
  if (self->is_hanging)
    self->hanging = invocation;
  else if (self->error_code >= 0)
    g_dbus_method_invocation_return_error_literal (invocation, PLIM_BUS_ERROR, self->error_code,
                                                   self->error_message);
  else
    plim_bus_manager1_complete_add_account (manager, invocation, path);
  return TRUE;
}

static gboolean
on_cancel_add (PlimBusManager1 *manager,
               GDBusMethodInvocation *invocation,
               const char *id,
               PlimFakeService *self)
{
  note (self, "CancelAdd", id);
  plim_bus_manager1_complete_cancel_add (manager, invocation);
  if (self->hanging != NULL)
    g_dbus_method_invocation_return_error_literal (g_steal_pointer (&self->hanging), PLIM_BUS_ERROR,
                                                   PLIM_BUS_ERROR_FAILED, "cancelled");
  return TRUE;
}

static gboolean
on_refresh_all (PlimBusManager1 *manager, GDBusMethodInvocation *invocation, PlimFakeService *self)
{
  note (self, "RefreshAll", "");
  plim_bus_manager1_complete_refresh_all (manager, invocation);
  return TRUE;
}

static gboolean
on_looked (PlimBusManager1 *manager, GDBusMethodInvocation *invocation, PlimFakeService *self)
{
  note (self, "Looked", "");
  plim_bus_manager1_complete_looked (manager, invocation);
  return TRUE;
}

static gboolean
on_count_samples (PlimBusManager1 *manager,
                  GDBusMethodInvocation *invocation,
                  const char *account_id,
                  PlimFakeService *self)
{
  note (self, "CountSamples", account_id);
  plim_bus_manager1_complete_count_samples (manager, invocation, 1234567);
  return TRUE;
}

static gboolean
on_reload_api_keys (PlimBusManager1 *manager,
                    GDBusMethodInvocation *invocation,
                    PlimFakeService *self)
{
  note (self, "ReloadApiKeys", "");
  plim_bus_manager1_complete_reload_api_keys (manager, invocation);
  return TRUE;
}

static gboolean
on_test_hooks (PlimBusManager1 *manager, GDBusMethodInvocation *invocation, PlimFakeService *self)
{
  note (self, "TestHooks", "");
  if (self->error_code >= 0)
    g_dbus_method_invocation_return_error_literal (invocation, PLIM_BUS_ERROR, self->error_code,
                                                   self->error_message);
  else
    plim_bus_manager1_complete_test_hooks (manager, invocation);
  return TRUE;
}

static gboolean
on_forward_now (PlimBusManager1 *manager, GDBusMethodInvocation *invocation, PlimFakeService *self)
{
  note (self, "ForwardNow", "");
  plim_bus_manager1_complete_forward_now (manager, invocation);
  return TRUE;
}

/* Of the account a1 alone. */
static gboolean
on_get_forward_status (PlimBusManager1 *manager,
                       GDBusMethodInvocation *invocation,
                       PlimFakeService *self)
{
  plim_bus_manager1_complete_get_forward_status (
      manager, invocation,
      g_variant_new_parsed ("[{'account': <'a1'>, 'sent_at': <@x 0>,"
                            " 'problem': <'the address answered HTTP 404'>,"
                            " 'cause': <'wrong'>}]"));
  return TRUE;
}

static gboolean
on_reload_address (PlimBusCollectors1 *collectors,
                   GDBusMethodInvocation *invocation,
                   PlimFakeService *self)
{
  note (self, "ReloadAddress", "");
  plim_bus_collectors1_complete_reload_address (collectors, invocation);
  return TRUE;
}

static gboolean
on_check (PlimBusAccount1 *account, GDBusMethodInvocation *invocation, PlimFakeService *self)
{
  note (self, "CheckCredential", plim_bus_account1_get_id (account));
  if (self->error_code >= 0)
    g_dbus_method_invocation_return_error_literal (invocation, PLIM_BUS_ERROR, self->error_code,
                                                   self->error_message);
  else
    plim_bus_account1_complete_check_credential (account, invocation);
  return TRUE;
}

static gboolean
on_remove (PlimBusAccount1 *account, GDBusMethodInvocation *invocation, PlimFakeService *self)
{
  g_autofree char *path = plim_bus_dup_account_path (plim_bus_account1_get_id (account));

  note (self, "Remove", plim_bus_account1_get_id (account));
  plim_bus_account1_complete_remove (account, invocation);
  g_dbus_object_manager_server_unexport (self->objects, path);
  return TRUE;
}

static gboolean
on_set_enabled (PlimBusAccount1 *account,
                GDBusMethodInvocation *invocation,
                gboolean enabled,
                PlimFakeService *self)
{
  note (self, enabled ? "Enable" : "Disable", plim_bus_account1_get_id (account));
  plim_bus_account1_set_enabled (account, enabled);
  plim_bus_account1_complete_set_enabled (account, invocation);
  return TRUE;
}

static gboolean
on_set_label (PlimBusAccount1 *account,
              GDBusMethodInvocation *invocation,
              const char *label,
              PlimFakeService *self)
{
  note (self, "SetLabel", label);
  plim_bus_account1_set_label (account, label);
  plim_bus_account1_complete_set_label (account, invocation);
  return TRUE;
}

static gboolean
on_set_settings (PlimBusAccount1 *account,
                 GDBusMethodInvocation *invocation,
                 GVariant *settings,
                 const char *base_url,
                 PlimFakeService *self)
{
  note (self, "SetSettings", plim_bus_account1_get_id (account));
  plim_bus_account1_set_settings (account, settings);
  plim_bus_account1_complete_set_settings (account, invocation);
  return TRUE;
}

static gboolean
on_set_order (PlimBusAccount1 *account,
              GDBusMethodInvocation *invocation,
              guint order,
              PlimFakeService *self)
{
  g_autofree char *call = g_strdup_printf ("SetOrder %u", order);

  note (self, call, plim_bus_account1_get_id (account));
  plim_bus_account1_complete_set_order (account, invocation);
  return TRUE;
}

static void
show_values (PlimBusAccount1 *skeleton, PlimAccount *account)
{
  const char *message = plim_account_get_message (account);
  const char *base_url = plim_account_get_base_url (account);
  g_autofree char *owner_key = plim_bus_owner_dup_key (plim_account_get_owner (account));

  plim_bus_account1_set_label (skeleton, plim_account_get_label (account));
  plim_bus_account1_set_enabled (skeleton, plim_account_get_enabled (account));
  plim_bus_account1_set_order (skeleton, plim_account_get_order (account));
  plim_bus_account1_set_expected_interval (skeleton, plim_account_get_expected_interval (account));
  plim_bus_account1_set_base_url (skeleton, base_url != NULL ? base_url : "");
  plim_bus_account1_set_settings (skeleton, plim_bus_settings_to_variant (
                                                plim_account_get_settings (account)));
  plim_bus_account1_set_choices (skeleton,
                                 plim_bus_settings_to_variant (plim_account_get_memory (account)));
  plim_bus_account1_set_status (skeleton,
                                plim_enum_to_nick (PLIM_TYPE_STATUS,
                                                   (int) plim_account_get_status (account)));
  plim_bus_account1_set_cause (skeleton,
                               plim_enum_to_nick (PLIM_TYPE_CAUSE,
                                                  (int) plim_account_get_cause (account)));
  plim_bus_account1_set_message (skeleton, message != NULL ? message : "");
  plim_bus_account1_set_snapshot (skeleton, plim_bus_snapshot_to_variant (
                                                plim_account_get_snapshot (account)));
  plim_bus_account1_set_attempted_at (skeleton, plim_account_get_attempted_at (account));
  plim_bus_account1_set_next_poll_at (skeleton, plim_account_get_next_poll_at (account));
  plim_bus_account1_set_next_poll_reason (
      skeleton,
      plim_enum_to_nick (PLIM_TYPE_POLL_REASON, (int) plim_account_get_next_poll_reason (account)));
  plim_bus_account1_set_incident (skeleton, plim_bus_incident_to_variant (
                                                plim_account_get_incident (account)));
  plim_bus_account1_set_refresh_allowed_at (skeleton,
                                            plim_account_get_refresh_allowed_at (account));
  plim_bus_account1_set_owner_key (skeleton, owner_key);
  plim_bus_account1_set_identity_changed_at (skeleton,
                                             plim_account_get_owner (account)->changed_at);
  plim_bus_account1_set_polled (skeleton, plim_account_is_polled (account));
  plim_bus_account1_set_polling (skeleton, plim_account_is_polling (account));
}

static PlimBusAccount1 *export(PlimFakeService *self, PlimAccount *account, const char *path)
{
  g_autoptr (PlimBusObjectSkeleton) object = plim_bus_object_skeleton_new (path);
  g_autoptr (PlimBusAccount1) skeleton = plim_bus_account1_skeleton_new ();

  plim_bus_account1_set_id (skeleton, plim_account_get_id (account));
  plim_bus_account1_set_provider (skeleton, plim_account_get_provider_id (account));
  show_values (skeleton, account);
  g_signal_connect (skeleton, "handle-check-credential", G_CALLBACK (on_check), self);
  g_signal_connect (skeleton, "handle-remove", G_CALLBACK (on_remove), self);
  g_signal_connect (skeleton, "handle-set-enabled", G_CALLBACK (on_set_enabled), self);
  g_signal_connect (skeleton, "handle-set-label", G_CALLBACK (on_set_label), self);
  g_signal_connect (skeleton, "handle-set-settings", G_CALLBACK (on_set_settings), self);
  g_signal_connect (skeleton, "handle-set-order", G_CALLBACK (on_set_order), self);
  plim_bus_object_skeleton_set_account1 (object, skeleton);
  g_dbus_object_manager_server_export (self->objects, G_DBUS_OBJECT_SKELETON (object));
  return skeleton;
}

static void
on_name (GDBusConnection *connection, const char *name, gpointer user_data)
{
  ((PlimFakeService *) user_data)->has_name = TRUE;
}

static GDBusConnection *
connect_to_bus (void)
{
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  GDBusConnection *connection;

  g_assert_nonnull (address);
  connection =
      g_dbus_connection_new_for_address_sync (address,
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, NULL);
  g_assert_nonnull (connection);
  return connection;
}

PlimFakeService *
plim_fake_service_new (void)
{
  PlimFakeService *self = g_new0 (PlimFakeService, 1);

  self->calls = g_ptr_array_new_with_free_func (g_free);
  self->error_code = -1;
  self->connection = connect_to_bus ();
  self->objects = g_dbus_object_manager_server_new (PLIM_BUS_PATH);
  self->manager = plim_bus_manager1_skeleton_new ();
  g_signal_connect (self->manager, "handle-add-account", G_CALLBACK (on_add), self);
  g_signal_connect (self->manager, "handle-cancel-add", G_CALLBACK (on_cancel_add), self);
  g_signal_connect (self->manager, "handle-refresh-all", G_CALLBACK (on_refresh_all), self);
  g_signal_connect (self->manager, "handle-looked", G_CALLBACK (on_looked), self);
  g_signal_connect (self->manager, "handle-reload-api-keys", G_CALLBACK (on_reload_api_keys), self);
  g_signal_connect (self->manager, "handle-count-samples", G_CALLBACK (on_count_samples), self);
  self->history = plim_fake_history_new (self->manager, self->calls);
  g_signal_connect (self->manager, "handle-test-hooks", G_CALLBACK (on_test_hooks), self);
  g_signal_connect (self->manager, "handle-forward-now", G_CALLBACK (on_forward_now), self);
  g_signal_connect (self->manager, "handle-get-forward-status", G_CALLBACK (on_get_forward_status),
                    self);
  g_assert_true (g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->manager),
                                                   self->connection, PLIM_BUS_PATH, NULL));
  self->collectors = plim_bus_collectors1_skeleton_new ();
  g_signal_connect (self->collectors, "handle-reload-address", G_CALLBACK (on_reload_address),
                    self);
  g_assert_true (g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->collectors),
                                                   self->connection, PLIM_BUS_PATH, NULL));
  g_dbus_object_manager_server_set_connection (self->objects, self->connection);
  self->name_id =
      g_bus_own_name_on_connection (self->connection, PLIM_BUS_NAME, G_BUS_NAME_OWNER_FLAGS_NONE,
                                    on_name, NULL, self, NULL);
  while (!self->has_name)
    g_main_context_iteration (NULL, TRUE);
  return self;
}

void
plim_fake_service_stop (PlimFakeService *self)
{
  if (self->name_id != 0)
    g_bus_unown_name (self->name_id);
  self->name_id = 0;
}

void
plim_fake_service_free (PlimFakeService *self)
{
  plim_fake_service_stop (self);
  g_dbus_object_manager_server_set_connection (self->objects, NULL);
  g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->manager));
  g_clear_object (&self->objects);
  g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->collectors));
  g_clear_object (&self->manager);
  g_clear_object (&self->collectors);
  g_clear_object (&self->connection);
  g_ptr_array_unref (self->calls);
  g_free (self->error_message);
  plim_fake_history_free (self->history);
  g_free (self);
}

void
plim_fake_service_show (PlimFakeService *self, PlimAccount *account)
{
  g_autofree char *path = plim_bus_dup_account_path (plim_account_get_id (account));
  g_autoptr (GDBusObject) object =
      g_dbus_object_manager_get_object (G_DBUS_OBJECT_MANAGER (self->objects), path);

  if (object == NULL)
    export(self, account, path);
  else
    show_values (plim_bus_object_peek_account1 (PLIM_BUS_OBJECT (object)), account);
}

void
plim_fake_service_fail (PlimFakeService *self, int code, const char *message)
{
  self->error_code = code;
  g_free (self->error_message);
  self->error_message = g_strdup (message);
}

void
plim_fake_service_hang (PlimFakeService *self)
{
  self->is_hanging = TRUE;
}

guint
plim_fake_service_count (PlimFakeService *self, const char *text)
{
  guint count = 0;

  for (guint i = 0; i < self->calls->len; i++)
    count += g_str_has_prefix (g_ptr_array_index (self->calls, i), text);
  return count;
}

PlimBusCollectors1 *
plim_fake_service_get_collectors (PlimFakeService *self)
{
  return self->collectors;
}

void
plim_fake_service_set_history (PlimFakeService *self,
                               GVariant *series,
                               GVariant *consumption,
                               GVariant *heatmap)
{
  plim_fake_history_set (self->history, series, consumption, heatmap);
}
