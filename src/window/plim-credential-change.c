/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-credential-change.h"

#include "plim-secret-batch.h"

typedef struct {
  PlimBusAccount1 *account;
  const PlimProvider *provider;
  char *label;
  GHashTable *secrets;
  GHashTable *old; /* (nullable): until looked up */
  GError *error;   /* (nullable): why it is being undone */
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_clear_object (&change->account);
  g_free (change->label);
  g_hash_table_unref (change->secrets);
  g_clear_pointer (&change->old, g_hash_table_unref);
  g_clear_error (&change->error);
  g_free (change);
}

static void
on_restored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Change *change = g_task_get_task_data (task);

  if (!plim_secret_batch_store_finish (result, &error))
    g_prefix_error (&change->error, "(and the old secret is lost: %s) ", error->message);
  g_task_return_error (task, g_steal_pointer (&change->error));
}

/* Takes @task and @error. */
static void
restore (GTask *task, GError *error)
{
  Change *change = g_task_get_task_data (task);

  change->error = error;
  plim_secret_batch_store_async (plim_bus_account1_get_id (change->account), change->provider,
                                 change->label, change->old, NULL, on_restored, task);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (plim_bus_account1_call_check_credential_finish (PLIM_BUS_ACCOUNT1 (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    restore (g_steal_pointer (&task), error);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  Change *change = g_task_get_task_data (task);

  if (!plim_secret_batch_store_finish (result, &error)) {
    restore (g_steal_pointer (&task), error);
    return;
  }
  plim_bus_account1_call_check_credential (change->account, g_task_get_cancellable (task),
                                           on_checked, g_object_ref (task));
}

static void
on_old_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  Change *change = g_task_get_task_data (task);

  change->old = plim_secret_batch_lookup_finish (result, &error);
  if (change->old == NULL) {
    g_task_return_error (task, error);
    return;
  }
  plim_secret_batch_store_async (plim_bus_account1_get_id (change->account), change->provider,
                                 change->label, change->secrets, g_task_get_cancellable (task),
                                 on_stored, g_object_ref (task));
}

void
plim_credential_change_async (PlimBusAccount1 *account,
                              const PlimProvider *provider,
                              const char *label,
                              GHashTable *secrets,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Change *change = g_new0 (Change, 1);

  change->account = g_object_ref (account);
  change->provider = provider;
  change->label = g_strdup (label);
  change->secrets = g_hash_table_ref (secrets);
  g_task_set_source_tag (task, plim_credential_change_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, change, change_free);
  plim_secret_batch_lookup_async (plim_bus_account1_get_id (account), secrets, cancellable,
                                  on_old_found, task);
}

gboolean
plim_credential_change_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
