/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "plim-bus-client.h"

#include "plim-bus-codec.h"
#include "plim-bus-incident.h"

/* AddAccount asks the provider before it answers: its own time limit is a minute and a half. */
#define CALL_TIMEOUT_MS (120 * 1000)

struct _PlimBusClient {
  GObject parent_instance;

  GDBusObjectManager *objects;
  PlimBusManager1 *manager;
  GPtrArray *accounts; /* PlimAccount, in their order */
};

static void plim_bus_client_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PlimBusClient,
                               plim_bus_client,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      plim_bus_client_list_model_init))

enum { PROP_CONNECTED = 1, N_PROPS };
static GParamSpec *properties[N_PROPS];

static GType
plim_bus_client_get_item_type (GListModel *model)
{
  return PLIM_TYPE_ACCOUNT;
}

static guint
plim_bus_client_get_n_items (GListModel *model)
{
  return PLIM_BUS_CLIENT (model)->accounts->len;
}

static gpointer
plim_bus_client_get_item (GListModel *model, guint position)
{
  PlimBusClient *self = PLIM_BUS_CLIENT (model);

  return position < self->accounts->len
             ? g_object_ref (g_ptr_array_index (self->accounts, position))
             : NULL;
}

static void
plim_bus_client_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = plim_bus_client_get_item_type;
  iface->get_n_items = plim_bus_client_get_n_items;
  iface->get_item = plim_bus_client_get_item;
}

static int
read_nick (GType type, const char *nick, int fallback)
{
  int value;

  return plim_enum_from_nick (type, nick, &value) ? value : fallback;
}

static void
mirror_snapshot (PlimAccount *account, PlimBusAccount1 *proxy)
{
  GVariant *variant = plim_bus_account1_get_snapshot (proxy);
  const char *message = plim_bus_account1_get_message (proxy);
  g_autoptr (PlimSnapshot) snapshot = NULL;
  g_autoptr (GHashTable) forecasts = NULL;

  if (variant != NULL) {
    snapshot = plim_bus_snapshot_from_variant (variant);
    forecasts = plim_bus_forecasts_from_variant (variant);
  }
  plim_account_set_forecasts (account, forecasts);
  plim_account_restore (account, snapshot,
                        (PlimStatus) read_nick (PLIM_TYPE_STATUS,
                                                plim_bus_account1_get_status (proxy), 0),
                        (PlimCause) read_nick (PLIM_TYPE_CAUSE, plim_bus_account1_get_cause (proxy),
                                               0),
                        message != NULL && message[0] != '\0' ? message : NULL,
                        plim_bus_account1_get_attempted_at (proxy));
}

static void
mirror_owner (PlimAccount *account, PlimBusAccount1 *proxy)
{
  g_autoptr (PlimOwner) owner =
      plim_bus_owner_new (plim_account_get_snapshot (account),
                          plim_bus_account1_get_former_identity (proxy),
                          plim_bus_account1_get_identity_changed_at (proxy),
                          plim_bus_account1_get_owner_key (proxy));

  plim_account_set_owner (account, owner);
}

static void
mirror (PlimAccount *account, PlimBusAccount1 *proxy)
{
  g_autoptr (GHashTable) settings =
      plim_bus_settings_from_variant (plim_bus_account1_get_settings (proxy));
  g_autoptr (GHashTable) choices =
      plim_bus_settings_from_variant (plim_bus_account1_get_choices (proxy));
  g_autoptr (PlimIncident) incident =
      plim_bus_incident_from_variant (plim_bus_account1_get_incident (proxy));
  const char *label = plim_bus_account1_get_label (proxy);

  g_object_freeze_notify (G_OBJECT (account));
  plim_account_set_label (account, label != NULL ? label : "");
  plim_account_set_base_url (account, plim_bus_account1_get_base_url (proxy));
  plim_account_set_settings (account, settings);
  plim_account_set_memory (account, choices);
  plim_account_set_enabled (account, plim_bus_account1_get_enabled (proxy));
  plim_account_set_order (account, plim_bus_account1_get_order (proxy));
  plim_account_set_interval (account, plim_bus_account1_get_interval (proxy));
  plim_account_set_expected_interval (account, plim_bus_account1_get_expected_interval (proxy));
  plim_account_set_next_poll_at (account, plim_bus_account1_get_next_poll_at (proxy));
  plim_account_set_next_poll_reason (account, plim_bus_poll_reason_from_nick (
                                                  plim_bus_account1_get_next_poll_reason (proxy)));
  plim_account_set_refresh_allowed_at (account, plim_bus_account1_get_refresh_allowed_at (proxy));
  plim_account_set_polled (account, plim_bus_account1_get_polled (proxy));
  plim_account_set_polling (account, plim_bus_account1_get_polling (proxy));
  plim_account_set_incident (account, incident);
  mirror_snapshot (account, proxy);
  mirror_owner (account, proxy);
  g_object_thaw_notify (G_OBJECT (account));
}

