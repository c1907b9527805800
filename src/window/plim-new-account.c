/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plim-new-account.h"

#include "plim-bus-codec.h"
#include "plim-secret-batch.h"
#include "plim-secrets.h"

typedef struct {
  PlimNewAccount *setup;
  PlimBusManager1 *manager;
  gulong cancelled_id;
  GError *error; /* (nullable): why it is being undone */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  plim_new_account_free (run->setup);
  g_clear_object (&run->manager);
  g_clear_error (&run->error);
  g_free (run);
}

PlimNewAccount *
plim_new_account_new (const PlimProvider *provider)
{
  PlimNewAccount *self = g_new0 (PlimNewAccount, 1);

  self->id = g_uuid_string_random ();
  self->provider = provider;
  self->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->secrets = plim_secret_table_new ();
  return self;
}

void
plim_new_account_free (PlimNewAccount *self)
{
  g_free (self->id);
  g_free (self->label);
  g_free (self->base_url);
  g_hash_table_unref (self->settings);
  g_hash_table_unref (self->secrets);
  g_free (self);
}

static void
on_undone (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Run *run = g_task_get_task_data (task);

  if (!plim_secrets_clear_finish (result, &error))
    g_prefix_error (&run->error, "(and its secret stays in the keyring: %s) ", error->message);
  g_task_return_error (task, g_steal_pointer (&run->error));
}

/* Takes @task and @error. Not cancellable: what is undone is undone. */
static void
undo (GTask *task, GError *error)
{
  Run *run = g_task_get_task_data (task);

  if (g_hash_table_size (run->setup->secrets) == 0) {
    g_task_return_error (task, error);
    g_object_unref (task);
    return;
  }
  run->error = error;
  plim_secrets_clear_async (run->setup->id, NULL, NULL, on_undone, task);
}

static void
on_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  Run *run = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (run->cancelled_id != 0)
    g_cancellable_disconnect (cancellable, run->cancelled_id);
  /* A cancelling that came too late: the account is there, and that is the truth. */
  if (plim_bus_manager1_call_add_account_finish (PLIM_BUS_MANAGER1 (source), NULL, result,
                                                 &error)) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  if (g_cancellable_is_cancelled (cancellable)) {
    g_clear_error (&error);
    g_cancellable_set_error_if_cancelled (cancellable, &error);
  }
  undo (g_steal_pointer (&task), error);
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Run *run = user_data;

  /* Its answer tells nothing: AddAccount's own failure is waited for. */
  plim_bus_manager1_call_cancel_add (run->manager, run->setup->id, NULL, NULL, NULL);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  Run *run = g_task_get_task_data (task);
  PlimNewAccount *setup = run->setup;
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (!plim_secret_batch_store_finish (result, &error) ||
      g_cancellable_set_error_if_cancelled (cancellable, &error)) {
    undo (g_steal_pointer (&task), error);
    return;
  }
  /* Not cancelled on our side only: the service must end its check, then what it says counts. */
  plim_bus_manager1_call_add_account (run->manager, setup->id, setup->provider->id,
                                      setup->label != NULL ? setup->label : "",
                                      setup->base_url != NULL ? setup->base_url : "",
                                      plim_bus_settings_to_variant (setup->settings), NULL,
                                      on_added, g_object_ref (task));
  if (cancellable != NULL)
    run->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), run, NULL);
}

void
plim_new_account_add_async (PlimNewAccount *self,
                            PlimBusManager1 *manager,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Run *run = g_new0 (Run, 1);

  run->setup = self;
  run->manager = g_object_ref (manager);
  g_task_set_source_tag (task, plim_new_account_add_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, run, run_free);
  plim_secret_batch_store_async (self->id, self->provider, self->label, self->secrets, cancellable,
                                 on_stored, task);
}

gboolean
plim_new_account_add_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
