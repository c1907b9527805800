/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-bus-additions.h"

#include "plim-account-setup.h"
#include "plim-bus-codec.h"
#include "plim-bus-import.h"
#include "plim-bus-reply.h"
#include "plim-demo-past.h"
#include "plim-poll-schedule.h"
#include "plim-providers.h"

struct _PlimBusAdditions {
  GObject parent_instance;

  PlimBusManager1 *manager;
  PlimAccountList *accounts;
  PlimFetcher *fetcher;
  PlimNotifier *notifier;
  PlimDatabase *database;
  PlimClock *clock;
  GHashTable *checks; /* account id → GCancellable: live checks that are under way */
};

G_DEFINE_FINAL_TYPE (PlimBusAdditions, plim_bus_additions, G_TYPE_OBJECT)

typedef struct {
  PlimBusAdditions *self;
  PlimAccount *account;
  GDBusMethodInvocation *invocation;
} Addition;

static void
addition_free (Addition *addition)
{
  g_object_unref (addition->self);
  g_object_unref (addition->account);
  g_free (addition);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Addition, addition_free)

/* (nullable): why the live check is no success, when it is none. */
static GError *
dup_check_failure (PlimSnapshot *snapshot, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_new_literal (PLIM_BUS_ERROR, PLIM_BUS_ERROR_FAILED, "cancelled");
  return plim_poll_schedule_dup_failure (snapshot, error);
}

static void
on_past_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Addition) addition = user_data;
  g_autofree char *path = plim_bus_dup_account_path (plim_account_get_id (addition->account));
  g_autoptr (GError) error = NULL;

  if (!plim_demo_past_keep_finish (result, &error))
    g_message ("The demo has no past: %s", error->message);
  plim_bus_manager1_complete_add_account (addition->self->manager, addition->invocation, path);
}

static gboolean
check_is_new (PlimBusAdditions *self, const char *id, GError **error)
{
  if (plim_account_list_find (self->accounts, id) == NULL &&
      !g_hash_table_contains (self->checks, id))
    return TRUE;
  g_set_error (error, PLIM_BUS_ERROR, PLIM_BUS_ERROR_INVALID_ARGUMENT,
               "there is an account of the id %s already", id);
  return FALSE;
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Addition) addition = user_data;
  PlimBusAdditions *self = addition->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) failure = NULL;
  g_autoptr (PlimSnapshot) snapshot =
      plim_fetcher_fetch_finish (PLIM_FETCHER (source), result, &error);

  g_hash_table_remove (self->checks, plim_account_get_id (addition->account));
  failure = dup_check_failure (snapshot, error);
  /* Meanwhile one of that id may have been imported. */
  if (failure != NULL || !check_is_new (self, plim_account_get_id (addition->account), &failure)) {
    plim_bus_reply_error (addition->invocation, failure);
    return;
  }
  plim_account_update (addition->account, snapshot, NULL, plim_clock_get_now (self->clock));
  plim_account_list_add (self->accounts, addition->account);
  plim_notifier_observe (self->notifier, addition->account);
  plim_demo_past_keep_async (self->database, addition->account, plim_clock_get_now (self->clock),
                             on_past_kept, addition);
  g_steal_pointer (&addition);
}