static int
compare_order (gconstpointer a, gconstpointer b)
{
  PlimAccount *first = *(PlimAccount *const *) a;
  PlimAccount *second = *(PlimAccount *const *) b;
  guint first_order = plim_account_get_order (first);
  guint second_order = plim_account_get_order (second);

  if (first_order != second_order)
    return first_order < second_order ? -1 : 1;
  return g_strcmp0 (plim_account_get_id (first), plim_account_get_id (second));
}

static gboolean
is_sorted (PlimBusClient *self)
{
  for (guint i = 1; i < self->accounts->len; i++) {
    if (compare_order (&self->accounts->pdata[i - 1], &self->accounts->pdata[i]) > 0)
      return FALSE;
  }
  return TRUE;
}

static void
sort (PlimBusClient *self)
{
  if (is_sorted (self))
    return;
  g_ptr_array_sort (self->accounts, compare_order);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, self->accounts->len, self->accounts->len);
}

static void
add_account (PlimBusClient *self, PlimBusAccount1 *proxy)
{
  const char *id = plim_bus_account1_get_id (proxy);
  const char *provider = plim_bus_account1_get_provider (proxy);
  g_autoptr (PlimAccount) account = NULL;
  guint position = 0;

  if (id == NULL || provider == NULL || plim_bus_client_find_account (self, id) != NULL)
    return;
  g_dbus_proxy_set_default_timeout (G_DBUS_PROXY (proxy), CALL_TIMEOUT_MS);
  account = plim_account_new (id, provider);
  mirror (account, proxy);
  while (position < self->accounts->len &&
         compare_order (&self->accounts->pdata[position], &account) < 0)
    position++;
  g_ptr_array_insert (self->accounts, (int) position, g_steal_pointer (&account));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

static void
remove_account (PlimBusClient *self, const char *path)
{
  for (guint i = 0; i < self->accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (self->accounts, i);
    g_autofree char *account_path = plim_bus_dup_account_path (plim_account_get_id (account));

    if (!g_str_equal (account_path, path))
      continue;
    g_ptr_array_remove_index (self->accounts, i);
    g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 0);
    return;
  }
}

static void
on_object_added (GDBusObjectManager *objects, GDBusObject *object, gpointer user_data)
{
  PlimBusClient *self = user_data;
  PlimBusAccount1 *account = plim_bus_object_peek_account1 (PLIM_BUS_OBJECT (object));

  if (account != NULL)
    add_account (self, account);
}

static void
on_object_removed (GDBusObjectManager *objects, GDBusObject *object, gpointer user_data)
{
  PlimBusClient *self = user_data;

  remove_account (self, g_dbus_object_get_object_path (object));
}

static void
on_properties_changed (GDBusObjectManagerClient *objects,
                       GDBusObjectProxy *object,
                       GDBusProxy *proxy,
                       GVariant *changed,
                       const char *const *invalidated,
                       gpointer user_data)
{
  PlimBusClient *self = user_data;
  PlimAccount *account;

  if (!PLIM_BUS_IS_ACCOUNT1 (proxy))
    return;
  account =
      plim_bus_client_find_account (self, plim_bus_account1_get_id (PLIM_BUS_ACCOUNT1 (proxy)));
  if (account == NULL)
    return;
  mirror (account, PLIM_BUS_ACCOUNT1 (proxy));
  sort (self);
}

static void
on_name_owner_changed (GObject *objects, GParamSpec *pspec, gpointer user_data)
{
  g_object_notify_by_pspec (user_data, properties[PROP_CONNECTED]);
}

