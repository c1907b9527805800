/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-bus-export.h"

#include "plim-bus-account.h"
#include "plim-bus-additions.h"
#include "plim-bus-codec.h"
#include "plim-bus-generated.h"
#include "plim-bus-history.h"
#include "plim-bus-log.h"
#include "plim-bus-percents.h"
#include "plim-bus-reply.h"
#include "plim-bus-state.h"
#include "plim-diagnosis.h"
#include "plim-secrets.h"
#include "plim-status-json.h"

#include <math.h>

/* Not NaN: GObject refuses it as a property's value. */
#define PERCENTAGE_UNKNOWN (-1.0)

struct _PlimBusExport {
  GObject parent_instance;

  PlimAccountList *accounts;
  PlimPoller *poller;
  PlimNotifier *notifier;
  PlimDatabase *database;
  PlimClock *clock;
  GDBusObjectManagerServer *object_manager;
  PlimBusManager1 *manager;
  PlimBusAdditions *additions; /* (nullable) */
  PlimBusLog *log;             /* (nullable) */
  GHashTable *objects;         /* account id → PlimBusAccount */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (PlimBusExport, plim_bus_export, G_TYPE_OBJECT)

enum { SIGNAL_QUIT, SIGNAL_RELOAD_API_KEYS, N_SIGNALS };
static guint signals[N_SIGNALS];

/* The accounts as objects. */

static void
export_account (PlimBusExport *self, PlimAccount *account)
{
  PlimBusAccount *object = plim_bus_account_new (account, self->accounts, self->poller);

  plim_bus_percents_export (plim_bus_object_peek_account1 (PLIM_BUS_OBJECT (object)),
                            plim_notifier_get_settings (self->notifier));
  g_dbus_object_manager_server_export (self->object_manager, G_DBUS_OBJECT_SKELETON (object));
  g_hash_table_insert (self->objects, g_strdup (plim_account_get_id (account)), object);
}

static void
on_accounts_changed (
    GListModel *accounts, guint position, guint n_removed, guint n_added, PlimBusExport *self)
{
  GHashTableIter iter;
  gpointer id, object;

  for (guint i = position; i < position + n_added; i++) {
    g_autoptr (PlimAccount) account = g_list_model_get_item (accounts, i);

    if (!g_hash_table_contains (self->objects, plim_account_get_id (account)))
      export_account (self, account);
  }
  g_hash_table_iter_init (&iter, self->objects);
  while (n_removed > 0 && g_hash_table_iter_next (&iter, &id, &object)) {
    if (plim_account_list_find (self->accounts, id) != NULL)
      continue;
    g_dbus_object_manager_server_unexport (self->object_manager,
                                           g_dbus_object_get_object_path (G_DBUS_OBJECT (object)));
    plim_notifier_forget (self->notifier, id);
    g_hash_table_iter_remove (&iter);
  }
}

/* The other methods. */

static gboolean
on_refresh_all (PlimBusManager1 *manager, GDBusMethodInvocation *invocation, PlimBusExport *self)
{
  plim_poller_refresh_all (self->poller);
  plim_bus_manager1_complete_refresh_all (manager, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_looked (PlimBusManager1 *manager, GDBusMethodInvocation *invocation, PlimBusExport *self)
{
  plim_poller_note_look (self->poller);
  plim_bus_manager1_complete_looked (manager, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_snooze (PlimBusManager1 *manager,
           GDBusMethodInvocation *invocation,
           gint64 until,
           PlimBusExport *self)
{
  plim_notifier_snooze (self->notifier, MAX (until, 0));
  plim_bus_manager1_complete_snooze (manager, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

typedef struct {
  PlimBusExport *self;
  GDBusMethodInvocation *invocation;
} Unlock;

static GError *
dup_unlock_failure (const GError *error)
{
  PlimCause cause = PLIM_CAUSE_KEYRING_MISSING;

  if (error->domain == PLIM_SECRETS_ERROR && error->code == PLIM_SECRETS_ERROR_CANCELLED)
    cause = PLIM_CAUSE_KEYRING_CANCELLED;
  else if (error->domain == PLIM_SECRETS_ERROR && error->code == PLIM_SECRETS_ERROR_LOCKED)
    cause = PLIM_CAUSE_KEYRING_LOCKED;
  return plim_error_new (PLIM_STATUS_MISCONFIGURED, cause, 0, "%s", error->message);
}

static void
on_unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Unlock *unlock = user_data;
  g_autoptr (PlimBusExport) self = unlock->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) failure = NULL;

  if (!plim_secrets_unlock_finish (result, &error)) {
    failure = dup_unlock_failure (error);
    plim_bus_reply_error (unlock->invocation, failure);
    return;
  }
  plim_poller_retry_cause (self->poller, PLIM_CAUSE_KEYRING_LOCKED);
  plim_poller_retry_cause (self->poller, PLIM_CAUSE_KEYRING_CANCELLED);
  plim_poller_retry_cause (self->poller, PLIM_CAUSE_KEYRING_MISSING);
  plim_bus_manager1_complete_unlock_keyring (self->manager, unlock->invocation);
}

static gboolean
on_unlock_keyring (PlimBusManager1 *manager, GDBusMethodInvocation *invocation, PlimBusExport *self)
{
  Unlock *unlock = g_new0 (Unlock, 1);

  unlock->self = g_object_ref (self);
  unlock->invocation = invocation;
  plim_secrets_unlock_async (self->cancellable, on_unlocked, unlock);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_reload_api_keys (PlimBusManager1 *manager,
                    GDBusMethodInvocation *invocation,
                    PlimBusExport *self)
{
  gboolean is_taken = FALSE;

  g_signal_emit (self, signals[SIGNAL_RELOAD_API_KEYS], 0, invocation, &is_taken);
  if (!is_taken) /* nobody has read any */
    plim_bus_manager1_complete_reload_api_keys (manager, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_diagnose (PlimBusManager1 *manager, GDBusMethodInvocation *invocation, PlimBusExport *self)
{
  plim_bus_manager1_complete_diagnose (manager, invocation, plim_diagnosis_new (self->database));
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

/* (transfer full): `a{sv}`, which does not float, whatever the skeleton made */
static GVariant *
dup_properties (gpointer skeleton)
{
  return g_variant_take_ref (g_dbus_interface_skeleton_get_properties (skeleton));
}

static gboolean
on_get_status (PlimBusManager1 *manager,
               GDBusMethodInvocation *invocation,
               gboolean is_private,
               PlimBusExport *self)
{
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GVariant) properties = dup_properties (manager);
  guint n_accounts = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));
  g_autofree char *document = NULL;

  for (guint i = 0; i < n_accounts; i++)
    g_ptr_array_add (accounts, g_list_model_get_item (G_LIST_MODEL (self->accounts), i));
  document = plim_status_json_new (accounts, properties, is_private,
                                   plim_clock_get_now (self->clock), TRUE);
  plim_bus_manager1_complete_get_status (manager, invocation, document,
                                         plim_status_has_problem (accounts));
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_get_state (PlimBusManager1 *manager, GDBusMethodInvocation *invocation, PlimBusExport *self)
{
  GVariantBuilder accounts = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  g_autoptr (GVariant) properties = dup_properties (manager);
  GHashTableIter iter;
  gpointer object;

  g_hash_table_iter_init (&iter, self->objects);
  while (g_hash_table_iter_next (&iter, NULL, &object)) {
    g_autoptr (GVariant) account = dup_properties (plim_bus_object_peek_account1 (object));

    g_variant_builder_add_value (&accounts, account);
  }
  plim_bus_manager1_complete_get_state (manager, invocation,
                                        plim_bus_state_pack (g_variant_new ("(@a{sv}aa{sv})",
                                                                            properties,
                                                                            &accounts)));
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_quit (PlimBusManager1 *manager, GDBusMethodInvocation *invocation, PlimBusExport *self)
{
  plim_bus_manager1_complete_quit (manager, invocation);
  g_signal_emit (self, signals[SIGNAL_QUIT], 0);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
connect_methods (PlimBusExport *self)
{
  static const struct {
    const char *signal;
    GCallback handler;
  } methods[] = {
    { "handle-refresh-all", G_CALLBACK (on_refresh_all) },
    { "handle-looked", G_CALLBACK (on_looked) },
    { "handle-snooze", G_CALLBACK (on_snooze) },
    { "handle-unlock-keyring", G_CALLBACK (on_unlock_keyring) },
    { "handle-reload-api-keys", G_CALLBACK (on_reload_api_keys) },
    { "handle-diagnose", G_CALLBACK (on_diagnose) },
    { "handle-get-status", G_CALLBACK (on_get_status) },
    { "handle-get-state", G_CALLBACK (on_get_state) },
    { "handle-quit", G_CALLBACK (on_quit) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    g_signal_connect_object (self->manager, methods[i].signal, methods[i].handler, self, 0);
}

static void
on_problem_changed (PlimBusExport *self)
{
  const char *problem = plim_account_list_get_problem (self->accounts);

  plim_bus_manager1_set_storage_problem (self->manager, problem != NULL ? problem : "");
}

static void
on_snoozed_changed (PlimBusExport *self)
{
  plim_bus_manager1_set_snoozed_until (self->manager,
                                       plim_notifier_get_snoozed_until (self->notifier));
}

static void
set_up_manager (PlimBusExport *self)
{
  plim_bus_manager1_set_version (self->manager, PLIM_VERSION);
  plim_bus_manager1_set_percentage (self->manager, PERCENTAGE_UNKNOWN);
  plim_bus_manager1_set_severity (self->manager,
                                  plim_enum_to_nick (PLIM_TYPE_SEVERITY, PLIM_SEVERITY_NORMAL));
  plim_bus_manager1_set_state (self->manager,
                               plim_enum_to_nick (PLIM_TYPE_HEADLINE_STATE, PLIM_HEADLINE_EMPTY));
  plim_bus_manager1_set_summary (self->manager, "");
  plim_bus_manager1_set_headline_account (self->manager, "");
  plim_bus_manager1_set_headline_window (self->manager, "");
  connect_methods (self);
  plim_bus_history_serve (self->manager, self->accounts, self->database);
  g_signal_connect_object (self->accounts, "notify::problem", G_CALLBACK (on_problem_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notifier, "notify::snoozed-until", G_CALLBACK (on_snoozed_changed),
                           self, G_CONNECT_SWAPPED);
  on_problem_changed (self);
  on_snoozed_changed (self);
}

static void
plim_bus_export_dispose (GObject *object)
{
  PlimBusExport *self = PLIM_BUS_EXPORT (object);

  g_cancellable_cancel (self->cancellable);
  /* The calls under way hold on to it. */
  if (self->additions != NULL)
    g_object_run_dispose (G_OBJECT (self->additions));
  g_clear_object (&self->additions);
  if (self->object_manager != NULL)
    g_dbus_object_manager_server_set_connection (self->object_manager, NULL);
  if (self->manager != NULL)
    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->manager));
  g_clear_object (&self->object_manager);
  g_clear_object (&self->log);
  g_clear_object (&self->manager);
  g_hash_table_remove_all (self->objects);
  g_clear_object (&self->accounts);
  g_clear_object (&self->poller);
  g_clear_object (&self->notifier);
  g_clear_object (&self->database);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (plim_bus_export_parent_class)->dispose (object);
}

static void
plim_bus_export_finalize (GObject *object)
{
  PlimBusExport *self = PLIM_BUS_EXPORT (object);

  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->objects);
  G_OBJECT_CLASS (plim_bus_export_parent_class)->finalize (object);
}

static void
plim_bus_export_class_init (PlimBusExportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = plim_bus_export_dispose;
  object_class->finalize = plim_bus_export_finalize;
  signals[SIGNAL_QUIT] = g_signal_new ("quit", PLIM_TYPE_BUS_EXPORT, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_RELOAD_API_KEYS] =
      g_signal_new ("reload-api-keys", PLIM_TYPE_BUS_EXPORT, G_SIGNAL_RUN_LAST, 0,
                    g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN, 1,
                    G_TYPE_DBUS_METHOD_INVOCATION);
}

static void
plim_bus_export_init (PlimBusExport *self)
{
  self->objects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->cancellable = g_cancellable_new ();
  self->object_manager = g_dbus_object_manager_server_new (PLIM_BUS_PATH);
  self->manager = plim_bus_manager1_skeleton_new ();
}

PlimBusExport *
plim_bus_export_new (GDBusConnection *connection,
                     PlimAccountList *accounts,
                     PlimPoller *poller,
                     PlimFetcher *fetcher,
                     PlimNotifier *notifier,
                     PlimDatabase *database,
                     PlimClock *clock,
                     GError **error)
{
  g_autoptr (PlimBusExport) self = NULL;

  g_return_val_if_fail (G_IS_DBUS_CONNECTION (connection), NULL);

  self = g_object_new (PLIM_TYPE_BUS_EXPORT, NULL);
  self->accounts = g_object_ref (accounts);
  self->poller = g_object_ref (poller);
  self->notifier = g_object_ref (notifier);
  self->database = g_object_ref (database);
  self->clock = g_object_ref (clock);
  self->additions =
      plim_bus_additions_new (self->manager, accounts, fetcher, notifier, database, clock);
  set_up_manager (self);
  if (!g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->manager), connection,
                                         PLIM_BUS_PATH, error))
    return NULL;
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (on_accounts_changed), self, 0);
  on_accounts_changed (G_LIST_MODEL (accounts), 0, 0,
                       g_list_model_get_n_items (G_LIST_MODEL (accounts)), self);
  g_dbus_object_manager_server_set_connection (self->object_manager, connection);
  return g_steal_pointer (&self);
}

void
plim_bus_export_set_headline (PlimBusExport *self,
                              const PlimHeadline *headline,
                              const char *summary)
{
  const char *account_id = "";

  g_return_if_fail (PLIM_IS_BUS_EXPORT (self));
  g_return_if_fail (headline != NULL);

  if (headline->account != NULL)
    account_id = plim_account_get_id (headline->account);
  plim_bus_manager1_set_percentage (self->manager, isnan (headline->used_percent)
                                                       ? PERCENTAGE_UNKNOWN
                                                       : headline->used_percent);
  plim_bus_manager1_set_severity (self->manager,
                                  plim_enum_to_nick (PLIM_TYPE_SEVERITY, (int) headline->severity));
  plim_bus_manager1_set_state (self->manager,
                               plim_enum_to_nick (PLIM_TYPE_HEADLINE_STATE, (int) headline->state));
  plim_bus_manager1_set_summary (self->manager, summary != NULL ? summary : "");
  plim_bus_manager1_set_headline_account (self->manager, account_id);
  plim_bus_manager1_set_headline_window (self->manager,
                                         headline->window_id != NULL ? headline->window_id : "");
}

void
plim_bus_export_set_tray_host (PlimBusExport *self, gboolean has_host)
{
  g_return_if_fail (PLIM_IS_BUS_EXPORT (self));

  plim_bus_manager1_set_tray_host (self->manager, has_host);
}

void
plim_bus_export_set_log (PlimBusExport *self, PlimLogRing *log)
{
  g_return_if_fail (PLIM_IS_BUS_EXPORT (self));

  g_clear_object (&self->log);
  self->log = plim_bus_log_new (self->manager, log);
}

PlimBusManager1 *
plim_bus_export_get_manager (PlimBusExport *self)
{
  g_return_val_if_fail (PLIM_IS_BUS_EXPORT (self), NULL);

  return self->manager;
}