static gboolean
on_add_account (PlimBusManager1 *manager,
                GDBusMethodInvocation *invocation,
                const char *id,
                const char *provider_id,
                const char *label,
                const char *base_url,
                GVariant *variant,
                PlimBusAdditions *self)
{
  g_autoptr (GHashTable) settings = plim_bus_settings_from_variant (variant);
  g_autoptr (PlimAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  GCancellable *cancellable;
  Addition *addition;

  if (check_is_new (self, id, &error))
    account = plim_account_setup_new_account (id, provider_id, label, base_url, settings, &error);
  if (account == NULL) {
    plim_bus_reply_error (invocation, error);
    return G_DBUS_METHOD_INVOCATION_HANDLED;
  }
  addition = g_new0 (Addition, 1);
  addition->self = g_object_ref (self);
  addition->account = g_object_ref (account);
  addition->invocation = invocation;
  cancellable = g_cancellable_new ();
  g_hash_table_insert (self->checks, g_strdup (id), cancellable);
  plim_fetcher_fetch_async (self->fetcher, plim_providers_find (provider_id), account,
                            plim_clock_get_now (self->clock), TRUE, cancellable, on_checked,
                            addition);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_cancel_add (PlimBusManager1 *manager,
               GDBusMethodInvocation *invocation,
               const char *id,
               PlimBusAdditions *self)
{
  GCancellable *cancellable = g_hash_table_lookup (self->checks, id);

  if (cancellable != NULL)
    g_cancellable_cancel (cancellable);
  plim_bus_manager1_complete_cancel_add (manager, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_import_accounts (PlimBusManager1 *manager,
                    GDBusMethodInvocation *invocation,
                    GVariant *list,
                    gboolean check_only,
                    PlimBusAdditions *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) accounts = plim_bus_import_check (self->accounts, list, &error);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  if (accounts == NULL) {
    plim_bus_reply_error (invocation, error);
    return G_DBUS_METHOD_INVOCATION_HANDLED;
  }
  for (guint i = 0; i < accounts->len; i++) {
    PlimAccount *account = g_ptr_array_index (accounts, i);

    g_ptr_array_add (ids, (gpointer) plim_account_get_id (account));
    if (!check_only)
      plim_account_list_add (self->accounts, account);
  }
  g_ptr_array_add (ids, NULL);
  plim_bus_manager1_complete_import_accounts (manager, invocation,
                                              (const char *const *) ids->pdata);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
plim_bus_additions_dispose (GObject *object)
{
  GHashTableIter iter;
  gpointer cancellable;

  g_hash_table_iter_init (&iter, PLIM_BUS_ADDITIONS (object)->checks);
  while (g_hash_table_iter_next (&iter, NULL, &cancellable))
    g_cancellable_cancel (cancellable);
  G_OBJECT_CLASS (plim_bus_additions_parent_class)->dispose (object);
}

static void
plim_bus_additions_finalize (GObject *object)
{
  PlimBusAdditions *self = PLIM_BUS_ADDITIONS (object);

  g_clear_object (&self->manager);
  g_clear_object (&self->accounts);
  g_clear_object (&self->fetcher);
  g_clear_object (&self->notifier);
  g_clear_object (&self->database);
  g_clear_object (&self->clock);
  g_hash_table_unref (self->checks);
  G_OBJECT_CLASS (plim_bus_additions_parent_class)->finalize (object);
}

static void
plim_bus_additions_class_init (PlimBusAdditionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = plim_bus_additions_dispose;
  object_class->finalize = plim_bus_additions_finalize;
}

static void
plim_bus_additions_init (PlimBusAdditions *self)
{
  self->checks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

PlimBusAdditions *
plim_bus_additions_new (PlimBusManager1 *manager,
                        PlimAccountList *accounts,
                        PlimFetcher *fetcher,
                        PlimNotifier *notifier,
                        PlimDatabase *database,
                        PlimClock *clock)
{
  PlimBusAdditions *self;

  g_return_val_if_fail (PLIM_BUS_IS_MANAGER1 (manager), NULL);

  self = g_object_new (PLIM_TYPE_BUS_ADDITIONS, NULL);
  self->manager = g_object_ref (manager);
  self->accounts = g_object_ref (accounts);
  self->fetcher = g_object_ref (fetcher);
  self->notifier = g_object_ref (notifier);
  self->database = g_object_ref (database);
  self->clock = g_object_ref (clock);
  g_signal_connect_object (manager, "handle-add-account", G_CALLBACK (on_add_account), self, 0);
  g_signal_connect_object (manager, "handle-cancel-add", G_CALLBACK (on_cancel_add), self, 0);
  g_signal_connect_object (manager, "handle-import-accounts", G_CALLBACK (on_import_accounts), self,
                           0);
  return self;
}