static void
plim_bus_client_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  PlimBusClient *self = PLIM_BUS_CLIENT (object);

  switch (property) {
  case PROP_CONNECTED:
    g_value_set_boolean (value, plim_bus_client_is_connected (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
  }
}

static void
plim_bus_client_dispose (GObject *object)
{
  PlimBusClient *self = PLIM_BUS_CLIENT (object);

  g_clear_object (&self->objects);
  g_clear_object (&self->manager);
  g_ptr_array_set_size (self->accounts, 0);
  G_OBJECT_CLASS (plim_bus_client_parent_class)->dispose (object);
}

static void
plim_bus_client_finalize (GObject *object)
{
  g_ptr_array_unref (PLIM_BUS_CLIENT (object)->accounts);
  G_OBJECT_CLASS (plim_bus_client_parent_class)->finalize (object);
}

static void
plim_bus_client_class_init (PlimBusClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = plim_bus_client_get_property;
  object_class->dispose = plim_bus_client_dispose;
  object_class->finalize = plim_bus_client_finalize;

  properties[PROP_CONNECTED] =
      g_param_spec_boolean ("connected", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  /* From here on the service's errors are known and not read as foreign ones. */
  plim_bus_error_quark ();
}

static void
plim_bus_client_init (PlimBusClient *self)
{
  self->accounts = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
follow (PlimBusClient *self)
{
  g_autolist (GDBusObject) objects = g_dbus_object_manager_get_objects (self->objects);

  g_signal_connect_object (self->objects, "object-added", G_CALLBACK (on_object_added), self, 0);
  g_signal_connect_object (self->objects, "object-removed", G_CALLBACK (on_object_removed), self,
                           0);
  g_signal_connect_object (self->objects, "interface-proxy-properties-changed",
                           G_CALLBACK (on_properties_changed), self, 0);
  g_signal_connect_object (self->objects, "notify::name-owner", G_CALLBACK (on_name_owner_changed),
                           self, 0);
  for (GList *l = objects; l != NULL; l = l->next)
    on_object_added (self->objects, l->data, self);
}

static void
on_manager (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PlimBusClient *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->manager = plim_bus_manager1_proxy_new_finish (result, &error);
  if (self->manager == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_dbus_proxy_set_default_timeout (G_DBUS_PROXY (self->manager), CALL_TIMEOUT_MS);
  follow (self);
  g_task_return_pointer (task, g_object_ref (self), g_object_unref);
}

/* Manager1 stands at the object manager's own path, which is no managed object: it has a proxy of
 * its own. */
static void
on_objects (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PlimBusClient *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  self->objects = plim_bus_object_manager_client_new_finish (result, &error);
  if (self->objects == NULL) {
    g_task_return_error (task, error);
    return;
  }
  plim_bus_manager1_proxy_new (g_dbus_object_manager_client_get_connection (
                                   G_DBUS_OBJECT_MANAGER_CLIENT (self->objects)),
                               G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START_AT_CONSTRUCTION, PLIM_BUS_NAME,
                               PLIM_BUS_PATH, cancellable, on_manager, g_steal_pointer (&task));
}

void
plim_bus_client_new_async (GDBusConnection *connection,
                           gboolean start,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, plim_bus_client_new_async);
  g_task_set_task_data (task, g_object_new (PLIM_TYPE_BUS_CLIENT, NULL), g_object_unref);
  plim_bus_object_manager_client_new (connection,
                                      start ? G_DBUS_OBJECT_MANAGER_CLIENT_FLAGS_NONE
                                            : G_DBUS_OBJECT_MANAGER_CLIENT_FLAGS_DO_NOT_AUTO_START,
                                      PLIM_BUS_NAME, PLIM_BUS_PATH, cancellable, on_objects, task);
}

PlimBusClient *
plim_bus_client_new_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, plim_bus_client_new_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
plim_bus_client_is_connected (PlimBusClient *self)
{
  g_autofree char *owner = NULL;

  g_return_val_if_fail (PLIM_IS_BUS_CLIENT (self), FALSE);

  if (self->objects == NULL)
    return FALSE;
  owner =
      g_dbus_object_manager_client_get_name_owner (G_DBUS_OBJECT_MANAGER_CLIENT (self->objects));
  return owner != NULL;
}

PlimBusManager1 *
plim_bus_client_get_manager (PlimBusClient *self)
{
  g_return_val_if_fail (PLIM_IS_BUS_CLIENT (self), NULL);

  return self->manager;
}

PlimBusAccount1 *
plim_bus_client_get_account_proxy (PlimBusClient *self, const char *account_id)
{
  g_autofree char *path = plim_bus_dup_account_path (account_id);
  g_autoptr (GDBusObject) object = NULL;

  g_return_val_if_fail (PLIM_IS_BUS_CLIENT (self), NULL);

  object = g_dbus_object_manager_get_object (self->objects, path);
  return object != NULL ? plim_bus_object_peek_account1 (PLIM_BUS_OBJECT (object)) : NULL;
}

PlimAccount *
plim_bus_client_find_account (PlimBusClient *self, const char *account_id)
{
  g_return_val_if_fail (PLIM_IS_BUS_CLIENT (self), NULL);

  for (guint i = 0; i < self->accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (self->accounts, i);

    if (g_strcmp0 (plim_account_get_id (account), account_id) == 0)
      return account;
  }
  return NULL;
}
